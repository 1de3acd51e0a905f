r"""Spectral densities: from a response in the Laplace domain to its measure on the rates.

    H(t) = \int \rho(x) e^{-x t} dx   <=>   H(s) = \int \rho(x) / (s + x) dx

The density is what H jumps by across the negative axis. [marchenko1967]
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sympy import (
    Abs,
    Expr,
    I,
    Piecewise,
    Poly,
    Symbol,
    cancel,
    discriminant,
    factor,
    fraction,
    im,
    integrate,
    limit,
    oo,
    rem,
    solve,
    sqrt,
    together,
)

from analytic.errors import InvalidProblemError
from analytic.notation import epsilon, from_lower, from_upper, kappa, offset, root, s

__all__ = ["Band", "band", "by_sign", "jump_of_unit_mass", "physical_branch", "split_root"]


class Band(NamedTuple):
    """The interval of rates between two branch points of a square root."""

    lower: Expr
    upper: Expr

    def root(self, s: Expr) -> Expr:
        r"""sqrt(s + x_-) sqrt(s + x_+): analytic off the band and equal to s at infinity."""
        return sqrt(s + self.lower) * sqrt(s + self.upper)

    def root_above(self, x: Expr) -> Expr:
        """Its imaginary part at s = -x + i0 inside the band, where the real part is zero."""
        edge = im(sqrt(-from_lower) * sqrt(from_upper))
        return edge.subs({from_lower: x - self.lower, from_upper: self.upper - x})

    @property
    def root_at_origin(self) -> Expr:
        """Its value at s = 0, outside the band."""
        return sqrt(factor((self.lower * self.upper).expand()))


@cache
def jump_of_unit_mass() -> Expr:
    """The integral over x of Im 1/(s + x_0) at s = -x + i0: what a unit of mass at x_0 adds."""
    return integrate(im(1 / (offset + I * epsilon)), (offset, -oo, oo))


def band(square: Expr) -> Band:
    """The band between the two roots of a quadratic under the square root.

    Raises    InvalidProblemError where the roots cannot be ordered.
    """
    roots = [-solution for solution in solve(square, s)]
    if len(roots) == 2:
        for lower, upper in (roots, roots[::-1]):
            if (upper - lower).expand().is_positive:
                return Band(lower, upper)
    raise InvalidProblemError(
        f"{square} has no two ordered roots in {s}, so there is no single band. "
        "State the signs of its parameters."
    )


def physical_branch(closure: Expr) -> tuple[Expr, Expr]:
    r"""The solution \kappa ~ s of a quadratic closure, in terms of q, and the square of q ~ s.

    Raises    InvalidProblemError where no branch grows like s.
    """
    polynomial = Poly(closure, kappa)
    square = factor(discriminant(polynomial) / polynomial.LC() ** 2)
    middle = polynomial.coeff_monomial(kappa) / polynomial.LC()
    for branch in ((-middle + root) / 2, (-middle - root) / 2):
        if limit(branch.subs(root, s) / s, s, oo) == 1:
            return branch, square
    raise InvalidProblemError(
        f"No solution kappa of {closure} = 0 grows like s. The frequency must equal kappa where "
        "the responses are one."
    )


def by_sign(expression: Expr, difference: Expr) -> Expr:
    """An expression with |difference| written out in its two cases."""
    above = cancel(expression.subs(Abs(difference), difference))
    below = cancel(expression.subs(Abs(difference), -difference))
    return Piecewise((above, difference > 0), (below, True))


def split_root(expression: Expr, root: Symbol, square: Expr) -> tuple[Expr, Expr]:
    """The coefficients (p, q) of expression = p + q root, given root^2 = square.

    >>> from sympy.abc import y, x
    >>> split_root(1 / (1 + y), y, x)
    (-1/(x - 1), 1/(x - 1))
    """
    numerator, denominator = fraction(together(expression))
    conjugate = denominator.subs(root, -root)
    norm = rem(denominator * conjugate, root**2 - square, root)
    product = rem(numerator * conjugate, root**2 - square, root)
    odd = product.diff(root)
    return cancel((product - odd * root) / norm), cancel(odd / norm)
