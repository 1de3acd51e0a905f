r"""The ansatz of a time law, a law in width and a law in data, minimised under C = N t.

    L = A_t t^{-r_t} + A_N N^{-r_N} + A_P P^{-r_P}

The data only add to it: width and time that are best are those of two terms. It has both ends of
the crossover and nothing between: it is off by a factor where the two are the ends of one function,
and by a power of C where a term of order 1/N decides.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from sympy import Expr, Integer, Min, Symbol, log
from sympy.logic.boolalg import Boolean

from analytic.law import Law
from analytic.notation import A_N, L_P, A_t, C, N, P, a, b, r_N, r_t, t
from analytic.problem import FieldEquations, PowerLaw
from analytic.regions import smallest
from analytic.symbolic.frontier.terms import Monomial, two_terms
from analytic.symbolic.series.dominant_balance import on_boundary
from derivations.bottleneck import DATA, WIDTH, limited_law
from derivations.compute.optimal_law import BUDGET, Frontier, OnFrontier, by_cases

EndsOnEdges = Mapping[Boolean, tuple[Monomial, Monomial]]

DERIVED, PUBLISHED = "three terms, derived", "three terms, as published"


class Ansatz(NamedTuple):
    """A sum of terms and its optimum: functions of C, and of what P samples leave, L_P."""

    terms: Expr
    width: Expr
    time: Expr
    loss: Expr


def three_terms(found: Frontier, edges: EndsOnEdges) -> Ansatz:
    """The ansatz of the laws that hold, and its optimum."""
    each = [(_of(*ends(found, one)), one.balance.condition) for one in found.regimes]
    on_edges = {edge: _of(*pair) for edge, pair in edges.items()}
    parts = (
        by_cases(
            [(one[i], where) for one, where in each],
            {edge: one[i] for edge, one in on_edges.items()},
        )
        for i in range(4)
    )
    terms, width, time, loss = parts
    return Ansatz(terms + L_P, width, time, loss + L_P)


def in_letters() -> Ansatz:
    """The ansatz of any two laws, in the letters of their amplitudes and exponents."""
    one = _of(Monomial("", A_t, {t: r_t}), Monomial("", A_N, {N: r_N}))
    return one._replace(terms=one.terms + L_P, loss=one.loss + L_P)


def values_of_letters(found: Frontier) -> dict[Symbol, Expr]:
    """Amplitudes and exponents of the laws in t and N; that in t is one in every regime."""
    pairs = [(ends(found, one), one.balance.condition) for one in found.regimes]
    ((time, _), _), *_ = pairs
    return {
        A_t: time.coefficient,
        r_t: time.decay(t),
        A_N: by_cases([(final.coefficient, where) for (_, final), where in pairs], {}),
        r_N: by_cases([(final.decay(N), where) for (_, final), where in pairs], {}),
    }


def published_ansatz() -> Ansatz:
    """The ansatz with the exponents of [bordelon2024dynamical], which gives it no amplitudes."""
    rate = Min(a - 1, 2 * b)
    one = _of(Monomial("", Integer(1), {t: (a - 1) / b}), Monomial("", Integer(1), {N: rate}))
    left = P**-rate
    return one._replace(terms=one.terms + left, loss=one.loss + left)


def on_samples(
    derived: Expr, spectrum: PowerLaw, statement: FieldEquations, at: Mapping[Expr, Expr]
) -> dict[str, Expr]:
    """The least values of both as functions of C and P, for the power law at these values."""
    point = spectrum.at(at)
    left = limited_law(DATA, point, statement).leading
    powers = {a: point.a, b: point.b}
    return {
        DERIVED: derived.subs(at).subs(L_P, left),
        PUBLISHED: published_ansatz().loss.subs(powers),
    }


def ends(found: Frontier, one: OnFrontier) -> tuple[Monomial, Monomial]:
    """The time law and the width law that leads, in one regime."""
    time = next(term for term in found.terms if term.name == "time law")
    final = [term for term in found.terms if term.name == f"law in ${BUDGET.first}$"]
    rates = [term.decay(BUDGET.first) for term in final]
    ((rate, _),) = smallest(rates, one.balance.condition)
    return time, final[rates.index(rate)]


def ends_on_edges(
    found: Frontier, spectrum: PowerLaw, statement: FieldEquations
) -> dict[Boolean, tuple[Monomial, Monomial]]:
    """The time law and the width law on the boundaries, where the latter bears a logarithm."""
    return {
        edge: _ends_on(one, limited_law(WIDTH, spectrum.at(on_boundary(edge)), statement))
        for edge, one in found.edges.items()
    }


def _ends_on(one: OnFrontier, law: Law) -> tuple[Monomial, Monomial]:
    time = next(term for term in one.balance.binding if term.name == "time law")
    (regime,) = law.regimes
    plain = Monomial("", regime.amplitude, {BUDGET.first: regime.exponent})
    power = _rate(time, plain) / plain.decay(BUDGET.first)
    coefficient = plain.coefficient * power**regime.logarithms
    return time, replace(plain, coefficient=coefficient, logarithms=regime.logarithms)


def ansatz_over_frontier(found: Frontier, edges: EndsOnEdges) -> Expr:
    """The least value of the ansatz over the loss on the frontier, at large C and P = infinity."""
    inside = [(_over(*ends(found, one), one), one.balance.condition) for one in found.regimes]
    return by_cases(inside, {edge: _over(*pair, found.edges[edge]) for edge, pair in edges.items()})


def _over(time: Monomial, final: Monomial, one: OnFrontier) -> Expr:
    optimum = two_terms(time, final, BUDGET)
    excess = (_rate(time, final) - one.balance.rate).factor()
    logarithms = (optimum.logarithms - one.optimum.logarithms).factor()
    return optimum.loss / one.optimum.loss * C**-excess * log(C) ** logarithms


def _of(time: Monomial, final: Monomial) -> Ansatz:
    """Two terms and their optimum under the budget."""
    optimum, rate = two_terms(time, final, BUDGET), _rate(time, final)
    width, left = rate / final.decay(N), rate / time.decay(t)
    logarithm = log(C) ** optimum.first_logarithms
    return Ansatz(
        time.expression + final.expression * log(C) ** final.logarithms,
        optimum.first * C ** width.factor() * logarithm,
        optimum.second * C ** left.factor() / logarithm,
        optimum.loss * C**-rate * log(C) ** optimum.logarithms,
    )


def _rate(time: Monomial, final: Monomial) -> Expr:
    """The exponent in C at which both terms are equal."""
    r_time, r_width = time.decay(t), final.decay(N)
    return (r_time * r_width / (r_time + r_width)).factor()
