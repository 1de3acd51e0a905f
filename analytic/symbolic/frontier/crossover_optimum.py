r"""Amplitudes where the resources end together: the minimum of a crossover function.

    N t^.. = C,   L = W (D/N)^{r/p} \Phi(r, p, T),   T = 2 (D/N)^{1/p} t:   T^\omega \Phi(r, p, T)

is to be least, and where it is  \omega \Phi(r) + T [\Phi(r + 1) - \Phi(r + 1 - p)] = 0, for the
derivative of \Phi is the transform of x^r = (x^{r+1} - x^{r+1-p})/\sigma.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Expr, Float, Function, Rational

from analytic.errors import PrecisionError
from analytic.notation import tau_star
from analytic.symbolic.series.crossover_functions import width_crossover

__all__ = ["best_time", "stationarity"]

_BITS_PER_DIGIT = 3.33
_GUARD = 10
_COARSE = 20
_HALVINGS = 400
_STEPS = 60
_HALF = Rational(1, 2)


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
    """The secant method, kept inside a bracket."""
    low, high = _bracket(omega, power, p)
    one, other = Float(low, digits), Float(high, digits)
    at_one, at_other = (_slope(omega, power, p, x, digits) for x in (one, other))
    for _ in range(_STEPS):
        following = other - at_other * (other - one) / (at_other - at_one)
        if not low <= following <= high:
            following = (one + other) / 2
        if abs(following - other) <= Float(10, digits) ** (_GUARD // 2 - digits) * other:
            return following
        one, at_one = other, at_other
        other, at_other = following, _slope(omega, power, p, following, digits)
    raise PrecisionError(
        f"The least value of the crossover function was not found to {digits} digits. "
        "Ask for fewer digits."
    )


def _bracket(omega: Expr, power: Expr, p: Expr) -> tuple[Expr, Expr]:
    """Times between which the slope changes from negative to positive."""
    time = Rational(1)
    rising = _slope(omega, power, p, time, _COARSE) > 0
    for _ in range(_HALVINGS):
        following = time * (_HALF if rising else 2)
        if (_slope(omega, power, p, following, _COARSE) > 0) != rising:
            return (following, time) if rising else (time, following)
        time = following
    raise PrecisionError(
        f"The least value of the crossover function lies below 2^-{_HALVINGS}: its exponent "
        f"r = {power} is too close to one. Use the law on the boundary."
    )


def _slope(omega: Expr, power: Expr, p: Expr, time: Expr, digits: int) -> Expr:
    return stationarity(omega, power, p, time).evalf(digits)
