r"""The difference quotient of a power at exponent zero, whose value there is the logarithm.

    (x^\delta - 1)/\delta = \log x \int_0^1 x^{v \delta} dv

Statistics knows it as the Box-Cox transformation. Two powers whose exponents meet leave it behind.
"""

from __future__ import annotations

from typing import Any

import mpmath
from sympy import Expr, Integer, log
from sympy.core.function import ArgumentIndexError

from analytic.notation import z
from analytic.symbolic.mellin.regular_part import RegularPart
from analytic.symbolic.slow_sums.numeric import number_at

__all__ = ["box_cox"]

_NONE = Integer(0)


class box_cox(RegularPart):  # noqa: N801 - a function's name
    r"""The function (x^\delta - 1)/\delta, or with a third argument n its n-th derivative in delta.

        \partial_\delta^n (x^\delta - 1)/\delta = (\log x)^{n+1} \int_0^1 v^n x^{v \delta} dv

    Accuracy  all digits, also where delta is small.

    >>> from sympy import Rational
    >>> from analytic.notation import x
    >>> box_cox(x, 0), box_cox(x, 0, 1)
    (log(x), log(x)**2/2)
    >>> box_cox(2, Rational(1, 10**40)).evalf(20) == log(2).evalf(20)
    True
    """

    nargs = (2, 3)

    @classmethod
    def eval(cls, x: Expr, delta: Expr, n: Expr = _NONE) -> Expr | None:
        """The limit at delta = 0, and zero at x = 1."""
        if x == 1:
            return Integer(0)
        return log(x) ** (n + 1) / (n + 1) if delta.is_zero else None

    @property
    def plain(self) -> Expr:
        """The quotient as it is written."""
        x, delta = self.args[:2]
        return ((x**z - 1) / z).diff(z, self._order(2)).subs(z, delta)

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative with respect to x or to delta."""
        x, delta = self.args[:2]
        n = self._order(2)
        if argindex == 1:
            return x ** (delta - 1) * log(x) ** n
        if argindex == 2:
            return box_cox(x, delta, n + 1)
        raise ArgumentIndexError(self, argindex)

    def _eval_evalf(self, prec: int) -> Expr | None:
        n = self._order(2)

        def integral(x: mpmath.mpf, delta: mpmath.mpf) -> mpmath.mpf:
            exponent = delta * mpmath.log(x)
            if n == 0:
                return mpmath.expm1(exponent) / delta
            return mpmath.log(x) ** (n + 1) * mpmath.hyp1f1(n + 1, n + 2, exponent) / (n + 1)

        return number_at(prec, integral, *self.args[:2])

    def _eval_rewrite_as_Pow(self, *_: Expr, **__: Any) -> Expr:
        return self.plain
