r"""Momentum: the Laplace variable it changes, and the time it gains.

    H_k(z) = (1 - \mu/z) / (z - 1 - \mu + \mu/z + \eta \lambda_k R_1 R_3),   t -> \eta t/(1 - \mu)

A fixed momentum changes no exponent and no final loss. [bordelon2024dynamical], eqs. (137)-(141).
New here: the numerator, the eigenvalue that the printed formula lacks, the amplitudes and first
corrections.
"""

from sympy import Derivative, Expr, factor

from analytic.comparison.claims.printed_values import FLOW_RESPONSE, STEP_RESPONSE
from analytic.comparison.schedule import schedule_checks
from analytic.comparison.training import (
    HEAVY_BALL,
    HEAVY_BALL_FLOW,
    NESTEROV,
    late_sums_check,
    way_checks,
)
from analytic.law import Law
from analytic.notation import Delta_f, H_k, eta, lambda_k, mean_error, mu, p, s, t, u4, v, z
from analytic.page import Page
from analytic.problem import (
    FIELD_EQUATIONS,
    POWER_LAW,
    FieldEquations,
    HeavyBall,
    Nesterov,
    PowerLaw,
)
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import Formulas
from analytic.symbolic.training.late_times import LateMode, late_law, late_mode
from analytic.symbolic.training.recursions import (
    heavy_ball_flow,
    pole_part,
    source_response,
    stepped,
)
from derivations import momentum_schedule
from derivations.headings import Heading
from derivations.late_laws import (
    IN_MU,
    Response,
    late_formulas,
    show_late_law,
    show_mode,
    show_response,
    show_same_end,
)
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "momentum",
    220,
    "Momentum",
    "a step below the edge of stability; $N = P = infinity$ and $t$ large for the losses",
    law=True,
)

PAPER = "bordelon2024dynamical"


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""Responses and late losses with momentum, in steps and in continuous time.

        H_k(z) = (1 - \mu/z)/(z - 1 - \mu + \mu/z + \eta \lambda_k R_1 R_3)

    [bordelon2024dynamical], eqs. (137)-(141), prints another one.
    """
    page = page_under(
        HEADING,
        statement="Momentum is gradient flow in another Laplace variable. It multiplies time by "
        "1/(1 - $mu$) and changes no exponent and no final loss; the loss at step $t$ has a "
        "correction of relative order $1/t$. One that grows as $1 - r/n$ squares the time.",
        source=f"{PAPER}, eqs. (137)-(141); su2016differential, section 2, and "
        "watson1944bessel, section 13.41, for the schedule; new: the rest",
        problem="$v_{t+1} = v_t - eta (K v_t + g) + mu (v_t - v_{t-1})$, $v_{-1} = v_0$; Nesterov: "
        "$v_{t+1} = u_t - eta (K u_t + g)$, $u_t = v_t + mu (v_t - v_{t-1})$",
    )
    response, ratio, law, mode = _steps(page, spectrum, statement)
    flow = _continuous(page, spectrum, statement)
    looking_ahead = _nesterov(page, spectrum, statement, mode)
    schedule = momentum_schedule.derive(spectrum)
    page.equations.extend(schedule.page.equations)
    of_flow = flow[HEAVY_BALL_FLOW.stated(H_k)]
    statements = _statements(of_flow, response.whole, ratio) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={
            H_k: response.whole,
            s: response.frequency,
            **flow,
            **looking_ahead,
            **schedule.formulas,
        },
        law=law,
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
) -> tuple[Response, Expr, Law, LateMode]:
    """Momentum of steps, the residue at z = 1 over that of the flow, late law and mode."""
    response = show_response(
        page,
        z,
        stepped(statement, HeavyBall(eta, mu)),
        "the field equations with two steps back, by the $z$-transform",
    )
    ratio = show_same_end(page, response, statement)
    mode = show_mode(page, response.free, "the slow pole, to first order: time gains")
    law = late_law(spectrum, mode, "r_t(momentum)")
    return response, ratio, show_late_law(page, law, "the pole of $zeta$: no other exponent"), mode


def _continuous(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> Formulas:
    """Momentum of a flow, beside its response to a force, which is the printed one."""
    rule = heavy_ball_flow(statement)
    page.show(
        Derivative(v, u4), source_response(rule), "$beta v'' + v' = -(K v + g)$, and a force on $v$"
    )
    response = show_response(page, p, rule, "from rest, $v'(0) = 0$")
    mode = late_mode(response.free, p, 0)
    late = late_law(spectrum, mode, "r_t(inertia)")
    law = show_late_law(page, late, "late times: the amplitude of gradient flow")
    return late_formulas(response, law, HEAVY_BALL_FLOW)


def _nesterov(
    page: Page, spectrum: PowerLaw, statement: FieldEquations, heavy: LateMode
) -> Formulas:
    r"""Nesterov's momentum at a fixed mu, s = (z - 1)(z - \mu)/(\eta [(1 + \mu) z - \mu]).

    Time gains as much as by the heavy ball, to first order; the next order is another one.
    """
    response = show_response(
        page,
        z,
        stepped(statement, Nesterov(eta, mu)),
        "Nesterov: the gradient at $u_t = v_t + mu (v_t - v_{t-1})$, from $v_{-1} = v_0$",
    )
    weight, rest = pole_part(response.free, lambda_k)
    page.show(
        mean_error(z) - rest,
        weight * mean_error(s),
        "in partial fractions: no rate and no size changes the rest, which has no pole at $z = 1$",
    )
    page.show(
        (z - 1) * mean_error(z) / (s * mean_error(s)),
        cancel((z - 1) * weight / response.frequency).subs(z, 1),
        "the residue at $z = 1$ over that at $s = 0$: final losses are unchanged",
    )
    mode = show_mode(page, response.free, "to first order, the heavy ball's")
    page.show(
        Delta_f,
        factor((mode.correction - heavy.correction).subs(IN_MU)) / t,
        "of that, what the heavy ball has not: the first difference between the two",
        relation="~",
    )
    law = show_late_law(page, late_law(spectrum, mode, "r_t(Nesterov)"), "the pole of $zeta$")
    return late_formulas(response, law, NESTEROV)


def _statements(flow: Expr, steps: Expr, ratio: Expr) -> dict[str, Statement]:
    """The responses, for the power laws that the claims speak of."""
    given = "$N = P = infinity$"
    return {
        "$H_k$ of a flow with momentum": Statement(flow, observable=FLOW_RESPONSE, given=given),
        "$H_k(z)$ of gradient descent with momentum": Statement(
            steps, observable=STEP_RESPONSE, given=given
        ),
        "residue of $H_k$ at the end of training, over that of gradient flow": Statement(
            ratio, "the same in discrete time"
        ),
    }
