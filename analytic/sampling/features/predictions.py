"""Predictions of regression on nonlinear random features, at fixed points, over data sets."""

from typing import Any

import numpy as np

from analytic.errors import require
from analytic.problem import Spectrum
from analytic.problem.activations import Activation
from analytic.problem.training import Ridge
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.features.draws import Problem, checked_problem, drawn_data, drawn_rows
from analytic.sampling.features.regression import least_squares, with_targets
from analytic.sampling.finite_model import FloatArray
from analytic.sampling.questions import checked_draws, checked_seed

_POINTS = 16
_FIXED = 10**6  # the number of a draw of points: none of the draws themselves


def feature_predictions(
    activation: Activation,
    spectrum: Spectrum,
    width: int,
    samples: int,
    penalty: Any,
    draws: int = 200,
    seed: int = 0,
) -> Estimate:
    r"""Predictions of ridge regression on N nonlinear random features, at 16 fixed points.

        \min_\theta \frac1P |y - \Phi \theta/\sqrt N|^2 + \gamma |\theta|^2,   y = \phi(u_0 \cdot x)

    Rows, target and points are those of the seed; each draw is another data set of P samples. So
    the samples of the estimate are the fluctuations of [bahri2024explaining], theorem 1.

    Shape     one number a point; `samples` of the estimate has shape (draws, 16).
    Raises    InvalidProblemError.

    >>> from analytic.problem import PowerLaw
    >>> from analytic.problem.activations import ReLU
    >>> found = feature_predictions(ReLU(), PowerLaw(2, 2, modes=2), 8, 40, "1/10", draws=5)
    >>> found.samples.shape
    (5, 16)
    """
    problem = checked_problem(activation, spectrum, width, samples)
    ridge = Ridge(penalty).penalty
    require(not ridge.free_symbols, f"penalty = {penalty} is a symbol. Give it a value.")
    count, root = checked_draws(draws), checked_seed(seed)
    units = drawn_rows(problem, root, _FIXED, problem.width + 1)
    points, _ = with_targets(problem, drawn_data(problem, root, _FIXED, _POINTS), units)
    rows = (_weights(problem, units, float(ridge), root, number) for number in range(count))
    return estimated(np.array([points @ weights for weights in rows]))


def _weights(
    problem: Problem, units: FloatArray, penalty: float, seed: int, number: int
) -> FloatArray:
    known, labels = with_targets(problem, drawn_data(problem, seed, number), units)
    return least_squares(known, labels[:, 0], penalty)
