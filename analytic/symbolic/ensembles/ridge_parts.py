r"""The parts of the loss at a penalty, and their leading terms where one constraint binds.

    bias^2 = \kappa^2 w_2,   V_A = \frac{d - d_2}{N - d_2} g,   g = \kappa (w - \kappa w_2),
    V_D = \frac{d_2}{P - d_2} \kappa^2 w_2

The effective dimension d is ended by the penalty, d \sim A_d \gamma^{-1/b}, by the data, d = P, or
by the width, d = N, whichever comes first. There a part is a power of d over the sizes that do not
bind, times a power of kappa from the modes: those that are learned, or the tail.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sympy import Add, Expr, Integer, Min, Poly, Symbol, collect, factor, fraction, sqrt

from analytic.errors import require
from analytic.law import Law
from analytic.notation import (
    L_0,
    V_A,
    V_AD,
    V_D,
    A_d,
    N,
    P,
    V_sigma,
    d,
    d_2,
    epsilon,
    g_w,
    gamma_R,
    kappa,
    sigma2,
    w,
    w_2,
    x,
)
from analytic.problem import FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.ensembles.pairs import LOSSES, correlation, split
from analytic.symbolic.mean_field.final_value import along_the_diagonal, final_dimension
from analytic.symbolic.mean_field.two_point import SAME
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.series.log_powers import LogPowers

PARTS = (L_0, V_A, V_D, V_AD, V_sigma)


@cache
def ridge_parts(statement: FieldEquations) -> Mapping[Symbol, Expr]:
    r"""Squared bias, the variances without noise, and what noise adds; in kappa and the sums.

        L = bias^2 + V_A + V_D + V_{AD} + V_\sigma,   bias^2 = \kappa^2 w_2

    The bias and g = \kappa d(\kappa w)/d\kappa stand for the sums with the target.
    """
    losses = {one: along_the_diagonal(correlation(statement, one), d) for one in LOSSES}
    noise = factor(losses[SAME].diff(sigma2))
    exact = dict(zip(PARTS, split(losses), strict=False))
    known = {w: g_w / kappa + L_0 / kappa, w_2: L_0 / kappa**2}
    quiet = {letter: part.subs(sigma2, 0) for letter, part in exact.items()}
    return {
        L_0: quiet[L_0],
        **{
            letter: collect(cancel(quiet[letter].subs(known)).expand(), (L_0, g_w), factor)
            for letter in (V_A, V_D, V_AD)
        },
        V_sigma: sigma2 * noise,
    }


RIDGE, DATA, WIDTH, AT_PEAK = (
    "ridge",
    "data",
    "width",
    "N = P",
)  # what binds, and the peak beside it


class Constraint(NamedTuple):
    """What ends the effective dimension: d and kappa there, and the larger ones of N and P."""

    name: str
    dimension: Expr
    regulariser: Expr
    larger: tuple[Symbol, ...]


def constraints(spectrum: PowerLaw, statement: FieldEquations) -> tuple[Constraint, ...]:
    """The penalty, the data, the width."""
    sums = series_of_sums(spectrum, 1, {d: DEFINITIONS[d]}).series
    ((power, _), _) = sums[d].leading
    unit = A_d * kappa**power

    def ended(name: str, resource: Symbol, other: Symbol) -> Constraint:
        end = final_dimension(statement, resource)
        return Constraint(name, end, (end / A_d) ** (1 / power), (other,))

    return (
        Constraint(RIDGE, unit.subs(kappa, gamma_R), gamma_R, (N, P)),
        ended(DATA, P, N),
        ended(WIDTH, N, P),
    )


class LeadingPart(NamedTuple):
    """A part where a constraint binds: a factor times shares of the bias, g, and label noise."""

    factor: Expr
    shares: Mapping[Symbol, Expr]
    constraint: Constraint
    spectrum: PowerLaw

    @property
    def displayed(self) -> Expr:
        """The leading term with letters for the sums with the target."""
        return self.factor * Add(*(share * source for source, share in self.shares.items()))

    def exponent(self, powers: Mapping[Symbol, Expr]) -> Expr:
        """The exponent in 1/P where N and the penalty are these powers of P."""
        outer, rank, inner = (
            cancel(-P * one.subs(powers).diff(P) / one.subs(powers))
            for one in (self.factor, 1 / self.constraint.dimension, self.constraint.regulariser)
        )
        rates = [
            cancel(inner / rank * rate)
            for source in self.shares
            if source != sigma2
            for rate in Min.make_args(target_law(source, self.spectrum).exponent)
        ]
        return outer + rank * Min(*rates) if rates else outer


def leading_part(
    part: Symbol, constraint: Constraint, spectrum: PowerLaw, statement: FieldEquations
) -> LeadingPart:
    """The leading term of a part.

    Raises    InvalidProblemError where two of its terms fall differently with N or P.
    """
    exact = L_0 if part == L_0 else ridge_parts(statement)[part]
    learned = share_of_squares(spectrum) * d
    found = {
        source: _where_binding(cancel(exact.diff(source).subs(d_2, learned)), constraint)
        for source in (L_0, g_w, sigma2)
        if exact.has(source)
    }
    front, *_ = found.values()
    shares = {source: factor(cancel(one / front)) for source, one in found.items()}
    require(
        not any(one.has(N, P) for one in shares.values()),
        f"The terms of {part} fall differently with N or P where the {constraint.name} binds. "
        "Take them one by one.",
    )
    return LeadingPart(front, shares, constraint, spectrum)


def at_the_peak(part: Symbol, spectrum: PowerLaw, statement: FieldEquations) -> LeadingPart:
    r"""A part at N = P with a small penalty, 1 - d/P = \sqrt{\gamma/\kappa}: its leading term."""
    exact = ridge_parts(statement)[part].subs({N: P, d_2: share_of_squares(spectrum) * d})
    data = next(one for one in constraints(spectrum, statement) if one.dimension == P)
    near = {
        source: factor(_first(cancel(exact.diff(source).subs(d, P * (1 - epsilon)))))
        for source in (L_0, g_w, sigma2)
        if exact.has(source)
    }
    least = min(map(_order, near.values()))
    leading = {source: one for source, one in near.items() if _order(one) == least}
    front, *_ = leading.values()
    shares = {source: factor(cancel(one / front)) for source, one in leading.items()}
    left = sqrt(gamma_R / data.regulariser)
    return LeadingPart(front.subs(epsilon, left), shares, data, spectrum)


@cache
def target_law(source: Symbol, spectrum: PowerLaw) -> Law:
    """The law of the bias or of g in 1/kappa."""
    found = series_of_sums(spectrum, 2, {one: DEFINITIONS[one] for one in (w, w_2)})
    bias = found.series[w_2].shifted(Integer(2))
    series = bias if source == L_0 else found.series[w].shifted(Integer(1)) - bias
    inverse = series.composed(LogPowers.variable(1 / x), 1)

    def at(values: Mapping[Expr, Expr]) -> Law:
        return target_law(source, spectrum.at(values))

    return balanced(inverse, "m/b", x, "small kappa", found.conditions, at)


@cache
def share_of_squares(spectrum: PowerLaw) -> Expr:
    """What share of d its sum of squares is at small kappa."""
    sums = series_of_sums(spectrum, 1, {one: DEFINITIONS[one] for one in (d, d_2)}).series
    (_, squares), (_, whole) = (sums[one].leading for one in (d_2, d))
    return factor(squares / whole)


def _where_binding(coefficient: Expr, constraint: Constraint) -> Expr:
    """The leading term of a rational function of d, N, P as the larger sizes grow."""
    bound = next((one for one in (N, P) if constraint.dimension == one), None)
    lead = coefficient if bound is None else coefficient.subs(bound, d)
    for size in constraint.larger:
        lead = _first(cancel(lead.subs(size, d / epsilon))).subs(epsilon, d / size)
    return factor(lead.subs(d, constraint.dimension))


def _order(lead: Expr) -> Expr:
    """The power of epsilon that a leading term is."""
    return cancel(epsilon * lead.diff(epsilon) / lead)


def _first(function: Expr) -> Expr:
    """The lowest power of epsilon in a rational function."""
    above, below = (Poly(side, epsilon) for side in fraction(function))
    (power, top), (least, bottom) = (
        (monomial[0], coefficient)
        for side in (above, below)
        for monomial, coefficient in side.terms()[-1:]
    )
    return top / bottom * epsilon ** (power - least)
