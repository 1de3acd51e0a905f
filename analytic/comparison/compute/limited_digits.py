r"""The compute-optimal law on limited data against exact losses: each window, and the end.

At the law's N^* and t^* the exact loss has to be the law's, and the slope of \log L along the
budget to vanish, both up to the terms of the loss that do not balance there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from sympy import Expr, Float, Integer, Rational, exp, log, oo, sqrt

from analytic import exact
from analytic.comparison.compute.limited_observables import RemainingLoss
from analytic.comparison.compute.program import ends_of
from analytic.comparison.law_points import free_symbols, law_at
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import G_P, C, Lambda, N, P, a, b, t, x_minus
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.frontier.terms import Term

__all__ = [
    "approach_check",
    "remaining_check",
    "transient_check",
    "windows_check",
    "worst_approach",
    "worst_remaining",
    "worst_transient",
    "worst_window",
]

Point = Mapping[Expr, Expr]

_HARD: Point = {a: Rational(5, 4), b: Rational(3, 2)}
_LEARNT: Point = {a: Integer(2), b: Rational(3, 2)}
_EASY: Point = {a: Rational(7, 2), b: Rational(3, 2)}
_SUPER: Point = {a: Integer(6), b: Rational(3, 2)}
_STEEP: Point = {a: Integer(5), b: Rational(3, 2)}  # the same, at which a search is quick
_SAMPLES = Integer(10) ** 40
_MIDDLE = Rational(1, 2)
_DIGITS = 24
_ROOM = 10
_STEP = Rational(1, 10**6)  # of log N: its square is the error of a slope

_FEW = Integer(10) ** 6
_LATE = (Integer(20), Integer(80))  # x_- t
_FAR = (Integer(10) ** 6, Integer(10) ** 24)  # C over the end of the last window

_NEAR_SAMPLES, _FAR_SAMPLES = (Integer(10) ** 3, Integer(10) ** 4), (Integer(10) ** 7,)
_NOISE = Float("1e-9")  # of a minimum of doubles


class Off(NamedTuple):
    """What is left over what is allowed, and where."""

    ratio: Expr
    where: str


def windows_check(spectrum: PowerLaw, terms: Sequence[Term]) -> Check:
    """Loss and slope at the law's division of the compute, in the middle of every window."""

    def run(result: Result, _: Effort) -> Outcome:
        found = [worst_window(result, spectrum, terms, at) for at in _points(spectrum)]
        worst = max(found, key=lambda one: one.ratio)
        return Outcome(
            bool(worst.ratio <= 1),
            f"at most {Float(worst.ratio, 3)} of what is allowed, {worst.where}",
            f"{_ROOM} times the terms that do not balance and the next orders, P = 1e40",
        )

    return Check("exact", "loss and stationarity in every window", run)


def worst_window(result: Result, spectrum: PowerLaw, terms: Sequence[Term], at: Point) -> Off:
    """The largest excess of loss and slope over both windows at one point."""
    first, last = (Rational(one).limit_denominator(1000) for one in ends_of(result, at))
    windows = [(Integer(0), first, ""), (first, last, " beyond C_1")]
    found = []
    for start, end, name in (one for one in windows if one[1] > one[0]):
        compute = _SAMPLES ** (start + _MIDDLE * (end - start))
        values = {**at, C: compute, P: _SAMPLES}
        width, time, loss = (
            evaluated(result.formulas[quantity + name], values, _DIGITS)
            for quantity in ("N*", "t*", "L*")
        )
        if not all(one.is_positive for one in (width, time, loss)):
            return Off(oo, f"no value{_said(at)}")
        exact_loss, slope = _along(spectrum.at(at), width, time)
        sizes = sorted(
            abs(evaluated(term.expression, {**at, N: width, t: time, P: _SAMPLES}, _DIGITS))
            for term in terms
        )
        beyond = _next_orders(spectrum.at(at), width, time)
        allowed = _ROOM * (_unbalanced(sizes, loss) / loss + beyond + _STEP**2)
        off = abs(exact_loss / loss - 1)
        found.append(
            Off(max(off, abs(slope)) / allowed, f"window{name or ' up to C_1'}{_said(at)}")
        )
    return max(found, key=lambda one: one.ratio)


