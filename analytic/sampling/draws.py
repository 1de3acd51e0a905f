r"""The random variables of the model: projection A, features Psi, label noise xi."""

from dataclasses import dataclass

import numpy as np

from analytic.sampling.finite_model import FiniteModel, FloatArray
from analytic.sampling.projections import projection as projection_of


@dataclass(frozen=True, eq=False)
class Draws:
    r"""A stack of independent draws; None where an unlimited resource leaves nothing to draw.

    Shape     projection (draws, N, M); white_features (draws, P, M), the rows of
              Psi \Lambda^{-1/2}; noise (draws, P), of unit variance.
    """

    projection: FloatArray | None
    white_features: FloatArray | None
    noise: FloatArray | None


def drawn(model: FiniteModel, seed: int, numbers: range) -> Draws:
    r"""The draws with the given numbers; entries are independent standard normals, or as stated.

        Psi_{\mu k} = \sqrt{\lambda_k} z_{\mu k},   A_{ik}, z_{\mu k}, \xi_\mu ~ N(0, 1)

    Section 2 of [bordelon2024dynamical]. Draw i has streams of its own, spawned from the seed, so
    it does not depend on which other draws are made; A, Psi and xi have one stream each, so models
    that differ in width are drawn with the same data.
    """
    count, width, samples = len(numbers), model.width, model.samples
    projection = None if width is None else np.empty((count, width, model.modes))
    features = None if samples is None else np.empty((count, samples, model.modes))
    noise = None if samples is None else np.empty((count, samples))
    for row, number in enumerate(numbers):
        if projection is not None:
            draw_projection(stream_of(seed, number, 0), projection[row], model)
        if features is not None:
            draw_features(stream_of(seed, number, 1), features[row], model.shown)
        if noise is not None and model.noise > 0:
            draw_noise(stream_of(seed, number, 2), noise[row])
    return Draws(projection, features, noise if model.noise > 0 else None)


def draw_projection(stream: np.random.Generator, out: FloatArray, model: FiniteModel) -> None:
    """A on the modes that are not null, written into `out` of shape (N, M)."""
    if model.layers[0].mixes_modes:  # null modes too
        out[:] = projection_of(stream, model.layers, model.null.size)[:, ~model.null]
    else:
        out[:] = projection_of(stream, model.layers, model.modes)


def draw_features(
    stream: np.random.Generator, out: FloatArray, shown: FloatArray | None = None
) -> None:
    r"""Psi \Lambda^{-1/2}, written into `out` of shape (P, M); one-hot where modes are `shown`.

    With the probability that is missing to one a sample shows a mode that is left out.
    """
    if shown is None:
        stream.standard_normal(out=out)
        return
    modes = np.searchsorted(np.cumsum(shown), stream.random(len(out)), side="right")
    known = np.flatnonzero(modes < shown.size)
    out[:] = 0
    out[known, modes[known]] = shown[modes[known]] ** -0.5


def draw_noise(stream: np.random.Generator, out: FloatArray) -> None:
    """The label noise over its standard deviation, written into `out` of shape (P,)."""
    stream.standard_normal(out=out)


def stream_of(seed: int, number: int, variable: int) -> np.random.Generator:
    """The stream of one variable in one draw: 0 for A, 1 for features, 2 for label noise."""
    key = np.random.SeedSequence(seed, spawn_key=(number, variable))
    return np.random.default_rng(key)
