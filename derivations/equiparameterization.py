r"""Equiparameterization: how to part a fixed N P into width and data.

    L \sim A(r) n^{-\rho},   n = \sqrt{K r},   K = N P,   r = n/m < 1

with n the smaller and m the larger one of N and P. For N < P the amplitude goes as 1/(1 - r), so
the best N/P is \rho/(\rho + 2); for P < N it is a quadratic's root, and which side is better is the
sign of a - b. [maloney2022solvable] says that N and P grow in proportion. New here: the ratio, and
that for a > b + 1 and b <= 2 there is none: the width outgrows the data; and the ratio for every
target with the best penalty, P/N = x/y with x = d/N a root, as far as that penalty is not zero.
"""

from typing import NamedTuple

from sympy import (
    Derivative,
    Expr,
    Symbol,
    expand,
    expand_log,
    factor,
    log,
    powsimp,
    simplify,
    solve,
    symmetrize,
)
from sympy.logic.boolalg import Boolean

from analytic.comparison.double_descent import RIDGELESS
from analytic.comparison.equiparameterization import BestRatio, equiparameterization_checks
from analytic.comparison.two_budgets import PRODUCT_POWER
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import (
    K_NP,
    L,
    N,
    P,
    d,
    gamma_R,
    n,
    ratio,
    sigma2,
    u_NP,
    v_NP,
    x,
    y,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import Formulas
from analytic.symbolic.mean_field.final_value import final_dimension, final_test
from analytic.symbolic.mean_field.penalty import ISOTROPIC, loss_of_penalty
from derivations.bottleneck import DATA, WIDTH, Bottleneck, law_of, name_amplitude
from derivations.headings import Heading
from derivations.parting import in_cases, outgrown, share_of, with_best_penalty
from derivations.two_budgets import beside, of_compute, of_product, statements_of
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "equiparameterization",
    188,
    "Equiparameterization",
    "$N P$ fixed and large, no noise; no penalty at infinite time, or the best penalty",
    law=False,
)

PAPER = "maloney2022solvable"


