r"""The frontier in doubles at limited data: valleys of the loss on a lattice, and far beyond them.

Rough losses on a lattice of log N and log t are shared by all computes; along log N + log t = log C
every valley that may be the lowest one is descended. Where N is far beyond P its saturation takes
over.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytic.exact.compute.descent import lowest
from analytic.exact.compute.saturation import Saturation
from analytic.exact.compute.surfaces.data_surface import loss_surface
from analytic.exact.compute.surfaces.losses import losses_at
from analytic.problem import Model

__all__ = ["limited_frontier"]

Reals = NDArray[np.float64]

_SPACING = 0.7  # of log N and log t
_NODES = 14  # of a rough loss
_ROUGH = 0.01
_ENOUGH = (
    1e-6  # of a loss: digits cost ten times more, and only steep targets at early times need them
)
_SHALLOW = 0.2  # of log L, by which a rough valley may be too high
_EARLIEST = -3.0  # log t, in times of the fastest mode
_SLOWEST = 80.0  # x_min t, when the loss has long settled


def limited_frontier(model: Model, compute: Reals) -> tuple[Reals, Reals, Reals]:
    """log N, the loss and the loss above its infimum, at increasing computes.

    Valid     a power law with infinitely many modes, limited data, P and P^b within doubles.
    """
    log_compute = np.log(compute)
    saturation = Saturation(model, float(compute[-1]))
    far = saturation.at(log_compute)
    infimum = saturation.infimum.loss
    log_width, excess = far.log_width, far.excess
    loss = infimum + excess
    near = np.isnan(log_width)
    if near.any():
        budgets = log_compute[near]
        slowest = float(np.log(_SLOWEST / saturation.infimum.rate))
        budget, guess = _valleys(model, budgets, slowest)
        log_width[near], log_loss = _descended(model, budgets, budget, guess)
        loss[near] = np.exp(log_loss)
        excess[near] = loss[near] - infimum
    return log_width, loss, excess


def _descended(
    model: Model, budgets: Reals, budget: NDArray[np.int64], guess: Reals
) -> tuple[Reals, Reals]:
    """log N and log L of the lowest valley at every budget."""

    def curves(x: Reals) -> Reals:
        width, time = np.exp(x), np.exp(budgets[budget][:, None] - x)
        loss = losses_at(model, width.ravel(), time.ravel(), _ENOUGH).reshape(x.shape)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.log(loss))

    x, log_loss = lowest(curves, guess, 0.0)
    best = [np.flatnonzero(budget == i) for i in range(len(budgets))]
    chosen = np.array([here[np.argmin(log_loss[here])] for here in best])
    return x[chosen], log_loss[chosen]


def _valleys(model: Model, budgets: Reals, slowest: float) -> tuple[NDArray[np.int64], Reals]:
    """Indices of budgets, and log N at the bottom of every low valley of the rough curve there."""
    x = np.arange(-_SPACING, max(float(budgets[-1]), 0.0) - _EARLIEST, _SPACING)
    y = np.arange(_EARLIEST, min(slowest, max(float(budgets[-1]), 0.0) + 2 * _SPACING), _SPACING)
    rough = _lattice(model, x, y, float(budgets[-1]))
    found: list[tuple[int, float]] = []
    for i, budget in enumerate(budgets):
        curve = np.array(
            [
                np.interp(budget - one, y, row, right=np.inf)
                for one, row in zip(x, rough, strict=True)
            ]
        )
        curve[budget - x < _EARLIEST] = np.inf
        padded = np.concatenate([[np.inf], curve, [np.inf]])
        bottom = (padded[1:-1] <= padded[:-2]) & (padded[1:-1] <= padded[2:])
        low = bottom & (curve < np.min(curve) + _SHALLOW)
        found += [(i, _vertex(padded[j : j + 3], float(x[j]))) for j in np.flatnonzero(low)]
    return np.array([i for i, _ in found]), np.array([max(one, 0.0) for _, one in found])


def _lattice(model: Model, x: Reals, y: Reals, largest: float) -> Reals:
    """log L, infinite where it is not even roughly known or costs more than the largest budget."""
    values = np.full((len(x), len(y)), np.inf)
    i, j = np.nonzero(x[:, None] + y[None, :] < largest + 2 * _SPACING)
    surface = loss_surface(model, np.exp(x[i]), np.exp(y[j]), _NODES)
    with np.errstate(invalid="ignore", divide="ignore"):
        known = surface.rounding < _ROUGH * surface.loss
        values[i[known], j[known]] = np.log(surface.loss[known])
    return values


def _vertex(values: Reals, middle: float) -> float:
    """The lowest point of the parabola through three neighbours, or the middle one."""
    left, centre, right = values
    bend = left + right - 2 * centre
    if not np.isfinite(bend) or bend <= 0:
        return middle
    return middle + _SPACING * float(np.clip((left - right) / (2 * bend), -0.5, 0.5))
