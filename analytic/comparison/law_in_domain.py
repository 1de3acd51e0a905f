r"""A law as it is in a domain: on a curve, at a point, or all over the quadrant a > 1, b > 1."""

from sympy import Expr, false, log, sympify, true
from sympy.logic.boolalg import Boolean

from analytic.formulas.equivalence import has_value
from analytic.law import Law
from analytic.notation import a, b
from analytic.problem import PowerLaw
from analytic.regions.domain import Domain
from analytic.result import Result


def law_within(result: Result | Law, law: Law, domain: Boolean) -> Law:
    """The law in a domain that may lie on a boundary, or where poles collide."""
    solved = Domain.where(domain).solved
    for edge, on_edge in law.boundaries.items():
        if edge.subs(solved) == True:  # noqa: E712 - SymPy's true, not a relation
            return on_edge
    collide = any(condition.subs(solved) == False for condition in law.conditions)  # noqa: E712
    if not collide and has_value(law.general.leading, domain):
        return law
    if law.derived_at is not None:
        return law.at(solved)
    derived = result.derive if isinstance(result, Result) else None
    at_values = None if derived is None else derived(PowerLaw(a, b).at(solved)).law
    return law if at_values is None else at_values


def printed_formulas(law: Law) -> list[Expr]:
    """The formulas that a law is printed with, in which its letters and functions stand."""
    on_curves = law.curves.values()
    regimes = [regime.amplitude for one in (law, *on_curves) for regime in one.regimes]
    return [one.leading for one in (law, *on_curves)] + regimes


def is_logarithmic(law: Law, domain: Boolean = true) -> bool:
    """Whether a law has a logarithm of its variable in a domain, and not on a curve in it alone."""
    within = Domain.where(domain)
    here = [regime for regime in law.regimes if within.of(regime.condition) != false]
    if not here:
        return any(one.has(law.variable) for one in law.general.leading.atoms(log))
    return any(within.of(sympify(regime.logarithms)) != 0 for regime in here)
