"""The exponents of each way of training that is a filter in time."""

from __future__ import annotations

from sympy import Expr, Integer

from analytic.errors import InvalidProblemError
from analytic.exact.precision import Arithmetic
from analytic.exact.training.dynamics.exponents import Exponents
from analytic.exact.training.dynamics.inertia import Inertia
from analytic.exact.training.dynamics.two_step import TwoStep
from analytic.problem import (
    GradientDescent,
    GrowingMomentum,
    HeavyBallFlow,
    Momentum,
    Nesterov,
    Training,
)

__all__ = ["counts_steps", "exponents_of", "step_and_momentum"]


def exponents_of(arithmetic: Arithmetic, training: Training) -> Exponents:
    """The exponents of a way of training, at the precision of an arithmetic.

    Raises    InvalidProblemError for one that is no filter in time.
    """
    if isinstance(training, HeavyBallFlow):
        return Inertia(arithmetic, arithmetic.number(training.inertia))
    step, momentum = step_and_momentum(training)
    ahead = isinstance(training, Nesterov)
    return TwoStep(arithmetic, arithmetic.number(step), arithmetic.number(momentum), ahead)


def step_and_momentum(training: Training) -> tuple[Expr, Expr]:
    """The step of a method that counts steps, and its momentum: 0 without, 1 where it grows."""
    if isinstance(training, GradientDescent):
        return training.step, Integer(0)
    if isinstance(training, Momentum):
        return training.step, training.momentum
    if isinstance(training, GrowingMomentum):
        return training.step, Integer(1)
    raise InvalidProblemError(
        f"{training!r} takes no steps of a fixed size. Use GradientDescent(step), "
        "HeavyBall(step, momentum) or Nesterov(step, momentum)."
    )


def counts_steps(training: Training) -> bool:
    """Whether time counts steps."""
    return isinstance(training, GradientDescent | Momentum | GrowingMomentum)
