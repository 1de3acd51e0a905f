r"""Plateau: finitely many modes, where the laws end, and spectra too flat for infinitely many.

    L(N) \sim (M - N) \sum_k c_k/\lambda_k / \sum_k 1/\lambda_k,   N -> M
    L(t)/L(0) -> (1 - a)/b E_{1 + (1 - a)/b}(2 \tau),   \tau = t/M^b,   a, b < 1

At N, P >= M nothing of the target is left, and of the noise \sigma^2 M/(P - M). Spectra with b <= 1
have laws in t/M^b, N/M and P/M only. [maloney2022solvable] sees the laws end at M,
[kunstner2025zipf] the time that a Zipf spectrum needs. New here: how the loss goes to zero at M.
"""

from __future__ import annotations

from sympy import (
    Expr,
    Integral,
    Sum,
    Symbol,
    cancel,
    diff,
    exp,
    expint,
    factor,
    limit,
    log,
    oo,
    simplify,
    solve,
)

from analytic.comparison.plateau import IN_DATA, IN_WIDTH, plateau_checks
from analytic.notation import (
    C_0,
    L,
    M,
    N,
    P,
    a,
    b,
    c_k,
    d,
    d_2,
    epsilon,
    k,
    kappa,
    lambda_k,
    nu,
    s,
    s2,
    sigma2,
    t,
    tau,
    w,
    w_2,
    x,
    y,
    z,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, FieldEquations, PowerLaw
from analytic.result import Result, Statement
from analytic.symbolic.mean_field.final_value import along_the_diagonal, final_dimension, final_test
from analytic.symbolic.mean_field.two_point import at_infinity, solution
from derivations.claims import verdicts
from derivations.headings import Heading

__all__ = ["derive"]

HEADING = Heading(
    "plateau",
    192,
    "Plateau",
    "$M$ modes; next to $M$ for $N$ and $P$, $M$ large at fixed $t/M^b$ for the time",
    law=False,
)

SOURCE = "maloney2022solvable, finite latent dimension; kunstner2025zipf"
DEFAULT = PowerLaw(a, b)


def derive(spectrum: PowerLaw = DEFAULT, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """The loss near N = M and P = M, beyond them, and over time for flat spectra."""
    page = Page(
        title=HEADING.title,
        statement="With $M$ modes the laws in $N$ and $P$ end in a zero of the loss at $M$, "
        "linearly, and beyond $M$ only noise is left of it: a plateau needs a resource that stays "
        "below $M$. Spectra with $b <= 1$ learn at times of order $M^b$, or $M$ to a power that "
        "the error decides.",
        source=f"{SOURCE}; new: how the loss vanishes at $M$",
        validity=HEADING.validity,
        problem="$L(t, N, P)$ with $M$ modes",
    )
    formulas = {
        "L(N), N -> M": _near(page, N, P, spectrum, statement),
        "L(P), P -> M": _near(page, P, N, spectrum, statement),
    }
    beyond = _beyond(page, statement)
    late, powers = _over_time(page, spectrum)
    statements = _statements(beyond, powers) if spectrum == DEFAULT else {}
    return Result(
        name=HEADING.name,
        title=page.title,
        page=page,
        formulas={**formulas, "L at N, P > M": beyond, **late},
        judgements=verdicts(HEADING.name, statements),
        statements=statements,
        checks=plateau_checks(),
        derive=derive,
    )


def _near(
    page: Page, resource: Symbol, other: Symbol, spectrum: PowerLaw, statement: FieldEquations
) -> Expr:
    """The loss at the end of training to first order in M - N, or M - P, displayed."""
    whole = at_infinity(final_test(statement, resource).subs(sigma2, 0), other)
    end = final_dimension(statement, resource)
    page.show(L(resource), whole, f"${other} = oo$, the end of training: $d(kappa) = {end}$")
    mode = {lambda_k: k**-spectrum.b, c_k: k**-spectrum.a}
    sums = {x: 1 / lambda_k, y: c_k / lambda_k, z: c_k / lambda_k**2}
    small = {d: M - kappa * x, d_2: M - 2 * kappa * x, w: y, w_2: z, resource: M - kappa * x}
    (root,) = solve(small[d] - end, kappa)
    slope = limit(cancel(whole.subs(small) / kappa), kappa, 0)
    named = {letter: Sum(of_mode.subs(mode), (k, 1, M)) for letter, of_mode in sums.items()}
    page.show(
        kappa,
        root.subs(named),
        "next to $M$: $d$ is $M$ less $kappa$ times the sum of $1/lambda_k$",
        relation="~",
    )
    return page.show(
        L(resource),
        factor(slope * root).subs(named),
        f"as ${resource}$ comes to $M$: it vanishes",
        relation="~",
    )


def _beyond(page: Page, statement: FieldEquations) -> Expr:
    """What is left where every mode is resolved: kappa = 0, d = d_2 = M."""
    one_point, correlations = solution(statement)
    product = one_point.at_kappa(s * s2 * correlations.expanded[C_0])
    along = along_the_diagonal(product, d)
    resolved = factor(limit(along.subs({d: M - kappa * x, d_2: M - 2 * kappa * x}), kappa, 0))
    return page.show(
        L(oo), resolved, "$N > M$, $P > M$: every mode is resolved, and noise alone is left"
    )


def _over_time(page: Page, spectrum: PowerLaw) -> tuple[dict[str, Expr], tuple[Expr, Expr]]:
    """The loss of flat spectra, N = P = infinity and M large, and powers of M of their times."""
    source, capacity = spectrum.a, spectrum.b
    scaled = page.show(
        tau, t / M**capacity, "$a < 1$, $b < 1$, $N = oo$, $P = oo$: $k = x M$, and $M$ large"
    )
    front = M ** (1 - source)
    share = Integral(x**-source * exp(-2 * tau * x**-capacity), (x, 0, 1))
    page.show(L(t), front * share, "the sum over modes, an integral", relation="~")
    order = 1 + (1 - source) / capacity
    flat = page.show(
        L(t),
        front / capacity * expint(order, 2 * tau),
        "with $u = x^-b$: an exponential integral",
        relation="~",
    )
    first = expint(1, 2 * tau).series(tau, 0, 1).removeO()
    zipf = page.show(
        L(t),
        first.subs(tau, t / M),
        "$a = 1$, $b = 1$, where it is the first one: $2 t/M$ small",
        relation="~",
    )
    at_power = limit(first.subs(tau, M ** (nu - 1)) / log(M), M, oo)
    share_left = page.show(
        L(t) / L(0),
        at_power.subs(nu, log(t) / log(M)),
        "$L(0)$ is $log(M)$: at $t = M^nu$",
        relation="~",
    )
    time = solve(scaled - tau, t)[0]
    error = solve(share_left - epsilon, t)[0]
    powers = simplify(M * diff(log(time), M)), simplify(log(error) / log(M))
    return {"L(t), a, b < 1": flat.subs(tau, scaled), "L(t), a = b = 1": zipf}, powers


def _statements(beyond: Expr, powers: tuple[Expr, Expr]) -> dict[str, Statement]:
    """What is left beyond M, and the times of flat spectra."""
    return {
        "slope of $L(oo)$ in $N$ at $N > M$, $P > M$": Statement(
            beyond.diff(N), "", beyond, IN_WIDTH
        ),
        "slope of $L(oo)$ in $P$ at $N > M$, $P > M$": Statement(
            factor(beyond.diff(P)), "", beyond, IN_DATA
        ),
        "power of $M$ of the time at fixed $L(t)/L(0)$, $b < 1$": Statement(
            powers[0], "the loss itself"
        ),
        "power of $M$ of the time at $L(t)/L(0) = epsilon$, $b = 1$": Statement(powers[1]),
    }
