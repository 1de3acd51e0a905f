"""Piecewise linear interpolation of a wave on tori of one and two dimensions, drawn."""

from itertools import combinations
from typing import Any

import numpy as np

from analytic.errors import InvalidProblemError
from analytic.problem.manifold import Manifold, Torus
from analytic.sampling.draws import stream_of
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.finite_model import FloatArray
from analytic.sampling.questions import checked_count, checked_draws, checked_seed

_PROBES = 16
_LEAST, _NEAR = 50, 20  # samples on a surface, and how many next to a point make its triangle
_TRIPLES = np.array(list(combinations(range(_NEAR), 3)))
_ROUNDING = 1e-9


def linear_interpolation_loss(
    manifold: Manifold, samples: Any, draws: int = 200, seed: int = 0
) -> Estimate:
    r"""The mean squared error of linear interpolation between P samples of a wave on a torus.

        L(P) = E|f - y|^2,   y = \sqrt2 \cos(2 \pi x_1)

    f is linear between neighbours on the torus of one dimension, and in the triangles of Delaunay
    on that of two; at 16 points of each draw. Its law in [bahri2024explaining] is P^{-4/d}.

    Shape     one number; `samples` of the estimate has shape (draws,).
    Raises    InvalidProblemError for other manifolds, samples (at least 50 for triangles), draws
              and seeds.

    >>> from analytic.problem.manifold import Torus
    >>> found = linear_interpolation_loss(Torus(1), 40, draws=100)
    >>> bool(found.mean < 0.01)
    True
    """
    if not (isinstance(manifold, Torus) and manifold.dimension <= 2):
        raise InvalidProblemError(
            f"{str(manifold)[:80]!r} is not parted into intervals or triangles here. Give Torus(1) "
            "or Torus(2)."
        )
    line = manifold.dimension == 1
    least = 2 if line else _LEAST
    count = checked_count(samples, "samples", least, f"linear pieces here need {least} samples")
    rows = []
    for number in range(checked_draws(draws)):
        stream = stream_of(checked_seed(seed), number, 1)
        points = stream.random((count, int(manifold.dimension)))
        probes = stream_of(seed, number, 3).random((_PROBES, int(manifold.dimension)))
        interpolated = _on_line(points, probes) if line else _on_surface(points, probes)
        rows.append(np.mean((_wave(probes[:, 0]) - interpolated) ** 2))
    return estimated(np.array(rows))


def _wave(x: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt(2) * np.cos(2 * np.pi * x))


def _on_line(points: FloatArray, probes: FloatArray) -> FloatArray:
    return np.interp(probes[:, 0], points[:, 0], _wave(points[:, 0]), period=1)


def _on_surface(points: FloatArray, probes: FloatArray) -> FloatArray:
    """Values at the probes, by the one triangle around each whose circle is empty."""
    found = []
    for probe in probes:
        apart = points - probe
        apart -= np.rint(apart)
        order = np.argsort(np.sum(apart**2, axis=1))
        found.append(_in_triangle(apart[order], _wave(points[order, 0])))
    return np.array(found)


def _in_triangle(apart: FloatArray, values: FloatArray) -> float:
    """The value at the origin, from points in the order of their distance."""
    corners = apart[_TRIPLES]
    x, y = corners[:, :, 0], corners[:, :, 1]
    opposite = np.stack(
        [
            x[:, 1] * y[:, 2] - x[:, 2] * y[:, 1],
            x[:, 2] * y[:, 0] - x[:, 0] * y[:, 2],
            x[:, 0] * y[:, 1] - x[:, 1] * y[:, 0],
        ],
        axis=1,
    )
    area = opposite.sum(axis=1)
    around = np.flatnonzero(np.all(opposite * np.sign(area)[:, None] >= 0, axis=1))
    squares = np.sum(corners[around] ** 2, axis=2)
    turned = np.roll(y[around], -1, axis=1) - np.roll(y[around], -2, axis=1)
    across = np.roll(x[around], -2, axis=1) - np.roll(x[around], -1, axis=1)
    centre = np.stack([np.sum(squares * turned, axis=1), np.sum(squares * across, axis=1)], axis=1)
    centre /= 2 * area[around, None]
    radius = np.sum((corners[around, 0] - centre) ** 2, axis=1)
    others = np.sum((apart[None] - centre[:, None]) ** 2, axis=2)
    empty = np.all(others >= radius[:, None] * (1 - _ROUNDING), axis=1)
    if not np.any(empty):
        return float(values[0])  # its triangle is larger than what is near: once in thousands
    row = around[np.argmax(empty)]
    return float(opposite[row] @ values[_TRIPLES[row]] / area[row])
