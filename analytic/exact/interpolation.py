r"""The test loss where P < N, its pole at s = 0 taken out: a limit and transients beyond the gap.

    1/D_P = \rho/s + ...,   \rho = \kappa_0 D_N(\kappa_0),
    L(t) = L(\infty) - 2 \sum_i weight_i \rho_i \oint f_t f_i (g_i - g_i(0))/s
           + \oint\oint f_t f_t' C(s, s')

with the terms of the keystone, f_t(0) = 1, and contours that start at the edge of the spectrum. On
a contour around s = 0 the loss is a difference of g next to s = 0, where g hardly changes: as many
digits are lost as t has.
"""

from typing import Any

import numpy as np

from analytic.exact.arguments import SAME
from analytic.exact.contour import Nodes
from analytic.exact.field_solution import FieldSolution
from analytic.exact.keystone import conditioning, quotients
from analytic.exact.limits import solution_at_zero
from analytic.exact.precision import Array
from analytic.exact.response import FixedPoint
from analytic.problem import GradientFlow, Training

POLE_OUTSIDE = 18.0
"""x_min t from which on the pole is so far from a contour of doubles that it is not felt."""


def interpolates(equations: FixedPoint, training: Training) -> bool:
    """Whether the test loss of a flow has a limit that the number of samples sets."""
    few = bool(equations.model.samples < min(equations.rank_N, equations.sums.count()))
    return few and isinstance(training, GradientFlow)


def between_limit_and_flow(
    equations: FixedPoint, at: FieldSolution, nodes: Nodes
) -> tuple[Array, Array]:
    r"""-2 \sum_i weight_i \rho_i \oint f_t f_i (g_i - g_i(0))/s, and the scale of its rounding."""
    zero = solution_at_zero(equations)
    residue = zero.kappa * zero.D_N
    poles = [(residue, zero.sums.w / zero.D_N), (1, residue)]
    total: Any = 0
    size = np.zeros(len(nodes.s))
    terms = quotients(equations, SAME, at)
    for (weight, factor, function, _, _), (rho, level) in zip(terms, poles, strict=False):
        share = -2 * weight * rho
        change = np.maximum(np.abs(function - level), np.abs(function) / 8) * conditioning(at)
        scale = np.abs(nodes.weight) * nodes.shaped(np.abs(factor / at.s) * change)
        total = total + share * nodes.single(factor * (function - level) / at.s)
        size = size + abs(share) * np.sum(2 * scale, axis=1)
    return total, size
