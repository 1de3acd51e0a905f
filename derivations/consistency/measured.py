"""Measured exponents: what users write, read as intervals."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from analytic.errors import InvalidProblemError, require
from analytic.fits.least_squares import FittedNumber
from analytic.fits.loss_table import RESOURCES

_PLUS_MINUS = re.compile(r"\s*(?:±|\+-|\+/-|\\pm)\s*")
_WAY_OUT = "Write it as 0.3±0.02 (or 0.3+-0.02), as 0.28:0.32, or as one number."


class Measured(NamedTuple):
    """A measured exponent and its interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.4g} ({self.low:.4g} to {self.high:.4g})"


def measured_exponents(given: Mapping[str, Any]) -> dict[str, Measured]:
    """Measured exponents by the letter of their resource.

    Raises    InvalidProblemError for other letters, for what is no interval, and for none at all.

    >>> measured_exponents({"t": "0.3±0.02"})["t"].high
    0.32
    """
    found = {}
    for letter, written in given.items():
        require(
            letter in RESOURCES,
            f"{letter!r} is no resource. Exponents are in N, P, t or C.",
        )
        if written is not None:
            found[letter] = _interval(letter, written)
    require(
        bool(found), "No exponent was given. Give one or more in N, P, t or C, as t='0.3±0.02'."
    )
    return found


def _interval(letter: str, written: Any) -> Measured:
    if isinstance(written, Measured | FittedNumber):
        interval = Measured(written.value, written.low, written.high)
    elif isinstance(written, str):
        interval = _of_text(letter, written)
    elif isinstance(written, tuple | list):
        require(len(written) == 2, f"{letter} = {written!r} is no pair of value and error.")
        interval = _around(letter, written, *(_number(letter, x) for x in written))
    else:
        interval = _around(letter, written, _number(letter, written), 0.0)
    require(
        interval.low <= interval.value <= interval.high,
        f"{letter} = {written} is no interval: it ends before it begins. {_WAY_OUT}",
    )
    require(
        interval.high > 0,
        f"{letter} = {written}: exponents are rates of decay, above zero. {_WAY_OUT}",
    )
    return interval


def _of_text(letter: str, written: str) -> Measured:
    parts = _PLUS_MINUS.split(written.strip())
    if len(parts) == 2:
        return _around(letter, written, *(_number(letter, part) for part in parts))
    ends = [_number(letter, part) for part in written.split(":")]
    require(len(ends) <= 2, f"{letter} = {written!r} is no interval. {_WAY_OUT}")
    # Of an interval, the middle: to as many digits as its ends have.
    return Measured(float(f"{(ends[0] + ends[-1]) / 2:.12g}"), ends[0], ends[-1])


def _around(letter: str, written: Any, value: float, error: float) -> Measured:
    require(error >= 0, f"{letter} = {written}: an error is not negative. {_WAY_OUT}")
    return Measured(value, *(float(f"{value + sign * error:.12g}") for sign in (-1, 1)))


def _number(letter: str, written: Any) -> float:
    try:
        number = float(written)
    except (TypeError, ValueError):
        raise InvalidProblemError(f"{letter} = {written!r} is no number. {_WAY_OUT}") from None
    require(abs(number) < float("inf"), f"{letter} = {written} is not finite. {_WAY_OUT}")
    return number
