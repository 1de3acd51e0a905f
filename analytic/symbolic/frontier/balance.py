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

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from sympy import Eq, Expr, Integer, Symbol, factor, oo
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError, require
from analytic.regions.branches import Sign
from analytic.regions.chart import Chart, charted
from analytic.regions.curves import PARAMETERS
from analytic.regions.description import equation
from analytic.symbolic.frontier.terms import Budget, Line, Monomial
from analytic.symbolic.series.order import reduced


class Vertex(NamedTuple):
    r"""A division of the budget and the decay rate that it gives.

        N = C^\nu,   L ~ C^{-rate}

    `nu` is the exponent of the first resource.
    """

    nu: Expr
    rate: Expr


class Balance(NamedTuple):
    """Where two terms balance: exponents of the loss and of both resources in C.

        L^* ~ C^{-rate},   N^* ~ C^{first},   t^* ~ C^{second}

    `binding` are all terms that are of the size of the loss on the frontier.
    """

    condition: Boolean
    rate: Expr
    first: Expr
    second: Expr
    binding: tuple[Monomial, ...]


def balances(terms: Sequence[Monomial], budget: Budget) -> tuple[Balance, ...]:
    r"""The frontier's exponents in every region of a and b.

        r_C = \max_\nu \min_i e_i(\nu),   N = C^\nu

    Raises    InvalidProblemError where no term is given, or exponents cannot be compared.
    """
    lines, chart = _charted(terms, budget)
    return tuple(
        Balance(
            chart.where(one),
            factor(one.rate),
            factor(one.nu),
            factor(budget.second_exponent(one.nu)),
            tuple(
                term
                for term, line in zip(terms, lines, strict=True)
                if reduced(line.at(one.nu) - one.rate) == 0
            ),
        )
        for one in sorted({one for _, one in chart.cells}, key=str)
    )


def meeting_curves(terms: Sequence[Monomial], budget: Budget) -> tuple[Eq, ...]:
    """The curves in the plane of a and b on which one balance hands over to another."""
    _, chart = _charted(terms, budget)
    found = {wall for base in range(len(PARAMETERS)) for wall, *_ in chart.changes(base)}
    return tuple(equation(one) for one in sorted(found, key=lambda one: one.order))


def _charted(terms: Sequence[Monomial], budget: Budget) -> tuple[list[Line], Chart[Vertex]]:
    """The best division of the budget, all over the plane."""
    require(bool(terms), "There are no terms to balance. Give one or more.")
    lines = [budget.line(term) for term in terms]
    return lines, charted(lambda sign_of: _best(lines, budget.most, sign_of))


def _best(lines: Sequence[Line], most: Expr, sign_of: Sign) -> Vertex:
    """The highest point of the envelope where the signs are these: a crossing, or an end.

    At an end a line falls inwards.
    """
    for _, _, vertex in _crossings(lines, sign_of):
        inside = sign_of(vertex.nu) >= 0 and sign_of(most - vertex.nu) >= 0
        if inside and _is_least(vertex, lines, sign_of):
            return vertex
    for nu, inwards in ((Integer(0), -1), (most, 1)):
        for line in (one for one in lines if sign_of(one.slope) in (inwards, 0)):
            vertex = Vertex(nu, reduced(line.at(nu)))
            if _is_least(vertex, lines, sign_of):
                return vertex
    message = "a concave function on an interval has a maximum"
    raise AssertionError(message)


def _crossings(lines: Sequence[Line], sign_of: Sign) -> Iterator[tuple[int, int, Vertex]]:
    """A falling line, a rising one, and where they cross."""
    falling = [i for i, line in enumerate(lines) if sign_of(line.slope) < 0]
    rising = [i for i, line in enumerate(lines) if sign_of(line.slope) > 0]
    for falls, rises in product(falling, rising):
        down, up = lines[falls], lines[rises]
        nu = reduced((down.at_zero - up.at_zero) / (up.slope - down.slope))
        yield falls, rises, Vertex(nu, reduced(down.at(nu)))


def _is_least(vertex: Vertex, lines: Sequence[Line], sign_of: Sign) -> bool:
    return all(sign_of(line.at(vertex.nu) - vertex.rate) >= 0 for line in lines)


