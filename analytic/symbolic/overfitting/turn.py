r"""Whether the loss comes to its end from below: the branch point of its transform next to zero.

    L(t) - L(\infty) -> 2 \oint e^{s t} F(s),   F = \lim_{s' -> 0} s' C_0,   s = \kappa D_P D_N

On the real axis s(kappa) falls from s = 0 to its minimum -x_-, where F has a square root, and

    (s + x_-)^{1/2}   ->   t^{-3/2} e^{-x_- t}/\Gamma(-1/2).

Terms with both transforms off s = 0 die as e^{-2 x_- t}.
"""

from __future__ import annotations

from functools import cache

from sympy import Expr, Rational, Symbol, cancel, exp, factor, gamma, limit, oo, solve, sqrt

from analytic.notation import (
    C_0,
    D_N,
    D_P,
    P,
    d,
    d_2,
    kappa,
    primed,
    s,
    s2,
    s_2,
    sigma2,
    w,
    w_2,
    x_minus,
)
from analytic.problem import FieldEquations
from analytic.symbolic.mean_field.solution import solution, test_correlation

__all__ = ["at_edge", "dying", "frequency", "lasting", "once", "slope"]

_HALF = Rational(1, 2)


@cache
def frequency(statement: FieldEquations) -> Expr:
    """The frequency s as a function of kappa and d."""
    one, _ = solution(statement)
    return factor(one.frequency.subs({D_P: one.D_P, D_N: one.D_N}))


@cache
def at_edge(statement: FieldEquations) -> Expr:
    """d_2 at the minimum of s, in d."""
    (second,) = solve(slope(frequency(statement)), d_2)
    return factor(second)


@cache
def lasting(statement: FieldEquations, smaller: Symbol) -> Expr:
    r"""s s' C_0 + \sigma^2 as s' -> 0, where `smaller` is the smaller one of N and P.

    A function of kappa, d and w at s; primed are kappa and w at s' = 0.
    """
    one, solved = solution(statement)
    product = cancel(one.at_kappa(s * s2 * solved[C_0] + sigma2))
    return factor(cancel(product.subs(primed(d), smaller)))


def once(statement: FieldEquations) -> Expr:
    """s times the function of one frequency whose inverse transform at 2 t is L, P = infinity."""
    product = test_correlation(statement, P).subs({primed(d): 0, primed(w): 0})
    return factor(limit(product, primed(kappa), oo))


def slope(function: Expr) -> Expr:
    """The derivative with respect to kappa of a function of kappa, d and w at one frequency.

    >>> slope(w)
    -w_2
    """
    rates = {kappa: 1, d: (d_2 - d) / kappa, w: -w_2}
    return factor(sum(function.diff(symbol) * rate for symbol, rate in rates.items()))


def dying(rise: Expr, time: Expr) -> Expr:
    """What a transform with the slope `rise` in kappa at the edge is at a late time."""
    root = sqrt(2 / s_2) * time ** (-_HALF - 1) / gamma(-_HALF)
    return rise * root * exp(-x_minus * time)
