r"""The gap between test and training loss: what is learned of one data set and of no other.

    L + \sigma^2 - \hat L = (1/P) [ g_P(t) + 2 \sigma^2 \sum_j (1 - e^{-\lambda_j t}) ] + ...
    g_P(t) = 2 \int_0^t K(u) S(2t - u) du,   K = \sum_j \lambda_j e^{-\lambda_j u},
                                             S = \sum_k c_k e^{-\lambda_k u}

[bordelon2024dynamical], eq. (18). New here: both coefficients at all times and their powers late:
without noise the gap is t^{1/b}/P of the loss, so that in itself it grows only where a <= 2.
"""

from collections.abc import Mapping
from functools import cache

from sympy import (
    Add,
    Derivative,
    Expr,
    Integer,
    Piecewise,
    Rational,
    expand,
    factor,
    fraction,
    oo,
    sign,
    simplify,
    solve,
)

from analytic.comparison.claims.field_values import COVARIANCE_OF_SOURCE
from analytic.comparison.corrections import mode_sum_checks
from analytic.comparison.gap import (
    GAP,
    GAP_AT_ONE_TIME,
    GAP_GROWTH,
    Gap,
    final_training_share,
    gap_checks,
)
from analytic.comparison.law_digits import law_digits_check
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import (
    C_0,
    C_1,
    Delta_L,
    L,
    Lhat,
    N,
    P,
    R_n,
    a,
    g_P,
    g_sigma,
    j,
    k,
    marked,
    primed,
    s,
    s2,
    sigma2,
    t,
    u1,
    v1,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.symbolic.ensembles.pairs import in_modes
from analytic.symbolic.mean_field.final_value import final_test, final_train, train_over_test
from analytic.symbolic.mean_field.keystone import in_responses
from analytic.symbolic.mean_field.responses import responses, solve_fields
from analytic.symbolic.series.dominant_balance import balanced, tidied
from analytic.symbolic.training.overfitting import (
    first_gap,
    gap_from_noise,
    gap_from_target,
    gap_of_response,
    gap_over_training,
    order_of_gap,
)
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "train-test-gap",
    170,
    "Train-test gap",
    "$P -> infinity$ at fixed $t$, $N = infinity$; then $t$ large for the law",
    law=True,
)

PAPER = "bordelon2024dynamical"
DIGITS = 24  # 1 % of the last correction at t = 1e9 is 1e-18 of the law for b = 5/4
OVER_C_1 = (C_0 + sigma2 / (s * s2) - C_1) / C_1


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The gap between test and training loss, exactly and to order 1/P.

        L + \sigma^2 - \hat L = (1/P) [g_P(t) + 2 \sigma^2 \sum_j (1 - e^{-\lambda_j t})] + ...

    [bordelon2024dynamical], eqs. (18), (85)-(87).
    """
    page = page_under(
        HEADING,
        statement="Test and training loss differ by what the response to one's own sample does, "
        "at order $1/P$. Without label noise the gap grows as $t^(1/b)$ against the loss, yet in "
        "itself only where $a <= 2$; the labels' noise adds what has been learned of it.",
        source=f"{PAPER}, eqs. (18), (69)-(76), (85)-(87); new: the coefficients at all "
        "times, their powers of $t$, label noise",
        problem="$L(t) + sigma^2 - Lhat(t)$, with no factor 1/2",
    )
    response = cancel(solve_fields(statement)[v1].diff(u1))
    page.show(v1 / u1, response, "a training residual answers its own source, through $R_02$")
    by_response = page.show(
        OVER_C_1, gap_of_response(response), "$u^1$ has the test correlation, $v^1 C_1$"
    )
    over_training = page.show(OVER_C_1, gap_over_training(statement), "the field equations solved")
    page.asymptotic(
        P * (L(t) + sigma2 - Lhat(t)), g_P(t) + sigma2 * g_sigma(t), "in time, to order $1/P$"
    )
    kernel = page.asymptotic(
        P * OVER_C_1 * C_1,
        first_gap(statement),
        "order $1/P$, $N = infinity$: at fixed $s kappa = s$",
    )
    summand = page.show(
        marked(g_P, j, k)(t),
        in_modes(factor(kernel.subs(sigma2, 0))),
        "one mode each of $d$, $j$, and $w$, $k$",
    )
    noisy = page.show(
        marked(g_sigma, j)(t),
        in_modes(factor(kernel.diff(sigma2))),
        "and what noise adds, one mode $j$: it grows at every time",
    )
    law = _late(page, spectrum, statement)
    added = page.asymptotic(
        g_sigma(t), tidied(gap_from_noise(spectrum, statement)).expression, "late times of it"
    )
    ends = _ends(page, statement)
    parts = law, by_response, over_training, ends
    statements = _statements(statement, *parts) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={
            Gap.BY_RESPONSES: by_response,
            Gap.OVER: over_training,
            Gap.SUMMED: summand,
            Gap.NOISE: noisy,
            g_P(t): law.general.expansion,
            Gap.FROM_NOISE: added,
            Gap.TRAIN: ends[0],
            Gap.SHARE: ends[1],
        },
        law=law,
        statements=statements,
        checks=(
            *mode_sum_checks(spectrum),
            law_digits_check(spectrum, digits=DIGITS),
            *gap_checks(),
        ),
        observable=GAP,
        derive=derive,
    )


@cache
def gap_law(spectrum: PowerLaw, statement: FieldEquations) -> Law:
    """The coefficient of 1/P at late times, without label noise."""

    def at(values: Mapping[Expr, Expr]) -> Law:
        return gap_law(spectrum.at(values), statement)

    validity = "$P -> infinity$ at fixed $t$, then $t$ large; $N = infinity$, no noise"
    return balanced(gap_from_target(spectrum, statement), "r_t(gap)", t, validity, at=at)


def _late(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> Law:
    """The gap's law without label noise, displayed."""
    law = gap_law(spectrum, statement)
    leading, correction, left = law.general.leading, law.general.correction, law.general.remainder
    page.asymptotic(g_P(t), leading, "late times: the response of all $u < t$, the target at $t$")
    page.show(Delta_L, correction, "what comes next, added to it", error=left)
    page.show(R_n, left, "the first powers left out", relation="O")
    for curve, on_curve in law.resonances.items():
        reason = f"on {worded(curve)}, where the general formula has no value"
        page.show(g_P(t), on_curve.expansion, reason, error=on_curve.remainder)
    return law


