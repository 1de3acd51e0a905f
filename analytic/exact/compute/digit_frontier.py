r"""The frontier to all digits, at one compute: where the slope of log L in log N vanishes.

    \partial f/\partial x = [8 (f_1 - f_{-1}) - (f_2 - f_{-2})]/(12 h) + O(h^4),   x = \log N

on exact losses, Newton's method from the frontier in doubles. Beyond the range of doubles the guess
is the straight line in log C through two computes within it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import Expr, Rational, log

from analytic.errors import PrecisionError
from analytic.exact.compute.double_frontier import double_frontier
from analytic.exact.loss import test_loss
from analytic.exact.precision import Multiple, bits_of
from analytic.problem import Model, replace_model

__all__ = ["Point", "digit_frontier"]

_STEPS = 12
_FARTHEST, _LEVER = 40.0, 5.0  # decades of compute that doubles reach, and of the line beyond


class Point(NamedTuple):
    """The best width and the loss there."""

    width: Any
    loss: Any


class _Slope(NamedTuple):
    value: Any
    bend: Any
    loss: Any


def digit_frontier(
    model: Model, compute: Expr, digits: int, width_digits: int, near: Any = None
) -> Point:
    """Width and loss of the frontier at one compute: gmpy2 numbers; `near` is a width close by.

    The loss is flat at the best width: half the digits of the width give all of the loss. Newton's
    method squares its error: a step that is small enough is the last one.

    Raises    PrecisionError where the search does not end.
    """
    wanted = width_digits + 3
    shift = wanted // 4 + 2  # h = 10^-shift, whose fourth power is the error of the slope
    working = max(digits, wanted + 2 * shift) + 5
    arithmetic = Multiple.at_least(bits_of(working) + 16)
    with arithmetic.working():
        x = gmpy2.mpfr(_guess(model, compute)) if near is None else gmpy2.log(near)
        last = gmpy2.exp10(-gmpy2.mpfr(max(wanted, digits)) / 2 - 1)
        for _ in range(_STEPS):
            at = _slope(model, compute, x, shift, working)
            step = at.value / at.bend
            if at.bend <= 0 or abs(step) > 1:
                step = gmpy2.mpfr(1 if at.value > 0 else -1)
            x -= step
            if abs(step) < last:
                return Point(gmpy2.exp(x), at.loss)
    raise PrecisionError(
        f"The best width was not found to {width_digits} digits: the loss hardly depends on it. "
        "Ask for fewer digits or for a larger compute."
    )


def _slope(model: Model, compute: Expr, x: Any, shift: int, digits: int) -> _Slope:
    """Slope and bend of log L in log N from five losses, at a width within h of exp(x)."""
    width = Rational(*(int(part) for part in gmpy2.exp(x).as_integer_ratio()))
    ratio = 1 + Rational(1, 10**shift)
    losses = [_loss(model, width * ratio**j, compute, digits) for j in range(-2, 3)]
    far_left, left, middle, right, far_right = (gmpy2.log(one) for one in losses)
    h = gmpy2.log(gmpy2.mpfr(gmpy2.mpq(int(ratio.p), int(ratio.q))))
    slope = (8 * (right - left) - (far_right - far_left)) / (12 * h)
    bend = (16 * (right + left) - (far_right + far_left) - 30 * middle) / (12 * h * h)
    return _Slope(slope, bend, losses[2])


def _loss(model: Model, width: Expr, compute: Expr, digits: int) -> Any:
    found = test_loss(replace_model(model, width=width), compute / width, digits)
    mantissa, exponent = found.man_exp
    return gmpy2.mpfr(gmpy2.mpq(int(mantissa))) * gmpy2.exp2(int(exponent))


def _guess(model: Model, compute: Expr) -> float:
    """log N in doubles."""
    decades = float(log(compute, 10).evalf(20))
    if decades <= _FARTHEST:
        return float(double_frontier(model, np.array([float(compute)]))[0][0])
    near = double_frontier(model, 10.0 ** np.array([_FARTHEST - _LEVER, _FARTHEST]))[0]
    return float(near[1] + (near[1] - near[0]) / _LEVER * (decades - _FARTHEST))
