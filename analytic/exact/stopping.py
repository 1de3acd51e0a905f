r"""Early stopping: the time at which the test loss under gradient flow is least, and that loss.

    L^* = \min_t L(t),   L'(t^*) = 0,   or t^* = \infty where the loss never turns up

The curve falls at first, as L'(0) = -2 \sum_k c_k \lambda_k; it has settled when x_min t is large.
The lowest valley in doubles is found on a grid of log t that covers its changes, of which only
those points are computed to eleven digits that may be the lowest: the others are as good as the
rounding of a test loss alone leaves them. All digits are searched from there.
"""

from functools import partial
from math import ceil, log10
from typing import Any, NamedTuple

import gmpy2
import mpmath
import numpy as np
from numpy.typing import NDArray
from sympy import Expr, oo

from analytic.errors import DivergenceError, PrecisionError
from analytic.exact.arguments import SAME
from analytic.exact.certificate import above_floor, require_digits
from analytic.exact.edges import log2_edge
from analytic.exact.loss import FLOW, test_loss
from analytic.exact.minimum import NARROW, WIDE, Lowest, lowest, lowest_point, twice
from analytic.exact.precision import Double, to_mp
from analytic.exact.response import fixed_point
from analytic.exact.stability import top_rate
from analytic.exact.sums.spectral_sums import coarse_arithmetic
from analytic.exact.transform import losses_in_doubles
from analytic.problem import Model, Training, require_model

Reals = NDArray[np.float64]

SHALLOWEST = 1e-10
"""Of a loss: what the doubles of a curve can tell from a level."""
_SPACING = 0.25  # of log t; a loss changes over log t of order one, and late as e^(-x_min t)
_BEFORE = 0.01  # of the time of the fastest mode
_SETTLED = 24.0  # x_min t, when transients are below the shallowest valley
_LONG = 1e4  # times that of the slowest mode resolved, where there is no gap
_STEP_BACK = 1e3
_LARGEST = 700.0  # log t within doubles
_ROUNDING = 2.0**-49  # eight roundings of what a sum is relative to


class Stopping(NamedTuple):
    r"""The best time to stop, infinite where the loss never turns up, and the test loss then.

        L^* = \min_t L(t) = L(t^*)

    [bordelon2024dynamical], Fig. 10.
    """

    time: Any
    loss: Any


def optimal_stopping(model: Model, digits: int | None = None) -> Stopping:
    r"""The time at which the excess test loss under gradient flow is least, and that loss.

        L^* = \min_t L(t) = L(t^*)

    [bordelon2024dynamical], section on early stopping and Fig. 10, on the exact loss.

    Shape     floats; with `digits` mpmath numbers, of which the time may be infinite.
    Valid     as `losses`. A rise of less than 1e-10 of the loss counts as none.
    Accuracy  with `digits` two searches with different steps agree on both numbers. Without, 1e-9
              of the loss, and of the time 1e-8 over the bend of log L in log t: shallow valleys
              are flat.
    Raises    InvalidProblemError; DivergenceError where the loss has neither a valley nor an end;
              PrecisionError.

    >>> from analytic.problem import PowerLaw
    >>> noisy = Model(PowerLaw(2, "3/2"), samples=1000, noise="1/4")
    >>> found = optimal_stopping(noisy)
    >>> round(found.time, 3), round(found.loss, 7)
    (322.123, 0.0261905)
    >>> optimal_stopping(Model(PowerLaw(2, "3/2"), samples=1000)).time
    inf
    """
    require_model(model)
    if digits is not None:
        require_digits(digits)
    if model.visible is not model:
        time, loss = optimal_stopping(model.visible, digits)
        return Stopping(time, above_floor(model, loss, digits))
    found = valley(model)
    if found is None:
        if digits is None:
            return Stopping(np.inf, final_loss(model))
        return Stopping(mpmath.inf, test_loss(model, oo, digits))
    log_time, loss = found
    if digits is None:
        return Stopping(float(np.exp(log_time)), loss)
    below = ceil(-log10(1 - loss / final_loss(model)))  # decades down to what the loss rises by

    def search(working: int, _: Any) -> Lowest:
        return best_time(model, log_time, working, working, below)

    return Stopping(*(to_mp(one, digits) for one in twice(search, digits, 0, "time")))


def best_time(model: Model, guess: float, digits: int, place_digits: int, below: int = 0) -> Lowest:
    """Time and loss at the bottom of a valley, log t being guessed: gmpy2 numbers.

        L'(t^*) = 0,   L^* = L(t^*)

    Raises    PrecisionError where the search does not end.
    """

    def over(time: Expr, working: int) -> Any:
        return digits_of_loss(model, time, working)

    return lowest_point(over, gmpy2.exp(gmpy2.mpfr(guess)), digits, place_digits, below)


