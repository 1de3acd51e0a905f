r"""Two budgets, in digits: what is best at K = N P and t = \infty, and at C = N t and P = \infty.

    d \log X/d \log K,   X = N, P, L^*

between two budgets a decade apart; it may be off by as much as it has moved since ten decades less.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import log as log_float
from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import Expr, Float, Integer, Rational, log, oo

from analytic import exact
from analytic.comparison.comparators import Off, at_point, compared
from analytic.comparison.law_points import Point, points
from analytic.notation import P, a, b, t
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Number, Result
from analytic.stated import Formula, Stated


class Powers:
    """Formulas of a budget N n, by n: the powers of what it is parted into, the loss's rate."""

    WIDTH, OTHER = map(Formula, ("power of N in N {}", "power of {0} in N {0}"))
    RATE, TRADED = map(Formula, ("rate of L* in N {}", "power of {} as which N grows"))


_POINTS = points("2 3/2", "5 3/2", "7/2 3/2", "5 3")
_BUDGETS = tuple(Integer(10) ** power for power in (20, 21, 30, 31))
_COMPUTES = 1e30, 1e31, 1e37, 1e38
_DIGITS, _GUARD = 15, 3
_ROUNDING = Rational(1, 10**6)  # of a slope of doubles
_SMALL = Integer(10) ** 8, Integer(10) ** 10
_FIRST, _LAST, _STEP = 0.1, 0.9, 0.04  # of log N/log K: a valley is wider


class Division(NamedTuple):
    """The width, the samples and the loss where that is least at a fixed product."""

    width: Expr
    samples: Expr
    loss: Expr


def powers_check() -> Check:
    """Powers of both budgets against the best divisions of each."""
    return compared("exact", "powers of both budgets", "as far as they have moved", _powers)


@lru_cache(maxsize=64)
def best_division(spectrum: PowerLaw, product: Expr) -> Division:
    """How to part N P for the least loss at the end of training: the lowest of all valleys."""

    def curves(logs: exact.minimum.Reals) -> exact.minimum.Reals:
        losses = [_final(spectrum, product, width) for width in np.exp(logs.ravel())]
        return np.asarray(np.log(np.reshape(losses, logs.shape)))

    grid = log_float(float(product)) * np.arange(_FIRST, _LAST, _STEP)
    start = grid[np.argmin(curves(grid))]
    (place,), (loss,) = exact.minimum.lowest(curves, np.array([start]), -np.inf)
    width = Float(np.exp(place), _DIGITS)
    return Division(width, product / width, Float(np.exp(loss), _DIGITS))


def _final(spectrum: PowerLaw, product: Expr, width: float) -> float:
    size = Rational(str(width))
    return exact.stopping.final_loss(Model(spectrum, size, product / size))


def _powers(result: Result, _: Effort) -> Iterable[Off]:
    for point in _POINTS:
        spectrum = PowerLaw(a, b).at(point)
        parted = [best_division(spectrum, product) for product in _BUDGETS]
        product = {
            Powers.WIDTH.of(P): [one.width for one in parted],
            Powers.OTHER.of(P): [one.samples for one in parted],
            Powers.RATE.of(P): [1 / one.loss for one in parted],
        }
        found = exact.frontier(Model(spectrum), np.array(_COMPUTES))
        compute = {
            Powers.WIDTH.of(t): found.width,
            Powers.OTHER.of(t): found.time,
            Powers.RATE.of(t): 1 / found.loss,
        }
        for name, sizes in (product | compute).items():
            yield _off(result, name, _slopes(sizes), point)
        for name, sides in (
            (Powers.TRADED.of(P), list(product.values())[:2]),
            (Powers.TRADED.of(t), list(compute.values())[:2]),
        ):
            pairs = zip(*map(_slopes, sides), strict=True)
            yield _off(result, name, [one / other for one, other in pairs], point)


def _slopes(sizes: Iterable[Any]) -> list[Expr]:
    """The slope in the budget's logarithm at the earlier budgets, and at the later ones."""
    logs = [log(Float(str(size), _DIGITS)) / log(10) for size in sizes]
    return [(logs[1] - logs[0]).evalf(), (logs[3] - logs[2]).evalf()]


def _off(result: Result, name: Stated, slopes: list[Expr], point: Point) -> Off:
    """How far a power is off, over what its slope has moved in ten decades and its rounding."""
    earlier, slope = slopes
    distance = abs(slope - result.formulas[name].subs(point))
    return Off(distance / (abs(slope - earlier) + _ROUNDING), f"{name}, {at_point(point)}")


def _power_of_product(digits: int) -> Expr:
    """log(N'/N)/log(K'/K) of the widths that are best at two products K, a = b = 3/2."""
    one, other = (_best_width(PowerLaw("3/2", "3/2"), product, digits) for product in _SMALL)
    return (log(other / one) / log(_SMALL[1] / _SMALL[0])).evalf(digits)


def _best_width(spectrum: PowerLaw, product: Expr, digits: int) -> Expr:
    def loss(width: Expr, working: int) -> Any:
        return exact.stopping.digits_of_loss(Model(spectrum, width, product / width), oo, working)

    near = gmpy2.mpfr(float(best_division(spectrum, product).width))
    kept = digits + _GUARD
    return Float(str(exact.minimum.lowest_point(loss, near, digits, kept).place), kept)


PRODUCT_POWER = Number(
    "d log N/d log(N P), a = b = 3/2",
    lambda _: {a: Rational(3, 2), b: Rational(3, 2)},
    _power_of_product,
    undrawn="digits decide",
)
