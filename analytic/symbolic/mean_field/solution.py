"""The field equations solved, once for each statement: responses and two-point functions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sympy import Expr, Symbol, cancel, limit, oo

from analytic.notation import C_0, s, s2, sigma2
from analytic.symbolic.mean_field.field_equations import FieldEquations
from analytic.symbolic.mean_field.responses import Responses, responses
from analytic.symbolic.mean_field.two_point import linear_system, two_point

__all__ = ["Solution", "solution", "test_correlation"]


class Solution(NamedTuple):
    """The responses, and C_0 ... C_3 in the variables kappa, d, w at both frequencies."""

    one_point: Responses
    correlations: Mapping[Symbol, Expr]


@cache
def solution(statement: FieldEquations) -> Solution:
    """The solution of a statement of the field equations."""
    one_point = responses(statement)
    return Solution(one_point, two_point(linear_system(statement, one_point), one_point))


@cache
def test_correlation(statement: FieldEquations, unlimited: Symbol) -> Expr:
    r"""s s' C_0 without noise, one of N and P unlimited, in kappa, d, w at both frequencies."""
    one_point, correlations = solution(statement)
    product = one_point.at_kappa(s * s2 * correlations[C_0].subs(sigma2, 0))
    return cancel(limit(product, unlimited, oo))
