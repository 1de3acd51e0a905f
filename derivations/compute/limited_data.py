r"""The compute-optimal law on limited data: window after window, width and time in balance.

    C < P^{\gamma_1}:                the law of unlimited data
    P^{\gamma_1} < C < P^{\gamma_2}: a term of the data in the place of the time law, a > 2b + 1
    C > P^{\gamma_2}:                what P samples leave; compute decides on the rest of the loss

To the terms of the width those of the data are added.
"""

from functools import cache
from typing import NamedTuple

from sympy import And, Eq, Expr, Mul, log, true
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from analytic.notation import C, N, P
from analytic.problem import FieldEquations, PowerLaw
from analytic.symbolic.frontier.balance import Stage, successions
from analytic.symbolic.frontier.terms import Monomial, crossover_terms, terms_of, two_terms
from analytic.symbolic.series.crossover import Scaling, scaling
from analytic.symbolic.series.dominant_balance import on_boundary
from analytic.symbolic.series.order import canonical
from derivations.compute.amplitudes import collected, positive
from derivations.compute.optimal_law import (
    BUDGET,
    Regimes,
    regimes_of_crossover,
    resources,
)


class Window(NamedTuple):
    """One stage: width, time and loss as powers of C and P while C < P^end.

    `condition` says where they are these, which may be more than one region.
    """

    condition: Boolean
    stage: Stage
    width: Expr
    time: Expr
    loss: Expr


class Limited(NamedTuple):
    """The frontier in one region of a and b: its windows, and the power of P that ends the last."""

    condition: Boolean
    windows: tuple[Window, ...]
    end: Expr


@cache
def limited_frontier(spectrum: PowerLaw, statement: FieldEquations) -> tuple[Limited, ...]:
    """The windows in every region of a and b."""
    found = regimes_of_crossover(spectrum, statement)
    regions = []
    for condition, stages in successions(competing(spectrum, statement), BUDGET, P):
        first, *later = [one for one in stages if one.end is not None]
        windows = (
            _unlimited(first, found),
            *(_window(one)._replace(condition=condition) for one in later),
        )
        regions.append(Limited(condition, windows, stages[-1].start))
    return tuple(regions)


@cache
def between_regions(spectrum: PowerLaw, statement: FieldEquations) -> dict[Boolean, Limited]:
    """The windows on every curve between two regions, derived there anew."""
    conditions = And(
        *(one.condition for one in limited_frontier(spectrum, statement)), evaluate=False
    )
    edges = {Eq(one.lhs, one.rhs) for one in conditions.atoms(Relational)}
    found = {}
    for edge in sorted(edges, key=str):
        (found[edge],) = limited_frontier(spectrum.at(on_boundary(edge)), statement)
    return found


@cache
def competing(spectrum: PowerLaw, statement: FieldEquations) -> tuple[Monomial, ...]:
    """All terms of the loss that compete; logarithms on boundaries are left out."""
    return (*regimes_of_crossover(spectrum, statement).terms, *_data_terms(spectrum, statement))


@cache
def data_scaling(spectrum: PowerLaw, statement: FieldEquations) -> Scaling:
    """The loss at t ~ P^b and unlimited width."""
    return scaling(statement, P, N, spectrum)


def monomial(expression: Expr) -> Expr:
    """A product of powers of C and P, its coefficient collected."""
    (term,) = terms_of(expression, (C, P), "")
    powers = (one ** -decay.factor() for one, decay in term.decays.items())
    return Mul(collected(term.coefficient), *powers)


def _data_terms(spectrum: PowerLaw, statement: FieldEquations) -> tuple[Monomial, ...]:
    """Terms of order 1/P and the law in P at unlimited width."""
    found = data_scaling(spectrum, statement)
    plain = tuple(one._replace(logarithms=0) for one in found.parts if not one.function.logarithms)
    terms = crossover_terms(found._replace(parts=plain), P)
    final = (
        Monomial(
            f"law in ${P}$",
            one.weight * one.function.final * found.unit.subs(P, 1) ** one.power,
            {P: canonical(one.power / found.p)},
        )
        for one in found.parts
        if one.function.logarithms
    )
    return (*(positive(one) for one in terms if one.name != "time law"), *final)


def _unlimited(stage: Stage, found: Regimes) -> Window:
    """The first stage, where the data are as good as unlimited: its functions and amplitudes."""
    rate = canonical(stage.rate.slope)
    one = next(one for one in found.regimes if canonical(one.balance.rate - rate) == 0)
    return Window(
        one.balance.condition,
        stage,
        *resources(one),
        one.optimum.loss * C ** (-one.balance.rate) * log(C) ** one.optimum.logarithms,
    )


def _window(stage: Stage) -> Window:
    """A later stage: two monomials in balance, with the powers of P in their coefficients."""
    falls, rises = (_at_samples(one) for one in (stage.falls, stage.rises))
    optimum, down, up = two_terms(falls, rises, BUDGET), BUDGET.line(falls), BUDGET.line(rises)
    nu = canonical((down.at_zero - up.at_zero) / (up.slope - down.slope))
    width = monomial(optimum.first * C**nu)
    return Window(true, stage, width, C / width, monomial(optimum.loss * C ** -down.at(nu)))


def _at_samples(term: Monomial) -> Monomial:
    """A term with its power of P in the coefficient."""
    coefficient = collected(term.coefficient) * P ** -term.decay(P)
    decays = {one: decay for one, decay in term.decays.items() if one != P}
    return Monomial(term.name, coefficient, decays, term.logarithms, term.origin)
