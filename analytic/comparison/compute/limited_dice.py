r"""The compute-optimal law on limited data against dice, by replication.

Every mode, the widths, the samples and the compute are multiplied: rN r t = r^2 C leaves the mean
field's least loss on the budget as it is, and a simulation's differs from it by 1/r. The valley of
a learning curve without label noise is a difference of two losses of the same draws.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytic import exact, sampling
from analytic.comparison.comparators import Intercept, intercept
from analytic.comparison.compute.observables import lowest_of
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["limited_dice_check", "replicated_frontier", "replicated_valley", "valley_dice_check"]

Reals = NDArray[np.float64]
Theory = Callable[[Model, Any], Any]

_COPIES = (2, 4, 8)
_SPECTRUM = PowerLaw(2, "3/2", modes=24)
_SAMPLES = 6
_BUDGETS = {  # compute and widths about the best, before and after six samples end the power law
    40.0: (9, 12, 16, 22),
    400.0: (24, 36, 54),
}

_ROUGH = PowerLaw("5/4", 2, modes=24)  # a < b
_VALLEY_SAMPLES = 4
_LATER = 8  # times the best time
_DRAWS_MORE = 8  # the model is small
_LARGEST_SCORE = 5.0  # of a few normal variables, once in a million seeds


def limited_dice_check() -> Check:
    """The least loss under C = N t of six samples, at two computes."""

    def run(_: Result, effort: Effort) -> Outcome:
        lines = [replicated_frontier(compute, effort) for compute in _BUDGETS]
        worst = max(float(abs(one.value[0] / one.standard_error[0])) for one in lines)
        return Outcome(
            worst < _LARGEST_SCORE,
            f"largest |z| of the replicated difference {worst:.2f}",
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "least loss on a budget by replication", run)


def replicated_frontier(
    compute: float, effort: Effort, theory: Theory = exact.test_loss
) -> Intercept:
    """Simulated less theoretical least loss on the budget, at infinitely many copies."""
    widths = _BUDGETS[compute]
    times = compute / np.array(widths)
    expected = [
        float(np.ravel(theory(Model(_SPECTRUM, width=n, samples=_SAMPLES), time))[0])
        for n, time in zip(widths, times, strict=True)
    ]
    least = lowest_of(np.log(widths), np.array([expected]))
    means, errors = [], []
    for copies in _COPIES:
        drawn = [
            _drawn(Model(_SPECTRUM, width=n, samples=_SAMPLES), copies, np.array([time]), effort)
            for n, time in zip(widths, times, strict=True)
        ]
        found = lowest_of(np.log(widths), np.stack([one[:, 0] for one in drawn], axis=1))
        means.append([found.mean() - least[0]])
        errors.append([found.std(ddof=1) / np.sqrt(len(found))])
    return intercept(_COPIES, np.array(means), np.array(errors))


def valley_dice_check() -> Check:
    """The loss at its best time less that at eight times it, a < b and no noise: it rises."""

    def run(_: Result, effort: Effort) -> Outcome:
        risen, line = replicated_valley(effort)
        off = float(line.value[0] / line.standard_error[0])
        return Outcome(
            risen > _LARGEST_SCORE and abs(off) < _LARGEST_SCORE,
            f"a rise of {risen:.1f} standard errors, off the mean field's by {off:.2f}",
            f"more than {_LARGEST_SCORE:.0f}, less than {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "a valley without label noise", run)


def replicated_valley(effort: Effort, spectrum: PowerLaw = _ROUGH) -> tuple[float, Intercept]:
    """The rise after the best time at most copies over its error; and less the mean field's."""
    model = Model(spectrum, samples=_VALLEY_SAMPLES)
    best = exact.optimal_stopping(Model(_ROUGH, samples=_VALLEY_SAMPLES)).time
    many = replace(effort, draws=_DRAWS_MORE * effort.draws)
    times = best * np.array([1.0, _LATER])
    expected = np.diff(np.asarray(exact.test_loss(model, times)))[0]
    means, errors = [], []
    for copies in _COPIES:
        rise = np.diff(_drawn(model, copies, times, many), axis=1)[:, 0]
        means.append([rise.mean()])
        errors.append([rise.std(ddof=1) / np.sqrt(len(rise))])
    line = intercept(_COPIES, np.array(means) - expected, np.array(errors))
    return means[-1][0] / errors[-1][0], line


def _drawn(model: Model, copies: int, times: Reals, effort: Effort) -> Reals:
    """Test losses of so many copies of everything, more draws of fewer copies."""
    found = sampling.test_loss(
        model.replicated(copies),
        copies * times,
        draws=effort.draws * _COPIES[-1] // copies,
        seed=effort.seed + copies,
        executor=effort.executor,
    )
    return np.asarray(found.samples)
