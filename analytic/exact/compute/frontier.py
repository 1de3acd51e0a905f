r"""The frontier: at a compute C = N t, the width and the time at which the test loss is least.

L^*(C) = \min_N L(C/N, N, P),   N^* t^* = C,   N >= 1 real
"""

from __future__ import annotations

from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import Expr, oo

from analytic.errors import InvalidProblemError, PrecisionError, require
from analytic.exact.certificate import above_floor, require_digits
from analytic.exact.compute.digit_frontier import digit_frontier, least_in_time, start_of
from analytic.exact.compute.double_frontier import double_frontier
from analytic.exact.compute.lowest_point import digits_of_loss
from analytic.exact.overfitting.valley import valley
from analytic.exact.precision import Multiple, bits_of, to_mp
from analytic.problem import Model, replace_model, require_model
from analytic.real_numbers import exact_number, require_positive

__all__ = ["Frontier", "frontier", "least_loss"]

_GUARD = 3
_FINER = 4  # digits more, and a step ten times smaller


class Frontier(NamedTuple):
    """The best width, the time that the compute leaves to it, and the loss there.

    `excess` is the loss above the least one at unlimited compute, which only limited data leave.
    """

    width: Any
    time: Any
    loss: Any
    excess: Any


def frontier(model: Model, compute: Any, digits: int | None = None) -> Frontier:
    r"""The compute-optimal width, time and test loss of a model under gradient flow, C = N t.

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
    require_model(model)
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
    """The loss of the frontier alone to so many digits, an mpmath number.

    Where the slope vanishes an error of the width counts by its square.
    """
    require_model(model)
    require_digits(digits)
    if model.visible is not model:
        return above_floor(model, least_loss(model.visible, compute, digits), digits)
    number = _exact_compute(compute)
    start = start_of(model, number)
    found = digit_frontier(model, number, digits + _GUARD, digits // 2 + _GUARD, start)
    return to_mp(found.loss, digits)


def _certified(model: Model, compute: Expr, digits: int) -> Frontier:
    """The numbers on which two searches agree to all digits."""
    start = start_of(model, compute)
    precision = Multiple.at_least(bits_of(digits + start.below) + 32)
    one, other = digits + _GUARD, digits + _GUARD + _FINER
    first = digit_frontier(model, compute, one, one, start)
    second = digit_frontier(model, compute, other, other, start, first.width)
    with precision.working():
        infimum = _infimum(model, digits + start.below + _GUARD)
        apart = max(abs(one / other - 1) for one, other in zip(first, second, strict=True))
        if apart * gmpy2.exp10(digits) > 1:
            raise PrecisionError(
                f"{digits} digits of the best width could not be certified: two searches differ "
                f"by {float(apart):.1g}. Ask for fewer digits."
            )
        time = precision.number(compute) / second.width
        found = (second.width, time, second.loss, second.loss - infimum)
    return Frontier(*(to_mp(one, digits) for one in found))


def _infimum(model: Model, digits: int) -> Any:
    """The least loss at unlimited compute, a gmpy2 number."""
    if model.samples == oo or (model.noise == 0 and model.samples >= model.spectrum.modes):
        return gmpy2.mpfr(0)
    unlimited = replace_model(model, width=oo)
    found = valley(unlimited)
    if found is not None:
        return least_in_time(unlimited, found[0], digits)
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
