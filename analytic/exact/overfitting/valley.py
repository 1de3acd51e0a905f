r"""The lowest valley of a learning curve in doubles, on a grid of log t that covers its changes.

The curve falls at first, as L'(0) = -2 \sum_k c_k \lambda_k; it has settled when x_min t is large.
Of the grid only those points are computed to eleven digits that may be the lowest: the others are
as good as the rounding of a test loss alone leaves them.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from sympy import oo

from analytic.errors import DivergenceError, PrecisionError
from analytic.exact.compute.descent import NARROW, WIDE, lowest
from analytic.exact.edges import log2_edge
from analytic.exact.keystone import SAME
from analytic.exact.loss import FLOW, test_loss
from analytic.exact.precision import Double
from analytic.exact.response import fixed_point
from analytic.exact.stability import top_rate
from analytic.exact.sums.extent import coarse_arithmetic
from analytic.exact.transform import losses_in_doubles
from analytic.problem import Model

__all__ = ["SHALLOWEST", "final_loss", "valley"]

Reals = NDArray[np.float64]

SHALLOWEST = 1e-10  # of the loss: what the doubles of a learning curve can tell from a level
_SPACING = 0.25  # of log t; a loss changes over log t of order one, and late as e^(-x_min t)
_BEFORE = 0.01  # of the time of the fastest mode
_SETTLED = 24.0  # x_min t, when transients are below the shallowest valley
_LONG = 1e4  # times that of the slowest mode resolved, where there is no gap
_STEP_BACK = 1e3
_LARGEST = 700.0  # log t within doubles
_ROUNDING = 2.0**-49  # eight roundings of what a sum is relative to


def valley(model: Model) -> tuple[float, float] | None:
    """log t and the loss at the lowest point of the curve, or None where it is the end.

    Raises    PrecisionError where times are beyond doubles or the search does not end.
    """
    if model.samples == oo:
        return None  # every draw descends its own test loss
    grid = _grid(model)
    value, error = _rough(model, grid)
    if not _below_the_end(model, np.nanmin(value - error)):
        return None
    best = _lowest_of(model, grid, value, error)
    near = grid[best : best + 1]
    if best == len(grid) - 1 and not _below_the_end(model, float(_losses(model, near)[0])):
        return None
    try:
        near, _ = lowest(partial(_rough_curve, model), near, -np.inf, WIDE)
        x, log_loss = lowest(lambda at: np.log(_losses(model, at)), near, -np.inf, NARROW)
    except PrecisionError:
        if _below_the_end(model, float(_losses(model, near)[0])):
            raise
        return None  # level up to rounding, and no lower than the end
    loss = float(np.exp(log_loss[0]))
    return (float(x[0]), loss) if _below_the_end(model, loss) else None


def _below_the_end(model: Model, loss: float) -> bool:
    """Whether a loss is below the final one by more than rounding."""
    return bool(loss < final_loss(model) * (1 - SHALLOWEST))


def _lowest_of(model: Model, grid: Reals, value: Reals, error: Reals) -> int:
    """The place in the grid of the lowest loss."""
    contenders = np.flatnonzero(~(value - error > np.nanmin(value + error)))
    if len(contenders) == 1:
        return int(contenders[0])
    return int(contenders[np.argmin(_losses(model, grid[contenders]))])


def _rough(model: Model, log_time: Reals) -> tuple[Reals, Reals]:
    """Test losses in doubles, and how far rounding may have moved them."""
    extent = float(np.max(np.abs(log_time)) / np.log(2))
    if not isinstance(coarse_arithmetic(model, extent), Double):
        value = _losses(model, log_time)
        return value, 0 * value
    ((value, size),) = losses_in_doubles(model, FLOW, (SAME,), np.exp(log_time))
    return value, _ROUNDING * size


def _rough_curve(model: Model, log_time: Reals) -> Reals:
    value, _ = _rough(model, log_time.ravel())
    return np.asarray(np.log(value).reshape(log_time.shape))


def final_loss(model: Model) -> float:
    """The loss at infinite time, infinite where it diverges."""
    try:
        return float(test_loss(model, np.inf))
    except DivergenceError:
        return float("inf")


def _grid(model: Model) -> Reals:
    """log t, from where the loss still falls to where nothing changes any more."""
    start, end = np.log(_BEFORE / top_rate(model)), _end(model)
    if end > _LARGEST:
        raise PrecisionError(
            "The loss changes until times that are beyond doubles. Choose fewer samples."
        )
    while np.diff(_losses(model, start + np.array([0.0, _SPACING])))[0] > 0:
        start -= np.log(_STEP_BACK)
    return np.arange(start, end + _SPACING, _SPACING)


def _end(model: Model) -> float:
    """log of the time at which the loss has settled, or has risen for long."""
    rate = log2_edge(model)
    if rate > -np.inf:
        return float(np.log(_SETTLED) - rate * np.log(2))
    arithmetic = coarse_arithmetic(model, 0.0)
    with arithmetic.working():
        equations = fixed_point(arithmetic, model)
        full = bool(equations.sums.count() <= equations.rank)
        slowest = equations.sums.smallest() if full else equations.rank_root()
        log2_slowest = float(arithmetic.log2_abs(arithmetic.array([slowest]))[0])
    return float(np.log(_LONG) - log2_slowest * np.log(2))


def _losses(model: Model, log_time: Reals) -> Reals:
    return np.asarray(test_loss(model, np.exp(log_time)), dtype=float)
