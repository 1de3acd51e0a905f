r"""The loss under Nesterov's schedule of momentum: by sums, by its recursion, digits, simulation.

At late times L is the tail term, of the modes still to be learned, and the swings of the others,

    f_t^2 = mean(t) [ 1 + \cos(...) ],   L(n) = tail(t = n \sqrt\eta) [ 1 + O(1/n) ]

so L - tail is no larger than t^{-r}; where the swings lead, L/mean stays between zero and two and
is one on average.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from sympy import Expr, Integer, Rational, oo, sqrt

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.law_digits import curve, law_curve
from analytic.comparison.law_points import Point, law_of, points
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.measure import Experiment
from analytic.comparison.training import F_T, LATE_POINTS, LATE_TIMES
from analytic.law import Law
from analytic.notation import T, a, b, eta, n, r, t, x
from analytic.problem import GrowingMomentum, Model, PowerLaw
from analytic.problem.quantity import time_limited
from analytic.result import Check, Effort, Result
from analytic.stated import Formula
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.slow_sums.numeric import numeric, value
from analytic.symbolic.training.late_times import scheduled_loss


class Schedule:
    """Formulas of a momentum that grows: the tail of a spectrum, what swings, the exponent."""

    TAIL, SWINGS, STEPPED = map(Formula, ("L(t) tail", "L(t) swings", "L(n) swings"))
    RATE = Formula("r_t of the schedule")


_TAIL: tuple[Point, ...] = (
    {a: Integer(2), b: Rational(3, 2), r: Integer(3)},
    {a: Rational(9, 5), b: Rational(4, 3), r: Integer(4)},
    {a: Rational(3, 2), b: Rational(5, 2), r: Integer(2)},
)
_SWINGS: tuple[Point, ...] = (
    {a: Integer(4), b: Rational(3, 2), r: Integer(3)},
    {a: Rational(9, 2), b: Rational(3, 2), r: Integer(2)},
)
_LAW = points("2 3/2", "13/4 3/2", "4 3/2")  # where tail and swings meet at r = 3
_NEAR, _FAR = tuple(map(Integer, range(8, 16))), tuple(map(Integer, (60, 61, 62, 100)))
_SWINGING = range(40, 72)
_ROOM = 3  # for swings that add up; a tail that is off by 1 % grows more than tenfold
_DIGITS = 20
_LARGEST_SCORE = 4.0
_TIME, _STEPS = 6.0, (300, 600, 1200)  # of t = n h; each h half of the one before
_THIRD_ORDER = 1000
_SPEED, _MANY = 0.005, 50_000  # relative errors are h^2 and a few times 1/n
_LATE = Integer(10) ** 8

_STEP, _GROWTH = Rational(1, 3), Integer(6)
_STEPPED = Experiment(time_limited(GrowingMomentum(_STEP, _GROWTH)))
_NUMBERS = tuple(map(Integer, (32, 64, 128)))  # of steps
_STEP_ROOM = Rational(3, 2)  # a tail that is off by 1 % grows twice, and more from there on
_SWINGING_STEPS = range(90, 160, 7)
_SWING = 1 / 50  # twice the next term, of relative order 1/n
_STEP_DIGITS = 12


def schedule_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """What holds at every growth r of the momentum: the filter, tail and swings, small steps."""
    under = ", under the schedule"
    simulated = law_dice_check(spectrum, LATE_TIMES, settling=1 / t)
    return (
        compare.compared(
            "symbolic",
            "filter of the schedule against its recursion",
            f"extrapolated to small steps, 1/{_THIRD_ORDER} of the distance at the smallest",
            lambda result, _: [_off_recursion(result)],
        ),
        compare.bounded(
            "loss under the schedule: its tail",
            lambda result, _: (_beyond_tail(result, point) for point in _TAIL),
            room=_ROOM,
            witness="symbolic",
        ),
        compare.compared(
            "symbolic",
            "loss under the schedule: its swings",
            f"L/mean from 0 to 2, {_LARGEST_SCORE:.0f} errors of its average off one",
            _off_swings,
        ),
        compare.identical("larger of tail and swings, under the schedule", _exponents),
        compare.compared(
            "exact", "swings under the schedule, mode by mode", f"{compare.ROOM}/n", _off_modes
        ),
        compare.bounded(
            "loss under the schedule, step by step",
            lambda result, _: (_beyond_tail_law(result, point) for point in LATE_POINTS),
            room=_STEP_ROOM,
        ),
        compare.compared(
            "exact",
            "loss under the schedule, steps of a fixed size",
            f"L/swings less than {_SWING} off one on average",
            _off_steps,
        ),
        compare.about(
            simulated,
            lambda result: replace(result, law=_tail_law(result), observable=_STEPPED),
            under,
        ),
    )


def schedule_law_check(growth: Expr) -> Check:
    """The loss over its law at one r, on average over time: both regimes, and where they meet."""

    def offs(result: Result, _: Effort) -> Iterable[compare.Off]:
        for point in _LAW:
            ratios = _ratios(law_of(result).at(point).leading, {**point, r: growth}, _SWINGING)
            yield compare.Off(_score(ratios), compare.at_point(point))

    bound = f"{_LARGEST_SCORE:.0f} errors of the average of L/law off one"
    return compare.compared("symbolic", "law under the schedule, averaged over time", bound, offs)


def _off_recursion(result: Result) -> compare.Off:
    """The filter less its recursion at x = 1 and r = 3, without the first two powers of h."""
    found = result.formulas[F_T].subs({x: Integer(1), r: Integer(3)})
    filtered = float(value(found, {t: Rational(_TIME)}, _DIGITS))
    gaps = [_iterates(_TIME / steps, 3.0, steps)[-1] - filtered for steps in _STEPS]
    left = abs(gaps[0] - 6 * gaps[1] + 8 * gaps[2]) / 3
    return compare.Off(left * _THIRD_ORDER / abs(gaps[2]))


def _beyond_tail(result: Result, point: Point) -> compare.Curve:
    """What is left of the loss beyond its tail term, which falls as t^-r."""
    stated = result.formulas[Schedule.TAIL].subs(point), t ** -point[r]
    return curve(
        lambda time: Rational(_loss(tuple(point.items()), int(time))),
        stated,
        t,
        (_NEAR, _FAR),
        where=compare.at_point(point),
    )


def _off_swings(result: Result, _: Effort) -> Iterable[compare.Off]:
    """The loss over its mean, where swings lead."""
    mean = result.formulas[Schedule.SWINGS]
    for point in _SWINGS:
        ratios = _ratios(mean.subs(point), point, _SWINGING)
        yield compare.Off(
            oo if min(ratios) < 0 else max(ratios) / (2 + 1 / _SWINGING[0]), compare.at_point(point)
        )
        yield compare.Off(_score(ratios), compare.at_point(point))


def _exponents(result: Result, _: Effort) -> Iterable[compare.Pair]:
    """The exponent, and that of the larger term far out."""
    terms = [result.formulas[part] for part in (Schedule.TAIL, Schedule.SWINGS)]
    for point in (*_TAIL, *_SWINGS):
        sizes = [value(term, {**point, t: _LATE}, _DIGITS) for term in terms]
        larger = terms[sizes.index(max(sizes))].subs(point)
        claimed = result.formulas[Schedule.RATE].subs(point)
        yield claimed, -t * larger.diff(t) / larger, compare.at_point(point)


def _off_modes(result: Result, _: Effort) -> Iterable[compare.Off]:
    r"""Swings of small steps, and of steps of a fixed size, by what the recursion keeps of a mode.

        M \sum_k c_k (\lambda_k t^2)^{-r/2},
        M \sum_k c_k (\eta \lambda_k n^2)^{-r/2} e^{-\eta \lambda_k n}

    Both sums are losses of another target, at time zero and at time \eta n/2.
    """
    for point in _SWINGS:
        target = Model(PowerLaw(point[a] - point[b] * point[r] / 2, point[b]))
        front = _kept(float(point[r])) * float(_STEP * _LATE**2) ** -float(point[r] / 2)
        for name, time in ((Schedule.SWINGS, Integer(0)), (Schedule.STEPPED, _STEP * _LATE / 2)):
            at = {**point, eta: _STEP, n: _LATE, t: _LATE * sqrt(_STEP)}
            stated = float(value(result.formulas[name], at, _DIGITS))
            off = abs(stated / (front * float(exact.test_loss(target, time))) - 1)
            yield compare.Off(off * _MANY / compare.ROOM, f"{name}, {compare.at_point(point)}")


@cache
def _kept(growth: float) -> float:
    r"""M, the mean of f^2 (h n)^r (1 - h^2)^{-n}, \eta x = h^2, with weights that see no swing."""
    steps = np.arange(_MANY, 2 * _MANY)
    weights = np.sin(np.pi * steps / _MANY) ** 4
    envelope = (_SPEED * steps) ** -growth * (1 - _SPEED**2) ** steps
    squares = _iterates(_SPEED, growth, 2 * _MANY)[steps] ** 2
    return float(np.average(squares / envelope, weights=weights))


def _iterates(speed: float, growth: float, steps: int) -> compare.Reals:
    """What is left after 0, 1, 2, ... steps of an error along eta x = speed^2."""
    left = [1.0, 1.0]
    for i in range(1, steps + 1):
        ahead = left[-1] + (1 - growth / i) * (left[-1] - left[-2])
        left.append((1 - speed**2) * ahead)
    return np.array(left[1:])


def _beyond_tail_law(result: Result, point: Point) -> compare.Curve:
    """What is left of the loss at a step of finite size beyond its tail."""
    law, spectrum, (near, *far) = _tail_law(result), PowerLaw(a, b).at(point), _NUMBERS
    return law_curve(_STEPPED, law, spectrum, point, [near], far, _STEP_DIGITS)


def _tail_law(result: Result) -> Law:
    """The tail term as a law in steps, where r is the growth of this training."""
    tail = result.formulas[Schedule.TAIL].subs(r, _GROWTH).subs(t, t * sqrt(_STEP))
    return Law.of("r_t", t, tail, tail / t, "n large")


def _off_steps(result: Result, _: Effort) -> Iterable[compare.Off]:
    """The loss over the swings of steps of a fixed size, where these lead: one on average."""
    point = _SWINGS[0]
    training, model = GrowingMomentum(_STEP, point[r]), Model(PowerLaw(point[a], point[b]))
    swings = result.formulas[Schedule.STEPPED].subs({**point, eta: _STEP})
    ratios = [
        float(exact.test_loss(model, steps, _STEP_DIGITS, training))
        / float(swings.subs(n, steps).evalf(_STEP_DIGITS))
        for steps in _SWINGING_STEPS
    ]
    yield compare.Off(abs(sum(ratios) / len(ratios) - 1) / _SWING, compare.at_point(point))


def _score(ratios: compare.Reals) -> float:
    """By how many standard errors the mean of some ratios is off one, over those allowed."""
    error = np.std(ratios, ddof=1) / np.sqrt(len(ratios))
    return float(abs(np.mean(ratios) - 1) / error / _LARGEST_SCORE)


def _ratios(law: Expr, point: Point, times: Sequence[int]) -> compare.Reals:
    """The loss over a law at some times."""
    expected = [float(value(law, {t: Integer(time)}, _DIGITS)) for time in times]
    losses = [_loss(tuple(point.items()), time) for time in times]
    return np.asarray(np.array(losses) / np.array(expected))


@cache
def _loss(point: tuple[tuple[Expr, Expr], ...], time: int) -> float:
    r"""\sum_k c_k f_t(\lambda_k)^2 of a power law, by the slow sum."""
    at = {**dict(point), T: Integer(time) ** 2}
    return float(sum(numeric(one, at, _DIGITS) for one in _sums()))


@cache
def _sums() -> tuple[HarmonicSum, ...]:
    return scheduled_loss(PowerLaw(a, b)).sums
