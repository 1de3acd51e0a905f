r"""Replicas: error vectors of all pairs of E projections and B data sets, reduced to pair losses.

    u_{eb} = \Lambda^{1/2} v of the model with projection e, trained on data set b
    T = \sum_{eb} |u_{eb}|^2,   S_A = \sum_e |\sum_b u_{eb}|^2,
    S_D = \sum_b |\sum_e u_{eb}|^2,   S = |\sum_{eb} u_{eb}|^2

A pair of different replicas is in these sums once for every order, so that

    L = T/(EB),   L_A = (S_A - T)/(E B (B-1)),   L_D = (S_D - T)/(B E (E-1)),
    L_0 = (S - S_A - S_D + T)/(E (E-1) B (B-1)),   L_{E,B} = S/(EB)^2

are means over all pairs that share both, the projection, the data, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analytic.sampling.draws import Draws, drawn
from analytic.sampling.dynamics import solved
from analytic.sampling.finite_model import FiniteModel, FloatArray
from analytic.sampling.schedule import bytes_per_draw
from analytic.sampling.training import Filter


@dataclass(frozen=True)
class Grid:
    """E projections times B data sets; an unlimited resource has one replica only."""

    model: FiniteModel
    projections: int
    data_sets: int

    @classmethod
    def of(cls, model: FiniteModel, projections: int, data_sets: int) -> Grid:
        """The grid of a model, replicas of what is not drawn left out."""
        return cls(
            model,
            1 if model.width is None else projections,
            1 if model.samples is None else data_sets,
        )

    def bytes_per_draw(self, times: int) -> int:
        """Memory of one draw: its matrices, one decomposition at a time, the sums of errors."""
        one = bytes_per_draw(self.model, times)
        sums = 8 * self.model.modes * times * (self.projections + 2)
        return one * max(self.projections, self.data_sets) + sums

    def drawn(self, seed: int, numbers: range) -> list[list[Draws]]:
        """The draws of every projection with every data set, stacked over `numbers`.

        Replicas are numbered through, so that no two draws share one.
        """
        featured = _stacked(replace(self.model, samples=None), seed, numbers, self.projections)
        sampled = _stacked(replace(self.model, width=None), seed, numbers, self.data_sets)
        return [
            [Draws(a.projection, data.white_features, data.noise) for data in sampled]
            for a in featured
        ]


def total_losses(
    grid: Grid, training: Filter, times: FloatArray, seed: int, numbers: range
) -> FloatArray:
    """T, S_A, S_D and S of every draw, shape (draws, 4, times)."""
    totals = np.zeros((4, len(numbers), times.size))
    size = (len(numbers), grid.model.modes, times.size)
    by_data = [np.zeros(size) for _ in range(grid.data_sets)]
    everything = np.zeros(size)
    for row in grid.drawn(seed, numbers):
        of_projection = np.zeros(size)
        for total, draws in zip(by_data, row, strict=True):
            error = solved(grid.model, draws).error(training, times)
            totals[0] += _square(error)
            of_projection += error
            total += error
        totals[1] += _square(of_projection)
        everything += of_projection
    for total in by_data:
        totals[2] += _square(total)
    totals[3] = _square(everything)
    return np.swapaxes(totals, 0, 1)


def pair_losses(grid: Grid, totals: FloatArray) -> FloatArray:
    """Losses of the four kinds of pairs of every draw from its totals, shape (draws, 4, times).

        L = T/(EB),   L_A = (S_A - T)/(E B (B-1)),   L_D = (S_D - T)/(B E (E-1)),
        L_0 = (S - S_A - S_D + T)/(E (E-1) B (B-1))

    [bordelon2024dynamical], appendix H.
    """
    e, b = grid.projections, grid.data_sets
    both, width, data, every = np.swapaxes(totals, 0, 1)
    single = both / (e * b)
    same_width = (width - both) / (e * b * (b - 1)) if b > 1 else single
    same_data = (data - both) / (b * e * (e - 1)) if e > 1 else single
    if e > 1 and b > 1:
        nothing = (every - width - data + both) / (e * (e - 1) * b * (b - 1))
    else:
        nothing = same_data if e > 1 else same_width
    return np.stack([single, same_width, same_data, nothing], axis=1)


def _stacked(model: FiniteModel, seed: int, numbers: range, replicas: int) -> list[Draws]:
    """What is drawn for each replica, stacked over the numbers."""
    through = range(numbers.start * replicas, numbers.stop * replicas)
    drawn_ = drawn(model, seed, through)
    arrays = (drawn_.projection, drawn_.white_features, drawn_.noise)
    return [
        Draws(*(None if array is None else array[one::replicas] for array in arrays))
        for one in range(replicas)
    ]


def _square(error: FloatArray) -> FloatArray:
    total: FloatArray = np.sum(error * error, axis=-2)
    return total
