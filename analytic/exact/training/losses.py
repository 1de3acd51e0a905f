r"""Test and training loss of every way of training that is a filter, at any time, to any digits.

    L = \oint\oint f_t(s) f_t(s') C_0(s, s'),   \hat L = \oint\oint f_t(s) f_t(s') C_1(s, s')

around the spectrum of -K and s = 0, not around poles of f. At t = infinity f_t leaves the residue
at s = 0 alone: the final losses do not depend on the way they are reached.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import Expr, oo

from analytic.errors import InvalidProblemError
from analytic.exact.certificate import certified
from analytic.exact.late_times.limits import Losses, final_losses, initial_losses
from analytic.exact.precision import Array, Double, Multiple, bits_of
from analytic.exact.sums.extent import coarse_arithmetic
from analytic.exact.training.double_losses import losses_in_doubles
from analytic.exact.training.growing import growing_losses
from analytic.exact.training.precise_losses import losses_at
from analytic.exact.training.ridge import ridge_losses
from analytic.exact.training.stability import require_stable
from analytic.problem import Model, Ridge, Training, require_numbers
from analytic.real_numbers import exact_number, shown

__all__ = ["double_trained_losses", "trained_losses"]

_FALLBACK = 16
_SPARE_BITS = 64
_ROUNDING = 2.0**-52
_TOLERANCE = 2e-12


def trained_losses(model: Model, training: Training, time: Expr, digits: int) -> Losses:
    """Both losses at one time, all digits right.

    Raises    InvalidProblemError for a time that is no number of steps, any time with ridge, and
              a training that holds a symbol; DivergenceError beyond the edge of stability;
              PrecisionError.
    """
    _require_time(training, time)
    require_stable(model, training)
    return Losses(*certified(lambda extra: _once(model, training, time, digits + extra), digits))


def _once(model: Model, training: Training, time: Expr, digits: int) -> Losses:
    if isinstance(training, Ridge):
        return ridge_losses(model, training, digits)
    if training.growth != 0 and time not in (0, oo):
        return growing_losses(model, training, time, digits)
    if time not in (0, oo):
        return losses_at(model, training, time, digits)
    arithmetic = Multiple.at_least(bits_of(digits) + _SPARE_BITS)
    with arithmetic.working():
        return (initial_losses if time == 0 else final_losses)(arithmetic, model)


def double_trained_losses(model: Model, training: Training, times: Array) -> Losses:
    """Both losses at an array of times, as doubles: those that need digits are computed with them.

    Raises    as `trained_losses`.
    """
    exact = {float(time): exact_number(float(time), "time") for time in times.ravel()}
    for time in exact.values():
        _require_time(training, time)
    require_stable(model, training)
    flat = np.array(list(exact), dtype=float)
    test, train = np.full((2, len(flat)), np.nan)
    middle = np.flatnonzero((flat > 0) & np.isfinite(flat))
    if _fits_doubles(model, training, flat[middle]):
        values, sizes = losses_in_doubles(model, training, flat[middle])
        for known, value, size in zip((test, train), values, sizes, strict=True):
            certain = size * _ROUNDING < _TOLERANCE * np.abs(value)
            known[middle] = np.where(certain, value, np.nan)
    for i in np.flatnonzero(np.isnan(test) | np.isnan(train)):
        pair = trained_losses(model, training, exact[float(flat[i])], _FALLBACK)
        test[i], train[i] = (float(x) for x in pair)
    place = {time: i for i, time in enumerate(flat)}
    order = np.array([place[float(time)] for time in times.ravel()], dtype=int)
    return Losses(test[order].reshape(times.shape), train[order].reshape(times.shape))


def _fits_doubles(model: Model, training: Training, times: Array) -> bool:
    if training.growth != 0 or not training.has_time or not len(times):
        return False
    extent = float(np.max(np.abs(np.log2(times))))
    return isinstance(coarse_arithmetic(model, extent), Double)


def _require_time(training: Training, time: Any) -> None:
    """Raise InvalidProblemError for symbols, and where a time makes no sense."""
    require_numbers(training)
    if time == oo:
        return
    if not training.has_time:
        raise InvalidProblemError(
            f"{training!r} has no time, and time = {shown(time)} was given: "
            "it is the minimum of the penalised loss. Leave the time out."
        )
    if training.counts_steps and not time.is_Integer:
        raise InvalidProblemError(
            f"time = {shown(time)} is no number of steps, and {type(training).__name__} counts "
            "steps. Give a whole number."
        )
