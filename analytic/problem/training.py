"""Ways of training: all that a witness has to know of one is stated in its class, as data.

K = (A^T A/N)(Psi^T Psi/P) and g, the gradient of the label noise, are those of `Model`; v is the
error. [bordelon2024dynamical], section 2 and appendices K, L.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from sympy import Expr, Integer

from analytic.errors import InvalidProblemError, require
from analytic.real_numbers import exact_number, positive_number, shown

_IN_TIMES: Mapping[str, int] = {"step": 1, "batch": 1, "inertia": 1, "penalty": -1}


@dataclass(frozen=True)
class Training:
    r"""A way of training from theta = 0: how the error v gets from w* to the measured one.

        v_0 = w^*,   L = v_t^T \Lambda v_t

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
    """Full-batch gradient descent in continuous time, from theta = 0: [bordelon2024dynamical].

        dv/dt = -(K v + g),   v(0) = w^*

    >>> GradientFlow().has_time, GradientFlow().counts_steps
    (True, False)
    """


@dataclass(frozen=True, init=False)
class Steps(Training):
    r"""A recursion of full-batch steps over at most two steps back; time counts steps.

        v_{t+1} = v_t + m - \eta (K u + g),   m = \mu_{t+1} (v_t - v_{t-1}),   v_{-1} = v_0

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
    r"""Full-batch gradient descent with step size eta; time counts steps.

        v_{t+1} = v_t - \eta (K v_t + g)

    [bordelon2024dynamical], eqs. (132)-(136).

    >>> GradientDescent("1/10").step
    1/10
    """

    options = ("--step",)


@dataclass(frozen=True, init=False)
class AveragedDescent(Steps):
    r"""Gradient descent whose predictor is the mean of the iterates 0 ... t-1; time counts steps.

        f_t(x) = (1/t) \sum_{k < t} (1 - \eta x)^k = [1 - (1 - \eta x)^t]/(\eta x t),   f_0 = 1

    f_t(x) is what is left of the error at rate x. [neu2018averaging].

    >>> AveragedDescent("1/10").step
    1/10
    """

    options = ("--step", "--average")
    averaged = True


@dataclass(frozen=True, init=False)
class HeavyBall(Steps):
    r"""Gradient descent with step eta and momentum mu, 0 <= mu < 1; time counts steps.

        v_{t+1} = v_t - \eta (K v_t + g) + \mu (v_t - v_{t-1}),   v_{-1} = v_0

    [bordelon2024dynamical], eqs. (137)-(141).

    >>> HeavyBall("1/10", "9/10").momentum
    9/10
    """

    momentum: Expr
    options: ClassVar[tuple[str, ...]] = ("--step", "--momentum")

    def __init__(self, step: Any, momentum: Any) -> None:
        self._read(step=step, momentum=momentum)


@dataclass(frozen=True, init=False)
class Nesterov(HeavyBall):
    r"""Gradient descent that looks ahead, with step eta and momentum mu; time counts steps.

        v_{t+1} = u - \eta (K u + g),   u = v_t + \mu (v_t - v_{t-1}),   v_{-1} = v_0

    >>> Nesterov("1/10", "9/10").ahead
    True
    """

    options = ("--step", "--momentum", "--nesterov")
    ahead = True


@dataclass(frozen=True, init=False)
class GrowingMomentum(Steps):
    r"""Nesterov's schedule: step eta, looking ahead with a momentum that grows to one.

        v_n = u - \eta (K u + g),   u = v_{n-1} + (1 - r/n) (v_{n-1} - v_{n-2})

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
    r"""Momentum in continuous time, from rest.

        \beta v'' + v' = -(K v + g),   v(0) = w^*,   v'(0) = 0

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
    r"""The minimum of the penalised training loss. It needs no time.

        \min_\theta (1/P) |residual|^2 + \gamma |\theta|^2,   0 = K v + g + \gamma (v - w^*)

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
    r"""Stochastic gradient descent on fresh batches of B samples with step eta; time counts steps.

        v_{t+1} = v_t - (\eta/B) (A^T A/N) \sum_i \psi_i r_i,   r_i = \psi_i . v_t + noise

    summed over B new samples. [bordelon2024dynamical], eqs. (142)-(144); [paquette2024phases].

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
