r"""Frequencies as users give them: complex numbers read exactly, off the cut of every response."""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import Expr, Integer

from analytic.errors import BranchError, InvalidProblemError
from analytic.exact.precision import Array, Multiple
from analytic.real_numbers import exact_number

__all__ = ["exact_frequency", "frequency", "require_off_axis"]


def require_off_axis(s: Array) -> None:
    """Raise BranchError for frequencies at zero or on the negative real axis."""
    if np.any((s.imag == 0) & (s.real <= 0)):
        raise BranchError(
            "A frequency is zero or on the negative real axis, where the spectrum of -K lies. "
            "Approach the axis from above: add a small positive imaginary part."
        )


def exact_frequency(s: Any, name: str = "frequency") -> tuple[Expr, Expr]:
    """Real and imaginary part, read exactly.

    Raises    InvalidProblemError when it is not finite, BranchError on the negative axis.
    """
    if isinstance(s, Expr):
        parts = s.as_real_imag()
    elif hasattr(s, "imag") and hasattr(s, "real"):
        parts = s.real, s.imag
    else:
        parts = s, Integer(0)
    real, imaginary = (exact_number(x, name) for x in parts)
    if not (real.is_finite and imaginary.is_finite):
        raise InvalidProblemError(f"{name} = {s!r} is not finite. Give a finite number.")
    if imaginary == 0 and not real.is_positive:
        require_off_axis(np.array([complex(float(real), 0)]))
    return real, imaginary


def frequency(arithmetic: Multiple, parts: tuple[Expr, Expr]) -> Array:
    """The frequency at a working precision, shape (1,)."""
    real, imaginary = (arithmetic.number(x) for x in parts)
    i = arithmetic.complex([1j])[0]
    return np.array([real + i * imaginary], dtype=object)
