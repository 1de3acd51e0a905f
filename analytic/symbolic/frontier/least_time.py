r"""The time at which a function of time is least, to any digits: the root of its slope in log T.

The slope changes its sign there from negative to positive; a few digits find the place, all digits
the root next to it, and more digits certify that the sign changes there.

Where the resources end together an amplitude is the minimum of a crossover function:

    N t^.. = C,   L = W (D/N)^{r/p} \Phi(r, p, T),   T = 2 (D/N)^{1/p} t:   T^\omega \Phi(r, p, T)

is to be least, and where it is  \omega \Phi(r) + T [\Phi(r + 1) - \Phi(r + 1 - p)] = 0, for the
derivative of \Phi is the transform of x^r = (x^{r+1} - x^{r+1-p})/\sigma.

The best time to stop on limited data without label noise is that of another one:

    \Psi(r, p, T) - \Psi(r, p, \infty) ~ A(r, p) T^{-3/2} e^{-|\sigma_*| T/2},   A < 0 for r < 1 - p

Where r < 1 - p the loss comes to its end from below: it has been least before.

Where the modes beyond N are cut off, and those below learned one by one, it is that of

    T^{r b/(1 + b)} [1 + r T^{-r} \Gamma(r, T)],   T = 2 t/N^b
"""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, ClassVar

import mpmath
from sympy import Expr, Function, Integer, Rational, S, exp, log, uppergamma

from analytic.errors import PrecisionError
from analytic.notation import Psi_star, tau_star
from analytic.roots import Bracket, bracket_beyond, bracketed_root
from analytic.symbolic.series.crossover_functions import data_crossover, edge, width_crossover
from analytic.symbolic.slow_sums.working import working_digits

Slope = Callable[[Rational, int], Expr]  # of a time and of digits

_COARSE, _NEAR = 8, 6  # digits of a slope and of the place it tells
_EXTRA = 8  # digits by which the certificate exceeds the search
_FURTHEST = 2**13  # of |log T|


def least_time(slope: Slope, digits: int, guess: Expr = S.One) -> Expr:
    """The time at which a slope changes from negative to positive, to so many digits.

    The search begins at `guess`.

    Accuracy  relative; that the sign changes within it is seen with more digits.
    Raises    PrecisionError where log T is beyond 2^13, or the signs with more digits disagree.

    >>> least_time(lambda time, digits: (time**2 - 2).evalf(digits), 15).evalf(10)
    1.414213562
    """
    with working_digits(digits + _EXTRA):
        near = _coarsely(slope, mpmath.log(mpmath.mpmathify(guess.evalf(_COARSE))))
        within = mpmath.mpf(10) ** -_NEAR
        start = Bracket(near - within, near + within)
        width = mpmath.mpf(10) ** -digits
        low, high = bracketed_root(_in_log(slope, digits + _NEAR), start, width)
        closely = _in_log(slope, digits + _EXTRA)
        if not closely(low - width) < 0 < closely(high + width):
            raise PrecisionError(
                f"The time of the least value could not be certified to {digits} digits: its slope "
                "changes sign elsewhere where it is computed with more. Ask for fewer digits."
            )
        return _time((low + high) / 2)


def _coarsely(slope: Slope, guess: mpmath.mpf) -> mpmath.mpf:
    """log T to some digits."""
    function = _in_log(slope, _COARSE)
    bracket = bracket_beyond(function, guess, mpmath.mpf(1) / 2, _FURTHEST)
    low, high = bracketed_root(function, bracket, mpmath.mpf(10) ** -_NEAR)
    return (low + high) / 2


def _in_log(slope: Slope, digits: int) -> Callable[[mpmath.mpf], mpmath.mpf]:
    return lambda x: mpmath.mpmathify(slope(_time(x), digits))


def _time(log_time: mpmath.mpf) -> Rational:
    mantissa, exponent = mpmath.exp(log_time).man_exp
    return Integer(int(mantissa)) * Integer(2) ** int(exponent)


_BITS_PER_DIGIT = 3.33
_GUARD, _STEP = 10, 8
_STENCIL = ((1, 8), (-1, -8), (2, -1), (-2, 1))  # of the slope, over 12 steps


class _AtMinimum(Function):  # type: ignore[misc]
    """A number that belongs to the minimum of a crossover function."""

    letter: ClassVar[Any]
    root: ClassVar[Callable[..., Expr]]  # of the arguments and of digits
    exists: ClassVar[Callable[..., bool]]

    def _eval_is_positive(self) -> bool | None:
        return True if self.free_symbols or self.exists(*self.args) else None

    def _eval_evalf(self, prec: int) -> Expr | None:
        if self.free_symbols or not self.exists(*self.args):
            return None
        return self.root(*self.args, _kept(int(prec / _BITS_PER_DIGIT)))._eval_evalf(prec)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        arguments = ", ".join(printer.doprint(argument) for argument in self.args)
        name = rf"{printer.doprint(self.letter)}\left({arguments}\right)"
        return name if exp is None else rf"{name}^{{{exp}}}"

    def _pretty(self, printer: Any) -> Any:
        return printer._print(Function(str(self.letter))(*self.args))


