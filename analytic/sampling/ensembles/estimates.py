r"""The parts of the loss, and the loss of ensembles, by simulation."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from os import PathLike
from typing import Any, NamedTuple

import numpy as np

from analytic.errors import InvalidProblemError
from analytic.problem import GradientFlow, Model, Training
from analytic.sampling.checkpoint import resumed
from analytic.sampling.ensembles.replicas import Grid, pair_losses, total_losses
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.finite_model import FiniteModel, FloatArray, finite_model
from analytic.sampling.heavy_tails import has_heavy_tails
from analytic.sampling.questions import (
    checked_count,
    checked_draws,
    checked_seed,
    checked_times,
)
from analytic.sampling.schedule import CHUNK_BYTES, Progress, collected
from analytic.sampling.training import Filter, filter_of

_FLOW = GradientFlow()


@dataclass(frozen=True, eq=False)
class Decomposition:
    """The loss of one model and its parts, all from the same draws: rows of samples are paired.

        L = bias^2 + V_A + V_D + V_{AD}

    [bordelon2024dynamical], appendix H.
    """

    total: Estimate
    bias: Estimate
    features: Estimate
    data: Estimate
    interaction: Estimate


def decomposition(
    model: Model,
    time: Any,
    draws: int = 200,
    seed: int = 0,
    training: Training = _FLOW,
    *,
    projections: int = 2,
    data_sets: int = 2,
    chunk_bytes: int = CHUNK_BYTES,
    executor: Executor | None = None,
    progress: Progress | None = None,
    resume: str | PathLike[str] | None = None,
) -> Decomposition:
    r"""Squared bias, variances of features and of data, and their interaction, of a finite model.

        bias^2 = L_0,  V_A = L_A - L_0,  V_D = L_D - L_0,  V_{AD} = L - L_A - L_D + L_0

    with the losses of pairs of replicas that share the projection, the data, or nothing. Every draw
    has E projections and B data sets, and estimates the four parts without bias from all pairs.
    [bordelon2024dynamical], appendix H.

    Shape, validity, draws, seeds, `resume` and errors as `losses`; E and B are at least 2. Any
    way of training that is a spectral filter will do.

    >>> from analytic.problem import PowerLaw
    >>> model = Model(PowerLaw(2, 2, modes=3), width=4, samples=8)
    >>> decomposition(model, time=0, draws=2).features.mean
    0.0
    """
    found = _simulated(
        _grid(model, projections, data_sets, 2, "one replica has no variance"),
        _Asked(model, checked_times(time), checked_draws(draws), checked_seed(seed), training),
        resume,
        partial(collected, chunk_bytes=chunk_bytes, executor=executor, progress=progress),
    )
    single, width, data, nothing = np.swapaxes(pair_losses(found.grid, found.totals), 0, 1)

    def part(samples: FloatArray, heavy_tailed: bool = False) -> Estimate:
        return estimated(samples.reshape(-1, *found.shape), heavy_tailed)

    return Decomposition(
        total=part(single + found.grid.model.floor, found.heavy_tailed),
        bias=part(nothing + found.grid.model.floor),
        features=part(width - nothing),
        data=part(data - nothing),
        interaction=part(single - width - data + nothing, found.heavy_tailed),
    )


def ensemble_loss(
    model: Model,
    time: Any,
    projections: int = 1,
    data_sets: int = 1,
    draws: int = 200,
    seed: int = 0,
    training: Training = _FLOW,
    *,
    chunk_bytes: int = CHUNK_BYTES,
    executor: Executor | None = None,
    progress: Progress | None = None,
    resume: str | PathLike[str] | None = None,
) -> Estimate:
    r"""Test loss of predictors averaged over E projections times B data sets.

        L_{E,B} = | (1/EB) \sum_{eb} \Lambda^{1/2} v_{eb} |^2

    [bordelon2024dynamical], appendix H. Arguments, `resume` and errors as `losses`; a decomposition
    with the same members goes on from the same file.

    >>> from analytic.problem import PowerLaw
    >>> ensemble_loss(Model(PowerLaw(2, 2, modes=1), width=4), 0, projections=3, draws=2).mean
    1.0
    """
    found = _simulated(
        _grid(model, projections, data_sets, 1, "an ensemble has members"),
        _Asked(model, checked_times(time), checked_draws(draws), checked_seed(seed), training),
        resume,
        partial(collected, chunk_bytes=chunk_bytes, executor=executor, progress=progress),
    )
    members = found.grid.projections * found.grid.data_sets
    samples = (found.totals[:, 3] / members**2).reshape(-1, *found.shape)
    return estimated(samples + found.grid.model.floor, found.heavy_tailed)


class _Asked(NamedTuple):
    """What is simulated, and in how many draws."""

    model: Model
    times: FloatArray
    draws: int
    seed: int
    training: Training


class _Found(NamedTuple):
    """The sums over pairs of every draw, the shape of the times, and whether means mean little."""

    grid: Grid
    totals: FloatArray
    shape: tuple[int, ...]
    heavy_tailed: bool


def _grid(model: Model, projections: int, data_sets: int, least: int, reason: str) -> Grid:
    for value, name in ((projections, "projections"), (data_sets, "data_sets")):
        checked_count(value, name, least, reason)
    return Grid.of(finite_model(model), projections, data_sets)


def _simulated(
    grid: Grid,
    asked: _Asked,
    resume: str | PathLike[str] | None,
    collect: Callable[..., FloatArray],
) -> _Found:
    """The draws of a grid, those that a file keeps not made again."""
    _refuse_the_deterministic(grid.model)
    model, times, draws, seed, training = asked
    filter_: Filter = filter_of(training)
    flat = times.ravel()
    what = f"ensembles of {grid.projections} times {grid.data_sets} members by {training!r}"
    totals = collect(
        partial(total_losses, grid, filter_, flat, seed),
        draws,
        grid.bytes_per_draw(times.size),
        checkpoint=resumed(resume, what, model, flat, seed),
    )
    heavy_tailed = has_heavy_tails(grid.model, filter_, times, totals[:, 0])
    return _Found(grid, totals, times.shape, heavy_tailed)


def _refuse_the_deterministic(model: FiniteModel) -> None:
    if model.is_deterministic:
        raise InvalidProblemError(
            "Unlimited width and samples leave nothing to draw, and nothing to average. "
            "Give a width or a number of samples."
        )
