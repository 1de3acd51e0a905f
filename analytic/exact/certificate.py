r"""The certificate: a digit is returned only when two evaluations agree on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gmpy2
import numpy as np

from analytic.errors import InvalidProblemError, PrecisionError
from analytic.exact.precision import Multiple, Scaled, bits_of, to_mp

__all__ = ["certified", "require_digits"]

_ATTEMPTS = 4
_MOST_DIGITS = 10**4


def certified(evaluate: Callable[[int], tuple[Any, ...]], digits: int) -> tuple[Any, ...]:
    """The numbers on which two evaluations, with different extra digits, agree to all digits.

    Raises    PrecisionError when they still disagree after several attempts.
    """
    extra = 3
    for attempt in range(1, _ATTEMPTS + 1):
        first, second = evaluate(extra), evaluate(extra + 5 + digits // 8)
        if all(_agree(x, y, digits + 1) for x, y in zip(first, second, strict=True)):
            return tuple(to_mp(x, digits) for x in second)
        extra += (8 + digits // 4) * attempt
    raise PrecisionError(
        f"{digits} digits could not be certified: two contours disagree. Ask for fewer digits, or "
        "for a time further from the divergence."
    )


def _agree(first: Any, second: Any, digits: int) -> bool:
    fine = Multiple(bits_of(digits) + 64)
    with fine.working():
        if isinstance(second, Scaled):
            first = first.value * gmpy2.exp(second.exponent - first.exponent)
            second = second.value
        if first == second:
            return True
        pair = np.array([gmpy2.mpc(first) - gmpy2.mpc(second), second], dtype=object)
        gap = fine.log2_abs(pair)
    return bool(gap[0] - gap[1] < -bits_of(digits))


def require_digits(digits: Any) -> None:
    """Raise InvalidProblemError unless `digits` is a positive count."""
    if isinstance(digits, bool) or not isinstance(digits, int | np.integer) or digits < 1:
        raise InvalidProblemError(f"digits = {digits!r} is not a count. Ask for one digit or more.")
    if digits > _MOST_DIGITS:
        raise InvalidProblemError(
            f"digits = {digits} are more than this program can certify. Ask for at most "
            f"{_MOST_DIGITS}."
        )
