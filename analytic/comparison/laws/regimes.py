r"""The four regimes against the three witnesses.

Algebra: at a = b both corrections and both bottlenecks are the same. Digits: the local exponents of
exact losses on both sides of every boundary, and the coefficient of the first correction at
t = infinity.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sympy import Expr, Float, Integer, Rational, Symbol, oo

from analytic import exact
from analytic.comparison.law_points import free_symbols
from analytic.comparison.numbers import to_sympy
from analytic.notation import N, P, a, b, d, d_2, kappa, t, w, w_2
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = [
    "duality_of_corrections_checks",
    "expansion_at_infinity_check",
    "ruling_terms_check",
]

_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(7, 2), b: Rational(3, 2)},
    {a: Integer(6), b: Rational(3, 2)},
)
_TIME = Integer(10) ** 30
_AWAY = Integer(10) ** 8  # from a boundary: two terms whose powers differ by 1/3 are 1e-2.7 apart
_RULING = Rational(1, 100)
_DIGITS = 14  # the term that rules an excess may be 1e-8 of the loss, and is compared to 1e-2
_FINAL_DIGITS = 48  # and two final losses differ by 1e-25 of themselves
_ISOTROPIC = tuple(Rational(x) for x in ("5/4", "3/2", "2", "7/3", "3"))
_LATE = Integer(10) ** 200  # where the second terms are 1e-60 of the first, b <= 3


def duality_of_corrections_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """Width and data at a = b: the same coefficients and the same laws, as functions of b.

    There is no such check where a cannot be b, or where a target has several powers.
    """
    points = _isotropic_points(spectrum)

    def run(result: Result, effort: Effort) -> Outcome:
        formulas = result.formulas
        pairs = [
            (formulas["c_N(t)"], formulas["c_P(t)"]),
            (formulas["L(N)"].subs(N, t), formulas["L(P)"].subs(P, t)),
        ]
        gaps = [
            Float(abs((one.subs(at) / other.subs(at)).evalf(effort.digits + 5) - 1), 3)
            for one, other in pairs
            for at in points
        ]
        worst, allowed = max(gaps), Integer(10) ** -effort.digits
        return Outcome(
            bool(worst <= allowed), f"{len(gaps)} ratios are one up to {worst}", f"{allowed}"
        )

    return (Check("symbolic", "width and data agree at a = b", run),) if points else ()


def _isotropic_points(spectrum: PowerLaw) -> list[Mapping[Expr, Expr]]:
    """Late times and values of the open ones of a and b, at which c_k is a multiple of lambda_k."""
    free = free_symbols(spectrum)
    if spectrum.further_powers or not free <= {a, b}:
        return []
    numbers = {x for x in (spectrum.a, spectrum.b) if not x.free_symbols}
    if len(numbers) == 2:
        return []
    values = numbers or _ISOTROPIC
    return [{**dict.fromkeys(free, x), t: _LATE} for x in values]


def ruling_terms_check(spectrum: PowerLaw) -> Check:
    """Exact losses on both sides of every boundary, over the term that is said to rule there."""

    def run(result: Result, _: Effort) -> Outcome:
        symbolic = bool((spectrum.a + spectrum.b).free_symbols)
        found = [
            (gap, name, point)
            for point in (_POINTS if symbolic else ({},))
            for name, gap in _gaps(result.formulas, spectrum, point)
        ]
        worst, name, point = max(found, key=lambda one: one[0])
        return Outcome(
            bool(worst <= _RULING),
            f"{len(found)} exact losses; furthest from its ruling term by {worst}: {name}, {point}",
            f"{Float(_RULING, 1)}, 1e8 away from a boundary",
        )

    return Check("exact", "which term rules where", run)


def expansion_at_infinity_check() -> Check:
    """The first correction at t = infinity, against exact losses with both resources limited."""

    def run(result: Result, effort: Effort) -> Outcome:
        gaps = [
            _final_gap(formula, scarce, other, effort.digits)
            for scarce, other in ((N, P), (P, N))
            for name, formula in result.formulas.items()
            if name.startswith(f"order in 1/{other}")
        ]
        worst = max(gaps)
        return Outcome(
            bool(worst <= Rational(1, 10**20)),
            f"relative distance at most {worst}, with 1e25 times more of the other resource",
            "at most 1e-20",
        )

    return Check("exact", "first correction at t = infinity", run)


def _gaps(
    formulas: Mapping[str, Expr], spectrum: PowerLaw, point: Mapping[Expr, Expr]
) -> Iterator[tuple[str, Float]]:
    numbers = spectrum.at(point)
    at = {**point, t: _TIME}
    free = _loss(numbers, {})
    for resource, option in ((N, "width"), (P, "samples")):
        term = formulas[f"c_{resource}(t)"].subs(at) / resource
        law = formulas[f"L({resource})"].subs(at)
        above = _TIME ** formulas[f"{resource}: 1/{resource} term over time law"].subs(point)
        low = "width law" if resource == N else "data law"
        below = _TIME ** formulas[f"{resource}: {low} over 1/{resource} term"].subs(point)
        size = _rounded(above * _AWAY)
        excess = _loss(numbers, {option: size}) - free
        yield f"excess over the time law at {option}", _distance(excess, term, resource, size)
        law_in_time = formulas["L(t)"].subs(at)
        yield f"time law at {option}", _distance(free + excess, law_in_time, resource, size)
        size = _rounded(below / _AWAY)
        yield f"law of the {option}", _distance(_loss(numbers, {option: size}), law, resource, size)
        if above / below > _AWAY**2:
            for edge in (above / _AWAY, below * _AWAY):
                size = _rounded(edge)
                between = _loss(numbers, {option: size})
                yield f"1/{resource} term between them", _distance(between, term, resource, size)


def _loss(spectrum: PowerLaw, resources: Mapping[str, Expr], time: Expr = _TIME) -> Expr:
    model = Model(spectrum, **resources)
    return to_sympy(exact.test_loss(model, time, _DIGITS), _DIGITS)


def _rounded(size: Expr) -> Expr:
    return Integer(round(size.evalf(60)))


def _distance(value: Expr, term: Expr, resource: Symbol, size: Expr) -> Float:
    return Float(abs(value / term.subs(resource, size).evalf(_DIGITS) - 1), 3)


def _final_gap(formula: Expr, scarce: Symbol, other: Symbol, digits: int) -> Float:
    """The relative distance between the correction and its formula, at a few of the scarce one."""
    spectrum, few, many = PowerLaw(2, "3/2"), Integer(7), Integer(7) * Integer(10) ** 25
    working = _FINAL_DIGITS + digits
    options = {N: "width", P: "samples"}
    limited = {options[scarce]: few}
    one, both = (
        to_sympy(exact.test_loss(Model(spectrum, **sizes), oo, working), working)
        for sizes in (limited, {**limited, options[other]: many})
    )
    at = exact.responses(Model(spectrum, **limited), Rational(1, 10**_FINAL_DIGITS), working)
    sums = exact.resolvents(spectrum, at.kappa, working)
    values = {d: sums.d, d_2: sums.d_2, w: sums.w, w_2: sums.w_2, kappa: at.kappa}
    numbers = {symbol: to_sympy(value.real, working) for symbol, value in values.items()}
    expected = formula.subs({**numbers, scarce: few, other: many}).evalf(working)
    return Float(abs((both - one) / expected - 1), 3)
