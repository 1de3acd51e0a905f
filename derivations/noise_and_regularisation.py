r"""Noise and regularisation: the best penalty against label noise, beside stopping in time.

    L(\gamma) = (\kappa^2 w_2 + \sigma^2 d_2/P)/(1 - d_2/P)
              \sim S \kappa^{m/b} + D \sigma^2 \kappa^{-1/b}/P
    L^* \sim (P/\sigma^2)^{-m/(m+1)},   m = \min(a - 1, 2 b)

at unlimited width. [cui2021generalization] has these exponents and the number of samples at which
noise begins to count. New here: all amplitudes, and that a penalty saturates, m = 2 b, where
stopping in time does not.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sympy import Expr, Integer, Min, Piecewise, diff, factor, log, powsimp, simplify, solve
from sympy.logic.boolalg import Boolean

from analytic.comparison.noise_and_regularisation import (
    NOISY_BEST,
    QUIET_BEST,
    BestPenalty,
    noise_checks,
)
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import (
    L,
    L_star,
    N,
    P,
    d,
    d_2,
    gamma_R,
    gamma_star,
    kappa,
    r_P,
    sigma2,
    x,
    z_star,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.regions import smallest
from analytic.result import Result, Statement
from analytic.stated import Formula, Formulas
from analytic.symbolic.mean_field.penalty import loss_of_penalty
from analytic.symbolic.mean_field.two_point import at_infinity
from analytic.symbolic.mellin.mode_sums import series_of_sums
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.series.log_powers import LogPowers, substitute
from analytic.term import Term
from derivations.bottleneck import name_amplitude
from derivations.headings import Heading
from derivations.label_noise import stopping_laws
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "noise-and-regularisation",
    189,
    "Noise and regularisation",
    "a power law with infinitely many modes, $N = infinity$, $P$ large, off $a = 2 b + 1$",
    law=False,
)

PAPER = "cui2021generalization"


class Best(NamedTuple):
    """The best penalty where one term of the target leads: exponent m/b in kappa, and what follows.

    `penalty` and `loss` are at P samples, `begins` the number of samples from which noise counts.
    """

    rate: Expr
    penalty: Expr
    loss: Expr
    begins: Expr


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The best penalty against label noise, its law, and where noise begins to count.

        L(\gamma) = (\kappa^2 w_2 + \sigma^2 d_2/P)/(1 - d_2/P),   \kappa (1 - d/P) = \gamma

    at unlimited width. [cui2021generalization] for the exponents.
    """
    page = page_under(
        HEADING,
        statement="With the best penalty and label noise the loss falls as a power of "
        "$P/sigma^2$ below that without noise; noise begins to count at a number "
        "of samples that is a power of it. A penalty saturates for $a > 2 b + "
        "1$; stopping in time does not.",
        source=f"{PAPER}; new: amplitudes, the comparison with stopping in time",
        problem="min over $gamma$ of $L(gamma)$ at $N = infinity$, with label noise",
    )
    whole = page.show(
        L(gamma_R),
        factor(at_infinity(loss_of_penalty(statement), N)),
        "$s = s' = gamma$, and unlimited width",
    )
    target, learned, edge = _expanded(page, whole, spectrum)
    found = {
        one.condition: _best(page, one, learned, edge)
        for one in target.regimes
        if one.logarithms == 0
    }
    formulas: Formulas = {BestPenalty.WIDE: whole}
    statements: dict[str, Statement] = {}
    exponents = {}
    if found:  # on a = 2 b + 1 a logarithm leads, and nothing of this is a power
        rates = _in_cases({where: one.rate / (one.rate + 1) for where, one in found.items()})
        exponents[P] = page.show(r_P, rates, "the exponent of $L^*$ with the best penalty")
        stopped = stopping_laws(spectrum, statement)
        page.show(r_P, stopped.loss.exponent, "and stopped at the best time: it does not saturate")
        for leading in target.regimes:
            one, where = found[leading.condition], leading.condition
            parts = {
                BestPenalty.PENALTY: one.penalty,
                BestPenalty.LOSS: one.loss,
                BestPenalty.BEGINS: one.begins,
            }
            parts |= _quiet(page, leading, learned, edge)
            formulas |= {x.where(where): Piecewise((y, where)) for x, y in parts.items()}
        if spectrum == POWER_LAW:
            powers = _in_cases({where: -1 / one.rate for where, one in found.items()})
            time = simplify(P * diff(log(stopped.time), P))
            quiet = _in_cases({where: one.rate for where, one in found.items()})
            statements = _statements(rates, quiet, powers, time)
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        statements=statements,
        checks=noise_checks(),
        derive=derive,
        exponents=exponents,
    )


