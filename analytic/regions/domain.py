r"""A domain: where in the quadrant a > 1, b > 1 a formula is said to be valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import And, Eq, Expr, Poly, Symbol, fraction, sympify
from sympy.logic.boolalg import Boolean
from sympy.polys.polyerrors import BasePolynomialError

from analytic.errors import InvalidProblemError
from analytic.quotient import cancel
from analytic.regions.curves import PARAMETERS


@dataclass(frozen=True)
class Domain:
    """Inequalities in what is left of a and b, once the equations are solved for the others."""

    condition: Boolean
    solved: Mapping[Symbol, Expr]

    @classmethod
    def where(cls, condition: Boolean) -> Domain:
        """The domain of a condition: equations joined to it by And are solved, for a if possible.

        Raises    InvalidProblemError where an equation is linear in neither letter.

        >>> from analytic.notation import a, b
        >>> Domain.where(And(Eq(a, b + 1), b < 3))
        Domain(condition=b < 3, solved={a: b + 1})
        """
        domain = cls(sympify(condition), {})
        while equations := [one for one in And.make_args(domain.condition) if isinstance(one, Eq)]:
            domain = domain._without(equations[0])
        return domain

    def of(self, expression: Expr) -> Expr:
        """An expression with the solved letters inserted."""
        return expression.subs(self.solved) if self.solved else expression

    @property
    def letters(self) -> tuple[Symbol, ...]:
        """Those of a and b that are left."""
        return tuple(one for one in PARAMETERS if one not in self.solved)

    def _without(self, equation: Eq) -> Domain:
        """The domain with one of its equations solved; the letter it gives is larger than one."""
        found = solution(equation.lhs - equation.rhs)
        if found is None:
            raise InvalidProblemError(
                f"The domain {equation} cannot be decided: it is linear in neither a nor b. "
                "Give the solution for one of them, such as Eq(a, b + 1)."
            )
        letter, value = found
        others = [one for one in And.make_args(self.condition) if one != equation]
        condition = And(*(one.subs(letter, value) for one in others), value > 1)
        earlier = {one: known.subs(letter, value) for one, known in self.solved.items()}
        return Domain(condition, {**earlier, letter: value})


def solution(expression: Expr) -> tuple[Symbol, Expr] | None:
    """The letter that an expression gives where it vanishes, a if possible, and its value.

    None where the expression is linear in neither.
    """
    numerator, _ = fraction(cancel(expression))
    for letter in PARAMETERS:
        try:
            polynomial = Poly(numerator, letter)
        except BasePolynomialError:
            continue
        if polynomial.degree() == 1:
            slope, offset = polynomial.all_coeffs()
            return letter, cancel(-offset / slope)
    return None
