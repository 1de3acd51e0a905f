r"""The frontier to all digits, at one compute: where the slope of log L in log N vanishes.

    \partial f/\partial x = [8 (f_1 - f_{-1}) - (f_2 - f_{-2})]/(12 h) + O(h^4),   x = \log N

on exact losses, Newton's method from the frontier in doubles. Beyond the range of doubles the guess
is the straight line in log C through two computes within it. Far beyond a data bottleneck only a
small part of the loss depends on N: so many digits more are worked with.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import Expr, Rational, log, oo

from analytic.errors import PrecisionError
from analytic.exact.compute.double_frontier import double_frontier
from analytic.exact.compute.stationary_width import stationary_width
from analytic.exact.loss import test_loss
from analytic.exact.precision import Multiple, bits_of
from analytic.problem import Model, PowerLaw, replace_model

__all__ = ["Point", "Start", "digit_frontier", "least_in_time", "start_of"]

_STEPS = 12
_GUARD = 3
_FARTHEST, _LEVER = 40.0, 5.0  # decades of compute that doubles reach, and of the line beyond
_LIMITED = 300.0  # decades that doubles reach at limited data


_Curve = Callable[[Expr, int], Any]  # of a place and of digits


class Point(NamedTuple):
    """The best width and the loss there."""

    width: Any
    loss: Any


class Start(NamedTuple):
    """log N in doubles, and the digits by which what depends on it is below the loss."""

    log_width: float
    below: int


class _Slope(NamedTuple):
    value: Any
    bend: Any
    loss: Any


def digit_frontier(
    model: Model, compute: Expr, digits: int, width_digits: int, start: Start, near: Any = None
) -> Point:
    """Width and loss of the frontier at one compute: gmpy2 numbers; `near` is a width close by.

    The loss has so many digits more as what depends on the width is below it.

    The loss is flat at the best width: half the digits of the width give all of the loss. Newton's
    method squares its error: a step that is small enough is the last one.

    Raises    PrecisionError where the search does not end.
    """
    law = model.spectrum
    if model.samples == oo and isinstance(law, PowerLaw) and law.modes == oo:
        guess = start.log_width if near is None else gmpy2.log(near)
        most = max(digits, width_digits)
        return Point(*stationary_width(model, compute, guess, most, start.below))
    if near is None:
        near = gmpy2.exp(gmpy2.mpfr(start.log_width))

    def along(width: Expr, working: int) -> Any:
        return _loss(replace_model(model, width=width), compute / width, working)

    return _bottom(along, near, digits, width_digits, start.below)


def least_in_time(model: Model, guess: float, digits: int) -> Any:
    """The loss to so many digits at the bottom of a valley in time, log t being guessed.

    Half the digits of the time are enough.

    Raises    PrecisionError where the search does not end.
    """
    near = gmpy2.exp(gmpy2.mpfr(guess))

    def over(time: Expr, working: int) -> Any:
        return _loss(model, time, working)

    return _bottom(over, near, digits, digits // 2 + _GUARD, 0).loss


def _bottom(curve: _Curve, near: Any, digits: int, place_digits: int, below: int) -> Point:
    """Where a curve is lowest next to a point, and its value there, by Newton's method.

    What is left of the last step counts by its square in the place and by its cube in the value.
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
            if abs(step) < last:
                return Point(gmpy2.exp(x), at.loss * gmpy2.exp(-step * at.value / 2))
    raise PrecisionError(
        f"The lowest point was not found to {place_digits} digits: the loss hardly depends on it. "
        "Ask for fewer digits or for a larger compute."
    )


def _slope(curve: _Curve, x: Any, shift: int, digits: int) -> _Slope:
    """Slope and bend of log L from five losses, at a point within h of exp(x)."""
    place = Rational(*(int(part) for part in gmpy2.exp(x).as_integer_ratio()))
    ratio = 1 + Rational(1, 10**shift)
    losses = [curve(place * ratio**j, digits) for j in range(-2, 3)]
    far_left, left, middle, right, far_right = (gmpy2.log(one) for one in losses)
    h = gmpy2.log(gmpy2.mpfr(gmpy2.mpq(int(ratio.p), int(ratio.q))))
    slope = (8 * (right - left) - (far_right - far_left)) / (12 * h)
    bend = (16 * (right + left) - (far_right + far_left) - 30 * middle) / (12 * h * h)
    return _Slope(slope, bend, losses[2])


def _loss(model: Model, time: Expr, digits: int) -> Any:
    mantissa, exponent = test_loss(model, time, digits).man_exp
    return gmpy2.mpfr(gmpy2.mpq(int(mantissa))) * gmpy2.exp2(int(exponent))


def start_of(model: Model, compute: Expr) -> Start:
    """The frontier in doubles."""
    decades = float(log(compute, 10).evalf(20))
    if decades <= (_FARTHEST if model.samples == oo else _LIMITED):
        found = double_frontier(model, np.array([float(compute)]))
        loss, share = float(found.loss[0]), float(found.excess[0] / found.loss[0])
        part = loss if model.samples == oo else share
        return Start(float(found.log_width[0]), max(0, _decades(part)) if part > 0 else 0)
    near = double_frontier(model, 10.0 ** np.array([_FARTHEST - _LEVER, _FARTHEST]))
    beyond = (decades - _FARTHEST) / _LEVER
    x, y = near.log_width, np.log(near.loss)
    loss = float(np.log10(np.e) * (y[1] + (y[1] - y[0]) * beyond))
    return Start(float(x[1] + (x[1] - x[0]) * beyond), int(np.ceil(-loss)))


def _decades(part: float) -> int:
    return int(np.ceil(-np.log10(part)))
