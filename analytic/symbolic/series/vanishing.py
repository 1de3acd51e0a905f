r"""Curves on which a coefficient vanishes, and how much smaller what comes next is there.

A coefficient that is the residue at one pole holds the other factors at that point:
1/\Gamma(u) vanishes at u = 0, -1, ..., \zeta(u) at u = -2, -4, ..., a polynomial on one curve.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from sympy import Eq, Expr, Min, Mul, Piecewise, Pow, gamma, zeta
from sympy.logic.boolalg import Boolean

from analytic.notation import a, above_one_a, above_one_b, b
from analytic.symbolic.series.growth_near import orders_of_growth
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import canonical, first_omitted, is_larger
from analytic.symbolic.series.resonances import Poles, curves, inside, solved

__all__ = ["QUADRANT", "gain"]

QUADRANT = {a: 1 + above_one_a, b: 1 + above_one_b}


def gain(series: LogPowers, exponent: Expr, condition: Boolean) -> Expr:
    """How much faster than the leading power all others fall; another one where the next vanishes.

    >>> from sympy import Integer
    >>> one = Integer(1)
    >>> terms = {(one, 0): one, (b, 0): a - 2 * b, (b + 1, 0): one}
    >>> gain(LogPowers.of(a, terms.items()), one, a > b)
    Piecewise((b, Eq(a, 2*b)), (b - 1, True))
    """
    powers = {canonical(e) for e, _ in (*series.terms, *series.omitted)} - {exponent}
    general = Min(*first_omitted(e - exponent for e in powers))
    cases = []
    for power in powers - {canonical(e) for e, _ in series.omitted}:
        coefficients = [c for (e, _), c in series.terms.items() if canonical(e) == power]
        for curve in _common_zeros(coefficients):
            others = [canonical((e - exponent).subs(*curve.args)) for e in powers - {power}]
            own = canonical((power - exponent).subs(*curve.args))
            if any(own == other or is_larger(own, other) for other in others):
                continue
            within = condition.subs(*curve.args).subs(QUADRANT) != False  # noqa: E712
            if within and all(_vanishes(c, curve) for c in coefficients):
                cases.append((Min(*first_omitted(others)), curve))
    return Piecewise(*sorted(cases, key=str), (general, True)) if cases else general


def _vanishes(coefficient: Expr, curve: Eq) -> bool:
    """Whether a coefficient with a factor that vanishes on a curve does so as a whole."""
    return orders_of_growth(coefficient, curve) < 0


def _common_zeros(coefficients: Sequence[Expr]) -> tuple[Eq, ...]:
    """The curves on which each of the coefficients, of one power, has a factor that vanishes."""
    first, *others = (_zeros(coefficient) for coefficient in coefficients)
    return tuple(curve for curve in first if all(curve in other for other in others))


@cache
def _zeros(coefficient: Expr) -> tuple[Eq, ...]:
    """The curves on which one factor vanishes."""
    return tuple(dict.fromkeys(_zeros_of_factors(coefficient)))


def _zeros_of_factors(coefficient: Expr) -> Iterator[Eq]:
    for factor in Mul.make_args(coefficient):
        if isinstance(factor, Pow) and factor.exp.is_negative and isinstance(factor.base, gamma):
            yield from curves(Poles(canonical(factor.base.args[0]), 0, -1))
        elif isinstance(factor, zeta):
            yield from curves(Poles(canonical(factor.args[0]), -2, -2))
        elif factor.is_Add and factor.is_polynomial(a, b):
            curve = solved(factor)
            if curve is not None and inside(curve):
                yield curve
