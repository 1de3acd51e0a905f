r"""Descriptions: a set of cells as the simplest relations between a and b that has just them.

The set is written as a disjunction of conjunctions. Which cells are in it depends on the signs of
the curves only, so the signs suffice to describe it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import reduce
from itertools import combinations
from operator import and_
from typing import NamedTuple

from sympy import Add, And, Eq, Expr, Ge, Gt, Le, Lt, Mul, Or, Poly, Pow
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from analytic.quotient import cancel
from analytic.regions.curves import PARAMETERS, Curve, Point, comparison

_LONGEST_CONJUNCTION = 3  # tried in every combination; longer ones are found by leaving out sides


class Side(NamedTuple):
    """One side of a curve: where its polynomial has this sign."""

    curve: Curve
    sign: int

    def relation(self, strict: bool) -> Relational:
        """The side as a relation, solved for a, else for b, where the polynomial is linear."""
        return _relation(*_solved(self.curve.polynomial), self.sign, strict)


Conjunction = tuple[Side, ...]


class Description(NamedTuple):
    """A disjunction of conjunctions of sides; empty means nowhere, an empty conjunction all."""

    conjunctions: tuple[Conjunction, ...]

    def as_boolean(self, strict: Callable[[Side, Conjunction], bool]) -> Boolean:
        """The description as relations, each without equality where that is asked for."""
        return Or(
            *(
                And(*(side.relation(strict(side, parts)) for side in parts))
                for parts in self.conjunctions
            )
        )


def described(cells: Sequence[tuple[Point, bool]], curves: Collection[Curve]) -> Description:
    """The simplest description of the cells marked true among all cells given."""
    inside = sum(1 << index for index, (_, marked) in enumerate(cells) if marked)
    outside = (1 << len(cells)) - 1 - inside
    if not inside or not outside:
        return Description(((),) if inside else ())
    implicants = _implicants(_sides([point for point, _ in cells], curves), inside, outside)
    found = []
    left = inside
    while left:
        mask, parts = max(implicants, key=lambda one: (one[0] & left).bit_count())
        found.append(parts)
        left &= ~mask
    return Description(tuple(found))


def _sides(points: Sequence[Point], curves: Collection[Curve]) -> list[tuple[int, Side]]:
    """The sides that some cells are on and others are not, simplest curve first, with the cells."""
    sides = []
    for curve in sorted(curves, key=lambda one: one.order):
        positive = sum(1 << index for index, point in enumerate(points) if curve.at(point) > 0)
        negative = (1 << len(points)) - 1 - positive
        if positive and negative:
            sides += [(negative, Side(curve, -1)), (positive, Side(curve, 1))]
    return sides


def _implicants(
    sides: Sequence[tuple[int, Side]], inside: int, outside: int
) -> list[tuple[int, Conjunction]]:
    """Conjunctions with no cell outside, shortest first, that together have every cell inside."""
    found = []
    covered = 0
    for length in range(1, _LONGEST_CONJUNCTION + 1):
        for parts in combinations(sides, length):
            mask = _common(parts)
            if mask & inside and not mask & outside:
                found.append((mask, tuple(side for _, side in parts)))
                covered |= mask
        if any(mask & inside == inside for mask, _ in found):
            return found
    for cell in _single(inside & ~covered):
        needed = _shortened([one for one in sides if one[0] & cell], outside)
        found.append((_common(needed), tuple(side for _, side in needed)))
    return found


def _shortened(parts: list[tuple[int, Side]], outside: int) -> list[tuple[int, Side]]:
    """A conjunction without the sides that it can do without, the least simple left out first."""
    for part in reversed(list(parts)):
        rest = [one for one in parts if one is not part]
        if rest and not _common(rest) & outside:
            parts = rest
    return parts


def _common(parts: Sequence[tuple[int, Side]]) -> int:
    return reduce(and_, (mask for mask, _ in parts))


def _single(mask: int) -> Iterator[int]:
    """The cells of a set, one by one."""
    while mask:
        yield mask & -mask
        mask &= mask - 1


def equation(curve: Curve) -> Eq:
    """The curve as an equation, solved for a, else for b, where its polynomial is linear.

    >>> from analytic.notation import a, b
    >>> equation(*comparison(a - 2 * b - 1).curves)
    Eq(a, 2*b + 1)
    """
    left, right, _ = _solved(curve.polynomial)
    return Eq(left, right)


def _solved(polynomial: Poly) -> tuple[Expr, Expr, int]:
    """Two expressions and the sign that their difference has where the polynomial is positive."""
    for letter in PARAMETERS:
        if polynomial.degree(letter) == 1:
            slope, offset = Poly(polynomial.as_expr(), letter).all_coeffs()
            definite = comparison(slope)
            if not definite.curves:
                return letter, cancel(-offset / slope), definite.sign
    positive, negative = (_part(polynomial, sign) for sign in (1, -1))
    return positive, negative, 1


def _part(polynomial: Poly, sign: int) -> Expr:
    """The terms of one sign, added without it."""
    terms = [(powers, c) for powers, c in polynomial.terms() if c * sign > 0]
    return Add(*(abs(c) * Mul(*map(Pow, PARAMETERS, powers)) for powers, c in terms))


def _relation(left: Expr, right: Expr, orientation: int, sign: int, strict: bool) -> Relational:
    if orientation * sign > 0:
        return Gt(left, right) if strict else Ge(left, right)
    return Lt(left, right) if strict else Le(left, right)
