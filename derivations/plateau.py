r"""Plateau: finitely many modes, where the laws end, and spectra too flat for infinitely many.

    L(N) \sim (M - N) \sum_k c_k/\lambda_k / \sum_k 1/\lambda_k,   N -> M
    L(t)/L(0) -> (1 - a)/b E_{1 + (1 - a)/b}(2 \tau),   \tau = t/M^b,   a, b < 1

At N, P >= M nothing of the target is left, and of the noise \sigma^2 M/(P - M). Spectra with b <= 1
have laws in t/M^b, N/M and P/M only. [maloney2022solvable] sees the laws end at M,
[kunstner2025zipf] the time that a Zipf spectrum needs. New here: how the loss goes to zero at M.
"""

from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Integral,
    Sum,
    Symbol,
    diff,
    exp,
    expint,
    factor,
    integrate,
    inverse_laplace_transform,
    limit,
    log,
    oo,
    powsimp,
    simplify,
    solve,
)

from analytic.comparison.plateau import IN_DATA, IN_WIDTH, Plateau, plateau_checks
from analytic.notation import (
    D_N,
    D_P,
    L,
    M,
    N,
    P,
    c_k,
    d,
    d_2,
    epsilon,
    k,
    kappa,
    lambda_k,
    nu,
    s,
    sigma2,
    t,
    tau,
    v,
    w_star,
    x,
    y,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import Formulas
from analytic.symbolic.mean_field.final_value import final_dimension, final_test
from analytic.symbolic.mean_field.penalty import loss_of_penalty
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mean_field.two_point import at_infinity
from analytic.symbolic.mellin.mode_sums import DEFINITIONS
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "plateau",
    192,
    "Plateau",
    "$M$ modes; next to $M$ for $N$ and $P$, $M$ large at fixed $t/M^b$ for the time",
    law=False,
)

