"""Spectra and targets, of which kind they may be. No results here."""

from __future__ import annotations

from typing import Any

from analytic.errors import InvalidProblemError
from analytic.problem.measured_spectrum import MeasuredSpectrum
from analytic.problem.power_law import PowerLaw

__all__ = ["Spectrum", "require_spectrum"]

Spectrum = PowerLaw | MeasuredSpectrum


def require_spectrum(spectrum: Any) -> Spectrum:
    """The spectrum, refused where it is something else.

    Raises    InvalidProblemError.
    """
    if not isinstance(spectrum, PowerLaw | MeasuredSpectrum):
        raise InvalidProblemError(
            f"{str(spectrum)[:80]!r} is no spectrum. Give PowerLaw(a, b) or "
            "MeasuredSpectrum(eigenvalues, target_power)."
        )
    return spectrum
