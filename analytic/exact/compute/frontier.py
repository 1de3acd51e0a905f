r"""The frontier: at a compute C = N t, the width and the time at which the test loss is least.

L^*(C) = \min_N L(C/N, N, P),   N^* t^* = C,   N >= 1 real

With digits it is searched from the frontier in doubles; beyond their range the guess is the
straight line in log C through two computes within it. Far beyond a data bottleneck only a small
part of the loss depends on N: so many digits more are worked with. At unlimited data the slope
along N t = C is known on one contour and without differences,

    (N \partial_N - t \partial_t) L = -\oint e^{2 s t} [(w + \kappa w') \kappa_s \kappa d/(N s)
        + 2 t \kappa w],   \kappa (1 - d(\kappa)/N) = s.
"""

from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import Expr, Rational, log, oo

from analytic.errors import InvalidProblemError, require
from analytic.exact.certificate import above_floor, require_digits
from analytic.exact.compute.doubles import double_frontier
from analytic.exact.contour import bits_lost, nodes_for, talbot
from analytic.exact.minimum import GUARD, Lowest, Slope, lowest_point, stationary, twice
from analytic.exact.precision import Multiple, bits_of, to_mp
from analytic.exact.response import fixed_point
from analytic.exact.stopping import best_time, digits_of_loss, valley
from analytic.problem import Model, replace_model, require_gaussian, require_model
from analytic.real_numbers import exact_number, require_positive

_FARTHEST, _LEVER = 40.0, 5.0  # decades of compute that doubles reach, and of the line beyond
_LIMITED = 300.0  # decades that doubles reach at limited data


class Frontier(NamedTuple):
    r"""The best width, the time that the compute leaves to it, and the loss there.

        L^*(C) = \min_N L(C/N, N, P),   N^* t^* = C,   excess = L^*(C) - L^*(\infty)

    The loss at unlimited compute is not zero where data are limited.
    """

    width: Any
    time: Any
    loss: Any
    excess: Any


def frontier(model: Model, compute: Any, digits: int | None = None) -> Frontier:
    r"""The compute-optimal width, time and test loss of a model under gradient flow.

        L^*(C) = \min_N L(C/N, N, P),   N^* t^* = C

    [bordelon2024dynamical], eq. (17) and appendix N, on the exact loss in the place of an ansatz.
    The model's own width does not count; samples and label noise do.

    Shape     without `digits` that of `compute`, float64; with them one compute, mpmath numbers.
    Valid     gradient flow; widths of one and more.
    Accuracy  with `digits` two searches with different steps agree on the width and the loss; the
              excess is their difference to the least loss, to which digits are added for it: that
              is one search. The valley that is followed is the lowest one in doubles.
              Without, about 1e-8 of both.
    Raises    InvalidProblemError for a compute that is no positive number, PrecisionError where no
              width is certainly the best.

    >>> from analytic.problem import PowerLaw
    >>> found = frontier(Model(PowerLaw(2, "3/2")), 10**6)
    >>> round(found.width, 3), round(found.width * found.time), round(found.loss, 6)
    (1072.897, 1000000, 0.009575)
    """
    require_gaussian(require_model(model))
    if model.visible is not model:
        found = frontier(model.visible, compute, digits)
        return found._replace(loss=above_floor(model, found.loss, digits))
    if digits is not None:
        require_digits(digits)
        return _certified(model, _exact_compute(compute), digits)
    computes = _double_computes(compute)
    flat, which = np.unique(computes, return_inverse=True)
    log_width, *losses = double_frontier(model, flat)
    width, loss, excess = (
        one[which].reshape(computes.shape) for one in (np.exp(log_width), *losses)
    )
    if computes.ndim == 0:
        return Frontier(*(float(one) for one in (width, computes / width, loss, excess)))
    return Frontier(width, computes / width, loss, excess)


