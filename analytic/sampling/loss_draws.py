r"""Test and training loss by simulation."""
# test_loss is the loss on new data, not a test

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from math import inf
from os import PathLike
from typing import Any

import numpy as np

from analytic.problem import GradientFlow, Model, OnePassSGD, Training, require_model
from analytic.sampling.checkpoint import resumed
from analytic.sampling.draws import drawn
from analytic.sampling.dynamics import solved
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.finite_model import FiniteModel, FloatArray, finite_model
from analytic.sampling.heavy_tails import has_heavy_tails
from analytic.sampling.mini_batches.loss_draws import (
    is_dominated_by_rare_draws,
    mini_batch_losses,
)
from analytic.sampling.questions import checked_draws, checked_seed, checked_times
from analytic.sampling.schedule import CHUNK_BYTES, Progress, bytes_per_draw, collected
from analytic.sampling.training import Filter, filter_of

_FLOW = GradientFlow()


@dataclass(frozen=True, eq=False)
class Losses:
    r"""Test and training loss of the same draws.

        L = v^T \Lambda v,   \hat L = |Psi v + \sigma \xi|^2/P

    [bordelon2024dynamical], section 2, without factors 1/2 and without the noise floor in L.
    """

    test: Estimate
    train: Estimate


def losses(
    model: Model,
    time: Any = inf,
    draws: int = 200,
    seed: int = 0,
    training: Training = _FLOW,
    *,
    chunk_bytes: int = CHUNK_BYTES,
    executor: Executor | None = None,
    progress: Progress | None = None,
    resume: str | PathLike[str] | None = None,
) -> Losses:
    r"""Test and training loss of a finite model, over independent draws of A, Psi and xi.

        L(t) = v^T \Lambda v,   \hat L(t) = |Psi v + \sigma \xi|^2 / P,   dv/dt = -(K v + g)

    Section 2 of [bordelon2024dynamical], without noise floor in L and without factors 1/2. The
    target power of null modes of a measured spectrum is drawn as label noise, and is in L.
    Every draw is solved exactly for all times at once; t = 0 and t = inf are times like any other.
    Draws are numbered and depend on the seed and their number only: chunks, executors and the
    number of draws change no draw. `progress(done, total)` is called after every chunk. `resume`
    names a file that keeps finished draws: the same question asked again goes on from there.
    One-pass SGD takes real mini-batches of fresh samples; its training loss is the mean squared
    residual on the batch that comes next.

    Shape     as `time`.
    Valid     finite M; N, P integers or infinite. At t = inf with finite P and
              |min(N, M) - P| <= 3 the test loss has no variance over draws, and
              `heavy_tailed` says so, as where one draw with a step beyond its own edge of stability
              makes up the mean. Ridge has no time.
    Accuracy  the standard error. Eigenvalues of K below (max(N, P) 2e-16)^2 of the largest are
              rounding and are never learned, not even at t = inf.
    Raises    SimulationError for what cannot be drawn; InvalidProblemError for times, draws, seeds.

    >>> from analytic.problem import PowerLaw
    >>> losses(Model(PowerLaw(2, 2, modes=1)), time=0).test.mean
    1.0
    """
    finite = finite_model(model)
    times = checked_times(time)
    count = checked_draws(draws)
    root = checked_seed(seed)
    collect = partial(
        collected,
        chunk_bytes=chunk_bytes,
        executor=executor,
        progress=progress,
        checkpoint=resumed(resume, training, model, times, root),
    )
    if isinstance(training, OnePassSGD):
        require_model(model)
        pair = mini_batch_losses(finite, training, times.ravel(), count, root, collect)
        return _estimates(finite, pair, times, is_dominated_by_rare_draws(finite, training))
    filter_ = filter_of(training)
    if finite.is_deterministic:
        one = _deterministic(finite, filter_, times.ravel())
        pair = np.broadcast_to(one, (count, *one.shape))
    else:
        chunk = partial(_chunk, finite, filter_, times.ravel(), root)
        memory = bytes_per_draw(finite, times.size)
        pair = collect(chunk, count, memory)
    return _estimates(finite, pair, times, has_heavy_tails(finite, filter_, times, pair[:, 0]))


def test_loss(
    model: Model,
    time: Any = inf,
    draws: int = 200,
    seed: int = 0,
    training: Training = _FLOW,
    *,
    chunk_bytes: int = CHUNK_BYTES,
    executor: Executor | None = None,
    progress: Progress | None = None,
    resume: str | PathLike[str] | None = None,
) -> Estimate:
    r"""Excess test loss, without the noise floor, by simulation.

        L(t) = v^T \Lambda v

    Arguments, validity and errors are those of `losses`.

    >>> from analytic.problem import PowerLaw
    >>> test_loss(Model(PowerLaw(2, 2, modes=1), width=4, samples=8), time=0, draws=2).mean
    1.0
    """
    both = losses(
        model,
        time,
        draws,
        seed,
        training,
        chunk_bytes=chunk_bytes,
        executor=executor,
        progress=progress,
        resume=resume,
    )
    return both.test


def train_loss(
    model: Model,
    time: Any = inf,
    draws: int = 200,
    seed: int = 0,
    training: Training = _FLOW,
    *,
    chunk_bytes: int = CHUNK_BYTES,
    executor: Executor | None = None,
    progress: Progress | None = None,
    resume: str | PathLike[str] | None = None,
) -> Estimate:
    r"""Mean squared residual on the P noisy labels, by simulation.

        \hat L(t) = |Psi v + \sigma \xi|^2/P,   L + \sigma^2 at P = \infty

    Arguments, validity and errors are those of `losses`.

    >>> from analytic.problem import PowerLaw
    >>> train_loss(Model(PowerLaw(2, 2, modes=2), noise="1/2"), time=0, draws=2).mean
    1.75
    """
    both = losses(
        model,
        time,
        draws,
        seed,
        training,
        chunk_bytes=chunk_bytes,
        executor=executor,
        progress=progress,
        resume=resume,
    )
    return both.train


def _chunk(
    model: FiniteModel, training: Filter, times: FloatArray, seed: int, numbers: range
) -> FloatArray:
    dynamics = solved(model, drawn(model, seed, numbers))
    test = dynamics.test_loss(training, times)
    return np.stack([test, dynamics.train_loss(training, times)], axis=1)


def _estimates(
    model: FiniteModel, pair: FloatArray, times: FloatArray, heavy_tailed: bool
) -> Losses:
    """The estimates of draws of shape (draws, 2, times), test losses above the floor."""
    test, train = (pair[:, i].reshape(len(pair), *times.shape) for i in (0, 1))
    return Losses(estimated(test + model.floor, heavy_tailed), estimated(train))


def _deterministic(model: FiniteModel, training: Filter, times: FloatArray) -> FloatArray:
    r"""L(t) = \sum_k c_k f(\lambda_k, t)^2 and L + sigma^2, for unlimited width and samples."""
    remaining = training.remaining(model.eigenvalues[:, None], times)
    test = np.sum(model.target_power[:, None] * remaining**2, axis=0)
    return np.stack([test, test + model.noise])
