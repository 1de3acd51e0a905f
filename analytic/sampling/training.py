r"""Training as a spectral filter: what is left of the error along an eigenvector of K."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analytic.errors import SimulationError
from analytic.problem import GradientFlow, Training
from analytic.sampling.finite_model import FloatArray

__all__ = ["Filter", "FlowFilter", "filter_of"]


class Filter(Protocol):
    r"""A filter f with f(0, t) = 1, at eigenvalues x >= 0 and times 0 <= t <= inf.

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
    raise SimulationError(
        f"A simulation cannot train by {training!r}: only gradient flow has a spectral filter here."
        " Use training=GradientFlow()."
    )


def _age(x: FloatArray, t: FloatArray) -> FloatArray:
    """The product x t, zero where x is zero even for t = inf."""
    age = np.zeros(np.broadcast_shapes(x.shape, t.shape))
    with np.errstate(over="ignore"):  # a mode older than 1e308 is as good as learned
        return np.multiply(x, t, out=age, where=x > 0)
