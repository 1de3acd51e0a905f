r"""Optimal ridge: the best penalty, the loss there, and whether more width and data always help.

    L + \sigma^2 = \frac{Q - g y}{1 - [d - (d - d_2) y]/P},   y = D_N/(1 - d_2/N)
    L^* \sim A_d^b (1/N + 1/P)^{b-1} \frac{(b + 1) z^{1-b}}{2 b - (b - 1) z}

with Q = \kappa w + \sigma^2 and g = \kappa (w - \kappa w_2) >= 0: at every kappa the loss falls
with N and with P. [maloney2022solvable] has the joint law for c_k = \lambda_k without the quotient,
which is one at b = 2 only. New here: the quotient, the penalty, and that the loss is monotone.
"""

from sympy import (
    Derivative,
    Expr,
    collect,
    count_ops,
    expand,
    factor,
    fraction,
    powsimp,
    solve,
    together,
)

from analytic.comparison.optimal_ridge import AT_EQUAL, OptimalRidge, optimal_ridge_checks
from analytic.notation import (
    A_d,
    L,
    L_star,
    N,
    P,
    Q_w,
    chi,
    d,
    g_w,
    gamma_R,
    gamma_star,
    kappa,
    sigma2,
    w,
    w_2,
    x,
    y,
    z,
    z_star,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import L_BEST, Formulas
from analytic.symbolic.mean_field.final_value import slope
from analytic.symbolic.mean_field.penalty import (
    ISOTROPIC,
    Best,
    best_isotropic,
    loss_of_penalty,
)
from analytic.symbolic.mean_field.responses import responses
from derivations.bottleneck import name_amplitude
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "optimal-ridge",
    186,
    "Optimal ridge",
    "any spectrum, target and noise; $c_k = lambda_k = k^-b$ without noise, $N$ and $P$ "
    "large, for laws",
    law=False,
)

