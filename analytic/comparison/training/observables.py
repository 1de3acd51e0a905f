"""What the laws of gradient descent and momentum are about: the loss under one way of training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sympy import Expr, Symbol

from analytic.comparison.observables import TimeLimited
from analytic.comparison.training.ways import Way
from analytic.problem import PowerLaw

__all__ = ["LateLoss", "late_loss"]


@dataclass(frozen=True)
class LateLoss(TimeLimited):
    """L(t) under a way of training, whose step and momentum are `values`."""

    values: Mapping[Symbol, Expr] = field(default_factory=dict)

    def numbers(self, _: PowerLaw) -> Mapping[Symbol, Expr]:
        """Step and momentum."""
        return self.values


def late_loss(way: Way) -> LateLoss:
    """The loss under a way of training with numbers."""
    return LateLoss(training=way.training, values=way.values)