def _expanded(page: Page, whole: Expr, spectrum: PowerLaw) -> tuple[Law, Term, Term]:
    """What is left of the target, of the noise times P, and d, as laws in 1/kappa, displayed."""
    of_target = whole.subs({sigma2: 0, d_2: 0})
    of_noise = whole.diff(sigma2).diff(d_2).subs(d_2, 0)
    parts = of_target, factor(of_noise * P * d_2), d
    first = of_target + of_noise * d_2 * sigma2
    page.show(L(gamma_R), first, "$d_2/P$ small: what is left of target and noise", relation="~")
    sums, conditions = series_of_sums(spectrum, 2)
    name_amplitude(page, spectrum)
    known, inverse = {**sums, kappa: LogPowers.variable(kappa)}, LogPowers.variable(1 / x)
    target, learned, edge = (
        balanced(
            substitute(part, known, kappa, 1).composed(inverse, 1),
            "rho",
            x,
            "$kappa = 1/x$ small",
            conditions,
        )
        for part in parts
    )
    for one in target.regimes:
        page.show(of_target, _term(one), f"small $kappa$, {worded(one.condition)}", relation="~")
    noise = learned.regimes[0]
    page.show(parts[1], _term(noise), "what is learned of the noise", relation="~")
    return target, noise, edge.regimes[0]


def _term(one: Term) -> Expr:
    return one.amplitude * kappa**one.exponent * log(1 / kappa) ** one.logarithms


def _best(page: Page, target: Term, learned: Term, edge: Term) -> Best:
    """Where S kappa^rho + D kappa^-1/b sigma^2/P has no slope, and where d(kappa) is P there."""
    rho, fall = target.exponent, -learned.exponent
    share, where = simplify(rho / fall), target.condition
    noise = powsimp(fall * learned.amplitude * sigma2 / (rho * target.amplitude))
    power = simplify(1 / (rho + fall))
    penalty = page.show(
        gamma_star, (noise / P) ** power, f"{worded(where)}: no slope of the sum", relation="~"
    )
    front = target.amplitude * factor(1 + share)
    loss = page.show(
        L_star(P), front * (noise / P) ** simplify(rho * power), "the loss there", relation="~"
    )
    begins = page.show(
        P,
        (edge.amplitude ** (share + 1) / noise) ** (1 / share),
        "noise begins to count where $d(kappa) = P$ at that penalty",
        relation="~",
    )
    return Best(share, penalty, loss, begins)


def _quiet(page: Page, target: Term, learned: Term, edge: Term) -> dict[Formula, Expr]:
    """Without noise: S kappa^rho/(1 - d_2/P) at d = z P, and the z at which that is least."""
    rate, ratio = (
        simplify(-target.exponent / edge.exponent),
        factor(learned.amplitude / edge.amplitude),
    )
    at = (edge.amplitude / (z_star * P)) ** rate
    loss = target.amplitude * at / (1 - ratio * z_star)
    where = worded(target.condition)
    page.show(L(gamma_R), loss, f"{where}: without noise, at $d = z^* P$", relation="~")
    (stationary,) = solve((z_star * log(loss).diff(z_star)).simplify(), z_star)
    best = page.show(
        z_star,
        Min(*(one for one, _ in smallest([Integer(1), factor(stationary)], target.condition))),
        f"{where}: the least one; at $z^* = 1$ no penalty is the best",
    )
    return {BestPenalty.RANK: best, BestPenalty.QUIET: loss.subs(z_star, best)}


def _in_cases(found: Mapping[Boolean, Expr]) -> Expr:
    return Piecewise(*((value, where) for where, value in found.items()))


def _statements(best: Expr, quiet: Expr, begins: Expr, stopped: Expr) -> dict[str, Statement]:
    """Exponents in P and in the noise, for the power laws that the claims speak of."""
    return {
        "exponent of $L^*(P)$": Statement(best, "amplitudes", observable=NOISY_BEST, variable=P),
        "exponent of $L^*(P)$ without noise": Statement(
            quiet,
            "amplitudes, and where no penalty is best",
            observable=QUIET_BEST,
            variable=P,
        ),
        "power of $sigma^2$ at which noise counts": Statement(
            begins, "the number of samples", variable=sigma2
        ),
        "power of $P$ of the best time": Statement(
            stopped, "its amplitude, every $a$ and $b$", variable=P
        ),
    }
