r"""The monomials that a crossover consists of: what its functions begin with, and their limits.

W \kappa_N^r \Phi(r, p, 2 \kappa_N t) = W [ (2t)^{-r} ..., N^{-1} t^{p-r}, ...;  \kappa_N^r ]
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr, Integer, Symbol

from analytic.notation import kappa_n, t, tau
from analytic.symbolic.frontier.terms import Term
from analytic.symbolic.series.crossover import Part, Scaling
from analytic.symbolic.series.order import canonical

__all__ = ["crossover_terms", "in_time", "name_of", "part_named"]


def crossover_terms(found: Scaling, resource: Symbol, orders: int = 1) -> tuple[Term, ...]:
    """The time law, the terms to some order in 1/N and the final law of every part.

    Valid     where no part bears a logarithm.
    """
    return tuple(
        term for part in found.parts for term in _terms_of_part(part, found, resource, orders)
    )


def part_named(found: Scaling, origin: str) -> Part:
    """The part of a crossover that a term comes from."""
    return next(part for part in found.parts if name_of(part) == origin)


def name_of(part: Part) -> str:
    """What tells the parts of a crossover apart: the power of kappa_N and the logarithms."""
    return f"{part.power}, {part.logarithms}, {part.function.logarithms}"


def in_time(part: Part, function: Expr, unit: Expr) -> Expr:
    """A part with another function of tau, as an expression in the resource and t."""
    return part.with_function(function).subs(tau, 2 * kappa_n * t).subs(kappa_n, unit)


def _terms_of_part(part: Part, found: Scaling, resource: Symbol, orders: int) -> Iterator[Term]:
    r"""Powers of \tau and of \kappa_n = unit n^{-1/p}, as powers of t and of the resource."""
    power, p = part.function.args[:2]
    unit, origin = found.unit.subs(resource, 1), name_of(part)
    early = [("time law", part.function.first)]
    early += [
        (f"term of order {resource}^-{order}", part.function.term(Integer(order)))
        for order in range(1, orders + 1)
    ]
    for order, (name, function) in enumerate(early):
        in_tau = canonical(order * p - power)
        number = part.weight * function.subs(tau, 1) * 2**in_tau * unit ** canonical(order * p)
        decays = {resource: Integer(order), t: canonical(-in_tau)}
        if number != 0:
            yield Term(name, number, decays, 0, origin)
    final = part.weight * part.function.final * unit**power
    if final != 0:
        decays = {resource: canonical(power / p), t: Integer(0)}
        yield Term(f"law in {resource}", final, decays, 0, origin)
