"""A way of training with numbers, and the law and formulas of a result that speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sympy import Expr, Integer, Rational, Symbol

from analytic.law import Law
from analytic.notation import beta, eta, mu, p, t, z
from analytic.problem import GradientDescent, HeavyBall, HeavyBallFlow, Nesterov, Training
from analytic.result import Result

__all__ = ["DESCENT", "HEAVY_BALL", "HEAVY_BALL_FLOW", "NESTEROV", "Way"]


class Way(NamedTuple):
    """A training, its numbers, the variable of its transform, and the suffix of its formulas."""

    training: Training
    values: Mapping[Symbol, Expr]
    variable: Symbol
    suffix: str = ""

    @property
    def takes_steps(self) -> bool:
        """Whether time counts steps."""
        return bool(self.variable == z)

    def formula(self, result: Result, name: str) -> Expr:
        """A formula of a result at this training's numbers."""
        return result.formulas[name + self.suffix].subs(self.values)

    def law(self, result: Result) -> Law:
        """The late law of a result at this training's numbers."""
        if not self.suffix:
            assert result.law is not None
            own = result.law.letters
            return result.law.given({x: value for x, value in self.values.items() if x in own})
        leading, correction, remainder = (
            self.formula(result, name) for name in ("L(t)", "correction", "remainder")
        )
        return Law("r_t", t, leading, remainder, "t large", correction)

    def replicated(self, copies: int) -> Training:
        """The training of as many copies of a model, whose rates are so many times smaller."""
        if isinstance(self.training, HeavyBall | Nesterov):
            return type(self.training)(copies * self.training.step, self.training.momentum)
        if isinstance(self.training, GradientDescent):
            return GradientDescent(copies * self.training.step)
        assert isinstance(self.training, HeavyBallFlow)
        return HeavyBallFlow(copies * self.training.inertia)


_STEP, _MOMENTUM, _INERTIA = Rational(1, 3), Rational(1, 2), Rational(3, 4)

DESCENT = Way(GradientDescent(_STEP), {eta: _STEP, mu: Integer(0)}, z)
HEAVY_BALL = Way(HeavyBall(_STEP, _MOMENTUM), {eta: _STEP, mu: _MOMENTUM}, z)
NESTEROV = Way(Nesterov(_STEP, _MOMENTUM), {eta: _STEP, mu: _MOMENTUM}, z, " with a look ahead")
HEAVY_BALL_FLOW = Way(HeavyBallFlow(_INERTIA), {beta: _INERTIA}, p, " in continuous time")
