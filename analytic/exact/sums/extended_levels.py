"""Levels of a spectrum in extended doubles, read once for every number of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import Expr, oo

from analytic.exact.precision import Array, Multiple
from analytic.exact.sums.spectral_sums import spectral_sums
from analytic.problem.spectrum import Spectrum

_READ = Multiple(80)
_ROUNDING = float(np.finfo(np.longdouble).eps) / 2
_SUMMED = 20  # roundings of a term and of pairwise sums of 128, besides one for each doubling
_FEWEST = 2**8


class ExtendedLevels(NamedTuple):
    """Levels in falling order: eigenvalues, the modes up to each, and both weights of its modes."""

    rates: Array
    ends: Array
    copies: Array
    powers: Array

    def first(self, count: int) -> ExtendedLevels:
        """So many levels."""
        return ExtendedLevels(*(column[:count] for column in self))

    def leading(self, modes: Expr) -> ExtendedLevels | None:
        """The levels of so many modes, without null modes; None where it is not clear which.

        They may end within a level or among equal ones, or levels hold unequally many.
        """
        count = int(np.count_nonzero(self.rates > 0))
        if modes == oo or float(modes) >= self.ends[count - 1]:
            return self.first(count)
        last = int(np.searchsorted(self.ends, float(modes)))
        whole = self.ends[last] == float(modes) == (last + 1) * self.ends[0]
        return self.first(last + 1) if whole and self.rates[last] > self.rates[last + 1] else None

    def doubles(self) -> ExtendedLevels:
        """The levels in doubles."""
        return ExtendedLevels(*(column.astype(float) for column in self))

    def rounding(self) -> float:
        """How far a sum of positive terms over them may be off, relative to itself."""
        return float(_SUMMED + np.log2(len(self.rates))) * _ROUNDING


@lru_cache(maxsize=16)
def extended_levels(spectrum: Spectrum) -> ExtendedLevels:
    """All levels of a spectrum."""
    count = int(spectrum.modes)
    longest = max(_FEWEST, 2 ** (count - 1).bit_length())
    whole = spectrum if spectrum.is_population else spectrum.with_modes(longest)
    rates, modes, copies, powers = (column[:count] for column in _read(whole))
    order = np.argsort(-rates, kind="stable")
    return ExtendedLevels(rates[order], np.cumsum(modes[order]), copies[order], powers[order])


@lru_cache(maxsize=16)
def _read(spectrum: Spectrum) -> tuple[Array, ...]:
    with _READ.working():
        levels = spectral_sums(_READ, spectrum).levels()
        modes = levels.copies
        weights = modes * levels.eigenvalues, modes * levels.powers
        return tuple(map(extended, (levels.eigenvalues, modes, *weights)))


def extended(numbers: Any) -> Any:
    """Numbers of many bits as extended doubles."""
    high = np.asarray(numbers, dtype=float)
    return high.astype(np.longdouble) + np.asarray(numbers - high, dtype=float)


def exact(number: Any) -> Any:
    """An extended double as a number of more bits."""
    high = float(number)
    return gmpy2.mpfr(high) + float(number - high)
