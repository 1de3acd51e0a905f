"""Points drawn uniformly on manifolds, and how far apart they are."""

from math import pi

import numpy as np

from analytic.errors import InvalidProblemError
from analytic.problem.manifold import Manifold, RingTorus, Sphere, Torus
from analytic.sampling.finite_model import FloatArray


def points_on(manifold: Manifold, stream: np.random.Generator, count: int) -> FloatArray:
    """Points drawn uniformly on a manifold, shape (count, dimensions of the space around it)."""
    match manifold:
        case Sphere():
            normal = stream.standard_normal((count, int(manifold.dimension) + 1))
            return np.asarray(normal / np.linalg.norm(normal, axis=1, keepdims=True))
        case Torus():
            return stream.random((count, int(manifold.dimension)))
        case RingTorus():
            return _on_ring(float(manifold.thickness), stream, count)
    raise InvalidProblemError(
        f"{str(manifold)[:80]!r} is no manifold that can be drawn. Give Sphere(2), Torus(2) or "
        "RingTorus('1/2')."
    )


def differences(manifold: Manifold, ones: FloatArray, others: FloatArray) -> FloatArray:
    """Vectors from all of one set of points to all of another; on a torus the shortest ones.

    Shape     (ones, others, dimensions of the space around the manifold).
    """
    apart = ones[:, None, :] - others[None, :, :]
    return apart - np.rint(apart) if isinstance(manifold, Torus) else apart


def _on_ring(thickness: float, stream: np.random.Generator, count: int) -> FloatArray:
    """Angles of the tube are kept in proportion to the length of the circle that they trace."""
    tube = np.empty(0)
    while tube.size < count:
        angle = 2 * pi * stream.random(2 * count)
        kept = stream.random(2 * count) * (1 + thickness) < 1 + thickness * np.cos(angle)
        tube = np.concatenate([tube, angle[kept]])
    tube, around = tube[:count], 2 * pi * stream.random(count)
    radius = 1 + thickness * np.cos(tube)
    return np.stack([radius * np.cos(around), radius * np.sin(around), thickness * np.sin(tube)], 1)
