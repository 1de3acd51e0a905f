r"""The directions in which one-pass SGD moves, and the one in which it does not.

With the singular value decomposition F = U s V^T of the readout F = \Lambda^{1/2} A^T/\sqrt N, the
error u = \Lambda^{1/2} v moves along the columns of U at the rates s^2, and what of the target is
orthogonal to all of them stays. A batch meets u through its features in these directions only, and
independent standard normals are that in any orthonormal basis.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np

from analytic.sampling.draws import draw_projection
from analytic.sampling.finite_model import FiniteModel, FloatArray


class Coordinates(NamedTuple):
    """Rates s^2, error before training, and the basis; shapes (n,), (n,) and (M, n)."""

    rates: FloatArray
    error: FloatArray
    basis: FloatArray


def coordinates(model: FiniteModel, stream: np.random.Generator) -> Coordinates:
    """The coordinates of one draw of A; the modes themselves where the width is unlimited."""
    if model.width is None:
        return Coordinates(model.eigenvalues, model.target, np.eye(model.modes))
    projection = np.empty((model.width, model.modes))
    draw_projection(stream, projection, model)
    readout = projection * (np.sqrt(model.eigenvalues) / sqrt(model.width))
    _, singular, basis = np.linalg.svd(readout, full_matrices=False)
    inside = basis @ model.target
    if model.width >= model.modes:
        return Coordinates(singular**2, inside, basis.T)
    outside = model.target - inside @ basis
    left = np.linalg.norm(outside)
    direction = outside / left if left > 0 else outside
    return Coordinates(
        np.append(singular**2, 0.0),
        np.append(inside, left),
        np.column_stack([basis.T, direction]),
    )
