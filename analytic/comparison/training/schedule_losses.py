r"""The loss after steps with a momentum that grows, against its late law: digits and dice.

    L(n) = tail(t = n \sqrt\eta) [ 1 + O(1/n) ]

at a step of finite size, where swings have fallen below the tail: the exponent between two times is
that of the law, up to the same order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sympy import Expr, Integer, Rational, log, sqrt

from analytic import exact
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.measure import Experiment
from analytic.comparison.numbers import to_sympy
from analytic.law import Law
from analytic.notation import a, b, eta, n, r, t
from analytic.problem import GrowingMomentum, Model, PowerLaw
from analytic.problem.quantity import time_limited
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["schedule_dice_check", "schedule_digits_check", "schedule_steps_check"]

_STEP, _GROWTH = Rational(1, 3), Integer(6)
_TRAINING = GrowingMomentum(_STEP, _GROWTH)
_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(9, 5), b: Rational(4, 3)},
    {a: Integer(3), b: Rational(5, 2)},
)
_TIMES = tuple(map(Integer, (32, 64, 128)))
_ROOM = Rational(3, 2)  # a tail that is off by 1 % grows twice, and more from there on
_SWINGING: Mapping[Expr, Expr] = {a: Integer(4), b: Rational(3, 2), r: Integer(3)}
_SWINGING_TIMES = tuple(range(90, 160, 7))
_SWING = Rational(1, 50)  # twice the next term, of relative order 1/n
_DIGITS = 12
_DICE_TIMES = (8, 16, 32, 64)


def schedule_digits_check() -> Check:
    """n |L/tail - 1| by the exact witness: bounded, and the local exponent beside the law's."""

    def run(result: Result, _: Effort) -> Outcome:
        law = _tail_law(result)
        growths, local = [], []
        for point in _POINTS:
            model = Model(PowerLaw(point[a], point[b]))
            losses = [
                to_sympy(exact.test_loss(model, one, _DIGITS, _TRAINING), _DIGITS) for one in _TIMES
            ]
            stated = [law.leading.subs({**point, t: one}).evalf(_DIGITS) for one in _TIMES]
            left = [one * abs(x / y - 1) for one, x, y in zip(_TIMES, losses, stated, strict=True)]
            growths.append(max(left) / left[0])
            slopes = [(log(one[-2] / one[-1]) / log(2)).evalf(4) for one in (losses, stated)]
            local.append(f"{slopes[0]} for {slopes[1]}")
        worst = max(growths)
        return Outcome(
            bool(worst < _ROOM),
            f"n |L/tail - 1| grows by {float(worst):.4g}; local exponents {', '.join(local)}",
            f"at most {_ROOM} from n = {_TIMES[0]} to {_TIMES[-1]}",
        )

    return Check("exact", "loss under the schedule, step by step", run)


def schedule_steps_check() -> Check:
    """The loss over the swings of steps of a fixed size, where these lead: one on average."""

    def run(result: Result, _: Effort) -> Outcome:
        training = GrowingMomentum(_STEP, _SWINGING[r])
        model = Model(PowerLaw(_SWINGING[a], _SWINGING[b]))
        swings = result.formulas["L(n) swings"].subs({**_SWINGING, eta: _STEP})
        ratios = [
            float(exact.test_loss(model, steps, _DIGITS, training))
            / float(swings.subs(n, steps).evalf(_DIGITS))
            for steps in _SWINGING_TIMES
        ]
        gap = abs(sum(ratios) / len(ratios) - 1)
        return Outcome(
            gap < _SWING,
            f"L/swings from {min(ratios):.4f} to {max(ratios):.4f}, {gap:.4f} off one on average",
            f"less than {float(_SWING)} off at n = {_SWINGING_TIMES[0]} ... {_SWINGING_TIMES[-1]}",
        )

    return Check("exact", "loss under the schedule, steps of a fixed size", run)


def schedule_dice_check(spectrum: PowerLaw) -> Check:
    """Amplitude and exponent of simulated losses with a growing momentum."""
    bare = law_dice_check(spectrum, _DICE_TIMES, settling=1 / t)

    def run(result: Result, effort: Effort) -> Outcome:
        observable = Experiment(time_limited(_TRAINING))
        stepped = replace(result, law=_tail_law(result), observable=observable)
        return bare.run(stepped, effort)

    return Check(bare.witness, f"{bare.name}, under the schedule", run)


def _tail_law(result: Result) -> Law:
    """The tail term as a law in steps, where r is the growth of this training."""
    tail = result.formulas["L(t) tail"].subs(r, _GROWTH).subs(t, t * sqrt(_STEP))
    return Law("r_t", t, tail, tail / t, "n large")
