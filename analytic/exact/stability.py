r"""Stability: the largest step that every rate in the spectrum of K bears.

    gradient descent  \eta x_{max} < 2
    heavy ball        \eta x_{max} < 2 (1 + \mu)
    Nesterov          \eta x_{max} < 2 (1 + \mu)/(1 + 2 \mu), with \mu = 1 where it grows

They are where a root of the recursion reaches z = -1; no other root leaves the unit circle.
"""

from typing import Any

from sympy import Expr, oo

from analytic.errors import DivergenceError, InvalidProblemError
from analytic.exact.certificate import certified_number
from analytic.exact.edges import upper_edge
from analytic.exact.precision import Multiple, bits_of
from analytic.problem import (
    GradientDescent,
    GradientFlow,
    Model,
    Training,
    require_model,
    require_numbers,
    require_steps,
    require_training,
)
from analytic.real_numbers import shown

_PLAIN = GradientDescent(1)


def top_rate(model: Model, digits: int | None = None) -> Any:
    r"""The upper edge x_max of the spectrum of K, in the mean field.

        x_{max} = \min_{u > \lambda_1} u (1 + e(u)/P) (1 + e(u)/N),
        e(u) = \sum_k \lambda_k/(u - \lambda_k),   \lambda_1 at N = P = \infty

    Shape     a float without `digits`, an mpmath number with them.
    Valid     a single draw of finite sizes may have a larger eigenvalue, more often and by more the
              smaller N and P are.

    >>> from analytic.problem import MeasuredSpectrum
    >>> flat = MeasuredSpectrum([1] * 4, ["1/4"] * 4)
    >>> top_rate(Model(flat, samples=16))      # Marchenko-Pastur: (1 + 1/2)^2
    2.25
    """
    require_model(model)
    return certified_number(lambda working: upper_edge(model, bits_of(working)), digits)


def largest_step(model: Model, training: Training = _PLAIN, digits: int | None = None) -> Any:
    r"""The step at which training starts to diverge; every smaller one converges.

        \eta x_{max} = 2 (1 + \mu),   2 (1 + \mu)/(1 + 2 \mu) where training looks ahead

    Of `training` only the kind and the momentum count.

    Shape     a float without `digits`, an mpmath number with them.
    Valid     in the mean field. The largest eigenvalue of a draw of finite sizes may lie beyond the
              edge of its spectrum, so leave a margin where single draws matter.
    Raises    InvalidProblemError for a way of training without steps.

    >>> from analytic.problem import PowerLaw
    >>> largest_step(Model(PowerLaw(2, "3/2")))
    2.0
    """
    require_model(model)
    bound = _bound(training)

    def evaluate(working: int) -> Any:
        fine = Multiple(bits_of(working) + 16)
        with fine.working():
            return fine.number(bound) / upper_edge(model, fine.bits)

    return certified_number(evaluate, digits)


def _bound(training: Training) -> Expr:
    """The largest stable product of step and rate."""
    require_numbers(training)
    rule = require_steps(training)
    return 2 * (1 + rule.momentum) / (1 + 2 * rule.momentum * int(rule.ahead))


def require_answer(model: Model, training: Training, time: Any) -> None:
    """Raise where a time makes no sense to a way of training, or its step diverges.

    Raises    InvalidProblemError, DivergenceError.
    """
    require_training(training)
    if isinstance(training, GradientFlow):
        return
    require_numbers(training)
    if not training.has_time and time != oo:
        raise InvalidProblemError(
            f"{training!r} has no time, and time = {shown(time)} was given: "
            "it is the minimum of the penalised loss. Leave the time out."
        )
    if training.counts_steps and time != oo and not time.is_Integer:
        raise InvalidProblemError(
            f"time = {shown(time)} is no number of steps, and {type(training).__name__} counts "
            "steps. Give a whole number."
        )
    _require_stable(model, training)


def _require_stable(model: Model, training: Training) -> None:
    if not training.counts_steps:
        return
    step, fine = require_steps(training).step, Multiple(96)
    with fine.working():
        rate = upper_edge(model)
        stable = bool(fine.number(step) * rate < fine.number(_bound(training)))
    if not stable:
        raise DivergenceError(
            f"Training with step {shown(step)} does not converge: the spectrum of K reaches up to "
            f"{float(rate):.6g}, and steps have to be below {largest_step(model, training):.6g}. "
            "Choose a smaller step."
        )
