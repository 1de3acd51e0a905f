r"""The test loss where P < N, its pole at s = 0 taken out: a limit and transients beyond the gap.

    1/D_P = \rho/s + ...,   \rho = \kappa_0 D_N(\kappa_0),   f_t(0) = 1
    L(t) = (1 - q)^2 L(\infty) - 2 (1 - q) \sum_i weight_i \rho_i \oint f_t f_i (g_i - g_i(0))/s
           + \oint\oint f_t f_t' C(s, s'),   q = \oint f_t/s

with the terms of the keystone, on contours that start at the edge of the spectrum. As an integral q
is zero; as the sum over nodes it is what a pole so far from the contour leaves, and with it L(t) is
right wherever the pole is. On a contour around s = 0 the loss is a difference of g next to s = 0,
where g hardly changes: digits are lost as t grows.
"""

from typing import Any

import numpy as np

from analytic.exact.arguments import SAME
from analytic.exact.contour import Nodes
from analytic.exact.field_solution import FieldSolution
from analytic.exact.keystone import conditioning, quotients
from analytic.exact.limits import final_rounding, solution_at_zero
from analytic.exact.precision import Array
from analytic.exact.response import FixedPoint
from analytic.problem import GradientFlow, Training

POLE_OUTSIDE = 8.0
"""x_min t from which on the pole is outside of a contour of doubles, and off its nodes."""


def interpolates(equations: FixedPoint, training: Training) -> bool:
    """Whether the test loss of a flow has a limit that the number of samples sets."""
    few = bool(equations.model.samples < min(equations.rank_N, equations.sums.count()))
    return few and isinstance(training, GradientFlow)


def with_limit(
    equations: FixedPoint, at: FieldSolution, nodes: Nodes, scale: Array, final: Any
) -> tuple[Array, Array]:
    """All but the double integral, and the scale of its rounding; `scale` is that of one f_t."""
    zero = solution_at_zero(equations)
    residue = zero.kappa * zero.D_N
    poles = [(residue, zero.sums.w / zero.D_N), (1, residue)]
    outside = 1 - scale * nodes.single(1 / at.s)
    total: Any = outside**2 * final
    size = final_rounding(equations, final) + np.zeros(len(scale))
    terms = quotients(equations, SAME, at)
    for (weight, factor, function, _, _), (rho, level) in zip(terms, poles, strict=False):
        share = 2 * weight * rho * scale
        change = np.maximum(np.abs(function - level), np.abs(function) / 8) * conditioning(at)
        sizes = np.abs(nodes.weight) * nodes.shaped(np.abs(factor / at.s) * change)
        total = total - outside * share * nodes.single(factor * (function - level) / at.s)
        size = size + np.abs(share) * np.sum(2 * sizes, axis=1)
    return total, size
