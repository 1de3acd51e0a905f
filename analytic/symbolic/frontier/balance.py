r"""The best division of a budget: a linear program over one exponent, region by region in a and b.

    r_C = \max_\nu \min_i e_i(\nu),   e_i linear in \nu,   0 <= \nu <= 1/p

The least of linear functions is concave: its maximum is where a falling and a rising one cross and
none of the others is smaller, or at an end. Which two they are is a condition on a and b.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from sympy import Eq, Expr, Integer, factor
from sympy.logic.boolalg import Boolean

from analytic.errors import require
from analytic.regions.branches import Sign
from analytic.regions.cells import stacks
from analytic.regions.chart import charted
from analytic.regions.curves import PARAMETERS, Curve
from analytic.regions.description import described, equation
from analytic.symbolic.frontier.terms import Budget, Line, Term
from analytic.symbolic.series.order import reduced

__all__ = ["Balance", "balances", "meeting_curves"]


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
