r"""The checks of the result on ensembles: its formulas against digits, and its split against dice.

A law in a resource or in time is its formula plus a remainder; what is left of the quantity, over
that remainder, must not grow from a near size to a far one. The loss of an ensemble is the formula
of the page with the parts of the exact witness in it; simulated ensembles, replicated, must have
this loss.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from sympy import Expr, Float, Integer, Rational, lambdify

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.numbers import evaluated
from analytic.law import Law
from analytic.notation import L_0, V_A, V_AD, V_D, B, E, a, b, t
from analytic.problem import Model, PowerLaw, replace_model
from analytic.result import Check, Effort, Evaluated, Outcome, Result
from analytic.sampling import Estimate
from analytic.symbolic.slow_sums.double_sums import double_sum

__all__ = [
    "Stated",
    "ensemble_check",
    "ensemble_scores",
    "growth_check",
    "members_check",
    "mode_sum_check",
    "simulated_ensembles",
]

_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(16, 5), b: Rational(3, 2)},
    {a: Integer(6), b: Rational(3, 2)},
)
_SIZES = (Integer(10) ** 5, Integer(10) ** 9)
_DIGITS = 20  # laws leave out 10^-16 at most, of what is far
_ROOM = 10
_SUM_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(3), b: Integer(3)},
    {a: Integer(5), b: Integer(3)},
    {a: Integer(8), b: Integer(3)},
)
_SUM_TIMES = (Integer(3000), Integer(10000))
_SUM_GAP = Rational(1, 1000)  # laws leave out 1/t, the sum the square of lambda_150 t

_UNLIMITED = ((16, 2), (256, 8))  # N E, and E
_MEMBER_TIMES = (0.5, 30.0, 1e4, 1e7)

_TIMES = (1.0, 10.0, 100.0)
_COPIES = (4, 8, 16)
_PROJECTIONS, _DATA_SETS = 3, 2
_MODEL = Model(PowerLaw(2, "3/2", modes=20), width=8, samples=12, noise=1)
_LARGEST_SCORE = 5.0  # of three normal variables, once in a million seeds


class Stated(NamedTuple):
    """A law among the formulas of the result, by its name, and the quantity that it is about.

    What it leaves out is the formula named "remainder of" it.
    """

    name: str
    observable: Evaluated


def growth_check(stated: tuple[Stated, ...]) -> Check:
    """All laws of the parts: what a formula leaves far out, from what it leaves near by."""

    def run(result: Result, effort: Effort) -> Outcome:
        found = [
            (_excess(result, one, point, min(effort.digits, _DIGITS)), one.name, point)
            for one in stated
            for point in _POINTS
        ]
        worst, name, point = max(found, key=lambda one: one[0])
        return Outcome(
            bool(worst <= 1),
            f"at most {Float(worst, 3)} of what is allowed, in {name} at {point}",
            "the remainder, with the factor of a near size and room",
        )

    return Check("exact", "laws of the parts over the decades", run)


class _Gap(NamedTuple):
    """What a formula leaves, the remainder, and the noise of the last digits."""

    left: Expr
    remainder: Expr
    noise: Expr


def _excess(result: Result, stated: Stated, point: Mapping[Expr, Expr], digits: int) -> Expr:
    """What is left at the far size over the remainder there, as large as at the near size."""
    near, far = (_gap(result, stated, point, size, digits) for size in _SIZES)
    factor = (near.left + near.noise) / near.remainder
    return far.left / (_ROOM * factor * far.remainder + far.noise)


def _gap(
    result: Result, stated: Stated, point: Mapping[Expr, Expr], size: Expr, digits: int
) -> _Gap:
    at = {**point, stated.observable.variable: size}
    value = stated.observable.exact(PowerLaw(a, b).at(point), size, digits)
    claimed = evaluated(result.formulas[stated.name], at, digits + 5)
    remainder = abs(evaluated(result.formulas[f"remainder of {stated.name}"], at, 15))
    return _Gap(abs(value - claimed), remainder, abs(value) * Float(10, 15) ** (2 - digits))


def mode_sum_check(laws: Callable[[Result], Mapping[str, tuple[Expr, Law]]]) -> Check:
    """The coefficients' laws at late times against double sums over modes of their summands."""

    def run(result: Result, _: Effort) -> Outcome:
        gaps = {
            (name, str(point), int(time)): _sum_gap(*pair, point, time)
            for name, pair in laws(result).items()
            for point in _SUM_POINTS
            for time in _SUM_TIMES
        }
        (name, point, time), worst = max(gaps.items(), key=lambda item: item[1])
        return Outcome(
            bool(worst <= _SUM_GAP),
            f"relative distance at most {Float(worst, 3)}, in {name} at {point}, t = {time}",
            f"at most {Float(_SUM_GAP, 1)}",
        )

    return Check("symbolic", "late-time laws against sums over modes", run)


