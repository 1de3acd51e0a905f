r"""The algebra of the crossovers held against itself, each identity by a second route.

Lagrange's coefficients against the equation of the root; the functions against the integral over
the cut, or against their double series; both ends against the laws that were derived there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from sympy import Add, Expr, Float, Integer, Rational, oo

from analytic.comparison.crossovers.crossover import Point, law_of, points_of
from analytic.comparison.law_points import law_at
from analytic.comparison.numbers import relative_gap
from analytic.notation import j, t, tau, y
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.series.crossover_functions import Crossover, data_crossover, width_crossover
from analytic.symbolic.series.crossover_series import width_cut
from analytic.symbolic.series.log_powers import LogPowers, Term
from analytic.symbolic.slow_sums.numeric import number_at

__all__ = ["ends_check", "function_check", "inversion_check"]

_ORDERS = 6
_DIGITS = 20
_BITS = 120
_NODES = 300  # the integrand is even at one end and flat at the other: 20 digits for T >= 1
_EARLY, _LATE = Rational(1, 20), (Integer(1), Integer(8))
_BESIDE = Rational(1, 3)
_LARGE = Integer(10) ** 18  # a term that one of two laws leaves out is below 1e-20 there

Derive = Callable[[PowerLaw], Result]


def inversion_check(spectrum: PowerLaw) -> Check:
    """Lagrange's coefficients of u^r against the iterated equation u = 1 + y u^(1-p)."""

    def run(result: Result, _: Effort) -> Outcome:
        wrong = [
            order
            for point in points_of(spectrum)
            for order in range(1, _ORDERS + 1)
            if _coefficient(result, point, order) != _iterated(result, point).get((order, 0), 0)
        ]
        return Outcome(
            not wrong,
            f"coefficients of order {wrong} differ" if wrong else f"{_ORDERS} coefficients equal",
            "equality of rational numbers",
        )

    return Check("symbolic", "Lagrange's coefficients in the equation of the root", run)


def function_check(spectrum: PowerLaw) -> Check:
    """Every function in the law against a second representation of it."""

    def run(result: Result, _: Effort) -> Outcome:
        functions = {
            _without_logarithm(function.subs(point))
            for function in law_of(result).expansion.atoms(Crossover)
            for point in points_of(spectrum)[:1]
        }
        gaps = [gap for function in functions for gap in _gaps(function)]
        return _within(gaps, "second representations")

    return Check("symbolic", "crossover functions against a second representation", run)


def ends_check(spectrum: PowerLaw, time_law: Derive, final_law: Derive) -> Check:
    """The law at tau -> 0 and tau -> oo against the two laws that hold there."""

    def run(result: Result, _: Effort) -> Outcome:
        one_end, other_end = time_law(spectrum), final_law(spectrum)
        gaps = []
        for point in points_of(spectrum):
            law, earlier, later = (
                law_at(one, spectrum, point) or law_of(one) for one in (result, one_end, other_end)
            )
            at = {**point, law.variable: _LARGE, t: _LARGE**2}
            when = (t * tau / result.formulas["t"]).subs(at)
            first = law.expansion.replace(_is_crossover, lambda one: one.first).subs(tau, when)
            last = law.leading.replace(_is_crossover, lambda one: one.final)
            gaps.append(_gap(last, later.leading, at))
            early = first if first != 0 else result.formulas["early"]  # beyond what the law keeps
            gaps.append(_gap(early, earlier.leading, at))
        return _within(gaps, "both ends")

    return Check("symbolic", "both ends against the laws derived there", run)


def _gap(one: Expr, other: Expr, at: Point) -> Expr:
    value, reference = (expression.subs(at).evalf(2 * _DIGITS) for expression in (one, other))
    return relative_gap(value, reference)


def _is_crossover(node: Expr) -> bool:
    return isinstance(node, Crossover)


def _coefficient(result: Result, point: Point, order: int) -> Expr:
    return result.formulas["[y^j] u^r"].subs({**point, j: order}).expand(func=True)


def _iterated(result: Result, point: Point) -> Mapping[Term, Expr]:
    """u^r to some order in y; every iteration of the equation gains one."""
    power, p = (result.formulas[name].subs(point) for name in ("r", "p"))
    root, step = LogPowers.constant(y, Integer(1)), LogPowers.variable(y)
    for _ in range(_ORDERS):
        root = LogPowers.constant(y, Integer(1)) + root.power(1 - p, _ORDERS) * step
    return root.power(power, _ORDERS).terms


def _without_logarithm(function: Crossover) -> Crossover:
    """The function without its logarithm, at a power beside its own where it is zero."""
    power, p, time = function.args[:3]
    plain: Crossover = function.func(power, p, time)
    beside: Crossover = function.func(power + _BESIDE, p, time)
    return beside if plain == 0 else plain


def _gaps(function: Crossover) -> Iterator[Expr]:
    """Relative differences of a function and its second representation, at some times."""
    power, p, _ = function.args
    if isinstance(function, width_crossover):
        for time in _LATE:
            cut = number_at(_BITS, partial(width_cut, nodes=_NODES), power, p, time)
            yield relative_gap(function.subs(tau, time).evalf(_DIGITS + 5), cut)
    if isinstance(function, data_crossover):
        early = function.subs(tau, _EARLY)
        series = Add(*(early.term(Integer(order)).evalf(_DIGITS + 10) for order in range(16)))
        yield relative_gap(early.evalf(_DIGITS + 5), series)


def _within(gaps: list[Expr], what: str) -> Outcome:
    worst = max(gaps, default=oo)
    bound = Float(10, 5) ** -_DIGITS
    return Outcome(bool(worst <= bound), f"{what} differ by {worst} at most", f"1e-{_DIGITS}")
