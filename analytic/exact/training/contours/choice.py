r"""The contour for a time: loops when it is late, an ellipse when it is early or oscillates."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

from sympy import Expr

from analytic.errors import PrecisionError
from analytic.exact.contour import nodes_for
from analytic.exact.precision import Arithmetic, Double
from analytic.exact.responses.spectral_edge import branch_point, kappa_beside, spectral_edge
from analytic.exact.sums.extent import log2_sizes
from analytic.exact.training.contours.ellipse import Ellipse, ellipse, ellipse_nodes
from analytic.exact.training.contours.loops import Loops, loop_nodes, loops
from analytic.exact.training.contours.nodes import Nodes
from analytic.exact.training.dynamics.methods import exponents_of
from analytic.exact.training.states import State
from analytic.exact.training.upper_edge import upper_edge
from analytic.problem import Model, Training

__all__ = ["chosen_contour", "nodes_on"]

_DOUBLE_NODES = 26
_LARGEST = 2.0**900
_MOST_NODES = {True: 2**13, False: 2**13}
_MOST_LOST = {True: 5.0, False: inf}
_WIDER = 1 + 2.0**-50


def chosen_contour(
    model: Model, training: Training, time: Expr, digits: float, state: State, double: bool
) -> Loops | Ellipse:
    """The cheapest contour that gives so many digits, around the whole spectrum or its gap's end.

    Raises    PrecisionError where every contour needs too many nodes.
    """
    exponents = exponents_of(Double(), training)
    low, high = (
        spectral_edge(model) if state == State.BEYOND_GAP else 0.0,
        float(upper_edge(model)) * _WIDER,
    )
    log2_time = float(log2_sizes([time])[0])
    at = min(2.0**log2_time, _LARGEST) if log2_time < 1000 else _LARGEST
    nodes = _DOUBLE_NODES if double else nodes_for(digits)
    late = loops(exponents, low, high, at, digits, training.counts_steps, nodes)
    if late is not None:
        return late
    lost, most = _MOST_LOST[double], _MOST_NODES[double]
    early = ellipse(exponents, low, high, at, digits, lost, most)
    if early is None:
        raise PrecisionError(
            f"At time {float(at):.6g} the oscillations of momentum are many and have not died out: "
            f"more than {most} nodes would be needed. Ask for an earlier or a later time, or for "
            "fewer digits."
        )
    return early


def nodes_on(
    arithmetic: Arithmetic,
    model: Model,
    training: Training,
    time: Any,
    chosen: Loops | Ellipse,
    state: State,
) -> tuple[Nodes, Any]:
    """Nodes of a contour, and the rate whose decay e^{-rate t} their weights leave out."""
    exponents = exponents_of(arithmetic, training)
    edge = branch_point(arithmetic, model) if state == State.BEYOND_GAP else None
    first = exponents.rate(edge.rate) if edge is not None else arithmetic.number(0)
    last = exponents.rate(arithmetic.number(float(upper_edge(model)) * _WIDER))
    slowest = min(first, last)
    if isinstance(chosen, Ellipse):
        return ellipse_nodes(arithmetic, exponents, chosen, time, slowest), slowest
    nodes = loop_nodes(arithmetic, exponents, chosen, (first, last), time)
    if edge is not None and not chosen.alternating:
        age = float(sum(arithmetic.log2_abs(arithmetic.array([first, time]))))
        nodes = replace(nodes, start=kappa_beside(arithmetic, edge, nodes.s + edge.rate, age))
    return nodes, slowest