def _sum_gap(summand: Expr, law: Law, point: Mapping[Expr, Expr], time: Expr) -> float:
    total = double_sum(summand, point[a], point[b], time)
    return abs(float(law.expansion.subs({**point, t: time}).evalf(15)) / total - 1)


def members_check() -> Check:
    """Members against width at the same N E: never worth it with unlimited data, and late with few.

    The formula of the page is evaluated with the exact parts at width N E / E, and with those of
    one model at width N E.
    """

    def run(result: Result, _: Effort) -> Outcome:
        formula = result.formulas["L_EB"]
        losing = [
            _cost(formula, Model(PowerLaw(a, b).at(point), n), members)
            for point in _POINTS
            for n, members in _UNLIMITED
        ]
        threshold = Model(PowerLaw(2, "3/2"), 64, 64, "1/10")
        peak = _cost(formula, threshold, 4)
        least = min(float(np.min(costs)) for costs in losing)
        return Outcome(
            bool(least > 1 and peak[0] > 1 > peak[-1]),
            f"members over width: {least:.4f} at least with unlimited data; at N E = P, noisy, "
            f"{peak[0]:.4f} early and {peak[-1]:.4f} late",
            "above 1 with unlimited data and early, below 1 late at the threshold",
        )

    return Check("exact", "members against width at the same N E", run)


def _cost(formula: Expr, model: Model, members: int) -> np.ndarray:
    """The loss of so many narrower members over that of one model, at some times."""
    loss = lambdify((L_0, V_A, V_D, V_AD, E), formula.subs(B, 1))
    narrow = replace_model(model, width=model.width / members)
    parts = (exact.decomposition(one, np.array(_MEMBER_TIMES)) for one in (narrow, model))
    above, below = (loss(*found, count) for found, count in zip(parts, (members, 1), strict=True))
    return np.asarray(above / below)


def ensemble_check() -> Check:
    """Simulated ensembles of three projections and two data sets, replicated."""

    def run(result: Result, effort: Effort) -> Outcome:
        drawn = simulated_ensembles(effort)
        worst = float(np.max(np.abs(ensemble_scores(result.formulas["L_EB"], drawn))))
        return Outcome(
            bool(worst < _LARGEST_SCORE),
            f"largest |z| of the replicated difference {worst:.2f}",
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "losses of ensembles by replication", run)


def ensemble_scores(formula: Expr, drawn: Sequence[Estimate]) -> np.ndarray:
    """z-scores of the replicated differences at every time, of simulated ensembles."""
    parts = exact.decomposition(_MODEL, np.array(_TIMES))
    loss = lambdify((L_0, V_A, V_D, V_AD), formula.subs({E: _PROJECTIONS, B: _DATA_SETS}))
    expected = loss(*parts)
    line = intercept(
        _COPIES,
        np.array([estimate.mean - expected for estimate in drawn]),
        np.array([estimate.standard_error for estimate in drawn]),
    )
    return np.asarray(line.value / line.standard_error)


def simulated_ensembles(effort: Effort) -> list[Estimate]:
    """The mean losses of simulated ensembles, for every number of copies of each mode."""
    return [
        sampling.ensemble_loss(
            _MODEL.replicated(copies),
            copies * np.array(_TIMES),
            _PROJECTIONS,
            _DATA_SETS,
            draws=max(2, effort.draws * _COPIES[-1] // copies // 2),
            seed=effort.seed + copies,
            executor=effort.executor,
        )
        for copies in _COPIES
    ]
