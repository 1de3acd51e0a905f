r"""What limited data add at order 1/P, unlimited width: to the gap, and through label noise.

    C_0 + \sigma^2/(s s') - C_1 = gap/P + ...,   dC_0/d\sigma^2 = noise/P + ...

Both vanish with 1/P, so that their first term needs no change of the regulariser: kappa = s.
"""

from __future__ import annotations

from functools import cache

from sympy import Expr, Integer, Poly, cancel, factor, fraction, limit, oo

from analytic.errors import InvalidProblemError
from analytic.notation import C_0, C_1, N, P, epsilon, kappa, primed, s, s2, sigma2
from analytic.problem import FieldEquations
from analytic.symbolic.mean_field.responses import both
from analytic.symbolic.mean_field.solution import solution

__all__ = [
    "first_gap",
    "first_noise",
    "gap_of_response",
    "gap_over_training",
    "order_of_gap",
]


def gap_of_response(response: Expr) -> Expr:
    """The gap over C_1, where the residual on a training sample is the response times the error."""
    return cancel(1 / (response * primed(response)) - 1)


@cache
def gap_over_training(statement: FieldEquations) -> Expr:
    """[C_0 + sigma^2/(s s') - C_1]/C_1 of the solved field equations, in d at both frequencies."""
    one, solved = solution(statement)
    noise = sigma2 / (s * s2)
    return factor(cancel(one.at_kappa((solved[C_0] + noise) / solved[C_1] - 1)))


@cache
def first_gap(statement: FieldEquations) -> Expr:
    """The coefficient of 1/P in C_0 + sigma^2/(s s') - C_1, N = infinity."""
    one, solved = solution(statement)
    return _first(one.at_kappa(s * s2 * (solved[C_0] - solved[C_1]) + sigma2))


def order_of_gap(statement: FieldEquations) -> Expr:
    """The first power of 1/P in the gap at fixed frequencies, read off from it over C_1."""
    above, below = fraction(cancel(gap_over_training(statement).subs(P, 1 / epsilon)))
    return _lowest(above) - _lowest(below)


def _lowest(polynomial: Expr) -> Expr:
    return Integer(min(power for (power,) in Poly(polynomial, epsilon).monoms()))


@cache
def first_noise(statement: FieldEquations) -> Expr:
    """The coefficient of sigma^2/P in C_0, N = infinity."""
    one, solved = solution(statement)
    return _first(one.at_kappa(s * s2 * solved[C_0]).diff(sigma2))


def _first(product: Expr) -> Expr:
    """The coefficient of 1/P in a function that vanishes with it, given s s' times the function.

    Raises    InvalidProblemError where it does not vanish: kappa has to be expanded too.
    """
    small = cancel(limit(cancel(product), N, oo).subs(P, 1 / epsilon))
    if small.subs(epsilon, 0) != 0:
        raise InvalidProblemError(
            "Test and training loss differ at P = infinity, or label noise is felt there. State "
            "field equations in which the noise of the data falls with P."
        )
    coefficient = cancel(small / epsilon).subs(epsilon, 0)
    return factor(cancel(coefficient.xreplace(both({kappa: s})) / (s * s2)))
