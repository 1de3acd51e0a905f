r"""Spectral functions at a given kappa: what the formulas of the algebra are written in."""

from __future__ import annotations

from typing import Any, NamedTuple

from analytic.exact.certificate import certified, require_digits
from analytic.exact.precision import Multiple, bits_of
from analytic.exact.responses.frequency import exact_frequency, frequency
from analytic.exact.sums.spectral_sums import spectral_sums
from analytic.problem import Spectrum, require_spectrum

__all__ = ["Resolvents", "resolvents"]

_DEFAULT_DIGITS = 17


class Resolvents(NamedTuple):
    r"""d = \sum \lambda/(\lambda+\kappa), w = \sum c/(\lambda+\kappa), and their squares."""

    d: Any
    w: Any
    d_2: Any
    w_2: Any


def resolvents(spectrum: Spectrum, kappa: Any, digits: int | None = None) -> Resolvents:
    r"""Effective dimension, target resolvent, and their squares, at one kappa.

        d_2 = \sum_k \lambda_k^2/(\lambda_k+\kappa)^2,   w_2 = \sum_k c_k/(\lambda_k+\kappa)^2

    Shape     complex without `digits`, mpmath numbers with them.
    Valid     kappa off the negative real axis.

    >>> from analytic.problem import MeasuredSpectrum
    >>> resolvents(MeasuredSpectrum([1.0, 1.0], [3.0, 1.0]), 1)
    Resolvents(d=(1+0j), w=(2+0j), d_2=(0.5+0j), w_2=(1+0j))
    """
    require_spectrum(spectrum)
    wanted = _DEFAULT_DIGITS if digits is None else digits
    require_digits(wanted)
    parts = exact_frequency(kappa, "kappa")

    def evaluate(extra: int) -> tuple[Any, ...]:
        arithmetic = Multiple(bits_of(wanted + extra) + 24)
        with arithmetic.working():
            at = frequency(arithmetic, parts)
            sums = spectral_sums(arithmetic, spectrum).evaluate(at)
            return sums.d[0], sums.w[0], (sums.d + at * sums.d_slope)[0], -sums.w_slope[0]

    values = certified(evaluate, wanted)
    return Resolvents(*(complex(x) for x in values)) if digits is None else Resolvents(*values)
