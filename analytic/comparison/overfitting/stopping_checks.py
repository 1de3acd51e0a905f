r"""Stopping in time before the exact witness: laws of t^* and L^* in P, and monotonicity in N.

What a law leaves, over its remainder, must not grow from a near size to a far one. The digits are
those of a minimum of doubles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from sympy import Expr, Float, Integer, Rational, oo

from analytic import exact
from analytic.comparison.numbers import evaluated
from analytic.comparison.overfitting.observables import NOISE, BestTime, StoppedLoss
from analytic.notation import P, a, b, sigma2
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["largest_rise", "monotone_check", "stopping_law_check", "worst_growth"]

_POINTS: tuple[Mapping[Expr, Expr], ...] = tuple(
    {a: Rational(source), b: Rational(capacity)}
    for source, capacity in (("3/2", "3/2"), ("2", "3/2"), ("4", "5/4"))
)
_NEAR, _FAR = (Integer(10) ** 5, Integer(10) ** 7), (Integer(10) ** 12,)
_ROOM = 3
_STATED = (
    ("L*(P)", "L* remainder", StoppedLoss(), Float("1e-10")),
    ("t*(P)", "t* remainder", BestTime(), Float("1e-6")),
)
_DIGITS = 9

_RATIOS = ("2/5", "19/20", "1", "21/20", "3")
_SHARES: tuple[Expr, ...] = (*map(Rational, _RATIOS), oo)
_PROBLEMS = (
    Model(PowerLaw(2, "3/2"), samples=100),
    Model(PowerLaw(2, "3/2"), samples=100, noise="1/4"),
    Model(PowerLaw("5/4", "3/2"), samples=1000),
    Model(PowerLaw("3/2", "3/2", modes=6), samples=12, noise="1/1000"),
    Model(MeasuredSpectrum([1, "1/4"], [0, 1]), samples=4, noise="1/1000"),
    Model(MeasuredSpectrum([1, "1/10", "1/1000"], [0, 0, 1]), samples=2, noise="1/10"),
)


def stopping_law_check() -> Check:
    """The laws of the best time and of the loss there, from P = 1e5 to 1e12."""

    def run(result: Result, _: Effort) -> Outcome:
        worst, name, point = worst_growth(result)
        return Outcome(
            bool(worst <= 1),
            f"at most {Float(worst, 3)} of what is allowed, in {name} at {point}",
            "the remainder, with the factor of a near size and room",
        )

    return Check("exact", "laws of the best time and the loss there", run)


def worst_growth(result: Result) -> tuple[Expr, str, Mapping[Expr, Expr]]:
    """What is left of both laws far out, over what is allowed: the largest, and where."""
    found = []
    for point in _POINTS:
        spectrum = PowerLaw(a, b).at(point)
        for name, left_out, observable, noise in _STATED:
            left = {}
            for size in (*_NEAR, *_FAR):
                at = {**point, sigma2: NOISE, P: size}
                value = observable.exact(spectrum, size, _DIGITS)
                claimed = evaluated(result.formulas[name], at, 20)
                bound = evaluated(result.formulas[left_out], at, 20)
                left[size] = abs(value - claimed), bound, noise * value
            factor = _ROOM * max(left[n][0] / left[n][1] for n in _NEAR)
            growth = max(left[n][0] / (factor * left[n][1] + left[n][2]) for n in _FAR)
            found.append((growth, name, point))
    return max(found, key=lambda one: one[0])


def monotone_check() -> Check:
    """The loss stopped in time, of several problems at widths through N = P: it never rises."""

    def run(_: Result, __: Effort) -> Outcome:
        worst = max(largest_rise(model) for model in _PROBLEMS)
        return Outcome(
            worst <= 1e-9,
            f"largest rise from a width to the next {worst:.1e} of the loss, {len(_PROBLEMS)} "
            f"problems, {len(_SHARES)} widths from 2 P/5 to infinity",
            "none, to the digits of doubles",
        )

    return Check("exact", "monotone in width when stopped in time", run)


def largest_rise(model: Model) -> float:
    """The largest relative step up, along increasing widths."""
    losses = np.array(
        [
            exact.optimal_stopping(replace(model, width=share * model.samples)).loss
            for share in _SHARES
        ]
    )
    return float(np.max(np.diff(losses) / losses[0]))
