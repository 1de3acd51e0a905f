r"""Layers: D_N, first order, both ends, the way to the floor over the decades, budgets.

At late times exact and stated distances from the floor differ by a relative (\kappa_N t)^{-1/l}.
"""

from collections.abc import Iterable, Mapping
from functools import partial

from sympy import Expr, Float, Integer, Rational, Symbol, nsolve, oo

from analytic import exact
from analytic.comparison.budgets import fall_on_budget
from analytic.comparison.comparators import Curve, Left, Pair, at_point, bounded, equal
from analytic.comparison.final_losses import numbers_at_end
from analytic.comparison.law_digits import curve
from analytic.comparison.law_points import points
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.comparison.projections import (
    D_N_GONE,
    D_P_GONE,
    Case,
    drawn_losses_check,
    final_losses_check,
    first_order_check,
    responses_check,
    single_draws_check,
    slope_check,
    statement_check,
)
from analytic.notation import N_1, N_2, M, N, a, b, depth, n, t, y
from analytic.problem import Model, PowerLaw
from analytic.problem.projections import DeepProjection
from analytic.result import Check, Effort, Result
from analytic.stated import Formula


class Deep:
    """Formulas of layers: D_N, the floor and the way to it, the best widths."""

    MEMORY, SLOPE = map(Formula, ("D_N, two layers", "l_N, two layers"))
    FIRST, BEST_WIDTH = map(Formula, ("l_N at d = 0, two layers", "N_2 at the best widths"))
    FLOOR, WAY = map(Formula, ("floor", "L(t) - L(oo)"))
    FLOOR_LAW, WAY_LAW = map(Formula, ("L(oo), law", "L(t) - L(oo), law"))
    RATE = Formula("r_C, C = {}")


_FEW = PowerLaw(2, "3/2", modes=12)
_LETTERS = {N_1: Integer(8), N_2: Integer(6)}
_MORE, _LESS = (
    Case(Deep.MEMORY, Model(_FEW, oo, samples, "1/4", DeepProjection([8, 6])), _LETTERS)
    for samples in (18, 4)
)

_ENDS = D_N_GONE, D_P_GONE
_LAYERS = (2, 3)
_TIMES = (Integer(10) ** 9,), (Integer(10) ** 14, Integer(10) ** 18)
_POINTS = points("2 3/2", "9/2 3/2", "5 5/2")
_WIDTHS = (Integer(30),), (Integer(1000), Integer(10) ** 5)
_COMPUTE, _RATIO, _NEXT = 1e13, 1e8, 1 / 5  # what the least loss has beside its leading power
_ON_BUDGETS = ((1, 0), (2, 0), (2, 2))  # powers of N in the budget, points
_DIGITS = 20


def depth_checks() -> tuple[Check, ...]:
    """By algebra, digits and draws."""
    return (
        statement_check([_MORE]),
        responses_check([_MORE]),
        slope_check([_MORE], Deep.SLOPE),
        first_order_check({Deep.FIRST: _sized}),
        final_losses_check([_MORE, _LESS], _ENDS),
        equal("floor of layers of equal width", _floor),
        bounded("way to the floor at late times", _late),
        bounded("way to the floor as a law", _laws),
        equal("best widths of two layers", _widths, witness="symbolic"),
        bounded("rates on budgets", _budgets),
        single_draws_check([_MORE]),
        drawn_losses_check([_MORE, _LESS], _ENDS),
    )


def _sized(size: Expr) -> tuple[Model, Mapping[Symbol, Expr]]:
    """The second layer twice as wide as the first."""
    model = Model(PowerLaw(2, "3/2"), projection=DeepProjection([size, 2 * size]))
    return model, {N_1: size, N_2: 2 * size}


def _equal(layers: int, width: Expr, spectrum: PowerLaw) -> Model:
    return Model(spectrum, projection=DeepProjection([width] * layers))


def _floor(result: Result, effort: Effort) -> Iterable[Pair]:
    digits = effort.digits + 2
    for layers in _LAYERS:
        model = _equal(layers, Integer(20), PowerLaw(2, "3/2"))
        stated = evaluated(result.formulas[Deep.FLOOR], numbers_at_end(model, digits), digits)
        yield stated, exact_loss(model, oo, digits), f"l = {layers}"


def _late(result: Result, _: Effort) -> Iterable[Curve]:
    """What is left of the distance to the floor, relative, at one width."""
    for layers in _LAYERS:
        model = _equal(layers, Integer(20), PowerLaw(2, "3/2"))
        point = {**numbers_at_end(model, _DIGITS), N: Integer(20), depth: Integer(layers)}
        way = result.formulas[Deep.WAY].xreplace(point)
        floor = exact.test_loss(model, oo, _DIGITS)

        def value(time: Expr, model: Model = model, floor: Expr = floor) -> Expr:
            return to_sympy(exact.test_loss(model, time, _DIGITS) - floor, _DIGITS)

        stated = way, way * t ** -Rational(1, layers)
        yield curve(value, stated, t, _TIMES, where=f"l = {layers}", digits=_DIGITS)


def _laws(result: Result, _: Effort) -> Iterable[Curve]:
    """The law of that distance at t = N^(b + l), where both errors are of relative order 1/N."""
    layers = _LAYERS[0]
    for point in _POINTS[:2]:
        power = point[b] + layers
        names = Deep.WAY_LAW, Deep.FLOOR_LAW
        way, floor = (
            result.formulas[one].subs({**point, depth: layers, t: n**power, N: n}) for one in names
        )

        def values(
            size: Expr, point: Mapping[Expr, Expr] = point, power: Expr = power
        ) -> tuple[Expr, Expr]:
            model = _equal(layers, size, PowerLaw(point[a], point[b]))
            late, end = (exact.test_loss(model, time, _DIGITS) for time in (size**power, oo))
            return to_sympy(late - end, _DIGITS), to_sympy(end, _DIGITS)

        for number, stated in enumerate((way, floor)):
            one = partial(lambda size, at, of: of(size)[at], at=number, of=values)
            error = stated / n
            yield curve(one, (stated, error), n, _WIDTHS, where=at_point(point), digits=_DIGITS)


def _widths(result: Result, effort: Effort) -> Iterable[Pair]:
    """The least of 1/N_1 + 1/N_2 at M N_1 + N_1 N_2 given, N_2 eliminated."""
    for entries, modes in ((Integer(1000), Integer(30)), (Integer(500), Integer(200))):
        added = 1 / y + y / (entries - modes * y)
        start = entries / modes / 2
        first = nsolve(added.diff(y), y, start, prec=effort.digits + 5)
        stated = result.formulas[Deep.BEST_WIDTH].subs({M: modes, N_1: first})
        yield stated, entries / first - modes, f"M = {modes}"


def _budgets(result: Result, _: Effort) -> Iterable[Curve]:
    """The local exponent of the least loss of two layers of equal width, between two computes."""
    for power, place in _ON_BUDGETS:
        point, budget = _POINTS[place], N**power * t
        spectrum = PowerLaw(point[a], point[b])

        def loss(width: int, time: float, spectrum: PowerLaw = spectrum) -> float:
            return float(exact.test_loss(_equal(2, Integer(width), spectrum), time))

        share = 1 / (power + float(point[b]))
        fall = fall_on_budget(loss, power, share, _COMPUTE, _RATIO)
        rate = result.formulas[Deep.RATE.of(budget)].subs(point)
        off = Left(abs(fall.rate - rate), Float(_COMPUTE**-_NEXT))
        yield Curve(f"{at_point(point)}, C = {budget}", (), [off])
