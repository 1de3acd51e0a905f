r"""Laws with a value everywhere: which of their terms are kept where, and what is left out.

    n^{-e} / \sin(\pi u)     is kept up to half way from the boundary to the next pole of it

Two terms that may lead have poles on the boundary, which cancel. Beyond it the one that does not
lead has more of these, which would cancel against terms not kept: from half way on it is left out,
and counts as remainder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sympy import Add, Expr, Integer, Piecewise, Symbol, true
from sympy.logic.boolalg import Boolean

from analytic.law import Law
from analytic.problem import PowerLaw
from analytic.regions import boundaries
from analytic.symbolic.series.dominant_balance import on_boundary
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import canonical, is_larger
from analytic.symbolic.series.resonances import resonances

__all__ = ["below_relative_order", "everywhere", "formulas", "limits", "stated", "with_cases"]

_FORMULAS = ("leading", "correction", "remainder")


def everywhere(derived: Callable[[PowerLaw], Law], spectrum: PowerLaw) -> Law:
    """The law of a spectrum with that on each of its boundaries, all as plain sums of terms.

    `derived` gives the law at exponents off all boundaries, or on one.
    """
    law = derived(spectrum).general
    edges = boundaries(sorted((one.exponent for one in law.regimes), key=str))
    return replace(
        law,
        boundaries={edge: derived(spectrum.at(on_boundary(edge))).general for edge in edges},
        derived_at=lambda values: everywhere(derived, spectrum.at(values)),
    )


def limits(law: Law) -> dict[Expr, Boolean]:
    """The terms that are kept somewhere only, and where."""
    edges = tuple(law.boundaries)
    found = {term: _kept(term, law.variable, edges) for term in Add.make_args(law.general.leading)}
    return {term: where for term, where in found.items() if where != true}


def stated(law: Law) -> str:
    """Where terms are left out, in words.

    >>> from analytic.notation import N, a
    >>> stated(Law("r_N", N, N ** (1 - a), N**-a, "N large"))
    ''
    """
    return "".join(
        f"; {_power(term, law.variable)} for {where} only, beyond it is left out"
        for term, where in limits(law).items()
    )


def with_cases(law: Law) -> Law:
    """The law with a value everywhere: on its boundaries, and where a term is left out."""
    limited = limits(law)
    kept = {term: Piecewise((term, where), (Integer(0), True)) for term, where in limited.items()}
    left = [
        Piecewise((Integer(0), where), (_power(term, law.variable), True))
        for term, where in limited.items()
    ]
    general = replace(law, leading=law.leading.xreplace(kept), remainder=Add(law.remainder, *left))

    def cases(name: str) -> Expr:
        special = [(getattr(on, name), edge) for edge, on in law.boundaries.items()]
        return Piecewise(*special, (getattr(general, name), True))

    return replace(general, **{name: cases(name) for name in _FORMULAS})


def formulas(laws: Mapping[str, Law]) -> dict[str, Expr]:
    """The laws and what they leave out, with cases for the boundaries."""
    cases = {name: with_cases(law) for name, law in laws.items()}
    return {
        **{name: law.expansion for name, law in cases.items()},
        **{f"remainder of {name}": law.remainder for name, law in cases.items()},
    }


def below_relative_order(series: LogPowers, order: Expr) -> LogPowers:
    """The terms that are not certainly smaller than another one by a power; the others omitted."""
    exponents = [exponent for exponent, _ in series.terms]

    def is_kept(exponent: Expr) -> bool:
        excess = (canonical(exponent - other - order) for other in exponents)
        return not any(rest == 0 or is_larger(rest, Integer(0)) for rest in excess)

    kept = [(term, c) for term, c in series.terms.items() if is_kept(term[0])]
    left = [term for term in series.terms if not is_kept(term[0])]
    return LogPowers.of(series.small, kept, (*series.omitted, *left))


def _power(term: Expr, variable: Symbol) -> Expr:
    power: Expr = term.as_independent(variable, as_Add=False)[1]
    return power


def _kept(term: Expr, variable: Symbol, edges: tuple[Boolean, ...]) -> Boolean:
    """The condition under which a term is kept."""
    coefficient, power = term.as_independent(variable, as_Add=False)
    curves = resonances(coefficient, -power.as_base_exp()[1], ())
    for edge in (one for one in edges if one in curves):
        letter, here = edge.args
        others = [curve.rhs for curve in curves if curve.lhs == letter]
        if above := [value for value in others if is_larger(value, here)]:
            return letter < canonical((here + above[0]) / 2)
        if below := [value for value in others if is_larger(here, value)]:
            return letter > canonical((here + below[0]) / 2)
    return true
