r"""The lower edge of the spectrum of K: how far the continuous spectrum stays from zero.

On the real axis s(kappa) = kappa D_P D_N rises from its first critical point to the right of which
the physical branch lies; the critical value is -x_min. Below it every transient has died like
e^{-x_min t}.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from analytic.exact.precision import Arithmetic, Array
from analytic.exact.response import FixedPoint, coarse_arithmetic, fixed_point
from analytic.problem import Model

__all__ = ["spectral_edge"]

_GRID = 64


@lru_cache(maxsize=256)
def spectral_edge(model: Model) -> float:
    """The smallest nonzero rate x_min in the spectrum of K; zero when there is no gap.

    Accuracy  about twelve digits.
    """
    arithmetic = coarse_arithmetic(model, 0.0)
    with arithmetic.working():
        equations = fixed_point(arithmetic, model)
        if equations.trivial:
            return float(equations.sums.smallest())
        rank = 1 / max(equations.over_width, equations.over_samples)
        count = equations.sums.count()
        if count == float(rank) or (count > float(rank) and model.width == model.samples):
            return 0.0
        return max(0.0, _critical_value(equations, count < float(rank)))


def _critical_value(equations: FixedPoint, full_rank: bool) -> float:
    """-s at the first critical point left of kappa(0)."""
    ar = equations.arithmetic
    base = -equations.sums.smallest() if full_rank else equations.rank_root()

    def kappa_at(u: Array) -> Array:
        """Points from kappa(0) at u = 0 to the left; u is a logarithmic distance."""
        reach = ar.array((1 - np.exp2(-u)).tolist() if full_rank else np.exp2(-u).tolist())
        return ar.complex(base * reach)

    low, high = _bracket(equations, kappa_at, ar)
    for _ in range(12):
        grid = np.linspace(low, high, _GRID)
        rising = _slopes(equations, kappa_at(grid), ar) > 0
        last = int(np.flatnonzero(rising)[-1]) if rising.any() else 0
        low, high = grid[last], grid[min(last + 1, _GRID - 1)]
        if high - low < 1e-9 * high:
            break
    s, _ = equations.forward(kappa_at(np.array([low])))
    return -float(ar.real(s)[0])


def _bracket(
    equations: FixedPoint, kappa_at: Callable[[Array], Array], ar: Arithmetic
) -> tuple[float, float]:
    low, high = 0.0, 2.0**-30
    while bool((_slopes(equations, kappa_at(np.array([high])), ar) > 0)[0]):
        low, high = high, 2 * high
        if high > 2000:
            break
    return low, high


def _slopes(equations: FixedPoint, kappa: Array, ar: Arithmetic) -> Array:
    """ds/dkappa on the real axis."""
    slope = ar.real(equations.forward(kappa)[1])
    return np.asarray(slope, dtype=float)
