r"""The dimension of the manifold that points lie on, from the distances to two neighbours.

    P(r_2/r_1 > x) = x^{-d}   where points are uniform at the scale of the neighbours

[facco2017estimating], as scikit-dimension estimates it.
"""

from typing import Any

import numpy as np

from analytic.errors import InvalidProblemError, require
from analytic.fits.least_squares import FittedNumber
from analytic.fits.windows import Array

_HALVES = 40  # random halves of the points
_FEWEST = 100  # points
_QUANTILE = 2.02  # of Student's distribution with as many degrees of freedom less one, 97.5 %


def intrinsic_dimension(points: Any) -> FittedNumber:
    r"""The dimension d that resolution-limited exponents speak of, with its interval of 95 %.

        L \sim P^{-n/d}

    The interval is a jackknife's that leaves out half of the points at a time: the estimate is no
    smooth function of single ones. It is a third too wide on spheres, and does not know of a
    density that varies, or of noise, at the scale of neighbours: with noise of that size the
    dimension is the ambient one.

    Shape     points (P, ambient dimension), different from each other, at least 100.
    Raises    InvalidProblemError for what is no such array, and without scikit-dimension.

    >>> intrinsic_dimension([[0.0, 0.0], [1.0, 0.0]])
    Traceback (most recent call last):
        ...
    analytic.errors.InvalidProblemError: 2 points have no dimension yet. Give at least 100.
    """
    rows = _checked(points)
    two_neighbours = _two_neighbours()
    random = np.random.default_rng(0)

    def dimension(some: Array) -> float:
        return float(two_neighbours.fit(some).dimension_)

    whole = dimension(rows)
    halves = [rows[random.permutation(len(rows))[::2]] for _ in range(_HALVES)]
    error = float(np.std([dimension(half) for half in halves]))
    return FittedNumber(whole, whole - _QUANTILE * error, whole + _QUANTILE * error)


def _checked(points: Any) -> Array:
    try:
        rows = np.asarray(points, dtype=float)
    except (TypeError, ValueError):
        rows = np.empty(0)
    require(
        rows.ndim == 2 and rows.shape[1] > 0 and bool(np.all(np.isfinite(rows))),
        "The points are no table of numbers. Give an array of shape (points, coordinates).",
    )
    require(
        len(rows) >= _FEWEST,
        f"{len(rows)} points have no dimension yet. Give at least {_FEWEST}.",
    )
    require(
        len(np.unique(rows, axis=0)) == len(rows),
        "Some points are the same: their neighbours are at distance zero. Leave copies out.",
    )
    return rows


def _two_neighbours() -> Any:
    try:
        from skdim.id import TwoNN
    except ModuleNotFoundError:
        raise InvalidProblemError(
            "Dimensions are estimated by scikit-dimension, which is not installed. Install it with "
            "pip install 'scaling-laws[dimension]'."
        ) from None
    return TwoNN()
