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
