r"""Momentum: the Laplace variable it changes, and the time it gains.

    H_k(z) = (1 - \mu/z) / (z - 1 - \mu + \mu/z + \eta \lambda_k R_1 R_3),   t -> \eta t/(1 - \mu)

A fixed momentum changes no exponent and no final loss. [bordelon2024dynamical], eqs. (137)-(141).
New here: the numerator, the eigenvalue that the printed formula lacks, the amplitudes and first
corrections.
"""

from __future__ import annotations

from sympy import Derivative, Expr, exp, factor

from analytic.comparison.claims.printed_values import FlowResponse
from analytic.comparison.schedule import schedule_checks
from analytic.comparison.training import (
    HEAVY_BALL,
    HEAVY_BALL_FLOW,
    NESTEROV,
    MomentumResponse,
    late_sums_check,
    way_checks,
)
from analytic.law import Law
from analytic.notation import (
    D_N,
    D_P,
    a,
    b,
    below_one_mu,
    eta,
    f,
    lambda_k,
    mean_error,
    mu,
    p,
    s,
    t,
    u4,
    v,
    y,
    z,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, FieldEquations, HeavyBall, PowerLaw
from analytic.result import Result, Statement
from analytic.symbolic.training.late_times import LateMode, late_law, late_mode
from analytic.symbolic.training.recursions import (
    frequency_of,
    heavy_ball_flow,
    initial_response,
    source_response,
    stepped,
)
from derivations import momentum_schedule
from derivations.claims import verdicts
from derivations.headings import Heading
from derivations.training.late_laws import show_late_law, show_same_end
from derivations.training.nesterov import show_nesterov

__all__ = ["derive"]

HEADING = Heading(
    "momentum",
    220,
    "Momentum",
    "a step below the edge of stability; N = P = infinity and t large for the losses",
    law=True,
)

PAPER = "bordelon2024dynamical"
DEFAULT = PowerLaw(a, b)
FLOW = HEAVY_BALL_FLOW.suffix


def derive(spectrum: PowerLaw = DEFAULT, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """Responses and late losses with momentum, in steps and in continuous time."""
    page = Page(
        title=HEADING.title,
        statement="Momentum is gradient flow in another Laplace variable. It multiplies time by "
        "1/(1 - mu) and changes no exponent and no final loss; the loss at step t has a correction "
        "of relative order 1/t. One that grows as 1 - r/n squares the time.",
        source=f"{PAPER}, eqs. (137)-(141); su2016differential, section 2, and "
        "watson1944bessel, section 13.41, for the schedule; new: the rest",
        validity=HEADING.validity,
        problem="$v_{t+1} = v_t - eta (K v_t + g) + mu (v_t - v_{t-1})$, $v_{-1} = v_0$; Nesterov: "
        "$v_{t+1} = u_t - eta (K u_t + g)$, $u_t = v_t + mu (v_t - v_{t-1})$",
    )
    step_formulas, ratio, law, mode = _steps(page, spectrum, statement)
    flow_formulas = _continuous(page, spectrum, statement)
    looking_ahead = show_nesterov(page, spectrum, statement, mode)
    schedule = momentum_schedule.derive(spectrum)
    page.equations.extend(schedule.page.equations)
    responses = flow_formulas["H_k" + FLOW], step_formulas["H_k"]
    statements = _statements(*responses, ratio) if spectrum == DEFAULT else {}
    return Result(
        name=HEADING.name,
        title=page.title,
        page=page,
        formulas={**step_formulas, **flow_formulas, **looking_ahead, **schedule.formulas},
        law=law,
        judgements=verdicts(HEADING.name, statements),
        statements=statements,
        checks=(
            late_sums_check(HEAVY_BALL),
            *way_checks(HEAVY_BALL, spectrum),
            *way_checks(HEAVY_BALL_FLOW, spectrum),
            *way_checks(NESTEROV, spectrum),
            *schedule_checks(spectrum),
        ),
        observable=HEAVY_BALL.observable,
        derive=derive,
    )


def _steps(
    page: Page, spectrum: PowerLaw, statement: FieldEquations
) -> tuple[dict[str, Expr], Expr, Law, LateMode]:
    """Momentum of steps, the residue at z = 1 over that of the flow, late law and mode."""
    response = page.show(
        mean_error(z),
        initial_response(stepped(statement, HeavyBall(eta, mu))),
        "the field equations with two steps back, by the z-transform sum_t v_t z^(-t-1)",
    )
    free = response.subs({D_P: 1, D_N: 1})
    frequency = page.show(s, frequency_of(free, lambda_k), "the pole of the flow is at -s")
    ratio = show_same_end(page, response, frequency, statement)
    mode = late_mode(free.subs(mu, 1 - below_one_mu), z, 1)
    shown = {below_one_mu: 1 - mu}
    page.show(y, mode.rate.subs(shown) * lambda_k * t, "the slow pole, to first order: time gains")
    tilt = factor(mode.correction.subs(shown))
    page.show(
        f(t) ** 2 * exp(2 * y), 1 + tilt / t, "its error at given age, up to 1/t^2", error=t**-2
    )
    late = late_law(spectrum, mode, "r_t(momentum)")
    law = show_late_law(page, late, "the pole of zeta: no other exponent", shown)
    return {"H_k": response, "s": frequency}, ratio, law, mode


def _continuous(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> dict[str, Expr]:
    """Momentum of a flow, beside its response to a force, which is the printed one."""
    rule = heavy_ball_flow(statement)
    page.show(
        Derivative(v, u4), source_response(rule), "beta v'' + v' = -(K v + g), and a force on v"
    )
    response = page.show(mean_error(p), initial_response(rule), "from rest, v'(0) = 0")
    free = response.subs({D_P: 1, D_N: 1})
    frequency = page.show(s, frequency_of(free, lambda_k), "the pole of the flow is at -s")
    late = late_law(spectrum, late_mode(free, p, 0), "r_t(inertia)")
    law = show_late_law(page, late, "late times: the amplitude of gradient flow")
    formulas = {
        "H_k": response,
        "s": frequency,
        "L(t)": law.leading,
        "correction": law.correction,
        "remainder": law.remainder,
    }
    return {name + FLOW: formula for name, formula in formulas.items()}


def _statements(flow: Expr, steps: Expr, ratio: Expr) -> dict[str, Statement]:
    """The responses, for the power laws that the claims speak of."""
    of_flow, of_steps, given = FlowResponse(), MomentumResponse(), "N = P = infinity"
    return {
        "H_k of a flow with momentum": Statement(flow, "", flow, of_flow, "value", given=given),
        "H_k(z) of gradient descent with momentum": Statement(
            steps, "", steps, of_steps, "value", given=given
        ),
        "residue of H_k at the end of training, over that of gradient flow": Statement(
            ratio, "the same in discrete time"
        ),
    }
