r"""Products of different whole numbers, counted one by one, against laws of their number.

n_m(x) = #{k_1 < ... < k_m <= M:  k_1 ... k_m <= x}
"""

from collections.abc import Iterable
from math import isqrt

import numpy as np
from sympy import Expr, Float, Integer, Rational

from analytic.comparison.comparators import Curve, bounded
from analytic.comparison.law_digits import curve
from analytic.notation import M, b, m, u, x
from analytic.result import Check, Effort, Number, Result
from analytic.stated import Formula


class Unlimited:
    """Formulas of products of infinitely many eigenvalues."""

    MANY, COUNT, SLOPE = map(Formula, ("n_m(x), M = oo", "n_{}(x), M = oo", "r_n, M = oo"))
    LAW, PAIRS = map(Formula, ("mu_n, M = oo", "mu_n of pairs, M = oo"))


class Counted:
    """Formulas of products of M eigenvalues."""

    MANY, PAIRS, LAW = map(Formula, ("n_m(x)", "n_2(x)", "mu_n of pairs"))
    ANY_SLOPE, IN_POWERS = map(Formula, ("r_n of m", "r_n, x = M^nu"))
    AT_SHARE, TRIPLES = map(Formula, ("r_n, x = M^2/u", "r_n of triples, x = M^nu"))
    LAST = Formula("x of the last mode")


SHARE = Rational(1, 3)
_CAPACITY = Rational(3, 2)
_NUMBERS = {
    2: ((Integer(10) ** 3, Integer(3000), Integer(10) ** 4), (Integer(10) ** 6, Integer(10) ** 13)),
    3: ((Integer(10) ** 3, Integer(3000), Integer(10) ** 4), (Integer(10) ** 5, Integer(10) ** 6)),
}
_ERRORS = {2: x ** Rational(1, 3), 3: x ** Rational(1, 2)}
_WITHIN = {
    2: ((Integer(300), Integer(1000)), (Integer(10) ** 4, Integer(10) ** 6)),
    3: ((Integer(30), Integer(60)), (Integer(200), Integer(500))),
}
DEGREES = tuple(_NUMBERS)


def counted_products() -> tuple[Check, ...]:
    """Products of infinitely many numbers, and of those up to M."""
    return (
        bounded("products of different numbers", _products),
        bounded("products of numbers up to M", _products_within),
    )


def _count(degree: int, bound: int, most: int | None = None) -> int:
    """Products of two or three different whole numbers, of at most `most`, up to a bound."""
    top = bound if most is None else most
    if degree == 2:
        smaller = np.arange(1, min(isqrt(bound), top) + 1)
        return int((np.minimum(bound // smaller, top) - smaller).clip(0).sum())
    total = 0
    for first in range(1, min(round(bound ** (1 / 3)) + 1, top) + 1):
        rest = bound // first
        second = np.arange(first + 1, min(isqrt(rest), top) + 1)
        total += int((np.minimum(rest // second, top) - second).clip(0).sum())
    return total


def _products(result: Result, _: Effort) -> Iterable[Curve]:
    for degree, sizes in _NUMBERS.items():
        stated = result.formulas[Unlimited.COUNT.of(degree)]

        def value(bound: Expr, degree: int = degree) -> Expr:
            return Integer(_count(degree, int(bound)))

        yield curve(value, (stated, _ERRORS[degree]), x, sizes, where=f"m = {degree}")


def _products_within(result: Result, _: Effort) -> Iterable[Curve]:
    for degree, sizes in _WITHIN.items():
        stated = result.formulas[Counted.MANY].subs(m, degree).subs(x, SHARE * M**degree)

        def value(most: Expr, degree: int = degree) -> Expr:
            return Integer(_count(degree, int(SHARE * most**degree), int(most)))

        yield curve(value, (stated, M ** (degree - 1)), M, sizes, where=f"m = {degree}")


_MODES, _PART, _STEP = 2 * 10**6, Integer(9), 0.02


def _counted_exponent(_: int) -> Expr:
    """Minus the slope of log mu in log n, from pairs counted at both ends of a step in log x."""
    ends = [float(_MODES**2 / _PART) * np.exp(side * _STEP) for side in (0.5, -0.5)]
    larger, smaller = (_count(2, int(end), _MODES) for end in ends)
    return Float(float(_CAPACITY) * _STEP / np.log(larger / smaller))


PAST = Number(
    "r_n of pairs counted up to M = 2 10^6, at M^2/9",
    lambda _: {b: _CAPACITY, u: _PART},
    _counted_exponent,
    undrawn="simulations do not reach such sizes",
)
