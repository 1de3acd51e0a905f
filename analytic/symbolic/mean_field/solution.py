"""The field equations solved, once for each statement: responses and two-point functions."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import NamedTuple

from sympy import Add, Expr, Poly, Symbol, cancel, expand_mul, fraction

from analytic.errors import InvalidProblemError
from analytic.notation import C_0, s, s2, sigma2
from analytic.problem import FieldEquations
from analytic.symbolic.mean_field.responses import Responses, responses
from analytic.symbolic.mean_field.two_point import Correlations, linear_system, two_point

__all__ = ["Solution", "at_infinity", "solution", "test_correlation"]


class Solution(NamedTuple):
    """The responses, and C_0 ... C_3 in the variables kappa, d, w at both frequencies."""

    one_point: Responses
    correlations: Correlations


@cache
def solution(statement: FieldEquations) -> Solution:
    """The solution of a statement of the field equations."""
    one_point = responses(statement)
    return Solution(one_point, two_point(_system(statement), one_point))


@cache
def test_correlation(statement: FieldEquations, unlimited: Symbol) -> Expr:
    r"""s s' C_0 without noise, one of N and P unlimited, in kappa, d, w at both frequencies.

    The limit is taken in the linear system, which has a solution there, too.
    """
    full = responses(statement)
    memory = {part: at_infinity(getattr(full, part), unlimited) for part in ("D_P", "D_N")}
    one_point = replace(full, **memory)

    def there(expression: Expr) -> Expr:
        terms = Add.make_args(expand_mul(expression.subs(sigma2, 0)))
        return Add(*(at_infinity(one_point.at_kappa(term), unlimited) for term in terms))

    system = {quantity: there(right) for quantity, right in _system(statement).items()}
    return cancel(there(s * s2) * two_point(system, one_point).expanded[C_0])


def at_infinity(function: Expr, letter: Symbol) -> Expr:
    """The limit of a rational function as a letter grows, where it is finite.

    >>> from analytic.notation import N, kappa
    >>> at_infinity((N - kappa) / (2 * N), N)
    1/2
    """
    if letter not in function.free_symbols:
        return function
    above, below = (Poly(part, letter) for part in fraction(cancel(function)))
    degree = below.degree()
    if above.degree() > degree:
        raise InvalidProblemError(
            f"{function} grows without bound with {letter}. State field equations whose solution "
            "is finite there."
        )
    return above.coeff_monomial(letter**degree) / below.LC()


@cache
def _system(statement: FieldEquations) -> dict[Symbol, Expr]:
    return linear_system(statement, responses(statement))
