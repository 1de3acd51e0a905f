r"""Bottlenecks: what both resource-limited losses have in common.

With one of N and P unlimited the loss at t = infinity is a function of the regulariser at which
the effective dimension equals the other: L = F(\kappa, d, w, ...), d(\kappa) = n. Small-kappa
expansions of the sums, reversion of d(\kappa) = n, and substitution give its law in n.
"""

from collections.abc import Mapping
from functools import cache, partial
from typing import NamedTuple

from sympy import Expr, Integer, Piecewise, Symbol, factor, oo, piecewise_fold, solve, true
from sympy.logic.boolalg import Boolean

from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import C_0, A_d, Delta_L, L, N, P, R_n, d, delta_L, kappa, s, s2
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from analytic.symbolic.mean_field.final_value import along_the_diagonal, final_dimension
from analytic.symbolic.mean_field.two_point import test_correlation
from analytic.symbolic.mellin.harmonic import total
from analytic.symbolic.mellin.mode_sums import (
    DEFINITIONS,
    SpectralSeries,
    mode_sums,
    series_of_sums,
)
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.series.log_powers import LogPowers, revert, substitute
from analytic.symbolic.series.near_boundary import near_boundary

ORDER = 1  # corrections in 1/n
_POLES = 2  # from every string of Gamma


class Bottleneck(NamedTuple):
    """A resource that is limited while another one is not, and the key of its exponent."""

    resource: Symbol
    unlimited: Symbol
    symbol: str


WIDTH = Bottleneck(N, P, "r_N")
DATA = Bottleneck(P, N, "r_P")


def final_loss(page: Page, bottleneck: Bottleneck, statement: FieldEquations) -> Expr:
    """The loss at t = infinity as a function of kappa, d and the sums over modes."""
    resource, unlimited, _ = bottleneck
    product = page.show(
        s * s2 * C_0,
        test_correlation(statement, unlimited),
        f"the two-point function of the field equations at ${unlimited} = infinity$, without noise",
    )
    end = page.show(
        d,
        final_dimension(statement, resource),
        "one response vanishes as $s -> 0$: this gives $kappa$",
    )
    return page.show(L(oo), _final(resource, product, end), "the double pole at $s = s' = 0$")


def name_amplitude(page: Page, spectrum: PowerLaw) -> None:
    r"""The amplitude of the effective dimension, d(\kappa) \sim A_d \kappa^{-1/b}, as a letter."""
    series = series_of_sums(spectrum, 1, {d: DEFINITIONS[d]}).series[d]
    for (power, logarithms), amplitude in series.terms.items():
        if power.is_negative and not logarithms and not amplitude.is_number:
            page.let(A_d, amplitude, "the amplitude of the effective dimension at small $kappa$")


def law_in(
    page: Page, bottleneck: Bottleneck, loss: Expr, spectrum: PowerLaw, statement: FieldEquations
) -> Law:
    """The law of that loss in the limited resource, each step displayed."""
    resource, end = bottleneck.resource, final_dimension(statement, bottleneck.resource)
    for quantity in _sums_in(loss):
        shift, parts = mode_sums(spectrum, DEFINITIONS[quantity])
        page.show(quantity, kappa**shift * total(parts), "definition: a harmonic sum")
    sums, inverse, _ = _expanded(resource, loss, end, spectrum)
    for quantity, series in sums.series.items():
        page.show(
            quantity,
            series.expression,
            "small $kappa$: poles of $zeta$ and of $Gamma$",
            error=series.remainder,
        )
    name_amplitude(page, spectrum)
    page.show(
        kappa, inverse.expression, f"reversion of $d(kappa) = {end}$", error=inverse.remainder
    )
    law = law_of(bottleneck, loss, end, spectrum)
    page.show(L(resource), law.general.leading, "put in: the terms that may lead", relation="~")
    page.show(
        Delta_L,
        law.general.correction,
        f"what comes next, to relative order $1/{resource}$",
        error=law.general.remainder,
    )
    for regime in (one for one in law.regimes if one.gain != oo):
        page.show(
            delta_L,
            resource**-regime.gain,
            "size of all that does not lead, relative to the term that does, where "
            f"{_worded(regime.condition)}",
            relation="O",
        )
    page.show(R_n, law.general.remainder, "the first powers left out", relation="O")
    for edge, at_edge in law.boundaries.items():
        page.show(
            L(resource),
            at_edge.leading,
            f"on {worded(edge)} the poles collide",
            relation="~",
        )
    for curve, on_curve in law.resonances.items():
        page.show(
            Delta_L,
            on_curve.correction,
            f"on {worded(curve)}, where poles of the terms that come next collide",
            error=on_curve.remainder,
        )
    return law


