r"""The inverse of the effective dimension: the kappa at which d(kappa) is a given number."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from analytic.errors import InvalidProblemError
from analytic.exact.precision import Arithmetic, Multiple
from analytic.exact.sums.spectral_sums import SpectralSums, spectral_sums
from analytic.problem import Spectrum

__all__ = ["inverse_dimension"]

_STEPS = 300  # down to 16^-300 in doubles, and further than any number with more digits


@lru_cache(maxsize=64)
def inverse_dimension(arithmetic: Arithmetic, spectrum: Spectrum, rank: Any) -> Any:
    """The kappa > 0 at which d(kappa) = rank, by Newton's method on log d against log kappa."""
    with arithmetic.working():
        sums = spectral_sums(arithmetic, spectrum)
        low, high = _dimension_bracket(arithmetic, sums, rank)
        kappa = arithmetic.exp((arithmetic.log(low) + arithmetic.log(high)) / 2)
        for _ in range(60 + arithmetic.bits):
            at = sums.evaluate(arithmetic.complex([kappa]))
            d, slope = arithmetic.real(at.d)[0], arithmetic.real(at.d_slope)[0]
            low, high = (kappa, high) if d > rank else (low, kappa)
            step = arithmetic.log(d / rank) * d / (slope * kappa)
            proposal = kappa * arithmetic.exp(-step)
            if not low <= proposal <= high:
                proposal = arithmetic.exp((arithmetic.log(low) + arithmetic.log(high)) / 2)
            size = arithmetic.log2_abs(arithmetic.array([proposal / kappa - 1]))[0]
            kappa = proposal
            if size < -arithmetic.bits / 2 - 4:
                return kappa - _dimension_step(arithmetic, sums, kappa, rank)
        return kappa


def _dimension_step(arithmetic: Arithmetic, sums: SpectralSums, kappa: Any, rank: Any) -> Any:
    at = sums.evaluate(arithmetic.complex([kappa]))
    return (arithmetic.real(at.d)[0] - rank) / arithmetic.real(at.d_slope)[0]


def _dimension_bracket(arithmetic: Arithmetic, sums: SpectralSums, rank: Any) -> tuple[Any, Any]:
    high = sums.trace() / rank
    low, factor = high / 16, arithmetic.number(16)
    for _ in range(_STEPS):
        if arithmetic.real(sums.evaluate(arithmetic.complex([low])).d)[0] > rank:
            return low, high
        low, high = low / factor, low
        if isinstance(arithmetic, Multiple):  # doubles have no room for a step too far
            factor = factor * factor
    raise InvalidProblemError(
        "No kappa has effective dimension min(N, P). Choose a width or a number of samples "
        "below the number of modes, or well above it."
    )
