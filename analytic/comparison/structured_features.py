r"""Structured features: the spectrum of K, laws in t and C, the end that knows the rank.

In draws of n^2 modes and features the eigenvalue number n is off its law by a relative order 1/n.
"""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from sympy import Expr, Float, Integer, Min, Rational, lambdify, log, oo, pi, sin

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.budgets import fall_on_budget
from analytic.comparison.law_digits import curve
from analytic.comparison.law_points import Point
from analytic.comparison.numbers import exact_loss, to_sympy
from analytic.comparison.projections import (
    Case,
    drawn_losses_check,
    final_losses_check,
)
from analytic.notation import D_N, A_s, C, L, a, b, c, d, k, n, r_C, r_t, s, t
from analytic.problem import Model, PowerLaw
from analytic.problem.projections import StructuredProjection
from analytic.result import Check, Effort, Result
from analytic.stated import Formula, with_remainder

_FEW = PowerLaw(2, "3/2", modes=12)
EIGENVALUE, FINAL = map(Formula, ("eigenvalue", "L + sigma^2"))
_CASE = Case(D_N, Model(_FEW, 6, 18, "1/4", StructuredProjection("3/2")), {})
_ENDS = FINAL, FINAL
_POINTS: tuple[Point, ...] = (
    {a: Rational(3, 2), b: Integer(2), c: Integer(2)},
    {a: Rational(7, 2), b: Rational(3, 2), c: Rational(5, 3)},
)
_EDGE: Point = {a: Rational(5, 2), b: Rational(3, 2), c: Integer(2)}  # a = b + 1
_TIMES = (Integer(10) ** 6,), (Integer(10) ** 9,)
_ON_BUDGETS: tuple[Point, ...] = (
    {a: Integer(2), b: Rational(5, 2), c: Integer(2)},
    {a: Integer(5), b: Rational(5, 2), c: Integer(3)},
)
_SIZES, _RATIO, _ROOM = (
    (Integer(8), Integer(300)),
    6.0,
    4,
)  # N up to a constant, at the first compute
_DRAWN: Point = {a: Integer(2), b: Integer(2), c: Integer(2)}
_NUMBERS, _SHARE = (6, 12, 24), 10
_DIGITS, _GUARD = 14, 12


def structured_checks() -> tuple[Check, ...]:
    """The spectrum by algebra and digits, laws over the decades, the end by digits and draws."""
    return (
        compare.equal("the spectrum that has the trace", _spectra, witness="symbolic"),
        compare.bounded("D_N and the trace at small frequencies", _traces),
        compare.bounded("the time law of many features", _over_time),
        compare.bounded("exponents in time", _exponents),
        compare.bounded("exponents of the least loss on a budget", _on_budgets, room=_ROOM),
        final_losses_check([_CASE], _ENDS),
        drawn_losses_check([_CASE], _ENDS),
        compare.replicated("eigenvalues in single draws", _eigenvalues, copies=_NUMBERS),
    )


def _spectra(result: Result, effort: Effort) -> Iterable[compare.Pair]:
    """The trace of K/(s + K) with the power law of eigenvalues that is stated, and that stated."""
    digits = effort.digits + _GUARD
    for point in _POINTS:
        one, other = (result.formulas[EIGENVALUE].subs(point).subs(k, n) for n in (1, 2))
        power = log(one / other) / log(2)
        trace = pi / (power * sin(pi / power)) * (one / s) ** (1 / power)
        stated = result.formulas[d].subs(point)
        pair = (it.subs(s, Rational(1, 1000)).evalf(digits) for it in (stated, trace))
        yield (*pair, compare.at_point(point))


