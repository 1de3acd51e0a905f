"""Sums over terms at many frequencies, a few frequencies at a time."""

from collections.abc import Callable

import numpy as np

from analytic.exact.precision import Array

ENTRIES = 2**14
"""Of a matrix of frequencies and terms: few enough for caches."""
_UNSHARED = 2**12 - 1  # and, times a vector, for one thread: more of them wait for each other


def by_rows(
    evaluate: Callable[[Array], tuple[Array, Array]], kappa: Array, terms: int, columns: int
) -> tuple[Array, Array]:
    """Two arrays (frequencies, columns), for parts of the frequencies one after the other."""
    size = max(1, (ENTRIES if columns > 1 else _UNSHARED) // terms)
    if len(kappa) <= size:
        return evaluate(kappa)
    parts = [evaluate(kappa[start : start + size]) for start in range(0, len(kappa), size)]
    first, second = zip(*parts, strict=True)
    return np.concatenate(first), np.concatenate(second)


def power_series(x: Array, coefficients: Array) -> tuple[Array, Array]:
    r"""\sum_j c_j x^j and \sum_j j c_j x^j, for each column of coefficients."""
    weighted = coefficients * np.arange(len(coefficients))[:, None]

    def added(x: Array) -> tuple[Array, Array]:
        powers = np.empty((len(x), len(coefficients)), dtype=x.dtype)
        powers[:] = x[:, None]
        powers[:, 0] = 1
        powers = np.multiply.accumulate(powers, axis=1)
        return powers @ coefficients, powers @ weighted

    return by_rows(added, x, *coefficients.shape)
