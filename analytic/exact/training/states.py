"""What is known of each loss at a time before any contour: that it dies, or that it has settled."""

from __future__ import annotations

from enum import Enum
from math import inf
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr

from analytic.exact.late_times.limits import Losses
from analytic.exact.late_times.transients import dying, settling
from analytic.exact.precision import Double
from analytic.exact.responses.response import FixedPoint
from analytic.exact.responses.spectral_edge import spectral_edge
from analytic.exact.sums.extent import log2_sizes
from analytic.exact.training.dynamics.methods import exponents_of
from analytic.exact.training.upper_edge import upper_edge
from analytic.problem import Model, Training

__all__ = ["CONTOURS", "State", "States", "states_at"]


class State(Enum):
    """How a loss at a time is computed."""

    AROUND_ZERO = 0
    """On a contour around the whole spectrum and s = 0."""
    BEYOND_GAP = 1
    """On a contour that starts at the lower edge: the loss dies exponentially."""
    SETTLED = 2
    """It has reached its limit."""
    GONE = 3
    """It has died beyond every exponent that is kept."""


CONTOURS = (State.AROUND_ZERO, State.BEYOND_GAP)
"""The states in which a loss is summed over a contour."""


class States(NamedTuple):
    """The states of the test and the training loss, and the limits of those that have settled."""

    states: tuple[State, State]
    final: Losses


def states_at(
    equations: FixedPoint, training: Training, time: Expr, digits: int, reach: float
) -> States:
    """The states of both losses at a positive finite time; one of an age beyond 2^reach is gone."""
    if training.averaged:  # early errors fade as 1/t, whatever the gap
        return States((State.AROUND_ZERO, State.AROUND_ZERO), Losses(0, 0))
    dies = dying(equations)
    age = _log2_age(equations.model, training, time)
    final: Any = Losses(0, 0)
    settled = False
    if age > 0 and not all(dies):
        final, last = settling(equations, digits)
        settled = bool(age > np.log2(last))

    def state(die: bool) -> State:
        if not die:
            return State.SETTLED if settled else State.AROUND_ZERO
        if age <= 0:
            return State.AROUND_ZERO
        return State.BEYOND_GAP if age < reach else State.GONE

    return States((state(dies[0]), state(dies[1])), final)


def _log2_age(model: Model, training: Training, time: Expr) -> float:
    """log2 of t times the slowest rate at which transients die; -inf without a gap.

    A step that overshoots may make the fastest direction of the flow the slowest one.
    """
    exponents = exponents_of(Double(), training)
    ends = spectral_edge(model), float(upper_edge(model))
    rate = min(float(exponents.rate(end)) for end in ends)
    if rate == inf:
        return inf
    return float(sum(log2_sizes([time, rate]))) if rate > 0 else -inf
