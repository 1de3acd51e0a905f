r"""Gamma and the cosecant less a pole, and the difference quotient of Gamma, as SymPy functions.

\Gamma(-n + u) - (-1)^n/(n! u),    \pi/\sin(\pi u) - 1/u,    [\Gamma(s + u) - \Gamma(s)]/u
"""

from __future__ import annotations

from typing import Any

import mpmath
from sympy import Expr, Integer, factorial, gamma, pi, sin, zoo
from sympy.core.function import ArgumentIndexError

from analytic.notation import x, z
from analytic.symbolic.mellin.poles import gamma_about
from analytic.symbolic.mellin.regular_part import RegularPart
from analytic.symbolic.slow_sums.numeric import number_at

__all__ = ["cosecant_regular", "gamma_regular", "gamma_slope"]

_NONE = Integer(0)


class gamma_regular(RegularPart):  # noqa: N801 - a function's name
    r"""The function \Gamma(-n + u) - (-1)^n/(n! u), or its derivative in u of a given order.

    Accuracy  all digits, also where u is small.

    >>> gamma_regular(0, 0), gamma_regular(1, 0), gamma_regular(1, 1)
    (-EulerGamma, -1 + EulerGamma, zoo)
    """

    nargs = (2, 3)

    @classmethod
    def eval(cls, n: Expr, u: Expr, order: Expr = _NONE) -> Expr | None:
        """The coefficients of the Laurent series at u = 0; infinite at every other pole."""
        if not (u.is_zero and n.is_Integer):
            return zoo if (n - u).is_Integer and (n - u).is_nonnegative else None
        laurent = gamma_about(z - n, _NONE, int(order) + 2)
        return (factorial(order) * laurent.prefactor * laurent.coefficient(int(order))).expand()

    @property
    def plain(self) -> Expr:
        """Gamma and its pole."""
        n, u = self.args[:2]
        polar = (-1) ** n / factorial(n) / z
        return (gamma(z - n) - polar).diff(z, self._order(2)).subs(z, u)

    def fdiff(self, argindex: int = 2) -> Expr:
        """The derivative with respect to u."""
        if argindex != 2:
            raise ArgumentIndexError(self, argindex)
        return gamma_regular(*self.args[:2], self._order(2) + 1)

    def _eval_evalf(self, prec: int) -> Expr | None:
        n, u = self.args[:2]
        j = self._order(2)

        def difference(pole: mpmath.mpf, at: mpmath.mpf) -> mpmath.mpf:
            polar = mpmath.factorial(j) / mpmath.factorial(pole) / at ** (j + 1)
            return _gamma_derivative(at - pole, j) - (-1) ** (int(pole) + j) * polar

        # j + 1 powers of u are lost in the difference, and one in u - n
        limit = gamma_regular(n, _NONE, j)
        return number_at(prec, difference, n, u, cancelling=(u, j + 2), limit=limit)

    def _eval_rewrite_as_gamma(self, *_: Expr, **__: Any) -> Expr:
        return self.plain


