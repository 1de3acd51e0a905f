"""Times as a command line states them: one by one, or as a geometric grid first:last:count."""

from decimal import Context
from math import ceil, log10

from sympy import Expr, oo

from analytic.errors import InvalidProblemError
from analytic.real_numbers import exact_number

_DIGITS = 6
_MOST_TIMES = 10**4
_ARITHMETIC = Context(prec=40)
_CLOSEST = 1e-30


def has_grid(times: list[str]) -> bool:
    """Whether one of the times is a grid."""
    return any(":" in time for time in times)


def listed_times(times: list[str], whole: bool) -> list[str]:
    """All times, those of a grid one by one: exact decimals, or whole numbers of steps.

        t_i = first (last/first)^{i/(count - 1)}

    to six digits, or to as many as tell them apart; the ends are as they were written.

    Raises    InvalidProblemError for what is no grid.

    >>> listed_times(["1:1e6:5", "inf"], whole=False)
    ['1', '31.6228', '1000', '31622.8', '1e6', 'inf']
    >>> listed_times(["1:8:7"], whole=True)
    ['1', '2', '3', '4', '6', '8']
    """
    return [one for time in times for one in (_grid(time, whole) if ":" in time else [time])]


def _grid(text: str, whole: bool) -> list[str]:
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != 3:
        raise InvalidProblemError(
            f"time = {text!r} is no grid. Write it as first:last:count, 1:1e6:50 for instance."
        )
    first, last, count = (exact_number(part, "time") for part in parts)
    if not (first.is_positive and first < last and last != oo):
        raise InvalidProblemError(
            f"time = {text!r} has no geometric grid: it goes from a positive number to a larger, "
            "finite one. Give 0 and inf as times of their own."
        )
    if not (count.is_Integer and 2 <= count <= _MOST_TIMES):
        raise InvalidProblemError(
            f"time = {text!r} asks for {parts[2]} times. Give a whole number from 2 to "
            f"{_MOST_TIMES}."
        )
    between = _between(first, last, int(count), whole)
    return list(dict.fromkeys([parts[0], *between, parts[1]]))


def _between(first: Expr, last: Expr, count: int, whole: bool) -> list[str]:
    """The times between the ends, as they are written."""
    ar = _ARITHMETIC
    low, high = (ar.divide(int(x.p), int(x.q)) for x in (first, last))
    spacing = ar.divide(ar.ln(ar.divide(high, low)), count - 1)
    times = [ar.multiply(low, ar.exp(ar.multiply(spacing, i))) for i in range(1, count - 1)]
    if whole:
        steps = dict.fromkeys(int(time.to_integral_value()) for time in times)
        return [str(step) for step in steps if first < step < last]
    closeness = max(float(ar.exp(spacing) - 1), _CLOSEST)
    digits = _DIGITS + max(0, ceil(-log10(closeness)))
    return [_without_zeros(f"{time:.{digits}g}") for time in times]


def _without_zeros(text: str) -> str:
    """A decimal without the zeros at its end."""
    mantissa, letter, exponent = text.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + letter + exponent
