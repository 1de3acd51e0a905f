r"""The loss under Nesterov's schedule of momentum, against slow sums and against its recursion.

At late times L is the tail term, of the modes still to be learned, and the swings of the others,

    f_t^2 = mean(t) [ 1 + \cos(...) ],

so L - tail is no larger than t^{-r}; and where the swings lead, L/mean stays between zero and two
and is one on average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Integer, Rational

from analytic.notation import T, a, b, r, t, x
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.slow_sums.numeric import numeric, value
from analytic.symbolic.training.schedule import scheduled_loss

__all__ = [
    "schedule_law_check",
    "schedule_recursion_check",
    "schedule_swings_check",
    "schedule_tail_check",
]

_TAIL: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2), r: Integer(3)},
    {a: Rational(9, 5), b: Rational(4, 3), r: Integer(4)},
    {a: Rational(3, 2), b: Rational(5, 2), r: Integer(2)},
)
_SWINGS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(4), b: Rational(3, 2), r: Integer(3)},
    {a: Rational(9, 2), b: Rational(3, 2), r: Integer(2)},
)
_LAW: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(13, 4), b: Rational(3, 2)},  # where tail and swings meet at r = 3
    {a: Integer(4), b: Rational(3, 2)},
)
_NEAR, _FAR = range(8, 16), (60, 61, 62, 100)
_SWINGING = range(40, 72)
_ROOM = 3  # for swings that add up; a tail that is off by 1 % grows more than tenfold
_DIGITS = 20
_LARGEST_SCORE = 4.0
_TIME, _STEPS = 6.0, (300, 600, 1200)  # of t = n h; each h half of the one before
_THIRD_ORDER = 1000


def schedule_tail_check() -> Check:
    """What is left of the loss beyond its tail term falls as t^-r."""

    def run(result: Result, _: Effort) -> Outcome:
        worst = max(_growth(result, point) for point in _TAIL)
        return Outcome(
            bool(worst <= _ROOM),
            f"|L - tail| t^r grows by {worst:.3g}",
            f"at most {_ROOM} from t = {_NEAR[0]} to {_FAR[-1]}",
        )

    return Check("symbolic", "loss under the schedule: its tail", run)


def schedule_swings_check() -> Check:
    """The loss over its mean, where swings lead: from zero to two, and one on average."""

    def run(result: Result, _: Effort) -> Outcome:
        mean = result.formulas["L(t) swings"]
        ratios = [_ratios(mean.subs(point), point, _SWINGING) for point in _SWINGS]
        low, high = min(map(np.min, ratios)), max(map(np.max, ratios))
        score = max(map(_score, ratios))
        reach = 2 + 1 / _SWINGING[0]
        return Outcome(
            bool(low >= 0 and high <= reach and score < _LARGEST_SCORE),
            f"L/mean from {low:.3g} to {high:.3g}, off one on average by {score:.2g} errors",
            f"from 0 to {reach:.3g}, fewer than {_LARGEST_SCORE:.0f} errors",
        )

    return Check("symbolic", "loss under the schedule: its swings", run)


def schedule_law_check(growth: Expr) -> Check:
    """The loss over its law at one r, on average over time: both regimes, and where they meet."""

    def run(result: Result, _: Effort) -> Outcome:
        assert result.law is not None
        scores = [
            _score(_ratios(result.law.at(point).leading, {**point, r: growth}, _SWINGING))
            for point in _LAW
        ]
        worst = max(scores)
        return Outcome(
            bool(worst < _LARGEST_SCORE),
            f"L/law off one on average by at most {worst:.2g} errors",
            f"fewer than {_LARGEST_SCORE:.0f} errors",
        )

    return Check("symbolic", "law under the schedule, averaged over time", run)


def schedule_recursion_check() -> Check:
    """The filter against the recursion, extrapolated to small steps."""

    def run(result: Result, _: Effort) -> Outcome:
        gaps = [_recursion_gap(result, steps) for steps in _STEPS]
        left = abs(gaps[0] - 6 * gaps[1] + 8 * gaps[2]) / 3  # without the first two powers of h
        bound = abs(gaps[2]) / _THIRD_ORDER
        return Outcome(
            bool(left < bound),
            f"distances {', '.join(f'{gap:.2e}' for gap in gaps)} at halved steps, without the "
            f"first two orders {left:.1e}",
            f"less than {bound:.1e}",
        )

    return Check("symbolic", "filter of the schedule against its recursion", run)


def _growth(result: Result, point: Mapping[Expr, Expr]) -> float:
    """The largest |L - tail| t^r at far times over that at near ones."""
    power = float(point[r])
    left = [
        max(abs(loss - tail) * time**power for loss, tail, time in _pairs(result, point, times))
        for times in (_NEAR, _FAR)
    ]
    return float(left[1] / left[0])


def _pairs(
    result: Result, point: Mapping[Expr, Expr], times: Sequence[int]
) -> list[tuple[float, float, int]]:
    tail = result.formulas["L(t) tail"].subs(point)
    losses = _losses(point, times)
    return [
        (loss, float(value(tail, {t: Integer(time)}, _DIGITS)), time)
        for loss, time in zip(losses, times, strict=True)
    ]


def _score(ratios: NDArray[np.float64]) -> float:
    """How many standard errors the mean of some ratios is away from one."""
    error = np.std(ratios, ddof=1) / np.sqrt(len(ratios))
    return float(abs(np.mean(ratios) - 1) / error)


def _ratios(law: Expr, point: Mapping[Expr, Expr], times: Sequence[int]) -> NDArray[np.float64]:
    """The loss over a law at some times."""
    expected = [float(value(law, {t: Integer(time)}, _DIGITS)) for time in times]
    return np.asarray(np.array(_losses(point, times)) / np.array(expected))


def _losses(point: Mapping[Expr, Expr], times: Sequence[int]) -> list[float]:
    r"""\sum_k c_k f_t(\lambda_k)^2 of a power law, by the slow sum."""
    return [_loss(tuple(point.items()), time) for time in times]


@cache
def _loss(point: tuple[tuple[Expr, Expr], ...], time: int) -> float:
    at = {**dict(point), T: Integer(time) ** 2}
    return float(sum(numeric(one, at, _DIGITS) for one in _sums()))


@cache
def _sums() -> tuple[HarmonicSum, ...]:
    return scheduled_loss(PowerLaw(a, b)).sums


def _recursion_gap(result: Result, steps: int) -> float:
    """The distance of the filter from the recursion with so many steps, at x = 1 and r = 3."""
    step, power = (_TIME / steps) ** 2, 3
    last = before = 1.0
    for n in range(1, steps + 1):
        ahead = last + (1 - power / n) * (last - before)
        last, before = (1 - step) * ahead, last
    found = result.formulas["f_t"].subs({x: Integer(1), r: Integer(power)})
    return last - float(value(found, {t: Rational(_TIME)}, _DIGITS))