def _kept(digits: int) -> int:
    """Some digits more, in steps, so that times of about as many digits are found once."""
    return -(-(digits + _GUARD) // _STEP) * _STEP


def stationarity(omega: Expr, power: Expr, p: Expr, time: Expr) -> Expr:
    r"""The slope of a crossover function times a power of time, which vanishes where that is least.

        T^{1-\omega} d/dT [T^\omega \Phi(r)] = \omega \Phi(r) + T [\Phi(r + 1) - \Phi(r + 1 - p)]

    \Phi(r) is short for \Phi(r, p, T).
    """
    slope = width_crossover(power + 1, p, time) - width_crossover(power + 1 - p, p, time)
    return omega * width_crossover(power, p, time) + time * slope


@lru_cache(maxsize=256)
def _end_of_both(omega: Expr, power: Expr, p: Expr, digits: int) -> Expr:
    return least_time(lambda time, n: stationarity(omega, power, p, time).evalf(n), digits)


class best_time(_AtMinimum):  # noqa: N801 - a function's name
    r"""The time at which a width crossover on a budget is least, 0 < omega < r < 1.

        \min_T T^\omega \Phi(r, p, T)

    It begins as T^{\omega - r} and ends as T^\omega: the minimum lies between.

    Accuracy  all digits.

    >>> best_time(Rational(2, 5), Rational(2, 3), Rational(2, 3)).evalf(10)
    0.1858683270
    """

    nargs = 3
    letter = tau_star
    root = staticmethod(_end_of_both)

    @staticmethod
    def exists(omega: Expr, power: Expr, _: Expr) -> bool:
        """Whether numbers are such that there is a minimum."""
        positive = omega.is_positive and (power - omega).is_positive and (1 - power).is_positive
        return bool(positive)


@lru_cache(maxsize=256)
def _stop(power: Expr, p: Expr, digits: int) -> Expr:
    """Where the slope changes its sign: at late times it is as small as the transient."""
    return least_time(partial(_slope_of_data, power, p), digits, -4 / edge(p)[1])


@lru_cache(maxsize=256)
def _value_at_stop(power: Expr, p: Expr, digits: int) -> Expr:
    time = _stop(power, p, _kept(digits // 2))
    return data_crossover(power, p, Rational(time)).evalf(digits)


def _slope_of_data(power: Expr, p: Expr, time: Rational, digits: int) -> Expr:
    r"""d\Psi/d\log T by a stencil whose error is of fourth order in the step."""
    shift = digits // 4 + 1
    ratio = 1 + Rational(1, 10**shift)
    settled = int((-edge(p)[1] * time / log(10)).evalf(10))  # of what is left above the end
    working = digits + shift + _GUARD + settled
    values = [data_crossover(power, p, time * ratio**n).evalf(working) for n, _ in _STENCIL]
    return sum(weight * value for (_, weight), value in zip(_STENCIL, values, strict=True))


class stopped_time(_AtMinimum):  # noqa: N801 - a function's name
    r"""The time at which a data crossover is least, 0 < r < 1 - p; infinite as r -> 1 - p.

        \min_T \Psi(r, p, T)

    Accuracy  all digits.

    >>> stopped_time(Rational(3, 10), Rational(1, 2)).evalf(8)
    2.5700679
    """

    nargs = 2
    letter = tau_star
    root = staticmethod(_stop)

    @staticmethod
    def exists(power: Expr, p: Expr) -> bool:
        """Whether numbers are such that there is a minimum."""
        return bool(power.is_positive and p.is_positive and (1 - p - power).is_positive)


class stopped_value(stopped_time):  # noqa: N801 - a function's name
    r"""The least value of a data crossover, 0 < r < 1 - p.

        \min_T \Psi(r, p, T)

    Accuracy  all digits: an error of the time counts by its square.

    >>> stopped_value(Rational(3, 10), Rational(1, 2)).evalf(8)
    1.3517176
    """

    letter = Psi_star
    root = staticmethod(_value_at_stop)


def cut_slope(power: Expr, capacity: Expr, time: Expr) -> Expr:
    r"""b - (1 + b) e^{-T} - r T^{-r} \Gamma(r, T), which rises through zero once."""
    left = power * time**-power * uppergamma(power, time)
    return capacity - (1 + capacity) * exp(-time) - left


@lru_cache(maxsize=256)
def _end_of_cut(power: Expr, capacity: Expr, digits: int) -> Expr:
    return least_time(lambda time, n: cut_slope(power, capacity, time).evalf(n), digits)


class cut_time(_AtMinimum):  # noqa: N801 - a function's name
    r"""The best time on a budget of aligned features, r and b positive.

        \min_T T^{r b/(1 + b)} [1 + r T^{-r} \Gamma(r, T)]

    Accuracy  all digits.

    >>> cut_time(Rational(2, 3), Rational(3, 2)).evalf(10)
    0.7581227564
    """

    nargs = 2
    letter = tau_star
    root = staticmethod(_end_of_cut)

    @staticmethod
    def exists(power: Expr, capacity: Expr) -> bool:
        """Whether numbers are such that there is a minimum."""
        return bool(power.is_positive and capacity.is_positive)
