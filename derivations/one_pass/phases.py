r"""The phases of one-pass SGD: which of its terms rules when, t = N^theta, and on a budget C = N t.

Nothing is looked up: the rates of all terms are compared with one another in every part of the
plane of a and b. That the loss is of the size of the largest of them is argued from their limits;
digits at t = N^theta, and on the frontier, are the check.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from sympy import Expr, Integer, Piecewise, Pow, Symbol

from analytic.comparison.one_pass import OnePass
from analytic.formulas.prose import worded
from analytic.notation import C, L, L_star, N, N_star, a, b, d, r_C, t, t_star, theta
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, PowerLaw
from analytic.regions import closure
from analytic.stated import Formulas
from analytic.symbolic.frontier.phases import Phase, Phases, phases_of
from analytic.symbolic.frontier.terms import Monomial
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.order import canonical
from analytic.symbolic.training.batch_moments import batch_step
from analytic.term import Term
from derivations.one_pass.laws import Laws, laws_off_edges

_POLES = 1


def phases(laws: Laws, spectrum: PowerLaw) -> Phases:
    """The phases of a spectrum in symbols, from the exponents of its laws."""
    end = _end(spectrum)
    return phases_of(*_terms(laws, end), end)


def phases_on_a_budget() -> dict[str, Phases]:
    """The phases of lambda_k = k^-b, c_k = k^-a without the rest of the derivation, by title.

    Gradient flow is without the noise that is passed on: without K_pp.
    """
    spectrum = PowerLaw(a, b)
    end = _end(spectrum)
    early, final = _terms(laws_off_edges(spectrum, FIELD_EQUATIONS, batch_step()), end)
    flow = [term for term in early if term.name != "K_pp"]
    return {
        "Gradient flow, $C = N t$": phases_of(flow, final, end),
        "One-pass SGD, $C = N t$": phases_of(early, final, end),
    }


def show_phases(page: Page, found: Phases) -> Formulas:
    """What rules when, when terms hand over, and the frontier, phase by phase; their powers."""
    for phase in found.phases:
        where, names = worded(phase.condition), (f"${name}$" for name in phase.names)
        page.show(
            L(N**theta, N),
            Pow(N, -_rate(phase), evaluate=False),
            f"$t = N^theta$, {where}: the largest term, {', then '.join(names)}",
            heuristic=True,
            relation="asymp",
        )
        for one, other, power in phase.handovers:
            page.show(theta, power, f"${one.name}$ to ${other.name}$, {where}", heuristic=True)
    for phase in found.phases:
        one, other, _ = phase.handovers[phase.best]
        reason = (
            f"$C = N t$, {worded(phase.condition)}: least where ${one.name}$ hands over to "
            f"${other.name}$: along the budget the one falls as $t$ grows and the other rises"
        )
        for left, power in ((L_star(C), -phase.rate), (N_star, phase.width), (t_star, phase.time)):
            page.show(left, Pow(C, power, evaluate=False), reason, heuristic=True, relation="asymp")
    return {
        OnePass.RATE: _on_edges_too(by_phase(found, [_rate(phase) for phase in found.phases])),
        r_C: _on_edges_too(by_phase(found, [phase.rate for phase in found.phases])),
        OnePass.WIDTH: _on_edges_too(by_phase(found, [phase.width for phase in found.phases])),
    }


def _rate(phase: Phase) -> Expr:
    """The decay rate in N along t = N^theta."""
    return Piecewise(
        *((reign.line.at(theta), theta < reign.until) for reign in phase.reigns[:-1]),
        (phase.reigns[-1].line.at(theta), True),
    )


def by_phase(found: Phases, exponents: Sequence[Expr]) -> Expr:
    """A quantity that has one formula in every phase."""
    pairs = zip(exponents, found.phases, strict=True)
    return Piecewise(*((exponent, phase.condition) for exponent, phase in pairs))


def _on_edges_too(by_phases: Expr) -> Expr:
    """A rate, which is continuous, on the edges of phases too."""
    return Piecewise(*((rate, closure(within)) for rate, within in by_phases.args))


def numbers_of_phases(found: Phases) -> Expr:
    """The number of the phase, counted from small a."""
    return by_phase(found, [Integer(number) for number, _ in enumerate(found.phases, start=1)])


@cache
def _end(spectrum: PowerLaw) -> Expr:
    """The power of N at which t the width ends the training: t kappa_N ~ 1, d(kappa_N) = N."""
    sums, _ = series_of_sums(spectrum, _POLES, {d: DEFINITIONS[d]})
    (power, _), _ = sums[d].leading
    return canonical(-1 / power)


def _terms(laws: Laws, end: Expr) -> tuple[tuple[Monomial, ...], tuple[Monomial, ...]]:
    """Every power that leads somewhere: at N = oo, in what 1/N adds, and in the floor."""
    ((bias, _),) = laws.bias.terms
    unlimited = tuple(
        _monomial("F_pp" if one.exponent == bias else "K_pp", one, {t: one.exponent})
        for one in laws.loss.regimes
    )
    (first,) = (term for term in unlimited if term.name == "F_pp")
    in_width = tuple(
        replace(term, name="F_pp/N") if _meet(term, first, end) else term
        for term in (
            _monomial("F_ac", one, {N: Integer(1), t: one.exponent}) for one in laws.added.regimes
        )
    )
    floor = tuple(_monomial("F_0", one, {N: one.exponent}) for one in laws.floor.regimes)
    return (*unlimited, *in_width), floor


def _monomial(name: str, regime: Term, decays: Mapping[Symbol, Expr]) -> Monomial:
    return Monomial(name, regime.amplitude, decays)


def _meet(one: Monomial, other: Monomial, theta: Expr) -> bool:
    """Whether two terms are of the same size at t = N^theta, for all a and b: one expansion."""
    apart = (one.decay(x) - other.decay(x) for x in (N, t))
    return bool(canonical(next(apart) + theta * next(apart)) == 0)
