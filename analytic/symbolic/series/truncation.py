r"""Truncation near resonances: no pole of a coefficient is kept without the one that cancels it.

    n^{-e} / \sin(\pi u)     is kept up to half way to its first pole whose partner is not

On a curve on which two poles of an image meet, two terms of a series are infinite, and their sum is
finite. A term with a string of poles has more of these than there are other terms. From half way
to the first pole that would be alone it is left out and counts as remainder; next to the curve it
leaves there, with its partner, a logarithm. A leading term whose next partner is a correction
becomes a correction from half way on.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sympy import Add, Eq, Expr, Integer, Piecewise, false
from sympy.logic.boolalg import Boolean

from analytic.symbolic.series.log_powers import LogPowers, Term
from analytic.symbolic.series.order import canonical
from analytic.symbolic.series.resonances import has_pole, is_beyond, left_out

__all__ = ["Truncation", "truncation"]


class Truncation(NamedTuple):
    """The terms that lead, those that correct, and what is left out somewhere, by cases."""

    leading: Expr
    correction: Expr
    remainder: Expr


def truncation(series: LogPowers, leads: Iterable[Expr]) -> Truncation:
    """A series by what each term is where; `leads` are the exponents that may lead."""
    front = [term for term in series.terms if term[0] in leads]
    leading, correction, remainder = [], [], []
    for term, displayed in zip(series.terms, series.displayed, strict=True):
        beyond = _left_out(series, term, series.terms)
        gone = [] if beyond == false else [(Integer(0), beyond)]
        if term in front:
            follows = _left_out(series, term, front)
            leading.append(_cases([(Integer(0), follows)], displayed))
            correction.append(_cases([*gone, (displayed, follows)], Integer(0)))
        else:
            correction.append(_cases(gone, displayed))
        if beyond != false:
            exponent, logarithms = term[0], term[1] + 1
            power = series.monomial((exponent, logarithms)) * (-1) ** logarithms
            remainder.append(Piecewise((power, beyond), (Integer(0), True)))
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


def _cases(cases: list[tuple[Expr, Boolean]], otherwise: Expr) -> Expr:
    some = [case for case in cases if case[1] != false]
    return Piecewise(*some, (otherwise, True)) if some else otherwise
