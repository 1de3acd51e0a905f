r"""The time at which a function of time is least, to any digits: the root of its slope in log T.

The slope changes its sign there from negative to positive; a few digits find the place, all digits
the root next to it, and more digits certify that the sign changes there.
"""

from __future__ import annotations

from collections.abc import Callable

import mpmath
from sympy import Expr, Integer, Rational, S

from analytic.errors import PrecisionError
from analytic.roots import Bracket, bracket_beyond, bracketed_root
from analytic.symbolic.slow_sums.working import working_digits

__all__ = ["least_time"]

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
