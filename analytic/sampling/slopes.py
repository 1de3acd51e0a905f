r"""Measured exponents: how fast a simulated loss falls on a double logarithmic scale."""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from analytic.errors import InvalidProblemError, SimulationError
from analytic.sampling.estimate import Estimate
from analytic.sampling.finite_model import FloatArray
from analytic.sampling.questions import checked_times


@dataclass(frozen=True, eq=False)
class Slope:
    r"""A measured decay exponent, positive where the loss falls, and its standard error.

        r = -d \log L/d \log t

    The derivative is a difference quotient, or the slope of a line through several times.
    """

    exponent: float | FloatArray
    standard_error: float | FloatArray


def local_exponent(estimate: Estimate, time: Any) -> Slope:
    r"""Decay exponent between consecutive times.

        r_j = -[log L(t_{j+1}) - log L(t_j)] / [log t_{j+1} - log t_j],   L = mean over draws

    The draws are the same at all times, so their fluctuations are common and mostly drop out; the
    jackknife over draws knows that, and errors added in quadrature would not.

    Shape     (times - 1,).
    Valid     an estimate on one row of increasing times.
    Accuracy  standard error by the jackknife; bias of order 1/draws.
    Raises    InvalidProblemError for unusable times, SimulationError for a loss that is not
              positive.

    >>> from analytic.problem import Model, PowerLaw
    >>> from analytic.sampling.loss_draws import test_loss
    >>> times = [1, 2, 4]
    >>> curve = test_loss(Model(PowerLaw(2, 2, modes=1), width=4), times, draws=20)
    >>> local_exponent(curve, times).exponent.shape
    (2,)
    """
    log_time = _log_times(estimate, time)
    rows = np.diff(np.eye(log_time.size), axis=0)
    return _jackknifed(estimate, -rows / np.diff(log_time)[:, None])


def window_exponent(estimate: Estimate, time: Any) -> Slope:
    r"""Decay exponent of the least-squares line through all times.

        r = -\sum_j x_j log L(t_j) / \sum_j x_j^2,   x_j = log t_j - mean of log t

    Shape     one number. Validity, accuracy and errors as for `local_exponent`.

    >>> from analytic.problem import Model, PowerLaw
    >>> from analytic.sampling.loss_draws import test_loss
    >>> curve = test_loss(Model(PowerLaw(2, 2, modes=500)), [4, 16, 64], draws=2)
    >>> round(float(window_exponent(curve, [4, 16, 64]).exponent), 2)  # (a - 1)/b is 0.5
    0.51
    """
    centred = _log_times(estimate, time)
    centred = centred - centred.mean()
    return _jackknifed(estimate, -centred / np.sum(centred**2))


def _jackknifed(estimate: Estimate, weights: FloatArray) -> Slope:
    """The combination of logarithms weights @ log L, over draws left out one by one."""
    samples, draws = estimate.samples, estimate.draws
    mean = np.asarray(estimate.mean)
    without = mean + (mean - samples) / (draws - 1)
    if not (np.all(mean > 0) and np.all(without > 0)):
        raise SimulationError(
            "The mean loss is not positive at every time, so it has no logarithm: it has decayed "
            "below rounding or rests on a single draw. Choose earlier times or more draws."
        )
    exponents = np.log(without) @ weights.T
    spread = np.sqrt(np.sum((exponents - exponents.mean(axis=0)) ** 2, axis=0))
    error = spread * sqrt((draws - 1) / draws)
    exponent = weights @ np.log(mean)
    if weights.ndim == 1:
        return Slope(float(exponent), float(error))
    return Slope(exponent, error)


def _log_times(estimate: Estimate, time: Any) -> FloatArray:
    if not isinstance(estimate, Estimate):
        raise InvalidProblemError(
            f"{str(estimate)[:80]!r} is no estimate. Give what sampling.test_loss returns, with "
            "the times it was asked for."
        )
    times = checked_times(time)
    if times.ndim != 1 or times.size < 2 or times.shape != estimate.samples.shape[1:]:
        raise InvalidProblemError(
            f"An exponent needs one row of two or more times, those of the estimate: times have "
            f"shape {times.shape}, the estimate {estimate.samples.shape[1:]}. "
            "Simulate at these times."
        )
    if not (times[0] > 0 and np.isfinite(times[-1]) and np.all(np.diff(times) > 0)):
        raise InvalidProblemError(
            f"time = {time!r} has no increasing logarithms. Give increasing, finite times after 0."
        )
    return np.log(times)
