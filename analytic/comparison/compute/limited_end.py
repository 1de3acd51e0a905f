r"""The compute-optimal law on limited data at its end, before its witnesses.

What dies out last, what a finite width adds to fitted data, the best division of a compute that is
large beyond all powers of P,

    \min_t [ G_P t/C + K t^{-3/2} e^{-x_- t} ],

and what P samples leave however large the compute.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from sympy import Expr, Float, Integer, Rational, exp, log, nsolve, oo

from analytic import exact
from analytic.comparison.comparators import (
    ROOM,
    Curve,
    Left,
    Off,
    Pair,
    at_point,
    bounded,
    compared,
    equal,
    without_value,
)
from analytic.comparison.compute.limited_observables import RemainingLoss
from analytic.comparison.compute.limited_windows import Late, end_of
from analytic.comparison.law_points import (
    Point,
    free_symbols,
    law_at,
    law_of,
    on_boundary,
    points_for,
)
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.notation import G_P, C, Lambda, P, a, b, kappa, kappa2, s, tau, w, w2, x_minus
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Result

_HARD, _LEARNT, _EASY, _SUPER, _STEEP = (  # the last one as the one before, a search is quick there
    {a: Rational(source), b: Rational(3, 2)} for source in ("5/4", "2", "7/2", "6", "5")
)
_FEW, _MANY = Integer(10) ** 6, Integer(10) ** 40
_LATE = tuple(map(Integer, (10, 20, 40, 80)))  # x_- t
_TO_THE_END = (_LEARNT, _EASY, _SUPER)
_NEXT = Rational(1, 2)  # the next power of 1/P, relative to what leads at these points
_FAR = (Integer(10) ** 6, Integer(10) ** 24)  # C over the end of the last window
_FURTHEST = exp(Float(10**9, 40))  # so that log C is large
_NEAR_SAMPLES, _FAR_SAMPLES = (Integer(10) ** 3, Integer(10) ** 4), (Integer(10) ** 7,)
_NOISE = Float("1e-9")  # of a minimum of doubles
_DIGITS, _DOUBLE, _GUARD = 25, 15, 10


def late_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """All checks of the approach to the end of training."""
    return (
        *fitted_checks(spectrum),
        transient_check(spectrum),
        balance_check(spectrum),
        approach_check(spectrum),
    )


def fitted_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """What a width adds to the end of training, its leading order, and what is lost with time."""

    def pairs(result: Result, effort: Effort) -> Iterator[Pair]:
        digits, zero = effort.digits + _GUARD, Rational(1, 10 ** (effort.digits + _GUARD))
        for at in points_for(spectrum, _TO_THE_END):
            numbers = spectrum.at(at)
            model = Model(numbers, samples=_FEW)
            whole, limited = (
                exact_loss(Model(numbers, width=n, samples=_FEW), oo, 2 * digits)
                for n in (1 / zero, oo)
            )
            letters = {P: _FEW, s: Integer(1)}
            for frequency, symbols in ((zero, (kappa2, w2)), (letters[s], (kappa, w))):
                root = exact.responses(model, frequency, digits).kappa
                found = exact.resolvents(numbers, root, digits).w
                letters |= zip(symbols, (to_sympy(x, digits) for x in (root, found)), strict=True)
            lost = exact.two_point(model, letters[s], zero, digits).C_0
            ended = {**letters, kappa: letters[kappa2], w: letters[w2]}
            added = (whole - limited) / zero
            yield evaluated(result.formulas[G_P], ended, digits), added, at_point(at)
            stated = evaluated(result.formulas[Late.LOST], letters, digits)
            yield stated, zero * to_sympy(lost, digits), at_point(at)

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        for at in points_for(spectrum, _TO_THE_END):
            stated = evaluated(result.formulas[Late.FITTED], {**at, P: _MANY}, _DIGITS)
            found = _MANY * exact_loss(Model(spectrum.at(at), width=_MANY), oo, _DIGITS)
            yield Off(abs(stated / found - 1) * _MANY**_NEXT / ROOM, at_point(at))

    return (
        equal("the end of training at finite width and at a frequency", pairs),
        compared("exact", "fitted data, P = 1e40", f"{ROOM} times the next power of P", offs),
    )


def transient_check(spectrum: PowerLaw) -> Check:
    """What dies out at unlimited width over K t^-3/2 e^-x t, extrapolated in powers of 1/(x t)."""

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        many = _FEW**2
        for at in points_for(spectrum, _TO_THE_END):
            values, model = {**at, P: many}, Model(spectrum.at(at), samples=many)
            rate, amplitude = (
                evaluated(result.formulas[x], values, 30) for x in (x_minus, Late.AMPLITUDE)
            )
            ratios = []
            for late in _LATE:
                digits, time = int(late / 2) + 15, Rational(late / rate)
                lost = exact_loss(model, time, digits) - exact_loss(model, oo, digits)
                law = amplitude * time ** Rational(-3, 2) * exp(-rate * time)
                ratios.append((lost / law).evalf(20))
            order = 1
            while len(ratios) > 1:
                before = ratios[-1]
                ratios = [(2**order * y - x) / (2**order - 1) for x, y in pairwise(ratios)]
                order += 1
            yield Off(abs(ratios[-1] - 1) / abs(ratios[-1] - before), at_point(at))

    return compared("exact", "the last transient", "the last step of its extrapolation", offs)


def balance_check(spectrum: PowerLaw) -> Check:
    """Time and loss against the least of what falls with the width and what dies with time."""

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        for at in points_for(spectrum, _TO_THE_END):
            values = {**at, C: _FURTHEST, P: _FEW}
            rate, fitted, last, large = (
                evaluated(result.formulas[x], values, _DIGITS)
                for x in (x_minus, Late.FITTED, Late.AMPLITUDE, Lambda)
            )
            dies = last * (rate / tau) ** Rational(3, 2) * exp(-tau)
            rises = fitted / (_FURTHEST * rate)
            best = nsolve(log(-dies.diff(tau) / rises), tau, log(large), prec=_DIGITS)
            values |= {Lambda: large, x_minus: rate, G_P: fitted}
            time, excess = (
                evaluated(result.formulas[x], values, _DIGITS) for x in (Late.TIME, Late.EXCESS)
            )
            least = (rises * tau + dies).subs(tau, best)
            error = ROOM * log(log(large)) / log(large)
            exactly = best + log(best) * 3 / 2 - log(1 + 3 / (2 * best))
            yield Off(abs(log(large) - exactly) * 10**9, f"Lambda, {at_point(at)}")
            yield Off(abs(rate * time - best) / error, f"t*, {at_point(at)}")
            yield Off(abs(excess - least) / rises / error, f"excess, {at_point(at)}")

    bound = f"{ROOM} loglog/log in x_- t, log C = 1e9"
    return compared("symbolic", "division near the end against its minimum", bound, offs)


def approach_check(spectrum: PowerLaw) -> Check:
    """The best division near the end of training: between two others, up to loglog/log."""

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        for at in points_for(spectrum, _TO_THE_END):
            for compute in (_FEW ** end_of(result, at, Late.END) * far for far in _FAR):
                values = {**at, C: compute, P: _FEW}
                large, rate, fitted = (
                    evaluated(result.formulas[x], values, 20)
                    for x in (Lambda, x_minus, Late.FITTED)
                )
                values |= {Lambda: large, x_minus: rate, G_P: fitted}
                time, law = (
                    evaluated(result.formulas[x], values, 20) for x in (Late.TIME, Late.EXCESS)
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
    return exact_loss(near, Rational(time), digits) - exact_loss(
        Model(spectrum, samples=_FEW), oo, digits
    )


def remaining_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """The law at unlimited compute, and the best time where it is finite."""

    def curves(result: Result, _: Effort) -> Iterator[Curve]:
        curves, free = law_of(result).curves, free_symbols(spectrum)
        for at in (*chosen, *(point for one in curves for point in on_boundary(one, free))):
            law = law_at(result, spectrum, at)
            if law is None:
                yield without_value(at_point(at))
                continue
            sizes, finite = (*_NEAR_SAMPLES, *_FAR_SAMPLES), _claimed_time(result, at)
            digits = _DIGITS if finite is None else _DOUBLE
            left = {}
            for size in sizes:
                loss = _least(spectrum.at(at), size, finite)
                claimed, error = (
                    evaluated(x, {**at, P: size}, digits) for x in (law.expansion, law.remainder)
                )
                noise = 0 if finite is None else _NOISE * loss
                left[size] = Left(abs(loss - claimed), abs(error), noise)
            near, far = ([left[n] for n in some] for some in (_NEAR_SAMPLES, _FAR_SAMPLES))
            yield Curve(at_point(at), near, far)

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        for at in chosen:
            yield Off(_time_off(spectrum.at(at), _claimed_time(result, at)), at_point(at))

    chosen = points_for(spectrum, (_HARD, _LEARNT, _STEEP))
    return (
        bounded("loss at unlimited compute", curves),
        compared("exact", "best time at unlimited compute", f"{ROOM}/P", offs),
    )


def _claimed_time(result: Result, at: Point) -> Expr | None:
    """The best time as a function of P, where it is claimed to be finite."""
    formula = result.formulas.get(Late.STOPPED)
    if formula is None or not evaluated(formula, {**at, P: _FEW}, _DOUBLE).is_Float:
        return None  # a function that has no value is that of no minimum
    return formula.subs(at)


def _least(spectrum: PowerLaw, size: Expr, time: Expr | None) -> Expr:
    """The exact loss at its best time; the final one where no time is claimed to be better."""
    if time is not None:
        return RemainingLoss().exact(spectrum, size, 9)
    return exact_loss(Model(spectrum, samples=size), oo, _DIGITS)


def _time_off(spectrum: PowerLaw, time: Expr | None) -> Expr:
    """The best time against the exact one; that it is infinite is seen at few samples."""
    size = _NEAR_SAMPLES[0] if time is None else _FAR_SAMPLES[-1]
    best = exact.optimal_stopping(Model(spectrum, samples=size)).time
    if time is None or np.isinf(best):
        return Integer(0) if time is None and np.isinf(best) else oo
    claimed = evaluated(time, {P: size}, _DOUBLE)
    return (abs(best / claimed - 1) * size / ROOM).evalf(5)
