r"""The frontier in doubles: for every compute the width at which the loss at t = C/N is least.

A coarse grid of widths finds the lowest valley, a polynomial in log N the point in it. At unlimited
data there is one valley, which moves smoothly with C; at limited data every C has its own grid.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sympy import oo

from analytic.exact.compute.descent import lowest
from analytic.exact.compute.losses import losses_at
from analytic.problem import Model

__all__ = ["double_frontier"]

Reals = NDArray[np.float64]

_GRID = 0.5  # of log N; the loss changes over log N of order one
_SAMPLED = 2.0  # of log C, where the frontier is one smooth curve
_BEYOND = 3.0  # log N may exceed log C by so much: t = C/N of 1/20
LEAST = 0.0  # of log N: a width of one


def double_frontier(model: Model, compute: Reals) -> tuple[Reals, Reals]:
    """Logarithms of the best width and of the loss there, for increasing computes."""
    log_c = np.log(compute)

    def curves(x: Reals, budget: Reals = log_c) -> Reals:
        width, time = np.exp(x), np.exp(budget[:, None] - x)
        loss = losses_at(model, width.ravel(), time.ravel()).reshape(x.shape)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.log(loss))

    sampled = _sample(log_c) if model.samples == oo else np.arange(len(log_c))
    found = _valley(curves, log_c[sampled])
    return lowest(curves, np.interp(log_c, log_c[sampled], found), LEAST)


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
