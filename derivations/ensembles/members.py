r"""Members or width at the same compute C = N E t: the page's last part, and its laws.

    c_D < 0:  members;   c_D > 0:  width,   at a fixed t, N large, L_D = L(t, P) + c_D/N + ...

Unlimited data: c_D = c_0 > 0. Limited data: late times, P < N, where c_D is zero to all orders; the
noise at which narrow members win; and the best time to stop, at which c_D may have either sign.
"""

from collections.abc import Mapping
from functools import cache

from sympy import Expr, Symbol

from analytic.comparison.members import Ensemble
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import (
    L_D,
    L_EB,
    V_A,
    V_AD,
    Delta_H,
    Delta_L,
    P,
    R_n,
    c_0,
    c_D,
    c_k,
    d,
    d_2,
    d_3,
    kappa,
    lambda_k,
    n_N,
    s,
    s2,
    sigma2,
    sigma_c2,
    t,
    t_star,
    v_A,
    w_2,
    w_3,
    x,
)
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from analytic.stated import REMAINDER, Formulas
from analytic.symbolic.ensembles.members import (
    critical_noise,
    final_cost,
    late_saving,
    narrow_members,
    noise_saved,
    one_mode,
    shrunk_variance,
    stopped_sign,
)
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.dominant_balance import balanced, tidied
from analytic.symbolic.series.log_powers import LogPowers, revert, substitute
from derivations.ensembles.statements import change_of_mean_error, more_width

ORDER = 0  # the leading terms alone
_POLES = 1  # from every string of Gamma: the leading ones
_ONE_RATE = lambda_k / (lambda_k + kappa)
_SUMS: Mapping[Symbol, Expr] = {
    **{symbol: DEFINITIONS[symbol] for symbol in (d, d_2, w_2)},
    d_3: _ONE_RATE**3,
    w_3: c_k / (lambda_k + kappa) ** 3,
}


def members_or_width(
    page: Page, spectrum: PowerLaw, statement: FieldEquations, cost: Law
) -> Formulas:
    """E models of width N against one of width N E, with the law of c_0 at late times."""
    _unlimited_data(page, statement)
    final = _end_of_training(page, spectrum, statement)
    return {**final, **_best_time(page, spectrum, statement, cost)}


def _unlimited_data(page: Page, statement: FieldEquations) -> None:
    page.show(
        Delta_H,
        change_of_mean_error(statement),
        "$1/N$ term of $H_k$, one mode of $d$: a convolution of positive functions of time, "
        "so $c_0 > 0$",
    )
    page.show(
        Delta_L,
        more_width(c_0(t), v_A(t)),
        "$L$ at width $N$ and $E$ members, less $L$ at width $N E$ and one, $P = infinity$, "
        "to order $1/N$: width wins at every $t$",
        relation="~",
    )
    one = one_mode(statement)
    page.show(
        (lambda_k / (lambda_k + 1 / x)).diff(x, 2, evaluate=False),
        one.bend,
        "$t = P = infinity$, any $N$: $d$ is concave in $1/kappa$, so that $kappa(N E) <= "
        "kappa(N)/E$",
    )
    page.show(L_EB, one.members, "$E$ members, one mode with $c_k = 1$")
    page.show(L_EB, one.wide, "one model with $kappa(N)/E$, no better than that of width $N E$")
    page.show(Delta_L, one.cost, "$u = E - 1$: width wins for every $N$, $E$, spectrum and target")


def _end_of_training(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> Formulas:
    """Limited data: the criterion at a fixed time, and what it becomes at t = infinity."""
    page.show(
        Delta_L,
        more_width(c_D(t), v_A(t)),
        "limited data: the same with $c_D$, the $1/N$ term of $L_D$, and the $1/N$ term of "
        "$V_A + V_AD$: members win where $c_D$ is negative",
        relation="~",
    )
    page.show(
        V_A + V_AD,
        shrunk_variance(statement),
        "$t = infinity$, $P < N$; there $L_D$ is free of $N$",
    )
    cost = page.show(
        Delta_L, final_cost(statement), "so width wins at every $P < N$, any noise: $c_D = 0$"
    )
    narrow = page.show(
        L_D,
        narrow_members(statement),
        "$t = infinity$, $N < P$, $d(kappa) = N$: infinitely many members are ridge regression",
    )
    critical = page.show(
        sigma_c2,
        critical_noise(statement),
        "where its slope in $kappa$ vanishes at $d(kappa) = P$: with more noise, infinitely "
        "many members with some $N < P$ beat every $N > P$",
    )
    law = critical_law(spectrum, statement)
    page.show(
        sigma_c2,
        law.general.leading,
        "as a law: below zero for $a < b$, so that no noise is needed there",
        relation="~",
    )
    page.show(R_n, law.general.remainder, "the first powers left out", relation="O")
    for edge, at_edge in law.boundaries.items():
        page.show(sigma_c2, at_edge.leading, f"on {worded(edge)}", relation="~")
    return {
        Ensemble.COST: cost,
        Ensemble.NARROW: narrow,
        Ensemble.CRITICAL: critical,
        Ensemble.CRITICAL_LAW: law.leading,
        REMAINDER.of(Ensemble.CRITICAL_LAW): law.remainder,
    }


def _best_time(page: Page, spectrum: PowerLaw, statement: FieldEquations, cost: Law) -> Formulas:
    """The criterion at the best time to stop, at fixed noise and many data."""
    page.show(
        c_D(t),
        c_0(t) - sigma2 / P * n_N(t),
        "$P$ large, label noise: infinitely many members of width $N$ learn slower by $1/N$, "
        "of the target and of the noise",
        relation="~",
    )
    page.show(n_N(s, s2), noise_saved(statement), "the latter, at two frequencies")
    late = tidied(late_saving(spectrum, statement))
    page.show(n_N(t), late.displayed[0], "late times", relation="~")
    ratio = page.show(
        c_D(t_star) / c_0(t_star),
        stopped_sign(spectrum, statement, cost.general.leading),
        "$P -> infinity$; $sigma^2/P = -L'/n_P'$ at the best time, so that all powers of $t$ "
        "cancel",
        relation="~",
    )
    page.show(
        Delta_L,
        more_width(c_D(t_star), v_A(t_star)),
        "$C -> infinity$ at fixed $P$: with $t$ free as well, $E > 1$ where this is negative",
        heuristic=True,
        relation="~",
    )
    return {Ensemble.AT_BEST_TIME: ratio}


@cache
def critical_law(spectrum: PowerLaw, statement: FieldEquations) -> Law:
    """The critical noise in powers of 1/P, with its law on the boundary."""
    sums, conditions = series_of_sums(spectrum, _POLES, _SUMS)
    known = {**sums, kappa: LogPowers.variable(kappa)}
    in_kappa = substitute(critical_noise(statement), known, kappa, ORDER)
    inverse = revert(sums[d], P, ORDER + 1)
    validity = "t = infinity, N just below P, P large"
    return balanced(
        in_kappa.composed(inverse, ORDER),
        "r_P",
        P,
        validity,
        conditions,
        lambda values: critical_law(spectrum.at(values), statement),
    )