def joint_form(
    page: Page, bottleneck: Bottleneck, loss: Expr, spectrum: PowerLaw, statement: FieldEquations
) -> Expr:
    """The loss by the colliding poles together, which is finite on the boundaries."""
    resource = bottleneck.resource
    joint = near_boundary(loss, spectrum, final_dimension(statement, bottleneck.resource))
    forms = piecewise_fold(joint.in_kappa)
    for form, where in forms.args if isinstance(forms, Piecewise) else [(forms, true)]:
        reach = "else" if where == true else f"for {worded(where)}"
        page.show(
            L(resource),
            form,
            f"through the boundaries, {reach}; what is in square brackets is the sum of residues "
            "of poles that may meet: finite, by its limit where its terms are not",
            relation="~",
        )
    page.show(
        kappa, joint.regulariser, f"here, up to relative order $kappa/{resource}$", relation="~"
    )
    return joint.loss


def limited_law(bottleneck: Bottleneck, spectrum: PowerLaw, statement: FieldEquations) -> Law:
    """The law alone, for a derivation that builds on it."""
    end = final_dimension(statement, bottleneck.resource)
    product = test_correlation(statement, bottleneck.unlimited)
    return law_of(bottleneck, _final(bottleneck.resource, product, end), end, spectrum)


def _worded(condition: Boolean) -> str:
    return "there is no other regime" if condition == true else worded(condition)


class _Steps(NamedTuple):
    """The expansions on the way: sums in kappa, kappa and the loss in the limited resource."""

    sums: SpectralSeries
    inverse: LogPowers
    loss: LogPowers


@cache
def _final(resource: Symbol, product: Expr, end: Expr) -> Expr:
    """The loss with the resource expressed by the effective dimension at the end of training."""
    (needed,) = solve(end - d, resource)
    return factor(along_the_diagonal(product, end).subs(resource, needed))


def _sums_in(loss: Expr) -> list[Symbol]:
    """The sums over modes that a loss and the condition d(kappa) = n need."""
    return sorted(loss.free_symbols & set(DEFINITIONS) | {d}, key=str)


@cache
def _expanded(resource: Symbol, loss: Expr, end: Expr, spectrum: PowerLaw) -> _Steps:
    needed = {symbol: DEFINITIONS[symbol] for symbol in _sums_in(loss)}
    sums = series_of_sums(spectrum, _POLES, needed)
    known = {**sums.series, kappa: LogPowers.variable(kappa)}
    in_kappa = substitute(loss, known, kappa, ORDER)
    share = LogPowers.of(1 / resource, [((Integer(1), 0), resource / end)])
    inverse = revert(sums.series[d], end, ORDER).composed(share, ORDER)
    return _Steps(sums, inverse, in_kappa.composed(inverse, ORDER))


@cache
def law_of(bottleneck: Bottleneck, loss: Expr, end: Expr, spectrum: PowerLaw) -> Law:
    """The law of a loss at d(kappa) = end, a function of kappa and the sums over modes."""
    resource, unlimited, symbol = bottleneck
    steps = _expanded(resource, loss, end, spectrum)
    at = partial(_law_at, bottleneck, loss, end, spectrum)
    validity = f"${resource}$ large, $t = {unlimited} = infinity$, no noise"
    return balanced(steps.loss, symbol, resource, validity, steps.sums.conditions, at)


def _law_at(
    bottleneck: Bottleneck,
    loss: Expr,
    end: Expr,
    spectrum: PowerLaw,
    values: Mapping[Expr, Expr],
) -> Law:
    return law_of(bottleneck, loss, end, spectrum.at(values))
