r"""The frontier in doubles: for every compute the width at which the loss at t = C/N is least.

A coarse grid of widths finds the lowest valley, a polynomial in log N the point in it. At unlimited
data there is one valley, which moves smoothly with C; a power law at limited data has a lattice for
all computes, and with other spectra every C has its own grid. Rough losses on the lattice of log N
and log t are shared by all computes; along log N + log t = log C every valley that may be lowest
one is descended. Where N is far beyond P its saturation takes over.
"""

from collections.abc import Callable
from typing import NamedTuple

import mpmath
import numpy as np
from numpy.typing import NDArray
from sympy import oo

from analytic.errors import require
from analytic.exact.compute.saturation import Saturation
from analytic.exact.compute.surface import LARGEST, loss_surface, losses_at
from analytic.exact.loss import test_loss
from analytic.exact.minimum import lowest
from analytic.exact.stopping import optimal_stopping
from analytic.problem import Model, replace_model

Reals = NDArray[np.float64]

_GRID = 0.5  # of log N; the loss changes over log N of order one
_SAMPLED = 2.0  # of log C, where the frontier is one smooth curve
_BEYOND = 3.0  # log N may exceed log C by so much: t = C/N of 1/20
_SPACING = 0.7  # of log N and log t of the lattice
_ROUGH_NODES = 14
_ROUGH = 0.01  # of a loss
_ENOUGH = 1e-6  # of a loss: only steep targets at early times need digits, ten times the cost
_SHALLOW = 0.2  # of log L, by which a rough valley may be too high
_EARLIEST = -3.0  # log t, in times of the fastest mode
_SLOWEST = 80.0  # x_min t, when the loss has long settled
_DIGITS = 16  # of a loss below the smallest double
_LEAST = 0.0  # of log N: a width of one
_WIDEST = 1000  # where the loss still falls; of infinitely many modes that follow no power law


class Found(NamedTuple):
    """The logarithm of the best width, the loss there, and what it is above its infimum."""

    log_width: Reals
    loss: Reals
    excess: Reals


def double_frontier(model: Model, compute: Reals) -> Found:
    """The frontier at increasing computes."""
    if _is_limited_power_law(model):
        return Found(*_limited_frontier(model, compute))
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
    found = _valley(model, curves, log_c[sampled])
    return lowest(curves, np.interp(log_c, log_c[sampled], found), _LEAST)


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


def _valley(model: Model, curves: Callable[[Reals, Reals], Reals], log_c: Reals) -> Reals:
    """The lowest point of a common grid for every compute."""
    grid = np.arange(_LEAST, max(float(log_c[-1]), 0.0) + _BEYOND, _GRID)
    best = np.empty(len(log_c))
    for i, budget in enumerate(log_c):
        here = grid[grid <= max(budget, 0.0) + _BEYOND]
        if model.samples == oo and model.spectrum.unlimited_power_law is None:
            values = _as_wide_as_helps(model, curves, here, budget)
        else:
            values = curves(here[None, :], np.array([budget]))[0]
        best[i] = here[int(np.nanargmin(values))]
    return best


def _as_wide_as_helps(
    model: Model, curves: Callable[[Reals, Reals], Reals], grid: Reals, budget: float
) -> Reals:
    r"""log L up to the width from which on even an infinite one is worse than one before.

    L(t, N) \ge \sum_k c_k e^{-2 \lambda_k t},   P = \infty

    by Jensen's inequality, so that no spectrum is asked about modes that none of its time learns.
    """
    unlimited = _log_losses(model, np.full_like(grid, np.inf), np.exp(budget - grid))
    values = np.full_like(grid, np.inf)
    for i, x in enumerate(grid):
        if unlimited[i] > np.fmin.reduce(values):
            break
        values[i] = curves(np.array([[x]]), np.array([budget]))[0, 0]
        require(
            model.spectrum.modes != oo or x < np.log(_WIDEST) or values[i] > values[i - 1],
            f"At C = {np.exp(budget):.3g} the best width is above {_WIDEST}, and infinitely many "
            "modes that follow no power law are added one by one there. Choose a smaller compute, "
            "or finitely many modes.",
        )
    return values


def _limited_frontier(model: Model, compute: Reals) -> tuple[Reals, Reals, Reals]:
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
        budget, guess = _low_valleys(model, budgets, slowest)
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


def _low_valleys(model: Model, budgets: Reals, slowest: float) -> tuple[NDArray[np.int64], Reals]:
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
    surface = loss_surface(model, np.exp(x[i]), np.exp(y[j]), _ROUGH_NODES)
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
