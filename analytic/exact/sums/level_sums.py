r"""Spectral sums of any spectrum that states its levels and its tails, one by one and in series.

    \sum_{k \ge K} \mu_k/(\lambda_k + \kappa)
        = (1/\kappa) \sum_j (-\lambda_K/\kappa)^j \sum_{k \ge K} \mu_k (\lambda_k/\lambda_K)^j

with \mu_k = \lambda_k for d and c_k for w; from K on \lambda_k is below |\kappa|/8.
"""

from functools import cache, lru_cache
from typing import Any

import numpy as np
from sympy import Expr, oo

from analytic.errors import InvalidProblemError
from analytic.exact.precision import Arithmetic, Array
from analytic.exact.sums.measured_sums import Sums
from analytic.exact.sums.rows import by_rows
from analytic.problem import Levels
from analytic.problem.spectrum import StatedSums

_LOG2_RATIO = 3
_MOST_LEVELS = 10**6


class LevelSums:
    """Spectral sums of a spectrum that states its levels and its tails."""

    def __init__(self, arithmetic: Arithmetic, spectrum: StatedSums) -> None:
        self.arithmetic = arithmetic
        self.spectrum = spectrum
        self._known = self._made(0)
        self._tail = lru_cache(maxsize=8)(self._moments)

    def evaluate(self, kappa: Array) -> Sums:
        """d, w and their derivatives at complex kappa."""
        spectrum = self.spectrum
        last = spectrum.last_above(float(np.min(self.arithmetic.log2_abs(kappa))) - _LOG2_RATIO)
        all_levels = spectrum.modes <= last
        values, slopes = self._head(kappa, int(spectrum.modes) if all_levels else last)
        if not all_levels:
            further = self._series(kappa, last + 1)
            values, slopes = values + further[0], slopes + further[1]
        return Sums(values[:, 0], values[:, 1], slopes[:, 0], slopes[:, 1])

    def _head(self, kappa: Array, last: int) -> tuple[Array, Array]:
        eigenvalues, powers, copies = self.levels(last)
        weights = np.stack([copies * eigenvalues, copies * powers], axis=1)

        def added(kappa: Array) -> tuple[Array, Array]:
            response = 1 / np.add.outer(kappa, eigenvalues)
            return response @ weights, -(response * response) @ weights

        return by_rows(added, kappa, max(1, last), 2)

    def _series(self, kappa: Array, start: int) -> tuple[Array, Array]:
        r"""The sums from level `start` on, in powers of \lambda_K/\kappa, and their slopes."""
        first, moments = self._tail(start)
        small = -first / kappa
        values, slopes = (np.multiply.outer(0 * kappa, moments[0]) for _ in range(2))
        for j in range(len(moments) - 1, -1, -1):  # Horner
            values = values * small[:, None] + moments[j]
            slopes = slopes * small[:, None] + (j + 1) * moments[j]
        inverse = (1 / kappa)[:, None]
        return values * inverse, -slopes * inverse * inverse

    def _moments(self, start: int) -> tuple[Any, Array]:
        """The eigenvalue of a level, and moments of those from it on: (orders, 2)."""
        ar = self.arithmetic
        orders = range(ar.bits // _LOG2_RATIO + 4)
        moments = [ar.array(self.spectrum.tail(start, j, ar.number)) for j in orders]
        return self.mode(start), np.array(moments)

    def levels(self, end: int | None = None) -> Levels:
        """The levels 1 ... end, or all of them where they are finitely many."""
        last, known = int(self.spectrum.modes) if end is None else end, len(self._known.eigenvalues)
        if last > known:
            further = last if self.spectrum.modes < 2 * last else max(last, 2 * known)
            self._known = self._made(min(further, max(last, _MOST_LEVELS)))
        return Levels(*(column[:last] for column in self._known))

    def _made(self, last: int) -> Levels:
        if last > _MOST_LEVELS:
            raise InvalidProblemError(
                f"{last} levels would be added one by one, and {_MOST_LEVELS} are the most. Choose "
                "a spectrum that falls faster, or fewer modes."
            )
        ar, number = self.arithmetic, cache(self.arithmetic.number)
        rows = [self.spectrum.level(k, number) for k in range(1, last + 1)]
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        return Levels(*(ar.array(list(column)) for column in columns))

    def trace(self) -> Any:
        r"""\sum_k \lambda_k."""
        return self.spectrum.tail(1, 0, self.arithmetic.number)[0]

    def power(self) -> Any:
        r"""\sum_k c_k, the loss before training."""
        return self.spectrum.tail(1, 0, self.arithmetic.number)[1]

    def mode(self, number: int) -> Any:
        """The eigenvalue of one level, counted from 1."""
        return self.spectrum.level(number, self.arithmetic.number)[0]

    def largest(self) -> Any:
        """The largest eigenvalue, of the first level."""
        return self.mode(1)

    def smallest(self) -> Any:
        """The smallest eigenvalue; zero for infinitely many modes."""
        modes = self.spectrum.modes
        return self.arithmetic.number(0) if modes == oo else self.mode(int(modes))

    def count(self) -> Expr:
        """The number of modes, multiplicities counted."""
        return self.spectrum.multiplicity * self.spectrum.modes

    def cancellation(self) -> float:
        """Nothing is lost where all terms are added."""
        return 1.0
