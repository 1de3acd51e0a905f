r"""The certificate: a digit is returned only when two evaluations agree on it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from math import inf
from typing import Any

import gmpy2
import numpy as np

from analytic.errors import InvalidProblemError, PrecisionError
from analytic.exact.precision import Multiple, Scaled, bits_of, to_mp

__all__ = ["certified", "require_digits"]

_ATTEMPTS = 4
_MOST_LOST = 300  # digits that may cancel in a sum
_MOST_DIGITS = 10**4
_NOISE = 4  # bits that two random numbers might share


def certified(evaluate: Callable[[int], tuple[Any, ...]], digits: int) -> tuple[Any, ...]:
    """The numbers on which two evaluations, with different extra digits, agree to all digits.

    A sum that cancels to less than its rounding is noise, which falls with every extra digit: the
    two do not share a digit, and the extra ones are doubled until they do.

    Raises    PrecisionError when they still disagree after several attempts.
    """
    extra, attempt = 3, 0
    while attempt < _ATTEMPTS and extra <= max(_MOST_LOST, digits):
        first, second = evaluate(extra), evaluate(extra + 5 + digits // 8)
        shared = min(map(_shared_bits, first, second, repeat(digits)))
        if shared >= bits_of(digits + 1):
            return tuple(to_mp(x, digits) for x in second)
        if shared < _NOISE:
            extra = 2 * extra + 8 + digits // 4
            continue
        attempt += 1
        extra += (8 + digits // 4) * attempt
    raise PrecisionError(
        f"{digits} digits could not be certified: two contours disagree, with {extra} digits more. "
        "Ask for fewer digits, for an earlier time or for one further from a divergence."
    )


def _shared_bits(first: Any, second: Any, digits: int) -> float:
    """The leading bits that two numbers have in common."""
    fine = Multiple(bits_of(digits) + 64)
    with fine.working():
        if isinstance(second, Scaled):
            first = first.value * gmpy2.exp(second.exponent - first.exponent)
            second = second.value
        if first == second:
            return inf
        pair = np.array([gmpy2.mpc(first) - gmpy2.mpc(second), second], dtype=object)
        gap = fine.log2_abs(pair)
    return float(gap[1] - gap[0])


def require_digits(digits: Any) -> None:
    """Raise InvalidProblemError unless `digits` is a positive count."""
    if isinstance(digits, bool) or not isinstance(digits, int | np.integer) or digits < 1:
        raise InvalidProblemError(f"digits = {digits!r} is not a count. Ask for one digit or more.")
    if digits > _MOST_DIGITS:
        raise InvalidProblemError(
            f"digits = {digits} are more than this program can certify. Ask for at most "
            f"{_MOST_DIGITS}."
        )
