r"""What is returned: digits on which two evaluations agree, doubles where these are certain."""

from collections.abc import Callable, Sequence
from itertools import repeat
from math import inf
from typing import Any

import gmpy2
import mpmath
import numpy as np

from analytic.errors import InvalidProblemError, PrecisionError
from analytic.exact.precision import Array, Multiple, Scaled, bits_of, to_mp
from analytic.problem import Model

_DEFAULT_DIGITS = 17
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
        f"{digits} digits could not be certified: two evaluations disagree, with {extra} digits "
        "more. Ask for fewer digits, or for a time, a size or a scale further from where the "
        "quantity diverges or vanishes."
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


def certified_numbers(
    evaluate: Callable[[int], tuple[Any, ...]],
    digits: int | None,
    plain: Callable[[Any], Any] = float,
) -> tuple[Any, ...]:
    """Numbers that `evaluate` gives at so many working digits; plain where none are asked."""
    wanted = _DEFAULT_DIGITS if digits is None else digits
    require_digits(wanted)
    values = certified(lambda extra: evaluate(wanted + extra), wanted)
    return tuple(map(plain, values)) if digits is None else values


def certified_number(
    evaluate: Callable[[int], Any], digits: int | None, plain: Callable[[Any], Any] = float
) -> Any:
    """One such number."""
    return certified_numbers(lambda working: (evaluate(working),), digits, plain)[0]


def doubles_or_digits(
    times: Array,
    rough: Callable[[Array], Sequence[tuple[Array, Array]]] | None,
    precisely: Callable[[float], Sequence[Any]],
    columns: int,
) -> tuple[Any, ...]:
    """Columns of numbers at times of any shape: doubles where certain, digits as doubles elsewhere.

    `rough` gives each column at times, with where it is certain.
    """
    flat, place = np.unique(times, return_inverse=True)
    values = np.full((columns, len(flat)), np.nan)
    if rough is not None and len(flat):
        for row, (value, certain) in zip(values, rough(flat), strict=True):
            row[:] = np.where(certain, value, np.nan)
    for i in np.flatnonzero(np.isnan(values).any(axis=0)):
        values[:, i] = [float(x) for x in precisely(float(flat[i]))]
    shaped = values[:, place.ravel()].reshape((columns, *times.shape))
    return tuple(float(row) if times.ndim == 0 else row for row in shaped)


def at_every(time: Any, evaluate: Callable[[Any], tuple[Any, ...]], columns: int) -> Any:
    """Columns of numbers with digits, at one time or at an array of times."""
    if np.ndim(time) == 0:
        return evaluate(time)
    rows = [evaluate(one) for one in np.ravel(np.asarray(time, dtype=object))]
    table = np.empty((columns, len(rows)), dtype=object)
    for i, row in enumerate(rows):
        table[:, i] = row
    return tuple(column.reshape(np.shape(time)) for column in table)


def above_floor(model: Model, loss: Any, digits: int | None) -> Any:
    r"""A test loss of `model.visible`, or an array of them, raised to that of the model.

        L(\sigma^2) = f + L_{visible}(\sigma^2 + f),   f = \sum_{null} c_k

    In the field equations a null mode adds c_k/kappa to w: kappa w + sigma^2, which is all that
    losses depend on, becomes kappa w + f + sigma^2. The loss is evaluated where that is noise, so
    that limits in kappa meet no pole, and the floor is added at the end.
    """
    floor = model.null_power
    if floor == 0:
        return loss
    if digits is None:
        return loss + float(floor)
    bits = bits_of(digits + 3)
    fine = Multiple(bits)
    with fine.working():
        exactly = to_mp(fine.number(floor), digits + 3)

    def raised(value: Any) -> Any:
        return mpmath.fadd(value, exactly, prec=bits)

    return raised(loss) if np.ndim(loss) == 0 else np.frompyfunc(raised, 1, 1)(loss)