def in_turn(lines: Sequence[Line], sign_of: Sign) -> Iterator[tuple[int, Expr]]:
    """The lower envelope from zero on: which line is lowest, and until where."""
    ruling, start = lowest(lines, sign_of), Integer(0)
    while (crossing := _first_crossing(lines, lines[ruling], sign_of)) is not None:
        until, following = crossing
        if sign_of(until - start) > 0:
            yield ruling, until
        ruling, start = following, until
    yield ruling, oo


def lowest(lines: Sequence[Line], sign_of: Sign) -> int:
    """The line that is lowest just after zero."""
    first = 0
    for number, line in enumerate(lines):
        higher = sign_of(line.at_zero - lines[first].at_zero)
        if higher < 0 or (higher == 0 and sign_of(line.slope - lines[first].slope) < 0):
            first = number
    return first


def _first_crossing(
    lines: Sequence[Line],
    ruling: Line,
    sign_of: Sign,
    precedes: Callable[[int], bool] = lambda _: False,
) -> tuple[Expr, int] | None:
    """Where a lowest line is first crossed by one of smaller slope, and by which.

    Of those that cross it there it is the first in the list, or one that precedes.
    """
    first: tuple[Expr, int] | None = None
    for number, other in enumerate(lines):
        closing = reduced(other.slope - ruling.slope)
        if sign_of(closing) < 0:
            at = reduced((ruling.at_zero - other.at_zero) / closing)
            later = -1 if first is None else sign_of(at - first[0])
            if later < 0 or (later == 0 and precedes(number)):
                first = at, number
    return first


class Stage(NamedTuple):
    """A window start < gamma < end, what balances in it, and exponents in P linear in gamma.

    At the last stage nothing is left to balance: `end` is None, and so is the division.
    """

    start: Expr
    end: Expr | None
    falls: Monomial
    rises: Monomial
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


def successions(terms: Sequence[Monomial], budget: Budget, given: Symbol) -> tuple[Succession, ...]:
    """The stages in every region of a and b, for budgets from far below a power of `given` on.

    Raises    InvalidProblemError where terms without `given` leave no balance to begin with.
    """
    planes = [_plane(term, budget, given) for term in terms]
    chart = charted(lambda sign_of: _pieces(planes, sign_of))
    found: list[Succession] = []
    for one in sorted({pieces for _, pieces in chart.cells}, key=str):
        stages = tuple(_stage(piece, terms, planes) for piece in one)
        found.append(Succession(chart.where(one), stages))
    return tuple(found)


def _plane(term: Monomial, budget: Budget, given: Symbol) -> _Plane:
    at_one, slope = budget.line(term)
    return _Plane(term.decay(given), at_one, slope)


def _stage(piece: _Piece, terms: Sequence[Monomial], planes: Sequence[_Plane]) -> Stage:
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
        rates = [plane.along(nu) for plane in planes]
        crossing = _first_crossing(
            rates, rates[falls], sign_of, lambda i: sign_of(planes[i].slope) == 0
        )
        if crossing is None:
            break
        end, third = crossing
        if sign_of(end - start) > 0:
            found.append(_Piece(start, end, falls, rises))
        side = sign_of(planes[third].slope)
        falls, rises = (third if side <= 0 else falls), (third if side >= 0 else rises)
        start = end
    return (*found, _Piece(start, None, falls, rises))


def _first_pair(planes: Sequence[_Plane], sign_of: Sign) -> tuple[int, int]:
    """What balances where the given resource is as good as unlimited."""
    unlimited = [i for i, one in enumerate(planes) if one.at_zero == 0]
    lines = [Line(planes[i].compute, planes[i].slope) for i in unlimited]
    for falls, rises, vertex in _crossings(lines, sign_of):
        if _is_least(vertex, lines, sign_of):
            return unlimited[falls], unlimited[rises]
    raise InvalidProblemError("No two terms balance while all else is unlimited. Give such terms.")


def _crossing(one: _Plane, other: _Plane) -> Line:
    """Where two planes are equal: nu as a function of gamma."""
    across = other.slope - one.slope
    return Line(
        reduced((one.at_zero - other.at_zero) / across),
        reduced((one.compute - other.compute) / across),
    )
