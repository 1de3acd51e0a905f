r"""The mean field's 1/N and 1/P coefficients against dice, by replication.

At r copies of every mode, width r N and time r t, a simulation with Gaussian entries has

    N (L - L(t)) = c(t) + e(t)/r

so a straight line in 1/r passes through the mean field's c at 1/r = 0, whatever the entries are,
and its value at r = 1 is what Gaussian entries give at physical sizes. Without the copies the mean
field alone is off by e: for a = 2, b = 3/2 by a third of c at early times.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import Integer

from analytic.comparison.comparators import intercept
from analytic.comparison.corrections.coefficients import (
    GaussianExtra,
)
from analytic.comparison.measure import Experiment, resource_of
from analytic.problem import PowerLaw
from analytic.problem.quantity import limited
from analytic.result import Check, Effort, Outcome, Result
from analytic.sampling.finite_size import finite_size_coefficient

__all__ = ["CorrectionDice", "correction_dice", "correction_replication_check"]

_SPECTRUM = PowerLaw(2, "3/2", modes=12)
_COPIES = (1, 2, 4)
_TIMES = (1, 2, 4)
_SIZE = 16
_DRAWS_MORE = 16  # these models are small
_DIGITS = 10
_LARGEST_SCORE = 5.0  # of six normal variables, once in three hundred thousand seeds


class CorrectionDice(NamedTuple):
    """z-scores over times: mean field by replication; at physical sizes with and without extra."""

    mean_field: NDArray[np.float64]
    gaussian: NDArray[np.float64]
    without_extra: NDArray[np.float64]


def correction_replication_check(spectrum: PowerLaw = _SPECTRUM) -> Check:
    """A result's correction, and it plus the Gaussian extra, each against the dice it is for."""

    def run(result: Result, effort: Effort) -> Outcome:
        assert isinstance(result.observable, Experiment)
        found = correction_dice(result.observable, spectrum, effort)
        replicated, physical, alone = (float(np.max(np.abs(scores))) for scores in found)
        return Outcome(
            max(replicated, physical) < _LARGEST_SCORE,
            f"largest |z| {replicated:.2f} by replication, {physical:.2f} with Gaussian extra at "
            f"physical sizes, {alone:.2f} without",
            f"|z| < {_LARGEST_SCORE:.0f} for the first two",
        )

    return Check("sampling", "coefficient by replication, and at physical sizes", run)


def correction_dice(
    observable: Experiment,
    spectrum: PowerLaw,
    effort: Effort,
    times: Sequence[int] = _TIMES,
) -> CorrectionDice:
    """z-scores of a correction on a finite spectrum."""
    mean_field, extra = (
        np.array([float(one.exact(spectrum, Integer(time), _DIGITS)) for time in times])
        for one in (observable, GaussianExtra())
    )
    drawn = [_coefficient(observable, spectrum, r, times, effort) for r in _COPIES]
    means, errors = (np.array([pair[i] for pair in drawn]) for i in (0, 1))
    line = intercept(_COPIES, means - mean_field, errors)
    return CorrectionDice(
        line.value / line.standard_error,
        (means[0] - mean_field - extra) / errors[0],
        (means[0] - mean_field) / errors[0],
    )


def _coefficient(
    observable: Experiment, spectrum: PowerLaw, copies: int, times: Sequence[int], effort: Effort
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The coefficient of 1/N at so many copies, and its standard error."""
    model = limited(resource_of(observable), spectrum, _SIZE).replicated(copies)
    estimate = finite_size_coefficient(
        model,
        copies * np.array(times, dtype=float),
        draws=effort.draws * _DRAWS_MORE // copies,
        seed=effort.seed + copies,
        executor=effort.executor,
    )
    return np.asarray(estimate.mean) / copies, np.asarray(estimate.standard_error) / copies
