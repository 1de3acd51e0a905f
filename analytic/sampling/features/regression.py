r"""Regression on nonlinear random features, of a target that is such a feature itself."""

from typing import Any

import numpy as np

from analytic.errors import require
from analytic.problem import Spectrum
from analytic.problem.activations import Activation
from analytic.problem.training import Ridge
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.features.draws import Problem, checked_problem, drawn_data, drawn_rows
from analytic.sampling.finite_model import FloatArray
from analytic.sampling.questions import checked_count, checked_draws, checked_seed, checked_switch

_FURTHER = 10**6  # the number of a draw of test data: none of the draws themselves
_TESTED = 1000
_STEP = 2.0**-12
_LINE = np.arange(-10 / _STEP, 10 / _STEP + 1) * _STEP


def feature_loss(
    activation: Activation,
    spectrum: Spectrum,
    width: int,
    samples: int,
    penalty: Any,
    draws: int = 200,
    seed: int = 0,
    *,
    rows: str = "signs",
    constant: bool = True,
    targets: int = 1,
) -> Estimate:
    r"""Test loss of ridge regression on N nonlinear random features, on P samples.

        \min_\theta \frac1P |y - \Phi \theta/\sqrt N|^2 + \gamma |\theta|^2,   y = \phi(u_0 \cdot x)

    The target is one more feature of the same kind. By its expansion in the eigenfunctions of the
    features it has the power c_S = \mu_S in each, the isotropic target of [maloney2022solvable].
    The loss is measured on 1000 fresh samples in each draw. With `constant` false the mean of the
    activation over a normal preactivation is taken off features and target, the constant mode.
    The loss of a draw is the mean over so many `targets`, of which a single one may be hard.

    Raises    InvalidProblemError.

    >>> from analytic.problem import PowerLaw
    >>> from analytic.problem.activations import Monomial
    >>> found = feature_loss(Monomial(1), PowerLaw(2, 2, modes=2), 30, 40, "1/1000", draws=5)
    >>> bool(found.mean < 1e-4)
    True
    """
    problem = checked_problem(activation, spectrum, width, samples, rows)
    ridge = Ridge(penalty).penalty
    require(not ridge.free_symbols, f"penalty = {penalty} is a symbol. Give it a value.")
    checked_switch(constant, "constant", "the constant mode is kept")
    weight, mean = float(ridge), 0.0 if constant else normal_mean(activation)
    count, root = checked_draws(draws), checked_seed(seed)
    many = checked_count(targets, "targets", 1, "a regression has a target")
    losses = [_of_one(problem, weight, mean, root, number, many) for number in range(count)]
    return estimated(np.array(losses))


def _of_one(
    problem: Problem, penalty: float, mean: float, seed: int, number: int, targets: int
) -> float:
    units = drawn_rows(problem, seed, number, problem.width + targets)
    data = drawn_data(problem, seed, number)
    tested = drawn_data(problem, seed, _FURTHER + number, _TESTED)
    (known, labels), (fresh, wanted) = (
        with_targets(problem, x, units, mean) for x in (data, tested)
    )
    weights = least_squares(known, labels, penalty)
    return float(np.mean((fresh @ weights - wanted) ** 2))


def normal_mean(activation: Activation) -> float:
    r"""The mean of an activation over a normal preactivation, by the trapezoidal rule.

        h_0 = E \phi(z)

    A kink at zero is at a node: what is left of it goes as the square of the step, 1e-8.
    """
    values = activation.on(_LINE) * np.exp(-(_LINE**2) / 2)
    return float(values.sum() * _STEP / np.sqrt(2 * np.pi))


def with_targets(
    problem: Problem, data: FloatArray, units: FloatArray, mean: float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """The features over the root of their number, and the targets, less their mean.

    Shape     (samples, width) and (samples, targets), of units (targets + width, modes).
    """
    values = problem.activation.on(data @ units.T) - mean
    targets = len(units) - problem.width
    return values[:, targets:] / np.sqrt(problem.width), values[:, :targets]


def least_squares(features: FloatArray, labels: FloatArray, penalty: float) -> FloatArray:
    r"""The weights of ridge, by the smaller of the two Gram matrices.

        \theta = (\Phi^T \Phi + P \gamma)^{-1} \Phi^T y = \Phi^T (\Phi \Phi^T + P \gamma)^{-1} y

    Phi are the features of P samples, y their labels.
    """
    samples, width = features.shape
    if width <= samples:
        gram = features.T @ features + samples * penalty * np.eye(width)
        return np.asarray(np.linalg.solve(gram, features.T @ labels))
    gram = features @ features.T + samples * penalty * np.eye(samples)
    return np.asarray(features.T @ np.linalg.solve(gram, labels))
