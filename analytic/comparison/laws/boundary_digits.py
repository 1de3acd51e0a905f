r"""The law near a boundary of regimes against digits: on it, next to it, and away from it.

Separate poles have coefficients that blow up and cancel there; the joint form must keep its error,
a multiple of kappa, at every distance from the boundary.
"""

from __future__ import annotations

from sympy import Expr, Float, Integer, Rational

from analytic.comparison.numbers import evaluated
from analytic.law import Law
from analytic.notation import b
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.series.dominant_balance import on_boundary

__all__ = ["boundary_digits_checks"]

_DISTANCES = (Integer(0), Rational(1, 10**30), Rational(1, 10**6), Rational(-1, 10**3))
_CAPACITIES = (Rational(3, 2), Rational(9, 4))
_SIZES = (Integer(10) ** 4, Integer(10) ** 9)
_GROWTH = Integer(10)  # of error/n^-b between the sizes: logarithms and competing powers
_GUARD = 10


def boundary_digits_checks(spectrum: PowerLaw, law: Law) -> tuple[Check, ...]:
    """The error of the joint form, over n^-b: bounded as n grows, at every distance.

    There is no such check where a law has no boundaries: its spectrum has numbers.
    """

    def run(result: Result, effort: Effort) -> Outcome:
        assert result.law is not None
        found = [
            _growth(result, spectrum, {b: capacity}, edge, distance, effort.digits + _GUARD)
            for edge in result.law.boundaries
            for capacity in _CAPACITIES
            for distance in _DISTANCES
        ]
        worst = max(found)
        return Outcome(
            bool(worst < _GROWTH),
            f"error/n^-b grows {worst} times from n = 1e4 to 1e9",
            f"less than {_GROWTH}",
        )

    return (Check("exact", "through the boundary of regimes", run),) if law.boundaries else ()


def _growth(
    result: Result,
    spectrum: PowerLaw,
    capacity: dict[Expr, Expr],
    edge: Expr,
    distance: Expr,
    digits: int,
) -> Float:
    assert result.law is not None
    assert result.observable is not None
    ((letter, value),) = on_boundary(edge).items()
    point = {**capacity, letter: value.subs(capacity) + distance}
    errors = []
    for size in _SIZES:
        exact = result.observable.exact(spectrum.at(point), size, digits)
        at = {**point, result.law.variable: size}
        law = evaluated(result.formulas["near boundary"].subs(at), {}, digits)
        errors.append((abs(law / exact - 1) * size ** spectrum.b.subs(point)).evalf(15))
    growth = errors[1] / errors[0]
    return Float(growth, 3) if growth.is_finite else Float("inf")
