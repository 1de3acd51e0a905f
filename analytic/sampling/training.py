r"""Training as a spectral filter: what is left of the error along an eigenvector of K."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from analytic.errors import SimulationError
from analytic.problem import (
    GradientFlow,
    HeavyBallFlow,
    Ridge,
    Steps,
    Training,
)
from analytic.sampling.filters.growing import GrowingFilter
from analytic.sampling.filters.inertia import InertiaFilter
from analytic.sampling.filters.ridge import RidgeFilter
from analytic.sampling.filters.two_step import MeanFilter, TwoStepFilter
from analytic.sampling.finite_model import FloatArray


class Filter(Protocol):
    """What a way of training leaves of an error, without label noise: a function of K.

        v_t = f(K, t) w^*,   f(0, t) = 1

    At eigenvalues x >= 0 of K and times 0 <= t <= inf.

    Shape     the broadcast of x and t.
    """

    def remaining(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """f(x, t)."""
        ...

    def learned(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """1 - f(x, t), without cancellation where f is near 1."""
        ...


@dataclass(frozen=True)
class FlowFilter:
    r"""The filter of gradient flow.

        f(x, t) = e^{-x t},   f(0, \infty) = 1

    It solves dv/dt = -(K v + g), section 2 of [bordelon2024dynamical].

    >>> FlowFilter().remaining(np.array([0.0, 2.0]), np.array(np.inf))
    array([1., 0.])
    """

    def remaining(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """e^{-x t}."""
        return np.exp(-_age(x, t))

    def learned(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """1 - e^{-x t}."""
        return -np.expm1(-_age(x, t))


def filter_of(training: Training) -> Filter:
    """The filter of a training method.

    Raises    SimulationError for a method that has none here.
    """
    if isinstance(training, GradientFlow):
        return FlowFilter()
    if isinstance(training, Steps):
        return _steps(training)
    if isinstance(training, HeavyBallFlow):
        return InertiaFilter(_number(training.inertia))
    if isinstance(training, Ridge):
        return RidgeFilter(_number(training.penalty))
    raise SimulationError(
        f"A simulation cannot train by {training!r}: it has no spectral filter. Use GradientFlow(),"
        " GradientDescent(step), HeavyBall(step, momentum), Nesterov(step, momentum), "
        "HeavyBallFlow(inertia) or Ridge(penalty)."
    )


def _steps(training: Steps) -> Filter:
    step, momentum = _number(training.step), _number(training.momentum)
    if training.growth != 0:
        return GrowingFilter(training, step, momentum, _number(training.growth))
    if training.averaged and momentum != 0:
        raise SimulationError(
            f"The mean of iterates with momentum, {training!r}, is no filter known here. Leave the "
            "momentum out, or the mean."
        )
    return MeanFilter(step) if training.averaged else TwoStepFilter(step, momentum, training.ahead)


def _number(value: Any) -> float:
    if value.free_symbols:
        raise SimulationError(
            f"A simulation needs numbers, and {value} holds a symbol. Give it a value."
        )
    return float(value)


def _age(x: FloatArray, t: FloatArray) -> FloatArray:
    """The product x t, zero where x is zero even for t = inf."""
    age = np.zeros(np.broadcast_shapes(x.shape, t.shape))
    with np.errstate(over="ignore"):  # a mode older than 1e308 is as good as learned
        return np.multiply(x, t, out=age, where=x > 0)
