r"""Nonlinear features that are drawn: their measured eigenvalues, and regression on them.

Eigenvalues next to each other repel in a draw, so sums of powers of all of them are compared. The
loss of regression is over that of the mean field for the spectrum of the features, with c = mu for
a target that is one more feature.
"""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np
from sympy import Rational, oo

from analytic import exact, sampling
from analytic.comparison.comparators import Reals, Replicas
from analytic.problem import MeasuredSpectrum, Model, PowerLaw, Ridge
from analytic.problem.activations import Activation
from analytic.result import Effort

__all__ = ["REGRESSION_COPIES", "drawn_moments", "drawn_regression"]

REGRESSION_COPIES = (2, 4, 8)

_DRAWN = PowerLaw(2, "3/2", modes=6)
_WIDTH, _SAMPLES, _MOMENTS = 6, 8, (1, 2, 3)
_REGRESSION, _PENALTY = (10, 20), Rational(1, 100)
_DIGITS = 12


def drawn_moments(activation: Activation) -> Replicas:
    """Sums of powers of all eigenvalues, exact and measured, as shares of the exact ones."""
    return Replicas(np.ones(len(_MOMENTS)), partial(_moments, activation))


@lru_cache(maxsize=4)
def _all_eigenvalues(activation: Activation) -> Reals:
    found = exact.feature_spectrum(activation, _DRAWN, 2 ** int(_DRAWN.modes), _DIGITS)
    return np.array([float(one.eigenvalue) for one in found])


@lru_cache(maxsize=8)
def _moments(activation: Activation, r: int, effort: Effort) -> Reals:
    measured = sampling.feature_eigenvalues(
        activation, _DRAWN, _WIDTH * r, _SAMPLES * r, effort.draws, effort.seed
    )
    known = _all_eigenvalues(activation)
    columns = [(measured**power).sum(axis=1) / (known**power).sum() for power in _MOMENTS]
    return np.stack(columns, axis=1)


def drawn_regression(activation: Activation) -> Replicas:
    """The loss of regression over that of the mean field for the spectrum of the features."""
    return Replicas(np.ones(1), partial(_losses, activation))


@lru_cache(maxsize=4)
def _losses(activation: Activation, r: int, effort: Effort) -> Reals:
    eigenvalues = _all_eigenvalues(activation).tolist()
    spectrum = MeasuredSpectrum(eigenvalues, eigenvalues, null_threshold=0)
    width, samples = (r * size for size in _REGRESSION)
    known = exact.test_loss(Model(spectrum, width, samples), oo, training=Ridge(_PENALTY))
    found = sampling.feature_loss(
        activation, _DRAWN, width, samples, _PENALTY, effort.draws, effort.seed
    )
    return np.asarray(found.samples)[:, None] / float(known)
