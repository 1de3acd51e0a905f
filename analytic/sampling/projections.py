r"""The projection A of a draw: the product of its layers, each drawn as its kind says.

A/\sqrt N = B_L ... B_1,   tr F/M = 1 on average,   F = A^T A/N
"""

from math import pi, sqrt

import numpy as np

from analytic.sampling.finite_model import FiniteLayer, FloatArray


def projection(
    stream: np.random.Generator, layers: tuple[FiniteLayer, ...], modes: int
) -> FloatArray:
    r"""The projection A of a draw, of shape (N, modes): a product of layers.

        A/\sqrt N = B_L ... B_1,   <tr A^T A>/(N M) = 1

    Of each layer the kind says how it is drawn.
    """
    first, *others = layers
    product, rows = _DRAWN[first.kind](stream, first, modes), first.rows
    for layer in others:
        product = _DRAWN[layer.kind](stream, layer, rows) @ product / sqrt(rows)
        rows = layer.rows
    return product


def _normal(stream: np.random.Generator, layer: FiniteLayer, columns: int) -> FloatArray:
    """Independent standard normals, rows scaled by the eigenvalues of the features' covariance."""
    entries = stream.standard_normal((layer.rows, columns))
    if layer.scales is None:
        return entries
    return np.asarray(np.sqrt(layer.scales / layer.scales.mean())[:, None] * entries)


def _sparse(stream: np.random.Generator, layer: FiniteLayer, columns: int) -> FloatArray:
    """Normal entries, each kept with a probability, of variance one."""
    entries = stream.standard_normal((layer.rows, columns))
    kept = stream.random(entries.shape) < layer.parameter
    return np.asarray(entries * kept / sqrt(layer.parameter))


def _orthogonal(stream: np.random.Generator, layer: FiniteLayer, columns: int) -> FloatArray:
    r"""Rows of length \sqrt M in a uniformly random subspace."""
    basis, _ = np.linalg.qr(stream.standard_normal((columns, layer.rows)))
    return np.asarray(sqrt(columns) * basis.T)


def _cosine(stream: np.random.Generator, layer: FiniteLayer, columns: int) -> FloatArray:
    r"""Rows of the cosine transform of modes in random order and with random signs.

    \sqrt 2 \cos(\pi i (j + 1/2)/M),   1 for i = 0
    """
    rows = stream.choice(columns, layer.rows, replace=False)
    places = stream.permutation(columns)
    signs = stream.choice([-1.0, 1.0], columns)
    waves = sqrt(2) * np.cos(pi / columns * np.outer(rows, places + 0.5))
    waves[rows == 0] = 1.0
    return np.asarray(waves * signs)


def _residual(stream: np.random.Generator, layer: FiniteLayer, columns: int) -> FloatArray:
    r"""(\sqrt M I + \epsilon W)/\sqrt{1 + \epsilon^2}, entries of W of variance one."""
    noise = sqrt(layer.parameter) * stream.standard_normal((columns, columns))
    return np.asarray((sqrt(columns) * np.eye(columns) + noise) / sqrt(1 + layer.parameter))


def _hashing(stream: np.random.Generator, layer: FiniteLayer, columns: int) -> FloatArray:
    r"""\pm \sqrt N at one random place of every column."""
    table = np.zeros((layer.rows, columns))
    places = stream.integers(layer.rows, size=columns)
    table[places, np.arange(columns)] = sqrt(layer.rows) * stream.choice([-1.0, 1.0], columns)
    return table


_DRAWN = {
    "normal": _normal,
    "sparse": _sparse,
    "orthogonal": _orthogonal,
    "cosine": _cosine,
    "residual": _residual,
    "hashing": _hashing,
}
