r"""The first correction in 1/N or 1/P at fixed frequency, the other resource unlimited.

    \kappa = s + \kappa_1/N + O(1/N^2),   F(\kappa, d(\kappa), w(\kappa)) = F_0 + F_1/N + O(1/N^2)

\kappa_1 follows from \kappa D_P D_N = s by implicit differentiation, F_1 from the slopes
dd/d\kappa = -(d - d_2)/\kappa and dw/d\kappa = -w_2.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Poly,
    Rational,
    Symbol,
    cancel,
    expand,
    fraction,
    limit,
    oo,
)

from analytic.errors import InvalidProblemError
from analytic.notation import D_N, D_P, d, d_2, epsilon, kappa, primed, s, s2, w, w_2
from analytic.problem import FieldEquations
from analytic.symbolic.mean_field.responses import both
from analytic.symbolic.mean_field.solution import solution, test_correlation
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.substitution import substitute
from analytic.symbolic.series.transfer import late_time_pair

__all__ = [
    "Pair",
    "first_order",
    "late_time_of_pairs",
    "order_of_correction",
    "pairs",
    "regulariser_shift",
]

_HALF = Rational(1, 2)


class Pair(NamedTuple):
    """The function weight [f(s) g(s') - g(s) f(s')] / (s' - s), f and g at the first frequency."""

    weight: Expr
    first: Expr
    second: Expr


def regulariser_shift(statement: FieldEquations, limited: Symbol, unlimited: Symbol) -> Expr:
    """The coefficient of 1/limited in kappa(s), as a function of s and d(s)."""
    one = solution(statement).one_point
    frequency = limit(one.frequency.subs({D_P: one.D_P, D_N: one.D_N}), unlimited, oo)
    condition = frequency.subs(limited, 1 / epsilon) - s
    shift = -condition.diff(epsilon) / condition.diff(kappa)
    return cancel(shift).subs(epsilon, 0).subs(kappa, s)


def first_order(statement: FieldEquations, limited: Symbol, unlimited: Symbol) -> Expr:
    """(s' - s) times the coefficient of 1/limited in C_0(s, s'), without noise."""
    first = _nearby(statement, limited, unlimited).diff(epsilon).subs(epsilon, 0)
    return expand(cancel(first * (s2 - s)))


@cache
def _nearby(statement: FieldEquations, limited: Symbol, unlimited: Symbol) -> Expr:
    """C_0 with kappa, d and w to first order in epsilon = 1/limited."""
    shift = epsilon * regulariser_shift(statement, limited, unlimited)
    nearby = {kappa: s + shift, d: d - shift * (d - d_2) / s, w: w - shift * w_2}
    correlation = test_correlation(statement, unlimited).subs(limited, 1 / epsilon) / (s * s2)
    return cancel(correlation.xreplace(both(nearby)))


def order_of_correction(statement: FieldEquations, limited: Symbol, unlimited: Symbol) -> Expr:
    """The first power of 1/limited at which C_0 at fixed frequencies differs from its limit.

    At fixed s everything is analytic in 1/limited, so it is a whole number.

    Raises    InvalidProblemError where it is not the first power: kappa is known to first order.
    """
    above, below = (
        Poly(part, epsilon) for part in fraction(_nearby(statement, limited, unlimited))
    )
    powers = range(1, max(above.degree(), below.degree()) + 1)
    order = next((power for power in powers if _beside(above, below, power) != 0), None)
    if order != 1:
        raise InvalidProblemError(
            f"C_0 does not change to first order in 1/{limited}, and kappa is expanded no further. "
            "State field equations in which the resource matters at first order."
        )
    return Integer(order)


def _beside(above: Poly, below: Poly, order: int) -> Expr:
    """The coefficient of epsilon^order in a_n b_0 - a_0 b_n, of a quotient less its value at 0."""
    (a_0, a_n), (b_0, b_n) = (
        [part.coeff_monomial(epsilon**power) for power in (0, order)] for part in (above, below)
    )
    return expand(a_n * b_0 - a_0 * b_n)


def pairs(numerator: Expr) -> tuple[Pair, ...]:
    """A numerator that changes sign under s <-> s', as a sum of antisymmetric pairs.

    Raises    InvalidProblemError where it does not change sign.
    """
    second = {primed(symbol): symbol for symbol in (s, d, d_2, w, w_2)}
    swap = {**second, **{symbol: other for other, symbol in second.items()}}
    if expand(numerator + numerator.xreplace(swap)) != 0:
        raise InvalidProblemError(
            f"{numerator} does not change sign when the two frequencies are swapped. "
            "Give the difference of a function and its image."
        )
    weights: dict[tuple[Expr, Expr], Expr] = {}
    for term in Add.make_args(expand(numerator)):
        coefficient, factors = term.as_coeff_Mul()
        there = [f for f in Mul.make_args(factors) if f.free_symbols & set(second)]
        here = [f for f in Mul.make_args(factors) if not f.free_symbols & set(second)]
        one, two = Mul(*here), Mul(*there).xreplace(second)
        first, last = sorted((one, two), key=str)
        sign = 1 if first == one else -1
        weights[first, last] = weights.get((first, last), Integer(0)) + sign * coefficient * _HALF
    return tuple(Pair(weight, *factors) for factors, weight in weights.items() if weight != 0)


def late_time_of_pairs(
    terms: tuple[Pair, ...], sums: dict[Symbol, LogPowers], large: Expr, order: int
) -> LogPowers:
    """A sum of pairs at late times, with the small-frequency series of every sum over modes."""
    known = {**sums, s: LogPowers.variable(kappa)}
    total = LogPowers.of(1 / large, [])
    for weight, first, second in terms:
        one, two = (substitute(f + Integer(0), known, kappa, order) for f in (first, second))
        total = total + late_time_pair(one, two, large).scaled(weight)
    return total
