r"""Both losses at the end of training, with label noise: the double pole at s = s' = 0.

One of D_P, D_N has vanished: d(kappa) = min(N, P) in the equations of the model.
"""

from __future__ import annotations

from functools import cache

from sympy import Expr, Symbol, cancel, factor

from analytic.notation import C_0, C_1, s, s2, sigma2
from analytic.problem import FieldEquations
from analytic.symbolic.mean_field.final_value import at_the_end
from analytic.symbolic.mean_field.solution import solution

__all__ = ["final_noise", "final_test", "final_train", "train_over_test"]


@cache
def final_test(statement: FieldEquations, smaller: Symbol) -> Expr:
    """L(oo) where `smaller` is the smaller one of N and P, as a function of kappa and the sums."""
    return _final(statement, C_0, smaller)


@cache
def final_train(statement: FieldEquations, smaller: Symbol) -> Expr:
    """The training loss at infinite time."""
    return _final(statement, C_1, smaller)


def train_over_test(statement: FieldEquations, smaller: Symbol) -> Expr:
    r"""The final training loss over L(\infty) + \sigma^2."""
    test = final_test(statement, smaller) + sigma2
    return factor(cancel(final_train(statement, smaller) / test))


def final_noise(statement: FieldEquations, smaller: Symbol) -> Expr:
    """The coefficient of sigma^2 in L(oo)."""
    return factor(final_test(statement, smaller).diff(sigma2))


def _final(statement: FieldEquations, symbol: Symbol, smaller: Symbol) -> Expr:
    one, solved = solution(statement)
    product = cancel(one.at_kappa(s * s2 * solved.expanded[symbol]))
    return factor(at_the_end(product, statement, smaller))
