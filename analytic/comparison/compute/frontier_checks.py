r"""The compute-optimal law before its witnesses: second routes, the exact frontier, simulated ones.

    |L^*(C) - leading| <= F c remainder(C),   c = max of |L^* - leading|/remainder, C near

Exponents are compared with a linear program that tries every division of the budget in small steps,
local ones with digits at C = 1e60, and with simulations over widths that no theory chooses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sympy import Eq, Expr, Float, Integer, Rational, Symbol, log

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.compute.observables import BEST_LOSS
from analytic.comparison.law_points import (
    Point,
    free_symbols,
    law_at,
    law_of,
    points,
    points_for,
    points_in,
)
from analytic.comparison.numbers import to_sympy
from analytic.comparison.slopes import simulated_slope
from analytic.law import Law
from analytic.notation import C, b, r_C
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Result
from analytic.stated import N_BEST, T_BEST
from analytic.symbolic.frontier.least_time import best_time
from analytic.symbolic.frontier.terms import Budget, Monomial
from analytic.symbolic.series.crossover_functions import width_crossover

_DIGITS = 20
_PARTS = 2520  # of the budget, so that small rational divisions are among them
_AWAY = (Rational(999, 1000), Rational(1001, 1000))
_ALIKE = Rational(1, 100)  # rises on both sides of a minimum; one beside it rises on one side only
_POWERS = tuple(
    (Rational(r), Rational(p)) for r, p in (("2/3", "2/3"), ("1/4", "1/2"), ("9/10", "3/7"))
)
_NEAR, _FAR = (1e8, 1e12), (1e24, 1e36)
_NOISE = 1e-9  # of a loss in doubles
_PLACE_NOISE = 1e-6  # of the place of a minimum of doubles
_POINTS = points("2 3/2", "4 3/2")
_COMPUTE, _STEP = Integer(10) ** 60, Integer(10)
_EDGES = (Rational(3, 2), Integer(2))
_DECADES = (20, 40)
_SIZES = (256, 1024, 4096)
_KNOWN = 0.15  # half the interval: an exponent further off is excluded
_FEWER = 2  # draws a verification asks for are many for so large a model


def frontier_checks(
    spectrum: PowerLaw,
    terms: Mapping[str, Sequence[Monomial]],
    budget: Budget,
    boundaries: Mapping[Eq, Law],
) -> tuple[Check, ...]:
    """All checks of the law: `terms` has those that balance, those derived, and those known."""
    return (
        _terms_check(spectrum, terms["derived"], terms["known"], (budget.first, budget.second)),
        _minimum_check(),
        _exponents_check(spectrum, terms["balanced"], budget),
        over_decades_check(spectrum),
        _local_exponents_check(spectrum),
        _resources_check(spectrum),
        *([_boundary_check(spectrum)] if boundaries else []),
        _simulated_exponent_check(spectrum),
    )


def _terms_check(
    spectrum: PowerLaw,
    derived: Sequence[Monomial],
    known: Sequence[Monomial],
    resources: Sequence[Symbol],
) -> Check:
    """Coefficients of the crossover's terms against those of the laws at its ends."""
    same = [
        (one, two)
        for one in derived
        for two in known
        if one.name == two.name and all(one.decay(x) == two.decay(x) for x in resources)
    ]

    def pairs(result: Result, _: Effort) -> Iterator[tuple[Expr, Expr, str]]:
        for at in regime_points(result, spectrum, 3):
            for one, two in same:
                both = (x.coefficient.subs(at).evalf(_DIGITS) for x in (one, two))
                yield (*both, f"{one.name}, {compare.at_point(at)}")

    name = "terms of the crossover against the laws at its ends"
    return compare.equal(name, pairs, digits=_DIGITS - 3, witness="symbolic")


def _minimum_check() -> Check:
    """Values of the function on both sides of its least one, which are larger, by the same."""

    def offs(*_: Any) -> Iterator[compare.Off]:
        for power, p in _POWERS:
            omega = power / (1 + p)
            best = best_time(omega, power, p).evalf(_DIGITS)
            least, *beside = (
                (x**omega * width_crossover(power, p, x)).evalf(_DIGITS)
                for x in (best, *(best * one for one in _AWAY))
            )
            rises = [one - least for one in beside]
            yield compare.Off((1 - min(rises) / max(rises)) / _ALIKE, f"r = {power}, p = {p}")

    bound = "the same rise on both sides to 1 %: a minimum, and no point beside one"
    return compare.compared("symbolic", "the least value of the crossover function", bound, offs)


def _exponents_check(spectrum: PowerLaw, terms: Sequence[Monomial], budget: Budget) -> Check:
    """Exponents of the law against the best of 2520 divisions of the budget, in rationals."""

    def offs(result: Result, _: Effort) -> Iterator[compare.Off]:
        lines = [budget.line(term) for term in terms]
        for at in regime_points(result, spectrum, 3):
            rates = [(x.at_zero.subs(at), x.slope.subs(at)) for x in lines]
            best = max(_least(rates, Rational(i, _PARTS)) for i in range(_PARTS + 1))
            step = max(abs(slope) for _, slope in rates) / _PARTS
            for claimed in (law_of(result).exponent, result.formulas[r_C]):
                yield compare.Off(abs(claimed.subs(at) - best) / step, compare.at_point(at))

    name = "exponents against every division of the budget"
    return compare.compared("symbolic", name, "one step of 2520", offs)


def _least(rates: Sequence[tuple[Expr, Expr]], nu: Expr) -> Expr:
    return min(at_zero + slope * nu for at_zero, slope in rates)


