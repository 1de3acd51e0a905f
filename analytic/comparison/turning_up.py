r"""The end of training without label noise: what dies last, the boundary in N/P, the best time.

What dies last is found by digits at three late times: times t^{3/2} e^{x_- t} over the formula it
tends to one as 1/t. On both sides of the boundary it has the two signs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise

import gmpy2
import numpy as np
from sympy import Abs, Add, Expr, Float, Integer, Rational, exp, lambdify, log, oo, solve

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.law_points import Point, points
from analytic.comparison.measure import Evaluation, Experiment
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.notation import (
    G_1,
    N,
    P,
    a,
    b,
    d,
    d_2,
    kappa,
    lambda_k,
    nu,
    primed,
    s_2,
    sigma2,
    t,
    w,
    w_2,
    x_minus,
    y,
)
from analytic.problem import Model, PowerLaw
from analytic.problem.quantity import Quantity, Sign
from analytic.result import Check, Effort, Result
from analytic.roots import Bracket, bracketed_root
from analytic.stated import L_BEST, T_BEST, Formula


def _rising(width: Expr, drawn: bool) -> Quantity:
    """The loss at the end against that shortly before; simulated, where the difference is seen."""
    end, before, early = (Quantity(P, width, P, time) for time in (oo, 10 / x_minus, 1 / x_minus))
    return replace(end, of=Sign(before, drawn=early if drawn else None))


NARROW_RISE = Evaluation(_rising(P / 2, drawn=False))
WIDE_RISE = Experiment(_rising(oo, drawn=True))


class Turn:
    """Formulas of the late slope of the loss, and of the best time where that is known."""

    LATE, NARROW, WIDE, WEIGHT = map(Formula, ("late", "narrow", "wide", "weight"))
    EDGE, SHARE, FLAT, ENDED = map(Formula, ("edge", "share", "flat", "ended"))
    NOISE, NARROW_TIME = map(Formula, ("least noise", "t*, N << P"))


_DIGITS, _EDGE_DIGITS = 25, 5  # corrections are kappa^(1/3) of it
_SPECTRUM = PowerLaw(2, "3/2")
_MODELS = (
    Model(_SPECTRUM, width=20, samples=60),
    Model(_SPECTRUM, width=60, samples=20, noise="1/20"),
    Model(PowerLaw("5/4", "3/2"), samples=20),
    Model(PowerLaw(4, "3/2"), samples=20),
)
_DECAYS = tuple(Integer(12 * 2**n) for n in range(4))  # x_- t
_MANY, _KEPT = 20, 12  # digits of P/N, and of a loss less the final one
_RATIO = Integer(3)  # N/P

_CAPACITY = Rational(3, 2)
_FEW_MODES = Model(PowerLaw(2, _CAPACITY, modes=9), samples=4)
_RATES = tuple(Integer(k) ** -_CAPACITY for k in range(1, 10))
_MODES = tuple((Rational(1, 2 * n + 1), Integer(n + 1)) for n in range(3))  # lambda_k, c_k

_SAMPLES = Integer(10) ** 12
_BESIDE = Rational(1, 20)
_FINE = 1e-5  # of the distance to an unlimited ratio; squared, of the root
_SIDES = points("2 3/2", "5/2 2")
_EASY: Point = {a: Integer(4), b: Rational(3, 2)}
_LATE = Integer(150)  # x_- t, at which 1/(x_- t) is a small share of the distance

_RATIOS = (Rational(1, 2), Integer(2))
_SIZES = (10**3, 10**5, 10**7)
_CLOSER = 3  # as the correction of P^(a-b-1) is a tenth of itself; a wrong one stays
_FEW = tuple(Integer(10) ** n for n in (2, 3, 4))  # P/N
_WIDTH = Integer(10) ** 6

_DRAWN = Model(PowerLaw("3/2", "3/2", modes=12), width=3, samples=6)
_COPIES = (3, 6, 12)


def turning_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """Where the loss turns up: the slope at the edge, what dies last, and the best time."""
    return (
        compare.identical("the slope at unlimited width", _unlimited),
        compare.equal(
            "the slope at the edge", partial(_slopes, spectrum=spectrum), digits=_EDGE_DIGITS
        ),
        compare.compared(
            "exact", "what dies last", "the last step of the extrapolation", _dying_last
        ),
        compare.ordered("the ratio below which the loss ends rising", _beside_boundary),
        compare.ordered("the best time without label noise", _towards_best_time),
        compare.replicated(
            "the rise without label noise by replication",
            lambda *_: [_risen()],
            copies=_COPIES,
            nonzero=True,
        ),
    )


@cache
def edge_of(model: Model, digits: int) -> Mapping[Expr, Expr]:
    """kappa and the sums at the branch point and, primed, at s = 0; N or P unlimited is large."""
    bits = 2 * exact.precision.bits_of(digits) + 64  # half of them are kappa's at a minimum
    arithmetic = exact.precision.Multiple(bits)
    with arithmetic.working():
        found = exact.edges.branch_point(arithmetic, model)
        start = exact.response.fixed_point(arithmetic, model).rank_root()
        there, rate, bend, first = (_number(one, digits) for one in (*found, start))
    at, at_zero = (exact.resolvents(model.spectrum, one, digits + 5) for one in (there, first))
    names = {d: at.d, d_2: at.d_2, w: at.w, w_2: at.w_2, primed(w): at_zero.w}
    far = Float(10, digits) ** (3 * digits)
    sizes = {N: model.width, P: model.samples}
    return {
        **{symbol: to_sympy(value, digits) for symbol, value in names.items()},
        kappa: there,
        primed(kappa): first,
        x_minus: rate,
        s_2: bend,
        sigma2: model.noise,
        **{symbol: far if size == oo else size for symbol, size in sizes.items()},
    }


def _number(value: gmpy2.mpfr, digits: int) -> Expr:
    return Float(gmpy2.mpfr(value).__format__(f".{digits + 5}e"), digits + 5)


def _slopes(result: Result, _: Effort, spectrum: PowerLaw) -> Iterable[compare.Pair]:
    """The slope at the edge mode by mode, and where N and P are large, with the edge itself."""
    formulas, few = result.formulas, edge_of(_FEW_MODES, _DIGITS)
    weights = (rate * formulas[Turn.WEIGHT].xreplace({**few, lambda_k: rate}) for rate in _RATES)
    yield Add(*weights), Integer(0), "weights of the modes"
    for point in (_SIDES[0], _EASY):
        numbers, where = spectrum.at(point), compare.at_point(point)
        steep = numbers.a > numbers.b + 1
        limited, unlimited = (
            edge_of(Model(numbers, width, _SAMPLES), _DIGITS) for width in (_RATIO * _SAMPLES, oo)
        )
        at = {**point, nu: _RATIO, y: limited[d] / _SAMPLES}
        yield formulas[Turn.EDGE].subs(at), Integer(0), f"the edge, {where}"
        stated = formulas[Turn.FLAT if steep else Turn.SHARE].subs(at)
        yield stated, _rise(formulas[Turn.WIDE], limited), f"N/P = {_RATIO}, {where}"
        if not steep:
            found = _rise(formulas[Turn.WIDE], unlimited)
            yield formulas[Turn.ENDED].subs(point), found, f"N = oo, {where}"
            noise = -found * unlimited[primed(kappa)] * unlimited[primed(w)]
            yield formulas[Turn.NOISE].subs({**point, P: _SAMPLES}), noise, f"noise, {where}"
        rate = edge_of(Model(numbers, _SAMPLES), _DIGITS)[x_minus]
        yield formulas[x_minus].subs({**point, N: _SAMPLES}), rate, f"x_-, {where}"


def _unlimited(result: Result, _: Effort) -> Iterable[compare.Pair]:
    """The slope at N = infinity mode by mode, in rational numbers, and in the scaling limit."""
    formulas, here = result.formulas, {kappa: Rational(1, 5), primed(kappa): Rational(1, 2)}
    here |= {
        symbol: Add(*(power / (rate + here[at]) ** n for rate, power in _MODES))
        for symbol, at, n in ((w, kappa, 1), (w_2, kappa, 2), (primed(w), primed(kappa), 1))
    }
    weights = (
        power * formulas[Turn.WEIGHT].subs({**here, lambda_k: rate}) for rate, power in _MODES
    )
    rise = formulas[Turn.WIDE].subs({**here, sigma2: 0}).limit(N, oo) / here[primed(kappa)]
    yield Add(*weights), rise, "mode by mode"
    for point in _SIDES:
        share = formulas[Turn.SHARE].subs(y, b / (b - 1)).subs(point)
        yield formulas[Turn.ENDED].subs(point), share.limit(nu, oo), compare.at_point(point)


def _rise(wide: Expr, edge: Mapping[Expr, Expr]) -> Expr:
    """The slope over kappa w at s = 0, without noise: that of one mode is left out by no N."""
    return wide.xreplace(edge) / (edge[primed(kappa)] * edge[primed(w)])


def _dying_last(result: Result, _: Effort) -> Iterable[compare.Off]:
    """The loss at late times less that at the end over the formula, and where slopes cancel."""
    for model in _MODELS:
        edge = edge_of(model, _DIGITS)
        narrow = model.width < model.samples
        rise = evaluated(result.formulas[Turn.NARROW if narrow else Turn.WIDE], edge, _DIGITS)
        slope = -rise if narrow else -rise / edge[x_minus]
        formula = result.formulas[Turn.LATE].subs({G_1: slope, **edge})
        quotients = [_left(model, x, edge) / formula.subs(t, _at(edge, x)) for x in _DECAYS]
        yield _off_one(quotients, f"N = {model.width}")
    spectrum = PowerLaw(a, b).at(_SIDES[0])
    model, first = Model(spectrum, _SAMPLES, 10**_MANY * _SAMPLES), Model(spectrum, _SAMPLES)
    edge = edge_of(first, _DIGITS)
    at = {**_SIDES[0], N: model.width, P: model.samples, x_minus: edge[x_minus]}
    best = exp(edge[x_minus] * evaluated(result.formulas[Turn.NARROW_TIME], at, _DIGITS))
    growth = []
    for decay in _DECAYS[:3]:
        both_off = _left(first, decay, edge, _MANY)
        one_off = _left(model, decay, edge, _MANY) - both_off
        growth.append(-2 * both_off / one_off * exp(decay) / best)
    yield _off_one(growth, "x_- t*, N << P")


def _off_one(values: Sequence[Expr], where: str) -> compare.Off:
    """How far values at times that double are from one at t = oo, where powers of 1/t are left."""
    level, order, before = list(values), 0, oo
    while len(level) > 1:
        order += 1
        before = level[-1]
        level = [(2**order * y - x) / (2**order - 1) for x, y in pairwise(level)]
    return compare.Off((Abs(level[0] - 1) / Abs(level[0] - before)).evalf(5), where)


def _at(edge: Mapping[Expr, Expr], decay: Expr) -> Expr:
    return Rational(str((decay / edge[x_minus]).evalf(10)))


def _left(model: Model, decay: Expr, edge: Point, small: int = 0) -> Expr:
    """The loss at a late time x_- t less the final one, where its part that counts is 10^-small."""
    time, digits = _at(edge, decay), _KEPT + small + int(decay / log(10))
    now, end = (exact_loss(model, one, digits) for one in (time, oo))
    return now - end


def _beside_boundary(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Just below the ratio N/P of the page the loss ends rising, and just above it falling."""
    (of_edge,) = solve(result.formulas[Turn.EDGE], nu)
    for point in _SIDES:
        share = lambdify(y, -result.formulas[Turn.SHARE].subs(nu, of_edge).subs(point), "math")
        unlimited = float((b / (b - 1)).subs(point))
        edge = bracketed_root(share, Bracket(1.0, unlimited * (1 - _FINE)), _FINE**2)
        ratio = of_edge.subs(point).subs(y, Float(edge.low))
        for side in (-1, 1):
            beside = Rational(str(Float(ratio * (1 + side * _BESIDE), 6)))
            model = Model(PowerLaw(a, b).at(point), beside * _SAMPLES, _SAMPLES)
            left = side * _left(model, _LATE, edge_of(model, _DIGITS))
            yield Integer(0), left, f"N/P = {beside}, {compare.at_point(point)}"