def _eigenvalues(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    """The mean logarithm of eigenvalues n/2 ... n over those of the law."""
    law = lambdify(k, log(result.formulas[EIGENVALUE].subs(_DRAWN).evalf(_DIGITS)))

    def draw(number: int, effort: Effort) -> compare.Reals:
        modes = number**2
        spectrum = PowerLaw(_DRAWN[a], _DRAWN[b], modes=modes)
        model = Model(spectrum, modes, projection=StructuredProjection(_DRAWN[c]))
        draws = max(2, effort.draws // _SHARE)  # an eigenvalue hardly varies
        found = sampling.eigenvalues(model, draws, effort.seed, executor=effort.executor)
        numbers = np.arange(number // 2, number + 1)
        off = np.log(found[:, numbers - 1]) - law(numbers)
        return np.asarray(off.mean(axis=1, keepdims=True))

    yield compare.Replicas(np.zeros(1), draw)


def _features(point: Point, width: Expr = oo) -> Model:
    return Model(PowerLaw(point[a], point[b]), width, projection=StructuredProjection(point[c]))


@lru_cache(maxsize=16)
def _response(model: Model, size: Expr) -> tuple[Expr, Expr]:
    """d and D_N at the frequency 1/n."""
    found = exact.responses(model, 1 / size, _DIGITS)
    dimension = exact.resolvents(model.spectrum, found.kappa, _DIGITS).d
    return to_sympy(dimension, _DIGITS), to_sympy(found.R_3, _DIGITS)


def _traces(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """D_N over the formula at the d of digits, and d, at the frequency 1/n."""
    for point in _POINTS:
        model, slower = _features(point), 1 / (point[b] + point[c] - 1)

        def dimension(size: Expr, model: Model = model) -> Expr:
            return _response(model, size)[0]

        def memory(size: Expr, model: Model = model, at: Point = point) -> Expr:
            dimension, found = _response(model, size)
            stated = result.formulas[D_N].subs(at).subs(d, dimension)
            return (found / stated).evalf(_DIGITS)

        stated, where = result.formulas[d].subs(point).subs(s, 1 / n), compare.at_point(point)
        yield curve(dimension, (stated, Integer(1)), n, _TIMES, where=f"d, {where}")
        one = Integer(1) + 0 * n
        yield curve(memory, (one, n**-slower), n, _TIMES, where=f"D_N, {where}")


def _over_time(result: Result, _: Effort) -> Iterable[compare.Curve]:
    for point in (*_POINTS, _EDGE):
        model = _features(point)
        given = {A_s: result.formulas[A_s]}
        law, rest = (one.subs(point) for one in with_remainder(result.formulas, L(t), given))

        def value(time: Expr, model: Model = model) -> Expr:
            return exact_loss(model, time, _DIGITS)

        yield curve(value, (law, rest), t, _TIMES, where=compare.at_point(point))


def _exponents(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """Local exponents in time at N = oo."""
    point, ratio = _POINTS[0], Integer(1000)
    model = _features(point)

    def in_time(time: Expr) -> Expr:
        one, other = (exact_loss(model, at, _DIGITS) for at in (time, ratio * time))
        return (log(one / other) / log(ratio)).evalf(_DIGITS)

    rate, error = result.formulas[r_t].subs(point), t ** (-1 / (point[b] + point[c] - 1))
    near, far = ([size / ratio for size in some] for some in _TIMES)
    yield curve(in_time, (rate, error), t, (near, far), where="r_t")


def _on_budgets(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """Local exponents of the least loss at C = N t.

    The next power of N is 1/N, the other law's, or what N features lack of the sum of all.
    """
    for place, point in enumerate(_ON_BUDGETS):
        rate, share = result.formulas[r_C].subs(point), 1 / (point[b] + point[c])  # C = N^(b + c)
        error = C ** (-share * Min(1, abs(point[a] - 1 - point[b]), point[c] - 1))
        near, far = ([size ** (1 / share)] for size in _SIZES)

        def fall(compute: Expr, place: int = place, share: Expr = share) -> Expr:
            return Float(_fall(place, float(share), float(compute)))

        yield curve(fall, (rate, error), C, (near, far), where=compare.at_point(point))


@lru_cache(maxsize=16)
def _fall(place: int, share: float, compute: float) -> float:
    point = _ON_BUDGETS[place]

    def loss(width: int, time: float) -> float:
        return float(exact.test_loss(_features(point, Integer(width)), time))

    return fall_on_budget(loss, 1, share, compute, _RATIO).rate
