r"""The compute-optimal law on limited data before its witnesses: each window, and the end.

At the law's N^* and t^* the exact loss has to be the law's, and the slope of \log L along the
budget to vanish, both up to the terms of the loss that do not balance there. By algebra, exponents
are those of the best division of the budget,

    r(\gamma) = \max_\nu \min_i e_i(\nu, \gamma),   C = P^\gamma, N = P^\nu, t = P^{\gamma - \nu}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sympy import Expr, Float, Integer, Rational, Symbol, exp, log, oo, sqrt

from analytic import exact
from analytic.comparison.comparators import (
    ROOM,
    Curve,
    Left,
    Off,
    Reals,
    at_point,
    bounded,
    compared,
    without_value,
)
from analytic.comparison.compute.frontier_checks import regime_points
from analytic.comparison.compute.limited_observables import RemainingLoss
from analytic.comparison.law_points import Point, free_symbols, law_at
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import G_P, C, Lambda, N, P, a, b, t, x_minus
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Result
from analytic.symbolic.frontier.terms import Term

__all__ = [
    "approach_check",
    "ends_of",
    "every_division_check",
    "remaining_checks",
    "transient_check",
    "windows_check",
]

_HARD, _LEARNT, _EASY, _SUPER, _STEEP = (  # the last one as the one before, a search is quick there
    {a: Rational(source), b: Rational(3, 2)} for source in ("5/4", "2", "7/2", "6", "5")
)
_SAMPLES = Integer(10) ** 40
_DIGITS = 24
_STEP = Rational(1, 10**6)  # of log N: its square is the error of a slope
_FEW = Integer(10) ** 6
_LATE = (Integer(20), Integer(80))  # x_- t
_FAR = (Integer(10) ** 6, Integer(10) ** 24)  # C over the end of the last window
_NEAR_SAMPLES, _FAR_SAMPLES = (Integer(10) ** 3, Integer(10) ** 4), (Integer(10) ** 7,)
_NOISE = Float("1e-9")  # of a minimum of doubles
_PARTS = 840  # of the budget
_PLACES = (1 / 3, 3 / 4, 1)  # in a window, the last one at its end
_NAMES = ("", " beyond C_1")


def every_division_check(spectrum: PowerLaw, terms: Sequence[Term]) -> Check:
    """The exponents of the loss in P, window by window, against the best of 840 divisions."""

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        assert result.law is not None
        for at in regime_points(result, spectrum, 3):
            decays = np.array([[float(x.decay(y).subs(at)) for y in (N, t, P)] for x in terms])
            for name, start, end in _windows(result, at):
                loss = result.formulas[f"L*{name}"].subs(at)
                for gamma in (float(start + place * (end - start)) for place in _PLACES):
                    rate = -(gamma * _exponent_in(loss, C) + _exponent_in(loss, P))
                    yield Off(_in_steps(rate, gamma, decays), at_point(at))
            last, rate = ends_of(result, at)[1], float(result.law.exponent.subs(at))
            yield Off(_in_steps(rate, 2 * last, decays), at_point(at))

    name = "windows against every division of the budget"
    return compared("symbolic", name, "one step of 840", offs)


def ends_of(result: Result, at: Point) -> tuple[float, float]:
    """The powers of P at which the first and the last window end."""
    first, last = (_exponent_in(result.formulas[name].subs(at), P) for name in ("C_1", "C_P"))
    return first, last


def _windows(result: Result, at: Point) -> Iterator[tuple[str, Expr, Expr]]:
    """The windows that are not empty: their names, and the powers of P at which they start, end."""
    first, last = (Rational(one).limit_denominator(1000) for one in ends_of(result, at))
    for name, start, end in zip(_NAMES, (Integer(0), first), (first, last), strict=True):
        if end > start:
            yield name, start, end


def _exponent_in(power: Expr, resource: Symbol) -> float:
    """The exponent of C or P in a product of powers."""
    _, rest = power.as_independent(resource, as_Add=False)
    return float(resource * rest.diff(resource) / rest)


def _in_steps(rate: float, gamma: float, decays: Reals) -> Float:
    """How far a rate is from the best of all divisions, in steps times the steepest term."""
    nu = gamma * np.linspace(0, 1, _PARTS + 1)[:, None]
    width, time, data = decays.T
    best = np.max(np.min(width * nu + time * (gamma - nu) + data, axis=1))
    return Float(abs(rate - best) / (np.max(np.abs(width - time)) * gamma / _PARTS))


def windows_check(spectrum: PowerLaw, terms: Sequence[Term], points: Sequence[Point] = ()) -> Check:
    """Loss and slope at the law's division of the compute, in the middle of every window."""

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        for at in points or _points(spectrum, (_HARD, _LEARNT, _EASY, _SUPER)):
            for name, start, end in _windows(result, at):
                values = {**at, C: _SAMPLES ** ((start + end) / 2), P: _SAMPLES}
                width, time, loss = (
                    evaluated(result.formulas[quantity + name], values, _DIGITS)
                    for quantity in ("N*", "t*", "L*")
                )
                where = f"window{name or ' up to C_1'}, {at_point(at)}"
                if not all(one.is_positive for one in (width, time, loss)):
                    yield Off(oo, where)
                    continue
                exact_loss, slope = _along(spectrum.at(at), width, time)
                there = {**at, N: width, t: time, P: _SAMPLES}
                sizes = (abs(evaluated(one.expression, there, _DIGITS)) for one in terms)
                beyond = _next_orders(spectrum.at(at), width, time)
                allowed = ROOM * (_unbalanced(sizes, loss) + beyond + _STEP**2)
                yield Off(max(abs(exact_loss / loss - 1), abs(slope)) / allowed, where)

    bound = f"{ROOM} times the terms that do not balance and the next orders, P = 1e40"
    return compared("exact", "loss and stationarity in every window", bound, offs)