def least_loss(model: Model, compute: Any, digits: int) -> Any:
    r"""The loss of the frontier alone to so many digits, an mpmath number.

        L^*(C) = \min_N L(C/N, N, P)

    Where the slope vanishes an error of the width counts by its square.

    >>> import mpmath
    >>> from analytic.problem import PowerLaw
    >>> mpmath.nstr(least_loss(Model(PowerLaw(2, 2)), 1000, 10), 10)
    '0.1502233954'
    """
    require_gaussian(require_model(model))
    require_digits(digits)
    if model.visible is not model:
        return above_floor(model, least_loss(model.visible, compute, digits), digits)
    number = _exact_compute(compute)
    found = _search(model, number, _start(model, number), digits + GUARD, digits // 2 + GUARD)
    return to_mp(found.loss, digits)


def _certified(model: Model, compute: Expr, digits: int) -> Frontier:
    """The numbers on which two searches agree to all digits."""
    start = _start(model, compute)
    best = twice(
        lambda working, near: _search(model, compute, start, working, working, near),
        digits,
        start.below,
        "width",
    )
    precision = Multiple.at_least(bits_of(digits + start.below) + 32)
    with precision.working():
        time = precision.number(compute) / best.place
        excess = best.loss - _infimum(model, digits + start.below + GUARD)
    return Frontier(*(to_mp(one, digits) for one in (best.place, time, best.loss, excess)))


class _Start(NamedTuple):
    """log N in doubles, and the digits by which what depends on it is below the loss."""

    log_width: float
    below: int


def _search(
    model: Model, compute: Expr, start: _Start, digits: int, width_digits: int, near: Any = None
) -> Lowest:
    """Width and loss of the frontier at one compute: gmpy2 numbers; `near` is a width close by.

    The loss has so many digits more as what depends on the width is below it. It is flat at the
    best width: half the digits of the width give all of the loss.

    Raises    PrecisionError where the search does not end.
    """
    if model.samples == oo and model.spectrum.unlimited_power_law is not None:
        working = max(digits, width_digits) + GUARD
        with Multiple.at_least(bits_of(working + start.below + 2) + 32).working():
            x = gmpy2.mpfr(start.log_width) if near is None else gmpy2.log(near)
            return stationary(
                lambda x: _slope_at(model, compute, x, working + start.below + 2), x, working + 4
            )
    if near is None:
        near = gmpy2.exp(gmpy2.mpfr(start.log_width))

    def along(width: Expr, working: int) -> Any:
        return digits_of_loss(replace_model(model, width=width), compute / width, working)

    return lowest_point(along, near, digits, width_digits, start.below)


def _slope_at(model: Model, compute: Expr, log_width: Any, digits: int) -> Slope:
    """The slope of log L and L at one width, of absolute errors of about 10^-digits."""
    width = Rational(*(int(part) for part in gmpy2.exp(log_width).as_integer_ratio()))
    nodes = nodes_for(digits, 1)
    arithmetic = Multiple.at_least(bits_of(digits) + bits_lost(nodes))
    with arithmetic.working():
        time = arithmetic.number(compute / width)
        path = talbot(arithmetic, nodes, arithmetic.array([2 * time]))
        at = fixed_point(arithmetic, replace_model(model, width=width)).solve(path.s.ravel())
        sums = at.sums
        growth = (sums.w + at.kappa * sums.w_slope) * at.kappa_slope * at.kappa * at.lack_N
        slope = growth / at.s + 2 * time * at.kappa * sums.w
        loss = path.single(at.kappa * sums.w / at.s)[0]
        return Slope(-path.single(slope)[0] / loss, loss)


def _start(model: Model, compute: Expr) -> _Start:
    """The frontier in doubles."""
    decades = float(log(compute, 10).evalf(20))
    if decades <= (_FARTHEST if model.samples == oo else _LIMITED):
        found = double_frontier(model, np.array([float(compute)]))
        loss, excess = float(found.loss[0]), float(found.excess[0])
        part = excess / loss if loss > 0 and model.samples != oo else loss
        return _Start(
            float(found.log_width[0]), max(0, int(np.ceil(-np.log10(part)))) if part > 0 else 0
        )
    near = double_frontier(model, 10.0 ** np.array([_FARTHEST - _LEVER, _FARTHEST]))
    beyond = (decades - _FARTHEST) / _LEVER
    x, y = near.log_width, np.log(near.loss)
    loss = float((y[1] + (y[1] - y[0]) * beyond) / np.log(10))
    return _Start(float(x[1] + (x[1] - x[0]) * beyond), int(np.ceil(-loss)))


def _infimum(model: Model, digits: int) -> Any:
    """The least loss at unlimited compute, a gmpy2 number."""
    if model.samples == oo or (model.noise == 0 and model.samples >= model.spectrum.modes):
        return gmpy2.mpfr(0)
    unlimited = replace_model(model, width=oo)
    found = valley(unlimited)
    if found is not None:
        return best_time(unlimited, found[0], digits, digits // 2 + GUARD).loss
    return digits_of_loss(unlimited, oo, digits)


def _exact_compute(compute: Any) -> Expr:
    number = exact_number(compute, "compute")
    require_positive(number, "compute", infinite=False)
    require(not number.free_symbols, f"compute = {compute} is a symbol. Give it a value.")
    return number


def _double_computes(compute: Any) -> Any:
    try:
        computes = np.asarray(compute, dtype=float)
    except (TypeError, ValueError):
        computes = np.asarray(np.nan)
    if computes.size == 0 or not np.all((computes > 0) & np.isfinite(computes)):
        raise InvalidProblemError(
            f"compute = {compute!r} does not hold finite positive numbers. Give such numbers."
        )
    return computes
