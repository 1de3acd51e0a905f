r"""Mixed data: a share of the samples shows one mode each, the others are Gaussian.

    L(P) ~ A n^{-(a - 1)} + A' n^{-2 b} (\epsilon P)^{-(a - 2 b - 1)/b},   n = (1 - \epsilon) P

Modes that are shown are known in the end, and Gaussian samples see the others: a mean field with
the probability that a mode is unseen. New here: all of it.
"""

from sympy import (
    Add,
    Expr,
    Min,
    Mul,
    Piecewise,
    Sum,
    exp,
    expand,
    expand_log,
    limit,
    log,
    oo,
    simplify,
    solve,
    zeta,
    zoo,
)

from analytic.comparison.mixed_data import MEETING, mixed_checks
from analytic.notation import (
    Delta_L,
    L,
    L_h,
    L_r,
    N,
    P,
    a,
    b,
    d,
    d_2,
    epsilon,
    k,
    p_k,
    q_k,
    r_P,
    t,
    w_2,
    x,
    y,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, OneHotData
from analytic.result import Result
from analytic.stated import LOSS, REST
from analytic.symbolic.mean_field.final_value import final_dimension
from analytic.symbolic.mellin.mode_sums import DEFINITIONS
from derivations import time_limited_loss
from derivations.bottleneck import DATA, final_loss, limited_law, name_amplitude
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "mixed-data",
    345,
    "Mixed data",
    "$p_k = k^-b/zeta(b)$, infinitely many modes, unlimited width and time, no noise; a fixed "
    "share $epsilon$ of one-hot samples between 0 and 1, $P$ large",
    law=False,
)


