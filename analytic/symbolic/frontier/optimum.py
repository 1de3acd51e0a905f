r"""Amplitudes where two monomials balance, in closed form.

L = A C^{-c} N^\alpha + B C^{-d} N^{-\beta}   along the budget,   \alpha, \beta > 0:
N^* = [\beta B/(\alpha A)]^{1/(\alpha + \beta)} C^\nu,
L^* = A (1 + \alpha/\beta) [\beta B/(\alpha A)]^{\alpha/(\alpha + \beta)} C^{-r}
"""

from __future__ import annotations

from typing import NamedTuple

from sympy import Expr, S, cancel

from analytic.symbolic.frontier.terms import Budget, Term
from analytic.symbolic.series.order import canonical

__all__ = ["Optimum", "two_terms"]


class Optimum(NamedTuple):
    """A minimum along a budget: the amplitudes of both resources and of the loss.

    Each goes with a power of C, and with (log C) to `logarithms` for the loss and to
    `first_logarithms` for the first resource.
    """

    first: Expr
    second: Expr
    loss: Expr
    logarithms: Expr
    first_logarithms: Expr = S.Zero


def two_terms(falls: Term, rises: Term, budget: Budget) -> Optimum:
    """The minimum of two monomials: one that grows with the first resource, one that falls.

    Logarithms of C in the terms count as constants: right to leading order.

    >>> from analytic.notation import C, N, t
    >>> from sympy import Integer
    >>> one, other = Term("", Integer(1), {t: 1}), Term("", Integer(4), {N: 1})
    >>> two_terms(one, other, Budget(C, N, t))
    Optimum(first=2, second=1/2, loss=4, logarithms=0, first_logarithms=0)
    """
    alpha, beta = -budget.line(falls).slope, budget.line(rises).slope
    one, other = falls.coefficient, rises.coefficient
    ratio, power = beta * other / (alpha * one), cancel(1 / (alpha + beta))
    share = cancel(alpha * power)
    first = ratio**power
    more = rises.logarithms - falls.logarithms
    return Optimum(
        first=first,
        second=first ** (-budget.p / budget.q),
        loss=cancel(1 + alpha / beta) * one * ratio**share,
        logarithms=canonical(falls.logarithms + more * share),
        first_logarithms=canonical(more * power),
    )
