r"""Momentum: the Laplace variable it changes, the time it gains, and a schedule that gains more.

    H_k(z) = (1 - \mu/z) / (z - 1 - \mu + \mu/z + \eta \lambda_k R_1 R_3),   t -> \eta t/(1 - \mu)

A fixed momentum changes no exponent; with \mu_n = 1 - r/n the time exponent is Min(2(a-1)/b, r).
[bordelon2024dynamical], eqs. (137)-(141). New here: the numerator, the eigenvalue that the printed
formula lacks, the amplitudes and first corrections, and the schedule.
"""

from __future__ import annotations

from sympy import Derivative, Expr, Integer, Min, cancel, exp, simplify

from analytic.claim import Claim, Judgement, judge
from analytic.comparison.training.late_losses import late_digits_check, late_sums_check
from analytic.comparison.training.mode_responses import mode_dice_check, recursion_check
from analytic.comparison.training.schedule_sums import (
    schedule_recursion_check,
    schedule_swings_check,
    schedule_tail_check,
)
from analytic.comparison.training.ways import HEAVY_BALL, HEAVY_BALL_FLOW
from analytic.notation import (
    D_N,
    D_P,
    Delta_L,
    L,
    R_t,
    a,
    b,
    beta,
    eta,
    f,
    lambda_k,
    mean_error,
    mu,
    p,
    r_t,
    s,
    t,
    u4,
    v,
    y,
    z,
)
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.result import Result
from analytic.symbolic.mean_field.field_equations import FIELD_EQUATIONS, FieldEquations
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.training.late_times import correction, late_mode, leading
from analytic.symbolic.training.recursions import (
    frequency_of,
    heavy_ball,
    heavy_ball_flow,
    initial_response,
    source_response,
)
from analytic.symbolic.training.schedule import motion, scheduled_filter, scheduled_loss

__all__ = ["CLAIMS", "derive"]

PAPER = "bordelon2024dynamical"
DEFAULT = PowerLaw(a, b)
FLOW = HEAVY_BALL_FLOW.suffix
FLOW_RESPONSE = "response of v_k to a force, in continuous time"
STEP_RESPONSE = "H_k(z) of gradient descent with momentum"
FINAL = "residue of H_k at the end of training, over that of gradient flow"

CLAIMS = (
    Claim(
        "D24",
        PAPER,
        "137-139",
        FLOW_RESPONSE,
        1 / (p + beta * p**2 + lambda_k * D_P * D_N),
        "momentum in continuous time, i omega -> i omega + beta (i omega)^2",
    ),
    Claim(
        "D24",
        PAPER,
        "140-141",
        STEP_RESPONSE,
        1 / (z - 1 - mu + mu / z + eta * D_P * D_N),
        "steps eta with momentum mu, as printed",
    ),
    Claim("D24", PAPER, "text", FINAL, Integer(1), "any momentum"),
)
NEW = {
    FLOW_RESPONSE: "the error itself is this times 1 + beta p, for training that starts from rest",
    FINAL: "the same in discrete time",
}