def derive(statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The loss of P samples of which a share is one-hot.

        L(P) = \kappa^2 w_2/(1 - d_2/n),   d(\kappa) = n = (1 - \epsilon) P

    Sums are over unseen modes. [michaud2023quantization], [bordelon2024dynamical]: the two designs.
    """
    page = page_under(
        HEADING,
        statement="One-hot samples know the modes that they show, Gaussian samples see the others. "
        "Where $a < 2 b + 1$ the exponent in $P$ is that of the Gaussian samples; beyond, where "
        "these saturate, any share of one-hot samples lifts the saturation. The exponent of "
        "one-hot data alone needs as few as $P^(1/b)$ Gaussian samples.",
        source="michaud2023quantization and bordelon2024dynamical for the two designs; new: their "
        "mixture",
        problem="$L(P)$ of $epsilon P$ one-hot and $(1 - epsilon) P$ Gaussian samples",
    )
    loss = final_loss(page, DATA, statement)
    exact = _unseen(page, loss, statement)
    tail, head = _terms(page, statement)
    page.show(
        L(P),
        L_r(P) + L_h(P),
        "both parts of the spectrum",
        relation="~",
    )
    rates = [simplify(-P * one.diff(P) / one) for one in (tail, head)]
    page.show(r_P, Min(*rates), "the slower of the two")
    edge = _where_they_meet(page, tail, head, rates)
    seen = P ** (1 / b)
    left = seen / P
    error = left * Add(*(P**-rate for rate in rates))
    page.show(Delta_L, error, "one-hot samples know $P^(1/b)$ modes of $P$", relation="O")
    page.show(
        N,
        seen,
        "Gaussian samples, $N$ of them, beside $P$ one-hot ones: from here on they matter",
        heuristic=True,
        relation="asymp",
    )
    return result_under(
        HEADING,
        page,
        {
            LOSS: exact,
            L(P): _alone(tail, head, rates),
            REST: error,
            MEETING: edge,
        },
        checks=mixed_checks(),
    )


def _where_they_meet(page: Page, tail: Expr, head: Expr, rates: list[Expr]) -> Expr:
    r"""R/\delta (P^{-r} - P^{-r'}) as \delta = a - 2 b - 1 vanishes: a logarithm."""
    (edge,) = solve(rates[0] - rates[1], a)
    amplitudes = [one.subs(P, 1) for one in (tail, head)]
    poles = [_residue(one, edge) for one in amplitudes]
    assert expand_log(log(-poles[0] / poles[1]), force=True).equals(0), (
        f"the poles of both terms, {poles}, do not cancel"
    )
    apart = (rates[1] - rates[0]).diff(a)
    return page.show(
        L(P),
        simplify(-poles[1] * apart) * log(P) * P ** -rates[0].subs(a, edge),
        f"on $a = {edge}$ the poles of both terms cancel, and leave the slope of their powers",
        relation="~",
    )


def _residue(amplitude: Expr, edge: Expr) -> Expr:
    """What stands before 1/(a - edge): the limit of the factors with a pole, the others as is."""
    factors = Mul.make_args(amplitude.subs(a, edge + x))
    singular = [one for one in factors if one.subs(x, 0) in (0, zoo)]
    plain = Mul(*(one for one in factors if one not in singular))
    return limit(Mul(x, *singular), x, 0) * plain.subs(x, 0)


def _alone(tail: Expr, head: Expr, rates: list[Expr]) -> Expr:
    """One of the two terms, where the other is no more than what both leave out."""
    gap = 1 - 1 / b
    ends = (solve(other - one - gap, a)[0] for one, other in (rates, rates[::-1]))
    hard, easy = map(expand, ends)
    return Piecewise((tail, a <= hard), (head, a >= easy))


def _unseen(page: Page, loss: Expr, statement: FieldEquations) -> Expr:
    """The same mean field over the modes that no one-hot sample shows, displayed."""
    total = OneHotData().total(POWER_LAW)
    page.show(p_k, k**-b / total, "one-hot samples of one size")
    page.show(
        q_k,
        exp(-epsilon * P * p_k),
        "the probability that none of $epsilon P$ samples shows a mode, $P$ large",
        relation="~",
    )
    others = (1 - epsilon) * P
    page.show(
        final_dimension(statement, P).subs(P, others),
        Sum(q_k * DEFINITIONS[d], (k, 1, oo)),
        "shown modes are known at $t = oo$, and what is Gaussian is a regression on the others",
    )
    for name in (w_2, d_2):
        page.show(name, Sum(q_k * DEFINITIONS[name], (k, 1, oo)), "over the same modes")
    return page.show(L(P), loss.subs(d, others), "the loss is that of these modes")


def _terms(page: Page, statement: FieldEquations) -> tuple[Expr, Expr]:
    """What the tail of the spectrum leaves, and what the first unseen modes do."""
    name_amplitude(page, POWER_LAW)
    gaussian = limited_law(DATA, POWER_LAW, statement)
    others = (1 - epsilon) * P
    by_rate = {one.exponent.has(a): one for one in gaussian.regimes}
    resolved, saturated = by_rate[True], by_rate[False]
    tail = page.show(
        L_r(P),
        resolved.amplitude * others**-resolved.exponent,
        "modes $k$ of order $P$, none of them shown: the law of the Gaussian samples",
        relation="~",
    )
    time = time_limited_loss.derive().law
    assert time is not None
    total = OneHotData().total(POWER_LAW)
    sum_of_unseen = page.show(
        Sum(q_k * k ** (2 * b - a), (k, 1, oo)),
        time.general.leading.subs(a, a - 2 * b).subs(t, y / 2),
        "modes $k$ of order $P^(1/b)$, which $kappa$ no longer resolves, $c_k/lambda_k^2$ each, "
        "$a > 2 b + 1$: a time law at $2 t = y$",
        relation="~",
    )
    page.show(y, epsilon * P / total, "so much of each mode is shown, over $k^-b$")
    lifted = saturated.amplitude.subs(zeta(a - 2 * b), sum_of_unseen.subs(y, epsilon * P / total))
    head = page.show(
        L_h(P),
        lifted * others**-saturated.exponent,
        "in the place of the sum over all modes, $zeta(a - 2 b)$, at which Gaussian data saturate",
        relation="~",
    )
    return tail, head