PAPER = "maloney2022solvable"


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The penalty at which the test loss is least, and the loss with it.

        L^* = \min_\gamma L(\gamma),   L + \sigma^2 = (Q - g y)/(1 - [d - (d - d_2) y]/P)

    with Q, g and y as at the head of this file. [maloney2022solvable] for c_k = \lambda_k.
    """
    page = page_under(
        HEADING,
        statement="With the best penalty the loss has no peak: it falls with $N$ and with "
        "$P$, for every spectrum, target and noise. For an isotropic target "
        "without noise it is a power of $1/N + 1/P$ times a function of $N/P$, "
        "which is one only for $b = 2$ or $N/P -> 0$, $N/P -> infinity$.",
        source=f"{PAPER}, optimal ridge; new: the function of $N/P$, the penalty, monotony",
        problem="min over $gamma$ of $L(gamma)$",
    )
    one_point = responses(statement)
    penalty = page.show(
        gamma_R, one_point.at_kappa(one_point.frequency), "$kappa$ instead of $gamma$"
    )
    whole = page.show(
        L(gamma_R) + sigma2, factor(loss_of_penalty(statement) + sigma2), "$s = s' = gamma$"
    )
    monotone = _monotone(page, whole, statement)
    falling = page.show(
        Derivative(L(kappa), kappa),
        factor(slope(whole)),
        "the best penalty is where this vanishes; $d_3$, $w_3$ are sums of cubes",
    )
    clean = cancel(whole.subs(sigma2, 0).subs(ISOTROPIC))
    isotropic = PowerLaw(spectrum.b, spectrum.b)
    best = best_isotropic(factor(clean), penalty, isotropic)
    formulas = _isotropic(page, best, isotropic)
    statements = _statements(formulas) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={OptimalRidge.LOSS: whole, **monotone, OptimalRidge.SLOPE: falling, **formulas},
        statements=statements,
        checks=optimal_ridge_checks(),
        derive=derive,
    )


def _monotone(page: Page, whole: Expr, statement: FieldEquations) -> Formulas:
    """The loss as a function of y, through which alone it depends on N, and its slopes."""
    width = responses(statement).D_N
    share = factor(width / cancel(width + kappa * slope(width)))
    page.show(y, share, "from 0 to 1, and it rises with $N$, as $0 <= d_2 <= d$")
    (resource,) = solve(share - y, N)
    total = page.show(Q_w, kappa * w + sigma2, "what $h$ has of target and noise")
    rising = page.show(g_w, kappa * slope(kappa * w), "not negative, as $w >= kappa w_2$")
    known = {sigma2: solve(total - Q_w, sigma2)[0], w_2: solve(rising - g_w, w_2)[0]}
    in_share = factor(cancel(whole.subs(N, resource).subs(known)))
    page.show(L(gamma_R) + sigma2, in_share, "$N$ enters through $y$ alone, at a given $kappa$")
    slopes = [
        page.show(
            Derivative(L(one), one),
            _collected(in_share.diff(one)),
            reason,
        )
        for one, reason in (
            (y, "not positive where $d <= P$: the loss falls with $N$ at every $kappa$"),
            (P, "nor is this: so it does with $P$. The least over $kappa$ falls with both"),
        )
    ]
    return {
        y: share,
        OptimalRidge.IN_SHARE: in_share,
        OptimalRidge.IN.of(y): slopes[0],
        OptimalRidge.IN.of(P): slopes[1],
    }


def _collected(derivative: Expr) -> Expr:
    """A quotient, its numerator in factors or collected in what is not negative."""
    above, below = fraction(factor(derivative))
    collected = collect(expand(above), (Q_w, g_w), factor)
    return min(factor(above), collected, key=count_ops) / below


def _isotropic(page: Page, best: Best, spectrum: PowerLaw) -> Formulas:
    """The best penalty of an isotropic target as laws in N and P, displayed."""
    name_amplitude(page, spectrum)
    page.show(
        d, best.dimension, "$c_k = lambda_k$, no noise: $d_2 -> (1 - 1/b) d$; $d$ in units of $z$"
    )
    page.show(
        chi, best.chi, "what depends on $N/P$: zero at $b = 2$, and where $N/P -> 0$ or $N/P -> oo$"
    )
    curved = chi * z_star**2
    page.show(curved, curved - best.condition, "where the slope vanishes", relation="~")
    solution = page.show(z_star, best.z, "solved: one where $chi = 0$")
    loss = page.show(L_star(N, P), best.loss, "put in, with the condition", relation="~")
    page.show(gamma_star, best.penalty, "the penalty, $kappa D_N D_P$", relation="~")
    joint = best.loss.subs(z_star, 1)
    page.show(L_star(N, P), joint, "the joint law: right where $chi = 0$", relation="~")
    quotient = page.show(
        L_star(N, P) / joint, powsimp(loss / joint), "how far it is off elsewhere", relation="~"
    )
    equal = best.z.subs(chi, best.chi.subs(N, P)).replace(_is_root, _simplified)
    page.show(z_star, equal, "at $N = P$, where $chi$ is largest and the joint law is furthest off")
    solved = {z_star: solution.subs(chi, best.chi), A_d: best.amplitude}
    return {
        z: solution,
        L_BEST: loss.subs(solved),
        OptimalRidge.PENALTY: best.penalty.subs(solved),
        OptimalRidge.EQUAL: equal,
        OptimalRidge.OVER_JOINT: quotient,
    }


def _is_root(node: Expr) -> bool:
    return bool(node.is_Pow and node.exp.is_Rational and not node.exp.is_Integer)


def _simplified(root: Expr) -> Expr:
    return factor(root.base) ** root.exp


def _statements(found: Formulas) -> dict[str, Statement]:
    """The loss with the best penalty, isotropic target, at N = P in units of the joint law."""
    quotient = found[OptimalRidge.OVER_JOINT]
    short = powsimp(factor(together(quotient.subs(z_star, 2 / x))))  # x = 1 + a root
    return {
        "$L^*(P, P)$ over the joint law": Statement(
            short.subs(x, 2 / found[OptimalRidge.EQUAL]),
            "every N/P, and the penalty",
            quotient,
            AT_EQUAL,
            scope="at $N = P$, where the joint law is the furthest off",
        )
    }
