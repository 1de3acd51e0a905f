r"""What a finite width adds to the mean error of a mode: the transform, digits, dice.

    H_k(t) = e^{-\lambda_k t} + (1/n) \sum_j f_{jk}(t) + O(1/n^2),   n = N or P

Digits: what is left at two large n falls as 1/n^2. Dice: a model with few modes, replicated, at a
width so large that the next order is below the noise.
"""

from __future__ import annotations

import numpy as np
from sympy import Abs, Add, Expr, Integer, Rational, cancel, exp, laplace_transform

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import d, lambda_j, lambda_k, s, t
from analytic.problem import MeasuredSpectrum, Model
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["coefficient_check", "dice_check", "paper_check", "transform_check"]

_RATES = (Integer(1), Rational(1, 2), Rational(1, 5))
_MODE = 2
_TIMES = (Rational(1, 2), Integer(6))
_SIZES = (Integer(10) ** 8, Integer(10) ** 10)
_NEXT = Rational(1, 1000)  # 1/n at the smaller n, and what multiplies it below 100000
_GUARD = 40  # the second power of n is taken away
_WIDTH, _COPIES, _DICE_TIME = 48, (4, 8, 16), Integer(2)  # the next order is a tenth of the noise
_LARGEST_SCORE = 5.0  # of one normal variable, once in two million seeds


def transform_check() -> Check:
    """The functions of time have the coefficients of 1/N and 1/P for transforms."""

    def run(result: Result, _: Effort) -> Outcome:
        formulas = result.formulas
        transforms = {
            lambda_j: laplace_transform(formulas["f(t)"], t, s, noconds=True),
            lambda_k: laplace_transform(formulas["f(t), j = k"], t, s, noconds=True),
        }
        left = [
            difference
            for name in ("Delta H_k, width", "Delta H_k, data")
            for rate, found in transforms.items()
            if (difference := cancel(found - formulas[name].subs(d, rate / (rate + s)))) != 0
        ]
        return Outcome(not left, f"differences that are not zero: {left}", "none")

    return Check("symbolic", "transform of the coefficient", run)


def coefficient_check() -> Check:
    """What is left of the exact mean error beyond the first order falls as 1/n^2, in N and in P."""

    def run(result: Result, effort: Effort) -> Outcome:
        changes = [
            Abs(_left(result, time, resource, _SIZES[1], effort) / small - 1)
            for time in _TIMES
            for resource in ("width", "samples")
            if (small := _left(result, time, resource, _SIZES[0], effort))
        ]
        worst = max(changes).evalf(5)
        return Outcome(bool(worst < _NEXT), f"largest change of the rest {worst}", f"< {_NEXT}")

    return Check("exact", "first order in 1/N and 1/P", run)


def _left(result: Result, time: Expr, resource: str, size: Expr, effort: Effort) -> Expr:
    digits = effort.digits + _GUARD
    amounts = {resource: size}
    model = Model(MeasuredSpectrum(_RATES, [1] * len(_RATES)), **amounts)
    found = to_sympy(exact.mean_error(model, time, _MODE, digits), digits)
    return (found - evaluated(_to_first_order(result, time, size), {}, digits)) * size**2


def _to_first_order(result: Result, time: Expr, size: Expr) -> Expr:
    """e^{-lambda_k t} and the sum over all modes over n."""
    rate = _RATES[_MODE - 1]
    terms = (
        result.formulas["f(t), j = k"]
        if other == rate
        else result.formulas["f(t)"].subs(lambda_j, other)
        for other in _RATES
    )
    at: Expr = (exp(-lambda_k * t) + Add(*terms) / size).subs({lambda_k: rate, t: time})
    return at


def paper_check() -> Check:
    """The coefficient of 1/N by digits at an early and a late time, beside the paper's form."""

    def run(result: Result, effort: Effort) -> Outcome:
        found = [_coefficients(result, time, effort) for time in _TIMES]
        words = [
            f"t = {time}: {exact_one.evalf(4)}, page {ours.evalf(4)}, paper {theirs.evalf(4)}"
            for time, (exact_one, ours, theirs) in zip(_TIMES, found, strict=True)
        ]
        nearer = all(abs(ours - one) < abs(theirs - one) * _NEXT for one, ours, theirs in found)
        return Outcome(nearer, "; ".join(words), "the page a thousand times nearer than the paper")

    return Check("exact", "first order in 1/N beside the paper's form", run)


def _coefficients(result: Result, time: Expr, effort: Effort) -> tuple[Expr, Expr, Expr]:
    """N times what a large width adds, the coefficient of the page, and that of the paper."""
    digits, width, rate = effort.digits + _GUARD, _SIZES[1], _RATES[_MODE - 1]
    model = Model(MeasuredSpectrum(_RATES, [1] * len(_RATES)), width=width)
    number = to_sympy(exact.mean_error(model, time, _MODE, digits), digits)
    at = {lambda_k: rate, t: time}
    theirs = Add(*(result.formulas["f(t), d = c/s"].subs(lambda_j, one) for one in _RATES))
    ours = (_to_first_order(result, time, Integer(1)) - exp(-rate * time)).evalf(digits)
    return (number - exp(-rate * time).evalf(digits)) * width, ours, theirs.subs(at).evalf(digits)


def dice_check() -> Check:
    """The simulated mean error at a large width, replicated, against the first order in 1/N."""

    def run(result: Result, effort: Effort) -> Outcome:
        expected = float(_to_first_order(result, _DICE_TIME, Integer(_WIDTH)))
        model = Model(MeasuredSpectrum(_RATES, [1] * len(_RATES)), width=_WIDTH)
        means, errors = [], []
        for copies in _COPIES:
            estimate = sampling.mean_error(
                model.replicated(copies),
                [copies * float(_DICE_TIME)],
                range((_MODE - 1) * copies + 1, _MODE * copies + 1),
                draws=effort.draws * _COPIES[-1] // copies,
                seed=effort.seed + copies,
                executor=effort.executor,
            )
            alike = estimate.samples.mean(axis=1)
            means.append(alike.mean(axis=0) - expected)
            errors.append(alike.std(axis=0, ddof=1) / np.sqrt(len(alike)))
        line = intercept(_COPIES, np.array(means), np.array(errors))
        score = abs(float(line.value[0] / line.standard_error[0]))
        bound = f"|z| < {_LARGEST_SCORE:.0f}"
        return Outcome(bool(score < _LARGEST_SCORE), f"|z| = {score:.2f}", bound)

    return Check("sampling", "mean error at a large width by replication", run)
