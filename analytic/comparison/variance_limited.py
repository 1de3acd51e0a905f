r"""Fluctuations of a predictor: losses by algebra, of a regression in digits, of features drawn.

At fixed rows of ReLU features the predictions of ridge regression vary with the data set. Their
moments of order n fall with the exponent n/2 and have the ratios of normal ones.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from sympy import (
    Add,
    Expr,
    Integer,
    Lambda,
    Rational,
    Symbol,
    binomial,
    cosh,
    diff,
    exp,
    expand,
    limit,
    log,
    oo,
    pi,
    simplify,
    sin,
    sqrt,
)

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.law_digits import curve
from analytic.comparison.measure import Evaluation
from analytic.comparison.numbers import to_sympy
from analytic.notation import (
    A_n,
    K_ell,
    M,
    N,
    P,
    V_f,
    delta,
    density_2,
    ell_1,
    ell_2,
    ell_f,
    epsilon,
    f_0,
    m,
    mu_f,
    n,
    s_y,
    x,
    y,
)
from analytic.problem import PowerLaw
from analytic.problem.activations import ReLU
from analytic.problem.quantity import Quantity
from analytic.result import Check, Effort, Result
from analytic.stated import Formula, Stated


class Fluctuating:
    """Formulas of the loss of a predictor that fluctuates: bounds and smooth losses."""

    BY_PARTS, BOUND, POLYNOMIAL = map(Formula, ("by parts", "bound", "polynomial"))
    SMOOTH, JUMPS = map(Formula, ("smooth", "jumps"))


class Kinked:
    """Formulas of losses with a kink: at it, away from it, with spread labels."""

    AT, JUMPS, WORST = map(Formula, ("kink", "jumps at the kink", "exponent at worst"))
    AWAY, ABSOLUTE, FAR = map(Formula, ("away", "absolute", "absolute, far"))
    DENSITY, LABELS, SMALL = map(Formula, ("labels of a density", "labels", "labels, V_f small"))


class Regression:
    """Formulas of a regression in one dimension."""

    WHOLE, LAW = map(Formula, ("regression", "regression, P large"))
    AWAY, ABSOLUTE = map(Formula, ("regression, away", "regression, absolute"))


_TIME = Integer(100)  # the fixed time at which orders are measured
DATA_PART = Evaluation(Quantity(P, samples=P, time=_TIME, part="data"))
FEATURES_PART = Evaluation(Quantity(N, width=N, time=_TIME, part="features"))

_LOSSES = (Lambda(x, cosh(x / 2)), Lambda(x, x**5), Lambda(x, sin(x)))
_AT: dict[Expr, Expr] = {f_0: Rational(2, 3), delta: Rational(7, 5), x: Rational(3, 4)}
_SMALL = (Rational(1, 10**3),), (Rational(1, 10**6), Rational(1, 10**9))
_MODES = Integer(3)
_FEW = ((Integer(2), 9), (Rational(1, 2), 9), (Integer(3), 20))  # orders and samples
_SIZES = (Integer(10) ** 4,), (Integer(10) ** 10,)
_ORDERS = (Integer(1), Rational(1, 2), Integer(3))
_APART = ((Rational(3, 2), Rational(1, 2)), (Integer(4), Integer(1)))  # orders and offsets
_SCALED = (Rational(1, 3), Integer(2))  # offsets times the root of P
_DIGITS = 24
_ROOM = 3
_ROUNDING = 1e-22

_FEATURES, _PENALTY = 12, "1/20"
_DATA = PowerLaw(2, "3/2", modes=6)
_SAMPLES = (50, 100, 200)
_DRAWN = (1.0, 2.0, 3.0)


def variance_checks() -> tuple[Check, ...]:
    """Losses without and with kinks by algebra, a regression exactly, features by simulation."""
    return (
        compare.identical("Taylor's remainder and moments of losses", _taylor),
        compare.identical("kinks of normal fluctuations", _normal),
        compare.bounded("seldom jumps and narrow fluctuations", _small, witness="symbolic"),
        compare.equal("moments of a regression", _few_samples),
        compare.bounded("regression over the decades", _regression, room=_ROOM),
        compare.replicated(
            "exponents and ratios of the moments of ReLU features", _drawn, copies=_SAMPLES
        ),
    )


def _taylor(result: Result, _: Effort) -> Iterator[compare.Pair]:
    """The remainder of single losses, its bound for a square, the moments of a polynomial."""
    for loss in _LOSSES:
        left = result.formulas[Fluctuating.BY_PARTS].replace(ell_2, _second(loss)).subs(_AT).doit()
        away = loss(f_0 + delta) - loss(f_0) - delta * diff(loss(f_0), f_0)
        yield left, away.subs(_AT), str(loss(x))
    yield result.formulas[Fluctuating.BOUND].subs(K_ell, 2), mu_f(2), "a square"
    degree = 5
    moments = Add(*(binomial(degree, k) * f_0 ** (degree - k) * mu_f(k) for k in range(2, 6)))
    stated = result.formulas[Fluctuating.POLYNOMIAL].subs(m, degree).doit()
    yield stated.subs(ell_f(f_0), f_0**degree).doit(), moments, "the fifth power"


def _second(loss: Lambda) -> Lambda:
    return Lambda(x, diff(loss(x), x, 2))


def _normal(result: Result, _: Effort) -> Iterator[compare.Pair]:
    """Even moments, and of an absolute loss the bend in y, twice the density, and its law."""
    density = exp(-(y**2) / (2 * V_f)) / sqrt(2 * pi * V_f)
    for order, moment in ((2, V_f), (4, 3 * V_f**2)):
        beside = ((x - y) ** order).expand().coeff(x, 2) * V_f
        yield stated(result, Kinked.AWAY).subs(n, order), beside, f"beside, n = {order}"
        yield stated(result, Kinked.AT).subs(n, order), moment, f"n = {order}"
        spread = moment.subs(V_f, V_f + s_y**2) - moment.subs(V_f, s_y**2)
        yield (
            expand(stated(result, Kinked.LABELS).subs(n, order)),
            expand(spread),
            f"labels, n = {order}",
        )
    yield diff(stated(result, Kinked.ABSOLUTE), y, 2), 2 * density, "n = 1"
    yield limit(stated(result, Kinked.ABSOLUTE), y, oo), Integer(0), "n = 1, far away"
    small = stated(result, Kinked.SMALL).subs(n, 1)
    yield small, V_f / (sqrt(2 * pi) * s_y), "labels, n = 1: the density there"
    bend = density.subs({V_f: s_y**2, y: x}).diff(x, 2)
    spread = stated(result, Kinked.DENSITY).subs(density_2(x), bend)
    for order in (1, 2):
        small = stated(result, Kinked.SMALL).subs(n, order)
        yield small, spread.subs(n, order).doit(), f"labels of a density, n = {order}"
    seldom = stated(result, Kinked.JUMPS).subs(n, 2)
    yield expand(seldom), expand(epsilon * (1 - epsilon) * x**2), "variance of jumps"
    worst = stated(result, Kinked.WORST)
    yield worst.subs(n, Rational(1, 2)), Rational(1, 4), "n = 1/2"


def _small(result: Result, _: Effort) -> Iterator[compare.Curve]:
    """Seldom jumps of two kinds of losses, and a normal mean by Gauss and Hermite's rule."""
    formulas = result.formulas
    for loss in _LOSSES:
        slope = Lambda(x, diff(loss(x), x))
        seldom = formulas[Fluctuating.JUMPS].replace(ell_1, slope).replace(ell_f, loss).subs(_AT)
        stays, jumps = (loss(f_0 - epsilon * x), loss(f_0 + (1 - epsilon) * x))
        whole = ((1 - epsilon) * stays + epsilon * jumps - loss(f_0)).subs(_AT)
        yield _curve(whole, seldom, epsilon)
        bent = formulas[Fluctuating.SMOOTH].replace(ell_2, _second(loss)).subs(_AT)
        spread = (loss(f_0 + sqrt(3 * V_f)) + loss(f_0 - sqrt(3 * V_f)) - 2 * loss(f_0)) / 6
        yield _curve(spread.subs(_AT), bent, V_f)
    far = formulas[Kinked.FAR].subs(y, 1)
    yield curve(
        lambda size: (
            (formulas[Kinked.ABSOLUTE].subs(y, 1) / far).subs(V_f, 1 / size).evalf(30, maxn=400)
        ),
        (Integer(1), 1 / P),
        P,
        ((Integer(10) ** 3,), (Integer(10) ** 5, Integer(10) ** 6)),
        where="absolute loss, far away",
    )


