r"""Structured features: the spectrum of K, laws in t and C, the end that knows the rank."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from sympy import Expr, Integer, Rational, log, oo, pi, sin

from analytic import exact
from analytic.comparison.comparators import Curve, Pair, at_point, bounded, equal
from analytic.comparison.law_digits import curve
from analytic.comparison.law_points import Point
from analytic.comparison.numbers import exact_loss, to_sympy
from analytic.comparison.projections import (
    Case,
    drawn_losses_check,
    final_losses_check,
)
from analytic.notation import A_c, A_d, N, a, b, c, d, n, s, t
from analytic.problem import Model, PowerLaw
from analytic.problem.projections import StructuredProjection
from analytic.result import Check, Effort, Result

_FEW = PowerLaw(2, "3/2", modes=12)
_CASE = Case("D_N", Model(_FEW, 6, 18, "1/4", StructuredProjection("3/2")), {})
_ENDS = "L + sigma^2", ""
_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Rational(3, 2), b: Integer(2), c: Integer(2)},
    {a: Rational(7, 2), b: Rational(3, 2), c: Rational(5, 3)},
)
_EDGE: Point = {a: Rational(5, 2), b: Rational(3, 2), c: Integer(2)}  # a = b + 1
_TIMES = (Integer(10) ** 6,), (Integer(10) ** 9,)
_WIDTHS = (Integer(100),), (Integer(10) ** 6,)
_DIGITS, _GUARD = 14, 12


def structured_checks() -> tuple[Check, ...]:
    """The spectrum by algebra and digits, laws over the decades, the end by digits and draws."""
    return (
        equal("the spectrum that has the trace", _spectra, witness="symbolic"),
        bounded("D_N and the trace at small frequencies", _traces),
        bounded("the time law of many features", _over_time),
        bounded("exponents in time and compute", _exponents),
        final_losses_check([_CASE], _ENDS),
        drawn_losses_check([_CASE], _ENDS),
    )


def _spectra(result: Result, effort: Effort) -> Iterable[Pair]:
    """The trace of K/(s + K) where eigenvalues are mu_K k^-(b + c - 1), and that stated."""
    digits = effort.digits + _GUARD
    for point in _POINTS:
        power = point[b] + point[c] - 1
        scale = result.formulas["mu_K"].subs(point)
        trace = pi / (power * sin(pi / power)) * (scale / s) ** (1 / power)
        stated = result.formulas["d"].subs(point)
        pair = (one.subs(s, Rational(1, 1000)).evalf(digits) for one in (stated, trace))
        yield (*pair, at_point(point))


def _features(point: Mapping[Expr, Expr], width: Expr = oo) -> Model:
    return Model(PowerLaw(point[a], point[b]), width, projection=StructuredProjection(point[c]))


@lru_cache(maxsize=16)
def _response(model: Model, size: Expr) -> tuple[Expr, Expr]:
    """d and D_N at the frequency 1/n."""
    found = exact.responses(model, 1 / size, _DIGITS)
    dimension = exact.resolvents(model.spectrum, found.kappa, _DIGITS).d
    return to_sympy(dimension, _DIGITS), to_sympy(found.R_3, _DIGITS)


def _traces(result: Result, _: Effort) -> Iterable[Curve]:
    """D_N over the formula at the d of digits, and d, at the frequency 1/n."""
    for point in _POINTS:
        model, slower = _features(point), 1 / (point[b] + point[c] - 1)

        def dimension(size: Expr, model: Model = model) -> Expr:
            return _response(model, size)[0]

        def memory(size: Expr, model: Model = model, at: Mapping[Expr, Expr] = point) -> Expr:
            dimension, found = _response(model, size)
            stated = result.formulas["D_N"].subs(at).subs(d, dimension)
            return (found / stated).evalf(_DIGITS)

        stated, where = result.formulas["d"].subs(point).subs(s, 1 / n), at_point(point)
        yield curve(dimension, (stated, Integer(1)), n, _TIMES, where=f"d, {where}")
        one = Integer(1) + 0 * n
        yield curve(memory, (one, n**-slower), n, _TIMES, where=f"D_N, {where}")


def _over_time(result: Result, _: Effort) -> Iterable[Curve]:
    for point in (*_POINTS, _EDGE):
        model = _features(point)
        letters = {one: result.formulas[str(one)] for one in (A_d, A_c)}
        law, rest = (one.subs(point) for one in result.law_named("L(t)", letters))

        def value(time: Expr, model: Model = model) -> Expr:
            return exact_loss(model, time, _DIGITS)

        yield curve(value, (law, rest), t, _TIMES, where=at_point(point))


def _exponents(result: Result, _: Effort) -> Iterable[Curve]:
    """Local exponents: in time at N = oo, and in N of the loss at t = N^(b + c - 1)."""
    point = _POINTS[0]
    slower = point[b] + point[c] - 1

    def falls(one: Expr, other: Expr, ratio: Expr) -> Expr:
        return (log(one / other) / log(ratio)).evalf(_DIGITS)

    def in_time(time: Expr) -> Expr:
        model, ratio = _features(point), Integer(1000)
        return falls(
            exact_loss(model, time, _DIGITS), exact_loss(model, ratio * time, _DIGITS), ratio
        )

    def together(width: Expr) -> Expr:
        ratio = Integer(10)
        one, other = (
            exact_loss(_features(point, size), size**slower, _DIGITS)
            for size in (width, ratio * width)
        )
        return falls(one, other, ratio)

    rate, best = (result.formulas[name].subs(point) for name in ("r_t", "r_C"))
    near, far = ([size / 1000 for size in some] for some in _TIMES)
    yield curve(in_time, (rate, t ** (-1 / slower)), t, (near, far), where="r_t")
    yield curve(together, (best * (1 + slower), 1 / N), N, _WIDTHS, where="r_C")
