r"""The frontier in doubles: for every compute the width at which the loss at t = C/N is least.

A coarse grid of widths finds the lowest valley, a polynomial in log N the point in it. At unlimited
data there is one valley, which moves smoothly with C; a power law at limited data has a lattice for
all computes, and with other spectra every C has its own grid.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import mpmath
import numpy as np
from numpy.typing import NDArray
from sympy import oo

from analytic.exact.compute.descent import lowest
from analytic.exact.compute.limited_frontier import limited_frontier
from analytic.exact.compute.surfaces.losses import LARGEST, losses_at
from analytic.exact.loss import test_loss
from analytic.exact.overfitting.early_stopping import optimal_stopping
from analytic.problem import Model, replace_model

__all__ = ["Found", "double_frontier"]

Reals = NDArray[np.float64]

_GRID = 0.5  # of log N; the loss changes over log N of order one
_SAMPLED = 2.0  # of log C, where the frontier is one smooth curve
_BEYOND = 3.0  # log N may exceed log C by so much: t = C/N of 1/20
_DIGITS = 16  # of a loss below the smallest double
LEAST = 0.0  # of log N: a width of one


class Found(NamedTuple):
    """The logarithm of the best width, the loss there, and what it is above its infimum."""

    log_width: Reals
    loss: Reals
    excess: Reals


def double_frontier(model: Model, compute: Reals) -> Found:
    """The frontier at increasing computes."""
    if _is_limited_power_law(model):
        return Found(*limited_frontier(model, compute))
    log_width, log_loss = _searched(model, np.log(compute))
    loss = np.exp(log_loss)
    return Found(log_width, loss, loss - _infimum(model))


def _is_limited_power_law(model: Model) -> bool:
    law = model.spectrum.unlimited_power_law
    if law is None or model.samples == oo:
        return False
    return bool(model.samples ** max(law.b, 1) < LARGEST)


def _infimum(model: Model) -> float:
    """The least loss at unlimited compute: of the best time at unlimited width."""
    learnt = model.samples == oo or (model.noise == 0 and model.samples >= model.spectrum.modes)
    return 0.0 if learnt else float(optimal_stopping(replace_model(model, width=oo)).loss)


def _searched(model: Model, log_c: Reals) -> tuple[Reals, Reals]:
    """Logarithms of the best width and of the loss there."""

    def curves(x: Reals, budget: Reals = log_c) -> Reals:
        width, time = np.exp(x), np.exp(budget[:, None] - x)
        return _log_losses(model, width.ravel(), time.ravel()).reshape(x.shape)

    sampled = _sample(log_c) if model.samples == oo else np.arange(len(log_c))
    found = _valley(curves, log_c[sampled])
    return lowest(curves, np.interp(log_c, log_c[sampled], found), LEAST)


def _log_losses(model: Model, width: Reals, time: Reals) -> Reals:
    """log L; from digits where all modes are learned to below the smallest double."""
    loss = losses_at(model, width, time)
    with np.errstate(invalid="ignore", divide="ignore"):
        log_loss = np.log(loss)
    for i in np.flatnonzero((loss >= 0) & (loss < np.finfo(float).tiny)):
        here = replace_model(model, width=float(width[i]))
        log_loss[i] = float(mpmath.log(test_loss(here, float(time[i]), _DIGITS)))
    return np.asarray(log_loss)


def _sample(log_c: Reals) -> NDArray[np.int64]:
    """Indices about evenly spaced in log C, both ends included."""
    marks = np.arange(log_c[0], log_c[-1], _SAMPLED)
    return np.unique(np.append(np.searchsorted(log_c, marks), len(log_c) - 1))


def _valley(curves: Callable[[Reals, Reals], Reals], log_c: Reals) -> Reals:
    """The lowest point of a common grid for every compute."""
    grid = np.arange(LEAST, max(float(log_c[-1]), 0.0) + _BEYOND, _GRID)
    best = np.empty(len(log_c))
    for i, budget in enumerate(log_c):
        here = grid[grid <= max(budget, 0.0) + _BEYOND]
        values = curves(here[None, :], np.array([budget]))[0]
        best[i] = here[int(np.nanargmin(values))]
    return best
