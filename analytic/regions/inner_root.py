r"""The root between 0 and 1 of a polynomial whose coefficients are functions of a and b.

    p(r) = 0,   0 < r < 1

Where a root enters the interval, leaves it or turns complex, p(0), p(1), the leading coefficient or
the discriminant vanishes: between these curves it is inside everywhere or nowhere, and a rational
point in each cell tells which.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sympy import Expr, Max, Poly, Rational, Symbol, factor, sqrt
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError, require
from analytic.regions.chart import cut
from analytic.regions.curves import PARAMETERS, Point

Place = Mapping[Symbol, Expr]


class InnerRoot(NamedTuple):
    """A root in closed form, and points of the cells in which it is inside, and of the others."""

    value: Expr
    inside: tuple[Place, ...]
    outside: tuple[Place, ...]

    def cut(self, formula: Expr) -> Expr:
        """A formula that is positive where the root is inside, and zero where it is not.

        Raises    InvalidProblemError where the sign of the formula does not tell the two apart.
        """
        within, beyond = ([formula.subs(at) for at in x] for x in (self.inside, self.outside))
        require(
            all(one.is_positive for one in within) and all(one.is_nonpositive for one in beyond),
            f"Where there is a root between 0 and 1 is not where {formula} is positive. State a "
            "problem whose root reaches the interval at 0.",
        )
        return Max(0, formula) if self.outside else formula


def inner_root(polynomial: Poly, condition: Boolean) -> InnerRoot | None:
    """The root in closed form; None where it is nowhere, or the degree is above two.

    Of a quadratic it is the product of both over the other one, which stays finite where the
    square has no coefficient.

    Raises    InvalidProblemError where there is a root in some cells and another one in others.

    >>> from sympy import Symbol, true
    >>> from analytic.notation import a, b
    >>> r = Symbol("r")
    >>> found = inner_root(Poly(a * r - a + b, r), true)
    >>> found.cut(found.value)
    Max(0, (a - b)/a)
    """
    if polynomial.degree() not in (1, 2):
        return None
    places = _places(polynomial, condition)
    found = []
    for root in _roots(polynomial):
        inside = tuple(at for at in places if _is_inside(root.subs(at)))
        if inside:
            outside = tuple(at for at in places if at not in inside)
            found.append(InnerRoot(factor(root), inside, outside))
    if len(found) > 1:
        raise InvalidProblemError(
            f"{polynomial.as_expr()} has more than one root between 0 and 1. State a problem with "
            "one."
        )
    return found[0] if found else None


def _places(polynomial: Poly, condition: Boolean) -> list[Place]:
    """A rational point in every cell of a region in which the roots keep their places."""
    decisive = [polynomial.LC(), polynomial.eval(0), polynomial.eval(1)]
    decisive += [polynomial.discriminant()] if polynomial.degree() > 1 else []
    return [place_of(point) for point, chosen in cut(condition, decisive).cells if chosen]


def place_of(point: Point) -> Place:
    """What a and b are at a point."""
    return dict(zip(PARAMETERS, (Rational(x.numerator, x.denominator) for x in point), strict=True))


def _is_inside(number: Expr) -> bool:
    return bool(number.is_positive and (1 - number).is_positive)


def _roots(polynomial: Poly) -> list[Expr]:
    *square, linear, constant = polynomial.all_coeffs()
    if not square:
        return [-constant / linear]
    root = sqrt(factor(polynomial.discriminant()))
    return [2 * constant / (sign * root - linear) for sign in (1, -1)]
