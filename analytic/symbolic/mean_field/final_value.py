r"""Values at infinite time: the double pole of a two-point function at s = s' = 0.

At the end of training one of D_P, D_N has vanished, d(\kappa_0) = min(N, P) in the equations of the
model: `final_dimension` has it for any other ones. Slopes in kappa are

    dd/d\kappa = -(d - d_2)/\kappa,   d_2 = \sum_k \lambda_k^2 / (\lambda_k + \kappa)^2,
    dw/d\kappa = -w_2,               w_2 = \sum_k c_k / (\lambda_k + \kappa)^2.
"""

from functools import cache

from sympy import Add, Expr, Integer, Symbol, factor, solve

from analytic.errors import InvalidProblemError
from analytic.notation import (
    C_0,
    C_1,
    d,
    d_2,
    d_3,
    epsilon,
    kappa,
    primed,
    s,
    s2,
    sigma2,
    w,
    w_2,
    w_3,
)
from analytic.problem import FieldEquations
from analytic.quotient import cancel
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mean_field.two_point import solution


@cache
def final_dimension(statement: FieldEquations, resource: Symbol) -> Expr:
    r"""Effective dimension at the end of training that a resource limits.

        D(d(\kappa_0)) = 0,   s -> 0

    with D the response that depends on the resource: D_N or D_P.

    Raises    InvalidProblemError where no response, or more than one, depends on the resource.

    >>> from analytic.notation import P
    >>> from analytic.problem import FIELD_EQUATIONS
    >>> final_dimension(FIELD_EQUATIONS, P)
    P
    """
    one = responses(statement)
    ends = [end for D in (one.D_P, one.D_N) if D.has(resource) for end in solve(D, d)]
    if len(ends) != 1:
        raise InvalidProblemError(
            f"The responses D_P = {one.D_P} and D_N = {one.D_N} vanish at {len(ends)} values of d "
            f"that {resource} decides, not at one. State equations in which each resource has one "
            "response."
        )
    return ends[0]


def slope(function: Expr) -> Expr:
    r"""The derivative along kappa of a function of kappa, d, d_2, w, w_2 at one frequency.

        d_2' = -2 (d_2 - d_3)/\kappa,   w_2' = -2 w_3

    >>> slope(w)
    -w_2
    """
    rates = {
        kappa: Integer(1),
        d: (d_2 - d) / kappa,
        d_2: -2 * (d_2 - d_3) / kappa,
        w: -w_2,
        w_2: -2 * w_3,
    }
    return factor(cancel(Add(*(function.diff(letter) * rate for letter, rate in rates.items()))))


def at_the_end(function: Expr, statement: FieldEquations, resource: Symbol) -> Expr:
    r"""A function of kappa, d, w at the end of training that a resource limits.

        \lim_{s' -> s -> 0} F,   D(d) = 0

    D is the response that the resource decides.
    """
    return along_the_diagonal(function, final_dimension(statement, resource))


def along_the_diagonal(function: Expr, dimension: Expr) -> Expr:
    """The limit s = s' -> 0 of a function of kappa, d, w, first s' -> s and then d -> dimension."""
    return _finite(_confluent(function, d).subs(d, dimension))


def one_after_the_other(function: Expr, dimension: Expr) -> Expr:
    """The limit s -> 0 at fixed s', then s' -> 0: what the iterated residue at the pole gives."""
    return _finite(_confluent(cancel(cancel(function).subs(d, dimension)), dimension))


def _confluent(function: Expr, dimension: Expr) -> Expr:
    """The limit of the second frequency approaching the first, where d = dimension."""
    slope = {kappa: 1, d: -(dimension - d_2) / kappa, w: -w_2}
    start = {kappa: kappa, d: dimension, w: w}
    nearby = {primed(x): start[x] + epsilon * slope[x] for x in (kappa, d, w)}
    return cancel(cancel(function.xreplace(nearby)).subs(epsilon, 0))


def _finite(value: Expr) -> Expr:
    return factor(cancel(value))


@cache
def final_test(statement: FieldEquations, smaller: Symbol) -> Expr:
    r"""Test loss at infinite time, `smaller` being the smaller one of N and P.

        L(\infty) = \lim s s' C_0(s, s'),   s, s' -> 0

    A function of kappa and the sums over modes. [bordelon2024dynamical], eqs. (12), (65)-(67).
    """
    return _final(statement, C_0, smaller)


@cache
def final_train(statement: FieldEquations, smaller: Symbol) -> Expr:
    r"""Training loss at infinite time.

        \hat L(\infty) = \lim s s' C_1(s, s'),   s, s' -> 0

    [bordelon2024dynamical], eqs. (69)-(76), which say that it is zero for N > P.
    """
    return _final(statement, C_1, smaller)


def train_over_test(statement: FieldEquations, smaller: Symbol) -> Expr:
    r"""Ratio of the losses at infinite time, both with the noise.

        \hat L(\infty)/[L(\infty) + \sigma^2]

    [bordelon2024dynamical], eqs. (69)-(76).
    """
    test = final_test(statement, smaller) + sigma2
    return factor(cancel(final_train(statement, smaller) / test))


def final_noise(statement: FieldEquations, smaller: Symbol) -> Expr:
    r"""The coefficient of the noise in the test loss at infinite time.

        dL(\infty)/d\sigma^2

    L is linear in \sigma^2.
    """
    return factor(final_test(statement, smaller).diff(sigma2))


def _final(statement: FieldEquations, symbol: Symbol, smaller: Symbol) -> Expr:
    one, solved = solution(statement)
    product = cancel(one.at_kappa(s * s2 * solved.expanded[symbol]))
    return factor(at_the_end(product, statement, smaller))
