r"""Any law against simulations at sizes that can be drawn: their amplitude and their exponent.

    mean/law = 1 + gap + alpha/n + O(1/n^2)

A simulation at finite size is not its mean field; at infinite time they differ by 1/n and less. A
straight line in that term through mean/law has to pass through one where it vanishes, and the
exponent between the last two sizes has to be the law's own.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from sympy import Expr, Integer, Rational

from analytic.comparison.comparators import LARGEST_SCORE, Off, Reals, at_point, compared
from analytic.comparison.law_points import Point, free_symbols, law_at, law_of
from analytic.comparison.slopes import Slope, slope_of
from analytic.law import Law
from analytic.notation import a, b
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Evaluated, Observable, Result

DICE_SIZES = (16, 32, 64, 128)
DICE_POINTS: tuple[Mapping[Expr, Expr], ...] = tuple(
    {a: Rational(power), b: Rational(3, 2)} for power in ("2", "7/2", "5")
)
_DIGITS = 15


class Settled(NamedTuple):
    """Gap of a simulated amplitude with its error, exponents simulated and claimed.

    `misfit` is what all sizes together say against no gap, as a normal variable.
    """

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

    def __str__(self) -> str:
        return (
            f"amplitude off by {self.gap:.3f} +- {self.standard_error:.3f}, exponent "
            f"{self.slope.value:.3f} in [{self.slope.low:.3f}, {self.slope.high:.3f}], "
            f"{self.claimed:.3f} claimed"
        )


def law_dice_check(
    spectrum: PowerLaw,
    sizes: Sequence[int] = DICE_SIZES,
    settling: Expr | None = None,
    points: Sequence[Point] = DICE_POINTS,
    beyond: Evaluated | None = None,
) -> Check:
    """Simulated amplitude and exponent against a result's law, at one point in every regime.

    `settling` is the term by which dice and law differ at finite size, in the law's variable:
    1/variable unless given, and 0 where they are to agree as they are. `beyond` evaluates what the
    dice have on top of the law.
    """

    def offs(result: Result, effort: Effort) -> Iterator[Off]:
        for point in dice_points(law_of(result), spectrum, points):
            found = settled(result, spectrum, point, sizes, effort, settling, beyond)
            yield Off(found.score / LARGEST_SCORE, f"{at_point(point)}: {found}")

    name, bound = "amplitude and exponent at finite sizes", f"|z| < {LARGEST_SCORE:.0f}"
    return compared("sampling", name, bound, offs)


def dice_points(
    law: Law, spectrum: PowerLaw, points: Sequence[Point] = DICE_POINTS
) -> tuple[Point, ...]:
    """The first of some points in every regime, on the symbols that the spectrum leaves open."""
    if not free_symbols(spectrum):
        return ({},)
    if len(law.regimes) < 2:
        return (points[0],)
    inside = [[p for p in points if one.condition.subs(p) == True] for one in law.regimes]  # noqa: E712
    return tuple(found[0] for found in inside if found)


def settled(
    result: Result,
    spectrum: PowerLaw,
    point: Point,
    sizes: Sequence[int],
    effort: Effort,
    settling: Expr | None = None,
    beyond: Evaluated | None = None,
) -> Settled:
    """One simulation against the law that holds at a point."""
    law = law_at(result, spectrum, point)
    assert law is not None
    assert isinstance(result.observable, Observable)
    numeric = spectrum.at(point)
    simulated = result.observable.simulated(numeric, sizes, effort)
    term = 1 / law.variable if settling is None else settling
    formula, at_finite_size = law.expansion.subs(point), term.subs(point)
    expected, settles = (
        np.array([float(one.subs(law.variable, n).evalf(_DIGITS)) for n in sizes])
        for one in (formula, at_finite_size)
    )
    if beyond is not None:
        expected = expected + values_at(beyond, numeric, sizes)
    ratio = np.asarray(simulated.mean) / expected - 1
    covariance = np.asarray(simulated.covariance) / np.outer(expected, expected)
    gap, error = extrapolated(ratio, covariance, settles)
    last = float(np.log(expected[-2] / expected[-1]) / np.log(sizes[-1] / sizes[-2]))
    misfit = _misfit(ratio, covariance, settles)
    return Settled(gap, error, misfit, slope_of(simulated, sizes), last)


def values_at(quantity: Evaluated, spectrum: PowerLaw, sizes: Sequence[int]) -> Reals:
    """A quantity in double precision at some sizes."""
    return np.array([float(quantity.exact(spectrum, Integer(n), _DIGITS)) for n in sizes])


def extrapolated(ratio: Reals, covariance: Reals, term: Reals) -> tuple[float, float]:
    """Where mean/expected - 1 goes as the term vanishes, and its error; see `_fitted`."""
    columns = [np.ones_like(term), *([term] if np.any(term) else [])]
    fit, normal = _fitted(np.stack(columns, axis=1), ratio, covariance)
    return float(fit[0]), float(np.sqrt(np.linalg.inv(normal)[0, 0]))


def _misfit(ratio: Reals, covariance: Reals, term: Reals) -> float:
    """Fisher's normal variable, sqrt(2 chi^2) - sqrt(2 f - 1), of the fit without a gap."""
    rest, freedom = ratio, len(ratio)
    if np.any(term):
        fit, _ = _fitted(term[:, None], ratio, covariance)
        rest, freedom = rest - fit[0] * term, freedom - 1
    chi_squared = float(rest @ np.linalg.solve(covariance, rest))
    return float(np.sqrt(2 * chi_squared) - np.sqrt(2 * freedom - 1))


def _fitted(design: Reals, ratio: Reals, covariance: Reals) -> tuple[Reals, Reals]:
    """Generalised least squares, and its normal matrix: sizes that share draws are correlated."""
    weighted = np.linalg.solve(covariance, design)
    normal = design.T @ weighted
    return np.asarray(np.linalg.solve(normal, weighted.T @ ratio)), np.asarray(normal)
