r"""Truncation near resonances: no pole of a coefficient is kept without the one that cancels it.

    n^{-e} / \sin(\pi u)     is kept up to half way to its first pole whose partner is not

On a curve on which two poles of an image meet, two terms of a series are infinite, and their sum is
finite. A term with a string of poles has more of these than there are other terms. From half way
to the first pole that would be alone it is left out and counts as remainder; next to the curve it
leaves there, with its partner, a logarithm. A leading term whose next partner is a correction
becomes a correction from half way on.

A correction is left out where its power is within the remainder, unless its coefficient has a pole:
next to that another term, which may be larger, needs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sympy import (
    Add,
    And,
    Eq,
    Expr,
    Ge,
    Gt,
    Integer,
    Le,
    Lt,
    Or,
    Piecewise,
    false,
    fraction,
    together,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic.symbolic.series.log_powers import LogPowers, Term
from analytic.symbolic.series.order import canonical, is_positive
from analytic.symbolic.series.resonances import (
    has_pole,
    inside,
    is_beyond,
    left_out,
    resonances,
    solved,
)

__all__ = ["Truncation", "truncation"]


Bound = tuple[Expr, int, Boolean]  # an exponent, logarithms, and where that power is left out


class Truncation(NamedTuple):
    """The terms that lead, those that correct, and what is left out somewhere, by cases."""

    leading: Expr
    correction: Expr
    remainder: Expr


def truncation(series: LogPowers, leads: Iterable[Expr]) -> Truncation:
    """A series by what each term is where; `leads` are the exponents that may lead."""
    front = [term for term in series.terms if term[0] in leads]
    gone = {term: _left_out(series, term, series.terms) for term in series.terms}
    left = [(exponent, logarithms + 1, gone[exponent, logarithms]) for exponent, logarithms in gone]
    bounds = [*((*omitted, true) for omitted in series.omitted), *left]
    leading, correction, remainder = [], [], []
    for term, displayed in zip(series.terms, series.displayed, strict=True):
        nothing = (Integer(0), gone[term])
        if term in front:
            follows = _left_out(series, term, front)
            leading.append(_cases([(Integer(0), follows)], displayed))
            correction.append(_cases([nothing, (displayed, follows)], Integer(0)))
        else:
            within = (Integer(0), _within(series, term, bounds))
            correction.append(_cases([nothing, within], displayed))
        if gone[term] != false:
            exponent, logarithms = term[0], term[1] + 1
            power = series.monomial((exponent, logarithms)) * (-1) ** logarithms
            remainder.append(Piecewise((power, gone[term]), (Integer(0), True)))
    return Truncation(Add(*leading), Add(*correction), Add(*remainder))


def _left_out(series: LogPowers, term: Term, kept: Iterable[Term]) -> Boolean:
    """Where a term is no longer among those that are kept."""
    exponent, _ = term
    omitted = [bound for bound, _ in series.omitted]

    def meets(other: Term, curve: Eq) -> bool:
        distance = canonical((other[0] - exponent).subs(*curve.args))
        return other != term and distance == 0 and has_pole(series.terms[other], curve)

    def is_alone(curve: Eq) -> bool:
        if any(meets(other, curve) for other in kept):
            return False
        beyond = is_beyond(curve, exponent, omitted)
        later = beyond or any(meets(other, curve) for other in series.terms)
        return later and has_pole(series.terms[term], curve)

    return left_out(series.terms[term], is_alone)


def _within(series: LogPowers, term: Term, bounds: Iterable[Bound]) -> Boolean:
    """Where a term without poles is no larger than a power that is left out there."""
    exponent, logarithms = term
    if resonances(series.terms[term], exponent, ()):
        return false
    return Or(
        *(
            And(where, _is_later(canonical(exponent - bound), logarithms <= others))
            for bound, others, where in bounds
            if where != false
        )
    )


def _is_later(excess: Expr, weak: bool) -> Boolean:
    """Where an excess is positive, or zero too."""
    if excess == 0 or is_positive(excess) or is_positive(-excess):
        return true if is_positive(excess) or (excess == 0 and weak) else false
    edge = solved(fraction(together(excess))[0])
    if edge is None or not inside(edge):
        return false
    rises = is_positive(canonical(excess.diff(edge.lhs)))
    relation = (Ge if weak else Gt) if rises else (Le if weak else Lt)
    return relation(*edge.args)


def _cases(cases: list[tuple[Expr, Boolean]], otherwise: Expr) -> Expr:
    some = [case for case in cases if case[1] != false]
    return Piecewise(*some, (otherwise, True)) if some else otherwise
