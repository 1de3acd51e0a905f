r"""Correlations of two replicas as sums of difference quotients in a variable of their own.

    C(s, s') = \sum_i weight_i f_i f_i' (g_i - g_i') / (q_i' - q_i),   g = w/D_N or w:

    same A, same data    f = 1/D_P, g = w/D_N, q = s;           noise: f = 1/s, g = s (1/D_P - 1)
    same A               f = 1/D_P, g = w/D_N, q = \kappa D_N
    same data            f = \kappa/s, g = w,  q = \kappa D_P;  noise: f = 1/s, g = \kappa d/P
    nothing in common    f = \kappa/s, g = w,  q = \kappa

The noise enters with weight -\sigma^2 and with the data only. Nothing here cancels where D_P or D_N
vanishes: \kappa D_N = s/D_P and \kappa D_P = s/D_N go to zero like s. [bordelon2024dynamical],
appendix H, in closed form.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from analytic.exact.ensembles.pairs import NOTHING, SAME, WIDTH, Pair
from analytic.exact.precision import Array
from analytic.exact.responses.response import FieldSolution, FixedPoint

__all__ = ["Quotient", "kernel"]


class Quotient(NamedTuple):
    """weight f f' (g - g')/(q' - q), with the slopes of g and q in kappa."""

    weight: Any
    factor: Array
    function: Array
    function_slope: Array
    node: Array
    node_slope: Array


def kernel(equations: FixedPoint, pair: Pair, at: FieldSolution) -> list[Quotient]:
    """The correlation C_0 of two replicas that share the resources in `pair`, all of them limited.

    Shape     every array that of the frequencies.
    """
    node, slope = _node(equations, pair, at)
    if "width" in pair:
        share = equations.over_width / at.D_N
        rise = (at.sums.w_slope + at.sums.w * share * at.sums.d_slope) / at.D_N
        bias = (1 / at.D_P, at.sums.w / at.D_N, rise)
    else:
        bias = (at.kappa / at.s, at.sums.w, at.sums.w_slope)
    one = equations.arithmetic.number(1)
    quotients = [Quotient(one, *bias, node, slope)]
    noise = equations.arithmetic.number(equations.model.noise)
    if "samples" in pair and noise != 0:
        excess = _excess(equations, pair, at)
        quotients.append(Quotient(-noise, 1 / at.s, *excess, node, slope))
    return quotients


def _node(equations: FixedPoint, pair: Pair, at: FieldSolution) -> tuple[Array, Array]:
    """The variable q, and its slope in kappa."""
    if pair == SAME:
        return at.s, 1 / at.kappa_slope
    if pair == NOTHING:
        return at.kappa, at.kappa * 0 + 1
    width = pair == WIDTH
    response = at.D_N if width else at.D_P
    over = equations.over_width if width else equations.over_samples
    return at.kappa * response, response - at.kappa * over * at.sums.d_slope


def _excess(equations: FixedPoint, pair: Pair, at: FieldSolution) -> tuple[Array, Array]:
    """g of the label noise, and its slope in kappa."""
    over = equations.over_samples
    if pair == SAME:
        excess = over * at.sums.d / at.D_P
        rise = excess / at.kappa_slope + at.s * over * at.sums.d_slope / at.D_P**2
        return at.s * excess, rise
    return at.kappa * over * at.sums.d, over * (at.sums.d + at.kappa * at.sums.d_slope)
