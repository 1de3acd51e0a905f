r"""Riemann's zeta function less its pole, and its derivatives, as SymPy functions.

\zeta(1 + u) - 1/u = \sum_j (-1)^j \gamma_j u^j/j!
"""

from __future__ import annotations

from typing import Any

import mpmath
from sympy import Expr, Function, Integer, factorial, stieltjes, zeta
from sympy.core.function import ArgumentIndexError

from analytic.symbolic.mellin.regular_part import RegularPart
from analytic.symbolic.slow_sums.numeric import number_at

__all__ = ["zeta_derivative", "zeta_regular"]

_NONE = Integer(0)


class zeta_derivative(Function):  # type: ignore[misc]  # noqa: N801 - a function's name
    r"""The derivative of order n of Riemann's zeta function, \zeta^{(n)}(s), away from s = 1.

    >>> zeta_derivative(2, 0), zeta_derivative(0, 1).evalf(6)
    (pi**2/6, -0.918939)
    """

    nargs = 2

    @classmethod
    def eval(cls, s: Expr, n: Expr) -> Expr | None:
        """The zeta function itself for n = 0."""
        return zeta(s) if n == 0 else None

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative with respect to s."""
        s, n = self.args
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return zeta_derivative(s, n + 1)

    def _eval_evalf(self, prec: int) -> Expr | None:
        s, n = self.args
        return number_at(prec, lambda at: mpmath.zeta(at, 1, int(n)), s)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        s, n = (printer.doprint(one) for one in self.args)
        name = rf"\zeta^{{\left({n}\right)}}\left({s}\right)"
        return name if exp is None else rf"\left({name}\right)^{{{exp}}}"


class zeta_regular(RegularPart):  # noqa: N801 - a function's name
    r"""The function \zeta(1 + u) - 1/u, or with a second argument n its n-th derivative.

    Accuracy  all digits, also where u is small.

    >>> zeta_regular(0), zeta_regular(1), zeta_regular(0, 1)
    (EulerGamma, -1 + pi**2/6, -stieltjes(1))
    """

    nargs = (1, 2)

    @classmethod
    def eval(cls, u: Expr, n: Expr = _NONE) -> Expr | None:
        """The Stieltjes constants at u = 0, the zeta function at other integers."""
        if u.is_zero:
            return (-1) ** n * stieltjes(n)
        return zeta(1 + u) - 1 / u if u.is_Integer and n == 0 else None

    @property
    def plain(self) -> Expr:
        """The zeta function and its pole."""
        u, n = self.args[0], self._order(1)
        return zeta_derivative(1 + u, n) - (-1) ** n * factorial(n) / u ** (n + 1)

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative with respect to u."""
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return zeta_regular(self.args[0], self._order(1) + 1)

    def _eval_evalf(self, prec: int) -> Expr | None:
        u, n = self.args[0], self._order(1)

        def difference(at: mpmath.mpf) -> mpmath.mpf:
            return mpmath.zeta(1 + at, 1, n) - (-1) ** n * mpmath.factorial(n) / at ** (n + 1)

        # n + 1 powers of u are lost in the difference, and one in 1 + u
        limit = zeta_regular(_NONE, n)
        return number_at(prec, difference, u, cancelling=(u, n + 2), limit=limit)

    def _eval_rewrite_as_zeta(self, *_: Expr, **__: Any) -> Expr:
        return self.plain
