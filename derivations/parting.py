r"""Parting a fixed N P: the best ratio with the best penalty, and where the width outgrows data.

    x = d/N,   y = d/P,   P/N = x/y

Where no slope needs y > 1 the data end d before a penalty does: the best one is zero, y = 1.

For a > b + 1 and b < 2 the loss for P < N, A P^{2-b}/(N P), falls as P does, until the law in P
alone is as large.
"""

from sympy import (
    And,
    Expr,
    Integer,
    Piecewise,
    Poly,
    factor,
    false,
    fraction,
    powsimp,
    radsimp,
    simplify,
)
from sympy.logic.boolalg import Boolean

from analytic.comparison.equiparameterization import BestRatio
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import K_NP, L, N, P, d, gamma_R, kappa, ratio, sigma2, w, x, y
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from analytic.regions.inner_root import inner_root
from analytic.stated import Formula, Formulas
from analytic.symbolic.mean_field.parting import Parting, best_parting, penalised
from analytic.symbolic.mean_field.penalty import loss_of_penalty
from analytic.term import Term
from derivations.bottleneck import DATA, limited_law
from derivations.two_budgets import FewSamples


def in_cases(stated: Formula, found: dict[Boolean, Expr]) -> Formulas:
    """A formula for each regime; between two of them nothing is stated."""
    return {stated.where(where): Piecewise((value, where)) for where, value in found.items()}


def with_best_penalty(
    page: Page,
    law: Law,
    unpenalised: dict[Boolean, Expr],
    spectrum: PowerLaw,
    statement: FieldEquations,
) -> Formulas:
    """Any target with the best penalty: the best N/P, in closed form where x is a square root.

    `unpenalised` is the best P/N for P < N without a penalty, by regime.
    """
    loss = loss_of_penalty(statement).subs(sigma2, 0)
    page.show(x, d / N, "less than one; no noise, the sums are powers of $kappa$")
    page.show(y, d / P, "as well, or one where the best penalty is zero")
    found: Formulas = {}
    for regime in law.regimes:
        best, where = best_parting(loss, regime.exponent, spectrum), regime.condition
        page.show(L(gamma_R), kappa * w * best.share, f"{worded(where)}, a penalty", relation="~")
        for other, reason in (
            (best.at_ratio, "no slope in $N/P$ at a fixed $N P$"),
            (best.at_penalty, "nor in $kappa$: $x$ is where both are one"),
        ):
            page.show(y, other, reason, relation="~")
        share = factor(x / best.at_ratio)
        root = inner_root(Poly(best.condition, x), where)
        if root is not None:
            page.show(x, root.cut(root.value), "solved; 0 where none", relation="~")
            at_root = (x / best.at_penalty).subs(x, root.value)
            share = root.cut(factor(radsimp(simplify(at_root))))
            page.show(P / N, share, "the best with the best penalty", relation="~")
        else:
            found |= in_cases(BestRatio.BY_RATIO, {where: best.at_ratio})
            found |= in_cases(BestRatio.BY_KAPPA, {where: best.at_penalty})
            share = _unless_zero(page, best, where, share, unpenalised[where])
        found |= in_cases(BestRatio.WITH_PENALTY, {where: share})
    return found


def _unless_zero(page: Page, best: Parting, where: Boolean, share: Expr, unpenalised: Expr) -> Expr:
    """P/N where the best penalty is not zero, and where it is; both displayed."""
    some, regime = penalised(best, where), worded(where)
    page.show(
        P / N, share, f"the best with the best penalty, {regime}, {worded(some)}", relation="~"
    )
    reason = f"elsewhere, {regime}: $y = 1$, the best penalty is zero"
    page.show(P / N, unpenalised, reason, relation="~")
    return Piecewise((share, some), (unpenalised, True))


def outgrown(
    page: Page, law: Law, spectrum: PowerLaw, statement: FieldEquations
) -> tuple[FewSamples, ...]:
    """Where the loss for P < N falls with P/N: the samples that are best at a fixed N P."""
    found = []
    for regime in (one for one in law.regimes if one.amplitude.subs(ratio, 0) == 0):
        beside = factor(simplify(regime.amplitude / ratio)).subs(ratio, 0)
        power = 2 - regime.exponent  # N P fixed, P/N is P^2 over it
        of_width = beside * P**power / K_NP
        for data in limited_law(DATA, spectrum, statement).regimes:
            where = And(regime.condition, data.condition, regime.exponent < 2)
            if where != false:
                least = _of_few_samples(page, of_width, data, where)
                found.append(FewSamples(where, least, data.exponent))
    return tuple(found)


def _of_few_samples(page: Page, of_width: Expr, data: Term, where: Boolean) -> Expr:
    """The samples at which a loss that rises with P and the law in P are least together."""
    of_data = data.amplitude * P**-data.exponent
    page.show(
        L(K_NP / P, P),
        of_width + of_data,
        f"no penalty, {worded(where)}: $P$ small against $N$, and the law in $P$ alone",
        relation="~",
    )
    power = simplify(P * of_width.diff(P) / of_width)
    of_product = powsimp(of_width / P**power)
    samples = data.exponent * data.amplitude / (power * of_product)
    return page.show(
        P,
        samples ** (1 / (power + data.exponent)),
        "no slope: the width grows faster",
        relation="~",
    )


def share_of(slope: Expr, condition: Boolean) -> Expr:
    """The root between 0 and 1 of a slope in the ratio, 0 where it is none."""
    root = inner_root(Poly(fraction(slope)[0], ratio), condition)
    return Integer(0) if root is None else root.cut(root.value)
