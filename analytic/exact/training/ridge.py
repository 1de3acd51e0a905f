r"""Ridge: the filter gamma/(x + gamma), which needs no contour.

    \hat L = \gamma^2 C_1(\gamma, \gamma) = -\gamma^2 h'(\gamma)
    L = \gamma^2 C_0(\gamma, \gamma) = -\gamma^2 h'(\gamma)/D_P^2 - \sigma^2

The minimum of (1/P)|residual|^2 + gamma |theta|^2 has v = gamma v(s = gamma).
"""

from __future__ import annotations

from typing import Any

from analytic.exact.correlations import Correlations
from analytic.exact.late_times.limits import Losses
from analytic.exact.precision import Array, Multiple, bits_of
from analytic.exact.responses.response import fixed_point
from analytic.problem import Model, Ridge

__all__ = ["ridge_losses"]

_SPARE_BITS = 32


def ridge_losses(model: Model, training: Ridge, digits: int) -> Losses:
    """Both losses of the ridge solution, one evaluation."""
    arithmetic = Multiple.at_least(bits_of(digits) + _SPARE_BITS)
    with arithmetic.working():
        penalty = arithmetic.number(training.penalty)
        correlations = Correlations(fixed_point(arithmetic, model), model)
        at = correlations.equations.solve(arithmetic.complex([penalty]))

        def diagonal(divisor: Array, function: Array, slope: Array) -> tuple[Any, Any]:
            del function  # only its derivative is left on the diagonal
            return -arithmetic.real(penalty**2 * slope / divisor**2)[0], 0

        return Losses(correlations.test(at, diagonal)[0], correlations.train(at, diagonal)[0])
