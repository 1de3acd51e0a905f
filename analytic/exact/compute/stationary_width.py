r"""The slope of the loss along N t = C at unlimited data, on one contour and without differences.

    G = (N \partial_N - t \partial_t) L = -\oint e^{2 s t} [(w + \kappa w') \kappa_s \kappa d/(N s)
        + 2 t \kappa w],   \kappa (1 - d(\kappa)/N) = s

The best width is where G vanishes: the secant method from the frontier in doubles.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import gmpy2
from sympy import Expr, Rational

from analytic.errors import PrecisionError
from analytic.exact.contour import bits_lost, nodes_for, talbot
from analytic.exact.precision import Multiple, bits_of
from analytic.exact.response import fixed_point
from analytic.problem import Model, replace_model

__all__ = ["Slope", "slope_at", "stationary_width"]

_STEPS = 12
_BESIDE = 30  # bits by which the second point of the secant is off the first


class Slope(NamedTuple):
    """G and the loss itself, gmpy2 numbers."""

    value: Any
    loss: Any


def stationary_width(
    model: Model, compute: Expr, log_width: Any, digits: int, below: int
) -> tuple[Any, Any]:
    """The best width to so many digits and the loss there, which is so many decades below one.

    Raises    PrecisionError where the search does not end.
    """
    digits, below = digits + 3, below + 2
    with Multiple.at_least(bits_of(digits + below) + 32).working():
        x = gmpy2.mpfr(log_width)
        other = x + gmpy2.exp2(-_BESIDE)
        at, beside = (slope_at(model, compute, one, digits + below) for one in (x, other))
        for _ in range(_STEPS):
            bend = (beside.value - at.value) / (other - x)
            step = at.value / bend
            if bend <= 0 or abs(step) > 1:
                break
            other, beside = x, at
            x = x - step
            at = slope_at(model, compute, x, digits + below)
            if abs(step) < gmpy2.exp10(-gmpy2.mpfr(digits) / 2 - 2):
                return gmpy2.exp(x), at.loss
    raise PrecisionError(
        f"The best width was not found to {digits} digits: the loss hardly depends on it. "
        "Ask for fewer digits or for a larger compute."
    )


def slope_at(model: Model, compute: Expr, log_width: Any, digits: int) -> Slope:
    """G and the loss at one width, absolute errors of about 10^-digits."""
    width = Rational(*(int(part) for part in gmpy2.exp(log_width).as_integer_ratio()))
    nodes = nodes_for(digits, 1)
    arithmetic = Multiple.at_least(bits_of(digits) + bits_lost(nodes))
    with arithmetic.working():
        n, time = arithmetic.number(width), arithmetic.number(compute / width)
        path = talbot(arithmetic, nodes, arithmetic.array([2 * time]))
        at = fixed_point(arithmetic, replace_model(model, width=width)).solve(path.s.ravel())
        sums = at.sums
        image = at.kappa * sums.w / at.s
        growth = (sums.w + at.kappa * sums.w_slope) * at.kappa_slope * at.kappa * sums.d
        slope = growth / (n * at.s) + 2 * time * at.kappa * sums.w
        return Slope(-path.single(slope)[0], path.single(image)[0])
