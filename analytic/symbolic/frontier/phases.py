r"""Phases: which term of a loss rules when, and where in the plane of a and b in that order.

    L(t, N) ~ \max_i N^{-x_i} t^{-y_i},   t = N^\theta:   x_i + y_i \theta is least for the one that
    rules

The terms of an expansion in 1/N hold until the width ends the training, at t = N^end, and those of
the final loss from there on. A phase is a cell of the plane in which the terms that rule in turn,
and the times at which they do, are the same formulas all over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from sympy import Eq, Expr, cancel, factor, oo
from sympy.logic.boolalg import Boolean

from analytic.errors import require
from analytic.notation import N, t
from analytic.regions.branches import Sign
from analytic.regions.cells import stacks
from analytic.regions.chart import Chart, charted
from analytic.regions.curves import Curve
from analytic.regions.description import described, equation
from analytic.symbolic.frontier.terms import Line, Term
from analytic.symbolic.series.order import canonical

__all__ = ["Phase", "Phases", "Reign", "phases_of"]


class Reign(NamedTuple):
    """A term that rules, and theta at which it hands over, t = N^theta; infinite for the last."""

    term: Term
    until: Expr

    @property
    def line(self) -> Line:
        """Its decay rate in N as a function of theta."""
        return _line(self.term)


class Phase(NamedTuple):
    r"""Where terms rule in one order: `reigns` in time, `best` the one that ends on the frontier.

    On a budget C = N t the loss is C^{-r}, r = (x + y \theta)/(1 + \theta): that rises with theta
    where y > x and falls where y < x. The frontier is the first handover to a term that falls.
    """

    condition: Boolean
    reigns: tuple[Reign, ...]
    best: int

    @property
    def names(self) -> tuple[str, ...]:
        """The terms that rule, in order."""
        return tuple(reign.term.name for reign in self.reigns)

    @property
    def handovers(self) -> tuple[tuple[Term, Term, Expr], ...]:
        """A term, the next one, and theta at which they are of the same size."""
        pairs = zip(self.reigns, self.reigns[1:], strict=False)
        return tuple((one.term, other.term, one.until) for one, other in pairs)

    @property
    def gaps(self) -> tuple[Expr, ...]:
        """By how much the rates of both terms differ at every handover: nothing, if all is told."""
        return tuple(
            canonical(cancel(_line(one).at(theta) - _line(other).at(theta)))
            for one, other, theta in self.handovers
        )

    @property
    def theta(self) -> Expr:
        """The frontier: t = N^theta."""
        return self.reigns[self.best].until

    @property
    def rate(self) -> Expr:
        """The exponent of the least loss in C = N t."""
        return factor(cancel(self.reigns[self.best].line.at(self.theta) / (1 + self.theta)))

    @property
    def width(self) -> Expr:
        """The exponent of the best width in C."""
        return factor(cancel(1 / (1 + self.theta)))

    @property
    def time(self) -> Expr:
        """The exponent of the best time in C."""
        return factor(cancel(self.theta / (1 + self.theta)))


class Phases(NamedTuple):
    """All phases in the order in which they follow one another along a, and the curves between."""

    phases: tuple[Phase, ...]
    edges: tuple[Eq, ...]


class _Order(NamedTuple):
    """The numbers of the terms that rule in turn, until when, and which ends on the frontier."""

    numbers: tuple[int, ...]
    until: tuple[Expr, ...]
    best: int


def phases_of(early: Sequence[Term], final: Sequence[Term], end: Expr) -> Phases:
    """The phases of a loss with these terms before t = N^end, and those after it.

    Raises    InvalidProblemError where either has no term, or exponents cannot be compared.

    >>> from sympy import Integer
    >>> from analytic.notation import a, b
    >>> one, other = Term("F", Integer(1), {t: (a - 1) / b}), Term("L", Integer(1), {N: a - 1})
    >>> (phase,) = phases_of([one], [other], b).phases
    >>> phase.names, phase.theta, phase.rate
    (('F', 'L'), b, (a - 1)/(b + 1))
    """
    require(
        bool(early) and bool(final),
        "A loss without early terms, or without final ones, has no phases. Give some of each.",
    )
    terms = (*early, *final)
    chart = charted(partial(_in_turn, [_line(one) for one in terms], len(early), end))
    orders, edges = _along_source(chart)
    found = (
        Phase(
            described([(at, other == one) for at, other in chart.cells], chart.curves).as_boolean(
                lambda *_: True
            ),
            tuple(
                Reign(terms[number], until)
                for number, until in zip(one.numbers, one.until, strict=True)
            ),
            one.best,
        )
        for one in orders
    )
    return Phases(tuple(found), tuple(map(equation, edges)))


def _line(term: Term) -> Line:
    return Line(term.decay(N), term.decay(t))


def _in_turn(lines: Sequence[Line], early: int, end: Expr, sign_of: Sign) -> _Order:
    """The lower envelope of the lines until `end`, and the lowest of the final ones beyond."""
    ruling = _lowest(lines, range(early), sign_of)
    numbers, until = [], []
    while True:
        numbers.append(ruling)
        following = _first_crossing(lines, ruling, range(early), sign_of)
        if following is None or sign_of(following[0] - end) >= 0:
            break
        until.append(following[0])
        ruling = following[1]
    numbers.append(_lowest(lines, range(early, len(lines)), sign_of))
    until += [end, oo]
    best = next(
        place
        for place, number in enumerate(numbers[1:])
        if sign_of(lines[number].slope - lines[number].at_zero) <= 0
    )
    return _Order(tuple(numbers), tuple(until), best)


def _lowest(lines: Sequence[Line], numbers: Iterable[int], sign_of: Sign) -> int:
    """The line that is lowest just after theta = 0."""
    first, *others = numbers
    for number in others:
        higher = sign_of(lines[number].at_zero - lines[first].at_zero)
        if higher < 0 or (not higher and sign_of(lines[number].slope - lines[first].slope) < 0):
            first = number
    return first


def _first_crossing(
    lines: Sequence[Line], ruling: int, numbers: Iterable[int], sign_of: Sign
) -> tuple[Expr, int] | None:
    """Where a line is first crossed by one of smaller slope, and by which: the flattest there."""
    first: tuple[Expr, int] | None = None
    now = lines[ruling]
    for number in numbers:
        other = lines[number]
        if sign_of(other.slope - now.slope) >= 0:
            continue
        theta = canonical(cancel((other.at_zero - now.at_zero) / (now.slope - other.slope)))
        later = -1 if first is None else sign_of(theta - first[0])
        if later < 0 or (
            first is not None and later == 0 and sign_of(other.slope - lines[first[1]].slope) < 0
        ):
            first = theta, number
    return first


def _along_source(chart: Chart[_Order]) -> tuple[list[_Order], list[Curve]]:
    """The orders that occur, from small a to large, and the curves between two of them."""
    orders: dict[_Order, None] = {}
    edges: dict[Curve, None] = {}
    for stack in stacks(chart.curves, base=1):
        chosen = [chart.choice(point) for point in stack.points]
        orders |= dict.fromkeys(chosen)
        between = zip(stack.walls, chosen, chosen[1:], strict=False)
        edges |= dict.fromkeys(wall for wall, one, other in between if one != other)
    return list(orders), list(edges)
