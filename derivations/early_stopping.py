r"""Early stopping without label noise: where the loss turns up by itself, when, and how low it is.

    L(t) - L(\infty) = 2 \oint e^{s t} F(s) + O(e^{-2 x_- t}),   F = \lim_{s' -> 0} s' C_0

With fewer features than samples the loss always ends rising. With more of them it does below a
ratio N/P; at unlimited width for a < b, and never for a >= b. The best time is of order min(N, P)^b
and the loss there of the order of the final one. [bordelon2024dynamical], Figs. 5a and 10.
"""

from sympy import (
    Add,
    Expr,
    Integer,
    Sum,
    exp,
    expand,
    factor,
    limit,
    log,
    oo,
    sign,
)

from analytic.comparison.turning_up import NARROW_RISE, WIDE_RISE, Turn, turning_checks
from analytic.notation import (
    C_0,
    G_1,
    L,
    L_star,
    M,
    N,
    P,
    c_k,
    d,
    d_2,
    epsilon,
    k,
    kappa,
    lambda_j,
    lambda_k,
    n,
    nu,
    primed,
    s,
    s2,
    sigma2,
    sigma2_0,
    t,
    t_star,
    tau,
    tau_star,
    u,
    w,
    x,
    x_minus,
    y,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import L_BEST, T_BEST, Formulas
from analytic.symbolic.mean_field.final_value import final_dimension, slope
from analytic.symbolic.series.truncation import continued
from analytic.symbolic.training.turn import (
    Tail,
    about_turning_mode,
    at_edge,
    dying,
    edge_equation,
    frequency,
    growth_at_edge,
    lasting,
    of_mode,
    once,
    rise_at_ratio,
    sign_of_terms,
    tail,
    turning_mode,
    unlimited_edge,
)
from derivations.bottleneck import WIDTH, limited_law
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "early-stopping",
    190,
    "Early stopping",
    "gradient flow, $min(N, P)$ below the number of modes; $N$, $P$ large for the laws",
    law=False,
)

PAPER = "bordelon2024dynamical"


