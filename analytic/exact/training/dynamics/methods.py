"""The exponents of each way of training that is a filter in time."""

from __future__ import annotations

from analytic.exact.precision import Arithmetic
from analytic.exact.training.dynamics.exponents import Exponents
from analytic.exact.training.dynamics.inertia import Inertia
from analytic.exact.training.dynamics.two_step import TwoStep
from analytic.problem import HeavyBallFlow, Training, require_steps

__all__ = ["exponents_of"]


def exponents_of(arithmetic: Arithmetic, training: Training) -> Exponents:
    """The exponents of a way of training, at the precision of an arithmetic.

    Raises    InvalidProblemError for one that is no filter in time.
    """
    if isinstance(training, HeavyBallFlow):
        return Inertia(arithmetic, arithmetic.number(training.inertia))
    return TwoStep(arithmetic, require_steps(training))
