r"""Crossovers: what the two ends of a learning curve have in common, the width's and the data's.

At t ~ n^{1/p} the modes that are being learned are the last ones that n resolves. There the loss is
a power of n times a function of kappa_n t, which goes from the time law to the law in n.
"""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from sympy import (
    Add,
    Derivative,
    Expr,
    Integral,
    Piecewise,
    Sum,
    Symbol,
    Tuple,
    oo,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic.comparison.crossovers import Windows
from analytic.formulas.prose import without_marks, worded
from analytic.law import Law
from analytic.notation import C_0, L, d, j, kappa_n, p, r, ratio, s, sigma, t, tau, u, w, x, y
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from analytic.regions import closure
from analytic.stated import Formulas
from analytic.symbolic.series.crossover import Scaling, frequency, kernel, scaling
from analytic.symbolic.series.crossover_functions import (
    Crossover,
    binomial_coefficient,
    data_crossover,
    width_crossover,
)
from analytic.symbolic.series.dominant_balance import OnBoundary, balanced, on_boundary
from analytic.symbolic.series.order import canonical
from derivations.bottleneck import Bottleneck, name_amplitude
from derivations.windows import Crossing, crossings, order_of, reflected, time_law


class Fixed(NamedTuple):
    """The law at fixed tau, what it comes from, and that on the edges of regimes."""

    law: Law
    scaling: Scaling
    edges: Mapping[Boolean, Scaling]


def law_at_fixed_tau(
    page: Page, bottleneck: Bottleneck, statement: FieldEquations, spectrum: PowerLaw
) -> Fixed:
    """The law in the limited resource at fixed tau = 2 kappa_n t, each step displayed."""
    resource, unlimited, _ = bottleneck
    page.show(
        C_0,
        kernel(statement, unlimited).correlation,
        f"the two-point function of the field equations at ${unlimited} = infinity$, without noise",
    )
    page.show(s, frequency(statement, unlimited), "the regulariser")
    found = scaling(statement, resource, unlimited, spectrum)
    for quantity in (d, w):
        page.show(
            quantity,
            found.sums[quantity].expression,
            "small $kappa$: poles of $zeta$ and $Gamma$",
            error=found.sums[quantity].remainder,
        )
    name_amplitude(page, spectrum)
    _show_functions(page, bottleneck, found)
    loss = Add(*(part.with_function(part.function) for part in found.parts))
    page.show(
        L(t, resource), loss, "every power of $kappa$ in $w$ leaves its function", relation="~"
    )
    law = _law(bottleneck, found, partial(_at, bottleneck, statement, spectrum))
    page.show(
        L(tau, resource),
        law.general.leading,
        f"in powers of ${resource}$: the terms that may lead",
        relation="~",
    )
    _show_derivatives(page, found, law)
    for edge, at_edge in law.boundaries.items():
        page.show(
            L(tau, resource),
            at_edge.leading,
            f"on {worded(edge)} two terms meet",
            relation="~",
        )
    for curve, on_curve in law.resonances.items():
        reason = f"on {worded(curve)}, where the general formula has no value"
        page.show(L(tau, resource), on_curve.leading, reason, relation="~")
    if early(found) != 0:
        page.show(L(t, resource), early(found), "$tau << 1$: the time law", relation="~")
    for crossing in crossings(found, resource):
        where = _where(law, found, crossing)
        words = f"the {crossing.earlier} equals the {crossing.later} at this order of $t$"
        page.show(
            t,
            order_of(crossing.time, found, resource),
            f"{words} ({worded(where)})" if where != true else words,
            relation="asymp",
        )
    edges = {
        edge: scaling(statement, resource, unlimited, spectrum.at(on_boundary(edge)))
        for edge in law.boundaries
    }
    for edge, there in edges.items():
        for crossing in crossings(there, resource):
            words = f"the {crossing.earlier} equals the {crossing.later}, to leading order"
            page.show(t, crossing.time, f"on {worded(edge)} {words}", relation="~")
    return Fixed(law, found, edges)


def formulas_of(fixed: Fixed, bottleneck: Bottleneck) -> Formulas:
    """What a page of a crossover arrives at."""
    law, found, _ = fixed
    power, share = found.parts[0].function.args[:2]
    return {
        r: power,
        p: share,
        kappa_n: found.unit,
        t: tau / (2 * found.unit),
        Windows.COEFFICIENT: binomial_coefficient(power, share, j),
        Windows.EARLY: early(found),
        Windows.FINAL: final(law),
        **_windows(fixed, bottleneck.resource),
    }


def _windows(fixed: Fixed, resource: Symbol) -> Formulas:
    """The times at which terms hand over, where they do: by cases, each with its condition."""
    law, found, edges = fixed
    all_of_them = crossings(found, resource)
    names = [
        Windows.TAKES_OVER.of(*map(without_marks, (one.earlier, one.later))) for one in all_of_them
    ]
    times: Formulas = {}
    for name, one in zip(names, all_of_them, strict=True):
        where = _where(law, found, one)
        own = one.time.subs(kappa_n, found.unit)
        on_edges = [
            (other.time.subs(kappa_n, there.unit), edge)
            for edge, there in edges.items()
            if closure(where).subs(*edge.args) != False  # noqa: E712
            for other in crossings(there, resource)
            if other[:2] == one[:2]
        ]
        more = f"exponent {canonical(one.exponent / found.p)}" if names.count(name) > 1 else None
        times[name.where(more)] = Piecewise(*on_edges, (own, where))
    return times


def early(found: Scaling) -> Expr:
    """The loss at tau << 1 as a function of t: the first term of every function that has one."""
    return Add(*(reflected(time_law(part)) for part in found.carriers))


def final(law: Law) -> Expr:
    """The loss at tau >> 1: the limit of every function."""
    return law.expansion.replace(lambda node: isinstance(node, Crossover), lambda one: one.final)


def _show_functions(page: Page, bottleneck: Bottleneck, found: Scaling) -> None:
    """The crossover function of the first term of w, by Lagrange inversion and transfer."""
    p, function = found.p, found.parts[0].function
    power = function.args[0]
    page.show(kappa_n, found.unit, f"where the leading term of $d$ equals ${bottleneck.resource}$")
    page.show(
        sigma,
        x * (1 - x**-p),
        "$kappa$ and $s$ in this unit; of $d$ the leading term is kept, on the whole contour "
        f"the next is $1/{bottleneck.resource}$ of it",
        heuristic=True,
        relation="~",
    )
    page.show(tau, 2 * kappa_n * t, "and $2t$ in its inverse")
    page.show(u, 1 + y * u ** (1 - p), "for $u = x/sigma$ and $y = sigma^-p$")
    coefficients = 1 + Sum(binomial_coefficient(ratio, p, j) * y**j, (j, 1, oo))
    page.show(u**ratio, coefficients, "Lagrange inversion, for every power $r$ of $u$")
    page.show(ratio, power, "that of the target")
    general = function.func(ratio, *function.args[1:])
    single = width_crossover(*general.args)
    page.show(
        single,
        single.rewrite(Sum),
        "each power of $sigma$ at late times; $1/Gamma$ vanishes at the poles",
    )
    if isinstance(function, data_crossover):
        page.show(
            general,
            general.rewrite(Integral).replace(Integral, _term_by_term),
            "two frequencies: along constant $t + t'$, continued in the exponent where it diverges",
        )
    page.show(general.subs(tau, oo), general.final, "the poles at $sigma = 0$ remain")


def _show_derivatives(page: Page, found: Scaling, law: Law) -> None:
    """What a fourth argument means, where two terms meet and leave a derivative behind."""
    laws = [law, *law.curves.values()]
    if any(function.args[3:] for one in laws for function in one.expansion.atoms(Crossover)):
        function = found.parts[0].function
        general = function.func(ratio, *function.args[1:3])
        page.show(
            function.func(*general.args, 1),
            Derivative(general, ratio),
            "a fourth argument counts derivatives with respect to $r$, here one",
        )


def _term_by_term(integrand: Expr, limits: Tuple) -> Expr:
    return Add(*(Integral(term, limits) for term in Add.make_args(integrand.expand())))


def _law(bottleneck: Bottleneck, found: Scaling, at: OnBoundary | None = None) -> Law:
    resource, unlimited, symbol = bottleneck
    validity = (
        f"${resource}$ large at fixed $tau = 2 kappa_n t$, ${unlimited} = infinity$, no noise"
    )
    return balanced(found.series, f"{symbol}(tau)", resource, validity, found.conditions, at)


def _at(
    bottleneck: Bottleneck,
    statement: FieldEquations,
    spectrum: PowerLaw,
    values: Mapping[Expr, Expr],
) -> Law:
    resource, unlimited, _ = bottleneck
    return _law(bottleneck, scaling(statement, resource, unlimited, spectrum.at(values)))


def _where(law: Law, found: Scaling, crossing: Crossing) -> Boolean:
    """For which a and b the exponent of a crossing leads."""
    exponent = canonical(crossing.exponent / found.p)
    conditions = [r.condition for r in law.regimes if canonical(r.exponent) == exponent]
    return conditions[0] if conditions and len(law.regimes) > 1 else true
