r"""The lower edge of the spectrum of K: how far the continuous spectrum stays from zero.

On the real axis s(kappa) = kappa D_P D_N rises from its first critical point kappa_e, to the right
of which the physical branch lies; the critical value is -x_min, and near it

    \kappa - \kappa_e = \sqrt{2 (s + x_{min}) / s''(\kappa_e)}.

Every transient dies like e^{-x_min t} or faster.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from analytic.errors import PrecisionError
from analytic.exact.extent import coarse_arithmetic
from analytic.exact.precision import Arithmetic, Array
from analytic.exact.response import FixedPoint, fixed_point
from analytic.problem import Model

__all__ = ["BranchPoint", "branch_point", "kappa_beside", "log2_edge", "spectral_edge"]

_GRID = 64
_NEAR_EDGE = 14.0


class BranchPoint(NamedTuple):
    """kappa_e, x_min and s''(kappa_e); without both resources limited, only x_min."""

    kappa: Any
    rate: Any
    curvature: Any


def spectral_edge(model: Model) -> float:
    r"""The smallest nonzero rate x_min in the spectrum of K; zero when there is no gap.

    Accuracy  about twelve digits.

    >>> from analytic.problem import MeasuredSpectrum, Model
    >>> flat = MeasuredSpectrum([1.0] * 4, [0.25] * 4)
    >>> round(spectral_edge(Model(flat, samples=16)), 12)      # Marchenko-Pastur: (1 - 1/2)^2
    0.25
    """
    arithmetic = coarse_arithmetic(model, 0.0)
    with arithmetic.working():
        _, rate = _coarse_edge(model)
        return float(rate)


def log2_edge(model: Model) -> float:
    """log2 of x_min, of any size; -inf when there is no gap."""
    arithmetic = coarse_arithmetic(model, 0.0)
    with arithmetic.working():
        _, rate = _coarse_edge(model)
        return float(arithmetic.log2_abs(arithmetic.array([rate]))[0])


@lru_cache(maxsize=256)
def _coarse_edge(model: Model) -> tuple[Any, Any]:
    """kappa_e and x_min to about eight and twelve digits; None and zero when there is no gap."""
    equations = fixed_point(coarse_arithmetic(model, 0.0), model)
    if equations.trivial:
        return None, equations.sums.smallest()
    rank, count = equations.rank, equations.sums.count()
    if count == rank or (count > rank and model.width == model.samples):
        return None, equations.arithmetic.number(0)
    return _critical_point(equations, bool(count < rank))


def _critical_point(equations: FixedPoint, full_rank: bool) -> tuple[Any, Any]:
    """The first critical point left of kappa(0), and minus its critical value."""
    ar = equations.arithmetic
    base = -equations.sums.smallest() if full_rank else equations.rank_root()

    def kappa_at(u: Array) -> Array:
        """Points from kappa(0) at u = 0 to the left; u is a logarithmic distance."""
        reach = ar.array((1 - np.exp2(-u)).tolist() if full_rank else np.exp2(-u).tolist())
        return ar.complex(base * reach)

    low, high = _bracket(equations, kappa_at)
    for _ in range(12):
        grid = np.linspace(low, high, _GRID)
        rising = _rising(equations, kappa_at(grid))
        last = int(np.flatnonzero(rising)[-1]) if rising.any() else 0
        low, high = grid[last], grid[min(last + 1, _GRID - 1)]
        if high - low < 1e-9 * high:
            break
    kappa = kappa_at(np.array([low]))
    return ar.real(kappa)[0], -ar.real(equations.forward(kappa)[0])[0]


def _bracket(equations: FixedPoint, kappa_at: Callable[[Array], Array]) -> tuple[float, float]:
    low, high = 0.0, 2.0**-30
    while _rising(equations, kappa_at(np.array([high])))[0] and high < 2000:
        low, high = high, 2 * high
    return low, high


def _rising(equations: FixedPoint, kappa: Array) -> Array:
    """Where ds/dkappa > 0 on the real axis."""
    slope = equations.arithmetic.real(equations.forward(kappa)[1])
    return np.array([bool(value > 0) for value in slope])


@lru_cache(maxsize=64)
def branch_point(arithmetic: Arithmetic, model: Model) -> BranchPoint:
    """The branch point at the edge, to the precision of the arithmetic, by the secant method."""
    equations = fixed_point(arithmetic, model)
    if equations.trivial:
        return BranchPoint(None, equations.sums.smallest(), None)
    start = arithmetic.number(_coarse_edge(model)[0])
    points = [start, start * (1 + arithmetic.number(2.0**-20))]
    slopes = [_slope(equations, kappa) for kappa in points]
    for _ in range(arithmetic.bits):
        curvature = (slopes[1] - slopes[0]) / (points[1] - points[0])
        step = slopes[1] / curvature
        points = [points[1], points[1] - step]
        slopes = [slopes[1], _slope(equations, points[1])]
        size = arithmetic.log2_abs(arithmetic.array([step / points[1]]))[0]
        if size < -arithmetic.bits / 2:
            at = arithmetic.complex([points[1]])
            return BranchPoint(points[1], -arithmetic.real(equations.forward(at)[0])[0], curvature)
    raise PrecisionError(
        "The edge of the spectrum was not found to the digits asked for. Ask for fewer digits, or "
        "for an earlier time."
    )


def kappa_beside(
    arithmetic: Arithmetic, edge: BranchPoint, distance: Array, log2_decay: float
) -> Array | None:
    """kappa at s = -x_min + distance, to leading order, where x_min t is beyond 2^14; else None."""
    if log2_decay < _NEAR_EDGE or edge.kappa is None:
        return None
    return np.asarray(edge.kappa + arithmetic.sqrt(2 * distance / edge.curvature))


def _slope(equations: FixedPoint, kappa: Any) -> Any:
    arithmetic = equations.arithmetic
    return arithmetic.real(equations.forward(arithmetic.complex([kappa]))[1])[0]
