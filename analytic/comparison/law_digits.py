r"""Any law against digits: what is left of the quantity, rescaled, stays bounded over the decades.

    |Q(n) - expansion(n)| <= F C remainder(n),   C = max of |Q - expansion|/remainder, n near

A term that is wrong or missing grows against the remainder as a power of n, over many decades; a
bounded ratio of competing powers wanders by a factor, for which F leaves room. The near sizes are
evaluated to the digits of their remainder and some more, the far ones to all digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sympy import Expr, Float, Integer, Symbol, ceiling, log, oo

from analytic.comparison.law_points import Point, law_at, points_of
from analytic.comparison.numbers import evaluated
from analytic.errors import ScalingLawsError
from analytic.law import Law
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Observable, Outcome, Result

__all__ = ["FAR", "NEAR", "law_digits_check", "worst_excess"]

NEAR: tuple[Expr, ...] = (Integer(10) ** 4, Integer(10) ** 6)
FAR: tuple[Expr, ...] = tuple(Integer(10) ** n for n in (9, 12, 30))
_ROOM = 10  # a term of gap 1/8 that is off by 1 % grows by 10^3 from the near sizes to the far ones
_GUARD = 10
_BOUND_DIGITS = 15
_KEPT = 6  # digits of what is left at the near sizes
_STEP = 8  # sizes and points of the same precision share contours and coefficients
_ALL = 10**6  # digits, where a law states no remainder


class Excess(NamedTuple):
    """What is left over what is allowed, at a point and a size; more than one is a disagreement."""

    ratio: Expr
    point: Mapping[Expr, Expr]
    size: Expr


def law_digits_check(
    spectrum: PowerLaw,
    near: Sequence[Expr] = NEAR,
    far: Sequence[Expr] = FAR,
    digits: int | None = None,
    bound: Expr | None = None,
) -> Check:
    """The rescaled remainder of a result's law, in every regime, on boundaries and at collisions.

    `digits` are those of the comparison, the effort's and a guard unless given. Where `bound` is
    given the rescaled remainder has to stay below it at every size, near and far.
    """

    def run(result: Result, effort: Effort) -> Outcome:
        working = effort.digits + _GUARD if digits is None else min(digits, effort.digits + _GUARD)
        worst, count = worst_excess(result, spectrum, near, far, working, bound)
        where = ", ".join(f"{symbol} = {value}" for symbol, value in worst.point.items())
        return Outcome(
            bool(worst.ratio <= 1),
            f"{count} points; at most {Float(worst.ratio, 3)} of what is allowed, "
            f"at {where or 'the given powers'}, size {Float(worst.size, 1)}",
            f"rescaled remainder bounded from {Float(near[0], 1)} to {Float(far[-1], 1)}, "
            f"noise 1e-{working}",
        )

    return Check("exact", "rescaled remainder over the decades", run)


def worst_excess(
    result: Result,
    spectrum: PowerLaw,
    near: Sequence[Expr] = NEAR,
    far: Sequence[Expr] = FAR,
    digits: int = 40,
    bound: Expr | None = None,
) -> tuple[Excess, int]:
    """The largest excess over all points, and the number of points."""
    assert result.law is not None
    assert result.observable is not None
    points = points_of(result.law, spectrum)
    found = []
    for point in points:
        law = law_at(result, spectrum, point)
        if law is None:
            found.append(Excess(oo, point, near[0]))
        else:
            numeric = spectrum.at(point)
            found += _excesses(result.observable, law, numeric, point, near, far, digits, bound)
    return max(found, key=lambda excess: excess.ratio), len(points)


def _excesses(
    observable: Observable,
    law: Law,
    spectrum: PowerLaw,
    point: Point,
    near: Sequence[Expr],
    far: Sequence[Expr],
    digits: int,
    bound: Expr | None,
) -> list[Excess]:
    sizes = (*near, *far)
    stated = _Stated.at(law, point, digits)
    enough = min(digits, max(stated.digits_left(n) for n in near) + _KEPT)
    working = {n: enough if n in near else digits for n in sizes}
    try:
        gaps = {n: _gap(observable, stated, spectrum, n, working[n]) for n in sizes}
    except ScalingLawsError:
        return [Excess(oo, point, near[0])]
    if bound is None:
        constant = _ROOM * max(gaps[n].over_remainder for n in near)
        return [Excess(gaps[n].excess(constant), point, n) for n in far]
    given = {n: evaluated(bound, {**point, law.variable: n}, _BOUND_DIGITS) for n in sizes}
    return [Excess(gaps[n].excess(given[n]), point, n) for n in sizes]


class _Stated(NamedTuple):
    """A law at a point, its coefficients and exponents as numbers: formulas of the size alone."""

    variable: Symbol
    expansion: Expr
    remainder: Expr

    @classmethod
    def at(cls, law: Law, point: Point, digits: int) -> _Stated:
        """The law at a point, to so many digits at any size up to 10^30 and more."""
        expansion, remainder = (
            evaluated(formula, point, digits + _GUARD) for formula in (law.expansion, law.remainder)
        )
        return cls(law.variable, expansion, remainder)

    def digits_left(self, size: Expr) -> int:
        """The digits by which the remainder is smaller than the quantity, in steps of a few."""
        remainder, value = (
            evaluated(formula, {self.variable: size}, _BOUND_DIGITS)
            for formula in (self.remainder, self.expansion)
        )
        if not (remainder.is_nonzero and value.is_nonzero):
            return _ALL
        lost = -log(abs(remainder / value), 10).evalf(_BOUND_DIGITS)
        return int(_STEP * ceiling(lost / _STEP))


class _Gap(NamedTuple):
    """|Q - expansion|, the remainder, and the noise of the last digits."""

    left: Expr
    remainder: Expr
    noise: Expr

    @property
    def over_remainder(self) -> Expr:
        return self.left / self.remainder

    def excess(self, constant: Expr) -> Expr:
        ratio = self.left / (constant * self.remainder + self.noise)
        return oo if ratio.is_real is not True else ratio


def _gap(
    observable: Observable, stated: _Stated, spectrum: PowerLaw, size: Expr, digits: int
) -> _Gap:
    at = {stated.variable: size}
    value = observable.exact(spectrum, size, digits + 2)
    expansion = evaluated(stated.expansion, at, digits + 2)
    remainder = abs(evaluated(stated.remainder, at, _BOUND_DIGITS))
    noise = abs(expansion) * Float(10, _BOUND_DIGITS) ** -digits
    return _Gap(abs(value - expansion), remainder, noise)
