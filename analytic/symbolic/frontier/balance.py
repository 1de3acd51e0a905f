r"""The best division of a budget: a linear program over one exponent, region by region in a and b.

    r_C = \max_\nu \min_i e_i(\nu),   e_i linear in \nu,   0 <= \nu <= 1/p

The least of linear functions is concave: its maximum is where a falling and a rising one cross and
none of the others is smaller, or at an end. Which two they are is a condition on a and b.

The succession of balances: how a growing budget is divided where a third resource is given.

    C = P^\gamma, N = P^\nu:   every term is P^{-e},   e = e_0 + e_\gamma \gamma + e_\nu \nu
    r(\gamma) = \max_\nu \min_i e_i(\nu, \gamma)

is concave and made of straight pieces. On each piece a falling and a rising term balance; it ends
where a third term becomes as large and takes the place of the one on its side, or, where no
division of the budget changes that term, the place of both: then nothing is left to balance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from sympy import Eq, Expr, Integer, Symbol, factor
from sympy.logic.boolalg import Boolean

from analytic.errors import require
from analytic.regions.branches import Sign
from analytic.regions.cells import stacks
from analytic.regions.chart import charted
from analytic.regions.curves import PARAMETERS, Curve
from analytic.regions.description import described, equation
from analytic.symbolic.frontier.terms import Budget, Line, Term
from analytic.symbolic.series.order import reduced

__all__ = ["Balance", "Stage", "Succession", "balances", "meeting_curves", "successions"]


class Vertex(NamedTuple):
    """A division of the budget and the decay rate that it gives."""

    nu: Expr
    rate: Expr


class Balance(NamedTuple):
    """Where two terms balance: exponents of the loss and of both resources in C.

    `binding` are all terms that are of the size of the loss on the frontier.
    """

    condition: Boolean
    rate: Expr
    first: Expr
    second: Expr
    binding: tuple[Term, ...]


def balances(terms: Sequence[Term], budget: Budget) -> tuple[Balance, ...]:
    """The frontier's exponents in every region of a and b.

    Raises    InvalidProblemError where no term is given, or exponents cannot be compared.
    """
    lines = _lines(terms, budget)
    chart = charted(lambda sign_of: _best(lines, budget, sign_of))
    distinct = sorted({one for _, one in chart.cells}, key=str)
    return tuple(
        Balance(
            described([(at, found == one) for at, found in chart.cells], chart.curves).as_boolean(
                lambda *_: True
            ),
            factor(one.rate),
            factor(one.nu),
            factor(budget.second_exponent(one.nu)),
            tuple(
                term
                for term, line in zip(terms, lines, strict=True)
                if reduced(line.at(one.nu) - one.rate) == 0
            ),
        )
        for one in distinct
    )


def meeting_curves(terms: Sequence[Term], budget: Budget) -> tuple[Eq, ...]:
    """The curves in the plane of a and b on which one balance hands over to another."""
    lines = _lines(terms, budget)
    chart = charted(lambda sign_of: _best(lines, budget, sign_of))
    found: set[Curve] = set()
    for base in range(len(PARAMETERS)):
        for stack in stacks(chart.curves, base=base):
            chosen = [chart.choice(point) for point in stack.points]
            found |= {
                wall
                for wall, one, other in zip(stack.walls, chosen, chosen[1:], strict=False)
                if one != other
            }
    return tuple(equation(one) for one in sorted(found, key=lambda one: one.order))


def _lines(terms: Sequence[Term], budget: Budget) -> list[Line]:
    require(bool(terms), "There are no terms to balance. Give one or more.")
    return [budget.line(term) for term in terms]


def _best(lines: Sequence[Line], budget: Budget, sign_of: Sign) -> Vertex:
    """The vertex of the linear program where the signs are these."""
    for vertex in _vertices(lines, budget, sign_of):
        if all(sign_of(line.at(vertex.nu) - vertex.rate) >= 0 for line in lines):
            return vertex
    message = "a concave function on an interval has a maximum"
    raise AssertionError(message)


def _vertices(lines: Sequence[Line], budget: Budget, sign_of: Sign) -> Iterator[Vertex]:
    """Crossings of a falling and a rising line, and ends at which a line falls inwards."""
    falling = [line for line in lines if sign_of(line.slope) < 0]
    rising = [line for line in lines if sign_of(line.slope) > 0]
    level = [line for line in lines if sign_of(line.slope) == 0]
    for down, up in product(falling, rising):
        nu = reduced((down.at_zero - up.at_zero) / (up.slope - down.slope))
        if sign_of(nu) >= 0 and sign_of(budget.most - nu) >= 0:
            yield Vertex(nu, reduced(down.at(nu)))
    for nu, inwards in ((Integer(0), [*falling, *level]), (budget.most, [*rising, *level])):
        for line in inwards:
            yield Vertex(nu, reduced(line.at(nu)))


class Stage(NamedTuple):
    """A window start < gamma < end, what balances in it, and exponents in P linear in gamma.

    At the last stage nothing is left to balance: `end` is None, and so is the division.
    """

    start: Expr
    end: Expr | None
    falls: Term
    rises: Term
    rate: Line
    first: Line | None


class Succession(NamedTuple):
    """All stages in one region of a and b."""

    condition: Boolean
    stages: tuple[Stage, ...]


class _Plane(NamedTuple):
    """A decay rate in P: at_zero + compute gamma + slope nu."""

    at_zero: Expr
    compute: Expr
    slope: Expr

    def along(self, nu: Line) -> Line:
        """The rate where nu is linear in gamma."""
        return Line(
            reduced(self.at_zero + self.slope * nu.at_zero),
            reduced(self.compute + self.slope * nu.slope),
        )


class _Piece(NamedTuple):
    """A stage in terms of positions in the list of terms."""

    start: Expr
    end: Expr | None
    falls: int
    rises: int


def successions(terms: Sequence[Term], budget: Budget, given: Symbol) -> tuple[Succession, ...]:
    """The stages in every region of a and b, for budgets from far below a power of `given` on.

    Raises    InvalidProblemError where terms without `given` leave no balance to begin with.
    """
    planes = [_plane(term, budget, given) for term in terms]
    chart = charted(lambda sign_of: _pieces(planes, sign_of))
    found: list[Succession] = []
    for one in sorted({pieces for _, pieces in chart.cells}, key=str):
        cells = [(at, pieces == one) for at, pieces in chart.cells]
        condition = described(cells, chart.curves).as_boolean(lambda *_: True)
        found.append(Succession(condition, tuple(_stage(p, terms, planes) for p in one)))
    return tuple(found)


def _plane(term: Term, budget: Budget, given: Symbol) -> _Plane:
    at_one, slope = budget.line(term)
    return _Plane(term.decay(given), at_one, slope)


def _stage(piece: _Piece, terms: Sequence[Term], planes: Sequence[_Plane]) -> Stage:
    falls, rises = planes[piece.falls], planes[piece.rises]
    nu = None if piece.falls == piece.rises else _crossing(falls, rises)
    rate = falls.along(nu) if nu is not None else Line(falls.at_zero, falls.compute)
    end = None if piece.end is None else factor(piece.end)
    return Stage(factor(piece.start), end, terms[piece.falls], terms[piece.rises], rate, nu)


def _pieces(planes: Sequence[_Plane], sign_of: Sign) -> tuple[_Piece, ...]:
    """The stages where the signs are these."""
    falls, rises = _first_pair(planes, sign_of)
    start: Expr = Integer(0)
    found: list[_Piece] = []
    while falls != rises:
        nu = _crossing(planes[falls], planes[rises])
        end, third = _first_met(planes, nu, planes[falls].along(nu), start, sign_of)
        if third is None:
            return (*found, _Piece(start, None, falls, rises))
        if sign_of(end - start) > 0:
            found.append(_Piece(start, end, falls, rises))
        side = sign_of(planes[third].slope)
        falls, rises = (third if side <= 0 else falls), (third if side >= 0 else rises)
        start = end
    return (*found, _Piece(start, None, falls, rises))


def _first_pair(planes: Sequence[_Plane], sign_of: Sign) -> tuple[int, int]:
    """What balances where the given resource is as good as unlimited."""
    unlimited = [i for i, one in enumerate(planes) if one.at_zero == 0]
    falling = [i for i in unlimited if sign_of(planes[i].slope) < 0]
    rising = [i for i in unlimited if sign_of(planes[i].slope) > 0]
    for falls in falling:
        for rises in rising:
            nu = _crossing(planes[falls], planes[rises])
            rate = planes[falls].along(nu).slope
            if all(sign_of(planes[i].along(nu).slope - rate) >= 0 for i in unlimited):
                return falls, rises
    require(False, "No two terms balance while all else is unlimited. Give such terms.")
    raise AssertionError


def _first_met(
    planes: Sequence[_Plane], nu: Line, rate: Line, start: Expr, sign_of: Sign
) -> tuple[Expr, int | None]:
    """The least gamma from `start` on at which a third term is as large, and that term."""
    end, third = start, None
    for i, plane in enumerate(planes):
        met = plane.along(nu)
        closing = reduced(met.slope - rate.slope)
        if sign_of(closing) >= 0:
            continue
        at = reduced(-(met.at_zero - rate.at_zero) / closing)
        order = -1 if third is None else sign_of(at - end)
        if order < 0 or (order == 0 and sign_of(plane.slope) == 0):
            end, third = at, i
    return end, third


def _crossing(one: _Plane, other: _Plane) -> Line:
    """Where two planes are equal: nu as a function of gamma."""
    across = other.slope - one.slope
    return Line(
        reduced((one.at_zero - other.at_zero) / across),
        reduced((one.compute - other.compute) / across),
    )
