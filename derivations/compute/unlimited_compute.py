r"""What P samples leave however large the compute, and how width and time come to it.

    L^*(C, P) -> \min_t L(t, \infty, P)

Where a < b that minimum is at a finite time: N^* = C/t. Elsewhere it is the end of training, and
near it   G_P/N + K t^{-3/2} e^{-x_- t}   is least under C = N t where, up to log log/log,

    x_- t^* = \log\Lambda - (3/2) \log\log\Lambda,   \Lambda = K x_-^{5/2} C/G_P.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

from sympy import And, Expr, Integer, Or, log, true
from sympy.logic.boolalg import Boolean

from analytic.law import Law
from analytic.notation import C, P, a, above_one_a, above_one_b, b, kappa_P
from analytic.problem import FieldEquations, PowerLaw
from analytic.regions import boundaries, smallest
from analytic.symbolic.frontier.least_time import stopped_time, stopped_value
from analytic.symbolic.frontier.transient import POWER, Transient, level_power, transient
from analytic.symbolic.series.crossover import Part, kernel
from analytic.symbolic.series.dominant_balance import on_boundary
from analytic.symbolic.series.order import canonical
from analytic.term import Piece, Term
from derivations.bottleneck import DATA, WIDTH, limited_law
from derivations.compute.limited_data import (
    between_regions,
    data_scaling,
    limited_frontier,
    monomial,
)

_QUADRANT = {a: 1 + above_one_a, b: 1 + above_one_b}
_VALIDITY = "$C -> infinity$ at fixed $P$, then $P$ large; gradient flow, no noise"


class Approach(NamedTuple):
    """How the end of training is approached in one region of a and b.

    `fitted` is what leads in G_P, `where` the region in which it does, `leads` that in which the
    power of kappa in the transient is the least.
    """

    condition: Boolean
    where: Boolean
    leads: Boolean
    fitted: Expr
    transient: Transient
    large: Expr


class Stopped(NamedTuple):
    """Where a finite time is best: its condition, that time, the exponent of the loss and A.

    `short` is the loss as a function of kappa_P.
    """

    condition: Boolean
    time: Expr
    exponent: Expr
    amplitude: Expr
    short: Expr


@cache
def stopped(spectrum: PowerLaw, statement: FieldEquations) -> Stopped | None:
    """The best time to stop and its loss where r < 1 - p, the rest being below its end at last."""
    found = data_scaling(spectrum, statement)
    part = found.parts[0]
    power, p = part.function.args[:2]
    for below, condition in _ends(power, _level(spectrum, statement)):
        if below and not (part.logarithms or part.function.logarithms):
            value = monomial(part.weight * found.unit**power) * stopped_value(power, p)
            exponent = canonical(power / p)
            time = monomial(1 / found.unit) * stopped_time(power, p) / 2
            short = part.weight * kappa_P**power * stopped_value(power, p)
            return Stopped(condition, time, exponent, value.subs(P, 1), short)
    return None


@cache
def remaining_loss(spectrum: PowerLaw, statement: FieldEquations) -> Law:
    """The law in P of the least loss at unlimited compute."""
    final, best = limited_law(DATA, spectrum, statement), stopped(spectrum, statement)
    if best is None:
        return _named(final)
    leading, beyond = best.amplitude * P**-best.exponent, P ** -(best.exponent + 1)
    gain = Integer(1)  # as `beyond`
    hard = Term(best.amplitude, best.exponent, Integer(0), best.condition, gain)
    if best.condition == true:
        return Law.of("r_P", P, leading, beyond, _VALIDITY, terms=(hard,))
    power, _ = data_scaling(spectrum, statement).parts[0].function.args[:2]
    level = _level(spectrum, statement)
    meeting = {
        edge: limited_law(DATA, spectrum.at(on_boundary(edge)), statement)
        for edge in boundaries([power, level])
    }
    (rest,) = (condition for below, condition in _ends(power, level) if not below)

    at_end = (piece._replace(condition=rest) for piece in final.pieces)
    return replace(
        _named(final),
        pieces=(Piece(leading, beyond, condition=best.condition), *at_end),
        terms=(hard, *_elsewhere(final, power, level)),
        boundaries={edge: _named(law) for edge, law in {**meeting, **final.boundaries}.items()},
        derived_at=partial(_law_at, spectrum, statement),
    )


@cache
def approaches(spectrum: PowerLaw, statement: FieldEquations) -> tuple[Approach, ...]:
    """The approach to the end of training in every region where no finite time is best."""
    found = data_scaling(spectrum, statement)
    power, _ = found.parts[0].function.args[:2]
    level = _level(spectrum, statement)
    regions = []
    for region in limited_frontier(spectrum, statement):
        for below, within in _ends(power, level, region.condition):
            if below:
                continue
            condition = And(region.condition, within)
            part, leads = _slowest(found.parts, condition)
            slow = transient(kernel(statement, DATA.unlimited), part, found)
            where, fitted = _fitted(spectrum, statement, condition)
            if slow.amplitude == 0:  # on a = b, where no error that stays meets one that dies
                continue
            large = slow.amplitude * slow.rate ** (POWER + 1) * C / fitted
            regions.append(Approach(condition, where, leads, fitted, slow, large))
    return tuple(regions)


def approaches_between(spectrum: PowerLaw, statement: FieldEquations) -> dict[Boolean, Approach]:
    """The approach to the end on every curve between two regions where no finite time is best."""
    within = from_above(spectrum, statement)
    found = {}
    for edge in between_regions(spectrum, statement):
        along = on_boundary(edge)
        if within.subs(along).subs(_QUADRANT) != False:  # noqa: E712
            (found[edge],) = approaches(spectrum.at(along), statement)
    return found


def from_above(spectrum: PowerLaw, statement: FieldEquations) -> Boolean:
    """Where the loss comes to its end from above."""
    power, _ = data_scaling(spectrum, statement).parts[0].function.args[:2]
    ends = _ends(power, _level(spectrum, statement))
    return Or(*(condition for below, condition in ends if not below))


def _ends(power: Expr, level: Expr, domain: Boolean = true) -> Iterator[tuple[bool, Boolean]]:
    """Where the loss comes to its end from below, r < level, and where from above."""
    for least, condition in smallest([level, power], domain):
        yield least != level, condition


def _level(spectrum: PowerLaw, statement: FieldEquations) -> Expr:
    """The power of the target at which no last transient is left."""
    _, p = data_scaling(spectrum, statement).parts[0].function.args[:2]
    return level_power(kernel(statement, DATA.unlimited), p)


def _named(law: Law) -> Law:
    return replace(law, validity=_VALIDITY)


def _elsewhere(law: Law, power: Expr, level: Expr) -> Iterator[Term]:
    """The regimes of the end of training, as far as no finite time is better."""
    for regime in law.terms:
        if regime.condition in law.resonances:
            yield regime
            continue
        for below, within in _ends(power, level, regime.condition):
            if not below:
                yield regime._replace(condition=And(regime.condition, within))


def _slowest(parts: tuple[Part, ...], condition: Boolean) -> tuple[Part, Boolean]:
    """The part of the loss that leads, with its logarithm if it bears one, and where it leads."""
    powers = list(dict.fromkeys(part.power for part in parts))
    ((power, _),) = smallest(powers, condition)
    leads = next(where for least, where in smallest(powers) if least == power)
    part = max((part for part in parts if part.power == power), key=lambda one: one.logarithms)
    return part, leads


def _fitted(
    spectrum: PowerLaw, statement: FieldEquations, condition: Boolean
) -> tuple[Boolean, Expr]:
    """What leads in G_P, and where it does."""
    regimes = limited_law(WIDTH, spectrum, statement).regimes
    ((exponent, _),) = smallest([one.exponent for one in regimes], condition)
    regime = next(one for one in regimes if one.exponent == exponent)
    value = regime.amplitude * P ** canonical(1 - exponent) * log(P) ** regime.logarithms
    return regime.condition, value


def _law_at(spectrum: PowerLaw, statement: FieldEquations, values: Mapping[Expr, Expr]) -> Law:
    return remaining_loss(spectrum.at(values), statement)
