"""Conditions and numbers in words, for a reader at the terminal."""

from __future__ import annotations

from sympy import And, Eq, Expr, N, Ne, Or, false, true
from sympy.logic.boolalg import Boolean

__all__ = ["number_text", "worded"]

_DIGITS = 15


def worded(condition: Boolean) -> str:
    """A condition as a phrase.

    >>> from analytic.notation import a, b
    >>> worded(Or(Eq(a, b), a > 2 * b)), worded(true)
    ('a = b or a > 2*b', 'everywhere')
    """
    if condition in (true, false):
        return "everywhere" if condition == true else "nowhere"
    if isinstance(condition, Or):
        return " or ".join(sorted(map(worded, condition.args), key=len))
    if isinstance(condition, And):
        return " and ".join(sorted(map(worded, condition.args), key=len))
    if isinstance(condition, Eq | Ne):
        return f"{condition.lhs} {'=' if isinstance(condition, Eq) else '!='} {condition.rhs}"
    return str(condition)


def number_text(value: Expr) -> str:
    """An exact rational, a decimal as it is, else fifteen digits.

    >>> from sympy import Rational, pi
    >>> number_text(Rational(3, 2)), number_text(pi)
    ('3/2', '3.14159265358979')
    """
    return str(value if value.is_Rational or value.is_Float else N(value, _DIGITS))
