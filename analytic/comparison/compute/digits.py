r"""The compute-optimal law against the exact frontier, in every regime and to many digits.

    |L^*(C) - leading| <= F c remainder(C),   c = max of |L^* - leading|/remainder, C near

and the local exponents of the loss and of the width, over decades of compute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, Integer, Rational, log

from analytic import exact
from analytic.comparison.law_points import free_symbols, law_at, points_in
from analytic.comparison.numbers import to_sympy
from analytic.law import Law
from analytic.notation import C, a, b
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["amplitudes_check", "boundary_check", "local_exponents_check", "worst_growth"]

Point = Mapping[Expr, Expr]

NEAR, FAR = (1e8, 1e12), (1e24, 1e36)
_EACH = 6
_ROOM = 10  # by which a bounded ratio of competing powers may wander
_NOISE = 1e-9  # of a loss in doubles
_POINTS: tuple[Point, ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Integer(4), b: Rational(3, 2)},
)
_COMPUTE, _STEP = Integer(10) ** 60, Integer(10)
_EDGES = (Rational(3, 2), Integer(2))
_DECADES = (20, 40)


def amplitudes_check(spectrum: PowerLaw) -> Check:
    """The rescaled remainder of the law over 28 decades, at six points in every regime."""

    def run(result: Result, _: Effort) -> Outcome:
        found = [
            (worst_growth(result, spectrum, point), point) for point in _inside(result, spectrum)
        ]
        worst, point = max(found, key=lambda one: one[0])
        return Outcome(
            bool(worst <= 1),
            f"{len(found)} points; rescaled remainder {worst:.2g} of what is allowed{_said(point)}",
            f"bounded from C = {NEAR[0]:.0e} to {FAR[-1]:.0e}, noise {_NOISE:.0e}",
        )

    return Check("exact", "remainder on the frontier over the decades", run)


def worst_growth(result: Result, spectrum: PowerLaw, point: Point) -> float:
    """The rescaled remainder far out over what it may be after those nearer."""
    law = law_at(result, spectrum, point)
    if law is None:
        return np.inf
    computes = np.array([*NEAR, *FAR])
    best = exact.frontier(Model(spectrum.at(point)), computes).loss
    leading, remainder = (_values(one, point, computes) for one in (law.expansion, law.remainder))
    gaps = np.abs(best - leading)
    scale = _ROOM * np.max(gaps[: len(NEAR)] / remainder[: len(NEAR)])
    excess = gaps / (scale * remainder + _NOISE * np.abs(best))
    worst = float(np.max(excess[len(NEAR) :]))
    return worst if np.isfinite(worst) else np.inf


def local_exponents_check(spectrum: PowerLaw) -> Check:
    """Local exponents of the loss at C = 1e60 in digits, one point in every regime."""

    def run(result: Result, effort: Effort) -> Outcome:
        digits = min(effort.digits, 20)
        points = _POINTS if free_symbols(spectrum) else ({},)
        found = []
        for point in points:
            law = law_at(result, spectrum, point)
            assert law is not None
            model = Model(spectrum.at(point))
            one, other = (
                to_sympy(exact.least_loss(model, size, digits), digits)
                for size in (_COMPUTE, _COMPUTE * _STEP)
            )
            slope = -log(other / one) / log(_STEP)
            expected = law.exponent.subs(point)
            ratio = (law.remainder / law.leading).subs({**point, C: _COMPUTE}).evalf(15)
            gap = Float(abs((slope - expected).evalf(digits)), 3)
            found.append((gap / abs(ratio), gap, slope.evalf(12), expected))
        worst = max(found)
        return Outcome(
            bool(worst[0] <= _ROOM),
            f"exponent {worst[2]} at C = 1e60, off {worst[3]} by {worst[1]}",
            f"{_ROOM} times the relative remainder",
        )

    return Check("exact", "local exponents at C = 1e60", run)


def boundary_check(spectrum: PowerLaw) -> Check:
    r"""The law on boundaries: off by less, and by less further out, as \log\log C/\log C falls."""

    def run(result: Result, _: Effort) -> Outcome:
        assert result.law is not None
        found = []
        for edge, law in result.law.boundaries.items():
            for value in _EDGES:
                point = {b: value, edge.lhs: edge.rhs.subs(b, value)}
                found += _off_by(law, spectrum, point)
        worst = max(found, default=0.0)
        return Outcome(
            worst <= _ROOM,
            f"off by {worst:.2g} of loglog C/log C at most, {len(found)} values",
            f"{_ROOM} of it",
        )

    return Check("exact", "the logarithm on the boundary", run)


def _off_by(law: Law, spectrum: PowerLaw, point: Point) -> list[float]:
    computes = 10.0 ** np.array(_DECADES)
    best = exact.frontier(Model(spectrum.at(point)), computes).loss
    leading, remainder = (_values(one, point, computes) for one in (law.leading, law.remainder))
    return [float(one) for one in np.abs(best - leading) / remainder]


def _inside(result: Result, spectrum: PowerLaw) -> Sequence[Point]:
    assert result.law is not None
    free = free_symbols(spectrum)
    if not free:
        return ({},)
    return [p for one in result.law.regimes for p in points_in(one.condition, free, _EACH)]


def _values(formula: Expr, point: Point, computes: NDArray[np.float64]) -> NDArray[np.float64]:
    """A formula at computes, its amplitude evaluated once."""
    numbers: Any = formula.subs(point).evalf(20)
    return np.array([float(numbers.subs(C, Float(size, 20)).evalf(15)) for size in computes])


def _said(point: Point) -> str:
    return "".join(f", {symbol} = {value}" for symbol, value in point.items())
