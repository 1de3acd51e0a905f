r"""Cells: the quadrant a > 1, b > 1 cut by curves, with a rational point in every open cell.

A cylindrical decomposition: over the base variable the critical values are the roots of leading
coefficients, discriminants and resultants of the curves and the edge, between them the curves
keep their order along the fibre. Everything is exact: roots are isolated, never rounded.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import chain, combinations, pairwise
from math import floor
from typing import NamedTuple

from sympy import Poly, Rational, factor_list, intervals

from analytic.regions.curves import PARAMETERS, Curve, Point


class Stack(NamedTuple):
    """The cells over one value of the base variable, in order, and the curve between each two."""

    points: tuple[Point, ...]
    walls: tuple[Curve, ...]


def stacks(curves: Iterable[Curve], base: int = 0) -> list[Stack]:
    """The stacks of open cells over the variable of that index (a is 0, b is 1), beyond 1.

    >>> stacks([])
    [Stack(points=((Fraction(2, 1), Fraction(2, 1)),), walls=())]
    """
    ordered = sorted(curves, key=lambda one: one.order)
    critical, _ = _sections(_projection(ordered, base))
    return [_stack(ordered, base, value) for value in critical]


def _stack(curves: Sequence[Curve], base: int, value: Fraction) -> Stack:
    fibre = 1 - base
    crossing = [one for one in curves if one.polynomial.degree(fibre) > 0]
    samples, owners = _sections([_restricted(one.polynomial, base, value) for one in crossing])
    points = tuple((value, x) if base == 0 else (x, value) for x in samples)
    return Stack(points, tuple(crossing[owner] for owner in owners))


def _restricted(polynomial: Poly, base: int, value: Fraction) -> Poly:
    """The polynomial on the fibre over a value of the base variable."""
    return polynomial.eval(PARAMETERS[base], value)


def _projection(curves: Sequence[Curve], base: int) -> list[Poly]:
    """Irreducible polynomials at whose roots the order of the curves along the fibre may change."""
    x, y = PARAMETERS[base], PARAMETERS[1 - base]
    along = [Poly(one.polynomial.as_expr(), y) for one in curves]
    crossing = [one for one in along if one.degree() > 0]
    vanishing = [one.LC() for one in along]
    turning = [one.discriminant() for one in crossing if one.degree() > 1]
    meeting = [f.resultant(g) for f, g in combinations([Poly(y - 1, y), *crossing], 2)]
    factors = chain.from_iterable(
        factor_list(Poly(one, x))[1] for one in (*vanishing, *turning, *meeting)
    )
    return [factor for factor, _ in factors]


def _sections(polynomials: Sequence[Poly]) -> tuple[list[Fraction], list[int]]:
    """Rationals before, between and after the real roots beyond 1, and the owner of each root."""
    owners: dict[Poly, int] = {}
    for index, polynomial in enumerate(polynomials):
        if polynomial.degree() > 0:
            owners.setdefault(polynomial, index)
    isolated = _isolated(list(owners))
    bounds = [(Fraction(1), Fraction(1)), *((low, high) for low, high, _ in isolated)]
    samples = [_simplest_between(high, low) for (_, high), (low, _) in pairwise(bounds)]
    samples.append(Fraction(floor(bounds[-1][1]) + 1))
    return samples, [owners[polynomial] for *_, polynomial in isolated]


def _isolated(polynomials: Sequence[Poly]) -> list[tuple[Fraction, Fraction, Poly]]:
    """Disjoint rational intervals about the real roots beyond 1, each with its polynomial."""
    if all(polynomial.degree() == 1 for polynomial in polynomials):
        roots = {_root(polynomial): polynomial for polynomial in reversed(polynomials)}
        return [(x, x, roots[x]) for x in sorted(roots) if x > 1]
    (x,) = polynomials[0].gens
    found = intervals([Poly(x - 1, x), *polynomials], strict=True)
    isolated = []
    for (low, high), who in found:
        if low >= 1 and 0 not in who:
            isolated.append((_exact(low), _exact(high), polynomials[min(who) - 1]))
    return isolated


def _root(linear: Poly) -> Fraction:
    slope, offset = linear.all_coeffs()
    return _exact(-offset / slope)


def _exact(number: Rational) -> Fraction:
    return Fraction(int(number.p), int(number.q))


def _simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The rational of smallest denominator strictly between two positive rationals.

    >>> _simplest_between(Fraction(1), Fraction(3, 2)), _simplest_between(Fraction(2), Fraction(4))
    (Fraction(4, 3), Fraction(3, 1))
    """
    whole = floor(low)
    if whole + 1 < high:
        return Fraction(whole + 1)
    low, high = low - whole, high - whole
    if low == 0:
        return whole + Fraction(1, floor(1 / high) + 1)
    return whole + 1 / _simplest_between(1 / high, 1 / low)
