r"""Curves in the plane of a and b, and the sign of an expression as a product of theirs.

    p / q = c f_1^m_1 ... f_n^m_n,    sign(p / q) = sign(c) prod over odd m_i of sign(f_i)

with f_i irreducible over the rationals. A factor that has one sign for all a > 1, b > 1 is no
curve there: it belongs to the sign.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import hypot, inf, prod
from typing import NamedTuple

from sympy import ZZ, Expr, Poly, factor_list, fraction
from sympy.polys.polyerrors import BasePolynomialError

from analytic.errors import InvalidProblemError
from analytic.notation import a, b
from analytic.quotient import cancel

PARAMETERS = (a, b)
_EDGE = (1, 1)  # the summability of c_k and lambda_k: a > 1, b > 1

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Curve:
    """The zeros of an irreducible polynomial in a and b, with integer coefficients."""

    polynomial: Poly

    @property
    def order(self) -> tuple[int, int, str]:
        """A key that puts the simplest curve first: its degree, its terms, its name."""
        polynomial = self.polynomial
        return polynomial.total_degree(), len(polynomial.terms()), str(polynomial.as_expr())

    def at(self, point: Point) -> Fraction:
        """The value of the polynomial."""
        return _at(self.polynomial, point)

    def distance(self, point: Point) -> float:
        """|f| / |grad f|: to first order the distance of a point from the curve."""
        slope = hypot(*(_at(self.polynomial.diff(one), point) for one in PARAMETERS))
        return abs(float(self.at(point))) / slope if slope else inf


class Comparison(NamedTuple):
    """The sign of an expression for a > 1, b > 1: a sign times those of some curves."""

    sign: int
    curves: tuple[Curve, ...]

    def at(self, point: Point) -> int:
        """The sign at a point: -1, 0 or 1."""
        return self.sign * prod(_sign(curve.at(point)) for curve in self.curves)


@lru_cache(maxsize=4096)
def comparison(expression: Expr) -> Comparison:
    """The sign of a rational function of a and b, as a product of signs of curves.

    Raises    InvalidProblemError where the expression is no such function.

    >>> comparison((a - 1) / b - 2)
    Comparison(sign=1, curves=(Curve(polynomial=Poly(a - 2*b - 1, a, b, domain='ZZ')),))
    >>> comparison(a * b - 1)
    Comparison(sign=1, curves=())
    """
    numerator, denominator = fraction(cancel(expression))
    try:
        product = Poly(numerator * denominator, *PARAMETERS, domain="QQ")
    except BasePolynomialError:
        raise InvalidProblemError(
            f"The sign of {expression} cannot be decided: it is no rational function of a and b "
            "with rational coefficients. Write what is compared as such a function."
        ) from None
    if product.is_zero:
        return Comparison(0, ())
    constant, factors = factor_list(product)
    odd = [factor.set_domain(ZZ) for factor, multiplicity in factors if multiplicity % 2]
    definite = {factor: _definite_sign(factor) for factor in odd}
    return Comparison(
        _sign(constant) * prod(sign for sign in definite.values() if sign),
        tuple(sorted((Curve(f) for f in odd if not definite[f]), key=lambda one: one.order)),
    )


def _definite_sign(factor: Poly) -> int:
    """The sign that all coefficients about the corner a = b = 1 share, which decides; else 0."""
    signs = {_sign(coefficient) for coefficient in factor.shift_list(_EDGE).coeffs()}
    return signs.pop() if len(signs) == 1 else 0


def _at(polynomial: Poly, point: Point) -> Fraction:
    x, y = point
    terms = polynomial.terms()
    return sum((int(c) * x**i * y**j for (i, j), c in terms), start=Fraction(0))


def _sign(number: Expr | Fraction) -> int:
    return bool(number > 0) - bool(number < 0)
