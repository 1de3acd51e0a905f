r"""Ways of training: all that a witness has to know of one is stated in its class, as data.

    flow                 dv/dt = -(K v + g)
    gradient descent     v_{t+1} = v_t - \eta (K v_t + g)
    averaged descent     (v_0 + ... + v_{t-1})/t of gradient descent
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

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, ClassVar, Self

from sympy import Expr, Integer

from analytic.errors import InvalidProblemError, require
from analytic.real_numbers import exact_number, positive_number, shown

OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "--step": "Step size of gradient descent; without it, training is gradient flow.",
        "--momentum": "Momentum of the steps.",
        "--nesterov": "The momentum is Nesterov's, which looks ahead.",
        "--average": "The mean of all iterates before that step, in the place of the last one.",
        "--growth": "Nesterov's momentum grows as 1 - r/n at step n, r this number.",
        "--batch": "Fresh samples in every step: one-pass SGD.",
        "--inertia": "Inertia beta of gradient flow with momentum.",
        "--ridge": "Ridge penalty gamma of (1/P)|residual|^2 + gamma |theta|^2, instead of a time: "
        "alpha/P of scikit-learn's KernelRidge.",
    }
)
"""What a user may give on a command line, and what it is."""

_IN_TIMES: Mapping[str, int] = {"step": 1, "batch": 1, "inertia": 1, "penalty": -1}


@dataclass(frozen=True)
class Training:
    r"""A way of training from theta = 0.

    `options` are those of a command line, numbers in the order of the fields before flags;
    `counts_steps` says that time is their number, and `has_time` that there is one. The momentum
    of step t is less by `growth`/t than that of late ones. Where it is `averaged` the mean of
    v_0 ... v_{t-1} is what is measured after t steps, and v_0 before the first one.
    """

    options: ClassVar[tuple[str, ...]] = ()
    counts_steps: ClassVar[bool] = False
    has_time: ClassVar[bool] = True
    averaged: ClassVar[bool] = False
    growth = Integer(0)

    def _read(self, **values: Any) -> None:
        for name, value in values.items():
            infinite = name == "batch"
            number = (
                _momentum(value) if name == "momentum" else positive_number(value, name, infinite)
            )
            object.__setattr__(self, name, number)

    def replicated(self, copies: int) -> Self:
        """The training of so many copies of a model, whose rates are as many times smaller.

        >>> HeavyBall("1/3", "1/2").replicated(4).step
        4/3
        """
        numbers = {field.name: getattr(self, field.name) for field in fields(self)}
        return type(self)(
            **{name: x * Integer(copies) ** _IN_TIMES.get(name, 0) for name, x in numbers.items()}
        )


@dataclass(frozen=True)
class GradientFlow(Training):
    """Full-batch gradient descent in continuous time, dv/dt = -(K v + g), from theta = 0.

    >>> GradientFlow().has_time, GradientFlow().counts_steps
    (True, False)
    """


@dataclass(frozen=True, init=False)
class Steps(Training):
    r"""A recursion of full-batch steps over at most two steps back; time counts steps.

        v_{t+1} = v_t + m - \eta (K u + g),   m = \mu_t (v_t - v_{t-1}),   v_{-1} = v_0

    u is v_t, or v_t + m where it looks `ahead`; \mu_t = momentum - growth/t.
    """

    step: Expr
    momentum = Integer(0)
    ahead = False
    counts_steps = True

    def __init__(self, step: Any) -> None:
        self._read(step=step)

    def after(
        self, last: Any, before: Any, step: Any, momentum: Any, gradient: Callable[[Any], Any]
    ) -> Any:
        """The next iterate from the last two: numbers, arrays, polynomials or transforms.

        >>> Nesterov(1, "1/2").after(4, 2, 1, 1, lambda u: u / 2)
        3.0
        """
        moved = last + momentum * (last - before)
        return moved - step * gradient(moved if self.ahead else last)


@dataclass(frozen=True, init=False)
class GradientDescent(Steps):
    """Full-batch gradient descent with step size eta; time counts steps.

    >>> GradientDescent("1/10").step
    1/10
    """

    options = ("--step",)


@dataclass(frozen=True, init=False)
class AveragedDescent(Steps):
    r"""Gradient descent whose predictor is the mean of the iterates 0 ... t-1; time counts steps.

    f_t(x) = (1/t) \sum_{k < t} (1 - \eta x)^k = [1 - (1 - \eta x)^t]/(\eta x t),   f_0 = 1

    >>> AveragedDescent("1/10").step
    1/10
    """

    options = ("--step", "--average")
    averaged = True


@dataclass(frozen=True, init=False)
class HeavyBall(Steps):
    """Gradient descent with step eta and momentum mu, 0 <= mu < 1; time counts steps.

    >>> HeavyBall("1/10", "9/10").momentum
    9/10
    """

    momentum: Expr
    options: ClassVar[tuple[str, ...]] = ("--step", "--momentum")

    def __init__(self, step: Any, momentum: Any) -> None:
        self._read(step=step, momentum=momentum)


@dataclass(frozen=True, init=False)
class Nesterov(HeavyBall):
    """Gradient descent that looks ahead, with step eta and momentum mu; time counts steps.

    >>> Nesterov("1/10", "9/10").ahead
    True
    """

    options = ("--step", "--momentum", "--nesterov")
    ahead = True


@dataclass(frozen=True, init=False)
class GrowingMomentum(Steps):
    """Nesterov's schedule: step eta, looking ahead with momentum 1 - r/n at step n.

    [su2016differential], section 2. Exact at N = P = infinity only.

    >>> GrowingMomentum("1/2", 3).growth
    3
    """

    growth: Expr
    options = ("--step", "--growth")
    momentum = Integer(1)
    ahead = True

    def __init__(self, step: Any, growth: Any) -> None:
        self._read(step=step, growth=growth)


@dataclass(frozen=True, init=False)
class HeavyBallFlow(Training):
    """Momentum in continuous time, beta v'' + v' = -(K v + g), from rest.

    [bordelon2024dynamical], eq. (137): i omega -> i omega + beta (i omega)^2.

    >>> HeavyBallFlow("3/2").inertia
    3/2
    """

    inertia: Expr
    options = ("--inertia",)

    def __init__(self, inertia: Any) -> None:
        self._read(inertia=inertia)


@dataclass(frozen=True, init=False)
class Ridge(Training):
    r"""The minimum of (1/P)|residual|^2 + gamma |theta|^2. It needs no time.

    >>> Ridge("1e-3").penalty
    1/1000
    """

    penalty: Expr
    options = ("--ridge",)
    has_time = False

    def __init__(self, penalty: Any) -> None:
        require(
            exact_number(penalty, "penalty").is_zero is not True,
            "penalty = 0 leaves no ridge: of all minima of the loss, the end of training is the "
            "one that a small penalty tends to. Use GradientFlow() at time = inf.",
        )
        self._read(penalty=penalty)


@dataclass(frozen=True, init=False)
class OnePassSGD(Training):
    """Stochastic gradient descent on fresh batches of B samples with step eta; time counts steps.

    >>> OnePassSGD("1/2", 8).batch
    8
    """

    step: Expr
    batch: Expr
    options = ("--step", "--batch")
    counts_steps = True

    def __init__(self, step: Any, batch: Any = 1) -> None:
        self._read(step=step, batch=batch)


METHODS: tuple[type[Training], ...] = tuple(
    one
    for one in tuple(vars().values())
    if isinstance(one, type) and issubclass(one, Training) and one not in (Training, Steps)
)


def require_training(training: Any) -> Training:
    """A way of training.

    Raises    InvalidProblemError for anything else, a class in place of its instance included.
    """
    if not isinstance(training, Training):
        *most, last = (
            f"{one.__name__}({', '.join(field.name for field in fields(one))})" for one in METHODS
        )
        raise InvalidProblemError(
            f"{training!r} is not a way of training this package knows. Use {', '.join(most)} or "
            f"{last}."
        )
    return training


def require_steps(training: Training) -> Steps:
    """A way of training in full-batch steps.

    Raises    InvalidProblemError for any other one.
    """
    if not isinstance(training, Steps):
        raise InvalidProblemError(
            f"{training!r} takes no steps of a fixed size. Use GradientDescent(step), "
            "HeavyBall(step, momentum) or Nesterov(step, momentum)."
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


def _momentum(given: Any) -> Expr:
    value = exact_number(given, "momentum")
    what = "is negative" if value.is_negative else "forgets nothing"
    require(
        value.is_negative is not True and (value - Integer(1)).is_nonnegative is not True,
        f"momentum = {shown(value)} {what}. Give a number of at least 0 and less than 1.",
    )
    return value
