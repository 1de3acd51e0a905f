r"""A term of an asymptotic law, the only representation of one in a single variable; a piece.

amplitude x^{-r} (\log x)^j,   x \to \infty
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sympy import Expr, S, Symbol, log, oo, sympify, true
from sympy.logic.boolalg import Boolean


class Term(NamedTuple):
    """A term with its amplitude, its exponent r (a decay rate), and the power j of the logarithm.

    It leads, or has this form, where the condition holds. What comes next, a correction or what is
    left out, is there smaller by x^-gain up to logarithms; infinite where it is beyond all powers.
    The power of the logarithm may be a fraction, a function of a and b.
    """

    amplitude: Expr
    exponent: Expr = S.Zero
    logarithms: Expr = S.Zero
    condition: Boolean = true
    gain: Expr = oo

    def of(self, variable: Symbol) -> Expr:
        """The term as a formula.

        >>> from analytic.notation import N, b
        >>> Term(S(2), b, S(1)).of(N)
        2*log(N)/N**b
        """
        return self.amplitude * variable**-self.exponent * log(variable) ** self.logarithms

    def times(self, other: Term) -> Term:
        """The product with another term."""
        return Term(
            self.amplitude * other.amplitude,
            self.exponent + other.exponent,
            self.logarithms + other.logarithms,
        )

    def to_the(self, power: Expr) -> Term:
        """A power of the term."""
        return Term(self.amplitude**power, self.exponent * power, self.logarithms * power)

    def mapped(self, change: Callable[[Any], Any]) -> Term:
        """The term with every part of it changed, its condition too."""
        return Term(*(change(sympify(part)) for part in self))


class Piece(NamedTuple):
    """A formula and where it holds: quantity = leading + correction + O(remainder).

    The remainder is a sum of the powers that were left out, without their coefficients. `cut` is
    the same formula without those terms that are left out from half way to a pole of theirs.
    """

    leading: Expr
    remainder: Expr
    correction: Expr = S.Zero
    condition: Boolean = true
    cut: Piece | None = None

    def mapped(self, change: Callable[[Any], Any]) -> Piece:
        """The piece with every part of it changed, its condition too."""
        leading, remainder, correction, condition = map(change, self[:-1])
        return Piece(
            leading, remainder, correction, condition, self.cut and self.cut.mapped(change)
        )
