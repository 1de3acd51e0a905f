r"""Mean error of single modes by simulation."""

from concurrent.futures import Executor
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from analytic.errors import InvalidProblemError
from analytic.problem import GradientFlow, Model, Training
from analytic.sampling.draws import drawn
from analytic.sampling.dynamics import solved
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.finite_model import FiniteModel, FloatArray, finite_model
from analytic.sampling.questions import checked_draws, checked_seed, checked_times
from analytic.sampling.schedule import CHUNK_BYTES, Progress, bytes_per_draw, collected
from analytic.sampling.training import Filter, filter_of

_FLOW = GradientFlow()


def mean_error(
    model: Model,
    time: Any,
    modes: Any,
    draws: int = 200,
    seed: int = 0,
    training: Training = _FLOW,
    *,
    chunk_bytes: int = CHUNK_BYTES,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Estimate:
    r"""Mean error of modes per unit of target, in time.

        H_k(t) = E v_k(t) / w*_k = E [f(K, t)]_kk

    Inverse Laplace transform of [bordelon2024dynamical], eq. (10). The mean of f(K, t) is diagonal,
    since flipping the sign of one feature changes neither A nor Psi in distribution. `modes` counts
    from 1, every mode of a degenerate level separately; of a null mode nothing is learned.

    Shape     that of `modes`, then that of `time`.
    Valid     as for `losses`; label noise has mean zero and does not enter.
    Raises    SimulationError for what cannot be drawn; InvalidProblemError for modes, times, draws.

    >>> from analytic.problem import PowerLaw
    >>> float(mean_error(Model(PowerLaw(2, 2, modes=3)), time=[0], modes=[1, 3]).mean[1, 0])
    1.0
    """
    filter_ = filter_of(training)
    finite = finite_model(model)
    times = checked_times(time)
    indices = _checked_modes(modes, finite.null.size)
    count = checked_draws(draws)
    root = checked_seed(seed)
    null = finite.null[indices.ravel()]
    samples = np.ones((count, indices.size, times.size))
    if not null.all():
        seen = (np.cumsum(~finite.null) - 1)[indices.ravel()[~null]]
        if finite.is_deterministic:
            samples[:, ~null] = filter_.remaining(finite.eigenvalues[seen, None], times.ravel())
        else:
            chunk = partial(_chunk, finite, filter_, times.ravel(), seen, root)
            memory = bytes_per_draw(finite, times.size + indices.size)
            drawn_ = collected(chunk, count, memory, chunk_bytes, executor, progress)
            samples[:, ~null] = drawn_
    return estimated(samples.reshape(count, *indices.shape, *times.shape))


def _chunk(
    model: FiniteModel,
    training: Filter,
    times: FloatArray,
    modes: npt.NDArray[np.int64],
    seed: int,
    numbers: range,
) -> FloatArray:
    return solved(model, drawn(model, seed, numbers)).diagonal(training, times, modes)


def _checked_modes(modes: Any, count: int) -> npt.NDArray[np.int64]:
    indices = np.asarray(modes)
    if (
        indices.dtype.kind not in "iu"
        or indices.size == 0
        or not 1 <= indices.min() <= indices.max() <= count
    ):
        raise InvalidProblemError(
            f"modes = {modes!r} are not modes of this model: it has {count}, counted from 1. "
            f"Give integers from 1 to {count}."
        )
    return indices.astype(np.int64) - 1
