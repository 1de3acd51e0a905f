r"""Exact losses of one-pass SGD: after any number of steps, to any digits.

    L_n = F_n + (\eta^2/B) \sum_{m<n} Tr[K^2 q(K)^{n-1-m}] (L_m + \sigma^2)
        = \oint \hat L(z) z^{-n-1} dz/(2 \pi i)

The Volterra equation of [paquette2024phases], with the spectrum of K by the mean field at width N,
by its generating function. A step shows its batch before it learns from it: the training loss is
L_n + \sigma^2, without a gap (claim D25).
"""

from typing import Any

import numpy as np
from sympy import Expr, Integer, oo

from analytic.errors import InvalidProblemError, PrecisionError, require
from analytic.exact.certificate import (
    above_floor,
    at_every,
    certified,
    doubles_or_digits,
    require_digits,
)
from analytic.exact.contour import bits_lost, nodes_for
from analytic.exact.edges import spectral_edge, upper_edge
from analytic.exact.limits import Losses
from analytic.exact.one_pass.equations import (
    require_fresh_data,
    require_truth_value,
    spread,
    update,
)
from analytic.exact.one_pass.stability import refuse_divergence
from analytic.exact.one_pass.steps import OnePass, is_early
from analytic.exact.precision import Array, Double, Multiple, bits_of
from analytic.exact.sums.spectral_sums import (
    coarse_arithmetic,
    refuse_symbolic_model,
    spectral_sums,
)
from analytic.problem import Model, OnePassSGD, require_model
from analytic.real_numbers import exact_number, shown

_NODES = 34
_DIGITS = 17
_ROUNDING = 2.0**-50
_ACCURACY = 4e-12
_FALLBACK = 5  # digits beyond the accuracy
_LARGEST_DOUBLE = Integer(np.finfo(float).max)
_DEEPEST = 2000  # digits by which a loss may have fallen


def one_pass_loss(
    model: Model,
    time: Any,
    training: OnePassSGD,
    digits: int | None = None,
    mean_field: bool = False,
    accuracy: float = _ACCURACY,
) -> Any:
    r"""Excess test loss after so many steps of one-pass SGD; see `one_pass_losses`.

        L_n = F_n + (\eta^2/B) \sum_{m<n} Tr[K^2 q(K)^{n-1-m}] (L_m + \sigma^2)

    [paquette2024phases], the Volterra equation, at width N by the mean field.

    >>> from analytic.problem import PowerLaw
    >>> round(one_pass_loss(Model(PowerLaw(2, "3/2"), width=40), 100, OnePassSGD("1/4", 2)), 9)
    0.183627129
    """
    require_model(model)
    return one_pass_losses(model, time, training, digits, mean_field, accuracy).test


def _relative_error(accuracy: Any) -> float:
    """An accuracy that can be asked for.

    Raises    InvalidProblemError for what is no number between zero and one.
    """
    number = accuracy if isinstance(accuracy, float) else float("nan")
    require(
        0 < number < 1,
        f"accuracy = {accuracy!r} is no relative error. Give a number between 0 and 1.",
    )
    return number


def one_pass_losses(
    model: Model,
    time: Any,
    training: OnePassSGD,
    digits: int | None = None,
    mean_field: bool = False,
    accuracy: float = _ACCURACY,
) -> Losses:
    r"""Test loss, and loss on the next batch, of one-pass SGD on the model at P = infinity.

        L_n = F_n + (\eta^2/B) \sum_{m<n} Tr[K^2 q(K)^{n-1-m}] (L_m + \sigma^2)

    `mean_field` leaves out \eta^2 k^2/B from q(k), as [bordelon2024dynamical], eqs. (142)-(144) do;
    without it the equation is exact for Gaussian features at a given A.

    Shape     that of `time`, in steps: mpmath numbers with `digits`, float64 without.
    Valid     N and M large in proportion, or N infinite; any batch, whole or not.
    Accuracy  as for `losses`: the last digit, or a relative error below 1e-11, of which rounding
              has `accuracy`; more of it is allowed where speed counts.
    Raises    InvalidProblemError for finite samples and broken steps; DivergenceError for a step
              that is too large; PrecisionError.
    """
    require_truth_value(mean_field)
    if model.visible is not model:
        test, train = one_pass_losses(model.visible, time, training, digits, mean_field, accuracy)
        return Losses(above_floor(model, test, digits), train)
    asked = require_fresh_data(model, training)
    refuse_symbolic_model(model)
    refuse_divergence(model, asked, mean_field)

    def at(one: Any, wanted: int) -> tuple[Any, ...]:
        steps = _exact_steps(one)
        working = wanted + _digits_fallen(model, steps, asked, mean_field)
        return certified(
            lambda extra: _evaluate(model, steps, asked, mean_field, working + extra), wanted
        )

    fallback = _FALLBACK - int(np.log10(_relative_error(accuracy)))
    if digits is not None:
        require_digits(digits)
        return Losses(*at_every(time, lambda one: at(one, digits), 2))
    if _beyond_doubles(time):
        return Losses(*(float(x) for x in at(time, fallback)))

    def rough(steps: Array) -> list[tuple[Array, Array]]:
        solver = OnePass(Double(), model, update(Double(), asked, mean_field))
        test, certain = np.full_like(steps, np.nan), np.zeros(len(steps), dtype=bool)
        early, middle = is_early(steps, _NODES), (steps > 0) & np.isfinite(steps)
        test[steps == 0], certain[steps == 0] = solver.initial(), True
        for index in (np.flatnonzero(middle & early), np.flatnonzero(middle & ~early)):
            if len(index) and early[index[0]]:
                found = solver.early(steps[index], int(np.max(steps[index])), _DIGITS)
            elif len(index):
                found = solver.late(steps[index], _NODES)
            else:
                continue
            test[index] = found[0]
            certain[index] = found[1] * _ROUNDING < accuracy * np.abs(found[0])
        return [(test, certain), (test + float(model.noise), certain)]

    steps = _double_steps(time)
    finite = steps[np.isfinite(steps)]
    coarse = coarse_arithmetic(model, float(np.log2(np.max(finite, initial=1))))
    fits = isinstance(coarse, Double)
    return Losses(
        *doubles_or_digits(steps, rough if fits else None, lambda one: at(one, fallback), 2)
    )


