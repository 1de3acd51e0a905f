r"""The best penalty: the ridge at which the test loss is least, and that loss.

    L^* = \min_{\gamma >= 0} L(\gamma)

The loss is evaluated in doubles at penalties from above the largest rate down to where it has
settled; the lowest valley is then searched to all digits. Where no penalty beats none, that is 0.
"""

from functools import partial
from typing import Any, NamedTuple

import gmpy2
import mpmath
import numpy as np
from numpy.typing import NDArray
from sympy import Expr, oo

from analytic.exact.certificate import above_floor, require_digits
from analytic.exact.loss import test_loss
from analytic.exact.minimum import Lowest, lowest, lowest_point, twice
from analytic.exact.precision import to_mp
from analytic.exact.response import fixed_point
from analytic.exact.stability import top_rate
from analytic.exact.stopping import SHALLOWEST, digits_of_loss, final_loss, log_slowest
from analytic.exact.sums.spectral_sums import coarse_arithmetic
from analytic.problem import Model, Ridge, require_model

Reals = NDArray[np.float64]

_DOUBTFUL = 1e-6  # of the loss: an improvement that doubles in a gap may only feign
_SPACING = 1.0  # of log gamma: a valley is as wide as a factor of e or more
_ABOVE, _BELOW = 1e4, 1e-12  # times the largest rate, and times the smallest that is resolved


class OptimalRidge(NamedTuple):
    r"""The best penalty, 0 where none is better than any, and the test loss with it.

        L^* = \min_{\gamma \ge 0} L(\gamma) = L(\gamma^*)

    In [maloney2022solvable] it is what removes the peak at N = P.
    """

    penalty: Any
    loss: Any


def optimal_ridge(model: Model, digits: int | None = None) -> OptimalRidge:
    r"""The penalty at which the excess test loss of ridge is least, and that loss.

        L^* = \min_{\gamma \ge 0} L(\gamma) = L(\gamma^*)

    Claim S5 of [maloney2022solvable], on the exact loss.

    Shape     floats; with `digits` mpmath numbers.
    Valid     as `test_loss`. A fall of less than 1e-10 of the loss counts as none; an infinite
              penalty, where all that could be learned is noise.
    Accuracy  with `digits` two searches agree on both numbers; without, 1e-8 of the penalty.
    Raises    InvalidProblemError; PrecisionError.

    >>> from analytic.problem import PowerLaw
    >>> found = optimal_ridge(Model(PowerLaw("3/2", "3/2"), width=100, samples=100))
    >>> round(found.penalty, 7), round(found.loss, 7)
    (0.0061964, 0.575052)
    """
    require_model(model)
    if digits is not None:
        require_digits(digits)
    if model.visible is not model:
        penalty, loss = optimal_ridge(model.visible, digits)
        return OptimalRidge(penalty, above_floor(model, loss, digits))
    grid = _grid(model)
    measured = _measured(model, grid)
    best = int(np.argmin(measured))
    end = final_loss(model)
    if _is_no_better(model, end, float(measured[best]), float(np.exp(grid[best]))):
        zero = 0.0 if digits is None else mpmath.mpf(0)
        return OptimalRidge(zero, end if digits is None else test_loss(model, oo, digits))
    if best == 0:
        whole = test_loss(model, 0, digits)
        return OptimalRidge(np.inf if digits is None else mpmath.inf, whole)
    near, _ = lowest(partial(_log_measured, model), grid[best : best + 1], -np.inf)
    if digits is None:
        penalty = float(np.exp(near[0]))
        return OptimalRidge(penalty, test_loss(model, oo, None, Ridge(penalty)))

    def over(penalty: Expr, working: int) -> Any:
        return digits_of_loss(model, oo, working, Ridge(penalty))

    def search(working: int, _: Any) -> Lowest:
        guess = gmpy2.exp(gmpy2.mpfr(float(near[0])))
        return lowest_point(over, guess, working, working)

    return OptimalRidge(*(to_mp(one, digits) for one in twice(search, digits, 0, "penalty")))


def _is_no_better(model: Model, end: float, measured: float, penalty: float) -> bool:
    """Whether the loss is not below that without a penalty.

    In a gap of the spectrum kappa feels the rounding of d: what is little better is asked again.
    """
    if measured > end * (1 - _DOUBTFUL):
        measured = float(test_loss(model, oo, None, Ridge(penalty)))
    return measured >= end * (1 - SHALLOWEST)


def _grid(model: Model) -> Reals:
    """log gamma, from large penalties down to where the loss has settled."""
    top, low = np.log(_ABOVE * top_rate(model)), log_slowest(model) + np.log(_BELOW)
    return np.arange(top, low - _SPACING, -_SPACING)


def _measured(model: Model, log_penalty: Reals) -> Reals:
    r"""L at penalties of any shape, in doubles or what the model needs instead.

    -\gamma^2 h'/D_P^2 - \sigma^2 with h = (\kappa w + \sigma^2)/(\kappa D_N): one solution for
    all. The noise is taken out of its own part before that is rounded: at many samples L is less
    than the rounding of \sigma^2.
    """
    arithmetic = coarse_arithmetic(model, float(np.max(np.abs(log_penalty)) / np.log(2)))
    with arithmetic.working():
        equations = fixed_point(arithmetic, model)
        at = equations.solve(arithmetic.complex(np.exp(np.ravel(log_penalty))))
        noise = arithmetic.number(model.noise)
        rise = at.D_N + at.kappa * at.slope_N
        share = (at.sums.d * rise + at.kappa * at.sums.d_slope * at.D_N) * equations.over_samples
        bias = at.kappa**2 * (at.sums.w * at.slope_N - at.D_N * at.sums.w_slope)
        found = (bias + noise * share) * at.kappa_slope
        return np.reshape([float(one.real) for one in found], np.shape(log_penalty))


def _log_measured(model: Model, log_penalty: Reals) -> Reals:
    return np.asarray(np.log(_measured(model, log_penalty)))
