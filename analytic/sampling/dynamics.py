r"""Gradient training of drawn models, solved for all times by one singular value decomposition.

In the coordinates u = \Lambda^{1/2} v the readout F = \Lambda^{1/2} A^T / \sqrt N takes the weights
theta to the student, and the design X = Z F / \sqrt P to its values on the samples. An unlimited
resource replaces its random matrix by the identity: A^T A / N and Z^T Z / P become 1.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from analytic.sampling.draws import Draws
from analytic.sampling.finite_model import FiniteModel, FloatArray
from analytic.sampling.training import Filter


@dataclass(frozen=True, eq=False)
class Dynamics:
    r"""The singular value decomposition X = U s V^T of a stack of designs, and the labels.

    Shape     sight Z/\sqrt P (draws, P, M) and readout F^T (draws, N, M), or None for identities;
              labels (draws, P); left U (draws, P, n); singular s (draws, n);
              right V^T (draws, n, N); P and N read M where unlimited.
    """

    model: FiniteModel
    sight: FloatArray | None
    readout: FloatArray | None
    labels: FloatArray
    left: FloatArray
    singular: FloatArray
    right: FloatArray

    def test_loss(self, training: Filter, times: FloatArray) -> FloatArray:
        r"""Excess loss of every draw at every time.

            L(t) = |\Lambda^{1/2} v(t)|^2

        Shape     (draws, times).
        """
        return _square(self.error(training, times), axis=-2)

    def error(self, training: Filter, times: FloatArray) -> FloatArray:
        r"""The error vector \Lambda^{1/2} v of every draw at every time.

            \Lambda^{1/2} v = \Lambda^{1/2} w* - F theta(t),
            theta(t) = V [1 - f(s^2, t)] s^{-1} U^T y / \sqrt P

        Shape     (draws, modes, times).
        """
        learned = training.learned(self.singular[..., None] ** 2, times)
        weights = _transposed(self.right) @ (learned * self._solution[..., None])
        difference: FloatArray = self.model.target[:, None] - self._student(weights)
        return difference

    def train_loss(self, training: Filter, times: FloatArray) -> FloatArray:
        r"""Mean squared residual on the noisy labels of every draw at every time.

            \hat L(t) = |f(X X^T, t) y|^2 / P

        Shape     (draws, times). At P = infinity the mean is over all features: L + sigma^2.
        """
        seen = self._seen_labels
        blind = _square(self.labels - np.squeeze(self.left @ seen[..., None], -1), axis=-1)
        left = training.remaining(self.singular[..., None] ** 2, times) * seen[..., None]
        floor = self.model.noise if self.model.samples is None else 0.0
        return _square(left, axis=-2) + blind[:, None] + floor

    def diagonal(
        self, training: Filter, times: FloatArray, modes: npt.NDArray[np.int64]
    ) -> FloatArray:
        r"""Diagonal entries of f(K, t) for every draw.

            [f(K, t)]_kk = 1 - [F V]_k [1 - f(s^2, t)] s^{-1} [U^T Z / \sqrt P]_k

        Shape     (draws, modes, times); `modes` counts from 0.
        """
        into = self._mode_readout(modes) @ _transposed(self.right)
        seen = _transposed(self._mode_sight(modes)) @ self.left
        weight = into * seen * self._inverse[:, None, :]
        return 1 - weight @ training.learned(self.singular[..., None] ** 2, times)

    @property
    def _inverse(self) -> FloatArray:
        """1/s, and 0 on zero modes, which are never learned."""
        inverse = np.zeros_like(self.singular)
        return np.divide(1.0, self.singular, out=inverse, where=self.singular > 0)

    @property
    def _seen_labels(self) -> FloatArray:
        return np.squeeze(_transposed(self.left) @ self.labels[..., None], -1)

    @property
    def _solution(self) -> FloatArray:
        return self._inverse * self._seen_labels

    def _student(self, weights: FloatArray) -> FloatArray:
        if self.readout is None:
            return np.sqrt(self.model.eigenvalues)[:, None] * weights
        return _transposed(self.readout) @ weights

    def _mode_readout(self, modes: npt.NDArray[np.int64]) -> FloatArray:
        if self.readout is None:
            rows = np.zeros((modes.size, self.model.modes))
            rows[np.arange(modes.size), modes] = np.sqrt(self.model.eigenvalues[modes])
            return rows
        return _transposed(self.readout[..., modes])

    def _mode_sight(self, modes: npt.NDArray[np.int64]) -> FloatArray:
        if self.sight is None:
            columns = np.zeros((self.model.modes, modes.size))
            columns[modes, np.arange(modes.size)] = 1.0
            return columns
        return self.sight[..., modes]


def solved(model: FiniteModel, draws: Draws) -> Dynamics:
    r"""The dynamics of a stack of draws, width or samples finite.

    Gram matrices would be a fifth cheaper and blind to modes with s^2 below 1e-14 of the largest;
    the singular values themselves see s^2 down to 1e-28. What is below max(P, N) eps of the largest
    s is rounding (the threshold of `numpy.linalg.matrix_rank`) and counts as zero.
    """
    sight, readout, labels = None, None, model.target
    scale = np.sqrt(model.eigenvalues)
    if draws.projection is not None and model.width is not None:
        readout = draws.projection * (scale / sqrt(model.width))
    if draws.white_features is not None and model.samples is not None:
        sight = draws.white_features / sqrt(model.samples)
        labels = sight @ model.target
        if draws.noise is not None:
            labels = labels + draws.noise * sqrt(model.noise / model.samples)
    left, singular, right = np.linalg.svd(_design(sight, readout, scale), full_matrices=False)
    size = max(left.shape[-2], right.shape[-1])
    rounding = size * np.finfo(float).eps * singular.max(axis=-1, keepdims=True)
    singular = np.where(singular > rounding, singular, 0.0)
    return Dynamics(model, sight, readout, labels, left, singular, right)


def _design(sight: FloatArray | None, readout: FloatArray | None, scale: FloatArray) -> FloatArray:
    if readout is not None:
        return _transposed(readout) if sight is None else sight @ _transposed(readout)
    if sight is not None:
        return scale * sight
    raise ValueError("Unlimited width and samples leave nothing to decompose.")


def _transposed(matrices: FloatArray) -> FloatArray:
    return np.swapaxes(matrices, -1, -2)


def _square(vector: FloatArray, axis: int) -> FloatArray:
    total: FloatArray = np.sum(vector * vector, axis=axis)
    return total
