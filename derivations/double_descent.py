r"""Double descent: the ridgeless loss on both sides of N = P, and the peak between them.

    L + \sigma^2 = (\kappa w + \sigma^2)/(1 - N/P),   N < P,   d(\kappa) = N
    L + \sigma^2 \sim (\kappa w + \sigma^2)/\sqrt{\delta^2 + 4 \gamma/\kappa},   N = P (1 + \delta)

[maloney2022solvable] has the first for an isotropic target; the other side differs from it by what
noise adds. New here: any spectrum and target, the peak of a penalty and of a time.
"""

from sympy import Expr, factor, limit, oo, solve, sqrt

from analytic.comparison.double_descent import (
    BY_PENALTY,
    BY_TIME,
    LESS_DATA,
    LESS_WIDTH,
    RIDGELESS,
    SAME_TOP,
    double_descent_checks,
)
from analytic.notation import (
    C_0,
    D_P,
    Delta_delta,
    K,
    L,
    N,
    P,
    d,
    d_2,
    delta,
    gamma_R,
    kappa,
    kappa_n,
    s,
    s2,
    sigma2,
    t,
    theta,
    theta_half,
    w,
    w_2,
    x,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import Formulas
from analytic.symbolic.mean_field.final_value import final_dimension, final_test
from analytic.symbolic.mean_field.peak import (
    by_difference,
    frequency_at_peak,
    half_of_flow,
    in_time,
    of_flow,
    of_penalty,
    peak,
    root_at_peak,
    width_at_half,
)
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.log_powers import revert
from derivations.bottleneck import WIDTH, limited_law, name_amplitude
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "double-descent",
    185,
    "Double descent",
    "any spectrum and target; near $N = P$ a small penalty or a late time, and $N$, $P$ "
    "large for laws",
    law=False,
)