def _next_orders(spectrum: PowerLaw, width: Expr, time: Expr) -> Expr:
    """What the terms themselves leave out: d at kappa ~ 1/t is off by one, and is small to N, P."""
    dimension = time ** (1 / spectrum.b)
    return 1 / dimension + dimension / width + dimension / _SAMPLES


def _unbalanced(sizes: Iterator[Expr], loss: Expr) -> Expr:
    """The largest of the terms that are small against the loss: 1e-2 of it and less."""
    shares = (one / loss for one in sizes)
    return max((one for one in shares if one < Rational(1, 100)), default=Rational(1, 100))


def _along(spectrum: PowerLaw, width: Expr, time: Expr) -> tuple[Expr, Expr]:
    """The exact loss, and its logarithmic slope in the width at fixed N t: both up to a step^2."""
    above, below = (
        _loss(Model(spectrum, Rational(width * x), _SAMPLES), Rational(time / x), _DIGITS)
        for x in (1 + _STEP, 1 / (1 + _STEP))
    )
    slope = log(above / below) / (2 * log(1 + _STEP))
    return sqrt(above * below).evalf(_DIGITS), slope.evalf(_DIGITS)


def transient_check(spectrum: PowerLaw, points: Sequence[Point] = ()) -> Check:
    """What dies out at unlimited width, |exact/(K t^-3/2 e^-x t) - 1| at late times."""

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        for at in points or _late_points(spectrum):
            values, model = {**at, P: _FEW}, Model(spectrum.at(at), samples=_FEW)
            rate, amplitude = (evaluated(result.formulas[x], values, 30) for x in ("x_-", "K"))
            for late in _LATE:
                digits, time = int(late) + 15, Rational(late / rate)
                lost = _loss(model, time, digits) - _loss(model, oo, digits)
                law = (amplitude * time ** Rational(-3, 2) * exp(-rate * time)).evalf(20)
                yield Off(abs(lost / law - 1) * late / 5, f"x_- t = {late}, {at_point(at)}")

    return compared("exact", "the last transient", "5/(x_- t)", offs)


