r"""The parts of the loss to first order in 1/N and 1/P, at fixed frequencies.

    bias^2 = L(t) + c_0 (1/N + 1/P) + ...,   V_A = v_A/N + ...,   V_D = v_D/P + ...,
    V_{AD} = v_{AD}/(N P) + ...

The variances vanish with the unlimited resource, so that their first term needs no change of kappa;
the squared bias depends on the resources through kappa only.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sympy import Add, Expr, Poly, Symbol, cancel, exp, factor, fraction

from analytic.errors import InvalidProblemError
from analytic.notation import (
    N,
    P,
    c_k,
    d,
    d_2,
    epsilon,
    kappa,
    lambda_j,
    lambda_k,
    primed,
    s,
    s2,
    t,
    w,
    w_2,
    x,
    y,
)
from analytic.problem import FieldEquations
from analytic.symbolic.ensembles.pairs import parts
from analytic.symbolic.mean_field.finite_size import regulariser_shift
from analytic.symbolic.mean_field.mode_dynamics import time_function
from analytic.symbolic.mean_field.responses import both

__all__ = ["FirstOrders", "first_orders", "in_modes", "quotient"]


_SQUARES = {exp(-2 * lambda_j * t): x**2, exp(-2 * lambda_k * t): y**2}


class FirstOrders(NamedTuple):
    """The coefficients of 1/N or 1/P, 1/N, 1/P and 1/(N P), as functions of two frequencies."""

    bias: Expr
    features: Expr
    data: Expr
    interaction: Expr


@cache
def first_orders(statement: FieldEquations) -> FirstOrders:
    """The first coefficients of the four parts, as they follow from the field equations."""
    split = parts(statement)
    return FirstOrders(
        _of_bias(split.bias, statement),
        _leading(split.features, N),
        _leading(split.data, P),
        _leading(_leading(split.interaction, N, at_infinity=False), P),
    )


def quotient(function: Expr) -> Expr:
    """The difference quotient (f - f')/(s' - s) of a function of one frequency: f(t) at t + t'."""
    return (function - primed(function)) / (s2 - s)


@cache
def in_modes(kernel: Expr) -> Expr:
    """The summand over j and k of a coefficient that is linear in d and in w, in time t.

    d is summed over j; w and w_2, which carry the target, over k.
    """
    one_mode = {
        d: lambda_j / (lambda_j + s),
        d_2: (lambda_j / (lambda_j + s)) ** 2,
        w: c_k / (lambda_k + s),
        w_2: c_k / (lambda_k + s) ** 2,
    }
    function = factor(kernel.xreplace(both(one_mode)))
    once = time_function(function, s)
    twice = Add(*(_in_time(term) for term in Add.make_args(once)))
    decays = {exp(-lambda_j * t): x, exp(-lambda_k * t): y}
    polynomial = factor(twice.expand(power_exp=True).xreplace(decays).subs(_SQUARES))
    return polynomial.xreplace({letter: decay for decay, letter in decays.items()})


def _in_time(term: Expr) -> Expr:
    """A term in the time of the first frequency, transformed in the second one as well."""
    decay = next((e for e in term.atoms(exp)), None)
    if decay is None:
        return time_function(factor(term), s2)
    return time_function(factor(term / decay), s2) * decay


def _leading(part: Expr, resource: Symbol, at_infinity: bool = True) -> Expr:
    """The coefficient of 1/resource in a part that vanishes with it, at kappa = s if that is all.

    Raises    InvalidProblemError where the part does not vanish: kappa has to be expanded too.
    """
    above, below = (Poly(side, resource) for side in fraction(part))
    if above.degree() >= below.degree():
        raise InvalidProblemError(
            f"A variance does not vanish at {resource} = infinity. State field equations in which "
            "the noise of a resource falls with it."
        )
    coefficient = above.coeff_monomial(resource ** (below.degree() - 1)) / below.LC()
    if not at_infinity:
        return cancel(coefficient)
    return factor(cancel(coefficient.xreplace(both({kappa: s})) / (s * s2)))


def _of_bias(bias: Expr, statement: FieldEquations) -> Expr:
    """The coefficient of 1/N in the squared bias: what the shift of kappa does."""
    shift = epsilon * regulariser_shift(statement, N, P)
    nearby = {kappa: s + shift, d: d - shift * (d - d_2) / s, w: w - shift * w_2}
    moved = cancel(bias.xreplace(both(nearby)) / (s * s2))
    return factor(cancel(moved.diff(epsilon).subs(epsilon, 0)))