def _next_orders(spectrum: PowerLaw, width: Expr, time: Expr) -> Expr:
    """What the terms themselves leave out: d at kappa ~ 1/t is off by one, and is small to N, P."""
    dimension = time ** (1 / spectrum.b)
    return 1 / dimension + dimension / width + dimension / _SAMPLES


def _unbalanced(sizes: Sequence[Expr], loss: Expr) -> Expr:
    """The largest of the terms that are small against the loss: 1e-2 of it and less."""
    return max((one for one in sizes if one < loss / 100), default=loss / 100)


def _along(spectrum: PowerLaw, width: Expr, time: Expr) -> tuple[Expr, Expr]:
    """The exact loss, and its logarithmic slope in the width at fixed N t: both up to a step^2."""
    above, below = (
        to_sympy(
            exact.test_loss(
                Model(spectrum, width=Rational(width * ratio), samples=_SAMPLES),
                Rational(time / ratio),
                _DIGITS,
            ),
            _DIGITS,
        )
        for ratio in (1 + _STEP, 1 / (1 + _STEP))
    )
    slope = log(above / below) / (2 * log(1 + _STEP))
    return sqrt(above * below).evalf(_DIGITS), slope.evalf(_DIGITS)


def transient_check(spectrum: PowerLaw) -> Check:
    """What dies out at unlimited width, late: its amplitude, up to one over x_- t."""

    def run(result: Result, _: Effort) -> Outcome:
        found = [worst_transient(result, spectrum, at) for at in _late_points(result, spectrum)]
        worst = max(found, default=Off(Integer(0), "on a = b there is none"))
        return Outcome(
            bool(worst.ratio <= 1), f"at most {Float(worst.ratio, 3)}, {worst.where}", "5/(x_- t)"
        )

    return Check("exact", "the last transient", run)


def worst_transient(result: Result, spectrum: PowerLaw, at: Point) -> Off:
    """|exact/(K t^-3/2 e^-x t) - 1| x t/5 at late times."""
    values = {**at, P: _FEW}
    rate, amplitude = (evaluated(result.formulas[x], values, 30) for x in ("x_-", "K"))
    model, found = Model(spectrum.at(at), samples=_FEW), []
    for late in _LATE:
        digits = int(late) + 15
        time = Rational(late / rate)
        lost = to_sympy(exact.test_loss(model, time, digits), digits) - to_sympy(
            exact.test_loss(model, oo, digits), digits
        )
        law = (amplitude * time ** Rational(-3, 2) * exp(-rate * time)).evalf(20)
        found.append(Off(abs(lost / law - 1) * late / 5, f"x_- t = {late}{_said(at)}"))
    return max(found, key=lambda one: one.ratio)


def approach_check(spectrum: PowerLaw) -> Check:
    """The best division near the end of training: between two others, up to loglog/log."""

    def run(result: Result, _: Effort) -> Outcome:
        found = [worst_approach(result, spectrum, at) for at in _late_points(result, spectrum)]
        worst = max(found, key=lambda one: one.ratio, default=Off(Integer(0), "a = b"))
        return Outcome(
            bool(worst.ratio <= 1),
            f"at most {Float(worst.ratio, 3)} of what is allowed, {worst.where}",
            "x_- t* to 4 (loglog + 1)/log, the loss above that of P samples as well",
        )

    return Check("exact", "width and time beyond the last window", run)


def worst_approach(result: Result, spectrum: PowerLaw, at: Point) -> Off:
    """Whether the exact excess is least within the law's error, and the excess itself."""
    found = []
    for far in _FAR:
        compute = _FEW ** Rational(ends_of(result, at)[1]).limit_denominator(1000) * far
        values = {**at, C: compute, P: _FEW}
        large = evaluated(result.formulas["Lambda"], values, 20)
        symbols = {
            Lambda: large,
            x_minus: evaluated(result.formulas["x_-"], values, 20),
            G_P: evaluated(result.formulas["G_P, P large"], values, 20),
            **values,
        }
        time, law = (evaluated(result.formulas[x], symbols, 20) for x in ("t* late", "excess"))
        late = time * symbols[x_minus]
        error = 4 * (log(log(large)) + 1) / log(large) / late
        sizes = (time, time * (1 + error), time * (1 - error))
        best, after, before = (_excess(spectrum.at(at), compute, one) for one in sizes)
        least = Integer(0) if before > best < after else oo
        ratio = max(least, (abs(best / law - 1) / error).evalf(10))
        found.append(Off(ratio, f"C = {Float(compute, 2)}{_said(at)}"))
    return max(found, key=lambda one: one.ratio)


