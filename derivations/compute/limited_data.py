r"""Where limited data end the frontier: the compute at which a term of the data is as large.

    A P^{-f} t^{-e} = L^*(C)  at  t = t^*(C):   C_P ~ P^{f/(r_C - e \theta)},   t^* ~ C^\theta

The least of these powers, over all terms in which P appears, is where the power law ends.
"""

from __future__ import annotations

from sympy import And, Expr, Integer, factor
from sympy.logic.boolalg import Boolean

from analytic.notation import N, P, t
from analytic.problem import PowerLaw
from analytic.regions import smallest
from analytic.symbolic.frontier.terms import Term
from analytic.symbolic.mean_field.field_equations import FieldEquations
from analytic.symbolic.series.crossover import scaling
from analytic.symbolic.series.order import canonical
from derivations.compute.optimal_law import Frontier, OnFrontier, by_cases

__all__ = ["data_terms", "end_of_power_law"]


def data_terms(spectrum: PowerLaw, statement: FieldEquations) -> tuple[Term, ...]:
    """What limited data add at unlimited width: powers of the terms of order 1/P and of the law."""
    terms = []
    for part in scaling(statement, P, N, spectrum).parts:
        power, p = part.function.args[:2]
        terms += [
            Term(f"term of order {P}^-1", Integer(1), {P: Integer(1), t: canonical(power - p)}),
            Term(f"law in {P}", Integer(1), {P: canonical(power / p)}),
        ]
    return tuple(terms)


def end_of_power_law(found: Frontier, terms: tuple[Term, ...]) -> Expr:
    """The power of P as which that compute grows, regime by regime."""
    cases: list[tuple[Expr, Boolean]] = []
    for one in found.regimes:
        inverses = [_inverse(one, term) for term in terms]
        within = one.balance.condition
        cases += [
            (factor(-1 / inverse), And(within, condition))
            for inverse, condition in smallest(list(dict.fromkeys(inverses)), within)
        ]
    return by_cases(cases, {})


def _inverse(one: OnFrontier, term: Term) -> Expr:
    """-(r_C - e theta)/f: the least belongs to the first term that the loss meets, if to any."""
    return factor(-(one.balance.rate - term.decay(t) * one.balance.second) / term.decay(P))
