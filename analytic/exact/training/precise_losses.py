"""Losses of training methods with exponents at one time, to any digits."""

from __future__ import annotations

from typing import Any

from sympy import Expr

from analytic.exact.correlations import Correlations
from analytic.exact.late_times.limits import Losses
from analytic.exact.precision import Multiple, Scaled, bits_of
from analytic.exact.responses.response import fixed_point
from analytic.exact.training.contours.choice import chosen_contour, nodes_on
from analytic.exact.training.states import CONTOURS, State, states_at
from analytic.problem import Model, Training

__all__ = ["losses_at"]

_REACH = 4096.0


def losses_at(model: Model, training: Training, time: Expr, digits: int) -> Losses:
    """Both losses at one positive finite time, on contours chosen for so many digits."""
    coarse = Multiple(bits_of(digits) + 64)
    with coarse.working():
        states, final = states_at(fixed_point(coarse, model), training, time, digits, _REACH)
    contours = {
        state: chosen_contour(model, training, time, digits, state, double=False)
        for state in CONTOURS
        if state in states
    }
    lost = max((contour.bits for contour in contours.values()), default=0)
    arithmetic = Multiple.at_least(bits_of(digits) + lost)
    with arithmetic.working():
        correlations = Correlations(fixed_point(arithmetic, model), model)
        at = arithmetic.number(time)
        found: dict[State, Any] = {}
        for state, contour in contours.items():
            nodes, rate = nodes_on(arithmetic, model, training, at, contour, state)
            solution = correlations.equations.solve(nodes.s, nodes.start)
            found[state] = nodes, solution, 2 * rate * at
        transforms = correlations.test, correlations.train
        losses = []
        for state, limit, transform in zip(states, final, transforms, strict=True):
            if state in found:
                nodes, solution, decay = found[state]
                losses.append(Scaled(transform(solution, nodes.exactly)[0], decay))
            else:
                losses.append(Scaled(arithmetic.number(limit), arithmetic.number(0)))
    return Losses(*losses)
