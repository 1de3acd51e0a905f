r"""Compute-optimal training on limited data: C = N t, P samples, from window to window in C.

    L^*(C, P) = \min_N L(C/N, N, P)

Up to a power of P the data are as good as unlimited; beyond it P samples leave a loss that compute
only approaches, at a price of one order in C. New throughout: the windows and their amplitudes,
what limited data change before they end the law (a > 2b + 1), and that training without label noise
is to be stopped at a finite time where a < b.
"""

from collections.abc import Callable, Mapping, Sequence

from sympy import Add, Expr, Piecewise, apart, exp, limit, log, oo, true
from sympy.logic.boolalg import Boolean

from analytic.comparison.compute.limited_end import late_checks, remaining_checks
from analytic.comparison.compute.limited_observables import RemainingLoss
from analytic.comparison.compute.limited_windows import (
    IN_WINDOWS,
    Late,
    every_division_check,
    least_loss_check,
    valley_check,
    windows_check,
)
from analytic.formulas.prose import worded
from analytic.notation import (
    C_0,
    C_1,
    G_P,
    K_P,
    L_P,
    A_edge,
    C,
    C_star,
    L,
    L_star,
    Lambda,
    N,
    N_star,
    P,
    Psi_star,
    kappa_P,
    ratio,
    s,
    s2,
    sigma2,
    t,
    t_star,
    x_0,
    x_minus,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.regions import closure
from analytic.result import Result
from analytic.stated import Formulas, Stated
from analytic.symbolic.frontier.least_time import stopped_time
from analytic.symbolic.frontier.transient import POWER, analytic_at, at_edge, lasting, level_power
from analytic.symbolic.mean_field.final_value import final_test
from analytic.symbolic.series.crossover import frequency, kernel
from analytic.symbolic.series.crossover_functions import data_crossover
from derivations.bottleneck import DATA, name_amplitude
from derivations.compute.late_exponents import late_exponents
from derivations.compute.limited_data import (
    Limited,
    Window,
    between_regions,
    competing,
    data_scaling,
    limited_frontier,
)
from derivations.compute.optimal_law import BUDGET, by_cases
from derivations.compute.statements import of_limited_data
from derivations.compute.unlimited_compute import (
    Approach,
    approaches,
    approaches_between,
    from_above,
    remaining_loss,
    stopped,
)
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "compute-limited-data",
    150,
    "Compute-optimal training on limited data",
    "a power law with infinitely many modes; gradient flow, no noise; $P$ large",
    law=True,
)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The compute-optimal loss, width and time of a power law on P samples.

        L^*(C, P) = \min_N L(C/N, N, P)

    [bordelon2024dynamical], eq. (17), has unlimited data.
    """
    page = page_under(
        HEADING,
        statement="On $P$ samples the law of unlimited data ends at a power of $P$ in the compute. "
        "For $a > 2b + 1$ the term of order $1/P$ then takes the place of the time law, and width "
        "and time grow alike; in the end the loss of $P$ samples is approached as $log(C)/C$. For "
        "$a < b$ training is stopped at a finite time, without label noise too; the width grows.",
        source="bordelon2024dynamical, eqs. (17), (153)-(156), Fig. 10; new: windows, "
        "amplitudes, the finite time for $a < b$",
        problem="the minimum of $L(t, N, P)$ under $C = N t$",
    )
    page.show(C, BUDGET.expression, "what training costs")
    name_amplitude(page, spectrum)
    regions = limited_frontier(spectrum, statement)
    formulas = _show_windows(page, regions, between_regions(spectrum, statement))
    unit = data_scaling(spectrum, statement).unit
    page.asymptotic(kappa_P, unit, "$d(kappa_P) = P$, to leading order in $1/P$")
    formulas |= _show_end(page, statement)
    formulas |= _show_stopped(page, spectrum, statement)
    formulas |= _show_approach(page, spectrum, statement)
    law = remaining_loss(spectrum, statement)
    page.asymptotic(L_P, law.general.leading, "what is left at unlimited compute")
    stated = {}
    if spectrum == POWER_LAW:
        late, excess = late_exponents(formulas, spectrum, statement), formulas[Late.EXCESS]
        stated = of_limited_data(regions, late, excess, C / t_star, spectrum, statement)
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        law=law,
        statements=stated,
        checks=(
            every_division_check(spectrum, competing(spectrum, statement)),
            windows_check(spectrum, competing(spectrum, statement)),
            *(late_checks(spectrum) if Late.AMPLITUDE in formulas else ()),
            *remaining_checks(spectrum),
            least_loss_check(),
            valley_check(),
        ),
        observable=RemainingLoss(),
        derive=derive,
    )


def _show_windows(
    page: Page, regions: tuple[Limited, ...], edges: Mapping[Boolean, Limited]
) -> Formulas:
    """Window after window, region by region; the formulas by name."""
    found: dict[Stated, list[tuple[Expr, Boolean]]] = {}
    for region in regions:
        for number, window in enumerate(region.windows):
            pair = f"{window.stage.falls.name} against {window.stage.rises.name}"
            quantities = {N_star: window.width, t_star: C / N_star, L_star(C): window.loss}
            for left, value in quantities.items():
                _show_once(page, left, value, f"{pair}{_where(window.condition)}")
            ends = f"the compute at which this ends{_where(region.condition)}"
            page.show(C_star, P**window.stage.end, ends, relation="asymp")
            for name, value in _in_window(window, number).items():
                found.setdefault(name, []).append((value, region.condition))
        found.setdefault(Late.END, []).append((P**region.end, region.condition))
    between = {
        edge: {**_in_window(one.windows[0], 0), Late.END: P**one.end} for edge, one in edges.items()
    }
    return {name: _cases(name, cases, regions, between) for name, cases in found.items()}


def _in_window(window: Window, number: int) -> Formulas:
    """The formulas of the first or the second window by name."""
    keys = tuple(IN_WINDOWS.values())[number]
    found: Formulas = dict(zip(keys, (window.width, window.time, window.loss), strict=True))
    return found if number else {**found, C_1: P**window.stage.end}


def _show_once(page: Page, left: Expr, right: Expr, reason: str) -> None:
    """An asymptotic equation, unless it has been displayed for another region."""
    if all(one.left != left or one.right != right for one in page.equations):
        page.asymptotic(left, right, reason)


def _where(condition: Boolean) -> str:
    return "" if condition == true else f" ({worded(condition)})"


def _cases(
    name: Stated,
    cases: Sequence[tuple[Expr, Boolean]],
    regions: tuple[Limited, ...],
    between: Mapping[Boolean, Formulas],
) -> Expr:
    """A formula region by region and between them; elsewhere there is no such window."""
    on_edges = {edge: values[name] for edge, values in between.items() if name in values}
    return by_cases(cases, on_edges) if len(cases) == len(regions) else Piecewise(*cases)


def _show_end(page: Page, statement: FieldEquations) -> Formulas:
    """The end of training at finite width, and how it is reached at unlimited width."""
    final = final_test(statement, P).subs(sigma2, 0)
    parts = {one.has(N): one for one in Add.make_args(apart(final, N))}
    page.show(L(oo), parts[False] + parts[True], "the end of training, $P < N$: $d(kappa) = P$")
    fitted = page.show(
        G_P, limit(N * parts[True], N, oo), "what is above $N = oo$, times $N$: $P L$ at $N = P$"
    )
    found = kernel(statement, DATA.unlimited)
    lost = page.show(
        s2 * C_0, lasting(found), "$s' -> 0$ at $N = oo$: an error that stays, and one that dies"
    )
    page.show(s, frequency(statement, DATA.unlimited), "whose transients end with $ds/dkappa = 0$")
    return {G_P: fitted, Late.LOST: lost}


def _show_stopped(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> Formulas:
    """Where the loss comes to its end from below, and where there is no such product."""
    scaling, best = data_scaling(spectrum, statement), stopped(spectrum, statement)
    power, p = scaling.parts[0].function.args[:2]
    level = level_power(kernel(statement, DATA.unlimited), p)
    if power == level or spectrum == POWER_LAW:
        page.show(
            s2 * C_0,
            analytic_at(kernel(statement, DATA.unlimited), scaling.p),
            "this in units of $kappa_P$ where $r = 1 - p$, on $a = b$: no transient is left "
            "of it, the loss ends as $exp(-2 x_- t)$, and half the time of $a > b$ is best",
        )
    if best is None:
        return {}
    where = _where(best.condition)
    page.show(
        Psi_star(ratio, p),
        data_crossover(ratio, p, stopped_time(ratio, p)),
        f"the least value of the data crossover, $r = {power}$: the loss ends from below{where}",
    )
    page.asymptotic(t_star, stopped_time(power, p) / (2 * kappa_P), f"its time, $C >> C^*${where}")
    page.show(N_star, C / t_star, f"the rest of the compute{where}")
    page.asymptotic(L_star(oo), best.short, f"the loss, up to a relative $1/P${where}")
    return {Late.STOPPED: Piecewise((best.time, best.condition))}


def _show_approach(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> Formulas:
    """The approach to the end of training, region by region."""
    found, edges = approaches(spectrum, statement), approaches_between(spectrum, statement)
    if not found:
        return {}
    edge = at_edge(kernel(statement, DATA.unlimited), data_scaling(spectrum, statement).p)
    above = _where(from_above(spectrum, statement))
    page.asymptotic(x_0, edge.place, f"$kappa/kappa_P$ where $ds/dkappa = 0${above}")
    page.asymptotic(x_minus, edge.rate * kappa_P, "the slowest, $exp(-x_- t)$: $-s$ there")
    page.show(
        A_edge(ratio),
        edge.amplitude,
        "what a power $kappa^r$ of $kappa w$ leaves, in units of $kappa_P$: the root of $s + x_-$",
    )
    page.asymptotic(L(t) - L_P, K_P * t**-POWER * exp(-x_minus * t), "the last transient")
    for one in found:
        last = one.transient
        amplitude = last.amplitude if last.logarithms else last.front * A_edge(last.power)
        _show_once(page, K_P, amplitude, f"the power that leads{_where(one.leads)}")
        _show_once(page, G_P, one.fitted, f"its leading order{_where(one.where)}")
    page.show(
        Lambda,
        K_P * x_minus ** (POWER + 1) * C / G_P,
        "the transient over $G_P/N$ at $t = 1/x_-$, a number times $C$",
    )
    time = page.asymptotic(
        t_star,
        (log(Lambda) - POWER * log(log(Lambda))) / x_minus,
        "$G_P/N$ against the transient, up to loglog/log; that no earlier time is better is "
        f"seen in digits{above}",
        heuristic=True,
    )
    page.show(N_star, C / t_star, "the width")
    excess = G_P / (C * x_minus) * (log(Lambda) - POWER * log(log(Lambda)) + 1)
    page.asymptotic(L_star(C) - L_P, excess, "the loss above that of $P$ samples")
    return {
        x_minus: found[0].transient.rate,
        Late.FITTED: _everywhere(found, edges, lambda one: one.fitted),
        Late.AMPLITUDE: _everywhere(found, edges, lambda one: one.transient.amplitude),
        Lambda: _everywhere(found, edges, lambda one: one.large),
        Late.TIME: time,
        Late.EXCESS: excess,
    }


def _everywhere(
    found: Sequence[Approach], edges: Mapping[Boolean, Approach], part: Callable[[Approach], Expr]
) -> Expr:
    """A part of the approach region by region, between them, and where the transient vanishes."""
    inside = [(part(one), closure(one.condition)) for one in found]
    return by_cases(inside, {edge: part(one) for edge, one in edges.items()})
