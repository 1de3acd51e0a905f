r"""Momentum on a schedule as a filter, by its recursion: \mu_n = 1 - r/n.

f_{n+1} = (1 - \eta x) [ f_n + (1 - r/n) (f_n - f_{n-1}) ],   f_1 = (1 - \eta x) f_0,   f_0 = 1
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytic.errors import SimulationError
from analytic.sampling.filters.two_step import require_steps
from analytic.sampling.finite_model import FloatArray

__all__ = ["GrowingFilter"]


@dataclass(frozen=True)
class GrowingFilter:
    """The filter of a step with a momentum that grows as 1 - r/n.

    >>> GrowingFilter(0.5, 3.0).remaining(np.array([1.0]), np.array(1.0)).tolist()
    [0.5]
    """

    step: float
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
            ahead = last + (1 - self.growth / n) * (last - before)
            last, before = (1 - self.step * x) * ahead + gain * x, last
            found = np.where(t == n, last, found)
        return found
