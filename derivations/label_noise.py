r"""Label noise: what limited data learn of it, when to stop, and what is left at the end.

    L(t) + (\sigma^2/P) \sum_j (1 - e^{-\lambda_j t})^2:   t^* = [(a-1) A_L P/(A_N \sigma^2)]^{b/a},
    L^* = a A_L t^{*-(a-1)/b}

Everything else at order 1/P, and the noise at order 1/P^2, is a part d(1/t)/P of these or smaller;
at the best time that is a power of P, which bounds the error.
New here: t^* ~ (P/\sigma^2)^{b/a} and L^* ~ (P/\sigma^2)^{-(a-1)/a} with their amplitudes, at
every a and b, as gradient flow does not saturate; at the end the noise is left as it is, times
b - 1. [bordelon2024dynamical], Figs. 5a and 10, shows that the loss turns up.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from sympy import Expr, Integer, Symbol, factor, limit, oo, sign

from analytic.comparison.label_noise import (
    NOISY_RISE,
    STOPPED,
    WIDER_NOISE,
    LabelNoise,
    label_noise_checks,
)
from analytic.law import Law
from analytic.notation import (
    A_L,
    A_N,
    Delta_C,
    Delta_L,
    L,
    N,
    P,
    R_n,
    above_one_b,
    b,
    d,
    j,
    marked,
    n,
    n_P,
    sigma2,
    t,
    t_star,
    u,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import REMAINDER
from analytic.symbolic.ensembles.pairs import in_modes
from analytic.symbolic.mean_field.final_value import final_noise
from analytic.symbolic.series.dominant_balance import balanced, tidied
from analytic.symbolic.series.log_powers import LogPowers, Power
from analytic.symbolic.series.order import is_positive
from analytic.symbolic.training.overfitting import (
    Optimum,
    first_noise,
    noise_term,
    optimum,
    unlimited_loss,
)
from derivations.bottleneck import DATA, law_in
from derivations.finite_size import correction_law
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "label-noise",
    180,
    "Label noise",
    "gradient flow; $P -> infinity$ at fixed noise, $N = infinity$, unless said otherwise",
    law=True,
)

PAPER = "bordelon2024dynamical"
ORDER = 1
NO_PROOF = (
    "no proof that the loss stopped in time falls with every $N$, and no counterexample: in "
    "problems with few and with infinitely many modes, no noise and much of it, at widths "
    "through $N = P$ it never rises ($a$ check of this result)"
)


class StoppingLaws(NamedTuple):
    """The noise's coefficient in t, the loss at the best time in P, and the optimum in n.

    `optimum` has symbols for the two amplitudes, whose values are `amplitudes`; `time` and
    `time_remainder` are t* in P, and its error relative to it.
    """

    noise: Law
    loss: Law
    time: Expr
    time_remainder: Expr
    optimum: Optimum
    amplitudes: Mapping[Symbol, Expr]


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""What label noise does: late, at the best time, and at the end of training.

        L(t, \sigma^2) ~ L(t, 0) + (\sigma^2/P) \sum_j (1 - e^{-\lambda_j t})^2,
        L^* = \min_t L(t, \sigma^2)

    [bordelon2024dynamical], Figs. 5a and 10, shows that the loss turns up.
    """
    page = page_under(
        HEADING,
        statement="What is learned of label noise grows as $t^(1/b)/P$, and the loss turns "
        "up where that overtakes what falls. Stopped at the best time, the loss "
        "falls as a power of $P$; at the end of training with unlimited width the "
        "noise costs $b - 1$ times its variance, however many data there are.",
        source=f"{PAPER}, Figs. 5a and 10; new: the best time, the loss there and the noise at the "
        "end, with amplitudes",
        problem="min over $t$ of $L(t)$, and $L(infinity)$, with label noise",
    )
    kernel = page.show(
        P * Delta_C / sigma2, first_noise(statement), "what noise adds at order $1/P$", relation="~"
    )
    learned = page.show(
        marked(n_P, j)(t), in_modes(kernel), "in time, one mode $j$: what it has learned, twice"
    )
    ends = {side: final_noise(statement, side) for side in (P, N)}
    floor = _end(page, ends, spectrum, statement)
    laws = stopping_laws(spectrum, statement)
    _best_time(page, laws, spectrum)
    law = laws.loss
    statements = _statements(law, floor, ends[N]) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={
            LabelNoise.LEARNED: learned,
            n_P(t): laws.noise.general.expansion,
            REMAINDER.of(n_P(t)): laws.noise.general.remainder,
            LabelNoise.BEST_TIME: laws.time,
            REMAINDER.of(LabelNoise.BEST_TIME): laws.time * laws.time_remainder,
            **{LabelNoise.AT_END[side]: value for side, value in ends.items()},
            LabelNoise.END: floor.general.expansion,
            REMAINDER.of(LabelNoise.END): floor.general.remainder,
        },
        law=law,
        statements=statements,
        checks=label_noise_checks(),
        observable=STOPPED,
        derive=derive,
    )


