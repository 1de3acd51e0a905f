r"""The parts of the loss, and the loss of ensembles, by simulation."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from analytic.errors import InvalidProblemError
from analytic.problem import GradientFlow, Model, Training
from analytic.sampling.ensembles.replicas import Grid, pair_losses, total_losses
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.finite_model import FiniteModel, FloatArray, finite_model
from analytic.sampling.heavy_tails import is_heavy_tailed
from analytic.sampling.questions import (
    checked_count,
    checked_draws,
    checked_seed,
    checked_times,
)
from analytic.sampling.schedule import CHUNK_BYTES, Progress, collected
from analytic.sampling.training import filter_of

__all__ = ["Decomposition", "decomposition", "ensemble_loss"]

_FLOW = GradientFlow()


@dataclass(frozen=True, eq=False)
class Decomposition:
    """The loss of one model and its parts, all from the same draws: rows of samples are paired."""

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
) -> Decomposition:
    r"""Squared bias, variances of features and of data, and their interaction, of a finite model.

        bias^2 = L_0,  V_A = L_A - L_0,  V_D = L_D - L_0,  V_{AD} = L - L_A - L_D + L_0

    with the losses of pairs of replicas that share the projection, the data, or nothing. Every draw
    has E projections and B data sets, and estimates the four parts without bias from all pairs.
    [bordelon2024dynamical], appendix H.

    Shape, validity, draws, seeds and errors as `losses`; E and B are at least 2.

    >>> from analytic.problem import PowerLaw
    >>> model = Model(PowerLaw(2, 2, modes=3), width=4, samples=8)
    >>> decomposition(model, time=0, draws=2).features.mean
    0.0
    """
    finite = finite_model(model)
    for value, name in ((projections, "projections"), (data_sets, "data_sets")):
        checked_count(value, name, 2, "one replica has no variance")
    grid = Grid.of(finite, projections, data_sets)
    times = checked_times(time)
    totals = _totals(grid, times, draws, seed, training, chunk_bytes, executor, progress)
    single, width, data, nothing = np.swapaxes(pair_losses(grid, totals), 0, 1)
    heavy = is_heavy_tailed(finite, times)

    def part(samples: FloatArray, heavy_tailed: bool = False) -> Estimate:
        return estimated(samples.reshape(-1, *times.shape), heavy_tailed)

    return Decomposition(
        total=part(single, heavy),
        bias=part(nothing),
        features=part(width - nothing),
        data=part(data - nothing),
        interaction=part(single - width - data + nothing, heavy),
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
) -> Estimate:
    r"""Test loss of predictors averaged over E projections times B data sets.

        L_{E,B} = | (1/EB) \sum_{eb} \Lambda^{1/2} v_{eb} |^2

    [bordelon2024dynamical], appendix H. Arguments and errors as `losses`.

    >>> from analytic.problem import PowerLaw
    >>> ensemble_loss(Model(PowerLaw(2, 2, modes=1), width=4), 0, projections=3, draws=2).mean
    1.0
    """
    finite = finite_model(model)
    for value, name in ((projections, "projections"), (data_sets, "data_sets")):
        checked_count(value, name, 1, "an ensemble has members")
    grid = Grid.of(finite, projections, data_sets)
    times = checked_times(time)
    totals = _totals(grid, times, draws, seed, training, chunk_bytes, executor, progress)
    members = grid.projections * grid.data_sets
    samples = (totals[:, 3] / members**2).reshape(-1, *times.shape)
    return estimated(samples, is_heavy_tailed(finite, times))


def _totals(
    grid: Grid,
    times: FloatArray,
    draws: int,
    seed: int,
    training: Training,
    chunk_bytes: int,
    executor: Executor | None,
    progress: Progress | None,
) -> FloatArray:
    count, root = checked_draws(draws), checked_seed(seed)
    _refuse_the_deterministic(grid.model)
    chunk = partial(total_losses, grid, filter_of(training), times.ravel(), root)
    memory = grid.bytes_per_draw(times.size)
    return collected(chunk, count, memory, chunk_bytes, executor, progress)


def _refuse_the_deterministic(model: FiniteModel) -> None:
    if model.is_deterministic:
        raise InvalidProblemError(
            "Unlimited width and samples leave nothing to draw, and nothing to average. "
            "Give a width or a number of samples."
        )
