r"""What users give, read exactly: times, frequencies, modes, and what replicas share."""

from collections.abc import Collection
from typing import Any

import numpy as np
from sympy import Expr, Integer

from analytic.errors import BranchError, InvalidProblemError
from analytic.exact.precision import Array, Multiple
from analytic.problem import Model
from analytic.real_numbers import exact_number

Pair = frozenset[str]
"""What two replicas have in common: the projection A ("width"), the data ("samples")."""

SAME: Pair = frozenset({"width", "samples"})


def exact_time(time: Any) -> Expr:
    """A training time read exactly.

    Raises    InvalidProblemError when it is negative.
    """
    number = exact_number(time, "time")
    if number.free_symbols:
        raise InvalidProblemError(f"time = {time} is a symbol. Give it a value.")
    if number.is_negative:
        raise InvalidProblemError(f"time = {time} is negative. Give a time of zero or more.")
    return number


def double_times(time: Any) -> Array:
    """Training times as float64, of any shape.

    Raises    InvalidProblemError when one is negative or no number.
    """
    if isinstance(time, str | Expr | bool | np.bool_):
        time = float(exact_time(time))
    try:
        times = np.asarray(time, dtype=float)
    except (TypeError, ValueError):
        raise InvalidProblemError(f"time = {time!r} does not hold numbers. Give times.") from None
    if np.any(np.isnan(times)) or np.any(times < 0):
        raise InvalidProblemError("A time is negative or not a number. Give times of zero or more.")
    return times


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


def require_mode(model: Model, mode: Any) -> int:
    """A mode number, counted from 1.

    Raises    InvalidProblemError when the spectrum has no such mode.
    """
    number = exact_number(mode, "mode")
    if not (number.is_Integer and number.is_positive) or number > model.spectrum.modes:
        raise InvalidProblemError(
            f"mode = {mode} is not there: modes count from 1 to {model.spectrum.modes}."
        )
    return int(number)


def require_pair(shared: Collection[str]) -> Pair:
    """What replicas share, as a set of names.

    Raises    InvalidProblemError for a name that is not "width" or "samples".
    """
    listed = isinstance(shared, str | list | tuple | set | frozenset)
    names = frozenset([shared] if isinstance(shared, str) else shared) if listed else None
    if names is None or not names <= SAME:
        raise InvalidProblemError(
            f"shared = {shared!r} names something replicas cannot share. Choose among "
            "'width' and 'samples'."
        )
    return names
