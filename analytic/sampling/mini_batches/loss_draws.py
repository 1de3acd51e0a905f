r"""What a simulation of one-pass SGD is asked, checked and handed out."""

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt

from analytic.errors import SimulationError
from analytic.problem import OnePassSGD
from analytic.sampling.finite_model import FiniteModel, FloatArray
from analytic.sampling.mini_batches.trajectory import MiniBatches, bytes_per_draw, trajectories

_LARGEST_BATCH = 10**6
_MOST_STEPS = 10**8


def mini_batch_losses(
    model: FiniteModel,
    training: OnePassSGD,
    times: FloatArray,
    draws: int,
    seed: int,
    collect: Callable[..., FloatArray],
) -> FloatArray:
    """Test loss and loss on the next batch of every draw, at times in any order.

    `collect(chunk, draws, bytes per draw)` makes all draws of a chunk's kind.

    Shape     (draws, 2, times).
    Raises    SimulationError for finite samples, batches and times that are not whole.
    """
    if model.samples is not None:
        raise SimulationError(
            f"One-pass SGD sees every sample once, so samples = {model.samples} says nothing about "
            "it: n steps use n B samples. Leave samples at inf."
        )
    asked = _mini_batches(training)
    steps, order = np.unique(_whole_steps(times), return_inverse=True)
    chunk = partial(trajectories, model, asked, steps, seed)
    rows = collect(chunk, draws, bytes_per_draw(model, asked, steps.size))
    return rows[:, :, order.ravel()]


def is_dominated_by_rare_draws(model: FiniteModel, training: OnePassSGD) -> bool:
    r"""Whether the squared loss along the steepest direction grows with every step.

        E (1 - \eta \lambda_1 \chi^2_B/B)^4 >= 1

    Then the variance of the loss over draws grows without bound even where its mean falls.
    """
    batch, x = float(training.batch), float(training.step) * float(model.eigenvalues.max())
    second = 1 + 2 / batch
    third = second * (1 + 4 / batch)
    fourth = third * (1 + 6 / batch)
    return bool(-4 + 6 * second * x - 4 * third * x**2 + fourth * x**3 >= 0)


def _mini_batches(training: OnePassSGD) -> MiniBatches:
    if training.step.free_symbols or training.batch.free_symbols:
        raise SimulationError(f"A simulation needs numbers: {training!r} holds a symbol.")
    if not training.batch.is_Integer or training.batch > _LARGEST_BATCH:
        raise SimulationError(
            f"A simulation cannot draw a batch of {training.batch} samples. Choose an integer of "
            f"at most {_LARGEST_BATCH}."
        )
    return MiniBatches(float(training.step), int(training.batch))


def _whole_steps(times: FloatArray) -> npt.NDArray[np.int64]:
    if not np.all(times == np.rint(times)) or np.max(times) > _MOST_STEPS:
        raise SimulationError(
            "A simulation by mini-batches takes whole steps, and no more than "
            f"{_MOST_STEPS:.0e}. Give whole numbers as times."
        )
    return times.astype(np.int64)
