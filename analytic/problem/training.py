r"""Ways of training, as statements: what changes v and what it needs. No results, no answers.

    flow                 dv/dt = -(K v + g)
    gradient descent     v_{t+1} = v_t - \eta (K v_t + g)
    heavy ball           v_{t+1} = v_t - \eta (K v_t + g) + \mu (v_t - v_{t-1}),   v_{-1} = v_0
    its flow             \beta v'' + v' = -(K v + g),   v'(0) = 0
    Nesterov             v_{t+1} = u - \eta (K u + g),   u = v_t + \mu (v_t - v_{t-1})
    growing momentum     the same with \mu_t = 1 - r/t at step t
    ridge                0 = K v + g + \gamma (v - w*)
    one-pass SGD         v_{t+1} = v_t - (\eta/B) (A^T A/N) \sum_i \psi_i r_i

K = (A^T A/N)(Psi^T Psi/P) and g, the gradient of the label noise, are those of `Model`; r_i is
psi_i . v_t plus noise, summed over a batch of B samples never seen before.
[bordelon2024dynamical], section 2 and appendices K, L; [paquette2024phases] for one-pass SGD.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, Integer

from analytic.errors import InvalidProblemError, require
from analytic.real_numbers import exact_number, require_positive, shown

__all__ = [
    "GradientDescent",
    "GradientFlow",
    "GrowingMomentum",
    "HeavyBall",
    "HeavyBallFlow",
    "Momentum",
    "Nesterov",
    "OnePassSGD",
    "Ridge",
    "Training",
    "require_numbers",
    "require_training",
]

_POWERS_OF_TIME = {"step": 1, "batch": 1, "inertia": 1, "penalty": -1}


@dataclass(frozen=True)
class Training:
    """A way of training from theta = 0."""

    def replicated(self, copies: int) -> Training:
        """The training of so many copies of a model, whose rates are so many times smaller.

        >>> Ridge("1/2").replicated(4).penalty, HeavyBall("1/2", "1/3").replicated(4).step
        (1/8, 2)
        """
        own = {name: power for name, power in _POWERS_OF_TIME.items() if hasattr(self, name)}
        return replace(
            self, **{name: getattr(self, name) * Integer(copies) ** own[name] for name in own}
        )


@dataclass(frozen=True)
class GradientFlow(Training):
    """Full-batch gradient descent in continuous time, dv/dt = -(K v + g), from theta = 0."""


@dataclass(frozen=True, init=False)
class GradientDescent(Training):
    """Full-batch gradient descent with step size eta; time counts steps.

    >>> GradientDescent("1/10").step
    1/10
    """

    step: Expr

    def __init__(self, step: Any) -> None:
        object.__setattr__(self, "step", _step(step))


@dataclass(frozen=True, init=False)
class Momentum(Training):
    """Gradient descent with step eta and some momentum mu, 0 <= mu < 1; time counts steps."""

    step: Expr
    momentum: Expr

    def __init__(self, step: Any, momentum: Any) -> None:
        object.__setattr__(self, "step", _step(step))
        object.__setattr__(self, "momentum", _momentum(momentum))


@dataclass(frozen=True, init=False)
class HeavyBall(Momentum):
    """Gradient descent with step eta and momentum mu, 0 <= mu < 1; time counts steps.

    >>> HeavyBall(1, "9/10").momentum
    9/10
    """


@dataclass(frozen=True, init=False)
class Nesterov(Momentum):
    """Gradient descent that looks ahead, with step eta and momentum mu; time counts steps."""


@dataclass(frozen=True, init=False)
class GrowingMomentum(Training):
    """Nesterov's schedule: step eta, looking ahead with momentum 1 - r/n at step n.

    [su2016differential], section 2. Exact at N = P = infinity only.

    >>> GrowingMomentum("1/2", 3).growth
    3
    """

    step: Expr
    growth: Expr

    def __init__(self, step: Any, growth: Any) -> None:
        object.__setattr__(self, "step", _step(step))
        value = exact_number(growth, "growth")
        require_positive(value, "growth", infinite=False)
        object.__setattr__(self, "growth", value)


@dataclass(frozen=True, init=False)
class HeavyBallFlow(Training):
    """Momentum in continuous time, beta v'' + v' = -(K v + g), from rest.

    [bordelon2024dynamical], eq. (137): i omega -> i omega + beta (i omega)^2.
    """

    inertia: Expr

    def __init__(self, inertia: Any) -> None:
        value = exact_number(inertia, "inertia")
        require_positive(value, "inertia", infinite=False)
        object.__setattr__(self, "inertia", value)


@dataclass(frozen=True, init=False)
class Ridge(Training):
    r"""The minimum of (1/P)|residual|^2 + gamma |theta|^2. It needs no time."""

    penalty: Expr

    def __init__(self, penalty: Any) -> None:
        value = exact_number(penalty, "penalty")
        require(
            value.is_zero is not True,
            "penalty = 0 leaves no ridge: of all minima of the loss, the end of training is the "
            "one that a small penalty tends to. Use GradientFlow() at time = inf.",
        )
        require_positive(value, "penalty", infinite=False)
        object.__setattr__(self, "penalty", value)


@dataclass(frozen=True, init=False)
class OnePassSGD(Training):
    """Stochastic gradient descent on fresh batches of B samples with step eta; time counts steps.

    >>> OnePassSGD("1/2", 8).batch
    8
    """

    step: Expr
    batch: Expr

    def __init__(self, step: Any, batch: Any = 1) -> None:
        object.__setattr__(self, "step", _step(step))
        value = exact_number(batch, "batch")
        require_positive(value, "batch")
        object.__setattr__(self, "batch", value)


def require_training(training: Any) -> Training:
    """A way of training.

    Raises    InvalidProblemError for anything else, a class in place of its instance included.
    """
    if not isinstance(training, Training):
        raise InvalidProblemError(
            f"{training!r} is not a way of training this package knows. Use GradientFlow(), "
            "GradientDescent(step), HeavyBall(step, momentum), Nesterov(step, momentum), "
            "GrowingMomentum(step, growth), HeavyBallFlow(inertia), Ridge(penalty) or "
            "OnePassSGD(step, batch)."
        )
    return training


def require_numbers(training: Training) -> None:
    """Raise InvalidProblemError where a way of training holds a symbol."""
    require_training(training)
    letters = frozenset[Any]().union(*(value.free_symbols for value in vars(training).values()))
    require(
        not letters,
        f"{training!r} holds the symbol {', '.join(sorted(map(str, letters)))}, and its loss "
        "is to be a number. Give it a value.",
    )


def _step(step: Any) -> Expr:
    value = exact_number(step, "step")
    require_positive(value, "step", infinite=False)
    return value


def _momentum(momentum: Any) -> Expr:
    value = exact_number(momentum, "momentum")
    what = "is negative" if value.is_negative else "forgets nothing"
    require(
        value.is_negative is not True and (value - Integer(1)).is_nonnegative is not True,
        f"momentum = {shown(value)} {what}. Give a number of at least 0 and less than 1.",
    )
    return value
