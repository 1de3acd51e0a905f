r"""Digits against simulation by replication: learning curves on both sides of N = P.

Every mode, the width, the samples and the time are multiplied by r; the mean-field loss does not
change, and a simulation's mean is L + alpha/r + O(1/r^2). The slope alpha is physics beyond the
mean field; a theory without a 1/N or 1/P term misses the intercept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from analytic import exact, sampling
from analytic.comparison.comparators import Reals, Replicas, replicated
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort

__all__ = ["learning_curves", "replication_check"]

_TIMES = np.array([1.0, 10.0, 100.0, np.inf])
_SPECTRUM = PowerLaw(2, "3/2", modes=20)
_MODELS = (
    Model(_SPECTRUM, width=8, samples=12, noise="1/4"),
    Model(_SPECTRUM, width=12, samples=8, noise="1/4"),
)

Theory = Callable[[Model, Any], exact.Losses]


def replication_check(theory: Theory = exact.losses) -> Check:
    """Simulated learning curves, replicated, against a theory of them."""
    name = "learning curves by replication"
    return replicated(name, lambda *_: (learning_curves(model, theory) for model in _MODELS))


def learning_curves(model: Model, theory: Theory = exact.losses) -> Replicas:
    """Test and training loss of a model at four times, r times later where there are r copies."""
    expected = theory(model, _TIMES)

    def draw(r: int, effort: Effort) -> Reals:
        found = sampling.losses(
            model.replicated(r), r * _TIMES, effort.draws, effort.seed, executor=effort.executor
        )
        return np.hstack([found.test.samples, found.train.samples])

    return Replicas(np.concatenate([expected.test, expected.train]), draw)
