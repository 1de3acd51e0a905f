r"""Any law against dice: amplitude and exponent of simulations at sizes that can be drawn.

    mean/law = 1 + gap + alpha/n + O(1/n^2)

A simulation at finite size is not its mean field; at infinite time they differ by 1/n and less. A
straight line in that term through mean/law has to pass through one where it vanishes, and the
exponent between the last two sizes has to be the law's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Integer, Rational

from analytic.comparison.law_points import Point, free_symbols, law_at
from analytic.comparison.slopes import Slope, slope_of
from analytic.law import Law
from analytic.notation import a, b
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Observable, Outcome, Result

__all__ = [
    "DICE_POINTS",
    "DICE_SIZES",
    "Throw",
    "dice_points",
    "extrapolated",
    "law_dice_check",
    "throw",
]

DICE_SIZES = (16, 32, 64, 128)
DICE_POINTS: tuple[Mapping[Expr, Expr], ...] = tuple(
    {a: Rational(power), b: Rational(3, 2)} for power in ("2", "7/2", "5")
)
_LARGEST_SCORE = 5.0  # of a normal variable, once in two million seeds
_DIGITS = 15


class Throw(NamedTuple):
    """Dice at one point: gap of the amplitude with its error, exponents simulated and claimed.

    `misfit` is what all sizes together say against no gap, as a normal variable.
    """

    point: Point
    gap: float
    standard_error: float
    misfit: float
    slope: Slope
    claimed: float

    @property
    def score(self) -> float:
        """The largest of the misfit, the gap, and the exponent's past its systematic error."""
        beyond = max(0.0, abs(self.slope.value - self.claimed) - self.slope.systematic)
        gap = abs(self.gap) / self.standard_error
        return max(self.misfit, gap, beyond / self.slope.standard_error)


def law_dice_check(
    spectrum: PowerLaw,
    sizes: Sequence[int] = DICE_SIZES,
    settling: Expr | None = None,
    points: Sequence[Point] = DICE_POINTS,
    beyond: Observable | None = None,
) -> Check:
    """Simulated amplitude and exponent against a result's law, at one point in every regime.

    `settling` is the term by which dice and law differ at finite size, in the law's variable:
    1/variable unless given, and 0 where they are to agree as they are. `beyond` evaluates what the
    dice have on top of the law.
    """

    def run(result: Result, effort: Effort) -> Outcome:
        assert result.law is not None
        chosen = dice_points(result.law, spectrum, points)
        thrown = [throw(result, spectrum, at, sizes, effort, settling, beyond) for at in chosen]
        worst = max(thrown, key=lambda one: one.score)
        return Outcome(
            bool(worst.score < _LARGEST_SCORE),
            f"largest |z| {worst.score:.2f}; " + "; ".join(_described(one) for one in thrown),
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "amplitude and exponent at finite sizes", run)


def dice_points(
    law: Law, spectrum: PowerLaw, points: Sequence[Point] = DICE_POINTS
) -> tuple[Point, ...]:
    """The first of some points in every regime, on the symbols that the spectrum leaves open."""
    free = free_symbols(spectrum)
    if not free:
        return ({},)
    if len(law.regimes) < 2:
        return (points[0],)
    inside = [[p for p in points if one.condition.subs(p) == True] for one in law.regimes]  # noqa: E712
    return tuple(found[0] for found in inside if found)


def throw(
    result: Result,
    spectrum: PowerLaw,
    point: Point,
    sizes: Sequence[int],
    effort: Effort,
    settling: Expr | None = None,
    beyond: Observable | None = None,
) -> Throw:
    """One simulation against the law that holds at a point."""
    law = law_at(result, spectrum, point)
    assert law is not None
    assert result.observable is not None
    numeric = spectrum.at(point)
    simulated = result.observable.simulated(numeric, sizes, effort)
    expected = _claimed_values(law, point, sizes)
    if beyond is not None:
        expected = expected + np.array(
            [float(beyond.exact(numeric, Integer(n), _DIGITS)) for n in sizes]
        )
    term = 1 / law.variable if settling is None else settling
    at_sizes = np.array([float(term.subs({**point, law.variable: n})) for n in sizes])
    ratio = np.asarray(simulated.mean) / expected - 1
    covariance = np.asarray(simulated.covariance) / np.outer(expected, expected)
    gap, error = extrapolated(ratio, covariance, at_sizes)
    last = np.log(expected[-2] / expected[-1]) / np.log(sizes[-1] / sizes[-2])
    return Throw(
        point,
        gap,
        error,
        _misfit(ratio, covariance, at_sizes),
        slope_of(simulated, sizes),
        float(last),
    )


def _claimed_values(law: Law, point: Point, sizes: Sequence[int]) -> NDArray[np.float64]:
    formula = law.expansion.subs(point)
    return np.array([float(formula.subs(law.variable, n).evalf(_DIGITS)) for n in sizes])


def extrapolated(
    ratio: NDArray[np.float64], covariance: NDArray[np.float64], term: NDArray[np.float64]
) -> tuple[float, float]:
    """Where mean/expected - 1 goes as the term vanishes, and its error; see `_fitted`."""
    columns = [np.ones_like(term), *_terms(term)]
    fit, normal = _fitted(np.stack(columns, axis=1), ratio, covariance)
    return float(fit[0]), float(np.sqrt(np.linalg.inv(normal)[0, 0]))


def _misfit(
    ratio: NDArray[np.float64], covariance: NDArray[np.float64], term: NDArray[np.float64]
) -> float:
    """Fisher's normal variable, sqrt(2 chi^2) - sqrt(2 f - 1), of the fit without a gap."""
    rest, freedom = ratio, len(ratio)
    for column in _terms(term):
        fit, _ = _fitted(column[:, None], ratio, covariance)
        rest, freedom = rest - fit[0] * column, freedom - 1
    chi_squared = float(rest @ np.linalg.solve(covariance, rest))
    return float(np.sqrt(2 * chi_squared) - np.sqrt(2 * freedom - 1))


def _terms(term: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    return [term] if np.any(term) else []


def _fitted(
    design: NDArray[np.float64], ratio: NDArray[np.float64], covariance: NDArray[np.float64]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Generalised least squares, and its normal matrix: sizes that share draws are correlated."""
    weighted = np.linalg.solve(covariance, design)
    normal = design.T @ weighted
    return np.asarray(np.linalg.solve(normal, weighted.T @ ratio)), np.asarray(normal)


def _described(one: Throw) -> str:
    where = ", ".join(f"{symbol} = {value}" for symbol, value in one.point.items())
    return (
        f"{where or 'given powers'}: amplitude off by {one.gap:.3f} +- {one.standard_error:.3f}, "
        f"exponent {one.slope.value:.3f} in [{one.slope.low:.3f}, {one.slope.high:.3f}], "
        f"{one.claimed:.3f} claimed"
    )
