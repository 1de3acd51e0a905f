r"""Stability: the largest step that every rate in the spectrum of K bears.

    gradient descent  \eta x_{max} < 2
    heavy ball        \eta x_{max} < 2 (1 + \mu)
    Nesterov          \eta x_{max} < 2 (1 + \mu)/(1 + 2 \mu), with \mu = 1 where it grows

They are where a root of the recursion reaches z = -1; no other root leaves the unit circle.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr

from analytic.errors import DivergenceError
from analytic.exact.certificate import certified, require_digits
from analytic.exact.precision import Multiple, bits_of
from analytic.exact.training.upper_edge import upper_edge
from analytic.problem import (
    GradientDescent,
    Model,
    Training,
    require_model,
    require_numbers,
    require_steps,
)
from analytic.real_numbers import shown

__all__ = ["largest_step", "require_stable", "top_rate"]

_DEFAULT_DIGITS = 15
_PLAIN = GradientDescent(1)


def top_rate(model: Model, digits: int | None = None) -> Any:
    r"""The upper edge x_max of the spectrum of K, in the mean field.

    Shape     a float without `digits`, an mpmath number with them.
    Valid     a single draw of finite sizes may have a larger eigenvalue, more often and by more the
              smaller N and P are.

    >>> from analytic.problem import MeasuredSpectrum
    >>> flat = MeasuredSpectrum([1] * 4, ["1/4"] * 4)
    >>> top_rate(Model(flat, samples=16))      # Marchenko-Pastur: (1 + 1/2)^2
    2.25
    """
    require_model(model)
    wanted = _DEFAULT_DIGITS + 2 if digits is None else digits
    require_digits(wanted)

    def evaluate(extra: int) -> tuple[Any, ...]:
        return (upper_edge(model, bits_of(wanted + extra)),)

    (value,) = certified(evaluate, wanted)
    return float(value) if digits is None else value


def largest_step(model: Model, training: Training = _PLAIN, digits: int | None = None) -> Any:
    r"""The step at which training starts to diverge; every smaller one converges.

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
    wanted = _DEFAULT_DIGITS + 2 if digits is None else digits
    require_digits(wanted)
    bound = _bound(training)

    def evaluate(extra: int) -> tuple[Any, ...]:
        fine = Multiple(bits_of(wanted + extra) + 16)
        with fine.working():
            return (fine.number(bound) / upper_edge(model, fine.bits),)

    (value,) = certified(evaluate, wanted)
    return float(value) if digits is None else value


def _bound(training: Training) -> Expr:
    """The largest stable product of step and rate."""
    require_numbers(training)
    rule = require_steps(training)
    return 2 * (1 + rule.momentum) / (1 + 2 * rule.momentum * int(rule.ahead))


def require_stable(model: Model, training: Training) -> None:
    """Raise DivergenceError where the step is beyond the edge of stability."""
    if not training.counts_steps:
        return
    step = require_steps(training).step
    fine = Multiple(96)
    with fine.working():
        rate = upper_edge(model)
        stable = bool(fine.number(step) * rate < fine.number(_bound(training)))
    if not stable:
        raise DivergenceError(
            f"Training with step {shown(step)} does not converge: the spectrum of K reaches up to "
            f"{float(rate):.6g}, and steps have to be below {largest_step(model, training):.6g}. "
            "Choose a smaller step."
        )