def _towards_best_time(result: Result, _: Effort) -> Iterable[tuple[float, float, str]]:
    """Exponents of the best time and its loss at fixed N/P, and its logarithm at small N/P."""
    point = _SIDES[0]
    spectrum = PowerLaw(a, b).at(point)
    stated = [
        float((P * formula.diff(P) / formula).subs(point).simplify())
        for formula in (result.formulas[T_BEST], result.formulas[L_BEST])
    ]
    for ratio in _RATIOS:
        found = [exact.optimal_stopping(Model(spectrum, ratio * n, n)) for n in _SIZES]
        numbers = np.log(np.array(found, dtype=float))
        local = np.diff(numbers, axis=0) / np.diff(np.log(_SIZES))[:, None]
        near, far = np.max(np.abs(local - stated), axis=1)
        yield _CLOSER * far, near, f"N/P = {ratio}"
    off = [_off_logarithm(result, point, few) for few in _FEW]
    for few, (before, after) in zip(_FEW[1:], pairwise(off), strict=True):
        yield after, before, f"P/N = {few}"


def _off_logarithm(result: Result, point: Point, few: Expr) -> float:
    """By how much x_- t* of the exact minimum is off the logarithm of the page."""
    model = Model(PowerLaw(a, b).at(point), _WIDTH, _WIDTH * few)
    at = {**point, N: model.width, P: model.samples}
    rate = float(result.formulas[x_minus].subs(at))
    stated = float(result.formulas[Turn.NARROW_TIME].subs(x_minus, rate).subs(at))
    return abs(float(exact.optimal_stopping(model).time) - stated) * rate


def _risen() -> compare.Replicas:
    """The loss at the end less that at the best time, of the same draws."""
    times = float(exact.optimal_stopping(_DRAWN).time) * np.array([1.0, 50.0])

    def draw(r: int, effort: Effort) -> compare.Reals:
        model = _DRAWN.replicated(r)
        drawn = sampling.test_loss(model, r * times, **effort.simulation)
        return np.diff(drawn.samples, axis=1)

    return compare.Replicas(np.diff(exact.test_loss(_DRAWN, times)), draw)