class cosecant_regular(RegularPart):  # noqa: N801 - a function's name
    r"""The function \pi/\sin(\pi u) - 1/u, or with a second argument its derivative of that order.

        [\psi((1 + u)/2) - \psi(1 + u/2) + \psi(1 - u/2) - \psi((1 - u)/2)]/2

    Accuracy  all digits, also where u is small.

    >>> cosecant_regular(0), cosecant_regular(0, 1), cosecant_regular(1)
    (0, pi**2/6, zoo)
    """

    nargs = (1, 2)

    @classmethod
    def eval(cls, u: Expr, order: Expr = _NONE) -> Expr | None:
        """The Taylor coefficients of an odd function at u = 0; infinite at every other whole u."""
        if not u.is_zero:
            return zoo if u.is_Integer else None
        j = int(order)
        return (pi / sin(pi * z) - 1 / z).series(z, 0, j + 1).removeO().diff(z, j).subs(z, 0)

    @property
    def plain(self) -> Expr:
        """The cosecant and its pole."""
        return (pi / sin(pi * z) - 1 / z).diff(z, self._order(1)).subs(z, self.args[0])

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative with respect to u."""
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return cosecant_regular(self.args[0], self._order(1) + 1)

    def _eval_evalf(self, prec: int) -> Expr | None:
        u, j = self.args[0], self._order(1)

        def odd(at: mpmath.mpf) -> mpmath.mpf:
            right = mpmath.psi(j, (1 + at) / 2) - mpmath.psi(j, 1 + at / 2)
            left = mpmath.psi(j, (1 - at) / 2) - mpmath.psi(j, 1 - at / 2)
            return (right - (-1) ** j * left) / 2 ** (j + 1)

        return number_at(prec, odd, u, cancelling=(u, 1))

    def _eval_rewrite_as_sin(self, *_: Expr, **__: Any) -> Expr:
        return self.plain


class gamma_slope(RegularPart):  # noqa: N801 - a function's name
    r"""The difference quotient [\Gamma(s + u) - \Gamma(s)]/u, no pole of Gamma in between.

    With third and fourth arguments i and j its derivatives in s and u,

        \int_0^1 v^j \Gamma^{(1 + i + j)}(s + u v) dv

    Accuracy  all digits, also where u is small.

    >>> gamma_slope(1, 0), gamma_slope(1, 2)
    (-EulerGamma, 1/2)
    """

    nargs = (2, 4)

    @classmethod
    def eval(cls, s: Expr, u: Expr, i: Expr = _NONE, j: Expr = _NONE) -> Expr | None:
        """A derivative of Gamma at u = 0, a number where both Gammas are."""
        if u.is_zero:
            return gamma(x).diff(x, 1 + i + j).subs(x, s) / (1 + j)
        if s.is_Integer and u.is_Integer and i == j == 0:
            return (gamma(s + u) - gamma(s)) / u
        return None

    @property
    def plain(self) -> Expr:
        """The quotient as it is written."""
        s, u = self.args[:2]
        quotient = ((gamma(x + z) - gamma(x)) / z).diff(x, self._order(2)).diff(z, self._order(3))
        return quotient.subs({x: s, z: u}, simultaneous=True)

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative with respect to s or to u."""
        i, j = self._order(2), self._order(3)
        if argindex not in (1, 2):
            raise ArgumentIndexError(self, argindex)
        step = (i + 1, j) if argindex == 1 else (i, j + 1)
        return gamma_slope(*self.args[:2], *step)

    def _eval_evalf(self, prec: int) -> Expr | None:
        s, u = self.args[:2]
        i, j = self._order(2), self._order(3)

        def quotient(start: mpmath.mpf, step: mpmath.mpf) -> mpmath.mpf:
            if i == j == 0:
                return (mpmath.gamma(start + step) - mpmath.gamma(start)) / step
            return mpmath.quad(
                lambda v: v**j * _gamma_derivative(start + step * v, 1 + i + j), [0, 1]
            )

        limit = gamma_slope(s, _NONE, i, j)
        return number_at(prec, quotient, s, u, cancelling=(u, 1), limit=limit)

    def _eval_rewrite_as_gamma(self, *_: Expr, **__: Any) -> Expr:
        return self.plain


def _gamma_derivative(at: mpmath.mpf, order: int) -> mpmath.mpf:
    r"""\Gamma^{(n)}: the Taylor coefficients of \exp \sum_k \psi^{(k-1)}(at) \epsilon^k/k!."""
    taylor = [mpmath.mpf(1)]
    for n in range(1, order + 1):
        terms = (
            mpmath.psi(k - 1, at) / mpmath.factorial(k - 1) * taylor[n - k] for k in range(1, n + 1)
        )
        taylor.append(mpmath.fsum(terms) / n)
    return mpmath.gamma(at) * mpmath.factorial(order) * taylor[order]
