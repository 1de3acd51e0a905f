r"""Power laws over ranges of k, and how probable each of them is.

    y(x) = c - s x + f(x),   x = \log k

Over a range x_1 ... x_2 the function f is none, or what a knee before the range and a cut-off
behind it leave there, sums of e^{-p (x - x_1)} and of e^{q (x - x_2)}. Outside it is anything: it
jumps, has another slope, and that slope wanders. All of this is Gaussian with a size that is
stated, so each range has an evidence, and s an error that counts what is not known of f.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analytic.fits.windows import Array, Windows

FEWEST = 5  # windows of a range

# Standard deviations in log v, and a margin, chosen so that the intervals of 200 spectra with knees
# and cut-offs hold the truth in 95 % (tests/fits/test_coverage.py).
_CORRECTION = 0.9  # at the end of its range
_JUMP = 0.3  # of the value where the range ends
_KINK = 1.0  # of the slope there
_WANDER = 1.0  # of the slope beyond, over an e-fold of k
_POWERS = (0.5, 1.0, 2.0, 4.0)  # p and q
_SHAPE = 1.4  # of errors with a correction, whose shape no sum of powers is: k^-s (1 + c/k)
_LONG = 0.6  # logarithm of how much more probable a range is that is longer by an e-fold
_EXPONENT = 2.0  # how far apart exponents of different spectra are


@dataclass(frozen=True)
class Candidates:
    """Power laws over windows first ... last - 1: exponents, errors, lines at `centre`, weights."""

    first: Array
    last: Array
    exponent: Array
    error: Array
    level: Array
    level_error: Array
    weight: Array
    centre: float

    def of_range(self, first: int, last: int) -> NDArray[np.int64]:
        """The candidates over one range, the one without corrections first."""
        return np.flatnonzero((self.first == first) & (self.last == last))

    def best_range(self) -> tuple[int, int]:
        """The most probable range."""
        ranges, place = np.unique(np.stack([self.first, self.last]), axis=1, return_inverse=True)
        total = np.bincount(place.ravel(), weights=self.weight)
        first, last = ranges[:, int(total.argmax())]
        return int(first), int(last)


def candidates(data: Windows, centre: float) -> Candidates:
    """Every power law over every range of five windows or more, with and without corrections."""
    design = np.stack([np.ones(len(data.x)), centre - data.x], axis=1)
    rows = [
        (
            first,
            last,
            *_fitted(design, data.y, covariance, data.x[last - 1] - data.x[first]),
            margin,
        )
        for first, last in _ranges(len(data.x))
        for covariance, margin in _covariances(data, first, last)
    ]
    first, last, exponent, error, level, level_error, evidence, margin = np.array(rows).T
    chance = np.exp(evidence - evidence.max())
    return Candidates(
        first.astype(int),
        last.astype(int),
        exponent,
        margin * error,
        level,
        margin * level_error,
        chance / chance.sum(),
        centre,
    )


def _ranges(size: int) -> Iterator[tuple[int, int]]:
    step = 1 if size < 20 else 2
    for last in range(size, FEWEST - 1, -step):
        for first in range(0, last - FEWEST + 1, step):
            yield first, last


def _covariances(data: Windows, first: int, last: int) -> Iterator[tuple[Array, float]]:
    """Of what is no straight line, with a correction at neither end, at one, at both; a margin."""
    before, behind = data.x[first] - data.x, data.x - data.x[last - 1]
    always = np.diag(data.error**2) + _outside(before) + _outside(behind)
    head, tail = _correction(before), _correction(behind)
    for with_head, with_tail in product((False, True), repeat=2):
        margin = _SHAPE if with_head or with_tail else 1.0
        yield always + with_head * head + with_tail * tail, margin


def _outside(distance: Array) -> Array:
    """Covariance of any continuation beyond the end of a range."""
    d = np.maximum(distance, 0)
    low, high = np.minimum.outer(d, d), np.maximum.outer(d, d)
    wandering = low**3 / 3 + low**2 * (high - low) / 2
    out = np.outer(d > 0, d > 0)
    return np.asarray(_WANDER**2 * wandering + _KINK**2 * np.outer(d, d) + _JUMP**2 * out)


def _correction(distance: Array) -> Array:
    """Covariance of corrections inside of a range, and of the straight lines beyond them."""
    inside, beyond = np.minimum(distance, 0), np.maximum(distance, 0)
    columns = [np.exp(p * inside) + p * beyond for p in _POWERS]
    shares = [np.outer(column, column) / len(_POWERS) for column in columns]
    return np.asarray(_CORRECTION**2 * sum(shares))


def _fitted(design: Array, y: Array, covariance: Array, length: float) -> tuple[float, ...]:
    """Exponent, its error, the level at the centre, its error, the logarithm of the evidence."""
    root = np.linalg.cholesky(covariance)
    white = np.linalg.solve(root, np.column_stack([design, y]))
    columns, values = white[:, :2], white[:, 2]
    precision = columns.T @ columns
    inverse = np.linalg.inv(precision)
    level, exponent = inverse @ (columns.T @ values)
    rest = values - columns @ np.array([level, exponent])
    _, volume = np.linalg.slogdet(precision + np.diag([0, _EXPONENT**-2]))
    evidence = -np.log(np.diag(root)).sum() - (rest @ rest + volume) / 2 + _LONG * length
    level_error, error = np.sqrt(np.diag(inverse))
    return float(exponent), float(error), float(level), float(level_error), float(evidence)
