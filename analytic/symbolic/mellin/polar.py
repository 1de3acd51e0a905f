r"""Complex numbers as modulus and argument, so that their powers stay on the right branch.

SymPy leaves (r e^{i \theta})^p alone when r, theta and p are symbols, for good reasons; here
theta is the argument that was followed from the real axis, and the power r^p e^{i p \theta}.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Abs, Expr, arg, cos, sin

__all__ = ["Polar"]


@dataclass(frozen=True)
class Polar:
    r"""The number modulus * e^{i argument}.

    >>> from sympy import I, Rational
    >>> Polar.of(-4 * I).power(Rational(1, 2))
    Polar(modulus=2, argument=-pi/4)
    """

    modulus: Expr
    argument: Expr

    @classmethod
    def of(cls, number: Expr) -> Polar:
        """A number with its principal argument."""
        return cls(Abs(number), arg(number))

    def times(self, other: Polar) -> Polar:
        """The product of two numbers."""
        return Polar(self.modulus * other.modulus, self.argument + other.argument)

    def power(self, exponent: Expr) -> Polar:
        """A real power, on the branch that the argument names."""
        return Polar(self.modulus**exponent, exponent * self.argument)

    @property
    def real(self) -> Expr:
        """The real part."""
        return self.modulus * cos(self.argument)

    @property
    def imaginary(self) -> Expr:
        """The imaginary part."""
        return self.modulus * sin(self.argument)
