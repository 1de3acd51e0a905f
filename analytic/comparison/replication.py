r"""Digits against dice by replication: what is left of their difference as the copies grow.

Every mode, the width, the samples and the time are multiplied by r; the mean-field loss L does not
change, and a simulation's mean is L + alpha/r + O(1/r^2). A straight line in 1/r through the
differences, weighted with their standard errors, must pass through zero at 1/r = 0. The slope alpha
is physics beyond the mean field; a theory without a 1/N or 1/P term misses the intercept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytic import exact, sampling
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["Intercept", "intercept", "replication_check", "replication_scores"]

_TIMES = (1.0, 10.0, 100.0, np.inf)
_COPIES = (4, 8, 16)
_SPECTRUM = PowerLaw(2, "3/2", modes=20)
_MODELS = (
    Model(_SPECTRUM, width=8, samples=12, noise="1/4"),
    Model(_SPECTRUM, width=12, samples=8, noise="1/4"),
)
_ROUNDING = 1e-12  # an interpolated training loss is zero up to rounding, and does not vary
_LARGEST_SCORE = 5.0  # of sixteen normal variables, once in a hundred thousand seeds

Theory = Callable[[Model, Any], exact.Losses]


class Intercept(NamedTuple):
    """Value at 1/r = 0 of a straight line in 1/r, and its standard error."""

    value: NDArray[np.float64]
    standard_error: NDArray[np.float64]


def replication_check(theory: Theory = exact.losses) -> Check:
    """Simulated learning curves, replicated, against a theory of them."""

    def run(_: Result, effort: Effort) -> Outcome:
        scores = np.concatenate([replication_scores(m, effort, theory) for m in _MODELS])
        worst = float(np.max(np.abs(scores)))
        return Outcome(
            bool(worst < _LARGEST_SCORE),
            f"largest |z| of the replicated difference {worst:.2f}",
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "learning curves by replication", run)


def replication_scores(
    model: Model, effort: Effort, theory: Theory = exact.losses
) -> NDArray[np.float64]:
    """z-scores of the replicated differences, test and train at every time.

    The smaller replicas are drawn more often: their draws cost less and vary more.
    """
    times = np.array(_TIMES)
    reference = theory(model, times)
    drawn = [
        sampling.losses(
            model.replicated(r),
            r * times,
            draws=effort.draws * _COPIES[-1] // r,
            seed=effort.seed + r,
            executor=effort.executor,
        )
        for r in _COPIES
    ]
    scores = []
    for quantity in ("test", "train"):
        estimates = [getattr(losses, quantity) for losses in drawn]
        expected = getattr(reference, quantity)
        line = intercept(
            _COPIES,
            np.array([estimate.mean - expected for estimate in estimates]),
            np.array([estimate.standard_error for estimate in estimates]),
        )
        rounding = _ROUNDING * float(np.max(expected))
        scores.append(line.value / np.maximum(line.standard_error, rounding))
    return np.concatenate(scores)


def intercept(
    copies: Sequence[int],
    differences: NDArray[np.float64],
    errors: NDArray[np.float64],
) -> Intercept:
    """The intercept at 1/r = 0 of a weighted straight line in 1/r.

    Shape     differences and errors (len(copies), times), errors positive; result (times,).
    """
    inverse = 1 / np.array(copies, dtype=float)[:, None]
    weight = (errors / errors.max(axis=0)) ** -2.0
    zeroth, first, second = ((weight * inverse**n).sum(axis=0) for n in range(3))
    determinant = zeroth * second - first**2
    mean, slope = ((weight * inverse**n * differences).sum(axis=0) for n in range(2))
    value = (second * mean - first * slope) / determinant
    return Intercept(value, errors.max(axis=0) * np.sqrt(second / determinant))