def _evaluate(
    model: Model, steps: Expr, training: OnePassSGD, mean_field: bool, digits: int
) -> tuple[Any, ...]:
    """Both losses on one contour, or circle, chosen for so many digits."""
    nodes = nodes_for(digits, transforms=1)
    arithmetic = Multiple.at_least(bits_of(digits) + bits_lost(nodes) + 32)
    with arithmetic.working():
        solver = OnePass(arithmetic, model, update(arithmetic, training, mean_field))
        if steps == 0:
            test = solver.initial()
        elif steps == oo:
            test = solver.final()
        else:
            number = arithmetic.array([arithmetic.number(steps)])
            if is_early(steps, nodes):
                test = solver.early(number, int(steps), digits)[0][0]
            else:
                test = solver.late(number, nodes)[0][0]
        return test, test + solver.noise


def _digits_fallen(model: Model, steps: Expr, training: OnePassSGD, mean_field: bool) -> int:
    """Digits by which the loss may have fallen, where nothing keeps it from dying.

    Raises    PrecisionError when they are too many.
    """
    count = spectral_sums(Double(), model.spectrum).count()
    if steps in (0, oo) or model.noise != 0 or count > min(model.ranks, default=oo) or count == oo:
        return 0
    ends = [spectral_edge(model), float(upper_edge(model))]
    step, beta = float(training.step), float(spread(training.batch, mean_field))
    slowest = max(1 - 2 * step * x + beta * (step * x) ** 2 for x in ends) if ends[0] > 0 else 1.0
    each = -np.log10(slowest) if slowest > 0 else np.inf
    if steps * each > _DEEPEST:
        raise PrecisionError(
            f"After {shown(steps)} steps the loss may be below 10^-{_DEEPEST}: the width is enough "
            "for all modes and no noise is left, so it falls with every step, and as many digits "
            f"cancel. Ask for {int(_DEEPEST / each)} steps or fewer, or for inf."
        )
    return int(steps * each)


def _exact_steps(time: Any) -> Expr:
    """A number of steps.

    Raises    InvalidProblemError unless it is a nonnegative integer, or infinite.
    """
    number = exact_number(time, "time")
    if number != oo and not (number.is_Integer and number.is_nonnegative):
        raise InvalidProblemError(
            f"time = {time} is no number of steps. Give a whole number of zero or more, or inf."
        )
    return number


def _double_steps(time: Any) -> Array:
    """Numbers of steps as float64, of any shape."""
    if np.ndim(time) == 0:
        return np.asarray(float(_exact_steps(time)))
    try:
        steps = np.asarray(time, dtype=float)
    except OverflowError:
        raise InvalidProblemError(
            "A time is beyond the largest double, 1.8e308. Give digits too, or one time at once."
        ) from None
    except (TypeError, ValueError):
        raise InvalidProblemError(f"time = {time!r} does not hold numbers. Give steps.") from None
    whole = np.isinf(steps) | (steps == np.rint(steps))
    if not np.all(whole & (steps >= 0)):
        raise InvalidProblemError(
            "A time is no number of steps. Give whole numbers of zero or more, or inf."
        )
    return steps


def _beyond_doubles(time: Any) -> bool:
    """Whether a time is one finite number that no double reaches."""
    steps = _exact_steps(time) if np.ndim(time) == 0 else oo
    return bool(steps != oo and steps > _LARGEST_DOUBLE)