def _ends(page: Page, statement: FieldEquations) -> tuple[Expr, ...]:
    """Training and test loss at the end of training, on both sides of N = P."""
    over = page.show(
        Lhat(t), final_train(statement, P), "$t = infinity$, $P < N$: all data are fitted"
    )
    share = train_over_test(statement, N)
    under = page.show(Lhat(t) / (L(t) + sigma2), share, "$t = infinity$, $N < P$")
    test = (
        page.show(L(oo), final_test(statement, smaller).subs(sigma2, 0), f"$t = infinity$, {side}")
        for smaller, side in ((P, "$P < N$, no noise"), (N, "$N < P$, no noise"))
    )
    return over, under, *test


def _growth(law: Law) -> Expr:
    """The sign of growth in time, by cases of a; where the first term is constant, of the next."""
    rate, _ = fraction(factor(-law.exponent))  # over b, which is positive
    (constant,) = solve(rate, a)
    next_rate = _largest(law.correction.subs(a, constant)).diff(t)
    grows = rate >= 0 if sign(next_rate) == 1 else rate > 0
    return Piecewise((1, simplify(grows)), (-1, True))


def _largest(powers: Expr) -> Expr:
    """The term of a sum of powers of t that falls most slowly."""
    terms = Add.make_args(expand(powers))
    power = {term: simplify(t * term.diff(t) / term) for term in terms}
    return next(
        one
        for one in terms
        if all(simplify(power[one] - power[term]).is_nonnegative for term in terms)
    )


def _statements(
    statement: FieldEquations,
    law: Law,
    by_response: Expr,
    over_training: Expr,
    ends: tuple[Expr, ...],
) -> dict[str, Statement]:
    """What the claims are about, for the power laws that they speak of."""
    few, many = (final_training_share(share) for share in (Integer(2), Rational(1, 3)))
    over, under, test_over, test_under = ends
    of_noise = "what label noise adds"
    share = "with label noise it is that share of $L(oo) + sigma^2$"
    return {
        "$Lhat(oo)$, $P < N < M$": Statement(
            over, "", over, few, "amplitude", given="N = 2 P, over L(oo)"
        ),
        "$Lhat(oo)$ over $L(oo)$, $N < P$": Statement(
            under, share, under, many, "amplitude", given="N = P/3"
        ),
        "$L(oo)$, $d(kappa) = P < N < M$": Statement(test_over, of_noise),
        "$L(oo)$, $d(kappa) = N < P$, $N < M$": Statement(test_under, of_noise),
        "gap over $C_1$": Statement(by_response),
        "order in $1/P$ of the gap at a fixed time": Statement(
            order_of_gap(statement), "", over_training, GAP_AT_ONE_TIME, given="t = 8"
        ),
        "sign of the growth in $t$ of the gap's $1/P$ term, late": Statement(
            _growth(law), "", law.general.leading, GAP_GROWTH, "sign", given="from t to 2 t"
        ),
        "covariance of $u^1$ at $s$ and $s'$": _of_source(statement, over_training),
    }


def _of_source(statement: FieldEquations, gap: Expr) -> Statement:
    """The covariance of u^1, as C_1 is that of v^1, a memory function times u^1."""
    over_training = in_responses(cancel(gap_over_training(statement) + 1), responses(statement))
    (gain,) = (
        symbol
        for symbol, definition in statement.memory.items()
        if definition == Derivative(v1, u1)
    )
    return Statement(
        C_1 / (gain * primed(gain)),
        "",
        gap,
        COVARIANCE_OF_SOURCE,
        given="s = 1/2, s' = 1/3",
        reads=lambda printed: printed.subs(C_0, over_training * C_1 - sigma2 / (s * s2)),
    )
