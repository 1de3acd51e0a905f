r"""Two-frequency functions that collapse: difference quotients of one-frequency functions.

C(s, s') = - [h(s) - h(s')] / [g(s) - g(s')]
"""

from __future__ import annotations

from typing import NamedTuple

from sympy import Add, Expr, Integer, Mul, apart, cancel, factor, factor_list, fraction

from analytic.errors import InvalidProblemError
from analytic.notation import d, d2, kappa, kappa2, primed, w, w2
from analytic.symbolic.mean_field.responses import Responses

__all__ = ["DifferenceQuotient", "difference_quotient", "in_responses", "separated"]

_FIRST = (kappa, d, w)
_SECOND = (kappa2, d2, w2)
_SWAP = dict(zip(_FIRST + _SECOND, _SECOND + _FIRST, strict=True))
_ANYWHERE = dict(zip(_SECOND, (Integer(1), Integer(0), Integer(0)), strict=True))


class DifferenceQuotient(NamedTuple):
    """The two functions of one frequency in C = -(h - h')/(g - g')."""

    h: Expr
    g: Expr


def separated(expression: Expr) -> Expr:
    r"""The function h of the first frequency with expression = h - h', without a constant term.

    The second frequency is put anywhere; what then is free of the first one is dropped.

    Raises    InvalidProblemError where the expression is no such difference.

    >>> separated(d * kappa - d2 * kappa2)
    d*kappa
    """
    shifted = cancel(expression.xreplace(_ANYWHERE))
    at_rest = apart(shifted.subs({d: 0, w: 0}), kappa)
    constant, _ = at_rest.as_independent(kappa, as_Add=True)
    h = factor(shifted - constant)
    if cancel(expression - h + primed(h)) != 0:
        raise InvalidProblemError(
            f"{expression} is no difference of one function at two frequencies. "
            "The field equations do not collapse; use their linear system."
        )
    return h


def difference_quotient(expression: Expr) -> DifferenceQuotient:
    """The functions h and g of C = -(h - h')/(g - g'), read off from a rational function.

    g - g' is the one factor of the denominator that changes its sign when the frequencies are
    exchanged; g/kappa is normalised to 1 where d = 0.

    Raises    InvalidProblemError where the expression is no such quotient.
    """
    for divisor, power in factor_list(fraction(expression)[1])[1]:
        if power == 1 and cancel(divisor + divisor.xreplace(_SWAP)) == 0:
            g = separated(divisor)
            scale = cancel(g / kappa).subs(d, 0)
            return DifferenceQuotient(separated(cancel(-expression * divisor / scale)), g / scale)
    raise InvalidProblemError(
        f"{expression} has no denominator that is odd in the exchange of its frequencies, "
        "so it is no difference quotient. Use the linear system."
    )


def in_responses(expression: Expr, one_point: Responses) -> Expr:
    """A rational function of kappa, d, w rewritten, factor by factor, in D_P and D_N.

    >>> from analytic.notation import N
    >>> from analytic.problem import FIELD_EQUATIONS
    >>> from analytic.symbolic.mean_field.responses import responses
    >>> in_responses(kappa * (N - d) / N, responses(FIELD_EQUATIONS))
    D_N*kappa
    """
    powers = (part.as_base_exp() for part in Mul.make_args(factor(expression)))
    return Mul(*(_shortest_form(base, one_point) ** exponent for base, exponent in powers))


def _shortest_form(base: Expr, one_point: Responses) -> Expr:
    forms = [base, *(factor(base.xreplace(way)) for way in one_point.dimensions)]
    return min(forms, key=lambda form: (len(Add.make_args(form)), form.count_ops()))