def _curve(whole: Expr, stated: Expr, small: Symbol) -> compare.Curve:
    """What is stated of a formula to first order in a small letter, with a square left out."""
    lefts = [
        [
            compare.Left(abs((whole - stated).subs(small, value).evalf(30, maxn=400)), value**2)
            for value in some
        ]
        for some in _SMALL
    ]
    return compare.Curve(str(small), *lefts)


def stated(result: Result, name: Stated) -> Expr:
    """A formula with the amplitude put in."""
    return result.formulas[name].subs(A_n, result.formulas[A_n])


def _few_samples(result: Result, effort: Effort) -> Iterator[compare.Pair]:
    """Moments of a regression on few samples."""
    for order, samples in _FEW:
        at = {n: order, M: _MODES, P: Integer(samples)}
        stated = result.formulas[Regression.WHOLE].subs(at).evalf(effort.digits + 5)
        yield stated, _excess(order, Integer(0), Integer(samples), effort.digits + 2), str(order)


@lru_cache(maxsize=256)
def _excess(order: Expr, offset: Expr, samples: Expr, digits: int) -> Expr:
    found = exact.regression_excess(_MODES, samples, order, offset, digits)
    return to_sympy(found, digits)


def _regression(result: Result, _: Effort) -> Iterator[compare.Curve]:
    """Kinks at the mean prediction, beside it, and at a distance that shrinks with it."""
    for order in _ORDERS:
        law = stated(result, Regression.LAW).subs(n, order)
        yield _decades(law, law / P, order, Integer(0))
    for order, offset in _APART:
        law = stated(result, Regression.AWAY).subs({n: order, y: offset})
        yield _decades(law, P**-2, order, offset)
    for scale in _SCALED:
        law = stated(result, Regression.ABSOLUTE).subs(x, scale)
        yield _decades(law, law / P, Integer(1), scale / sqrt(P))


