r"""Gradient descent: what steps of a finite size change, and what they do not.

    H_k(z) = 1/(z - 1 + \eta \lambda_k R_1 R_3)
    L(t) = L_flow(\eta t) [ 1 - \rho (\rho + 1)/(4 t) + O(t^{-2}) ]

with \rho = (a-1)/b. [bordelon2024dynamical], eqs. (132)-(136). New here: the amplitude, the first
correction, which gradient flow does not have, and that final losses are the same.
"""

from analytic.comparison.training import DESCENT, late_sums_check, way_checks
from analytic.notation import H_k, eta, lambda_k, p, s, z
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, GradientDescent, PowerLaw
from analytic.result import Result, Statement
from analytic.symbolic.training.late_times import late_law, late_mode
from analytic.symbolic.training.recursions import stepped
from derivations.headings import Heading
from derivations.late_laws import show_late_law, show_mode, show_response, show_same_end
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "gradient-descent",
    200,
    "Gradient descent",
    "$eta x_max < 2$, $x_max$ the upper edge of the spectrum of $K$; $N = P = infinity$ and "
    "$t$ large for the loss",
    law=True,
)

PAPER = "bordelon2024dynamical"
NEW = (
    "the amplitude of $L(t)$, its first correction in $1/t$, and the same losses at $t = infinity$"
)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The response and the late loss of gradient descent with step eta.

        H_k(z) = 1/(z - 1 + \eta \lambda_k R_1 R_3)

    [bordelon2024dynamical], eqs. (132)-(136).
    """
    page = page_under(
        HEADING,
        statement="Steps of size $eta$ are gradient flow in another Laplace variable. "
        "Exponents and final losses are those of the flow, time is $eta t$, and "
        "the loss at step $t$ has a correction of relative order $1/t$.",
        source=f"{PAPER}, eqs. (132)-(136); new: the amplitude, the correction, the final losses",
        problem="$v_{t+1} = v_t - eta (K v_t + g)$, by the sum of $v_t z^(-t-1)$ over $t$",
    )
    rule = stepped(statement, GradientDescent(eta))
    response = show_response(page, z, rule, "the field equations with $v_{t+1}$ on the left")
    show_same_end(page, response, statement)
    exponent = late_mode(response.free, z, 1).exponent
    page.show(
        p, exponent, "without limits: the exponent of one mode, to second order", error=lambda_k**3
    )
    mode = show_mode(page, response.free, "to first order, with $z = e^p$: the age of the mode")
    late = late_law(spectrum, mode, "r_t(GD)")
    law = show_late_law(page, late, "the pole of $zeta$: the flow at time $eta t$")
    stated = {"$H_k(z)$ of gradient descent": Statement(response.whole, NEW)}
    statements = stated if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={H_k: response.whole, s: response.frequency},
        law=law,
        statements=statements,
        checks=(
            *way_checks(DESCENT, spectrum),
            late_sums_check(DESCENT),
        ),
        observable=DESCENT.observable,
        derive=derive,
    )
