r"""Values over rank in geometric windows: the mean of a logarithm, and how far chance moves it.

    y_j = log of the mean of v_k (k/k_j)^e over a window,   x_j = log k_j = mean of log k

With e the exponent a power law is a straight line of the y_j, whatever the width of a window.
"""

from dataclasses import dataclass

import mpmath
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PER_DECADE = 10
_PILOTS = 3  # times that the exponent inside windows is found again
_FEW = 10  # modes from which a window tells how modes spread


@dataclass(frozen=True)
class Windows:
    """Means over windows: log k, log of the mean, its standard error, the number of modes.

    `starts` are the modes, counted from 0, with which windows begin, and the end of the last one.
    """

    x: Array
    y: Array
    error: Array
    count: Array
    starts: NDArray[np.int64]


def edges(modes: int) -> NDArray[np.int64]:
    """Where windows begin, in modes counted from 0, and where the last one ends.

    >>> edges(20).tolist()
    [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20]
    """
    steps = int(np.ceil(np.log10(modes) * PER_DECADE)) + 1
    places = np.round(np.geomspace(1, modes + 1, steps)).astype(int) - 1
    return np.unique(places)


def windows(values: Array) -> Windows:
    r"""The windows of values v_k >= 0, k = 1, 2, ...; what spreads like chi-square is known.

    The variance of v_k over the square of its mean, \phi, is measured inside windows; a window of n
    modes is then like a Gamma variable of shape n/\phi, whose logarithm has the mean
    \psi(n/\phi) - \log(n/\phi) and the variance \psi'(n/\phi). Windows without power are joined to
    the next.
    """
    k = np.arange(1, len(values) + 1, dtype=float)
    starts = _with_power(values, edges(len(values)))
    logs = np.log(k)
    count = np.diff(starts).astype(float)
    x = np.add.reduceat(logs, starts[:-1]) / count
    exponent = 0.0
    for _ in range(_PILOTS):
        flat = values * np.exp(exponent * (logs - np.repeat(x, np.diff(starts))))
        mean = np.add.reduceat(flat, starts[:-1]) / count
        y = np.log(mean)
        exponent = -_slope(x, y, count)
    local = np.gradient(y, x) if len(x) > 1 else np.zeros(1)
    sizes = np.diff(starts)
    level = values * np.exp(-np.repeat(local, sizes) * (logs - np.repeat(x, sizes)))
    spread = _spread(level / np.repeat(np.add.reduceat(level, starts[:-1]) / count, sizes), starts)
    shape = count / max(spread, 1e-14)
    return Windows(x, y - _log_bias(shape), np.sqrt(_log_variance(shape)), count, starts)


def _with_power(values: Array, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    kept = [0]
    for end in starts[1:]:
        if values[kept[-1] : end].sum() > 0:
            kept.append(int(end))
    if kept[-1] != starts[-1] and len(kept) > 1:
        kept[-1] = int(starts[-1])
    return np.array(kept)


def _slope(x: Array, y: Array, weight: Array) -> float:
    centred = x - np.average(x, weights=weight)
    return float((weight * centred * y).sum() / (weight * centred**2).sum())


def _spread(ratio: Array, starts: NDArray[np.int64]) -> float:
    """The relative variance of modes inside windows."""
    sizes = np.diff(starts)
    squares = np.add.reduceat((ratio - 1) ** 2, starts[:-1])
    many = sizes >= min(_FEW, sizes.max())
    return float(squares[many].sum() / max((sizes[many] - 1).sum(), 1))


def _log_bias(shape: Array) -> Array:
    return np.array([float(mpmath.digamma(n) - mpmath.log(n)) for n in shape])


def _log_variance(shape: Array) -> Array:
    return np.array([float(mpmath.psi(1, n)) for n in shape])
