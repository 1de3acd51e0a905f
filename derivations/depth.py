r"""Depth: a product of Gaussian layers of widths N_1, ..., N_l, the last one trained.

    D_N = \prod_i (1 - d/N_i),   l_N(0) = \sum_i 1/N_i
    L(t)/L(\infty) - 1 \sim \min(a - 1, b) (2 \kappa_N t)^{-1/l}/\Gamma(1 - 1/l),   equal widths

[atanasov2024scaling] has D_N for ridge regression. New here: what depth does to training in time,
to both ends of it, and to the division of compute. Layers of equal width have no gap between the
rates of training and zero.
"""

from sympy import Derivative, Integer, factor, limit, oo, simplify, solve, sqrt

from analytic.comparison.depth import Deep, depth_checks
from analytic.comparison.projections import D_N_GONE, D_P_GONE
from analytic.notation import (
    D_N,
    N_1,
    N_2,
    S_A,
    C,
    L,
    M,
    N,
    P,
    c_N,
    d,
    d_2,
    depth,
    kappa,
    kappa_N,
    l_N,
    m,
    p,
    r_C,
    sigma2,
    t,
    w,
    w_2,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.problem.projections import DeepProjection
from analytic.regions import closure
from analytic.result import Result
from analytic.stated import Formulas
from analytic.symbolic.frontier.balance import balances
from analytic.symbolic.frontier.terms import Budget
from analytic.symbolic.mean_field.any_projection import (
    approach,
    at_rank,
    beyond_data,
    log_slope,
    order_of_zero,
)
from analytic.symbolic.mean_field.s_transform import response, two_layers
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.log_powers import revert
from derivations.bottleneck import WIDTH, limited_law, name_amplitude
from derivations.compute.optimal_law import by_cases, known_terms
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "depth",
    244,
    "Depth",
    "Gaussian layers, the last one trained; equal widths and $P = oo$ for the time; a power law, "
    "$N$ large, for laws",
    law=False,
)

