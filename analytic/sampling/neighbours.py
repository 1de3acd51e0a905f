"""Distances to the nearest sample on a manifold, drawn."""

from typing import Any

import numpy as np

from analytic.problem.manifold import Manifold, positive_size
from analytic.sampling.draws import stream_of
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.finite_model import FloatArray
from analytic.sampling.manifold_points import differences, points_on
from analytic.sampling.questions import checked_count, checked_draws, checked_seed

_PROBES = 64


def nearest_neighbour_moment(
    manifold: Manifold, samples: Any, order: Any, draws: int = 200, seed: int = 0
) -> Estimate:
    r"""The mean of r^n, r the distance of a point of a manifold to the nearest of P samples.

        E[r^n],   r = \min_{i \le P} |x - x_i|

    Every draw has samples and 64 points of its own. Distances are those of the space around the
    manifold; of a flat torus, its own.

    Shape     one number; `samples` of the estimate has shape (draws,).
    Raises    InvalidProblemError for samples that are not whole, draws and seeds.

    >>> from analytic.problem.manifold import Torus
    >>> found = nearest_neighbour_moment(Torus(1), 10, 1)
    >>> abs(found.mean - 1 / 22) < 5 * found.standard_error
    True
    """
    count = checked_count(samples, "samples", 1, "a nearest sample needs one")
    power = float(positive_size(order, "order"))
    rows = [
        np.mean(_distances(manifold, count, checked_seed(seed), number) ** power)
        for number in range(checked_draws(draws))
    ]
    return estimated(np.array(rows))


def _distances(manifold: Manifold, count: int, seed: int, number: int) -> FloatArray:
    """The distances of the probes to the nearest of `count` samples in one draw."""
    samples, probes = (
        points_on(manifold, stream_of(seed, number, variable), size)
        for variable, size in ((1, count), (3, _PROBES))
    )
    apart = differences(manifold, probes, samples)
    return np.asarray(np.sqrt(np.min(np.sum(apart**2, axis=2), axis=1)))
