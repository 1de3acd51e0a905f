r"""Averaged gradient descent: the mean of the iterates, and what it never forgets.

    f_t = (1/t) \sum_{k < t} (1 - \eta \lambda)^k = [1 - (1 - \eta \lambda)^t]/(\eta \lambda t)
    L(t) = A t^{-(a-1)/b} + \zeta(a - 2b)/(\eta t)^2 + ...

The mean keeps 1/y of an error of age y = \eta \lambda t, as ridge with penalty 1/(\eta t) does,
where the last iterate keeps e^{-y}: exponents saturate at two. [neu2018averaging] has the likeness
to ridge for means with geometric weights. New here: the law, its amplitudes and first correction.
"""

from sympy import Expr, Rational, exp, factor, limit, oo

from analytic.comparison.training import F_T, Way, late_sums_check, way_checks
from analytic.formulas.prose import worded
from analytic.notation import H_k, L, eta, f, lambda_k, r_t, s, t, y, z
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, GradientDescent, PowerLaw
from analytic.problem.training import AveragedDescent
from analytic.quotient import cancel
from analytic.result import Result
from analytic.symbolic.training.late_times import averaged_law, late_mode
from analytic.symbolic.training.recursions import stepped
from derivations.headings import Heading
from derivations.late_laws import show_late_law, show_response, show_same_end
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "averaged-descent",
    210,
    "Averaged gradient descent",
    "$eta$ below the edge of stability; $N = P = infinity$ and $t$ large for the loss",
    law=True,
)
AVERAGED = Way(AveragedDescent(Rational(1, 3)), z)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The filter and the late loss of the mean of the iterates 0 ... t-1.

        L(t) = \sum_k c_k f_t(\lambda_k)^2,   f_t(\lambda) = (1/t) \sum_{n < t} (1 - \eta \lambda)^n

    [neu2018averaging] for the likeness to ridge.
    """
    page = page_under(
        HEADING,
        statement="The mean of the iterates of gradient descent ends where the last one "
        "ends, and late: modes that were learned leave $1/t$ of their first error, "
        "as ridge with the penalty $1/(eta t)$ does. The exponent is that of the "
        "flow where it is below two, and two beyond.",
        source="neu2018averaging, for the likeness to ridge; new: the law, its amplitudes and its "
        "first correction",
        problem="the mean of $v_0$ to $v_{t-1}$, where $v_{t+1} = v_t - eta (K v_t + g)$",
    )
    rule = stepped(statement, GradientDescent(eta))
    reason = "one iterate: the field equations with $v_{t+1}$ on the left"
    response = show_response(page, z, rule, reason)
    show_same_end(page, response, statement)
    left = page.show(
        f(t),
        _mean(response.free),
        "without limits: $t f_t$ has the transform $H_k/(z - 1)$, residues at $z = 1$ and at "
        "the pole",
    )
    mode = late_mode(response.free, z, 1)
    page.show(y, mode.rate * lambda_k * t, "to first order, with $z = e^p$: the age of the mode")
    late = page.show(
        f(t),
        (1 - exp(-y) * (1 + mode.correction / (2 * t))) / y,
        "at given age, up to $1/t^2$",
        error=t**-2,
    )
    page.show(
        y * f(t),
        limit(limit(late * y, t, oo), y, oo),
        "modes learned, $y$ large: as much as ridge keeps with $gamma = 1/(eta t)$",
        relation="~",
    )
    law = show_late_law(
        page,
        averaged_law(spectrum, mode, "r_t(mean)"),
        "the pole of $zeta$, and at $z = 2$ that of what the mean keeps",
    )
    page.show(r_t, law.exponent, "the larger of the two leads: averaging saturates")
    for edge, there in law.curves.items():
        page.show(
            L(t),
            there.expansion,
            f"on {worded(edge)} the poles collide",
            error=there.remainder,
        )
    return result_under(
        HEADING,
        page,
        formulas={
            H_k: factor(response.whole / (z - 1)),
            s: response.frequency,
            F_T: left,
        },
        law=law,
        checks=(late_sums_check(AVERAGED), *way_checks(AVERAGED, spectrum)),
        observable=AVERAGED.observable,
        derive=derive,
    )


def _mean(response: Expr) -> Expr:
    """(1/t) (f_0 + ... + f_{t-1}): residues of z^t H/(z - 1) at z = 1 and at the pole of H."""
    numerator, denominator = cancel(response).as_numer_denom()
    slope = denominator.diff(z)
    pole = cancel(z - denominator / slope)
    at_one, at_pole = response.subs(z, 1), (z**t * numerator / slope / (z - 1)).subs(z, pole)
    return factor(at_one + at_pole) / t
