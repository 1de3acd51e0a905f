r"""The ansatz L = A_t t^{-r_t} + A_N N^{-r_N}, minimised under C = N t, against the frontier.

It has both ends of the crossover and nothing between: it is off by a factor where the two are the
ends of one function, and by a power of C where a term of order 1/N decides.
"""

from __future__ import annotations

from sympy import Expr

from analytic.notation import C, t
from analytic.regions import smallest
from analytic.symbolic.frontier.optimum import two_terms
from analytic.symbolic.frontier.terms import Term
from derivations.compute.optimal_law import BUDGET, Frontier, OnFrontier, by_cases

__all__ = ["ansatz_over_frontier", "ends"]


def ends(found: Frontier, one: OnFrontier) -> tuple[Term, Term]:
    """The time law and the width law that leads, in one regime."""
    time = next(term for term in found.terms if term.name == "time law")
    final = [term for term in found.terms if term.name == f"law in {BUDGET.first}"]
    rates = [term.decay(BUDGET.first) for term in final]
    ((rate, _),) = smallest(rates, one.balance.condition)
    return time, final[rates.index(rate)]


def ansatz_over_frontier(found: Frontier) -> Expr:
    """The least value of the ansatz over the loss on the frontier, at large C."""
    cases = []
    for one in found.regimes:
        time, final = ends(found, one)
        optimum = two_terms(time, final, BUDGET)
        r_time, r_width = time.decay(t), final.decay(BUDGET.first)
        rate = (r_time * r_width / (r_time + r_width)).factor()
        excess = (rate - one.balance.rate).factor()
        ratio = optimum.loss / one.optimum.loss * C**-excess
        cases.append((ratio, one.balance.condition))
    return by_cases(cases, {})
