r"""Early stopping: the time at which the test loss under gradient flow is least, and that loss.

    L^* = \min_t L(t),   L'(t^*) = 0,   or t^* = \infty where the loss never turns up

The lowest valley in doubles is found on a grid; all digits are searched from there.
"""

from __future__ import annotations

from math import ceil, log10
from typing import Any, NamedTuple

import gmpy2
import mpmath
import numpy as np
from sympy import Expr, oo

from analytic.errors import PrecisionError
from analytic.exact.certificate import above_floor, require_digits
from analytic.exact.compute.lowest_point import digits_of_loss, lowest_point
from analytic.exact.loss import test_loss
from analytic.exact.overfitting.valley import final_loss, valley
from analytic.exact.precision import Multiple, bits_of, to_mp
from analytic.problem import Model, require_model

__all__ = ["Stopping", "optimal_stopping"]

_GUARD = 3


class Stopping(NamedTuple):
    """The best time to stop, infinite where the loss never turns up, and the test loss then."""

    time: Any
    loss: Any


def optimal_stopping(model: Model, digits: int | None = None) -> Stopping:
    r"""The time at which the excess test loss under gradient flow is least, and that loss.

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
    return _certified(model, log_time, loss, digits)


def _certified(model: Model, guess: float, loss: float, digits: int) -> Stopping:
    """The numbers on which two searches agree to all digits."""
    below = _digits_below(model, loss)
    first, second = (
        _search(model, guess, digits + extra, below) for extra in (_GUARD, 2 * _GUARD + 1)
    )
    with Multiple.at_least(bits_of(digits) + 32).working():
        apart = max(abs(one / other - 1) for one, other in zip(first, second, strict=True))
        if apart * gmpy2.exp10(digits) > 1:
            raise PrecisionError(
                f"{digits} digits of the best time could not be certified: two searches differ by "
                f"{float(apart):.1g}. Ask for fewer digits."
            )
    return Stopping(*(to_mp(one, digits) for one in second))


def _digits_below(model: Model, loss: float) -> int:
    """Decades from the loss down to what it rises by."""
    return ceil(-log10(1 - loss / final_loss(model)))


def _search(model: Model, guess: float, digits: int, below: int) -> Stopping:
    """Time and loss at the bottom of a valley: gmpy2 numbers."""

    def over(time: Expr, working: int) -> Any:
        return digits_of_loss(model, time, working)

    return Stopping(*lowest_point(over, gmpy2.exp(gmpy2.mpfr(guess)), digits, digits, below))
