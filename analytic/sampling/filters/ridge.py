r"""Ridge as a filter: f(x) = gamma/(x + gamma), whatever the time."""

from dataclasses import dataclass

import numpy as np

from analytic.errors import SimulationError
from analytic.sampling.finite_model import FloatArray


@dataclass(frozen=True)
class RidgeFilter:
    r"""The filter of the minimum of the penalised training loss.

        f(x) = \gamma/(x + \gamma),   \min_\theta (1/P) |residual|^2 + \gamma |\theta|^2

    >>> RidgeFilter(1.0).learned(np.array([3.0]), np.array(np.inf)).tolist()
    [0.75]
    """

    penalty: float

    def remaining(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """gamma/(x + gamma)."""
        x = self._spread(x, t)
        return self.penalty / (x + self.penalty)

    def learned(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """x/(x + gamma)."""
        x = self._spread(x, t)
        return x / (x + self.penalty)

    def _spread(self, x: FloatArray, t: FloatArray) -> FloatArray:
        if not np.all(np.isinf(t)):
            raise SimulationError(
                f"Ridge with penalty {self.penalty:.6g} has no time: it is the minimum of the "
                "penalised loss. Leave the time out."
            )
        return np.broadcast_to(x, np.broadcast_shapes(x.shape, t.shape))
