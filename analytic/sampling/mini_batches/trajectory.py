r"""Training on fresh batches, step by step, for a stack of draws.

    u_{n+1} = u_n - (\eta/B) k \sum_i z_i (z_i . u_n + \sigma \xi_i),   i = 1 ... B

in the coordinates of `coordinates`, with rates k and standard normals z_i, \xi_i never seen before.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytic.sampling.draws import draw_features, draw_noise, stream_of
from analytic.sampling.finite_model import FiniteModel, FloatArray
from analytic.sampling.mini_batches.coordinates import coordinates

_BLOCK_NUMBERS = 2**15
"""Normals that a draw holds at once: the stream is the same however it is cut into blocks."""


@dataclass(frozen=True)
class MiniBatches:
    """eta and B, a whole number."""

    step: float
    batch: int


def step_taken(
    rates: FloatArray, error: FloatArray, features: FloatArray, noise: FloatArray, step: float
) -> tuple[FloatArray, FloatArray]:
    r"""The error after one batch, and the mean squared residual on it before.

        u' = u - (\eta/B) k \sum_i z_i r_i,   r_i = z_i . u + \sigma \xi_i

    Shape     rates, error (draws, n); features (draws, B, n); noise (draws, B).
    """
    residual = np.matmul(features, error[..., None])[..., 0] + noise
    pull = np.matmul(residual[:, None, :], features)[:, 0, :]
    batch = features.shape[1]
    return error - (step / batch) * rates * pull, np.mean(residual**2, axis=-1)


def trajectories(
    model: FiniteModel,
    training: MiniBatches,
    steps: npt.NDArray[np.int64],
    seed: int,
    numbers: range,
) -> FloatArray:
    """Test loss, and loss on the batch that comes next, after increasing numbers of steps.

    Shape     (draws, 2, steps).
    """
    starts = [coordinates(model, stream_of(seed, number, 0)) for number in numbers]
    rates = np.stack([start.rates for start in starts])
    error = np.stack([start.error for start in starts])
    found = np.empty((len(numbers), 2, steps.size))
    batches = _Batches(model, training.batch, rates.shape[1], seed, numbers)
    taken = 0
    for index, target in enumerate(steps):
        while taken < target:
            error, _ = step_taken(rates, error, *batches.next(), training.step)
            taken += 1
        _, seen = step_taken(rates, error, *batches.same(), training.step)
        found[:, 0, index], found[:, 1, index] = np.sum(error**2, axis=-1), seen
    return found


class _Batches:
    """Fresh batches of a stack of draws, each draw with streams of its own."""

    def __init__(
        self, model: FiniteModel, batch: int, directions: int, seed: int, numbers: range
    ) -> None:
        self.noise = model.noise**0.5
        self.features = [stream_of(seed, number, 1) for number in numbers]
        self.labels = [stream_of(seed, number, 2) for number in numbers]
        length = _block(batch, directions)
        self.z = np.empty((len(numbers), length, batch, directions))
        self.xi = np.zeros((len(numbers), length, batch))
        self.at = length

    def same(self) -> tuple[FloatArray, FloatArray]:
        """The batch that comes next, left where it is."""
        if self.at == self.z.shape[1]:
            self._refill()
        return self.z[:, self.at], self.xi[:, self.at]

    def next(self) -> tuple[FloatArray, FloatArray]:
        """The batch that comes next, used up."""
        batch = self.same()
        self.at += 1
        return batch

    def _refill(self) -> None:
        for row, stream in enumerate(self.features):
            draw_features(stream, self.z[row])
        if self.noise > 0:
            for row, stream in enumerate(self.labels):
                draw_noise(stream, self.xi[row])
            self.xi *= self.noise
        self.at = 0


def _block(batch: int, directions: int) -> int:
    return max(1, _BLOCK_NUMBERS // (batch * (directions + 1)))


def bytes_per_draw(model: FiniteModel, training: MiniBatches, times: int) -> int:
    """Memory of one draw: its projection, decomposed, and a block of batches."""
    directions = model.modes if model.width is None else min(model.width + 1, model.modes)
    block = _block(training.batch, directions) * training.batch * (directions + 1)
    return 8 * (3 * model.modes * (model.width or 1) + block + 2 * times)
