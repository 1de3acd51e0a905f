r"""The upper edge of the spectrum of K: the fastest rate x_max, which a step has to bear.

Right of zero the rates end where s(kappa) = kappa D_P D_N has its critical point left of
-lambda_1: with u = -kappa and e(u) = \sum_k \lambda_k/(u - \lambda_k),

    x_{max} = \min_{u > \lambda_1} u (1 + e(u)/P) (1 + e(u)/N),   \lambda_1 at N = P = \infty.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Any

from analytic.errors import PrecisionError
from analytic.exact.precision import Multiple
from analytic.exact.responses.response import FixedPoint, fixed_point
from analytic.exact.sums.extent import log2_sizes
from analytic.problem import Model

__all__ = ["upper_edge"]

_GRID = 16
_ROUNDS = 3
_MOST_STEPS = 60


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
    """The least rate: where ds/dkappa = 0, by the secant method in log(u/lambda_1 - 1)."""
    arithmetic = equations.arithmetic

    def at(logs: list[Any]) -> tuple[Any, Any]:
        above = arithmetic.exp(arithmetic.array(logs))
        s, slope = equations.forward(arithmetic.complex(-first * (1 + above)))
        return -arithmetic.real(s), arithmetic.real(slope) * above

    low, high = _bracket(equations)
    for _ in range(_ROUNDS):
        grid = [low + i * (high - low) / _GRID for i in range(_GRID + 1)]
        rates = at(grid)[0]
        best = min(range(_GRID + 1), key=rates.__getitem__)
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, _GRID)]
    points, slopes = [low, high], list(at([low, high])[1])
    for _ in range(_MOST_STEPS):
        change = slopes[1] * (points[1] - points[0]) / (slopes[1] - slopes[0])
        points = [points[1], points[1] - change]
        rate, slope = at(points[1:])
        if slope[0] == 0 or arithmetic.log2_abs(arithmetic.array([change]))[0] < -bits / 2 - 4:
            return rate[0]
        slopes = [slopes[1], slope[0]]
    raise PrecisionError(
        "The upper edge of the spectrum was not found to the digits asked for. Ask for fewer."
    )


def _bracket(equations: FixedPoint) -> tuple[Any, Any]:
    r"""Logarithms of u/\lambda_1 - 1, of one mode alone and of the whole trace in it."""
    arithmetic = equations.arithmetic
    over = equations.over_width + equations.over_samples
    share = equations.sums.trace() / equations.sums.largest() * over
    logs = arithmetic.log(arithmetic.array([over, share * (1 + share)]))
    return logs[0] / 2 - 3, max(logs[1] / 2, logs[1]) + 3