PAPER = "maloney2022solvable"
SIDES = {N: "N < P", P: "P < N"}  # by the smaller one


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The loss without a penalty on both sides of N = P, and the peak that one leaves.

        L + \sigma^2 = (\kappa w + \sigma^2)/(1 - N/P),   d(\kappa) = N < P

    [maloney2022solvable], for an isotropic target.
    """
    page = page_under(
        HEADING,
        statement="Without a penalty and at infinite time the loss diverges where $N = P$ as "
        "$1/|N - P|$, with and without label noise. A penalty, or an end of "
        "training, leaves a peak whose height is one over their square root, and "
        "whose width is that root.",
        source=f"{PAPER}, ridgeless limit; new: every spectrum and target, the peak",
        problem="$L(N, P) + sigma^2$ at $t = infinity$, or with a penalty",
    )
    sides = {side: factor(final_test(statement, side) + sigma2) for side in SIDES}
    for side, loss in sides.items():
        end = final_dimension(statement, side)
        page.show(L(oo) + sigma2, loss, f"${SIDES[side]}$: $d(kappa) = {end}$")
    for side, loss in sides.items():
        pole = factor(limit(cancel(loss * (1 - N / P)), P, N).subs(N, P))
        where = f"as $N -> P$, ${SIDES[side]}$: $d(kappa) = N = P$"
        page.show(L(oo) + sigma2, pole / (1 - N / P), where, relation="~")
    near = _near(page, spectrum, statement)
    statements = _statements(sides) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={**{RIDGELESS[side]: loss for side, loss in sides.items()}, **near},
        statements=statements,
        checks=double_descent_checks(),
        derive=derive,
    )


def _near(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> Formulas:
    """The peak that a penalty or a finite time leaves at N = P."""
    page.show(delta, N / P - 1, "how far the width is from the number of samples")
    near = page.show(
        s * s2 * C_0 + sigma2,
        peak(statement),
        "both responses and $delta$ small alike; $d(kappa_n) = P$",
        relation="~",
    )
    frequency = page.show(s, frequency_at_peak(statement), "so is the root of $s$", relation="~")
    root = page.show(D_P, root_at_peak(frequency), "solved", relation="~")
    penalty = page.show(
        L(gamma_R) + sigma2, of_penalty(near, root), "a penalty: $s = s' = gamma_R$", relation="~"
    )
    top = page.show(
        L(gamma_R) + sigma2, factor(penalty.subs(delta, 0)), "at $N = P$: the height", relation="~"
    )
    half = page.show(
        Delta_delta, width_at_half(penalty), "full width at half the height", relation="~"
    )
    apart = page.show(
        s * s2 * C_0 + sigma2,
        by_difference(near, frequency),
        "the same: $D_P (D_P + delta)$ at both frequencies, one less the other",
        relation="~",
    )
    kernel = page.show(K(x), in_time(root), "the inverse transform of $D_P$ at a time $x > 0$")
    scaled = page.show(theta, delta * sqrt(kappa_n * t), "in units of the width at time $t$")
    time = page.show(
        L(t) + sigma2,
        of_flow(apart, kernel),
        "gradient flow: minus the integral of $K(x + x')$ over both times up to $t$",
        relation="~",
    )
    flat = page.show(
        L(t) + sigma2,
        factor(limit(time, theta, 0)),
        "at $N = P$: as a penalty of about $1/t$",
        relation="~",
    )
    (equal,) = solve(top - flat, gamma_R)
    page.show(gamma_R, equal, "the penalty that leaves the same height", relation="~")
    place = page.show(
        theta_half,
        half_of_flow(time),
        "where the time has half of its height: the root of the equation, in digits",
        relation="~",
    )
    wide = page.show(
        delta,
        2 * theta_half / sqrt(kappa_n * t),
        "full width at half the height",
        relation="~",
    )
    page.show(
        (L(t) + sigma2) * delta,
        factor(flat * wide),
        "height times width: the same at all times, as it is at all penalties",
        relation="~",
    )
    laws = _laws(page, {L(gamma_R): top, L(t): flat}, spectrum, statement)
    return {
        BY_PENALTY.near: penalty,
        BY_PENALTY.top: top,
        BY_PENALTY.half: half,
        BY_TIME.near: time.subs(theta, scaled),
        BY_TIME.top: flat,
        SAME_TOP: equal,
        BY_TIME.half: wide.subs(theta_half, place),
        **laws,
    }


def _laws(
    page: Page, heights: dict[Expr, Expr], spectrum: PowerLaw, statement: FieldEquations
) -> Formulas:
    """The height at N = P as a law in N: the width law and what it is multiplied with."""
    series = series_of_sums(spectrum, 1, {d: DEFINITIONS[d]}).series[d]
    inverse = revert(series, final_dimension(statement, N), 0)
    (rate, _), amplitude = inverse.leading
    unit = amplitude * N**-rate
    name_amplitude(page, spectrum)
    page.show(kappa_n, unit, "a power law: $d(kappa_n) = N$", relation="~")
    law = limited_law(WIDTH, spectrum, statement)
    lost = page.show(
        kappa_n * w, law.general.leading, "and the loss at that width, data unlimited", relation="~"
    )
    found: Formulas = {}
    laws = {L(gamma_R): BY_PENALTY.law, L(t): BY_TIME.law}
    for loss, height in heights.items():
        front = factor(height / (kappa_n * w + sigma2)).subs(kappa_n, unit)
        reason = "put in: the height at $N = P$ as a law"
        page.show(loss + sigma2, front * (lost + sigma2), reason, relation="~")
        found[laws[loss]] = front * (law.leading + sigma2)
    return found


def _statements(sides: dict[Expr, Expr]) -> dict[str, Statement]:
    """Both sides for an isotropic target, c = lambda: w = d and kappa w_2 = d - d_2."""
    seen = {N: LESS_WIDTH, P: LESS_DATA}
    return {
        f"$L(oo) + sigma^2$ of an isotropic target, ${SIDES[side].replace(' ', '')}$": Statement(
            factor(loss.subs({w: side, w_2: (side - d_2) / kappa})),
            "every target",
            loss,
            seen[side],
        )
        for side, loss in sides.items()
    }
