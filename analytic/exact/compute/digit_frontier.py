r"""The frontier to all digits, at one compute: where the slope of log L in log N vanishes.

It is searched from the frontier in doubles. Beyond the range of doubles the guess is the straight
line in log C through two computes within it. Far beyond a data bottleneck only a small part of the
loss depends on N: so many digits more are worked with.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import Expr, log, oo

from analytic.exact.compute.double_frontier import double_frontier
from analytic.exact.compute.lowest_point import digits_of_loss, lowest_point
from analytic.exact.compute.stationary_width import stationary_width
from analytic.problem import Model, replace_model

__all__ = ["Point", "Start", "digit_frontier", "least_in_time", "start_of"]

_GUARD = 3
_FARTHEST, _LEVER = 40.0, 5.0  # decades of compute that doubles reach, and of the line beyond
_LIMITED = 300.0  # decades that doubles reach at limited data


class Point(NamedTuple):
    """The best width and the loss there."""

    width: Any
    loss: Any


class Start(NamedTuple):
    """log N in doubles, and the digits by which what depends on it is below the loss."""

    log_width: float
    below: int


def digit_frontier(
    model: Model, compute: Expr, digits: int, width_digits: int, start: Start, near: Any = None
) -> Point:
    """Width and loss of the frontier at one compute: gmpy2 numbers; `near` is a width close by.

    The loss has so many digits more as what depends on the width is below it.

    The loss is flat at the best width: half the digits of the width give all of the loss.

    Raises    PrecisionError where the search does not end.
    """
    if model.samples == oo and model.spectrum.unlimited_power_law is not None:
        guess = start.log_width if near is None else gmpy2.log(near)
        most = max(digits, width_digits)
        return Point(*stationary_width(model, compute, guess, most, start.below))
    if near is None:
        near = gmpy2.exp(gmpy2.mpfr(start.log_width))

    def along(width: Expr, working: int) -> Any:
        return digits_of_loss(replace_model(model, width=width), compute / width, working)

    return Point(*lowest_point(along, near, digits, width_digits, start.below))


def least_in_time(model: Model, guess: float, digits: int) -> Any:
    """The loss to so many digits at the bottom of a valley in time, log t being guessed.

    Half the digits of the time are enough.

    Raises    PrecisionError where the search does not end.
    """
    near = gmpy2.exp(gmpy2.mpfr(guess))

    def over(time: Expr, working: int) -> Any:
        return digits_of_loss(model, time, working)

    return lowest_point(over, near, digits, digits // 2 + _GUARD).loss


def start_of(model: Model, compute: Expr) -> Start:
    """The frontier in doubles."""
    decades = float(log(compute, 10).evalf(20))
    if decades <= (_FARTHEST if model.samples == oo else _LIMITED):
        found = double_frontier(model, np.array([float(compute)]))
        loss, excess = float(found.loss[0]), float(found.excess[0])
        part = excess / loss if loss > 0 and model.samples != oo else loss
        return Start(float(found.log_width[0]), max(0, _decades(part)) if part > 0 else 0)
    near = double_frontier(model, 10.0 ** np.array([_FARTHEST - _LEVER, _FARTHEST]))
    beyond = (decades - _FARTHEST) / _LEVER
    x, y = near.log_width, np.log(near.loss)
    loss = float(np.log10(np.e) * (y[1] + (y[1] - y[0]) * beyond))
    return Start(float(x[1] + (x[1] - x[0]) * beyond), int(np.ceil(-loss)))


def _decades(part: float) -> int:
    return int(np.ceil(-np.log10(part)))
