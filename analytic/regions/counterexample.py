r"""Counterexamples: a point at which two formulas differ by much, fit for a simulation.

Of a grid of small rationals that point is taken which maximises

    min(|p - q| / max(|p|, |q|), 1/2) min(1, 2 distance) - (a + b) / 20,

the distance being that to the nearest kink of the derived law and to the edge of the domain:
a factor of two between the predictions is plenty, a law settles slowly near its kinks, and steep
spectra are hard to simulate. The weights decide which point is shown, never whether there is one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from sympy import Expr, Symbol, lambdify

from analytic.regions.cells import stacks
from analytic.regions.chart import Chart
from analytic.regions.curves import PARAMETERS, Curve, Point, comparison
from analytic.regions.identity import differ_at, generic

Pair = tuple[Expr, Expr]

_GRID = (Fraction(5, 4), *(Fraction(n, 2) for n in range(3, 13)))
_PLENTY, _FAR, _STEEPNESS = 0.5, 0.5, 1 / 20


def differing_point(
    chart: Chart[Pair | None], differing: Collection[Pair], kinks: Collection[Curve]
) -> Point | None:
    """The point at which a pair of predictions that differ shows it best.

    Where the grid misses them, a cell of the chart is cut along the zeros of their difference.
    """
    letters = frozenset().union(*(one.free_symbols for pair in differing for one in pair))
    samples = [point for point, pair in chart.cells if pair in differing]
    for points in (_grid(letters), samples, _between_zeros(chart, differing)):
        pairs = ((point, chart.choice(point)) for point in points)
        candidates = {point: pair for point, pair in pairs if pair and pair in differing}
        for point in _best_first(candidates, letters, kinks):
            if differ_at(*candidates[point], point):
                return point
    return None


def _best_first(
    pairs: Mapping[Point, Pair], letters: Collection[Symbol], kinks: Collection[Curve]
) -> list[Point]:
    evaluated = lru_cache(_evaluated)

    def score(point: Point) -> float:
        gap = min(_gap(evaluated(pairs[point]), point), _PLENTY)
        weight = min(1.0, _distance(point, letters, kinks) / _FAR)
        return gap * weight - _STEEPNESS * float(sum(point))

    return sorted(pairs, key=score, reverse=True)


def _between_zeros(chart: Chart[Pair | None], differing: Collection[Pair]) -> Iterator[Point]:
    """Points on no zero of a rational difference, in every cell."""
    rational = (p - q for p, q in differing if (p - q).is_rational_function())
    zeros = (curve for one in rational for curve in comparison(one).curves)
    for stack in stacks({*chart.curves, *zeros}):
        yield from stack.points


def _grid(letters: Collection[Symbol]) -> Iterable[Point]:
    """Pairs of small rationals; a letter that does not occur is left at 2."""
    first, second = (_GRID if one in letters else (Fraction(2),) for one in PARAMETERS)
    return product(first, second)


def _evaluated(pair: Pair) -> Callable[[float, float], tuple[Any, Any]]:
    """Both formulas as functions of a and b in floating point, the other letters generic."""
    values: Callable[[float, float], tuple[Any, Any]] = lambdify(
        PARAMETERS, tuple(one.subs(generic(*pair)) for one in pair), "mpmath"
    )
    return values


def _gap(values: Callable[[float, float], tuple[Any, Any]], point: Point) -> float:
    """|p - q| / max(|p|, |q|); 0 where a formula has no value."""
    try:
        p, q = values(*map(float, point))
        return float(abs(p - q) / max(abs(p), abs(q)))
    except (ArithmeticError, ValueError):
        return 0.0


def _distance(point: Point, letters: Collection[Symbol], kinks: Collection[Curve]) -> float:
    """The distance to the nearest kink, or to the edge a = 1 or b = 1."""
    edges = (float(x) - 1 for x, one in zip(point, PARAMETERS, strict=True) if one in letters)
    return min((*edges, *(curve.distance(point) for curve in kinks)), default=_FAR)