class Side(NamedTuple):
    """The loss where one of N and P is the smaller: as a function of the sums, and as a law."""

    smaller: Symbol
    loss: Expr
    law: Law


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The best N/P at a fixed product, without a penalty and with the best one.

        L^*(K) = \min_N L(N, P),   N P = K

    [maloney2022solvable] for N proportional to P.
    """
    page = page_under(
        HEADING,
        statement="At a fixed product of width and samples the loss at the end of training "
        "is least away from $N = P$, where it diverges: at a fixed ratio for $a < "
        "b + 1$, more width than data if and only if $a > b$. With the best "
        "penalty the ratio is that of two roots, one for an isotropic target; near $a = b + 1$, "
        "$b < 2$, the best penalty is zero. No ratio is best for $a > b + 1$, $b <= 2$; elsewhere "
        "width and data share $N P$ alike. "
        "At a fixed compute $N t$ the powers of width and time depend on $b$, and beyond $a = b + "
        "1$ on $a$.",
        source=f"{PAPER}, equiparameterization; new: the ratio, where there is none, the powers "
        "beside those of $C = N t$",
        problem="min over $N/P$ of $L(N, P)$ at fixed $N P$",
    )
    name_amplitude(page, spectrum)
    sides = [
        _side(page, WIDTH, P, spectrum, statement),
        _side(page, DATA, N, spectrum, statement),
    ]
    smaller = next(root for root in solve(n * n / ratio - K_NP, n) if root.is_positive)
    page.show(n, smaller, "the smaller of $N$ and $P$, $K = N P$ and $n/r$ the larger one")
    ratios = {side.smaller: _best_ratio(page, side) for side in sides}
    better = _better(page, sides)
    formulas: Formulas = {RIDGELESS[side.smaller]: side.loss for side in sides}
    for side in sides:
        formulas |= in_cases(BestRatio.LAW[side.smaller], _in_n(side))
        formulas |= in_cases(BestRatio.RATIO[side.smaller], ratios[side.smaller])
    formulas |= {BestRatio.OVER: better, **_with_penalty(page, statement)}
    formulas |= with_best_penalty(page, sides[0].law, ratios[P], spectrum, statement)
    few = outgrown(page, sides[1].law, spectrum, statement)
    formulas |= in_cases(BestRatio.OUTGROWN, {one.where: one.samples for one in few})
    product = of_product(smaller, sides[1].law.regimes, few)
    budgets = beside(page, product, of_compute(spectrum, statement))
    formulas |= budgets
    statements = {}
    if spectrum == POWER_LAW:
        statements = _statements(smaller, ratios[N]) | statements_of(budgets)
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        statements=statements,
        checks=equiparameterization_checks(),
        derive=derive,
    )


def _side(
    page: Page,
    bottleneck: Bottleneck,
    larger: Symbol,
    spectrum: PowerLaw,
    statement: FieldEquations,
) -> Side:
    """The loss at the end of training at a fixed ratio of N and P, and its law."""
    smaller, end = bottleneck.resource, final_dimension(statement, bottleneck.resource)
    words = f"{smaller} < {larger}"
    noisy = final_test(statement, smaller)
    whole = noisy.subs(sigma2, 0)
    (needed,) = solve(end - d, smaller)
    loss = factor(cancel(whole.subs(larger, smaller / ratio).subs(smaller, needed)))
    place = L(*((n, n / ratio) if smaller == N else (n / ratio, n)))
    shares = f"$r = {smaller}/{larger}$, $d(kappa) = {end}$"
    page.show(place, loss, f"the end of training, ${words}$: {shares}")
    law = law_of(bottleneck, loss, end, spectrum)
    for regime in law.regimes:
        leading = regime.amplitude * n**-regime.exponent
        page.show(place, leading, f"as a law, ${words}$, {worded(regime.condition)}", relation="~")
    return Side(smaller, factor(noisy + sigma2), law)


def _in_n(side: Side) -> dict[Boolean, Expr]:
    """The leading term in each regime, in the smaller one of N and P."""
    return {r.condition: r.amplitude * n**-r.exponent for r in side.law.regimes}


def _best_ratio(page: Page, side: Side) -> dict[Boolean, Expr]:
    """Where the law at a fixed product has no slope in the ratio, by regime; 0 where nowhere."""
    found = {}
    words = f"{side.smaller} < {P if side.smaller == N else N}"
    for regime in side.law.regimes:
        objective = log(regime.amplitude) - regime.exponent * log(ratio) / 2
        slope = factor(ratio * expand_log(objective, force=True).diff(ratio))
        share = share_of(slope, regime.condition)
        where = (
            f"${words}$, {worded(regime.condition)}: no slope in $r$ at a fixed $K$; 0 where none"
        )
        found[regime.condition] = page.show(ratio, share, where, relation="~")
    return found


def _better(page: Page, sides: list[Side]) -> Expr:
    """The loss for P < N over that for N < P at the same ratio: below one, more width is better."""
    data, width = sides[1], sides[0]
    shared = data.law.regimes[0], width.law.regimes[0]
    quotient = factor(powsimp(simplify(shared[0].amplitude / shared[1].amplitude)))
    one_less = factor(quotient - 1)
    page.show(
        L(n / ratio, n) / L(n, n / ratio),
        quotient,
        f"both sides at the same $r$, {worded(shared[0].condition)}: the width is the larger one",
        relation="~",
    )
    page.show(
        L(n / ratio, n) / L(n, n / ratio) - 1, one_less, "so by the sign of this", relation="~"
    )
    return quotient


def _with_penalty(page: Page, statement: FieldEquations) -> Formulas:
    """An isotropic target with a penalty: the loss in 1/N + 1/P and 1/(N P), and its slope."""
    loss = loss_of_penalty(statement).subs(sigma2, 0).subs(ISOTROPIC)
    page.show(u_NP, 1 / N + 1 / P, "least at $N = P$, where $N P$ is fixed")
    page.show(v_NP, 1 / (N * P), "fixed")
    inverse = expand(cancel(1 / loss).subs({N: 1 / x, P: 1 / y}, simultaneous=True))
    front = 1 / inverse.subs({x: 0, y: 0})
    symmetric, _, elementary = symmetrize(cancel(inverse * front), [x, y], formal=True)
    letters = (letter for letter, _ in elementary)
    inverse = symmetric.subs(dict(zip(letters, (u_NP, v_NP), strict=True)))
    of_both = page.show(
        L(gamma_R), factor(front) / inverse, "no noise, $c_k = lambda_k$, a penalty"
    )
    rising = page.show(
        Derivative(L(u_NP), u_NP),
        factor(of_both.diff(u_NP)),
        "not negative: the least $u$ is best at every $kappa$, $N = P$, and so it is with "
        "the best one",
    )
    return {BestRatio.OF_BOTH: of_both, BestRatio.SLOPE: rising}


def _statements(smaller: Expr, ratios: dict[Boolean, Expr]) -> dict[str, Statement]:
    """The power of the product as which N grows, at the ratio that is best."""
    best = next(share for share in ratios.values() if share != 0)
    grows = simplify(K_NP * log(smaller.subs(ratio, best)).diff(K_NP))
    return {
        "the slope of $log(N)$ in $log(N P)$ at the best $N/P$": Statement(
            grows, "the ratio, for every target", n, PRODUCT_POWER, scope="$a < b + 1$"
        )
    }
