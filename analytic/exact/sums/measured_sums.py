r"""Spectral sums of a measured spectrum: over its modes one by one, or seen from afar by clusters.

Both measures, \lambda_k for d and c_k for w, share the points of a cluster. Numbers of modes that
have equal eigenvalues are added beforehand.
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr

from analytic.exact.precision import Arithmetic, Array, Double, Multiple
from analytic.exact.sums.clusters import Cluster
from analytic.exact.sums.rows import ENTRIES
from analytic.problem import Levels, MeasuredSpectrum

_LEAST_BITS = 160


class Sums(NamedTuple):
    r"""Sums over modes and their derivatives in kappa, each of shape (frequencies,).

        d = \sum_k \lambda_k/(\lambda_k + \kappa),   w = \sum_k c_k/(\lambda_k + \kappa)

    The same of every spectrum.
    """

    d: Array
    w: Array
    d_slope: Array
    w_slope: Array


class MeasuredSums:
    """Spectral sums of a measured spectrum; a mode costs nothing where many are seen from afar."""

    def __init__(self, arithmetic: Arithmetic, spectrum: MeasuredSpectrum) -> None:
        self.arithmetic = arithmetic
        self.spectrum = spectrum

    def evaluate(self, kappa: Array) -> Sums:
        """d, w and their derivatives at complex kappa."""
        shape = (len(kappa), 2)
        zero = self.arithmetic.complex(np.zeros(shape))
        values, slopes = zero.copy(), zero.copy()
        shared: list[tuple[Array, Array]] = []
        for where, source in self.sources(kappa):
            if len(where) == len(kappa):
                shared.append(source)
            else:
                self._add(kappa, where, source, values, slopes)
        if shared:
            points, weights = (np.concatenate(parts) for parts in zip(*shared, strict=True))
            self._add(kappa, np.arange(len(kappa)), (points, weights), values, slopes)
        return Sums(values[:, 0], values[:, 1], slopes[:, 0], slopes[:, 1])

    def sources(self, kappa: Array) -> Iterator[tuple[Array, tuple[Array, Array]]]:
        r"""Which \kappa see which points with which weights."""
        return self._modes.sources(kappa, np.arange(len(kappa)))

    def _add(
        self,
        kappa: Array,
        where: Array,
        source: tuple[Array, Array],
        values: Array,
        slopes: Array,
    ) -> None:
        points, weights = source
        size = max(1, ENTRIES // len(points))
        for start in range(0, len(where), size):
            chunk = where[start : start + size]
            response = 1 / np.add.outer(kappa[chunk], points)
            values[chunk] += response @ weights
            slopes[chunk] -= (response * response) @ weights

    def trace(self) -> Any:
        r"""\sum_k \lambda_k."""
        return self._totals[0]

    def power(self) -> Any:
        r"""\sum_k c_k, the loss before training."""
        return self._totals[1]

    def mode(self, number: int) -> Any:
        """The eigenvalue of one mode, counted from 1."""
        return self.arithmetic.number(self.spectrum.eigenvalues[number - 1])

    def smallest(self) -> Any:
        """The smallest eigenvalue that is not zero."""
        return self.arithmetic.number(min(self.spectrum.visible.eigenvalues))

    def largest(self) -> Any:
        """The largest eigenvalue."""
        return self.arithmetic.number(max(self.spectrum.eigenvalues))

    def count(self) -> Expr:
        """The number of modes that are not null."""
        return self.spectrum.rank

    def levels(self, end: int | None = None) -> Levels:
        """The modes up to `end`, each of which stands for itself."""
        ar = self.arithmetic
        eigenvalues, powers = (
            ar.array([ar.number(x) for x in values[:end]])
            for values in (self.spectrum.eigenvalues, self.spectrum.target_power)
        )
        return Levels(eigenvalues, powers, ar.array([1] * len(powers)))

    def cancellation(self) -> float:
        """Nothing is lost where all terms are added."""
        return 1.0

    @cached_property
    def _totals(self) -> Any:
        return self._modes.weights.sum(axis=0)

    @property
    def _modes(self) -> Cluster:
        return _all_modes(_shared_arithmetic(self.arithmetic), self.spectrum)


def _shared_arithmetic(arithmetic: Arithmetic) -> Arithmetic:
    """The arithmetic of the clusters: precisions that are not far apart share them."""
    if isinstance(arithmetic, Double):
        return arithmetic
    bits = _LEAST_BITS
    while bits < arithmetic.bits:
        bits += bits // 2
    return Multiple(bits)


@lru_cache(maxsize=16)
def _all_modes(arithmetic: Arithmetic, spectrum: MeasuredSpectrum) -> Cluster:
    """All modes in rising order, equal ones added."""
    with arithmetic.working():
        eigenvalues, target = (
            arithmetic.array([arithmetic.number(x) for x in values])
            for values in (spectrum.eigenvalues, spectrum.target_power)
        )
        order = np.argsort(eigenvalues, kind="stable")
        eigenvalues, weights = eigenvalues[order], np.stack([eigenvalues, target], axis=1)[order]
        new = np.asarray(eigenvalues[1:] != eigenvalues[:-1], dtype=bool)
        first = np.flatnonzero(np.concatenate([[True], new]))
        return Cluster(arithmetic, eigenvalues[first], np.add.reduceat(weights, first))