SOURCE = "maloney2022solvable, finite latent dimension; kunstner2025zipf"


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The loss near N = M and P = M, beyond them, and over time for flat spectra.

        L(N) = \kappa w(\kappa),   d(\kappa) = N \to M

    [maloney2022solvable] sees the laws end at M; [kunstner2025zipf] for flat spectra.
    """
    page = page_under(
        HEADING,
        statement="With $M$ modes the laws in $N$ and $P$ end in a zero of the loss at $M$, "
        "linearly, and beyond $M$ only noise is left of it: a plateau needs a resource that stays "
        "below $M$. Spectra with $b <= 1$ learn at times of order $M^b$, or $M$ to a power that "
        "the error decides.",
        source=f"{SOURCE}; new: how the loss vanishes at $M$",
        problem="$L(t, N, P)$ with $M$ modes",
    )
    formulas: Formulas = {
        Plateau.NEAR.of(N): _near(page, N, P, spectrum, statement),
        Plateau.NEAR.of(P): _near(page, P, N, spectrum, statement),
    }
    beyond = _beyond(page, statement)
    times = _over_time(page, spectrum, statement)
    statements = _statements(beyond, times) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={**formulas, Plateau.BEYOND: beyond, **times.losses},
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
    small = _unresolved(spectrum)
    (root,) = solve(small[d] - end, kappa)
    (size,) = solve(small[d] - end, resource)
    page.show(
        kappa,
        root,
        "next to $M$: $d$ is $M$ less $kappa$ times the sum of $1/lambda_k$",
        relation="~",
    )
    slope = limit(cancel(whole.subs(small).subs(resource, size) / kappa), kappa, 0)
    return page.show(
        L(resource),
        factor(slope) * root,
        f"as ${resource}$ comes to $M$: it vanishes",
        relation="~",
    )


def _unresolved(spectrum: PowerLaw) -> dict[Symbol, Expr]:
    """The sums over M modes to first order in kappa, which is small against every mode."""
    mode = {lambda_k: k**-spectrum.b, c_k: k**-spectrum.a}

    def added(term: Expr) -> Expr:
        number, of_mode = powsimp(term.subs(mode)).as_independent(k)
        return number * (M if of_mode == 1 else Sum(of_mode, (k, 1, M)))

    orders = (Integer(1), kappa)
    return {
        one: Add(*(n * added(summand.diff(kappa, i).subs(kappa, 0)) for i, n in enumerate(orders)))
        for one, summand in DEFINITIONS.items()
    }


def _beyond(page: Page, statement: FieldEquations) -> Expr:
    """What is left where every mode is resolved: kappa = 0, d = d_2 = M."""
    resolved = factor(loss_of_penalty(statement).subs(kappa, 0).subs({d: M, d_2: M}))
    return page.show(
        L(oo), resolved, "$N > M$, $P > M$: every mode is resolved, and noise alone is left"
    )


class Times(NamedTuple):
    """Losses of flat spectra over time, and the powers of M of the times they need."""

    losses: Formulas
    at_share: Expr
    at_error: Expr


def _over_time(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> Times:
    """The loss of flat spectra, N = P = infinity and M large, and powers of M of their times."""
    source, capacity = spectrum.a, spectrum.b
    one = responses(statement)
    unlimited = {D_N: at_infinity(one.D_N, N), D_P: at_infinity(one.D_P, P)}
    free = one.H_k.subs(unlimited)
    decay = page.show(
        v / w_star, inverse_laplace_transform(free, s, t), "$N = P = oo$: one rate a mode"
    )
    scaled = page.show(tau, t / M**capacity, "$a < 1$, $b < 1$: $k = x M$, and $M$ large")
    age = {lambda_k: x**-capacity, t: tau}
    shares = Integral((decay**2).subs(age) * x**-source, (x, 0, 1))
    front = M ** (1 - source)
    page.show(L(t), front * shares, "the sum over modes, an integral", relation="~")
    rate = shares.transform(x, (y ** (-1 / capacity), y)).function
    order = factor(-2 * tau * y - simplify(y * rate.diff(y) / rate))
    at_one = simplify(rate * exp(2 * tau * y)).subs(y, 1)
    flat = page.show(
        L(t),
        front * at_one * expint(order, 2 * tau),
        "with $y = x^-b$, from $1$ to $infinity$: an exponential integral",
        relation="~",
    )
    first = flat.subs({source: 1, capacity: 1}).series(tau, 0, 1).removeO()
    zipf = page.show(
        L(t), first.subs(tau, t / M), "$a = 1$, $b = 1$, and $2 t/M$ small", relation="~"
    )
    start = page.show(
        L(0), integrate(1 / x, (x, 1, M)), "there: the sum of all $c_k$", relation="~"
    )
    at_power = limit(first.subs(tau, M ** (nu - 1)) / start, M, oo)
    share_left = page.show(
        L(t) / L(0), at_power.subs(nu, log(t) / log(M)), "at $t = M^nu$", relation="~"
    )
    time, error = solve(scaled - tau, t)[0], solve(share_left - epsilon, t)[0]
    return Times(
        {Plateau.FLAT: flat.subs(tau, scaled), Plateau.ZIPF: zipf},
        simplify(M * diff(log(time), M)),
        simplify(log(error) / log(M)),
    )


def _statements(beyond: Expr, times: Times) -> dict[str, Statement]:
    """What is left beyond M, and the times of flat spectra."""
    return {
        "slope of $L(oo)$ in $N$ at $N > M$, $P > M$": Statement(
            beyond.diff(N), "", beyond, IN_WIDTH
        ),
        "slope of $L(oo)$ in $P$ at $N > M$, $P > M$": Statement(
            factor(beyond.diff(P)), "", beyond, IN_DATA
        ),
        "power of $M$ of the time at fixed $L(t)/L(0)$, $b < 1$": Statement(
            times.at_share, "the loss itself", variable=M
        ),
        "power of $M$ of the time at $L(t)/L(0) = epsilon$, $b = 1$": Statement(
            times.at_error, variable=M
        ),
    }
