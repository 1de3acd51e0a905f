r"""Features or samples of unit variance, as normalisation layers make them, trained with a penalty.

    \phi_i -> \phi_i \sqrt{tr \Lambda}/\sqrt{a_i^T \Lambda a_i},
    \phi(x) -> \phi(x) \sqrt{tr \Lambda}/|\phi(x)|

with \phi = A x/\sqrt N. Both norms are one up to 1/\sqrt r in r copies of every mode.
"""

from typing import Literal

import numpy as np

from analytic.problem import Model, Ridge
from analytic.sampling.draws import drawn, stream_of
from analytic.sampling.finite_model import FiniteModel, FloatArray, finite_model

Normalised = Literal["features", "samples"]

_POINTS = 400  # test points of a draw: of normalised samples the test loss is no quadratic form


def normalised_test_loss(
    model: Model, training: Ridge, normalised: Normalised, draws: int, seed: int
) -> FloatArray:
    """The test loss in draws of a model of limited width and data. Shape (draws,)."""
    finite = finite_model(model)
    penalty = float(training.penalty)
    return np.array([_loss(finite, penalty, normalised, seed, one) for one in range(draws)])


def _loss(
    model: FiniteModel, penalty: float, normalised: Normalised, seed: int, number: int
) -> float:
    draw = drawn(model, seed, range(number, number + 1))
    assert draw.projection is not None
    assert draw.white_features is not None
    roots, trace = np.sqrt(model.eigenvalues), model.eigenvalues.sum()
    weights = draw.projection[0] * roots / np.sqrt(len(draw.projection[0]))
    if normalised == "features":
        variances = (weights**2).sum(axis=1) * len(weights) / trace
        weights /= np.sqrt(variances)[:, None]

    def features(white: FloatArray) -> FloatArray:
        found = white @ weights.T
        if normalised == "samples":
            found *= np.sqrt(trace) / np.linalg.norm(found, axis=1)[:, None]
        return np.asarray(found)

    white = draw.white_features[0]
    labels = white @ model.target
    if draw.noise is not None:
        labels = labels + np.sqrt(model.noise) * draw.noise[0]
    seen = features(white)
    kernel = seen.T @ seen / len(seen) + penalty * np.eye(len(weights))
    student = np.linalg.solve(kernel, seen.T @ labels / len(seen))
    if normalised == "features":
        return float(((model.target - weights.T @ student) ** 2).sum())
    points = stream_of(seed, number, 3).standard_normal((_POINTS, model.modes))
    return float(((points @ model.target - features(points) @ student) ** 2).mean())
