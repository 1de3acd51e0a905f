r"""Aligned projection: features that are the N leading modes, and what the other modes cost.

    L(N) = \sum_{k > N} c_k ~ N^{-(a-1)}/(a - 1),   L^*(C) ~ C^{-(a-1)/(1+b)}

The modes left out are null: a floor of the loss and a noise of the labels. Nothing saturates, in N,
in C or, as [bauer2007regularization] has it of spectral cut-off, in P. New here: the function of
t/N^b, the frontier and its amplitude, the best N with and without label noise.
"""

from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Integral,
    Sum,
    diff,
    exp,
    expand,
    expand_power_base,
    factor,
    integrate,
    log,
    oo,
    powdenest,
    powsimp,
    simplify,
    solve,
    uppergamma,
)

from analytic.comparison.aligned_projection import NOISY, QUIET, Aligned, aligned_checks
from analytic.notation import (
    L_G,
    C,
    L,
    L_star,
    M,
    N,
    N_star,
    P,
    above_one_a,
    d,
    d_2,
    f_N,
    k,
    kappa,
    nu,
    r,
    r_C,
    r_N,
    r_P,
    sigma2,
    t,
    tau,
    u,
    x,
    y,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.result import Result
from analytic.stated import IN_CASE, L_BEST, N_BEST, Formulas
from analytic.symbolic.frontier.balance import balances
from analytic.symbolic.frontier.least_time import cut_time
from analytic.symbolic.frontier.terms import Monomial, terms_of
from analytic.symbolic.mean_field.penalty import loss_of_penalty
from derivations import time_limited_loss
from derivations.bottleneck import WIDTH, limited_law, name_amplitude
from derivations.compute.optimal_law import BUDGET
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "aligned-projection",
    260,
    "Aligned projection",
    "a power law with infinitely many modes, the $N$ leading ones learned from; $N$, $C$, $P$ "
    "large",
    law=False,
)


