"""Exact losses at many times, in doubles where their certified error covers all digits."""

from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import numpy as np

from analytic import exact
from analytic.exact.certificate import require_digits
from analytic.problem import Model, Training
from analytic.real_numbers import exact_number

_DOUBLE_DIGITS = 10
"""Digits that a relative error of 1e-11 leaves."""
_SMALLEST, _LARGEST = 2.0**-1022, 2.0**1000


def exact_curves(
    model: Model,
    times: Sequence[str],
    digits: int,
    training: Training,
    train: bool,
    say: Callable[[str], None],
) -> tuple[list[Any], list[Any]]:
    """Test and, where it is asked for, training losses, as mpmath numbers."""
    require_digits(digits)
    found: dict[str, Sequence[Any]] = {}
    if digits <= _DOUBLE_DIGITS and training.has_time:
        found = _in_doubles(model, times, training, train)
    for time in times:
        if time not in found:
            say(f"{digits} digits at time {time}")
            found[time] = exact.losses(model, time, digits, training)
    rows = [found[time] for time in times]
    return [row[0] for row in rows], [row[1] for row in rows] if train else []


def _in_doubles(
    model: Model, times: Sequence[str], training: Training, train: bool
) -> dict[str, Sequence[Any]]:
    """The losses at the times that are doubles, but for those that are too small for a double."""
    exactly = {time: exact_number(time, "time") for time in times}
    fitting = [time for time, value in exactly.items() if _SMALLEST < value < _LARGEST]
    if not fitting:
        return {}
    at = np.array([float(exactly[time]) for time in fitting])
    if train:
        curves = list(exact.losses(model, at, training=training))
    else:
        curves = [exact.test_loss(model, at, training=training)]
    return {
        time: [mpmath.mpf(float(value)) for value in row]
        for time, *row in zip(fitting, *curves, strict=True)
        if all(value >= _SMALLEST for value in row)
    }