_RISE = -x_minus * G_1 / primed(kappa)  # positive where the loss ends rising


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""Where the loss turns up without label noise, the best time, and the loss there.

        L^* = \min_t L(t),   L'(t^*) = 0,   \sigma = 0

    [bordelon2024dynamical], Figs. 5a and 10.
    """
    page = page_under(
        HEADING,
        statement="Without label noise too the loss may turn up: modes that are not learned are "
        "noise to limited data. It always does where $N < P$. Where $P < N$ it does below a ratio "
        "$N/P$ that depends on $a$ and $b$; with unlimited width it does where $a < b$ and never "
        "where $a >= b$. The best time grows as $P^b$ at fixed $N/P$.",
        source=f"{PAPER}, Figs. 5a and 10; new: the condition, its boundary in $N/P$, the "
        "best time",
        problem="the sign of $L(t) - L(infinity)$ at late $t$, and min over $t$ of $L(t)$",
    )
    formulas = _turn(page, statement)
    narrow, wide, powers = formulas[Turn.NARROW], formulas[Turn.WIDE], tail(spectrum)
    formulas |= _at_unlimited_width(page, wide, statement)
    formulas |= _boundary(page, wide, powers, statement)
    formulas |= _best_time(page, narrow, powers, spectrum, statement)
    statements = _statements(spectrum, formulas) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        statements=statements,
        checks=turning_checks(spectrum),
    )


def _turn(page: Page, statement: FieldEquations) -> Formulas:
    """What dies last, and slopes at the edge: the loss ends rising where they are positive."""
    page.show(s, frequency(statement), "the field equations: it falls to a minimum $-x_- < 0$")
    page.show(d_2, at_edge(statement), "where $ds/dkappa = 0$: $kappa$ is $kappa_-$ there")
    late = page.asymptotic(
        L(t) - L(oo),
        2 * dying(G_1 / -x_minus, t),
        "one pole at zero, the other variable at this square root; $G_1$, $s_2$ are the slope of "
        "$s s' C_0$ along $kappa$ and the second one of $s$; up to a relative $1/(x_- t)$",
    )
    narrow, wide = (lasting(statement, smaller) for smaller in (N, P))
    few, many = (final_dimension(statement, smaller) for smaller in (N, P))
    page.show(
        s * s2 * C_0 + sigma2, narrow, f"$s' -> 0$ where $N < P$: $d' = {few}$; primed is $s' = 0$"
    )
    falls = page.show(
        G_1,
        slope(narrow),
        "its slope; $d_2 < d$: negative, so that the loss comes to its end from below at "
        "every $N < P$",
    )
    page.show(s * s2 * C_0 + sigma2, wide, f"$s' -> 0$ where $P < N$: $d' = {many}$")
    rise = page.show(
        -x_minus * G_1,
        _grouped(slope(cancel(wide * frequency(statement)))),
        "its slope times $s$, as $ds/dkappa = 0$: the loss ends rising where this is positive",
    )
    return {Turn.LATE: late, Turn.NARROW: -falls, Turn.WIDE: rise}


def _grouped(rise: Expr) -> Expr:
    """What grows with the noise in one term, the slope of kappa w in the other."""
    noise = factor(expand(rise).coeff(sigma2))
    power = primed(kappa) * primed(w) + sigma2
    return power * noise + factor(cancel(rise - power * noise))


def _at_unlimited_width(page: Page, wide: Expr, statement: FieldEquations) -> Formulas:
    """The sum over modes that decides, and one that vanishes."""
    rise = limit(wide.subs(sigma2, 0), N, oo) / primed(kappa)
    weight = factor(of_mode(rise) / c_k)
    page.show(_RISE, Sum(c_k * weight, (k, 1, M)), "$N = infinity$, no noise")
    turns = page.show(
        lambda_j,
        turning_mode(weight),
        "where a term changes sign, once; positive, as without that the next sum were not zero",
    )
    page.show(_RISE, Sum(c_k * about_turning_mode(weight, turns), (k, 1, M)), "in terms of it")
    edge, end = limit(at_edge(statement), N, oo), final_dimension(statement, P)
    page.show(
        Sum(lambda_k * weight, (k, 1, M)),
        cancel(end - edge),
        f"as $d' = {end}$, $d_2 = {edge}$. So $c_k/lambda_k$ less what it is at $lambda_j$ "
        "may stand for $c_k/lambda_k$ above: all terms are positive where it grows with $k$, "
        "negative where it falls, zero where it is constant, at every $P$ and for every "
        "spectrum",
    )
    return {Turn.WEIGHT: weight}


def _boundary(page: Page, wide: Expr, powers: Tail, statement: FieldEquations) -> Formulas:
    """The ratio N/P below which the loss ends rising, for a power law."""
    end = final_dimension(statement, P)
    edge = page.show(
        Integer(0),
        edge_equation(at_edge(statement), powers, end),
        f"powers of $k$, $N = nu P$, both large, $d = y {end}$ at the edge: $y$, between 1 "
        "and $nu$",
    )
    share = page.asymptotic(
        _RISE / primed(w),
        rise_at_ratio(wide, powers, end),
        "$a < b + 1$: zero at the ratio $nu$ below which the loss ends rising",
    )
    flat = page.asymptotic(
        _RISE / primed(w),
        factor(rise_at_ratio(wide, powers._replace(of_w=Integer(0)), end)),
        "$a > b + 1$, $w$ constant: positive at every finite $nu$, as $y$ is below its limit",
    )
    unlimited = page.show(y, unlimited_edge(edge), "$nu = infinity$")
    ended = page.asymptotic(
        _RISE / primed(w),
        Add(*(limit(term, nu, oo) for term in Add.make_args(share))).subs(y, unlimited),
        "at $N = infinity$: zero on $a = b$, negative beyond",
    )
    noise = page.asymptotic(
        sigma2_0,
        continued(-ended * powers.w * powers.power_of_regulariser(end, 1 + powers.of_w)),
        "$b < a < 2 b + 1$, $N = infinity$: with less label noise than this it does not end rising",
    )
    return {
        Turn.EDGE: edge,
        Turn.SHARE: share,
        Turn.FLAT: flat,
        Turn.ENDED: ended,
        Turn.NOISE: noise,
    }


def _best_time(
    page: Page, narrow: Expr, powers: Tail, spectrum: PowerLaw, statement: FieldEquations
) -> Formulas:
    """Powers of P at a fixed ratio, and the logarithm where N is much smaller."""
    law = limited_law(WIDTH, spectrum, statement)
    time = page.asymptotic(
        t_star,
        P ** (-1 / powers.of_d) * tau_star(nu),
        "$N = nu P$: $s$ scales as $kappa$ does",
        heuristic=True,
    )
    loss = page.asymptotic(
        L(t_star),
        P**-law.exponent * L_star(nu),
        "a share of the final loss, which falls as this",
        heuristic=True,
    )
    both_off = page.asymptotic(
        L(t) - L(oo),
        dying(slope(once(statement)) / -x_minus, 2 * t),
        "$N$ much smaller than $P$: what dies first, both variables off zero, $P = infinity$",
    )
    one_off = page.asymptotic(
        L(t) - L(oo),
        2 * dying(-limit(narrow.subs(sigma2, 0) * P, P, oo) / P / -x_minus, t),
        "and what dies last, to first order in $N/P$",
    )
    growth = factor(cancel(-2 * both_off * exp(x_minus * t) / one_off))
    page.asymptotic(
        exp(x_minus * t_star), growth, "the slopes cancel, up to a relative $1/(x_- t)$"
    )
    edge, end = limit(at_edge(statement), P, oo), final_dimension(statement, N)
    share = page.asymptotic(
        y,
        unlimited_edge(edge_equation(edge, powers, end)),
        f"$d = y {end}$, from $d_2 = {edge}$ at the edge",
    )
    best = page.asymptotic(
        t_star,
        log(growth_at_edge(growth, powers, end).subs(y, share)) / x_minus,
        "powers of $k$, $a < b + 1$",
    )
    rate = cancel(-limit(frequency(statement), P, oo) / kappa)
    slowest = page.asymptotic(
        x_minus,
        factor(rate.subs(d, share * end)) * powers.power_of_regulariser(end * share, Integer(1)),
        f"the rate, $kappa ({rate})$",
    )
    return {T_BEST: time, L_BEST: loss, Turn.NARROW_TIME: best, x_minus: slowest}


def _statements(spectrum: PowerLaw, formulas: Formulas) -> dict[str, Statement]:
    """The signs of the slope, for the power laws that the claims speak of."""
    ((_, power),) = spectrum.target_powers
    positive = {primed(kappa): tau, primed(w): y, kappa: x, d_2: epsilon}  # and d_2 < d < P
    narrow = sign(formulas[Turn.NARROW].subs(P, d + n).subs(d, d_2 + u).subs(positive))
    wide = sign_of_terms(formulas[Turn.WEIGHT], lambda_k ** (power / spectrum.b - 1))
    added, given = "it does so without label noise, at every $N < P$", "x_- t = 10"
    return {
        "sign of the slope in $t$ of $L$, late, $N < P$": Statement(
            narrow, added, -formulas[Turn.NARROW], NARROW_RISE, "sign", given=f"N = P/2, {given}"
        ),
        "sign of the slope in $t$ of $L$, late, $N = infinity$": Statement(
            wide, "", formulas[Turn.ENDED], WIDE_RISE, "sign", given=given
        ),
    }