def over_decades_check(spectrum: PowerLaw) -> Check:
    """The rescaled remainder of the law over 28 decades, at six points in every regime."""

    def curves(result: Result, _: Effort) -> Iterator[compare.Curve]:
        for point in regime_points(result, spectrum, 6):
            law, computes = law_at(result, spectrum, point), np.array([*_NEAR, *_FAR])
            if law is None:
                yield compare.without_value(compare.at_point(point))
                continue
            best = exact.frontier(Model(spectrum.at(point)), computes).loss
            claimed, error = (
                values(one, point, computes) for one in (law.expansion, law.remainder)
            )
            left = [
                compare.Left(*map(Float, one))
                for one in zip(np.abs(best - claimed), error, _NOISE * np.abs(best), strict=True)
            ]
            yield compare.Curve(compare.at_point(point), left[: len(_NEAR)], left[len(_NEAR) :])

    return compare.bounded("remainder on the frontier over the decades", curves)


def _local_exponents_check(spectrum: PowerLaw) -> Check:
    """Local exponents of the loss at C = 1e60 in digits, one point in every regime."""

    def offs(result: Result, effort: Effort) -> Iterator[compare.Off]:
        digits = min(effort.digits, _DIGITS)
        for point in points_for(spectrum, _POINTS):
            law, model = law_at(result, spectrum, point), Model(spectrum.at(point))
            assert law is not None
            one, other = (
                to_sympy(exact.least_loss(model, size, digits), digits)
                for size in (_COMPUTE, _COMPUTE * _STEP)
            )
            slope = -log(other / one) / log(_STEP)
            off = abs((slope - law.exponent.subs(point)).evalf(digits))
            ratio = (law.remainder / law.leading).subs({**point, C: _COMPUTE}).evalf(15)
            yield compare.Off(
                off / (compare.ROOM * abs(ratio) + Float(10, 15) ** (1 - digits)),
                compare.at_point(point),
            )

    bound = f"{compare.ROOM} times the relative remainder and the last of the digits asked for"
    return compare.compared("exact", "local exponents at C = 1e60", bound, offs)


def _resources_check(spectrum: PowerLaw) -> Check:
    """The best width and time at C = 1e36, which leaves an exact minimum by doubles."""

    def offs(result: Result, _: Effort) -> Iterator[compare.Off]:
        for point in points_for(spectrum, _POINTS):
            law, compute = law_at(result, spectrum, point), np.array(_FAR[-1:])
            assert law is not None
            best = exact.frontier(Model(spectrum.at(point)), compute)
            (ratio,) = values(law.remainder / law.leading, point, compute)
            for name, found in ((N_BEST, best.width), (T_BEST, best.time)):
                (claimed,) = values(result.formulas[name], point, compute)
                off = abs(found[0] / claimed - 1) / (compare.ROOM * (ratio + _PLACE_NOISE))
                yield compare.Off(Float(off), f"{name}, {compare.at_point(point)}")

    bound = (
        f"{compare.ROOM} times the relative remainder and the doubles' noise of a minimum's place"
    )
    return compare.compared("exact", "best width and time at C = 1e36", bound, offs)


def _boundary_check(spectrum: PowerLaw) -> Check:
    r"""The law on boundaries: off by less, and by less further out, as \log\log C/\log C falls."""
    computes = 10.0 ** np.array(_DECADES)

    def offs(result: Result, _: Effort) -> Iterator[compare.Off]:
        for edge, law in law_of(result).boundaries.items():
            for value in _EDGES:
                point = {b: value, edge.lhs: edge.rhs.subs(b, value)}
                best = exact.frontier(Model(spectrum.at(point)), computes).loss
                claimed, error = (values(x, point, computes) for x in (law.leading, law.remainder))
                for off in np.abs(best - claimed) / error:
                    yield compare.Off(Float(off) / compare.ROOM, compare.at_point(point))

    bound = f"{compare.ROOM} times loglog C/log C"
    return compare.compared("exact", "the logarithm on the boundary", bound, offs)


def _simulated_exponent_check(spectrum: PowerLaw) -> Check:
    """The law's exponent in the interval of the simulated one, at a point in every regime."""

    def offs(result: Result, effort: Effort) -> Iterator[compare.Off]:
        fewer = replace(effort, draws=max(2, effort.draws // _FEWER))
        for point in points_for(spectrum, _POINTS[::-1]):
            law = law_at(result, spectrum, point)
            assert law is not None
            found = simulated_slope(BEST_LOSS, spectrum.at(point), _SIZES, fewer)
            claimed, half = float(law.exponent.subs(point)), (found.high - found.low) / 2
            off = abs(claimed - (found.high + found.low) / 2)
            where = f"{compare.at_point(point)}: in [{found.low:.3f}, {found.high:.3f}]"
            yield compare.Off(Float(off / half), f"{where}, {claimed:.3f} claimed")
            yield compare.Off(Float(half / _KNOWN), where)

    bound = f"within an interval of 99 % that is narrower than +- {_KNOWN}"
    return compare.compared("sampling", "exponent of a simulated frontier", bound, offs)


def regime_points(result: Result, spectrum: PowerLaw, count: int) -> Sequence[Point]:
    """So many points in every regime of a law; a spectrum without symbols is its own."""
    free = free_symbols(spectrum)
    if not free:
        return ({},)
    return [p for one in law_of(result).regimes for p in points_in(one.condition, free, count)]


def values(formula: Expr, point: Point, computes: compare.Reals) -> compare.Reals:
    """A formula at computes, its amplitude evaluated once."""
    numbers: Any = formula.subs(point).evalf(20)
    return np.array([float(numbers.subs(C, Float(size, 20)).evalf(15)) for size in computes])