def _best_time(page: Page, laws: StoppingLaws, spectrum: PowerLaw) -> None:
    """The minimum over time, displayed."""
    page.show(
        n_P(t),
        laws.noise.general.expansion,
        "late times, with series at small $s$",
        error=laws.noise.general.remainder,
    )
    page.show(
        L(t),
        unlimited_loss(spectrum).expression,
        "the loss without noise, $P = infinity$",
        relation="~",
    )
    for symbol, value in laws.amplitudes.items():
        page.show(symbol, value, "its amplitude" if symbol == A_L else "that of learned noise")
    found = laws.optimum
    page.show(n, P / sigma2, "samples over noise")
    page.show(n, found.balance.expression, "where the slope of $L + n_P/n$ vanishes", relation="~")
    page.show(t_star, 1 / found.inverse_time.expression, "solved", relation="~")
    page.show(L(t_star), found.loss.expression, "the loss there", relation="~")
    page.show(L(t_star), laws.loss.general.leading, "put in: the leading term", relation="~")
    page.show(
        R_n,
        laws.loss.general.remainder,
        "left out: $1/P$ without noise, and noise at order $1/P^2$, $d(1/t)/P$ of that at $1/P$",
        heuristic=True,
        relation="O",
    )


def _end(
    page: Page, ends: Mapping[Symbol, Expr], spectrum: PowerLaw, statement: FieldEquations
) -> Law:
    """What noise adds at the end of training; its law in P at unlimited width."""
    page.show(Delta_L / sigma2, ends[N], "$t = infinity$, $N < P$: it diverges at $N = P$")
    page.show(Delta_L / sigma2, ends[P], "$t = infinity$, $P < N$: so it does here")
    wide = page.show(
        Delta_L / sigma2, factor(limit(ends[P], N, oo).subs(P, d)), "$N = infinity$, $d = P$"
    )
    steps = Page("Noise at the end", "", "", "", "")
    law = law_in(steps, DATA, wide, spectrum, statement)
    page.show(Delta_L / sigma2, law.general.leading, "$P$ large: $d_2/d -> 1 - 1/b$", relation="~")
    return law


def _statements(law: Law, floor: Law, narrow: Expr) -> dict[str, Statement]:
    """The signs that the claims are about, for the power laws that they speak of."""
    rises = sign(factor(narrow.subs(P, N + u).diff(N).subs(u, P)))
    both = "the best time, and both losses"
    return {
        "sign of $L(oo) - L(t^*)$": Statement(
            _sign_in_time(law, floor), both, law.leading, NOISY_RISE, "sign"
        ),
        "sign of the change with $N$ of what noise adds to $L(oo)$, $N < P$": Statement(
            rises, "", narrow, WIDER_NOISE, "sign", given="P = 3 N, from N to 1.1 N"
        ),
        "sign of the change with $N$ of $L(t^*)$": Statement(None, NO_PROOF),
    }


def _sign_in_time(law: Law, floor: Law) -> Expr:
    """The sign of the loss at the end less that at the best time, for many data."""
    assert floor.exponent == 0
    assert is_positive(law.exponent)
    return sign(floor.amplitude.subs(b, 1 + above_one_b))


@cache
def stopping_laws(spectrum: PowerLaw, statement: FieldEquations) -> StoppingLaws:
    """All laws of a spectrum."""
    falling, rising = (
        tidied(one) for one in (unlimited_loss(spectrum), noise_term(spectrum, statement))
    )
    found = optimum(_named(falling, A_L), _named(rising, A_N), n, ORDER)
    values = {A_L: falling.leading[1], A_N: rising.leading[1]}
    left_out = _left_out(spectrum, statement, found, rising)
    samples = LogPowers.of(1 / P, [((Integer(1), 0), sigma2)])
    loss = _valued(found.loss.composed(samples, ORDER), values)

    def at(point: Mapping[Expr, Expr]) -> Law:
        return stopping_laws(spectrum.at(point), statement).loss

    validity = (
        "$P -> infinity$ at fixed label noise, $N = infinity$; the best time under gradient flow"
    )
    inverse = _valued(found.inverse_time.composed(samples, ORDER), values)
    (rate, _), _ = loss.leading
    law = balanced(loss + LogPowers.of(1 / P, [], left_out), "r_P(stopped)", P, validity, at=at)
    terms = tuple(one._replace(amplitude=_cancelled(one.amplitude)) for one in law.terms)
    return StoppingLaws(
        balanced(rising, "r_t(noise)", t, "$P -> infinity$ at fixed $t$, then $t$ large"),
        replace(law.with_formulas(leading=_cancelled(law.leading)), terms=terms),
        1 / inverse.expression,
        LogPowers.of(1 / P, [], [(e - rate, j) for e, j in left_out]).remainder,
        found,
        values,
    )


def _cancelled(formula: Expr) -> Expr:
    """A formula with the exponents of its powers cancelled."""
    return formula.replace(lambda node: node.is_Pow, lambda node: node.base ** cancel(node.exp))


def _named(series: LogPowers, amplitude: Symbol) -> LogPowers:
    """A series with a symbol for its leading coefficient."""
    lead, _ = series.leading
    terms = {**series.terms, lead: amplitude}
    return LogPowers.of(series.small, terms.items(), series.omitted)


def _valued(series: LogPowers, values: Mapping[Symbol, Expr]) -> LogPowers:
    terms = [(key, coefficient.subs(values)) for key, coefficient in series.terms.items()]
    return LogPowers.of(series.small, terms, series.omitted)


def _left_out(
    spectrum: PowerLaw, statement: FieldEquations, found: Optimum, rising: LogPowers
) -> list[Power]:
    """The powers of 1/P of what was left out, at the best time.

    That is the 1/P term without noise, and the noise at order 1/P^2, d(1/t)/P of that at 1/P.
    """
    (time, _), _ = found.inverse_time.leading
    (growth, _), _ = rising.leading
    of_target = correction_law(DATA, spectrum, statement)
    exponents = [regime.exponent for regime in of_target.regimes] or [of_target.exponent]
    first = [(1 + time * exponent, 0) for exponent in exponents]
    return [*first, (2 + 2 * time * growth, 0)]