def _decades(law: Expr, error: Expr, order: Expr, offset: Expr) -> compare.Curve:
    def value(samples: Expr) -> Expr:
        return _excess(order, offset.subs(P, samples), samples, _DIGITS)

    where = f"n = {order}, y = {offset}"
    return curve(value, (law, error), P, _SIZES, where=where, digits=_DIGITS, noise=_ROUNDING)


def _drawn(result: Result, _: Effort) -> Iterator[compare.Replicas]:
    """Exponents of moments between P and 2 P samples, and moments over those of a normal one."""
    orders = [Rational(order) for order in _DRAWN]
    exponents = [float(_exponent(result.formulas[Kinked.AT].subs(n, order))) for order in orders]
    yield compare.Replicas(np.array(exponents), _exponents)
    amplitude = [float(stated(result, Kinked.AT).subs({n: order, V_f: 1})) for order in orders]
    yield compare.Replicas(np.array(amplitude), _ratios)


def _exponent(moment: Expr) -> Expr:
    return simplify(V_f * diff(log(moment), V_f))


@lru_cache(maxsize=16)
def _deviations(samples: int, draws: int, seed: int) -> compare.Reals:
    """Predictions less their mean over data sets, as large as their variance is."""
    found = sampling.feature_predictions(
        ReLU(), _DATA, _FEATURES, samples, _PENALTY, draws, seed
    ).samples
    return np.asarray((found - found.mean(axis=0)) * np.sqrt(draws / (draws - 1)))


def _exponents(samples: int, effort: Effort) -> compare.Reals:
    """Their logarithms base two and, draw by draw, what each adds to these to first order."""
    few, many = (_deviations(size, effort.draws, effort.seed) for size in (samples, 2 * samples))
    columns = [_logarithms(few, order) - _logarithms(many, order) for order in _DRAWN]
    return np.stack(columns, axis=1)


def _logarithms(deviations: compare.Reals, order: float) -> compare.Reals:
    powers = np.abs(deviations) ** order
    mean = powers.mean(axis=0)
    return np.asarray((np.log2(mean) + (powers / mean - 1) / np.log(2)).mean(axis=1))


def _ratios(samples: int, effort: Effort) -> compare.Reals:
    """Moments over the power of the variance, to first order draw by draw."""
    found = _deviations(samples, effort.draws, effort.seed)
    squares = found**2
    variance = squares.mean(axis=0)
    columns = []
    for order in _DRAWN:
        scaled = np.abs(found) ** order / variance ** (order / 2)
        change = order / 2 * scaled.mean(axis=0) * (squares / variance - 1)
        columns.append((scaled - change).mean(axis=1))
    return np.stack(columns, axis=1)