def digits_of_loss(model: Model, time: Expr, digits: int, training: Training = FLOW) -> Any:
    """The test loss, a gmpy2 number."""
    mantissa, exponent = test_loss(model, time, digits, training).man_exp
    return gmpy2.mpfr(gmpy2.mpq(int(mantissa))) * gmpy2.exp2(int(exponent))


def valley(model: Model) -> tuple[float, float] | None:
    r"""log t and the loss at the lowest point of the curve, or None where it is the end.

        L^* = \min_t L(t) < L(\infty)

    Raises    PrecisionError where times are beyond doubles or the search does not end.
    """
    if model.samples == oo:
        return None  # every draw descends its own test loss
    grid = _grid(model)
    value, error = _rough(model, grid)
    if not _below_the_end(model, np.nanmin(value - error)):
        return None
    best = _lowest_of(model, grid, value, error)
    near = grid[best : best + 1]
    if best == len(grid) - 1 and not _below_the_end(model, float(_losses(model, near)[0])):
        return None
    try:
        near, _ = lowest(partial(_rough_curve, model), near, -np.inf, WIDE)
        x, log_loss = lowest(lambda at: np.log(_losses(model, at)), near, -np.inf, NARROW)
    except PrecisionError:
        if _below_the_end(model, float(_losses(model, near)[0])):
            raise
        return None  # level up to rounding, and no lower than the end
    loss = float(np.exp(log_loss[0]))
    return (float(x[0]), loss) if _below_the_end(model, loss) else None


def _below_the_end(model: Model, loss: float) -> bool:
    """Whether a loss is below the final one by more than rounding."""
    return bool(loss < final_loss(model) * (1 - SHALLOWEST))


def _lowest_of(model: Model, grid: Reals, value: Reals, error: Reals) -> int:
    """The place in the grid of the lowest loss."""
    contenders = np.flatnonzero(~(value - error > np.nanmin(value + error)))
    if len(contenders) == 1:
        return int(contenders[0])
    return int(contenders[np.argmin(_losses(model, grid[contenders]))])


def _rough(model: Model, log_time: Reals) -> tuple[Reals, Reals]:
    """Test losses in doubles, and how far rounding may have moved them."""
    extent = float(np.max(np.abs(log_time)) / np.log(2))
    if not isinstance(coarse_arithmetic(model, extent), Double):
        value = _losses(model, log_time)
        return value, 0 * value
    ((value, size),) = losses_in_doubles(model, FLOW, (SAME,), np.exp(log_time))
    return value, _ROUNDING * size


def _rough_curve(model: Model, log_time: Reals) -> Reals:
    value, _ = _rough(model, log_time.ravel())
    return np.asarray(np.log(value).reshape(log_time.shape))


def final_loss(model: Model) -> float:
    r"""The loss at the end of training, infinite where it diverges.

        L(\infty) = \lim_{t \to \infty} L(t)

    In doubles.
    """
    try:
        return float(test_loss(model, np.inf))
    except DivergenceError:
        return float("inf")


def _grid(model: Model) -> Reals:
    """log t, from where the loss still falls to where nothing changes any more."""
    start, end = np.log(_BEFORE / top_rate(model)), _end(model)
    if end > _LARGEST:
        raise PrecisionError(
            "The loss changes until times that are beyond doubles. Choose fewer samples."
        )
    while np.diff(_losses(model, start + np.array([0.0, _SPACING])))[0] > 0:
        start -= np.log(_STEP_BACK)
    return np.arange(start, end + _SPACING, _SPACING)


def _end(model: Model) -> float:
    """log of the time at which the loss has settled, or has risen for long."""
    rate = log2_edge(model)
    if rate > -np.inf:
        return float(np.log(_SETTLED) - rate * np.log(2))
    return float(np.log(_LONG) - log_slowest(model))


def log_slowest(model: Model) -> float:
    """The log of the smallest rate that is resolved: kappa at s = 0, or that of the last mode."""
    arithmetic = coarse_arithmetic(model, 0.0)
    with arithmetic.working():
        equations = fixed_point(arithmetic, model)
        full = bool(equations.sums.count() <= equations.rank)
        slowest = equations.sums.smallest() if full else equations.rank_root()
        return float(arithmetic.log2_abs(arithmetic.array([slowest]))[0] * np.log(2))


def _losses(model: Model, log_time: Reals) -> Reals:
    return np.asarray(test_loss(model, np.exp(log_time)), dtype=float)