class _Floor(NamedTuple):
    """The target power left out: its leading power of N, what comes next, and its error."""

    leading: Expr
    expansion: Expr
    error: Expr


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""What N leading modes leave, in time, at best compute, and with P samples.

        L(N) = \sum_{k > N} c_k,   D_N = 1,   L^*(C) = \min_N L(C/N, N)

    [bauer2007regularization] for spectral cut-off, which does not saturate.
    """
    page = page_under(
        HEADING,
        statement="Features that are the $N$ leading modes lose no more than the target of the "
        "others, which is a power of $N$ for every target: $N$ random features lose more, and "
        "saturate. At $C = N t$ the best loss is one power for every $a$ and $b$. On $P$ samples "
        "what is left out is noise, too, and a best $N$ keeps the exponents of the target.",
        source="bauer2007regularization, for spectral cut-off in data; new: the frontier, its "
        "amplitude, the best $N$",
        problem="$L(t, N, P)$ with the $N$ leading modes as features",
    )
    floor = _floor(page, spectrum)
    formulas = {
        L(N): floor.expansion,
        Aligned.OVER: _over_gaussian(page, floor, spectrum, statement),
        **_in_time(page, floor, spectrum),
        **_on_samples(page, floor, spectrum, statement),
    }
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        checks=aligned_checks(),
        derive=derive,
    )


def _floor(page: Page, spectrum: PowerLaw) -> _Floor:
    """The loss of unlimited time and data, by the first terms of Euler and Maclaurin."""
    page.show(
        L(N),
        Sum(k**-spectrum.a, (k, N + 1, oo)),
        "$t = P = oo$: modes up to $N$ are learned, and no gradient reaches the others",
    )
    leading, of_mode = left_out(spectrum), x**-spectrum.a
    error = (diff(of_mode, x) / -spectrum.a).subs(x, N)
    expansion = page.show(
        L(N),
        leading - of_mode.subs(x, N) / 2,
        "the integral from $N$ on, less half of the first mode",
        error=error,
    )
    page.show(r_N, spectrum.a - 1, "no saturation")
    return _Floor(leading, expansion, error)


def left_out(spectrum: PowerLaw) -> Expr:
    """The target power of the modes beyond N, to leading order."""
    return integrate(x ** -(1 + above_one_a), (x, N, oo)).subs(above_one_a, spectrum.a - 1)


def _over_gaussian(
    page: Page, floor: _Floor, spectrum: PowerLaw, statement: FieldEquations
) -> Expr:
    """How much more N random features leave."""
    name_amplitude(page, spectrum)
    gaussian = limited_law(WIDTH, spectrum, statement)
    page.show(
        L_G(N) / L(N),
        Add(*(factor(one / floor.leading) for one in Add.make_args(gaussian.general.leading))),
        "the law of $N$ Gaussian features over this one: above one, and it grows for $a > b + 1$",
        relation="~",
    )
    return gaussian.leading / floor.leading


def _in_time(page: Page, floor: _Floor, spectrum: PowerLaw) -> Formulas:
    """The loss at t ~ N^b, and the least one at C = N t."""
    capacity, power = spectrum.b, (spectrum.a - 1) / spectrum.b
    age = page.show(tau, 2 * t / N**capacity, "the age of the last mode")
    page.show(r, power, "the exponent of the time law")
    learning = Integral(x ** -(1 + capacity * r) * exp(-tau * x**-capacity), (x, 0, 1))
    page.show(
        L(t, N) / L(N),
        1 + capacity * r * learning,
        "modes $k = x N$ beside the floor, $N$ large",
        relation="~",
    )
    place = (tau / u) ** (1 / capacity)
    summand = learning.function.subs(x, place) * -diff(place, u)
    weight = simplify(powdenest(summand / (u ** (r - 1) * exp(-u)), force=True))
    found = weight * uppergamma(r, tau)
    share = page.show(
        L(t, N) / L(N),
        1 + factor(capacity * r * found),
        "$u = tau x^-b$: an incomplete Gamma function",
        relation="~",
    )
    whole = floor.leading * share.subs({tau: age, r: power}, simultaneous=True)
    return {L(t, N): whole, **_frontier(page, floor, share, spectrum)}


def _frontier(page: Page, floor: _Floor, share: Expr, spectrum: PowerLaw) -> Formulas:
    capacity, power = spectrum.b, (spectrum.a - 1) / spectrum.b
    page.show(C, BUDGET.expression, "what training costs")
    (balance,) = balances(_ends(floor, spectrum), BUDGET)
    page.show(r_C, balance.rate, "time law and floor balance, for every $a$ and $b$")
    page.show(nu, balance.first, "where they do, $N = C^nu$")
    omega = r * capacity / (1 + capacity)
    along = omega * share + tau * diff(share, tau)  # of tau^omega L/L(N)
    slope = expand(powsimp(expand(simplify((1 + capacity) / r * along))))
    page.show(Integer(0), slope, "$tau$ at which the loss is least: $N$ is $(2 C/tau)^nu$")
    left = uppergamma(r, tau)
    per_slope = simplify(share.coeff(left) / slope.coeff(left))
    least = page.show(
        L_star(C) / L(N),
        factor(expand(share - per_slope * slope)),
        "put in: what the loss is in units of its floor",
        relation="~",
    )
    time = cut_time(power, capacity)
    page.let(tau, time, "its one root, between an end that falls and one that rises")
    first = page.show(
        N_star, (2 * C / time) ** balance.first, "the best $N$; its time is $C/N^*$", relation="~"
    )
    loss = floor.leading.subs(N, first) * least.subs(tau, time)
    loss = page.show(L_star(C), powsimp(loss), "the least loss", relation="~")
    return {Aligned.SLOPE: slope, N_BEST: first, L_BEST: loss, r_C: balance.rate}


def _ends(floor: _Floor, spectrum: PowerLaw) -> tuple[Monomial, ...]:
    """What the loss is at both ends of the function of t/N^b."""
    time = time_limited_loss.derive(spectrum).law
    assert time is not None
    return (
        *terms_of(time.leading, (N, t), "time law"),
        *terms_of(floor.leading, (N, t), "law in $N$"),
    )


def _on_samples(
    page: Page, floor: _Floor, spectrum: PowerLaw, statement: FieldEquations
) -> Formulas:
    """The loss at the end of training on P samples, and the best N for them."""
    resolved = factor(loss_of_penalty(statement).subs(kappa, 0).subs({d: M, d_2: M}))
    noisy = resolved.subs({M: N, sigma2: sigma2 + f_N})
    whole = page.show(
        L(N, P),
        factor(f_N + noisy),
        "$P > N$, $t = oo$, $f_N = L(N)$: what is left out is noise of the labels, and a floor",
    )
    clean = whole.subs(sigma2, 0).subs(f_N, floor.leading)
    best = factor(*solve(simplify(diff(log(clean), N) * N), N))
    page.show(N_star, best, "no noise: where it is least", relation="~")
    at_best = powsimp(expand_power_base(simplify(clean.subs(N, best)), force=True))
    page.show(L_star(P), at_best, "put in", relation="~")
    page.show(r_P, spectrum.a - 1, "no saturation in $P$, either")
    wide = floor.leading + sigma2 * N / P
    page.show(L(N, P), wide, "with noise, $N/P$ small", relation="~")
    (power,) = solve(simplify(diff(wide, N) * N**spectrum.a), N**spectrum.a)
    width = page.show(N_star, power ** (1 / spectrum.a), "where it is least", relation="~")
    share = powsimp(expand_power_base(wide.subs(P, y * sigma2).subs(N, y ** (1 / spectrum.a))))
    noisy_best = factor(share).subs(y, P / sigma2)
    page.show(L_star(P), noisy_best, "put in", relation="~")
    return {
        L(N, P): whole,
        IN_CASE.of(N_BEST, QUIET): best,
        IN_CASE.of(L_BEST, QUIET): at_best,
        IN_CASE.of(N_BEST, NOISY): width,
        IN_CASE.of(L_BEST, NOISY): noisy_best,
    }
