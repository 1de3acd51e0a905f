r"""The fixed point at a penalty, \kappa D_P D_N(d(\kappa)) = \gamma, from few modes.

Sums over modes and features are extended doubles. Near the root they are linear in kappa and x;
what is left is one equation for 1 - d/r, which vanishes with D_P or D_N at d = r, solved in as many
digits as these lose.

For every projection kappa(s) is a complete Bernstein function, 0 <= arg kappa <= arg s: it rises
and is concave. s(\kappa) is convex, and above \kappa - (1/P - D_N'(0)) \sum_k \lambda_k, so that
Newton's method falls to the root from above.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import gmpy2
import numpy as np

from analytic.exact.slopes import Letters, Sloped
from analytic.exact.sums.extended_levels import ExtendedLevels, exact
from analytic.notation import d, x

_STEPS = 60
_ROUGH = 1e-9  # of kappa: the last step in doubles
_SOLVED = 2.0**-70  # of 1 - d/r and the penalty: the last step
_FOLLOWED, _FARTHEST = 1e-5, 16  # of x: the last step, and how far one may go down
_FAR = 2.0**40  # times the trace of the features: there d is small
_LEAST = 2.0**-60  # of 1 - d/r, where rounding leaves nothing of it


class PenalisedProblem(NamedTuple):
    """Levels that are learned from and the features' ones, D_N, the least rank, and 1/P.

    The target power of all other modes is a floor of the loss, and in the noise.
    """

    levels: ExtendedLevels
    features: ExtendedLevels | None
    trace: Any
    response: Callable[[Letters], Sloped]
    rank: Any
    over_samples: Any
    noise: Any
    floor: Any

    def at(self, dimension: Any, near: FeatureSums | None) -> Sloped:
        """D_N and -dD_N/dd; x is linear in d near that of the features' sums."""
        if near is None:
            value, slope = self.response({d: (dimension, 1)})
            return value, -slope
        at = near.moved(dimension) / near.trace
        return self.response({d: (dimension, 1), x: (at, 0)})[0], near.fall

    def feature_sums(self, at: Any, levels: ExtendedLevels | None) -> FeatureSums | None:
        """The features' sums at x, times their trace."""
        if levels is None:
            return None
        response = 1 / (levels.rates + at)
        terms = levels.copies * response * response
        parts = exact(at), exact((terms * levels.rates).sum()), exact(terms.sum()), self.trace
        return self.featured(*parts)

    def featured(self, at: Any, square: Any, slope: Any, trace: Any) -> FeatureSums:
        """Features' sums that are given, and -dD_N/dd: of D_N = d x it is square/slope."""
        known = FeatureSums(at, square, slope, trace, square + at * slope, 0)
        letters = {d: (known.d, 1), x: (at / trace, -1 / (slope * trace))}
        return known._replace(fall=-self.response(letters)[1])


class FeatureSums(NamedTuple):
    r"""x and the trace of the features, \sum g^2/(g + x)^2, -dd/dx, d, and -dD_N/dd there."""

    x: Any
    square: Any
    slope: Any
    trace: Any
    d: Any
    fall: Any

    def moved(self, dimension: Any) -> Any:
        """x at another d close by."""
        return self.x + (self.d - dimension) / self.slope


class Root(NamedTuple):
    """kappa, D_P, D_N and -dD_N/dd at a penalty; d, and 1 - d/r."""

    kappa: Any
    d_p: Any
    d_n: Any
    fall: Any
    d: Any
    lack: Any


def rough_root(problem: PenalisedProblem, penalty: Any) -> tuple[float, float]:
    """kappa in doubles, and x times the trace of the features."""
    levels, over = problem.levels.doubles(), problem.over_samples
    features = None if problem.features is None else problem.features.doubles()
    load = over + _load(problem, features)
    kappa, at = float(penalty + load * levels.copies.sum()), np.inf
    for _ in range(_STEPS):
        response = 1 / (levels.rates + kappa)
        terms = levels.copies * response
        dimension, rise = float(terms.sum()), float(terms @ response)
        if features is not None:
            at = _followed(features, dimension, min(at, float(problem.trace) / dimension))
        d_n, fall = problem.at(dimension, problem.feature_sums(at, features))
        d_p = 1 - over * dimension
        slope = d_p * d_n + kappa * rise * (over * d_n + fall * d_p)
        step = float((kappa * d_p * d_n - penalty) / slope)
        kappa -= step
        if not step > _ROUGH * kappa:
            break
    return kappa, at


def _load(problem: PenalisedProblem, features: ExtendedLevels | None) -> Any:
    """-dD_N/dd where d is small."""
    if features is None:
        return problem.at(gmpy2.mpfr(0), None)[1]
    far = problem.feature_sums(_FAR * float(problem.trace), features)
    return far.fall if far is not None else 0


def _followed(features: ExtendedLevels, dimension: float, start: float) -> float:
    """x times the trace, from above: a step for 1/d, which is concave in x, ends below it."""
    at = start
    for _ in range(_STEPS):
        response = 1 / (features.rates + at)
        terms = features.copies * response
        there = float(terms.sum())
        step = (dimension - there) / float(terms @ response) * (there / dimension)
        before, at = at, max(at - step, at / _FARTHEST)
        if not abs(at - before) > _FOLLOWED * before:
            break
    return at


def root_near(
    problem: PenalisedProblem,
    penalty: Any,
    known: tuple[Any, Any, Any],
    features: FeatureSums | None,
    lack: Any = None,
) -> Root | None:
    """The root from kappa, d and -dd/dkappa close to it; None where there is none."""
    kappa, dimension, rise = known
    rank = 2 * dimension
    if problem.rank is not None:
        rank = min(problem.rank, rank)
    if lack is None:
        lack = max(1 - dimension / rank, gmpy2.mpfr(_LEAST))
    for _ in range(_STEPS):
        at = rank * (1 - lack)
        there = kappa + (dimension - at) / rise
        d_p = 1 - problem.over_samples * at
        d_n, fall = problem.at(at, features)
        if not (there > 0 and d_p > 0 and d_n > 0 and fall >= 0):
            return None
        slope = 1 / (rise * there) + problem.over_samples / d_p + fall / d_n
        excess = gmpy2.log(there * d_p * d_n / penalty)
        step = excess / (slope * rank * lack)
        if max(abs(excess), abs(step)) < _SOLVED:
            return Root(there, d_p, d_n, fall, at, lack)
        lack = lack * gmpy2.exp(-step)
    return None
