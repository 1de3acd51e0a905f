r"""The best time to stop on limited data without label noise: the least value of a crossover.

    \Psi(r, p, T) - \Psi(r, p, \infty) ~ A(r, p) T^{-3/2} e^{-|\sigma_*| T/2},   A < 0 for r < 1 - p

Where r < 1 - p the loss comes to its end from below: it has been least before.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any, ClassVar

from sympy import Expr, Function, Rational, log

from analytic.notation import Psi_star, tau_star
from analytic.symbolic.frontier.least_time import least_time
from analytic.symbolic.series.crossover_functions import data_crossover
from analytic.symbolic.series.lagrange import edge

__all__ = ["stopped_time", "stopped_value"]

_BITS_PER_DIGIT = 3.33
_GUARD = 6
_STENCIL = ((1, 8), (-1, -8), (2, -1), (-2, 1))  # of the slope, over 12 steps


class _Stopped(Function):  # type: ignore[misc]
    """A number that belongs to the minimum, a function of r and p."""

    nargs = 2
    letter: ClassVar[Any]

    def _eval_is_positive(self) -> bool | None:
        return True if self.free_symbols or _exists(*self.args) else None

    def _eval_evalf(self, prec: int) -> Expr | None:
        if self.free_symbols or not _exists(*self.args):
            return None
        return self._number(int(prec / _BITS_PER_DIGIT) + _GUARD)._eval_evalf(prec)

    def _number(self, digits: int) -> Expr:
        return _root(*self.args, digits)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        arguments = ", ".join(printer.doprint(argument) for argument in self.args)
        name = rf"{printer.doprint(self.letter)}\left({arguments}\right)"
        return name if exp is None else rf"{name}^{{{exp}}}"

    def _pretty(self, printer: Any) -> Any:
        return printer._print(Function(str(self.letter))(*self.args))


class stopped_time(_Stopped):  # noqa: N801 - a function's name
    r"""The time T at which \Psi(r, p, T) is least, 0 < r < 1 - p; infinite as r -> 1 - p.

    Accuracy  all digits.

    >>> stopped_time(Rational(3, 10), Rational(1, 2)).evalf(8)
    2.5700679
    """

    letter = tau_star


class stopped_value(_Stopped):  # noqa: N801 - a function's name
    r"""The least value of \Psi(r, p, T), 0 < r < 1 - p.

    Accuracy  all digits: an error of the time counts by its square.

    >>> stopped_value(Rational(3, 10), Rational(1, 2)).evalf(8)
    1.3517176
    """

    letter = Psi_star

    def _number(self, digits: int) -> Expr:
        return _value(*self.args, digits)


def _exists(power: Expr, p: Expr) -> bool:
    """Whether numbers are such that there is a minimum."""
    return bool(power.is_positive and p.is_positive and (1 - p - power).is_positive)


@lru_cache(maxsize=256)
def _value(power: Expr, p: Expr, digits: int) -> Expr:
    time = _root(power, p, digits // 2 + _GUARD)
    return data_crossover(power, p, Rational(time)).evalf(digits)


@lru_cache(maxsize=256)
def _root(power: Expr, p: Expr, digits: int) -> Expr:
    """Where the slope changes its sign: at late times it is as small as the transient."""
    return least_time(partial(_slope, power, p), digits, -4 / edge(p)[1])


def _slope(power: Expr, p: Expr, time: Rational, digits: int) -> Expr:
    r"""d\Psi/d\log T by a stencil whose error is of fourth order in the step."""
    shift = digits // 4 + 1
    ratio = 1 + Rational(1, 10**shift)
    settled = int((-edge(p)[1] * time / log(10)).evalf(10))  # of what is left above the end
    working = digits + shift + _GUARD + settled
    values = [data_crossover(power, p, time * ratio**n).evalf(working) for n, _ in _STENCIL]
    return sum(weight * value for (_, weight), value in zip(_STENCIL, values, strict=True))
