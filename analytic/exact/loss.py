r"""Exact learning curves: test and training loss at any time, to any digits.

    L(t) = \oint\oint e^{(s + s') t} C_0(s, s'),   \hat L(t) = \oint\oint e^{(s + s') t} C_1(s, s')

under gradient flow; other ways of training have another filter in place of e^{s t}. Two contours at
two precisions agree before a digit is returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sympy import Expr, oo

from analytic.errors import InvalidProblemError
from analytic.exact.certificate import certified, require_digits
from analytic.exact.contour import bits_lost, nodes_for
from analytic.exact.curve import Curve
from analytic.exact.late_times.limits import (
    Losses,
    final_losses,
    final_rounding,
    initial_losses,
)
from analytic.exact.late_times.unlimited import late_losses
from analytic.exact.null_modes import above_floor
from analytic.exact.one_pass.loss import one_pass_losses
from analytic.exact.precision import Array, Double, Multiple, Scaled, bits_of
from analytic.exact.responses.response import fixed_point
from analytic.exact.responses.spectral_edge import log2_edge
from analytic.exact.single_transforms import has_one_integral, single_losses
from analytic.exact.sums.extent import coarse_arithmetic
from analytic.exact.training.losses import double_trained_losses, trained_losses
from analytic.problem import (
    GradientFlow,
    Model,
    OnePassSGD,
    Training,
    require_model,
    require_training,
)
from analytic.real_numbers import exact_number

__all__ = [
    "Losses",
    "bits_near_edge",
    "double_times",
    "exact_time",
    "losses",
    "test_loss",
    "train_loss",
]

_TEST, _TRAIN = 0, 1
_FLOW = GradientFlow()
_DOUBLE_NODES = 26
_DOUBLE_DIGITS = 8  # of a settled loss, to which eight more are added
_DOUBLE_ROUNDING = 2.0**-52
_DOUBLE_TOLERANCE = 2e-12
_DOUBLE_FALLBACK = 16
_DEEPEST = 4096.0


def test_loss(
    model: Model, time: Any = oo, digits: int | None = None, training: Training = _FLOW
) -> Any:
    """Excess test loss v^T Lambda v at a time, without the noise floor; see `losses`.

    >>> from analytic.problem import Model, PowerLaw
    >>> round(test_loss(Model(PowerLaw(2, "3/2"), width=40, samples=120), 100), 9)
    0.156934677
    """
    require_model(model)
    if _is_in_doubles(digits, training):
        found = _double_losses(model.visible, time, (_TEST,))
        return above_floor(model, found.test, digits)
    return losses(model, time, digits, training).test


def train_loss(
    model: Model, time: Any = oo, digits: int | None = None, training: Training = _FLOW
) -> Any:
    """Mean squared residual on the noisy training labels at a time; see `losses`.

    >>> from analytic.problem import Model, PowerLaw
    >>> round(train_loss(Model(PowerLaw(2, "3/2"), width=40, samples=120), 100), 9)
    0.091610652
    """
    require_model(model)
    if _is_in_doubles(digits, training):
        return _double_losses(model.visible, time, (_TRAIN,)).train
    return losses(model, time, digits, training).train


def losses(
    model: Model, time: Any = oo, digits: int | None = None, training: Training = _FLOW
) -> Losses:
    r"""Test and training loss of the model under gradient flow, or another way of training.

    Eqs. (12), (32)-(35) of [bordelon2024dynamical] through the keystone; no factor 1/2, the test
    loss without the noise floor.

    Shape     that of `time`: mpmath numbers with `digits`, float64 without. mpmath prints at its
              own precision; `mpmath.nstr(loss, digits)` shows all digits.
    Units     time in units of the inverse learning rate, or steps where training takes steps; `oo`
              or inf for the end of training. Ridge has no time.
    Null modes of a measured spectrum are noise of the labels, and their target power is in the test
    loss, as a floor.

    Valid     proportional limit of N, P and M; any of them may be infinite.
    Accuracy  with `digits`, an error below one unit in the last of them. Without, a relative error
              below 1e-11; times at which doubles cannot give that are computed with digits.
    Range     a loss below exp(-2^4096) is returned as zero.
    Raises    InvalidProblemError; DivergenceError at t = infinity and N = P < M, and for steps
              beyond the edge of stability (`largest_step`); PrecisionError.

    >>> from analytic.problem import Model, PowerLaw
    >>> round(float(losses(Model(PowerLaw(2, "3/2")), 0, digits=10).test), 9)
    1.644934067
    """
    require_model(model)
    if model.visible is not model:
        test, train = losses(model.visible, time, digits, training)
        return Losses(above_floor(model, test, digits), train)
    if isinstance(training, OnePassSGD):
        return one_pass_losses(model, time, training, digits)
    flows = isinstance(require_training(training), GradientFlow)
    if digits is None:
        if flows:
            return _double_losses(model, time)
        found = double_trained_losses(model, training, double_times(time))
        return found if np.ndim(found.test) else Losses(*(float(x) for x in found))
    require_digits(digits)
    if np.ndim(time) == 0:
        at = exact_time(time)
        if not flows:
            return trained_losses(model, training, at, digits)
        return Losses(*certified(lambda extra: _evaluate(model, at, digits + extra), digits))
    each = np.frompyfunc(lambda one: tuple(losses(model, one, digits, training)), 1, 2)
    return Losses(*each(np.asarray(time, dtype=object)))


def _evaluate(model: Model, time: Expr, digits: int) -> Losses:
    """Both losses on one contour chosen for so many digits."""
    nodes = nodes_for(digits)
    arithmetic = Multiple.at_least(bits_of(digits) + bits_lost(nodes) + bits_near_edge(model, time))
    with arithmetic.working():
        if time == 0:
            return initial_losses(arithmetic, model)
        if time == oo:
            return final_losses(arithmetic, model)
        late = late_losses(arithmetic, model, time, digits)
        if late is not None:
            return late
        curve = Curve(arithmetic, model, nodes, digits)
        values, _, decays = curve.evaluate(arithmetic.array([arithmetic.number(time)]))
        return Losses(*(Scaled(v[0], x[0]) for v, x in zip(values, decays, strict=True)))


def bits_near_edge(model: Model, time: Expr) -> int:
    """Bits of s = -x_min + z/t that are common to all nodes of a contour at the edge."""
    if time in (0, oo):
        return 0
    wide = Multiple(64)
    with wide.working():
        decay = log2_edge(model) + wide.log2_abs(wide.array([wide.number(time)]))[0]
    return int(min(max(0.0, decay), _DEEPEST)) + 8


def _is_in_doubles(digits: int | None, training: Training) -> bool:
    return digits is None and isinstance(require_training(training), GradientFlow)


def _double_losses(model: Model, time: Any, asked: Sequence[int] = (_TEST, _TRAIN)) -> Losses:
    """The float64 path, vectorised over times; a loss that was not asked for may be uncertain."""
    times = double_times(time)
    flat = times.ravel()
    arithmetic = Double()
    test, train = np.empty_like(flat), np.empty_like(flat)
    for value, evaluate in ((0.0, initial_losses), (np.inf, _double_final_losses)):
        index = np.flatnonzero(flat == value)
        if len(index):
            test[index], train[index] = evaluate(arithmetic, model)
    index = np.flatnonzero((flat > 0) & np.isfinite(flat))
    if len(index):
        test[index], train[index] = _certain_doubles(model, flat[index], asked)
    if times.ndim == 0:
        return Losses(float(test[0]), float(train[0]))
    return Losses(test.reshape(times.shape), train.reshape(times.shape))


def _double_final_losses(arithmetic: Double, model: Model) -> Losses:
    """Losses at t = infinity, with digits where doubles lose too many."""
    final = final_losses(arithmetic, model)
    rounding = final_rounding(fixed_point(arithmetic, model), final)
    if all(bool(_certain(*pair)) for pair in zip(final, rounding, strict=True)):
        return final
    return Losses(*(float(x) for x in losses(model, oo, _DOUBLE_FALLBACK)))


def _certain_doubles(model: Model, times: Array, asked: Sequence[int]) -> Losses:
    """Doubles where their rounding leaves eleven digits, and digits where it does not."""
    if not isinstance(coarse_arithmetic(model, float(np.max(np.abs(np.log2(times))))), Double):
        return _digits_as_doubles(model, times)
    curve = Curve(Double(), model, _DOUBLE_NODES, _DOUBLE_DIGITS)
    values, sizes, decays = curve.evaluate(times)
    values = Losses(*(value * np.exp(-x) for value, x in zip(values, decays, strict=True)))
    sizes = Losses(*(size * np.exp(-x) for size, x in zip(sizes, decays, strict=True)))
    doubtful = np.zeros(len(times), dtype=bool)
    for one in asked:
        lost = ~_certain(values[one], sizes[one])
        if lost.any() and has_one_integral(model, one):
            values[one][lost], sizes[one][lost] = single_losses(model, one, times[lost])
        doubtful |= ~_certain(values[one], sizes[one])
    precise = _digits_as_doubles(model, times[doubtful])
    values.test[doubtful], values.train[doubtful] = precise
    return values


def _certain(value: Array, size: Array) -> Array:
    """Where the rounding is far below the value."""
    return np.asarray(size * _DOUBLE_ROUNDING <= _DOUBLE_TOLERANCE * np.abs(value))


def _digits_as_doubles(model: Model, times: Array) -> Losses:
    pairs = [losses(model, float(time), _DOUBLE_FALLBACK) for time in times]
    return Losses(*(np.array([float(pair[i]) for pair in pairs]) for i in (0, 1)))


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
