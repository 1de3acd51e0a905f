r"""Losses that are one integral: the training loss, and the test loss at P = infinity.

In a double transform of [g(s) - g(s')]/(s' - s) one of the integrals closes on the pole s' = s:

    \hat L(t) = \oint e^{2 s t} h(s),   L(t) = \oint e^{2 s t} w/D_N   at P = \infty.

Only one contour loses digits, and none are lost late, when everything happens beside the edge of
the spectrum: with s = -x_{min} + r and \kappa = \kappa_e + y,

    r = y \int_0^1 s'(\kappa_e + u y) du,   h - h_e = y \int_0^1 h'(\kappa_e + u y) du

have no difference in them, with derivatives in \kappa; h_e integrates to zero.
"""

from typing import Any

import numpy as np
from sympy import oo

from analytic.errors import BranchError, PrecisionError
from analytic.exact.arguments import Pair
from analytic.exact.contour import Nodes
from analytic.exact.edges import branch_point, log2_edge
from analytic.exact.frequencies import Loops, nodes_on
from analytic.exact.keystone import TRAIN, conditioning, quotients
from analytic.exact.limits import dies, initial_loss
from analytic.exact.precision import Array, Double
from analytic.exact.response import FixedPoint, fixed_point
from analytic.problem import GradientFlow, Model

_NODES = (26, 28)
_ROUNDING = 2.0**-52
_LOG_LEAST = 745.2  # a double below e^-745.2 is zero
_POINTS = 20
_REACH = 3.0
"""|y| over the distance to the next singularity, up to which so many points give all digits."""
_CONTINUED = (1 / 64, 1 / 16, 1 / 4, 1.0)
_STEPS = 8
_CONVERGED = 1e-13


def has_one_integral(model: Model, pair: Pair) -> bool:
    """Whether a loss is an integral over one frequency."""
    return pair == TRAIN or bool(model.samples == oo)


def single_losses(model: Model, pair: Pair, time: Array) -> tuple[Array, Array]:
    r"""A loss that has one integral, in doubles at positive finite times, and its rounding's scale.

        \hat L(t) = \oint e^{2 s t} h(s),   L(t) = \oint e^{2 s t} w/D_N   at P = \infty

    Accuracy  the mean over two contours, whose rounding has nothing in common, and what it is
              relative to: twice their distance, and no less than an eighth of the bound; nan
              where doubles cannot tell the edge of the spectrum.
    """
    equations = fixed_point(Double(), model)
    value, size = np.zeros(len(time)), np.zeros(len(time))
    shifted = dies(equations, pair) & (log2_edge(model) + np.log2(time) > 0)
    rate = branch_point(Double(), model).rate if shifted.any() else 0.0
    initial = max(float(initial_loss(equations, TRAIN)), 1.0)
    alive = ~shifted | (2 * rate * time < _LOG_LEAST + np.log(initial))
    for shift in (False, True):
        index = np.flatnonzero(alive & (shifted == shift))
        if len(index) == 0:
            continue
        try:
            with np.errstate(all="ignore"):  # what is lost is nan, and left to digits
                first, second = (
                    _on_contour(equations, pair, time[index], shift, nodes) for nodes in _NODES
                )
        except (BranchError, PrecisionError):
            value[index] = size[index] = np.nan
            continue
        apart = 2 * np.abs(first[0] - second[0]) / _ROUNDING
        age = 2 * rate * time[index] * shift
        size[index] = np.exp(-age) * (np.maximum(apart, first[1] / 8) + 4 * age * np.abs(first[0]))
        value[index] = np.exp(-age) * (first[0] + second[0]) / 2
    return value, size


def _on_contour(
    equations: FixedPoint, pair: Pair, time: Array, shift: bool, count: int
) -> tuple[Array, Array]:
    """The losses without e^{-2 x_min t}, and their scale of rounding."""
    flow, loop = GradientFlow(), Loops(count, main=True, alternating=False, bits=0)
    nodes, _ = nodes_on(Double(), equations.model, flow, 2 * time, loop, shift)
    value, size = np.full((2, len(time)), np.nan)
    if shift:
        value, size = _beside_edge(equations, pair, nodes)
    rest = np.isnan(value)
    if rest.any():
        nodes, _ = nodes_on(Double(), equations.model, flow, 2 * time[rest], loop, shift)
        at = equations.solve(nodes.s.ravel(), nodes.start)
        (quotient,) = quotients(equations, pair, at)
        function = nodes.shaped(quotient.function)
        change = function - np.real(function[:, :1])
        noise = np.maximum(np.abs(change), np.abs(function) / 8) * nodes.shaped(conditioning(at))
        value[rest] = nodes.single(change)
        size[rest] = np.sum(2 * np.abs(nodes.weight) * noise, axis=1)
    return value, size


def _beside_edge(equations: FixedPoint, pair: Pair, nodes: Nodes) -> tuple[Array, Array]:
    """The losses in differences from the edge; nan at times at which it is too far."""
    value, size = np.full((2, len(nodes.s)), np.nan)
    edge = branch_point(Double(), equations.model)
    if edge.kappa is None:
        return value, size
    distance = nodes.s + edge.rate
    places, shares = np.polynomial.legendre.leggauss(_POINTS)
    places, shares = (1 + places) / 2, shares / 2
    reach = _REACH * (edge.kappa + equations.sums.smallest())
    y = np.sqrt(2 * distance * _CONTINUED[0] / edge.curvature)
    near = np.max(np.abs(y), axis=1) / np.sqrt(_CONTINUED[0]) < reach
    if not near.any():
        return value, size
    y, distance = y[near], distance[near]
    for share in _CONTINUED:
        y = last = _continued(equations, edge.kappa, y, distance * share, (places, shares))
        y = 2 * y
    everywhere = edge.kappa + last[..., None] * places
    at = equations.at(everywhere.ravel())
    (quotient,) = quotients(equations, pair, at)
    rise = (quotient.slope / at.kappa_slope).reshape(everywhere.shape) @ shares * last
    terms = nodes.weight[near] * rise
    # ds/dkappa is a difference; its rounding is a part |y/2r| of y
    sizes = np.abs(at.D_P * at.D_N) + np.abs(1 / at.kappa_slope)
    lost = 1 + np.abs(last / distance) * np.max(sizes)
    value[near] = 2 * np.real(terms.sum(axis=1))
    size[near] = np.sum(2 * np.abs(terms) * lost, axis=1)
    return value, size


def _continued(
    equations: FixedPoint, kappa: Any, y: Array, distance: Array, rule: tuple[Array, Array]
) -> Array:
    """y at a distance from the edge, by Newton's method."""
    nodes, shares = rule
    places = np.append(nodes, 1.0)
    for _ in range(_STEPS):
        everywhere = kappa + y[..., None] * places
        slopes = equations.forward(everywhere.ravel())[1].reshape(everywhere.shape)
        step = (y * (slopes[..., :-1] @ shares) - distance) / slopes[..., -1]
        y = y - step
        if np.max(np.abs(step / y)) < _CONVERGED:
            return y
    return y * np.nan
