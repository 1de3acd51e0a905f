r"""Finite-size corrections: what the terms of order 1/N and 1/P have in common.

    L(t, n) = L(t) + [c(t) + e(t)]/n + ...

c is the mean field's coefficient, from the two-point function at first order in 1/n; e is what
Gaussian entries add. The series at small frequency gives c at late times.
"""

from collections.abc import Mapping
from functools import cache, partial
from typing import NamedTuple

from sympy import Add, Expr, Integer, Poly, Rational

from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import (
    DeltaC_1,
    R_n,
    d,
    e_k,
    j,
    k,
    kappa_1,
    lambda_j,
    lambda_k,
    marked,
    ratio,
    s,
    s2,
    t,
    w,
    w_2,
)
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.mean_field.finite_size import (
    first_order,
    in_modes,
    late_time_of_pairs,
    pairs,
    regulariser_shift,
)
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, moment, series_of_sums
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.series.log_powers import LogPowers
from derivations.bottleneck import Bottleneck, name_amplitude

ORDER = 1
_POLES = 2  # from every string of Gamma
_SUMS = (d, w, w_2)


class Correction(NamedTuple):
    """The mean field's coefficient mode by mode and as a law, and the early share of the dice."""

    summand: Expr
    law: Law
    early: Expr


def correction(
    page: Page,
    bottleneck: Bottleneck,
    quantity: Expr,
    added: Expr,
    spectrum: PowerLaw,
    statement: FieldEquations,
) -> Correction:
    """The coefficient of 1/n at fixed time, each step displayed; `added` is one mode of e(t)."""
    resource, unlimited, _ = bottleneck
    page.show(
        kappa_1,
        regulariser_shift(statement, resource, unlimited),
        f"$kappa = s + kappa_1/{resource} + ...$, from $kappa D_N D_P = s$",
    )
    numerator = page.show(
        DeltaC_1 * (s2 - s),
        first_order(statement, resource, unlimited),
        f"the two-point function at order $1/{resource}$",
    )
    summand = page.show(
        marked(quantity.func, j, k)(t),
        in_modes(pairs(numerator)),
        "summed over $j$ and $k$: residues at $-lambda_j$ and $-lambda_k$, $j = k$ by its limit",
    )
    page.show(e_k, added, "what Gaussian entries add: the other pairing of Wishart's covariance")
    early = page.show(
        ratio,
        _early(added, spectrum) / _early(summand, spectrum),
        "added to mean-field coefficient at early times, both of order $t^2$",
    )
    law = correction_law(bottleneck, spectrum, statement)
    name_amplitude(page, spectrum)
    page.show(
        quantity, law.general.leading, "late times: series at small $s$, term by term", relation="~"
    )
    page.show(R_n, law.general.remainder, "the first powers left out", relation="O")
    for edge, at_edge in law.boundaries.items():
        page.show(quantity, at_edge.leading, f"on {worded(edge)} the poles collide", relation="~")
    for curve, on_curve in law.resonances.items():
        reason = f"on {worded(curve)}, where the general formula has no value"
        page.show(quantity, on_curve.expansion, reason, error=on_curve.remainder)
    return Correction(summand, law, early)


@cache
def correction_law(bottleneck: Bottleneck, spectrum: PowerLaw, statement: FieldEquations) -> Law:
    """The mean field's coefficient at late times."""
    resource, unlimited, symbol = bottleneck
    terms = pairs(first_order(statement, resource, unlimited))
    sums, conditions = series_of_sums(
        spectrum, _POLES, {quantity: DEFINITIONS[quantity] for quantity in _SUMS}
    )
    at_double_time = late_time_of_pairs(terms, sums, t, ORDER)
    half = LogPowers.of(1 / t, [((Integer(1), 0), Rational(1, 2))])
    return balanced(
        at_double_time.composed(half, ORDER),
        symbol,
        t,
        f"${resource} -> infinity$ at fixed $t$, then $t$ large; ${unlimited} = infinity$, "
        "no noise",
        conditions,
        partial(_law_at, bottleneck, spectrum, statement),
    )


def _law_at(
    bottleneck: Bottleneck,
    spectrum: PowerLaw,
    statement: FieldEquations,
    values: Mapping[Expr, Expr],
) -> Law:
    return correction_law(bottleneck, spectrum.at(values), statement)


def _early(summand: Expr, spectrum: PowerLaw) -> Expr:
    """The coefficient of t^2 at small t, its sums over modes done: a polynomial in the rates."""
    at_start = Poly(cancel(summand.diff(t, 2).subs(t, 0) / 2), lambda_j, lambda_k)
    return Add(
        *(
            moment(spectrum, weight * lambda_k**n) * (moment(spectrum, lambda_k**m) if m else 1)
            for (m, n), weight in at_start.terms()
        )
    )
