"""Conditions and numbers in words, for a reader at the terminal."""

from sympy import Expr, N
from sympy.logic.boolalg import Boolean

from analytic.formulas import prose
from analytic.formulas.prose import without_marks

_DIGITS = 15


def worded(condition: Boolean) -> str:
    """A condition as a phrase.

    >>> from sympy import Eq, Or, true
    >>> from analytic.notation import a, b
    >>> worded(Or(Eq(a, b), a > 2 * b)), worded(true)
    ('a = b or a > 2*b', 'everywhere')
    """
    return without_marks(prose.worded(condition))


def number_text(value: Expr) -> str:
    """An exact rational, a decimal as it is, else fifteen digits.

    >>> from sympy import Rational, pi
    >>> number_text(Rational(3, 2)), number_text(pi)
    ('3/2', '3.14159265358979')
    """
    return str(value if value.is_Rational or value.is_Float else N(value, _DIGITS))
