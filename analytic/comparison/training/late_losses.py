r"""Losses at late times: leading term and first correction against slow sums and against digits.

    |L(t) - leading - correction| <= F C remainder,   C the same ratio at the nearest time

A term that is wrong grows against the remainder like t or t^2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sympy import Expr, Float, Integer, Rational

from analytic import exact
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.numbers import to_sympy
from analytic.comparison.training.observables import late_loss
from analytic.comparison.training.ways import Way
from analytic.notation import a, b, t
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.slow_sums.step_sums import slow_step_loss

__all__ = ["late_dice_check", "late_digits_check", "late_sums_check"]

_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(9, 5), b: Rational(4, 3)},
    {a: Integer(3), b: Rational(5, 2)},
)
_SUM_POINTS = (_POINTS[0], {a: Integer(3), b: Rational(3, 2)})  # small b: little beyond powers
_ROOM = 3  # a wrong term grows tenfold or more between two times, the right remainder settles
_SUM_TIMES = tuple(Integer(n) for n in (100, 800))
_SUM_DIGITS = 25
_TIMES = tuple(Integer(10) ** n for n in (4, 6, 12))
_GUARD = 30
_DICE_TIMES = (8, 16, 32, 64)

Loss = Callable[[PowerLaw, Expr], Expr]


def late_sums_check(way: Way) -> Check:
    """The late loss against sums over modes, each by its recursion."""

    def run(result: Result, _: Effort) -> Outcome:
        def loss(spectrum: PowerLaw, time: Expr) -> Expr:
            point = {**way.values, a: spectrum.a, b: spectrum.b, t: time}
            return to_sympy(slow_step_loss(point, _SUM_DIGITS), _SUM_DIGITS)

        return _bounded(result, way, loss, _SUM_POINTS, _SUM_TIMES, _SUM_DIGITS)

    return Check("symbolic", f"late times against slow sums{way.suffix}", run)


def late_digits_check(way: Way) -> Check:
    """The late loss against the exact witness, over the decades."""

    def run(result: Result, effort: Effort) -> Outcome:
        digits = effort.digits + _GUARD

        def loss(spectrum: PowerLaw, time: Expr) -> Expr:
            found = exact.test_loss(Model(spectrum), time, digits, way.training)
            return to_sympy(found, digits)

        return _bounded(result, way, loss, _POINTS, _TIMES, digits)

    return Check("exact", f"late times over the decades{way.suffix}", run)


def late_dice_check(way: Way, spectrum: PowerLaw) -> Check:
    """Amplitude and exponent of simulated late losses, up to the remainder's order."""
    bare = law_dice_check(spectrum, _DICE_TIMES, settling=t**-2)

    def run(result: Result, effort: Effort) -> Outcome:
        return bare.run(replace(result, law=way.law(result), observable=late_loss(way)), effort)

    return Check(bare.witness, bare.name + way.suffix, run)


def _bounded(
    result: Result,
    way: Way,
    loss: Loss,
    points: tuple[Mapping[Expr, Expr], ...],
    times: tuple[Expr, ...],
    digits: int,
) -> Outcome:
    worst, where = max(
        (_growth(result, way, loss, times, digits, point) for point in points),
        key=lambda found: found[0],
    )
    return Outcome(
        bool(worst <= _ROOM),
        f"the rescaled remainder grows by {Float(worst, 3)} at {where}",
        f"at most {_ROOM} from t = {times[0]} to {times[-1]}",
    )


def _growth(
    result: Result,
    way: Way,
    loss: Loss,
    times: tuple[Expr, ...],
    digits: int,
    point: Mapping[Expr, Expr],
) -> tuple[Expr, str]:
    """How much the largest rescaled remainder exceeds the nearest one."""
    law, spectrum = way.law(result), PowerLaw(point[a], point[b])
    ratios = []
    for time in times:
        at = {**point, t: time}
        stated, left = (one.subs(at).evalf(digits) for one in (law.expansion, law.remainder))
        ratios.append(abs((loss(spectrum, time) - stated) / left))
    where = ", ".join(f"{symbol} = {value}" for symbol, value in point.items())
    return max(ratios) / ratios[0], where