def derive(spectrum: PowerLaw = DEFAULT, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """Responses and late losses with momentum, in steps, in continuous time, and on a schedule."""
    page = Page(
        title="Momentum",
        statement="Momentum is gradient flow in another Laplace variable. A fixed one multiplies "
        "time by 1/(1 - mu) and changes no exponent and no final loss; one that grows as 1 - r/n "
        "squares the time, until what it leaves of the learned modes takes over.",
        source=f"{PAPER}, eqs. (137)-(141); su2016differential, section 2, for the schedule's "
        "equation of motion; watson1944bessel, section 13.41; new: the rest",
        validity="a step below the edge of stability; N = P = infinity and t large for the losses",
        problem="v_{t+1} = v_t - eta (K v_t + g) + mu (v_t - v_{t-1}), v_{-1} = v_0",
    )
    step_formulas, ratio = _steps(page, spectrum, statement)
    flow_formulas, source = _continuous(page, spectrum, statement)
    return Result(
        name="momentum",
        title=page.title,
        page=page,
        formulas={**step_formulas, **flow_formulas, **_schedule(page, spectrum)},
        judgements=_judgements(
            spectrum,
            {FLOW_RESPONSE: source, STEP_RESPONSE: step_formulas["H_k"], FINAL: ratio},
        ),
        checks=(
            recursion_check(HEAVY_BALL),
            late_sums_check(HEAVY_BALL),
            schedule_recursion_check(),
            schedule_tail_check(),
            schedule_swings_check(),
            late_digits_check(HEAVY_BALL),
            late_digits_check(HEAVY_BALL_FLOW),
            mode_dice_check(HEAVY_BALL),
            mode_dice_check(HEAVY_BALL_FLOW),
        ),
        derive=derive,
    )


def _steps(
    page: Page, spectrum: PowerLaw, statement: FieldEquations
) -> tuple[dict[str, Expr], Expr]:
    """Momentum of steps, and the residue at z = 1 over that of the flow."""
    response = page.show(
        mean_error(z),
        initial_response(heavy_ball(statement)),
        "the field equations with two steps back, by the z-transform sum_t v_t z^(-t-1)",
    )
    free = response.subs({D_P: 1, D_N: 1})
    frequency = page.show(s, frequency_of(free, lambda_k), "the pole of the flow is at -s")
    flow = responses(statement).H_k
    ratio = page.show(
        (z - 1) * mean_error(z) / (s * mean_error(s)),
        cancel((z - 1) * response / (s * flow).subs(s, frequency)),
        "hence the same residue at z = 1 as at s = 0: final losses are unchanged",
    )
    mode = late_mode(free, z, 1)
    page.show(y, simplify(mode.rate) * lambda_k * t, "the slow pole, to first order: time gains")
    page.show(f(t) ** 2 * exp(2 * y), 1 + simplify(mode.correction) / t, "its error at given age")
    loss = page.show(L(t), leading(spectrum, mode), "the pole of zeta: no other exponent")
    first = page.show(Delta_L, correction(spectrum, mode), "the first correction")
    page.show(Delta_L / L(t), simplify(first / loss), "relative to the leading term")
    return {"H_k": response, "s": frequency, "L(t)": loss, "correction": first}, ratio


def _continuous(
    page: Page, spectrum: PowerLaw, statement: FieldEquations
) -> tuple[dict[str, Expr], Expr]:
    """Momentum of a flow, and the response to a source."""
    rule = heavy_ball_flow(statement)
    force = page.show(
        Derivative(v, u4), source_response(rule), "beta v'' + v' = -(K v + g), and a force on v"
    )
    response = page.show(mean_error(p), initial_response(rule), "from rest, v'(0) = 0")
    free = response.subs({D_P: 1, D_N: 1})
    frequency = page.show(s, frequency_of(free, lambda_k), "the pole of the flow is at -s")
    mode = late_mode(free, p, 0)
    loss = page.show(L(t), leading(spectrum, mode), "late times: the amplitude of gradient flow")
    first = page.show(Delta_L, correction(spectrum, mode), "the first correction")
    page.show(Delta_L / L(t), simplify(first / loss), "relative to the leading term")
    formulas = {"H_k": response, "s": frequency, "L(t)": loss, "correction": first}
    return {name + FLOW: formula for name, formula in formulas.items()}, -force


def _schedule(page: Page, spectrum: PowerLaw) -> dict[str, Expr]:
    """Momentum that grows with time."""
    page.show(Integer(0), motion(), "small steps with mu_n = 1 - r/n, at t = n sqrt(eta)")
    left = page.show(f(t), scheduled_filter(), "its solution from rest")
    found = scheduled_loss(spectrum)
    tail = page.show(L(t), found.tail, "modes still to be learned: the pole of zeta")
    swings = page.show(
        R_t,
        found.mean,
        "swings of the modes learned, on average over time: the pole of Gamma",
        heuristic=True,
    )
    exponents = [simplify(-t * term.diff(t) / term) for term in (tail, swings)]
    exponent = page.show(r_t, Min(*exponents), "the larger of the two leads", heuristic=True)
    return {"f_t": left, "L(t) tail": tail, "L(t) swings": swings, "r_t of the schedule": exponent}


def _judgements(spectrum: PowerLaw, derived: dict[str, Expr]) -> tuple[Judgement, ...]:
    """The verdicts, where the spectrum is the one that the claims speak of."""
    if spectrum != DEFAULT:
        return ()
    return tuple(
        judge(claim, derived[claim.quantity], adds=NEW.get(claim.quantity, "")) for claim in CLAIMS
    )
