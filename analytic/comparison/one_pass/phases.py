r"""Phases and frontier of one-pass SGD against exact losses.

-\Delta \log L/\Delta \log N along t = N^\theta, in the middle of every reign and beyond the last;
the same in C along the best division of C = N t.

Local rates come to theirs as a power of N or C: over equal ratios what is left falls like q^n, and
so do the moves. Where moves halve at least, q <= 1/2, a rate is off by at most its last move:

    |r_3 - r| = |r_3 - r_2| q/(1 - q) <= |r_3 - r_2|
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

_WIDTHS = (1e6, 1e10, 1e14, 1e18)
_COMPUTES = (1e9, 1e14, 1e19, 1e24)
_LOSS, _BEST_LOSS, _BEST_WIDTH = 1e-11, 1e-7, 1e-4  # to which the exact witness knows them


class _Approach(NamedTuple):
    """Local rates further and further out, the rate that is claimed, their noise, and where."""

    rates: tuple[float, ...]
    claimed: float
    noise: float
    point: Point

    @property
    def moves(self) -> tuple[float, ...]:
        """By how much the local rates move, one after the other."""
        return tuple(abs(other - one) for one, other in pairwise(self.rates))

    @property
    def off(self) -> float:
        """How far the last local rate is from the one claimed."""
        return abs(self.rates[-1] - self.claimed)

    @property
    def excess(self) -> float:
        """What is off, over the last move; and that one over half the move before."""
        before, last = self.moves
        return max(self.off / (last + self.noise), 2 * last / (before + self.noise))


def rates_check() -> Check:
    """The rate in N at t = N^theta, in the middle of every reign of every phase."""
    noise = _noise(_LOSS, _WIDTHS)

    def run(result: Result, _: Effort) -> Outcome:
        found = [
            _Approach(_local_rates(point, power), float(rate.subs(theta, power)), noise, point)
            for point in POINTS
            for rate in (result.formulas["r_N(theta)"].subs(point),)
            for power in _middles(rate)
        ]
        return _outcome(found, f"N = {_WIDTHS[-1]:.0e}")

    return Check("exact", "which term rules at t = N^theta", run)


def frontier_check() -> Check:
    """The rates of the least loss and of the best width in C, in every phase."""

    def run(result: Result, _: Effort) -> Outcome:
        found = []
        for point in POINTS:
            claimed = (float(result.formulas[name].subs(point)) for name in (str(r_C), "nu_N"))
            noises = (_noise(one, _COMPUTES) for one in (_BEST_LOSS, _BEST_WIDTH))
            found += [
                _Approach(rates, claim, noise, point)
                for rates, claim, noise in zip(_frontier_rates(point), claimed, noises, strict=True)
            ]
        return _outcome(found, f"C = {_COMPUTES[-1]:.0e}")

    return Check("exact", "local exponents on the frontier", run)


def _outcome(found: Sequence[_Approach], far: str) -> Outcome:
    worst = max(found, key=lambda one: one.excess)
    where = ", ".join(f"{letter} = {value}" for letter, value in worst.point.items())
    return Outcome(
        worst.excess <= 1,
        f"{len(found)} rates; at most {worst.excess:.2f} of what is allowed, at {where}: "
        f"off by {worst.off:.1g} at {far}",
        "moves halve at least, and a rate is off by at most its last move",
    )


def _noise(accuracy: float, sizes: Sequence[float]) -> float:
    """By how much a move may be off where values have some accuracy: four of them make a move."""
    return 4 * accuracy / log(sizes[1] / sizes[0])


def _middles(rate: Piecewise) -> list[Expr]:
    """A theta in the middle of every piece of a rate, and beyond the last handover."""
    ends = sorted(end for _, where in rate.args[:-1] for end in where.args if end != theta)
    return [(one + other) / 2 for one, other in pairwise([Rational(0), *ends, ends[-1] + 1])]


def _local_rates(point: Point, power: Expr) -> tuple[float, ...]:
    """-log(L_2/L_1)/log(N_2/N_1) along t = N^theta."""
    losses = [
        exact.one_pass_loss(
            Model(_spectrum(point), width=width), float(round(width ** float(power))), TRAINING
        )
        for width in _WIDTHS
    ]
    return tuple(-rise for rise in _rises(_WIDTHS, losses))


def _frontier_rates(point: Point) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The local rates of the least loss, and those at which the best width grows."""
    model = Model(_spectrum(point))
    best = [one_pass_frontier(model, c, TRAINING, _BEST_LOSS) for c in _COMPUTES]
    falls = tuple(-rise for rise in _rises(_COMPUTES, [one.loss for one in best]))
    return falls, tuple(_rises(_COMPUTES, [one.width for one in best]))


def _rises(sizes: Sequence[float], values: Sequence[float]) -> list[float]:
    """Local exponents."""
    pairs = zip(pairwise(sizes), pairwise(values), strict=True)
    return [log(w / v) / log(n / m) for (m, n), (v, w) in pairs]


def _spectrum(point: Point) -> PowerLaw:
    return PowerLaw(point[a], point[b])
