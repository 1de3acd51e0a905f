r"""Phases: which term of a loss rules when, and where in the plane of a and b in that order.

    L(t, N) ~ \max_i N^{-x_i} t^{-y_i},   t = N^\theta:   x_i + y_i \theta is least for the one that
    rules

The terms of an expansion in 1/N hold until the width ends the training, at t = N^end, and those of
the final loss from there on. A phase is a cell of the plane in which the terms that rule in turn,
and the times at which they do, are the same formulas all over.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from sympy import Eq, Expr, factor, oo
from sympy.logic.boolalg import Boolean

from analytic.errors import require
from analytic.notation import N, t
from analytic.quotient import cancel
from analytic.regions.branches import Sign
from analytic.regions.chart import charted
from analytic.regions.description import equation
from analytic.symbolic.frontier.balance import in_turn, lowest
from analytic.symbolic.frontier.terms import Line, Monomial
from analytic.symbolic.series.order import canonical


class Reign(NamedTuple):
    """A term that rules, and theta at which it hands over, t = N^theta; infinite for the last."""

    term: Monomial
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
    def handovers(self) -> tuple[tuple[Monomial, Monomial, Expr], ...]:
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


def phases_of(early: Sequence[Monomial], final: Sequence[Monomial], end: Expr) -> Phases:
    r"""The phases of a loss with these terms before t = N^end, and those after it.

        L(t, N) ~ \max_i N^{-x_i} t^{-y_i},   t = N^\theta

    Raises    InvalidProblemError where either has no term, or exponents cannot be compared.

    >>> from sympy import Integer
    >>> from analytic.notation import a, b
    >>> early, late = {t: (a - 1) / b}, {N: a - 1}
    >>> one, other = Monomial("F", Integer(1), early), Monomial("L", Integer(1), late)
    >>> (phase,) = phases_of([one], [other], b).phases
    >>> phase.names, phase.theta, phase.rate
    (('F', 'L'), b, (a - 1)/(b + 1))
    """
    require(
        bool(early) and bool(final),
        "A loss without early terms, or without final ones, has no phases. Give some of each.",
    )
    terms = (*early, *final)
    chart = charted(partial(_in_turn, [*map(_line, early)], [*map(_line, final)], end))
    orders = dict.fromkeys(order for _, chosen in chart.along(base=1) for order in chosen)
    edges = dict.fromkeys(wall for wall, *_ in chart.changes(base=1))
    found = (
        Phase(
            chart.where(one),
            tuple(
                Reign(terms[number], until)
                for number, until in zip(one.numbers, one.until, strict=True)
            ),
            one.best,
        )
        for one in orders
    )
    return Phases(tuple(found), tuple(map(equation, edges)))


def _line(term: Monomial) -> Line:
    return Line(term.decay(N), term.decay(t))


def _in_turn(early: Sequence[Line], final: Sequence[Line], end: Expr, sign_of: Sign) -> _Order:
    """The lower envelope of the lines until `end`, and the lowest of the final ones beyond."""
    numbers, until = [], []
    for ruling, handover in in_turn(early, sign_of):
        numbers.append(ruling)
        if handover is oo or sign_of(handover - end) >= 0:
            break
        until.append(handover)
    numbers.append(len(early) + lowest(final, sign_of))
    until += [end, oo]
    lines = (*early, *final)
    best = next(
        place
        for place, number in enumerate(numbers[1:])
        if sign_of(lines[number].slope - lines[number].at_zero) <= 0
    )
    return _Order(tuple(numbers), tuple(until), best)
