r"""The keystone: every correlation that a loss is made of, as difference quotients.

    C(s, s') = \sum_i weight_i f_i f_i' (g_i - g_i') / (q_i' - q_i),   g = w/D_N or w:

    residuals            f = 1,         g = w/D_N + \sigma^2 D_P/s,   q = s
    same A, same data    f = 1/D_P,     g = w/D_N,  q = s;           noise: f = 1/s, g = s/D_P - s
    same A               f = 1/D_P,     g = w/D_N,  q = \kappa D_N
    same data            f = \kappa/s,  g = w,      q = \kappa D_P;  noise: f = 1/s, g = \kappa d/P
    nothing in common    f = \kappa/s,  g = w,      q = \kappa

The noise enters with weight -\sigma^2 and with the data only. Nothing here cancels where D_P or D_N
vanishes: \kappa D_N = s/D_P and \kappa D_P = s/D_N go to zero like s. [bordelon2024dynamical],
eqs. (34)-(35) and appendix H, in closed form.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from sympy import oo

from analytic.exact.arguments import SAME, Pair
from analytic.exact.contour import CauchyPairs, Nodes, cauchy
from analytic.exact.field_solution import FieldSolution
from analytic.exact.precision import Array, Double
from analytic.exact.response import FixedPoint
from analytic.problem import Model

NOTHING: Pair = frozenset()
WIDTH: Pair = frozenset({"width"})
SAMPLES: Pair = frozenset({"samples"})
TRAIN: Pair = frozenset({"width", "samples", "residuals"})
"""One replica, measured on its own samples and their labels."""

_SUM_NOISE = 16  # last bits by which a long sum may be off, where kappa feels them


class Quotient(NamedTuple):
    """One term of a correlation, a difference quotient, with the slope dg/dq.

        weight f f' (g - g')/(q' - q)

    `node` is q, or None where that is s.
    """

    weight: Any
    factor: Array
    function: Array
    slope: Array
    node: Array | None = None


def what_matters(model: Model, pair: Pair) -> Pair:
    """The limited resources among those that a pair shares.

    >>> from analytic.problem import PowerLaw
    >>> what_matters(Model(PowerLaw(2, 2), width=3), SAME) == WIDTH
    True
    """
    limited = {"width": model.response != 1, "samples": model.samples != oo}
    return frozenset(name for name in pair if limited[name])


def quotients(equations: FixedPoint, pair: Pair, at: FieldSolution) -> list[Quotient]:
    r"""The correlation of two replicas, C_1 for the residuals and C_0 for every other pair.

        C(s, s') = \sum_i weight_i f_i f_i' (g_i - g_i')/(q_i' - q_i)

    f, g and q are those of the table at the head of this file.

    Shape     every array that of the frequencies.
    """
    model = equations.model
    shared = pair | (SAME - what_matters(model, SAME))
    noise, one = equations.arithmetic.number(model.noise), equations.arithmetic.number(1)
    factor, function, rise = at.kappa / at.s, at.sums.w, at.sums.w_slope
    if "width" in shared:
        factor, function = 1 / at.D_P, at.sums.w / at.D_N
        rise = (at.sums.w_slope - function * at.slope_N) / at.D_N
    if "residuals" in pair:
        function = function + noise * at.D_P / at.s
        falls = noise * (at.D_P / at.s) ** 2 * _growth(at)
        return [Quotient(one, at.s * 0 + 1, function, (rise - falls) * at.kappa_slope)]
    node, change = _node(shared, at)
    bias = [Quotient(one, factor, function, rise / change, node)]
    if "samples" not in pair or noise == 0 or equations.over_samples == 0:
        return bias
    excess, slope = at.kappa * at.lack_P, (at.lack_P - at.kappa * at.slope_P) / change
    if shared == SAME:
        excess = at.s * at.lack_P / at.D_P
        slope = at.lack_P * _growth(at) - at.kappa * at.D_N * at.slope_P
        slope = slope * at.kappa_slope
    return [*bias, Quotient(-noise, 1 / at.s, excess, slope, node)]


def _growth(at: FieldSolution) -> Array:
    r"""The slope of \kappa D_N = s/D_P in kappa.

    By 1/\kappa_s = (\kappa D_N)' D_P + \kappa D_N D_P' slopes in s of 1/D_P and of D_P/s are
    products: as differences they lose as many digits as s has zeros where D_P vanishes with s.
    """
    return np.asarray(at.D_N + at.kappa * at.slope_N)


def _node(shared: Pair, at: FieldSolution) -> tuple[Array | None, Array]:
    """The variable q, None where it is s, and its slope in kappa."""
    if shared == SAME:
        return None, 1 / at.kappa_slope
    if shared == NOTHING:
        return at.kappa, at.kappa * 0 + 1
    response, slope = (at.D_N, at.slope_N) if shared == WIDTH else (at.D_P, at.slope_P)
    return at.kappa * response, response + at.kappa * slope


def transformed(
    equations: FixedPoint,
    pair: Pair,
    at: FieldSolution,
    nodes: Nodes,
    subtracted: bool = False,
) -> tuple[Any, Any]:
    r"""The double transform of a pair's correlation, and in doubles the scale of its rounding.

        \oint\oint f_t(s) f_t(s') C(s, s')

    Where losses are subtracted from one another the rounding of s counts as well.
    """
    doubles = isinstance(equations.arithmetic, Double)
    total: Any = 0
    size = np.zeros(len(nodes.s))
    for weight, factor, function, slope, node in quotients(equations, pair, at):
        exact = node is None and not subtracted
        over = nodes if exact else _over(nodes, at.s if node is None else node)
        total = total + weight * over.double(function, slope, factor)
        if doubles:
            scale = over.rounding(function, slope, factor)
            if not exact:
                scale = scale / 2 + _merged(over, at.s if node is None else node, function, factor)
            size = size + abs(weight) * scale
    if doubles and not subtracted:
        worst = nodes.shaped(conditioning(at)).max(axis=1)
        size = size * worst * equations.sums.cancellation()
    return total, size


def _over(nodes: Nodes, node: Array) -> Nodes:
    """The nodes with another variable in the place of s."""
    ar = nodes.arithmetic
    return replace(nodes, pairs=CauchyPairs(ar, cauchy(ar, nodes.shaped(node))))


def _merged(over: Nodes, node: Array, function: Array, factor: Array) -> Array:
    """What the rounding of q itself does where two of them are close: an eighth of its terms."""
    q, g, size = over.shaped(node), over.shaped(function), np.abs(over.weight * over.shaped(factor))
    matrix = over.pairs.matrix  # type: ignore[attr-defined]
    there = [np.concatenate([x, np.conjugate(x)], axis=1) for x in (q, g, size)]
    sizes = np.abs(q)[..., :, None] + np.abs(there[0])[..., None, :]
    rises = np.abs(g[..., :, None] - there[1][..., None, :])
    terms = (rises * sizes * np.abs(matrix) ** 2 @ there[2][..., None])[..., 0]
    return np.asarray(2 * np.sum(size * terms, axis=1) / 8)


def conditioning(at: FieldSolution) -> Array:
    """How kappa feels the rounding of d, strongly where min(N, P) = M; at least 1."""
    change = np.abs(at.kappa_slope * (at.lack_P * at.D_N + at.fall_N * at.sums.d * at.D_P))
    felt = np.maximum(1, np.maximum(change, _SUM_NOISE * (change - 4)))
    return np.asarray(felt if at.bend is None else felt + at.bend)
