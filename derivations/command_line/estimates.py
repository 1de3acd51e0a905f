"""Estimates of the simulation in words and as JSON; a loss without a mean is told by its median."""

from math import floor, isfinite, log10
from typing import Any

import numpy as np

from analytic.sampling import Estimate

_FIELDS = ("mean", "standard_error", "median", "median_error")


def estimate_json(estimate: Estimate) -> dict[str, Any]:
    """Mean and median with their errors, one number or a list over times; null where undefined."""
    numbers = {field: _json(getattr(estimate, field)) for field in _FIELDS}
    return {**numbers, "heavy_tailed": estimate.heavy_tailed}


def estimate_texts(estimate: Estimate) -> list[str]:
    """One text for each time: mean and standard error, or the median where no mean exists."""
    median, mean = _FIELDS[2:], _FIELDS[:2]
    value, error = (
        np.atleast_1d(getattr(estimate, field))
        for field in (median if estimate.heavy_tailed else mean)
    )
    texts = map(plus_minus, map(float, value), map(float, error))
    return [f"{text} (median)" if estimate.heavy_tailed else text for text in texts]


def plus_minus(value: float, error: float) -> str:
    """A value and its error, both cut where the error has two digits.

    >>> plus_minus(0.0123456, 0.00045), plus_minus(1234.5, 67), plus_minus(0.25, 0)
    ('0.01235 ± 0.00045', '1234 ± 67', '0.25 ± 0')
    """
    if not (isfinite(value) and isfinite(error) and error > 0):
        return f"{value:.6g} ± {error:.2g}"
    decimals = 1 - floor(log10(error))
    if abs(value) < 1e-4 or decimals < 0:
        digits = max(0, floor(log10(abs(value) or error)) + decimals)
        return f"{value:.{digits}e} ± {error:.1e}"
    return f"{value:.{decimals}f} ± {error:.{decimals}f}"


def _json(value: Any) -> Any:
    if np.ndim(value):
        return [_json(entry) for entry in value]
    return float(f"{float(value):.15g}") if isfinite(value) else None
