"""Claims on one-pass SGD: what the papers say of its terms and its phases, and the verdicts."""

from __future__ import annotations

from sympy import And, Expr, Integer, Max, Piecewise, Rational, factor, oo

from analytic.claim import Claim, Judgement, judge
from analytic.comparison.claims.printed_values import MeanStep
from analytic.comparison.one_pass_quantities import (
    FLOOR as FLOOR_LOSS,
)
from analytic.comparison.one_pass_quantities import (
    ONE_PASS,
    AddedByWidth,
    KeptByStep,
    OnFrontier,
    OverFlow,
    Term,
)
from analytic.notation import (
    C,
    F,
    K,
    K_Sigma,
    L,
    L_star,
    L_t,
    N_star,
    a,
    b,
    eta,
    q,
    sigma2,
    t,
    v_at,
    x,
)
from analytic.problem import PowerLaw
from analytic.result import Measurable
from analytic.symbolic.one_pass.batch_moments import BatchStep
from analytic.symbolic.one_pass.phases import Phases
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import is_positive
from derivations.one_pass.laws import Laws, off_curves, over_flow
from derivations.one_pass.phases import by_phase, numbers_of_phases

__all__ = ["CLAIMS", "judgements", "measurables"]

DYNAMICAL, PAPER = "bordelon2024dynamical", "paquette2024phases"
POWERS = "lambda_k = k^-b, c_k = k^-a with a > 1, b > 1; any stable step and batch"
BIAS, KERNEL = "exponent in t of F(t), N = oo", "exponent in t of the kernel K(t), N = oo"
FLOOR, ADDED = "exponent in N of L(oo)", "exponent in t of the 1/N term of L(t)"
KEPT, MEAN = "what a step leaves of v^2", "what a step leaves of v, on average"
GAP, FLOW = "loss on the next batch - L(t) - noise", "L(t/eta)/L(t) of flow as eta -> 0, N = oo"
DATA = "L(t) as t -> oo, N = oo, no noise"
LEAST, WIDTH = "exponent in C of the least L(t, N)", "exponent in C of 1/N*(C)"
PHASE = "number of the phase, from small a"
BUDGET = "C = N t, b > 1, no noise, fixed batch"
PER_WIDTH = "fixed t, then t large"
_FLOW_TIME = Integer(100)
NEW = "the amplitude, at every stable step and batch"

_FIRST, _SECOND, _THIRD = a < b + 1, And(b + 1 < a, a < 2 * b), a > 2 * b
_TERM = 1 - 1 / b

CLAIMS = (
    Claim("D25", DYNAMICAL, "16", GAP, Integer(0), "every step: the batch is new"),
    Claim("D25", DYNAMICAL, "16", DATA, Integer(0), POWERS),
    Claim("D25", DYNAMICAL, "142-144", MEAN, 1 - eta * x, "along an eigenvector of K, at given A"),
    Claim("D25", DYNAMICAL, "143-144", KEPT, (1 - eta * x) ** 2, "Gaussian features, given A"),
    Claim("D25", DYNAMICAL, "text", FLOW, Integer(1), "eta t fixed, t large"),
    Claim("D32", DYNAMICAL, "142", MEAN, 1 + eta * x, "along an eigenvector of K, at given A"),
    Claim("P1", PAPER, "F_pp", BIAS, (a - 1) / b, POWERS),
    Claim("P1", PAPER, "K_pp", KERNEL, 2 - 1 / b, POWERS),
    Claim("P1", PAPER, "F_ac", ADDED, _TERM, PER_WIDTH),
    Claim("P1", PAPER, "F_ac, 2 beta > 1", ADDED, _TERM, PER_WIDTH, a > b + 1),
    Claim("P1", PAPER, "F_0", FLOOR, b - Max(0, b + 1 - a), POWERS),
    Claim(
        "P2",
        PAPER,
        "phases",
        PHASE,
        Piecewise((1, _FIRST), (2, _SECOND), (3, _THIRD)),
        BUDGET,
    ),
    Claim("P2", PAPER, "phase Ia", LEAST, (a - 1) / (1 + b), BUDGET, _FIRST),
    Claim("P2", PAPER, "phase II", LEAST, (a - 1) / a, BUDGET, _SECOND),
    Claim("P2", PAPER, "phase III", LEAST, 1 - 1 / (2 * b), BUDGET, _THIRD),
    Claim("P2", PAPER, "phase Ia, width", WIDTH, 1 / (1 + b), BUDGET, _FIRST),
    Claim("P2", PAPER, "phase II, width", WIDTH, 1 - b / a, BUDGET, _SECOND),
    Claim("P2", PAPER, "phase III, width", WIDTH, Rational(1, 2), BUDGET, _THIRD),
)


def judgements(
    spectrum: PowerLaw, step: BatchStep, laws: Laws, found: Phases
) -> tuple[Judgement, ...]:
    """The verdicts, for the power laws that the claims speak of."""
    derived = {
        GAP: step.residual - L_t - sigma2,
        DATA: Integer(0) if all(is_positive(one.exponent) for one in laws.loss.regimes) else oo,
        MEAN: step.mean,
        KEPT: step.keep,
        FLOW: over_flow(laws.loss, spectrum, step),
        BIAS: _only_exponent(laws.bias),
        KERNEL: _only_exponent(laws.kernel),
        ADDED: laws.added.exponent,
        FLOOR: laws.floor.exponent,
        PHASE: numbers_of_phases(found),
        LEAST: by_phase(found, [phase.rate for phase in found.phases]),
        WIDTH: by_phase(found, [phase.width for phase in found.phases]),
    }
    shown = {GAP: step.residual, MEAN: step.mean * v_at(t), KEPT: factor(step.keep)}
    adds = {BIAS: NEW, KERNEL: NEW, ADDED: NEW, FLOOR: NEW}
    return tuple(
        judge(
            claim,
            derived[claim.quantity],
            adds=adds.get(claim.quantity, ""),
            read_from=shown.get(claim.quantity),
        )
        for claim in CLAIMS
    )


def measurables(laws: Laws) -> dict[str, Measurable]:
    """How the digits measure what the claims speak of besides the law."""
    return {
        MEAN: Measurable(MeanStep(), v_at(t + 1), "value"),
        KEPT: Measurable(KeptByStep(), q(x), "value"),
        BIAS: Measurable(Term("bias"), F(t)),
        KERNEL: Measurable(Term("kernel"), K(t)),
        ADDED: Measurable(AddedByWidth(), off_curves(laws.added.leading)),
        FLOOR: Measurable(FLOOR_LOSS, off_curves(laws.floor.leading) / (1 - K_Sigma)),
        LEAST: Measurable(OnFrontier("loss"), L_star(C)),
        WIDTH: Measurable(OnFrontier("width"), N_star),
        DATA: Measurable(ONE_PASS, off_curves(laws.loss.leading), "amplitude"),
        FLOW: Measurable(OverFlow(_FLOW_TIME), L(t), "amplitude", given=f"t = {_FLOW_TIME}"),
    }


def _only_exponent(series: LogPowers) -> Expr:
    ((exponent, _),) = series.terms
    return exponent
