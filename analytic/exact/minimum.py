r"""The lowest point of a curve: in doubles for many curves at once, or to all digits.

    f(x_0 + h u) = \sum_j p_j u^j + O(h^7),   u = -3 ... 3

Where the polynomial's slope vanishes is known to the accuracy of the values over h, and not to its
square root as by comparing values. With digits the slope of \log L in x = \log t,

    \partial f/\partial x = [8 (f_1 - f_{-1}) - (f_2 - f_{-2})]/(12 h) + O(h^4),   f = \log L,

or one that is known without differences, is brought to zero, and two searches with different steps
agree before a digit is returned.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import gmpy2
import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Rational

from analytic.errors import PrecisionError
from analytic.exact.precision import Multiple, bits_of

Reals = NDArray[np.float64]
Curves = Callable[[Reals], Reals]

GUARD = 3  # digits
_FINER = 4  # digits more, and a step ten times smaller
_REACH = 3
_NODES = np.arange(-_REACH, _REACH + 1.0)
_COEFFICIENTS = np.linalg.inv(np.vander(_NODES, increasing=True))
_ORDERS = np.arange(len(_NODES))
WIDE, NARROW = (0.4, 0.1), (0.025,)  # spacings of nodes: to find the minimum, for its digits
_PASSES = 40
_NEWTON = 30
_STEPS = 12
_BESIDE = 30  # bits by which the second point of a secant is off the first


def lowest(
    curves: Curves, guess: Reals, least: float, spacings: tuple[float, ...] = (*WIDE, *NARROW)
) -> tuple[Reals, Reals]:
    r"""Where each of several curves has the minimum next to a guess, and its value there.

        f(x_0 + h u) = \sum_j p_j u^j,   u = -3 ... 3,   f'(x^*) = 0

    `curves` gives values at points of shape (curves, nodes); x below `least` is not allowed.

    Raises    PrecisionError where the search does not end.
    """
    x, value = guess, guess
    for h in spacings:
        for _ in range(_PASSES):
            moved, value = _step(curves, x, h, least)
            near = bool(np.all(np.abs(moved - x) < h))  # between the middle nodes
            x = moved
            if near:
                break
        else:
            raise PrecisionError(
                "The lowest point of the loss was not found: it is level there, up to the rounding "
                "of doubles. Choose another compute or another number of samples."
            )
    return x, value


def _step(curves: Curves, x: Reals, h: float, least: float) -> tuple[Reals, Reals]:
    """The minimum within the nodes of the polynomial through them, and the value there."""
    values = curves(x[:, None] + h * _NODES)
    polynomial = values @ _COEFFICIENTS.T
    slopes = polynomial[:, 1:] * _ORDERS[1:]
    bends = slopes[:, 1:] * _ORDERS[1:-1]
    u: Reals = _NODES[np.argmin(values, axis=1)]
    for _ in range(_NEWTON):
        bend = _at(bends, u)
        step = np.where(bend > 0, -_at(slopes, u) / np.where(bend > 0, bend, 1), 0)
        u = np.clip(u + np.clip(step, -1, 1), -_REACH, _REACH)
    u = np.maximum(u, (least - x) / h)
    return x + h * u, _at(polynomial, u)


def _at(polynomial: Reals, u: Reals) -> Reals:
    return np.asarray(np.sum(polynomial * u[:, None] ** _ORDERS[: polynomial.shape[1]], axis=1))


class Lowest(NamedTuple):
    """Where a curve is lowest, and its value there: gmpy2 numbers."""

    place: Any
    loss: Any


class Slope(NamedTuple):
    """Slope and bend of log L in log t, and L; the bend is None where it is left to a secant."""

    value: Any
    loss: Any
    bend: Any = None
    enclosed: bool = True


def stationary(slope: Callable[[Any], Slope], x: Any, digits: float) -> Lowest:
    """Where a slope goes from below zero to above, next to x = log t, by Newton's method.

        x -> x - f'(x)/f''(x)

    What is left of the last step counts by its square in the place and by its cube in the loss.

    Raises    PrecisionError where the search does not end, or ends at no lowest point.
    """
    last = gmpy2.exp10(-gmpy2.mpfr(digits) / 2)
    before = None
    for _ in range(_STEPS):
        at = slope(x)
        bend = at.bend
        if bend is None:
            beside = before or (x + gmpy2.exp2(-_BESIDE), slope(x + gmpy2.exp2(-_BESIDE)).value)
            bend = (beside[1] - at.value) / (beside[0] - x)
        step = at.value / bend
        if bend <= 0 or abs(step) > 1:
            step = gmpy2.mpfr(1 if at.value > 0 else -1)
        before = x, at.value
        x = x - step
        if abs(step) < last and at.enclosed:
            return Lowest(gmpy2.exp(x), at.loss * gmpy2.exp(-step * at.value / 2))
    raise PrecisionError(
        f"The lowest point was not found to {digits} digits: the loss hardly depends on it. "
        "Ask for fewer digits or for a larger compute."
    )


def lowest_point(
    curve: Callable[[Expr, int], Any], near: Any, digits: int, place_digits: int, below: int = 0
) -> Lowest:
    r"""Where a curve, a function of a place and of digits, is lowest next to a point.

        [8 (f_1 - f_{-1}) - (f_2 - f_{-2})]/(12 h) = 0,   f = \log L

    The loss has `below` digits more where so much less of it depends on the place. The five losses
    of the last step are the bracket: the two beside the middle are above it.

    Raises    as `stationary`.
    """
    shift = place_digits // 4 + 2  # h = 10^-shift, whose fourth power is the error of the slope
    working = max(digits, place_digits + shift) + below + 5
    with Multiple.at_least(bits_of(working) + 16).working():
        return stationary(
            lambda x: _differences(curve, x, shift, working),
            gmpy2.log(near),
            max(place_digits, digits),
        )


def _differences(curve: Callable[[Expr, int], Any], x: Any, shift: int, digits: int) -> Slope:
    """Slope and bend of log L from five losses, at a point within h of exp(x)."""
    place = Rational(*(int(part) for part in gmpy2.exp(x).as_integer_ratio()))
    ratio = 1 + Rational(1, 10**shift)
    losses = [curve(place * ratio**j, digits) for j in range(-2, 3)]
    far_left, left, middle, right, far_right = (gmpy2.log(loss) for loss in losses)
    h = gmpy2.log(gmpy2.mpfr(gmpy2.mpq(int(ratio.p), int(ratio.q))))
    slope = (8 * (right - left) - (far_right - far_left)) / (12 * h)
    bend = (16 * (right + left) - (far_right + far_left) - 30 * middle) / (12 * h * h)
    return Slope(slope, losses[2], bend, bool(middle < min(left, right)))


def twice(search: Callable[[int, Any], Lowest], digits: int, below: int, what: str) -> Lowest:
    """The numbers on which two searches agree to all digits; the second starts from the first.

    Raises    PrecisionError where they do not.
    """
    first = search(digits + GUARD, None)
    second = search(digits + GUARD + _FINER, first.place)
    with Multiple.at_least(bits_of(digits + below) + 32).working():
        apart = max(abs(one / other - 1) for one, other in zip(first, second, strict=True))
        if apart * gmpy2.exp10(digits) > 1:
            raise PrecisionError(
                f"{digits} digits of the best {what} could not be certified: two searches differ "
                f"by {float(apart):.1g}. Ask for fewer digits."
            )
    return second
