r"""What a simulation is asked: times, draws and seeds that make sense."""

from operator import index
from typing import Any

import numpy as np

from analytic.errors import InvalidProblemError, require
from analytic.sampling.finite_model import FloatArray


def checked_draws(value: Any) -> int:
    """The number of draws."""
    return checked_count(value, "draws", 2, "a standard error needs at least two draws")


def checked_seed(value: Any) -> int:
    """The seed of all draws."""
    return checked_count(value, "seed", 0, "a seed is a nonnegative integer")


def checked_switch(value: Any, name: str, asked: str) -> None:
    """Something that is so or not."""
    require(
        isinstance(value, bool),
        f"{name} = {str(value)[:80]} is neither True nor False. Say whether {asked}.",
    )


def checked_count(value: Any, name: str, least: int, reason: str) -> int:
    """An integer that is at least `least`."""
    try:
        count = index(value)
    except TypeError:
        count = least - 1
    if isinstance(value, bool | np.bool_) or count < least:
        raise InvalidProblemError(
            f"{name} = {value!r} is not usable: {reason}. Give an integer from {least} upwards."
        )
    return count


def checked_times(time: Any) -> FloatArray:
    """Times as floats, in the shape they were given."""
    entries = np.asarray(time, dtype=object)
    try:
        times = np.array([float(t) for t in entries.flat], dtype=float).reshape(entries.shape)
    except (TypeError, ValueError):
        times = np.array(np.nan)
    if times.size == 0:
        raise InvalidProblemError("There are no times: the list is empty. Give at least one time.")
    if not np.all(times >= 0):
        raise InvalidProblemError(
            f"time = {time!r} is not a training time: training runs from time 0 onwards. "
            "Give real numbers that are not negative, or inf."
        )
    return times
