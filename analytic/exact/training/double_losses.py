"""Losses of training methods with exponents in doubles, all times solved at once."""

from __future__ import annotations

import numpy as np
from sympy import Rational

from analytic.errors import PrecisionError
from analytic.exact.correlations import Correlations
from analytic.exact.late_times.limits import Losses
from analytic.exact.precision import Array, Double
from analytic.exact.responses.response import FieldSolution, fixed_point
from analytic.exact.sums.spectral_sums import Sums
from analytic.exact.training.contours.choice import chosen_contour, nodes_on
from analytic.exact.training.contours.nodes import Nodes
from analytic.exact.training.states import CONTOURS, State, States, states_at
from analytic.problem import Model, Training

__all__ = ["losses_in_doubles"]

_DIGITS = 18
_REACH = 6.0
_CUT_NOISE = 64  # right of the edge, the rounding of a long sum has a cut that the sum has not


def losses_in_doubles(model: Model, training: Training, times: Array) -> tuple[Losses, Losses]:
    """Losses at positive finite times in doubles, and what their rounding is relative to.

    A loss that is not to be had in doubles is nan.
    """
    correlations = Correlations(fixed_point(Double(), model), model)
    asked = [
        states_at(correlations.equations, training, Rational(time), _DIGITS, _REACH)
        for time in times
    ]
    values, sizes = np.full((2, len(times)), np.nan), np.zeros((2, len(times)))
    for i, (states, final) in enumerate(asked):
        for which in (0, 1):
            if states[which] == State.SETTLED:
                values[which, i] = final[which]
    contours = _contours(model, training, times, asked)
    solutions = _solved(correlations, [nodes for nodes, _ in contours.values()])
    transforms = correlations.test, correlations.train
    for ((i, state), (nodes, rate)), at in zip(contours.items(), solutions, strict=True):
        scale = np.exp(-2 * rate * times[i])
        worst = np.max(correlations.conditioning(at)) * correlations.equations.sums.cancellation()
        worst *= _CUT_NOISE if state == State.BEYOND_GAP else 1
        for which in (0, 1):
            if asked[i].states[which] == state:
                value, size = transforms[which](at, nodes.with_rounding)
                values[which, i], sizes[which, i] = value * scale, size * scale * worst
    return Losses(*values), Losses(*sizes)


def _contours(
    model: Model, training: Training, times: Array, asked: list[States]
) -> dict[tuple[int, State], tuple[Nodes, float]]:
    """The contours that doubles can sum over, with the rates their weights leave out."""
    made = {}
    for i, (states, _) in enumerate(asked):
        for state in CONTOURS:
            if state not in states:
                continue
            exact = Rational(times[i])
            try:
                contour = chosen_contour(model, training, exact, _DIGITS, state, double=True)
            except PrecisionError:
                continue
            made[i, state] = nodes_on(Double(), model, training, times[i], contour, state)
    return made


def _solved(correlations: Correlations, nodes: list[Nodes]) -> list[FieldSolution]:
    """The field equations on all contours at once."""
    if not nodes:
        return []
    whole = correlations.equations.solve(np.concatenate([one.s for one in nodes]))
    ends = np.cumsum([len(one.s) for one in nodes])[:-1]
    parts = {name: np.split(x, ends) for name, x in whole._asdict().items() if name != "sums"}
    sums = [np.split(x, ends) for x in whole.sums]
    return [
        FieldSolution(sums=Sums(*(x[i] for x in sums)), **{name: x[i] for name, x in parts.items()})
        for i in range(len(nodes))
    ]
