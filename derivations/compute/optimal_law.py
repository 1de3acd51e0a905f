r"""The compute-optimal law: the frontier of the width crossover under C = N t, regime by regime.

Where the time law and the width law are the two ends of one function that function is minimised;
where the time law balances a term of another function the two monomials are.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from sympy import Add, Expr, Integer, Min, Piecewise, factor, log, oo
from sympy.logic.boolalg import Boolean

from analytic.law import Law
from analytic.notation import C, N, P, t
from analytic.problem import FieldEquations, PowerLaw
from analytic.symbolic.frontier.balance import Balance, balances, meeting_curves
from analytic.symbolic.frontier.least_time import best_time
from analytic.symbolic.frontier.terms import (
    Budget,
    Monomial,
    Optimum,
    crossover_terms,
    in_time,
    part_named,
    terms_of,
    two_terms,
)
from analytic.symbolic.series.crossover import Scaling, scaling
from analytic.symbolic.series.dominant_balance import on_boundary
from analytic.symbolic.series.order import canonical, is_positive
from analytic.term import Piece, Term
from derivations import time_limited_loss
from derivations.bottleneck import WIDTH, limited_law
from derivations.compute.amplitudes import collected, positive
from derivations.finite_size import correction_law

BUDGET = Budget(C, N, t)
VALIDITY = "$C = N t$ large, $P = infinity$, gradient flow"


class OnFrontier(NamedTuple):
    """The frontier in one regime: what balances, the amplitudes, and tau* of a function."""

    balance: Balance
    optimum: Optimum
    time: Expr | None = None


class Frontier(NamedTuple):
    """The frontier in every regime, on the boundaries, and the terms that compete.

    `raw` are the same terms with the coefficients that the crossover gives them.
    """

    law: Law
    regimes: tuple[OnFrontier, ...]
    edges: Mapping[Boolean, OnFrontier]
    terms: tuple[Monomial, ...]
    raw: tuple[Monomial, ...]
    found: Scaling


def _time_laws(found: Scaling) -> Iterator[Monomial]:
    """The time laws of parts that are beyond the error of the crossover, for a steep target."""
    steep = tuple(part for part in found.carriers if part not in found.parts)
    for term in crossover_terms(found._replace(parts=steep), N, orders=0):
        if term.name == "time law":
            yield term


class Regimes(NamedTuple):
    """The frontier in every regime, and the terms that compete."""

    regimes: tuple[OnFrontier, ...]
    terms: tuple[Monomial, ...]


@cache
def regimes_of_crossover(spectrum: PowerLaw, statement: FieldEquations) -> Regimes:
    """The frontier in every regime by the terms of the crossover alone, and these terms."""
    found = _without_far_logarithms(scaling(statement, N, P, spectrum))
    if any(part.logarithms for part in found.parts):
        one = _logarithmic(found)
        return Regimes(one.regimes, one.terms)
    raw = (*_time_laws(found), *crossover_terms(found, N))
    terms = tuple(_tidy(positive(one)) for one in raw)
    found_balances = balances(terms, BUDGET)
    return Regimes(tuple(on_frontier(balance, found) for balance in found_balances), terms)


@cache
def optimal_law(spectrum: PowerLaw, statement: FieldEquations) -> Frontier:
    """The compute-optimal loss of a spectrum, P = infinity."""
    found = _without_far_logarithms(scaling(statement, N, P, spectrum))
    if any(part.logarithms for part in found.parts):
        return _logarithmic(found)
    known = known_terms(spectrum, statement)
    raw = crossover_terms(found, N)
    terms = tuple(_as_known(_tidy(one), known) for one in raw)
    terms += tuple(one for one in known if not any(_same(one, term) for term in terms))
    regimes = tuple(on_frontier(balance, found) for balance in balances(terms, BUDGET))
    edges = {
        edge: optimal_law(spectrum.at(on_boundary(edge)), statement)
        for edge in meeting_curves(terms, BUDGET)
    }
    law = Law(
        "r_C",
        C,
        tuple(
            Piece(_leading(one), _remainder(one, terms, found), condition=one.balance.condition)
            for one in regimes
        ),
        VALIDITY,
        tuple(_regime(one, _beyond(one, terms, found)) for one in regimes),
        {edge: one.law for edge, one in edges.items()},
    )
    at_edges = {edge: one.regimes[0] for edge, one in edges.items()}
    return Frontier(law, regimes, at_edges, terms, raw, found)


def by_cases(inside: Sequence[tuple[Expr, Boolean]], edges: Mapping[Boolean, Expr]) -> Expr:
    """A formula regime by regime, and on the boundaries between them."""
    cases = [*((value, edge) for edge, value in edges.items()), *inside]
    return inside[0][0] if len(cases) == 1 else Piecewise(*cases)


def falls_and_rises(balance: Balance) -> tuple[Monomial, Monomial]:
    """Two terms that balance: one that grows with the width along the budget, one that falls."""
    rising = [term for term in balance.binding if is_positive(BUDGET.line(term).slope)]
    falling = [term for term in balance.binding if term not in rising]
    return falling[0], rising[0]


def _logarithmic(found: Scaling) -> Frontier:
    r"""The frontier where two terms of w meet and leave a logarithm.

    The function that bears it is least at tau -> 0: the time law balances the term of order 1/N,
    which has the logarithm of kappa ~ 1/t.
    """
    carrier = next(part for part in found.parts if part.logarithms)
    partner = next(part for part in found.parts if part.function.logarithms)
    (time,) = terms_of(in_time(partner, partner.function.first, found.unit), (N, t), "time law")
    plain = carrier._replace(logarithms=0)
    (first,) = terms_of(
        in_time(plain, plain.function.term(Integer(1)), found.unit), (N, t), "term of order $N^-1$"
    )
    balance = balances((time, first), BUDGET)[0]
    grown = Monomial(first.name, -balance.second * first.coefficient, first.decays, 1)
    balance = balance._replace(binding=(_tidy(time), _tidy(grown)))
    one = OnFrontier(balance, _two(falls_and_rises(balance)))
    leading = _leading(one)
    regime = _regime(one, {one.balance.rate})  # but for a power of the logarithm
    law = Law.of("r_C", C, leading, leading * log(log(C)) / log(C), VALIDITY, terms=(regime,))
    return Frontier(law, (one,), {}, balance.binding, balance.binding, found)


def known_terms(spectrum: PowerLaw, statement: FieldEquations) -> tuple[Monomial, ...]:
    """The monomials of the laws that hold at both ends of the crossover, and of what 1/N adds."""
    time = time_limited_loss.derive(spectrum).law
    assert time is not None
    added = correction_law(WIDTH, spectrum, statement).general.leading
    laws = {
        "time law": time.leading,
        f"term of order ${N}^-1$": Add(*(term / N for term in Add.make_args(added))),
        f"law in ${N}$": limited_law(WIDTH, spectrum, statement).general.leading,
    }
    return tuple(
        term
        for name, law in laws.items()
        if not law.has(log)
        for term in terms_of(law, (N, t), name)
    )


def _as_known(term: Monomial, known: Sequence[Monomial]) -> Monomial:
    """A term with the coefficient that it was given where it was derived by itself."""
    same = (one.coefficient for one in known if _same(one, term))
    coefficient = next(same, term.coefficient)
    return Monomial(term.name, coefficient, term.decays, term.logarithms, term.origin)


def _same(one: Monomial, other: Monomial) -> bool:
    alike = all(canonical(one.decay(x) - other.decay(x)) == 0 for x in (N, t))
    return one.name == other.name and alike


def on_frontier(balance: Balance, found: Scaling) -> OnFrontier:
    """The amplitudes in one regime."""
    origins = {term.origin for term in balance.binding}
    if len(balance.binding) > len(origins):
        (origin,) = origins
        return _of_function(balance, found, origin)
    return OnFrontier(balance, _two(falls_and_rises(balance)))


def _of_function(balance: Balance, found: Scaling, origin: str) -> OnFrontier:
    r"""The minimum of one crossover function: N = (2 \kappa_1 C/\tau)^{p/(1 + p)}, tau = tau*."""
    part, p = part_named(found, origin), found.p
    power = part.function.args[0]
    time = best_time(factor(power / (1 + p)), factor(power), p)
    unit = found.unit.subs(N, 1)
    first = (2 * unit / time) ** factor(p / (1 + p))
    final = next(one for one in balance.binding if one.name == f"law in ${N}$")
    loss = final.coefficient * first ** -final.decay(N) * part.function.func(factor(power), p, time)
    return OnFrontier(balance, Optimum(first, 1 / first, loss, Integer(0)), time)


def _leading(one: OnFrontier) -> Expr:
    return one.optimum.loss * C**-one.balance.rate * log(C) ** one.optimum.logarithms


def _regime(one: OnFrontier, beyond: Collection[Expr]) -> Term:
    condition, rate, *_ = one.balance
    gain = Min(*(canonical(after - rate) for after in beyond)) if beyond else oo
    return Term(one.optimum.loss, rate, one.optimum.logarithms, condition, gain)


def _remainder(one: OnFrontier, terms: Sequence[Monomial], found: Scaling) -> Expr:
    """The powers of C that are left out, added."""
    return Add(*(C**-rate for rate in sorted(_beyond(one, terms, found), key=str)))


def _beyond(one: OnFrontier, terms: Sequence[Monomial], found: Scaling) -> set[Expr]:
    """Rates of what is left out: other terms of the crossover, and what it leaves out.

    Where no final law is among the terms that balance, tau -> 0 along the frontier: the expansion
    is that in 1/N at a given time, and has no final laws.
    """
    early = not any(_is_final(term) for term in one.balance.binding)
    left = [term for term in terms if not (early and _is_final(term))]
    rates = [BUDGET.line(term).at(one.balance.first) for term in left]
    rates += [one.balance.rate + one.balance.first]
    if not early:
        rates += [exponent * one.balance.first for exponent, _ in found.series.omitted]
    return {canonical(rate) for rate in rates} - {canonical(one.balance.rate)}


def _is_final(term: Monomial) -> bool:
    """Whether a term is what is left at t = infinity."""
    return bool(term.decay(BUDGET.second) == 0)


def _without_far_logarithms(found: Scaling) -> Scaling:
    """A crossover without those parts beyond the first power of kappa that bear a logarithm."""
    kept = tuple(
        part
        for part in found.parts
        if canonical(part.power - 1) == 0 or not (part.logarithms or part.function.logarithms)
    )
    return found._replace(parts=kept)


def _tidy(term: Monomial) -> Monomial:
    coefficient = collected(term.coefficient)
    return Monomial(term.name, coefficient, term.decays, term.logarithms, term.origin)


def _two(pair: tuple[Monomial, Monomial]) -> Optimum:
    """The amplitudes of two terms in balance."""
    falls, rises = pair
    found = two_terms(falls, rises, BUDGET)
    first, loss = collected(found.first), collected(found.loss)
    return found._replace(first=first, second=first ** (-BUDGET.p / BUDGET.q), loss=loss)


def resources(one: OnFrontier) -> tuple[Expr, Expr]:
    """N* and t* as functions of C."""
    best, logarithm = one.optimum, log(C) ** one.optimum.first_logarithms
    return (
        best.first * C**one.balance.first * logarithm,
        best.second * C**one.balance.second / logarithm,
    )