def _excess(spectrum: PowerLaw, compute: Expr, time: Expr) -> Expr:
    """The exact loss at a time and the width that is left, above that of the samples alone."""
    digits = int(log(compute, 10).evalf(5)) + 15
    width = Rational(compute / time)
    one, other = (
        to_sympy(exact.test_loss(Model(spectrum, width=n, samples=_FEW), t_, digits), digits)
        for n, t_ in ((width, Rational(time)), (oo, oo))
    )
    return one - other


def remaining_check(spectrum: PowerLaw) -> Check:
    """The law at unlimited compute, and the best time where it is finite."""

    def run(result: Result, _: Effort) -> Outcome:
        points = (_HARD, _LEARNT, _STEEP) if free_symbols(spectrum) else ({},)
        found = [worst_remaining(result, spectrum, at) for at in points]
        worst = max(found, key=lambda one: one.ratio)
        return Outcome(
            bool(worst.ratio <= 1),
            f"at most {Float(worst.ratio, 3)} of what is allowed, {worst.where}",
            "the remainder, with the factor of near sizes and room; the time to 10/P",
        )

    return Check("exact", "loss and time at unlimited compute", run)


def worst_remaining(result: Result, spectrum: PowerLaw, at: Point) -> Off:
    """What the law leaves far out over what is allowed after near sizes; the time as well."""
    law = law_at(result, spectrum, at)
    if law is None:
        return Off(oo, f"no law{_said(at)}")
    left, finite = {}, _claims_time(result, at)
    for size in (*_NEAR_SAMPLES, *_FAR_SAMPLES):
        values = {**at, P: size}
        loss = _least(spectrum.at(at), size, finite)
        claimed, bound = (evaluated(x, values, 15) for x in (law.expansion, law.remainder))
        left[size] = abs(loss - claimed), abs(bound), _NOISE * loss
    factor = _ROOM * max(left[n][0] / left[n][1] for n in _NEAR_SAMPLES)
    off = max(left[n][0] / (factor * left[n][1] + left[n][2]) for n in _FAR_SAMPLES)
    return Off(max(off, _time_off(spectrum.at(at), finite)), _said(at)[2:])


def _claims_time(result: Result, at: Point) -> Expr | None:
    """The best time as a function of P, where it is claimed to be finite."""
    formula = result.formulas.get("t* stopped")
    if formula is None or not evaluated(formula, {**at, P: _FEW}, 12).is_Float:
        return None  # a function that has no value is that of no minimum
    return formula.subs(at)


def _least(spectrum: PowerLaw, size: Expr, time: Expr | None) -> Expr:
    """The exact loss at its best time; the final one where no time is claimed to be better."""
    if time is not None:
        return RemainingLoss().exact(spectrum, size, 9)
    return to_sympy(exact.test_loss(Model(spectrum, samples=size), oo, 15), 15)


def _time_off(spectrum: PowerLaw, time: Expr | None) -> Expr:
    """The best time against the exact one; that it is infinite is seen at few samples."""
    size = _NEAR_SAMPLES[0] if time is None else _FAR_SAMPLES[-1]
    best = exact.optimal_stopping(Model(spectrum, samples=size)).time
    if time is None or np.isinf(best):
        return Integer(0) if time is None and np.isinf(best) else oo
    claimed = evaluated(time, {P: size}, 12)
    return (abs(best / claimed - 1) * size / _ROOM).evalf(5)


def _points(spectrum: PowerLaw) -> Sequence[Point]:
    return (_HARD, _LEARNT, _EASY, _SUPER) if free_symbols(spectrum) else ({},)


def _late_points(result: Result, spectrum: PowerLaw) -> Sequence[Point]:
    """Points at which the end of training is approached."""
    if "Lambda" not in result.formulas:
        return ()
    return _points(spectrum)[1:] if free_symbols(spectrum) else ({},)


def _said(point: Point) -> str:
    return "".join(f", {symbol} = {value}" for symbol, value in point.items())
