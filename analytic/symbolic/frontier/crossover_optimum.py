r"""Amplitudes where the resources end together: the minimum of a crossover function.

    N t^.. = C,   L = W (D/N)^{r/p} \Phi(r, p, T),   T = 2 (D/N)^{1/p} t:   T^\omega \Phi(r, p, T)

is to be least, and where it is  \omega \Phi(r) + T [\Phi(r + 1) - \Phi(r + 1 - p)] = 0, for the
derivative of \Phi is the transform of x^r = (x^{r+1} - x^{r+1-p})/\sigma.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from sympy import Expr, Function, Rational

from analytic.notation import tau_star
from analytic.symbolic.frontier.least_time import least_time
from analytic.symbolic.series.crossover_functions import width_crossover

__all__ = ["best_time", "stationarity"]

_BITS_PER_DIGIT = 3.33
_GUARD = 10


def stationarity(omega: Expr, power: Expr, p: Expr, time: Expr) -> Expr:
    r"""T^{1-\omega} times the derivative of T^\omega \Phi(r, p, T): zero where that is least."""
    slope = width_crossover(power + 1, p, time) - width_crossover(power + 1 - p, p, time)
    return omega * width_crossover(power, p, time) + time * slope


class best_time(Function):  # type: ignore[misc]  # noqa: N801 - a function's name
    r"""The time T at which T^\omega \Phi(r, p, T) is least, 0 < omega < r < 1.

    It begins as T^{\omega - r} and ends as T^\omega: the minimum lies between.

    Accuracy  all digits.

    >>> best_time(Rational(2, 5), Rational(2, 3), Rational(2, 3)).evalf(10)
    0.1858683270
    """

    nargs = 3

    def _eval_is_positive(self) -> bool | None:
        return True if self.free_symbols or _exists(*self.args) else None

    def _eval_evalf(self, prec: int) -> Expr | None:
        if self.free_symbols or not _exists(*self.args):
            return None
        digits = int(prec / _BITS_PER_DIGIT) + _GUARD
        return _root(*self.args, digits)._eval_evalf(prec)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        arguments = ", ".join(printer.doprint(argument) for argument in self.args)
        name = rf"{printer.doprint(tau_star)}\left({arguments}\right)"
        return name if exp is None else rf"{name}^{{{exp}}}"

    def _pretty(self, printer: Any) -> Any:
        return printer._print(Function(str(tau_star))(*self.args))


def _exists(omega: Expr, power: Expr, _: Expr) -> bool:
    """Whether numbers are such that there is a minimum."""
    return bool(omega.is_positive and (power - omega).is_positive and (1 - power).is_positive)


@lru_cache(maxsize=256)
def _root(omega: Expr, power: Expr, p: Expr, digits: int) -> Expr:
    """Where the slope changes its sign."""
    return least_time(partial(_slope, omega, power, p), digits)


def _slope(omega: Expr, power: Expr, p: Expr, time: Rational, digits: int) -> Expr:
    return stationarity(omega, power, p, time).evalf(digits)
