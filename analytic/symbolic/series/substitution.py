"""Series put into an algebraic expression: its sums, products, quotients and powers are theirs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import add, mul

from sympy import Expr, Symbol

from analytic.errors import InvalidProblemError
from analytic.symbolic.series.log_powers import LogPowers

__all__ = ["substitute"]


def substitute(
    expression: Expr, series: Mapping[Symbol, LogPowers], small: Expr, order: int
) -> LogPowers:
    """The expression with a series in `small` for each of these symbols; the others are numbers.

    `order` is the number of corrections kept in a quotient or a power.

    Raises    InvalidProblemError where the expression is not algebraic in these symbols.
    """
    if expression in series:
        return series[expression]
    if not expression.free_symbols & set(series):
        return LogPowers.constant(small, expression)
    if expression.is_Pow and not expression.exp.free_symbols & set(series):
        base = substitute(expression.base, series, small, order)
        return _power(base, expression.exp, order)
    if not (expression.is_Add or expression.is_Mul):
        raise InvalidProblemError(
            f"{expression} is not algebraic in {set(series)}. Expand its {expression.func} first."
        )
    parts = [substitute(part, series, small, order) for part in expression.args]
    return reduce(add if expression.is_Add else mul, parts)


def _power(base: LogPowers, exponent: Expr, order: int) -> LogPowers:
    if exponent.is_Integer and exponent.is_positive:
        return reduce(mul, [base] * int(exponent))
    return base.power(exponent, order)
