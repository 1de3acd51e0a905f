"""Momentum on a schedule as a filter, by its recursion."""

from dataclasses import dataclass

import numpy as np

from analytic.errors import SimulationError
from analytic.problem import Steps
from analytic.sampling.filters.two_step import require_steps
from analytic.sampling.finite_model import FloatArray


@dataclass(frozen=True)
class GrowingFilter:
    r"""The filter of steps with a momentum that grows with their number.

        f_n = (1 - \eta x) [f_{n-1} + (\mu - r/n) (f_{n-1} - f_{n-2})]

    [su2016differential], section 2.

    >>> from analytic.problem import GrowingMomentum
    >>> growing = GrowingFilter(GrowingMomentum("1/2", 3), 0.5, 1.0, 3.0)
    >>> growing.remaining(np.array([1.0]), np.array(1.0)).tolist()
    [0.5]
    """

    training: Steps
    step: float
    momentum: float
    growth: float

    def remaining(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """f(x, t) at finite whole numbers of steps."""
        return self._stepped(x, t, 1.0, 0.0)

    def learned(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """1 - f(x, t), by the recursion of what is learned: nothing cancels."""
        return self._stepped(x, t, 0.0, self.step)

    def _stepped(self, x: FloatArray, t: FloatArray, start: float, gain: float) -> FloatArray:
        """The recursion from a start, which gains that much of x at every step."""
        require_steps(t)
        if np.any(np.isinf(t)):
            raise SimulationError(
                "A momentum that grows with every step has no end of training in a simulation. "
                "Give finite times."
            )
        x, t = np.broadcast_arrays(x, t)
        last = before = np.full(x.shape, start)
        found = last
        for n in range(1, int(np.max(t, initial=0.0)) + 1):
            momentum = self.momentum - self.growth / n
            after = self.training.after(last, before, self.step, momentum, lambda at: x * at)
            last, before = after + gain * x, last
            found = np.where(t == n, last, found)
        return found
