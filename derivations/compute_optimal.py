r"""Compute-optimal training: how to divide C = N t between width and time, and what it leaves.

    L^*(C) = \min_N L(C/N, N)

The frontier of [bordelon2024dynamical], eq. (17), rests on a sum of a time law and a width law. A
finite width slows training before it ends it: the term of order 1/N decides where a > b + 1, and
where a < b + 1 time law and width law are two ends of one function. New here: amplitudes, the
logarithm at a = b + 1, how far ansatz and frontier are apart.
"""

from collections.abc import Mapping

from sympy import Add, Expr, Integer, Min, log

from analytic.comparison.compute.ansatz import ANSATZ, OVER_FRONTIER, ansatz_check
from analytic.comparison.compute.frontier_checks import frontier_checks
from analytic.comparison.compute.observables import BEST_LOSS
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import C, L, L_star, N, N_star, P, nu, r_C, rate_at, t, t_star, tau
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.result import Check, Result
from analytic.stated import L_BEST, N_BEST, T_BEST, Formulas
from analytic.symbolic.frontier.least_time import stationarity
from derivations.bottleneck import DATA, limited_law, name_amplitude
from derivations.compute.ansatz import (
    Ansatz,
    EndsOnEdges,
    ansatz_over_frontier,
    ends_on_edges,
    in_letters,
    on_samples,
    three_terms,
    values_of_letters,
)
from derivations.compute.optimal_law import (
    BUDGET,
    Frontier,
    OnFrontier,
    by_cases,
    known_terms,
    optimal_law,
    resources,
)
from derivations.compute.statements import of_ansatz, statements
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "compute-optimal",
    140,
    "Compute-optimal training",
    "a power law with infinitely many modes; gradient flow; $C$ large, $P = infinity$",
    law=True,
)

PAPER = "bordelon2024dynamical"


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The compute-optimal loss, width and time of a power law at unlimited data.

        L^*(C) = \min_N L(C/N, N)

    [bordelon2024dynamical], eq. (17).
    """
    page = page_under(
        HEADING,
        statement="With compute $C = N t$ and unlimited data the best loss is a power of "
        "$C$. Where the target is hard, $a < b + 1$, width and time end together "
        "at $t ~ N^b$; where it is easy the time law balances what a finite width "
        "adds to it, however easy, and more goes into width.",
        source=f"{PAPER}, eqs. (17), (153)-(156); paquette2024phases, phases Ia and II; new: "
        "amplitudes, the logarithm on the boundary, the distance of the ansatz",
        problem="the minimum of $L(t, N)$ under $C = N t$",
    )
    page.show(C, BUDGET.expression, "what training costs")
    name_amplitude(page, spectrum)
    ansatz = _show_letters(page)
    found = optimal_law(spectrum, statement)
    best = _shown(page, found)
    if len(found.terms) > 2:  # on the boundary there is no width law without a logarithm
        best |= _show_ansatz(page, found, ends_on_edges(found, spectrum, statement))
    stated = {}
    if spectrum == POWER_LAW:
        stated = statements(found, best, spectrum, statement) | of_ansatz(ansatz)
    return result_under(
        HEADING,
        page,
        formulas={L_BEST: found.law.leading, **best},
        law=found.law,
        statements=stated,
        checks=(
            *frontier_checks(
                spectrum,
                {
                    "balanced": found.terms,
                    "derived": found.raw,
                    "known": known_terms(spectrum, statement),
                },
                BUDGET,
                found.law.boundaries,
            ),
            *(_ansatz_checks(spectrum, statement) if ANSATZ in best else ()),
        ),
        observable=BEST_LOSS,
        derive=derive,
    )


def _shown(page: Page, found: Frontier) -> Formulas:
    """The frontier regime by regime, displayed; N*, t* and their exponents in C."""
    for one in found.regimes:
        _show_regime(page, found, one)
    for edge, one in found.edges.items():
        where = f"on {worded(edge)}, where the term of order $1/N$ bears a logarithm"
        page.show(L_star(C), _loss(one), where, heuristic=True, relation="~")
    width, time = (_resource(found, position) for position in (0, 1))
    page.show(N_star, width, "the best width", relation="~")
    page.show(t_star, time, "the time that is left to it", relation="~")
    rate = by_cases(
        [(one.balance.rate, one.balance.condition) for one in found.regimes],
        {edge: one.balance.rate for edge, one in found.edges.items()},
    )
    page.show(r_C, rate, "the exponent of the loss in the compute")
    return {N_BEST: width, T_BEST: time, r_C: rate}


def _show_letters(page: Page) -> Ansatz:
    """The sum of three laws and its optimum, in letters."""
    ansatz = in_letters()
    page.show(
        L(t, N, P), ansatz.terms, "the ansatz: $L_P$ is the law in $P$, which stays what it is"
    )
    page.show(N, ansatz.width, "width at which the ansatz is least under $C = N t$, for every $P$")
    page.show(t, ansatz.time, "time that is left to it")
    page.show(L_star(N, t, P), ansatz.loss, "the least value of the ansatz")
    return ansatz


def _show_ansatz(page: Page, found: Frontier, edges: EndsOnEdges) -> Formulas:
    """What the letters of the ansatz are, and how far it is from the frontier."""
    for letter, value in values_of_letters(found).items():
        page.show(letter, value, "from the laws in $t$ and $N$")
    ratio = ansatz_over_frontier(found, edges)
    page.show(
        L_star(N, t) / L_star(C),
        ratio,
        "the least value over the frontier, at $P = infinity$",
        relation="~",
    )
    return {ANSATZ: three_terms(found, edges).loss, OVER_FRONTIER: ratio}


def _ansatz_checks(spectrum: PowerLaw, statement: FieldEquations) -> tuple[Check, ...]:
    """The ansatz against the frontier on samples, where there is one without a logarithm."""

    def data_law(point: Mapping[Expr, Expr]) -> Law:
        return limited_law(DATA, spectrum.at(point), statement)

    def losses(ansatz: Expr, point: Mapping[Expr, Expr]) -> dict[str, Expr]:
        return on_samples(ansatz, spectrum, statement, point)

    return (ansatz_check(spectrum, losses, data_law),)


def _show_regime(page: Page, found: Frontier, one: OnFrontier) -> None:
    where = f" ({worded(one.balance.condition)})" if len(found.regimes) > 1 else ""
    binding = one.balance.binding
    names = ", ".join(term.name for term in binding)
    page.show(L(t, N), Add(*(term.expression for term in binding)), f"{names}{where}", relation="~")
    rates = [BUDGET.line(term).at(nu) for term in binding]
    page.show(rate_at(nu), Min(*rates), f"rates of the {names} at $N = C^nu${where}")
    page.show(nu, one.balance.first, f"where the least of them is largest{where}")
    if one.time is not None:
        omega, power, p = one.time.args
        stationary = stationarity(omega, power, p, tau)
        page.show(Integer(0), stationary, f"$tau = 2 kappa_N t$ at which the loss is least{where}")
        page.show(tau, one.time, f"its root{where}")
    page.show(
        L_star(C),
        _loss(one),
        f"the least loss{where}; that the terms of the crossover are all there is on the frontier",
        heuristic=True,
        relation="~",
    )


def _loss(one: OnFrontier) -> Expr:
    return one.optimum.loss * C**-one.balance.rate * log(C) ** one.optimum.logarithms


def _resource(found: Frontier, position: int) -> Expr:
    """N* or t* as a function of C."""
    cases = [(resources(one)[position], one.balance.condition) for one in found.regimes]
    return by_cases(cases, {edge: resources(one)[position] for edge, one in found.edges.items()})
