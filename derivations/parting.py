r"""Parting a fixed N P: the best ratio with the best penalty, and where the width outgrows data.

    x = d/N,   y = d/P,   P/N = x/y

For a > b + 1 and b < 2 the loss for P < N, A P^{2-b}/(N P), falls as P does, until the law in P
alone is as large.
"""

from sympy import (
    And,
    Expr,
    Integer,
    Max,
    Piecewise,
    Poly,
    Rational,
    factor,
    fraction,
    powsimp,
    radsimp,
    simplify,
    solve,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import K_NP, L, N, P, a, b, d, gamma_R, kappa, ratio, sigma2, u, w, x, y
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from analytic.symbolic.mean_field.parting import best_parting
from analytic.symbolic.mean_field.penalty import loss_of_penalty
from derivations.bottleneck import DATA, limited_law


def in_cases(name: str, found: dict[Boolean, Expr]) -> dict[str, Expr]:
    """A formula for each regime; between two of them nothing is stated."""
    return {f"{name}, {where}": Piecewise((value, where)) for where, value in found.items()}


def with_best_penalty(
    page: Page, law: Law, spectrum: PowerLaw, statement: FieldEquations
) -> dict[str, Expr]:
    """Any target with the best penalty: the best N/P, which is a root where a < b + 1."""
    loss = loss_of_penalty(statement).subs(sigma2, 0)
    page.show(x, d / N, "less than one; no noise, the sums are powers of $kappa$")
    page.show(y, d / P, "as well, or the best penalty is zero")
    found: dict[str, Expr] = {}
    for regime in law.regimes:
        best, where = best_parting(loss, regime.exponent, spectrum), regime.condition
        page.show(L(gamma_R), kappa * w * best.share, f"{worded(where)}, a penalty", relation="~")
        for other, reason in (
            (best.at_ratio, "no slope in $N/P$ at a fixed $N P$"),
            (best.at_penalty, "nor in $kappa$: $x$ is where both are one"),
        ):
            page.show(y, other, reason, relation="~")
        share = factor(x / best.at_ratio)
        if Poly(best.condition, x).degree() == QUADRATIC:
            root = share_of(best.condition.subs(x, ratio), where)
            page.show(x, root, "solved; 0 where none", relation="~")
            inner = root.replace(Max, lambda *of: next(one for one in of if one != 0))
            share = Max(0, factor(radsimp(simplify((x / best.at_penalty).subs(x, inner)))))
        else:
            found |= in_cases("y by N/P", {where: best.at_ratio})
            found |= in_cases("y by kappa", {where: best.at_penalty})
        share = page.show(P / N, share, "the best with the best penalty", relation="~")
        found |= in_cases("P/N with a penalty", {where: share})
    return found


def outgrown(
    page: Page, law: Law, spectrum: PowerLaw, statement: FieldEquations
) -> dict[str, Expr]:
    """Where no ratio is best, b < 2: the samples and the loss that are best at a fixed N P."""
    found: dict[str, Expr] = {}
    steep = law.regimes[-1]
    power = 2 - steep.exponent
    beside = factor(simplify(steep.amplitude / ratio)).subs(ratio, 0)
    for data in limited_law(DATA, spectrum, statement).regimes:
        where = And(steep.condition, data.condition, steep.exponent < 2)
        if len(law.regimes) == 1 or where == False:  # noqa: E712
            continue
        of_width, of_data = beside * P**power / K_NP, data.amplitude * P**-data.exponent
        page.show(
            L(K_NP / P, P),
            of_width + of_data,
            f"no penalty, {worded(where)}: $P$ small against $N$, and the law in $P$ alone",
            relation="~",
        )
        slope = powsimp((of_width + of_data).diff(P) * P ** (1 + data.exponent)).expand()
        at = powsimp(slope).subs(P ** (power + data.exponent), u)
        (best,) = solve(at, u)
        samples = page.show(
            P,
            best ** (1 / (power + data.exponent)),
            "no slope: the width grows faster",
            relation="~",
        )
        found |= in_cases("P, outgrown", {where: samples})
    return found


QUADRATIC = 2

SAMPLES = tuple(
    {a: Rational(source), b: Rational(capacity)}
    for source, capacity in (("5/4", "3/2"), ("2", "3/2"), ("4", "7/2"), ("4", "3/2"), ("5", "3"))
)
"""Powers in each regime at which roots are told apart."""


def share_of(slope: Expr, condition: Boolean) -> Expr:
    """The root between 0 and 1 of a slope in the ratio, 0 where it is none.

    Of a quadratic it is the product of both over the other one, which is finite at a = b.
    """
    above = Poly(fraction(slope)[0], ratio)
    roots = solve(above.as_expr(), ratio)
    if len(roots) > 1:
        product = factor(above.coeff_monomial(1) / above.LC())
        roots = [product / other for other in reversed(roots)]
    samples = [at for at in SAMPLES if condition.subs(at) == true]
    for root in roots:
        inside = [bool(0 < root.subs(at) < 1) for at in samples]
        if any(inside):
            return factor(root) if all(inside) else Max(0, factor(root))
    return Integer(0)