COSTS = {
    1: "the last layer counted, or all entries at a fixed number of modes $M >> N$",
    2: "inner layers counted, $N$ by $N$ entries each",
}


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""Layers of Gaussian features: both ends of training, the way there, and what it costs.

        \kappa D_N D_P = s,   D_N = \prod_i (1 - d/N_i)

    [atanasov2024scaling] for this D_N.
    """
    page = page_under(
        HEADING,
        statement="Of several layers the narrowest alone decides the loss at the end of training "
        "with $N < P$: the width law stays as it is, amplitude and all. Before the end each layer "
        "adds its own $1/N_i$. Layers of equal width leave no gap: the loss comes to its floor as "
        "$t^(-1/l)$, $l$ their number, not exponentially. On a budget depth changes no exponent "
        "unless the entries of inner layers are counted.",
        source="atanasov2024scaling, $D_N$; new: all of its consequences here",
        problem="$A$ a product of $l$ normal matrices of widths $N_1$, ..., $N_l$",
    )
    ends = _show_ends(page)
    late = _show_approach(page)
    return result_under(
        HEADING,
        page,
        formulas={
            **ends,
            **late,
            **_show_laws(page, late, spectrum, statement),
            **_show_widths(page),
            **_show_budgets(page, spectrum, statement),
        },
        checks=depth_checks(),
        derive=derive,
    )


def _show_ends(page: Page) -> Formulas:
    """D_N, first order in the widths, and both ends of training."""
    page.show(S_A(p), two_layers(), "two layers: the second acts on what the first lets through")
    two = page.show(D_N, response(two_layers()), "$1/S_A(-d/M)$: a factor for every layer")
    slope = page.show(l_N, log_slope(two), "minus the slope of $log(D_N)$: layers add up")
    first = slope.subs(d, 0)
    page.show(
        L(t, N_1, N_2) - L(t),
        first * c_N(t),
        "to first order, at fixed $t$: $1/N$ of the width correction becomes the sum of $1/N_i$",
        relation="~",
    )
    narrow = page.show(
        L(oo) + sigma2,
        at_rank(),
        "$t = oo$, $D_N = 0$ first: $d(kappa)$ is the least width, whatever the others are",
    )
    wide = page.show(
        L(oo) + sigma2,
        beyond_data().subs(l_N, slope.subs(d, P)),
        "$t = oo$, $P$ below all widths: each layer adds a peak of its own",
    )
    return {
        Deep.MEMORY: two,
        Deep.SLOPE: slope,
        Deep.FIRST: first,
        D_N_GONE: narrow,
        D_P_GONE: wide,
    }


def _show_approach(page: Page) -> Formulas:
    """How layers of equal width come to the end of training."""
    one = DeepProjection([N]).response(N, M)
    equal = page.show(D_N, one**depth, "$l$ layers of equal width")
    page.show(l_N, log_slope(equal), "their slope")
    order = order_of_zero(equal, N)
    page.show(
        m,
        order,
        "the order of the zero of $D_N$ at $d = N$: $s$ goes like $(kappa - kappa_N)^l$, so no "
        "gap is left at zero",
    )
    series = approach(equal, N, 2 * t).expression
    floor = kappa * w
    page.show(L(oo), floor, "$P = oo$, no noise: the floor, at $d(kappa) = N$")
    way = page.show(
        L(t) - L(oo),
        factor(series - floor),
        "late times: $kappa w/s$ in powers of $s$, inverted at $2 t$",
        relation="~",
    )
    return {Deep.FLOOR: floor, Deep.WAY: way}


def _show_laws(
    page: Page, late: Formulas, spectrum: PowerLaw, statement: FieldEquations
) -> Formulas:
    """The same through the slope of the width law, and for a power law."""
    slope = (w - kappa * w_2) * -kappa / (N - d_2)
    share = simplify(late[Deep.WAY] / (-N * slope))
    page.show(
        L(t) - L(oo),
        -N * Derivative(L(N), N) * share,
        "as $kappa$ falls with $N$ by $kappa/(N - d_2)$: through the slope of the floor in $N$",
        relation="~",
    )
    name_amplitude(page, spectrum)
    series = series_of_sums(spectrum, 1, {d: DEFINITIONS[d]}).series[d]
    (rate, _), amplitude = revert(series, N, 0).leading
    unit = page.show(kappa_N, amplitude * N**-rate, "a power law: $d(kappa_N) = N$", relation="~")
    law = limited_law(WIDTH, spectrum, statement)
    floor = page.show(
        L(oo), law.general.leading, "the width law, of any number of layers", relation="~"
    )
    over = -N * share.subs(kappa, kappa_N)
    page.show(
        L(t) - L(oo),
        floor.diff(N) * over,
        "and how layers of equal width come to it, off $a = b + 1$",
        relation="~",
    )
    way = law.leading.diff(N) * over.subs(kappa_N, unit)  # on that curve, too
    return {Deep.FLOOR_LAW: law.leading, Deep.WAY_LAW: way}


def _show_widths(page: Page) -> Formulas:
    """The best second width at given entries, where the first order decides."""
    entries = DeepProjection([N_1, N_2]).parameters(N_2, M)
    page.show(C / t, entries, "all entries of two layers: $N_0 = M$ inputs, then $N_1$")
    added = log_slope(response(two_layers())).subs(d, 0)
    stationary = added.diff(N_1) * entries.diff(N_2) - added.diff(N_2) * entries.diff(N_1)
    (width,) = [one for one in solve(stationary, N_2) if one.subs({N_1: 1, M: 1}) > 0]
    second = page.show(
        N_2, width, "least $1/N_1 + 1/N_2$ at so many entries: the second layer is the wider one"
    )
    page.show(
        N_2,
        sqrt(limit(factor(width**2 / M), M, oo) * M),
        "$N_1 << M$: the geometric mean of what it has on both sides",
        relation="~",
    )
    return {Deep.BEST_WIDTH: second}


def _show_budgets(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> Formulas:
    """Exponents of the best loss on a budget, layers of equal width."""
    found: Formulas = {}
    terms = known_terms(spectrum, statement)
    for power, counted in COSTS.items():
        budget = Budget(C, N, t, Integer(power))
        page.show(C, budget.expression, f"equal widths: {counted}")
        regimes = balances(terms, budget)
        rate = by_cases([(one.rate, closure(one.condition)) for one in regimes], {})
        found[Deep.RATE.of(budget.expression)] = page.show(
            r_C,
            rate,
            "the terms of one layer balanced, $1/N$ times $l$: depth is in amplitudes alone",
            heuristic=True,
        )
    return found
