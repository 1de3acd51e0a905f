r"""Crossovers: what the two ends of a learning curve have in common, the width's and the data's.

At t ~ n^{1/p} the modes that are being learned are the last ones that n resolves. There the loss is
a power of n times a function of kappa_n t, which goes from the time law to the law in n.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from sympy import (
    Abs,
    Add,
    Derivative,
    Expr,
    Integer,
    Integral,
    Sum,
    Symbol,
    Tuple,
    expand,
    expand_power_base,
    gamma,
    log,
    oo,
    pi,
    powsimp,
    sin,
)

from analytic.law import Law
from analytic.notation import C_0, L, d, j, kappa_n, ratio, s, sigma, t, tau, u, w, x, y
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.symbolic.mean_field.field_equations import FieldEquations
from analytic.symbolic.series.crossover import Part, Scaling, frequency, kernel, scaling
from analytic.symbolic.series.crossover_functions import (
    Crossover,
    data_crossover,
    width_crossover,
)
from analytic.symbolic.series.dominant_balance import OnBoundary, balanced
from analytic.symbolic.series.lagrange import binomial_coefficient
from analytic.symbolic.series.order import canonical, first_omitted
from derivations.bottleneck import Bottleneck

__all__ = ["Crossing", "crossings", "early", "final", "formulas_of", "law_at_fixed_tau"]


class Crossing(NamedTuple):
    """The time, in terms of kappa_n, at which one term takes over where some exponent leads."""

    earlier: str
    later: str
    time: Expr
    exponent: Expr


def law_at_fixed_tau(
    page: Page, bottleneck: Bottleneck, statement: FieldEquations, spectrum: PowerLaw
) -> tuple[Law, Scaling]:
    """The law in the limited resource at fixed tau = 2 kappa_n t, each step displayed."""
    resource, unlimited, _ = bottleneck
    page.show(
        C_0,
        kernel(statement, unlimited).correlation,
        f"the two-point function of the field equations at {unlimited} = infinity, without noise",
    )
    page.show(s, frequency(statement, unlimited), "the regulariser")
    found = scaling(statement, resource, unlimited, spectrum)
    for quantity in (d, w):
        page.show(quantity, found.sums[quantity].expression, "small kappa: poles of zeta and Gamma")
    _show_functions(page, bottleneck, found)
    loss = Add(*(part.with_function(part.function) for part in found.parts))
    page.show(L(t, resource), loss, "every power of kappa in w leaves its function")
    law = _law(bottleneck, found, partial(_at, bottleneck, statement, spectrum))
    page.show(
        L(tau, resource), law.general.leading, f"in powers of {resource}: the terms that may lead"
    )
    _show_derivatives(page, found, law)
    for edge, at_edge in law.boundaries.items():
        page.show(L(tau, resource), at_edge.leading, f"on {edge.lhs} = {edge.rhs} two terms meet")
    for curve, on_curve in law.resonances.items():
        reason = f"on {curve.lhs} = {curve.rhs}, where the general formula has no value"
        page.show(L(tau, resource), on_curve.leading, reason)
    if early(found) != 0:
        page.show(L(t, resource), early(found), "tau << 1: the time law")
    for crossing in crossings(found, resource):
        page.show(
            t,
            order_of(crossing.time, found, resource),
            f"the {crossing.earlier} equals the {crossing.later} at this order of t"
            + _where(law, found, crossing),
        )
    return law, found


def formulas_of(law: Law, found: Scaling, bottleneck: Bottleneck) -> dict[str, Expr]:
    """What a page of a crossover arrives at, by name."""
    resource = bottleneck.resource
    power, p = found.parts[0].function.args[:2]
    windows = crossings(found, resource)
    names = [f"t from {one.earlier} to {one.later}" for one in windows]
    for place, one in enumerate(windows):
        if names.count(names[place]) > 1:
            names[place] += f", exponent {canonical(one.exponent / found.p)}"
    times = {
        name: one.time.subs(kappa_n, found.unit) for name, one in zip(names, windows, strict=True)
    }
    return {
        "r": power,
        "p": p,
        "kappa_n": found.unit,
        "t": tau / (2 * found.unit),
        "[y^j] u^r": binomial_coefficient(power, p, j),
        "early": early(found),
        "final": final(law),
        **times,
    }


def early(found: Scaling) -> Expr:
    """The loss at tau << 1 as a function of t: the first term of every function that has one."""
    return Add(*(_reflected(_in_time(part, part.function.first)) for part in found.carriers))


def final(law: Law) -> Expr:
    """The loss at tau >> 1: the limit of every function."""
    return law.expansion.replace(lambda node: isinstance(node, Crossover), lambda one: one.final)


def crossings(found: Scaling, resource: Symbol) -> tuple[Crossing, ...]:
    """Where one term of the loss takes over from another, for every part that may lead.

    A part without a term T^{-r} of its own grows out of its correction of order 1/n instead. Where
    a part that may lead has a logarithm, nothing is said.
    """
    leads = first_omitted(part.power for part in found.parts)
    leading = [part for part in found.parts if part.power in leads]
    if any(part.logarithms or part.function.logarithms for part in leading):
        return ()
    return tuple(
        crossing for part in leading for crossing in _of_part(part, found.carriers, resource)
    )


def order_of(time: Expr, found: Scaling, resource: Symbol) -> Expr:
    """A power of kappa_n as a power of n, without its coefficient."""
    power = canonical(kappa_n * log(time).diff(kappa_n))
    return resource ** canonical(-power / found.p)


def _show_functions(page: Page, bottleneck: Bottleneck, found: Scaling) -> None:
    """The crossover function of the first term of w, by Lagrange inversion and transfer."""
    p, function = found.p, found.parts[0].function
    power = function.args[0]
    page.show(kappa_n, found.unit, f"where the leading term of d equals {bottleneck.resource}")
    page.show(
        sigma,
        x * (1 - x**-p),
        "kappa and s in this unit; of d the leading term is kept, on the whole contour the next is "
        f"1/{bottleneck.resource} of it",
        heuristic=True,
    )
    page.show(tau, 2 * kappa_n * t, "and 2t in its inverse")
    page.show(u, 1 + y * u ** (1 - p), "for u = x/sigma and y = sigma^-p")
    coefficients = 1 + Sum(binomial_coefficient(ratio, p, j) * y**j, (j, 1, oo))
    page.show(u**ratio, coefficients, "Lagrange inversion, for every power r of u")
    page.show(ratio, power, "that of the target")
    general = function.func(ratio, *function.args[1:])
    single = width_crossover(*general.args)
    page.show(single, single.rewrite(Sum), "each power of sigma at late times, with 1/Gamma(0) = 0")
    if isinstance(function, data_crossover):
        page.show(
            general,
            general.rewrite(Integral).replace(Integral, _term_by_term),
            "two frequencies: along t + t' = const, continued in the exponent where it diverges",
        )
    page.show(general.subs(tau, oo), general.final, "the poles at sigma = 0 remain")


def _show_derivatives(page: Page, found: Scaling, law: Law) -> None:
    """What a fourth argument means, where two terms meet and leave a derivative behind."""
    laws = [law, *law.boundaries.values(), *law.resonances.values()]
    if any(function.args[3:] for one in laws for function in one.expansion.atoms(Crossover)):
        function = found.parts[0].function
        general = function.func(ratio, *function.args[1:3])
        page.show(
            function.func(*general.args, 1),
            Derivative(general, ratio),
            "a fourth argument counts derivatives with respect to r, here one",
        )


def _term_by_term(integrand: Expr, limits: Tuple) -> Expr:
    return Add(*(Integral(term, limits) for term in Add.make_args(integrand.expand())))


def _law(bottleneck: Bottleneck, found: Scaling, at: OnBoundary | None = None) -> Law:
    resource, unlimited, symbol = bottleneck
    validity = f"{resource} large at fixed tau = 2 kappa_n t, {unlimited} = infinity, no noise"
    return balanced(found.series, f"{symbol}(tau)", resource, validity, found.conditions, at)


def _at(
    bottleneck: Bottleneck,
    statement: FieldEquations,
    spectrum: PowerLaw,
    values: Mapping[Expr, Expr],
) -> Law:
    resource, unlimited, _ = bottleneck
    return _law(bottleneck, scaling(statement, resource, unlimited, spectrum.at(values)))


def _of_part(part: Part, carriers: tuple[Part, ...], resource: Symbol) -> Iterator[Crossing]:
    names = "time law", f"term of order 1/{resource}", f"law in {resource}"
    carrier = part if part in carriers else carriers[0]
    terms = [
        _in_time(carrier, carrier.function.first),
        _in_time(part, part.function.term(Integer(1))),
        part.with_function(part.function.final),
    ]
    chain = list(zip(names, terms, strict=True))
    if part is carrier:
        del chain[1]
    for (earlier, before), (later, after) in pairwise(chain):
        yield Crossing(earlier, later, _equal(before, after), part.power)


def _equal(before: Expr, after: Expr) -> Expr:
    """The time at which two powers of time are equal in size."""
    slope = canonical(t * (log(before) - log(after)).diff(t))
    return Abs((after / before).subs(t, 1)) ** (1 / slope)


def _in_time(part: Part, function: Expr) -> Expr:
    """A part of the loss at early times, as a function of t."""
    term = expand_power_base(part.with_function(function).subs(tau, 2 * kappa_n * t))
    return powsimp(term.replace(lambda one: one.is_Pow, lambda one: one.base ** canonical(one.exp)))


def _reflected(term: Expr) -> Expr:
    r"""A term with \pi/\sin(\pi x) = \Gamma(x) \Gamma(1 - x), so that it has a value at whole x."""

    def gammas(angle: Expr) -> Expr:
        x = expand(angle / pi)
        return pi / (gamma(x) * gamma(1 - x))

    return term.replace(sin, gammas)


def _where(law: Law, found: Scaling, crossing: Crossing) -> str:
    """For which a and b the exponent of a crossing leads."""
    exponent = canonical(crossing.exponent / found.p)
    conditions = [r.condition for r in law.regimes if canonical(r.exponent) == exponent]
    return f" ({conditions[0]})" if conditions and len(law.regimes) > 1 else ""
