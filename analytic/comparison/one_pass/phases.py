r"""Phases and frontier of one-pass SGD against exact losses.

-\Delta \log L/\Delta \log N along t = N^\theta, in the middle of every reign and beyond the last;
the same in C along the best division of C = N t.

Each is a rate to which the local ones come as a power of N or C: the further out of two pairs has
to be nearer, and near.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from sympy import Expr, Piecewise, Rational

from analytic import exact
from analytic.comparison.one_pass.observables import TRAINING
from analytic.exact.one_pass.frontier import one_pass_frontier
from analytic.notation import a, b, r_C, theta
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["frontier_check", "rates_check"]

Point = Mapping[Expr, Expr]

POINTS: tuple[Point, ...] = tuple(
    {a: Rational(source), b: Rational(capacity)}
    for source, capacity in (("2", "3/2"), ("7/2", "2"), ("5", "3/2"))
)
"""One in every phase, far from the edges: the next powers are N^-(1/6) and less."""

_WIDTHS = ((1e6, 1e8), (1e14, 1e16))
_COMPUTES = ((1e4, 1e6), (1e10, 1e12))
_NEAR = 0.02  # of a rate: half the distance to that of any other term


class _Gaps(NamedTuple):
    """By how much two local rates are off, near and far, and where."""

    near: float
    far: float
    point: Point

    @property
    def agree(self) -> bool:
        return self.far < _NEAR and self.far <= max(self.near, 1e-6)


def rates_check() -> Check:
    """The rate in N at t = N^theta, in the middle of every reign of every phase."""

    def run(result: Result, _: Effort) -> Outcome:
        found = [
            gaps
            for point in POINTS
            for gaps in _rate_gaps(result.formulas["r_N(theta)"].subs(point), point)
        ]
        return _outcome(found, "N = 1e14")

    return Check("exact", "which term rules at t = N^theta", run)


def frontier_check() -> Check:
    """The rates of the least loss and of the best width in C, in every phase."""

    def run(result: Result, _: Effort) -> Outcome:
        found = []
        for point in POINTS:
            rates = [result.formulas[name].subs(point) for name in (str(r_C), "nu_N")]
            pairs = [_frontier_rates(point, *pair) for pair in _COMPUTES]
            found += [
                _Gaps(abs(near - float(rate)), abs(far - float(rate)), point)
                for rate, near, far in zip(rates, *pairs, strict=True)
            ]
        return _outcome(found, "C = 1e10")

    return Check("exact", "local exponents on the frontier", run)


def _outcome(found: Sequence[_Gaps], far: str) -> Outcome:
    worst = max(found, key=lambda one: (not one.agree, one.far))
    where = ", ".join(f"{letter} = {value}" for letter, value in worst.point.items())
    return Outcome(
        all(one.agree for one in found),
        f"{len(found)} rates; off by at most {worst.far:.2g} at {far}, {where}",
        f"within {_NEAR} there, and nearer than further in",
    )


def _rate_gaps(rate: Piecewise, point: Point) -> list[_Gaps]:
    gaps = []
    for power in _middles(rate):
        expected = float(rate.subs(theta, power))
        near, far = (abs(_local_rate(point, power, *pair) - expected) for pair in _WIDTHS)
        gaps.append(_Gaps(near, far, point))
    return gaps


def _middles(rate: Piecewise) -> list[Expr]:
    """A theta in the middle of every piece of a rate, and beyond the last handover."""
    ends = sorted(end for _, where in rate.args[:-1] for end in where.args if end != theta)
    return [(one + other) / 2 for one, other in pairwise([Rational(0), *ends, ends[-1] + 1])]


def _local_rate(point: Point, power: Expr, *widths: float) -> float:
    """-log(L_2/L_1)/log(N_2/N_1) along t = N^theta."""
    one, other = (
        exact.one_pass_loss(
            Model(_spectrum(point), width=width), float(round(width ** float(power))), TRAINING
        )
        for width in widths
    )
    return -log(other / one) / log(widths[1] / widths[0])


def _frontier_rates(point: Point, *computes: float) -> tuple[float, float]:
    one, other = (
        one_pass_frontier(Model(_spectrum(point)), compute, TRAINING) for compute in computes
    )
    decade = log(computes[1] / computes[0])
    return -log(other.loss / one.loss) / decade, log(other.width / one.width) / decade


def _spectrum(point: Point) -> PowerLaw:
    return PowerLaw(point[a], point[b])
