"""The derivatives of Riemann's zeta function, as a SymPy function."""

from typing import Any

import mpmath
from sympy import Expr, Function, zeta
from sympy.core.function import ArgumentIndexError

from analytic.symbolic.slow_sums.numeric import number_at


class zeta_derivative(Function):  # type: ignore[misc]  # noqa: N801 - a function's name
    r"""The derivative of order n of Riemann's zeta function, away from s = 1.

        \zeta^{(n)}(s) = d^n \zeta(s)/ds^n

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
