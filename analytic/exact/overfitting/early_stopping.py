r"""Early stopping: the time at which the test loss under gradient flow is least, and that loss.

    L^* = \min_t L(t),   L'(t^*) = 0,   or t^* = \infty where the loss never turns up

The slope in x = \log t is [8 (f_1 - f_{-1}) - (f_2 - f_{-2})]/(12 h) + O(h^4) on exact losses,
f = \log L, and Newton's method goes to where it vanishes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import gmpy2
import mpmath
import numpy as np
from sympy import Rational, oo

from analytic.errors import PrecisionError
from analytic.exact.certificate import require_digits
from analytic.exact.loss import test_loss
from analytic.exact.null_modes import above_floor
from analytic.exact.overfitting.valley import final_loss, valley
from analytic.exact.precision import Multiple, bits_of, to_mp
from analytic.problem import Model, require_model

__all__ = ["Stopping", "optimal_stopping"]

_GUARD = 3
_STEPS = 12


class Stopping(NamedTuple):
    """The best time to stop, infinite where the loss never turns up, and the test loss then."""

    time: Any
    loss: Any


class _Slope(NamedTuple):
    value: Any
    bend: Any
    loss: Any


def optimal_stopping(model: Model, digits: int | None = None) -> Stopping:
    r"""The time at which the excess test loss under gradient flow is least, and that loss.

    [bordelon2024dynamical], section on early stopping and Fig. 10, on the exact loss.

    Shape     floats; with `digits` mpmath numbers, of which the time may be infinite.
    Valid     as `losses`. A rise of less than 1e-10 of the loss counts as none.
    Accuracy  with `digits` two searches with different steps agree on both numbers. Without, 1e-9
              of the loss and 1e-7 of the time.
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
    return _certified(model, log_time, digits)


def _certified(model: Model, guess: float, digits: int) -> Stopping:
    """The numbers on which two searches agree to all digits."""
    first, second = (_search(model, guess, digits + extra) for extra in (_GUARD, 2 * _GUARD + 1))
    with Multiple.at_least(bits_of(digits) + 32).working():
        apart = max(abs(one / other - 1) for one, other in zip(first, second, strict=True))
        if apart * gmpy2.exp10(digits) > 1:
            raise PrecisionError(
                f"{digits} digits of the best time could not be certified: two searches differ by "
                f"{float(apart):.1g}. Ask for fewer digits."
            )
    return Stopping(*(to_mp(one, digits) for one in second))


def _search(model: Model, guess: float, digits: int) -> Stopping:
    """Time and loss at the bottom of a valley: gmpy2 numbers."""
    wanted = digits + 3
    shift = wanted // 4 + 2  # h = 10^-shift, whose fourth power is the error of the slope
    working = wanted + 2 * shift + 5
    with Multiple.at_least(bits_of(working) + 16).working():
        x = gmpy2.mpfr(guess)
        for _ in range(_STEPS):
            at = _slope(model, x, shift, working)
            step = at.value / at.bend
            x -= step
            if abs(step) < gmpy2.exp10(-wanted):
                return Stopping(gmpy2.exp(x), at.loss)
    raise PrecisionError(
        f"The best time was not found to {digits} digits: the loss hardly depends on it. "
        "Ask for fewer digits."
    )


def _slope(model: Model, x: Any, shift: int, digits: int) -> _Slope:
    """Slope and bend of log L in log t from five losses."""
    time = Rational(*(int(part) for part in gmpy2.exp(x).as_integer_ratio()))
    ratio = 1 + Rational(1, 10**shift)
    losses = [_loss(model, time * ratio**j, digits) for j in range(-2, 3)]
    far_left, left, middle, right, far_right = (gmpy2.log(one) for one in losses)
    h = gmpy2.log(gmpy2.mpfr(gmpy2.mpq(int(ratio.p), int(ratio.q))))
    slope = (8 * (right - left) - (far_right - far_left)) / (12 * h)
    bend = (16 * (right + left) - (far_right + far_left) - 30 * middle) / (12 * h * h)
    return _Slope(slope, bend, losses[2])


def _loss(model: Model, time: Any, digits: int) -> Any:
    mantissa, exponent = test_loss(model, time, digits).man_exp
    return gmpy2.mpfr(gmpy2.mpq(int(mantissa))) * gmpy2.exp2(int(exponent))
