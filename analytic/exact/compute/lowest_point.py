r"""The lowest point of a curve to all digits: where the slope of log L in x = \log t vanishes.

    \partial f/\partial x = [8 (f_1 - f_{-1}) - (f_2 - f_{-2})]/(12 h) + O(h^4),   f = \log L

on exact losses, by Newton's method. The five losses of the last step are the bracket: the two
beside the middle are above it, so that a lowest point lies between them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import gmpy2
from sympy import Expr, Rational

from analytic.errors import PrecisionError
from analytic.exact.loss import test_loss
from analytic.exact.precision import Multiple, bits_of
from analytic.problem import Model

__all__ = ["Lowest", "digits_of_loss", "lowest_point"]

_STEPS = 12

_Curve = Callable[[Expr, int], Any]  # of a place and of digits


class Lowest(NamedTuple):
    """Where a curve is lowest, and its value there."""

    place: Any
    loss: Any


class _Slope(NamedTuple):
    value: Any
    bend: Any
    loss: Any
    enclosed: bool


def lowest_point(
    curve: _Curve, near: Any, digits: int, place_digits: int, below: int = 0
) -> Lowest:
    """Where a curve is lowest next to a point: gmpy2 numbers.

    The loss has `below` digits more where so much less of it depends on the place. It is flat
    there: what is left of the last step counts by its square in the place and by its cube in it.

    Raises    PrecisionError where the search does not end, or ends at no lowest point.
    """
    shift = place_digits // 4 + 2  # h = 10^-shift, whose fourth power is the error of the slope
    working = max(digits, place_digits + shift) + below + 5
    with Multiple.at_least(bits_of(working) + 16).working():
        x = gmpy2.log(near)
        last = gmpy2.exp10(-gmpy2.mpfr(max(place_digits, digits)) / 2)
        for _ in range(_STEPS):
            at = _slope(curve, x, shift, working)
            step = at.value / at.bend
            if at.bend <= 0 or abs(step) > 1:
                step = gmpy2.mpfr(1 if at.value > 0 else -1)
            x -= step
            if abs(step) < last and at.enclosed:
                return Lowest(gmpy2.exp(x), at.loss * gmpy2.exp(-step * at.value / 2))
    raise PrecisionError(
        f"The lowest point was not found to {place_digits} digits: the loss hardly depends on it. "
        "Ask for fewer digits or for a larger compute."
    )


def _slope(curve: _Curve, x: Any, shift: int, digits: int) -> _Slope:
    """Slope and bend of log L from five losses, at a point within h of exp(x)."""
    place = Rational(*(int(part) for part in gmpy2.exp(x).as_integer_ratio()))
    ratio = 1 + Rational(1, 10**shift)
    losses = [curve(place * ratio**j, digits) for j in range(-2, 3)]
    far_left, left, middle, right, far_right = (gmpy2.log(loss) for loss in losses)
    h = gmpy2.log(gmpy2.mpfr(gmpy2.mpq(int(ratio.p), int(ratio.q))))
    slope = (8 * (right - left) - (far_right - far_left)) / (12 * h)
    bend = (16 * (right + left) - (far_right + far_left) - 30 * middle) / (12 * h * h)
    return _Slope(slope, bend, losses[2], bool(middle < min(left, right)))


def digits_of_loss(model: Model, time: Expr, digits: int) -> Any:
    """The test loss, a gmpy2 number."""
    mantissa, exponent = test_loss(model, time, digits).man_exp
    return gmpy2.mpfr(gmpy2.mpq(int(mantissa))) * gmpy2.exp2(int(exponent))