def approach_check(spectrum: PowerLaw, points: Sequence[Point] = ()) -> Check:
    """The best division near the end of training: between two others, up to loglog/log."""

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        for at in points or _late_points(spectrum):
            end = Rational(ends_of(result, at)[1]).limit_denominator(1000)
            for compute in (_FEW**end * far for far in _FAR):
                values = {**at, C: compute, P: _FEW}
                large, rate, fitted = (
                    evaluated(result.formulas[x], values, 20)
                    for x in ("Lambda", "x_-", "G_P, P large")
                )
                values |= {Lambda: large, x_minus: rate, G_P: fitted}
                time, law = (
                    evaluated(result.formulas[x], values, 20) for x in ("t* late", "excess")
                )
                error = 4 * (log(log(large)) + 1) / log(large) / (time * rate)
                best, after, before = (
                    _excess(spectrum.at(at), compute, time * (1 + x)) for x in (0, error, -error)
                )
                off = (abs(best / law - 1) / error).evalf(10) if before > best < after else oo
                yield Off(off, f"C = {Float(compute, 2)}, {at_point(at)}")

    bound = "x_- t* to 4 (loglog + 1)/log, the loss above that of P samples as well"
    return compared("exact", "width and time beyond the last window", bound, offs)


def _excess(spectrum: PowerLaw, compute: Expr, time: Expr) -> Expr:
    """The exact loss at a time and the width that is left, above that of the samples alone."""
    digits = int(log(compute, 10).evalf(5)) + 15
    near = Model(spectrum, Rational(compute / time), _FEW)
    return _loss(near, Rational(time), digits) - _loss(Model(spectrum, samples=_FEW), oo, digits)


def remaining_checks(spectrum: PowerLaw, points: Sequence[Point] = ()) -> tuple[Check, ...]:
    """The law at unlimited compute, and the best time where it is finite."""

    def curves(result: Result, _: Effort) -> Iterator[Curve]:
        for at in chosen:
            law = law_at(result, spectrum, at)
            if law is None:
                yield without_value(at_point(at))
                continue
            sizes, finite = (*_NEAR_SAMPLES, *_FAR_SAMPLES), _claimed_time(result, at)
            left = {}
            for size in sizes:
                loss = _least(spectrum.at(at), size, finite)
                claimed, error = (
                    evaluated(x, {**at, P: size}, 15) for x in (law.expansion, law.remainder)
                )
                left[size] = Left(abs(loss - claimed), abs(error), _NOISE * loss)
            near, far = ([left[n] for n in some] for some in (_NEAR_SAMPLES, _FAR_SAMPLES))
            yield Curve(at_point(at), near, far)

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        for at in chosen:
            yield Off(_time_off(spectrum.at(at), _claimed_time(result, at)), at_point(at))

    chosen = points or _points(spectrum, (_HARD, _LEARNT, _STEEP))
    return (
        bounded("loss at unlimited compute", curves),
        compared("exact", "best time at unlimited compute", f"{ROOM}/P", offs),
    )


def _claimed_time(result: Result, at: Point) -> Expr | None:
    """The best time as a function of P, where it is claimed to be finite."""
    formula = result.formulas.get("t* stopped")
    if formula is None or not evaluated(formula, {**at, P: _FEW}, 12).is_Float:
        return None  # a function that has no value is that of no minimum
    return formula.subs(at)


def _least(spectrum: PowerLaw, size: Expr, time: Expr | None) -> Expr:
    """The exact loss at its best time; the final one where no time is claimed to be better."""
    if time is not None:
        return RemainingLoss().exact(spectrum, size, 9)
    return _loss(Model(spectrum, samples=size), oo, 15)


def _time_off(spectrum: PowerLaw, time: Expr | None) -> Expr:
    """The best time against the exact one; that it is infinite is seen at few samples."""
    size = _NEAR_SAMPLES[0] if time is None else _FAR_SAMPLES[-1]
    best = exact.optimal_stopping(Model(spectrum, samples=size)).time
    if time is None or np.isinf(best):
        return Integer(0) if time is None and np.isinf(best) else oo
    claimed = evaluated(time, {P: size}, 12)
    return (abs(best / claimed - 1) * size / ROOM).evalf(5)


def _points(spectrum: PowerLaw, points: Sequence[Point]) -> Sequence[Point]:
    return points if free_symbols(spectrum) else ({},)


def _late_points(spectrum: PowerLaw) -> Sequence[Point]:
    """Points at which the end of training is approached."""
    return _points(spectrum, (_LEARNT, _EASY, _SUPER))


def _loss(model: Model, time: Expr, digits: int) -> Expr:
    return to_sympy(exact.test_loss(model, time, digits), digits)
