r"""The upper edge of the spectrum of K: the fastest rate x_max, which a step has to bear.

Right of zero the rates end where s(kappa) = kappa D_P D_N has its critical point left of
-lambda_1: with u = -kappa and e(u) = \sum_k \lambda_k/(u - \lambda_k),

    x_{max} = \min_{u > \lambda_1} u (1 + e(u)/P) (1 + e(u)/N),   \lambda_1 at N = P = \infty.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Any

from analytic.exact.precision import Multiple
from analytic.exact.responses.response import FixedPoint, fixed_point
from analytic.exact.sums.extent import log2_sizes
from analytic.problem import Model
from analytic.roots import Bracket, bracketed_root

__all__ = ["upper_edge"]


@lru_cache(maxsize=256)
def upper_edge(model: Model, bits: int = 64) -> Any:
    """x_max of a model, to so many bits."""
    fine = Multiple(bits + 32 + _bits_beside_pole(model))
    with fine.working():
        equations = fixed_point(fine, model)
        first = equations.sums.largest()
        return first if equations.trivial else _least(equations, first, bits)


def _bits_beside_pole(model: Model) -> int:
    """Bits common to -kappa and lambda_1: with one mode (u/lambda_1 - 1)^2 = 1/N + 1/P."""
    rank = min(model.width, model.samples)
    return 0 if rank.is_infinite else max(0, ceil(log2_sizes([rank])[0]))


def _least(equations: FixedPoint, first: Any, bits: int) -> Any:
    """The least rate: where ds/dkappa = 0 in log(u/lambda_1 - 1), to half of the bits."""
    arithmetic = equations.arithmetic

    def forward(log_above: Any) -> tuple[Any, Any]:
        above = arithmetic.exp(arithmetic.array([log_above]))
        return equations.forward(arithmetic.complex(-first * (1 + above)))

    def slope(log_above: Any) -> Any:
        return arithmetic.real(forward(log_above)[1])[0]

    lowest = bracketed_root(slope, _bracket(equations), arithmetic.number(2.0 ** (-bits / 2 - 4)))
    return -arithmetic.real(forward(lowest.low)[0])[0]


def _bracket(equations: FixedPoint) -> Bracket:
    r"""Logarithms of u/\lambda_1 - 1, of one mode alone and of the whole trace in it.

    Between them d_2 = (NP - e^2)/(N + P + 2e), once: d_2 and e fall with u.
    """
    arithmetic = equations.arithmetic
    over = equations.over_width + equations.over_samples
    share = equations.sums.trace() / equations.sums.largest() * over
    logs = arithmetic.log(arithmetic.array([over, share * (1 + share)]))
    return Bracket(logs[0] / 2 - 3, max(logs[1] / 2, logs[1]) + 3)
