r"""The end of training before digits and dice: what dies last, the boundary in N/P, the best time.

What dies last is found by digits at three late times: times t^{3/2} e^{x_- t} over the formula it
tends to one as 1/t. On both sides of the boundary it has the two signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sympy import Abs, Expr, Float, Integer, Rational, lambdify, log, oo, solve

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.comparison.overfitting.edge_numbers import Edge, edge_of
from analytic.notation import G_1, N, P, a, b, nu, t, x_minus, y
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.roots import Bracket, bracketed_root

__all__ = [
    "best_time_check",
    "boundary_check",
    "dying_check",
    "left_of_dying",
    "rise_dice_check",
    "rise_scores",
    "turn_checks",
]

_DIGITS = 25
_SPECTRUM = PowerLaw(2, "3/2")
_MODELS = (
    Model(_SPECTRUM, width=20, samples=60),
    Model(_SPECTRUM, width=60, samples=20, noise="1/20"),
    Model(PowerLaw("5/4", "3/2"), samples=20),
    Model(PowerLaw(4, "3/2"), samples=20),
)
_DECAYS = (Integer(16), Integer(32), Integer(64))  # x_- t
_SETTLING = Rational(2, 5)  # once 1/t is taken off, the rest falls as 1/t^2, to a quarter

_SAMPLES = Integer(10) ** 12
_BESIDE = Rational(1, 20)
_FINE = 1e-5  # of the distance to an unlimited ratio; squared, of the root
_SIDES: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(5, 2), b: Integer(2)},
)
_LATE = Integer(150)  # x_- t, at which 1/(x_- t) is a small share of the distance

_RATIOS = (Rational(1, 2), Integer(2))
_SIZES = (10**3, 10**5, 10**7)
_FALL = 3  # from one to the next, as the correction of P^(a-b-1) is a tenth; a wrong one stays
_FEW = tuple(Integer(10) ** n for n in (2, 3, 4))  # P/N
_WIDTH = 10**6

_DICE = Model(PowerLaw("3/2", "3/2", modes=12), width=3, samples=6)
_COPIES = (3, 6, 12)
_LARGEST_SCORE = 5.0  # of one normal variable, once in two million seeds


def turn_checks() -> tuple[Check, ...]:
    """All checks of this module, digits before dice."""
    return dying_check(), boundary_check(), best_time_check(), rise_dice_check()


def dying_check() -> Check:
    """What is left of the loss at late times over the formula, on both sides of N = P."""

    def run(result: Result, _: Effort) -> Outcome:
        rests = [left_of_dying(result, model) for model in _MODELS]
        worst = max(Abs(later / earlier) for earlier, later in rests)
        return Outcome(
            bool(worst < _SETTLING),
            f"the rest of the quotient falls to {worst.evalf(3)} as t doubles",
            "a quarter, to the next order in 1/t",
        )

    return Check("exact", "what dies last", run)


def left_of_dying(result: Result, model: Model) -> tuple[Expr, Expr]:
    """What the quotient is off one, its first order in 1/t taken off, at a time and twice it."""
    edge = edge_of(model, _DIGITS)
    name = "narrow" if model.width < model.samples else "wide"
    rise = evaluated(result.formulas[name], edge.values, _DIGITS)
    slope = -rise if name == "narrow" else -rise / edge.values[x_minus]
    formula = result.formulas["late"].subs({G_1: slope, **edge.values})
    off = [_left(model, edge, decay) / formula.subs(t, _at(edge, decay)) - 1 for decay in _DECAYS]
    first, second = (2 * later - earlier for earlier, later in pairwise(off))
    return first.evalf(10), second.evalf(10)


def _at(edge: Edge, decay: Expr) -> Expr:
    return Rational(str((decay / edge.values[x_minus]).evalf(10)))


def _left(model: Model, edge: Edge, decay: Expr) -> Expr:
    """The loss at a late time less the final one."""
    digits = _DIGITS + int((decay / log(10)).evalf())
    now, end = (exact.test_loss(model, time, digits) for time in (_at(edge, decay), oo))
    return to_sympy(now, digits) - to_sympy(end, digits)


def boundary_check() -> Check:
    """The loss ends rising just below the ratio N/P of the page, and falling just above it."""

    def run(result: Result, _: Effort) -> Outcome:
        found = [_signs(result, point) for point in _SIDES]
        ratios = ", ".join(f"N/P = {ratio.evalf(4)}" for ratio, _ in found)
        signs = [pair for _, pair in found]
        return Outcome(
            all(pair == (-1, 1) for pair in signs),
            f"signs of the loss less the final one {signs} at {ratios} less and more 5 %",
            "-1 below, 1 above",
        )

    return Check("exact", "the ratio below which the loss ends rising", run)


def _signs(result: Result, point: Mapping[Expr, Expr]) -> tuple[Expr, tuple[int, int]]:
    """The ratio on the boundary, and the signs beside it."""
    (of_edge,) = solve(result.formulas["edge"], nu)
    share = lambdify(y, -result.formulas["share"].subs(nu, of_edge).subs(point), "math")
    unlimited = float((b / (b - 1)).subs(point))
    edge = bracketed_root(share, Bracket(1.0, unlimited * (1 - _FINE)), _FINE**2)
    ratio = of_edge.subs(point).subs(y, Float(edge.low))
    beside = [Rational(str(Float(ratio * (1 + x), 6))) for x in (-_BESIDE, _BESIDE)]
    below, above = (_sign(PowerLaw(a, b).at(point), one) for one in beside)
    return ratio, (below, above)


def _sign(spectrum: PowerLaw, ratio: Expr) -> int:
    model = Model(spectrum, width=_SAMPLES * ratio, samples=_SAMPLES)
    return int(np.sign(float(_left(model, edge_of(model, _DIGITS), _LATE) * 10**80)))


def best_time_check() -> Check:
    """Exponents of the best time and its loss at fixed N/P, and the logarithm at small N/P."""

    def run(result: Result, _: Effort) -> Outcome:
        point = {a: Integer(2), b: Rational(3, 2)}
        gaps = [_exponent_gaps(result, point, ratio) for ratio in _RATIOS]
        settling = all(_FALL * later < earlier for earlier, later in gaps)
        off = [abs(_logarithm_gap(result, point, share)) for share in _FEW]
        falling = off[0] > off[1] > off[2]
        return Outcome(
            settling and falling,
            f"local exponents off by {gaps[0][1]:.1e}, {gaps[1][1]:.1e} at P = {_SIZES[-1]:.0e}; "
            f"x_- t* off its logarithm by {off[-1]:.2f} at P/N = {int(_FEW[-1])}",
            "closer to the page's at larger P, and at larger P/N",
        )

    return Check("exact", "the best time without label noise", run)


def _exponent_gaps(result: Result, point: Mapping[Expr, Expr], ratio: Expr) -> tuple[float, float]:
    """How far local exponents are from those of the page, at small and at large P."""
    spectrum = PowerLaw(a, b).at(point)
    found = [exact.optimal_stopping(Model(spectrum, ratio * n, n)) for n in _SIZES]
    numbers = np.log([[float(one.time), float(one.loss)] for one in found])
    local = np.diff(numbers, axis=0) / np.diff(np.log(_SIZES))[:, None]
    stated = [
        float((P * formula.diff(P) / formula).subs(point).simplify())
        for formula in (result.formulas["t*"], result.formulas["L*"])
    ]
    near, far = np.max(np.abs(local - stated), axis=1)
    return float(near), float(far)


def _logarithm_gap(result: Result, point: Mapping[Expr, Expr], share: Expr) -> float:
    """x_- t* of the exact minimum less the logarithm of the page."""
    model = Model(PowerLaw(a, b).at(point), _WIDTH, _WIDTH * share)
    at = {**point, N: Integer(_WIDTH), P: Integer(_WIDTH * share)}
    rate = float(result.formulas["x_-"].subs(at))
    stated = float(result.formulas["t*, N << P"].subs(x_minus, rate).subs(at)) * rate
    return float(exact.optimal_stopping(model).time) * rate - stated


def rise_dice_check() -> Check:
    """The loss at the end less that at the best time, of the same draws, replicated."""

    def run(_: Result, effort: Effort) -> Outcome:
        score, rise = rise_scores(effort)
        return Outcome(
            bool(abs(score) < _LARGEST_SCORE and rise > _LARGEST_SCORE),
            f"|z| {abs(score):.2f} of the difference to the mean field, {rise:.0f} of the rise",
            f"|z| < {_LARGEST_SCORE:.0f}, and that of the rise above it",
        )

    return Check("sampling", "the rise without label noise by replication", run)


def rise_scores(effort: Effort) -> tuple[float, float]:
    """z-scores of the simulated rise less the exact one, and of the rise itself."""
    best = float(exact.optimal_stopping(_DICE).time)
    times = np.array([best, 50 * best])
    expected = float(np.diff(exact.test_loss(_DICE, times))[0])
    means, errors = [], []
    for copies in _COPIES:
        drawn = sampling.test_loss(
            _DICE.replicated(copies),
            copies * times,
            draws=effort.draws * _COPIES[-1] // copies,
            seed=effort.seed + copies,
            executor=effort.executor,
        )
        rises = np.diff(drawn.samples, axis=1)
        means.append(rises.mean(axis=0))
        errors.append(rises.std(axis=0, ddof=1) / np.sqrt(len(rises)))
    line: tuple[NDArray[np.float64], ...] = intercept(_COPIES, np.array(means), np.array(errors))
    value, error = (float(one[0]) for one in line)
    return (value - expected) / error, value / error
