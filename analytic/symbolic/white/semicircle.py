r"""Functions of time whose transform has one square root: Bessel functions, term by term.

    \sqrt{s^2 - w^2} - s = \sum_{j \ge 1} \binom{1/2}{j} (-w^2)^j s^{1 - 2 j},
    s^{1 - 2 j} <-> t^{2 j - 2} / \Gamma(2 j - 1)

The sum over j is the transform of a semicircle of rates, -(w/t) I_1(w t).
"""

from __future__ import annotations

from functools import cache

from sympy import (
    Expr,
    Poly,
    Rational,
    Symbol,
    binomial,
    exp,
    factor,
    inverse_laplace_transform,
    oo,
    sqrt,
    summation,
)

from analytic.errors import InvalidProblemError
from analytic.notation import j, s, t, u, y
from analytic.symbolic.mean_field.stieltjes import split_root
from analytic.symbolic.series.positive_powers import denested

__all__ = ["root_in_time", "semicircle_in_time"]


@cache
def semicircle_in_time() -> Expr:
    """The function of t whose transform is sqrt(s^2 - u^2) - s.

    >>> semicircle_in_time()
    -u*besseli(1, t*u)/t
    """
    power = inverse_laplace_transform(y ** (1 - 2 * j), y, t)
    return summation(binomial(Rational(1, 2), j) * (-(u**2)) ** j * power, (j, 1, oo))


def root_in_time(transform: Expr, root: Symbol, square: Expr) -> Expr:
    r"""The function of t whose transform is p(s) + c q, with q^2 = (s + m)^2 - w^2 given.

        c e^{-m t} times the function that belongs to \sqrt{s^2 - w^2} - s

    Raises    InvalidProblemError for a transform that does not vanish at infinity.
    """
    even, odd = split_root(transform, root, square)
    polynomial = Poly(square.expand(), s)
    middle = factor(polynomial.coeff_monomial(s) / 2)
    if (even + odd * (s + middle)).simplify() != 0:
        raise InvalidProblemError(
            f"{transform} does not vanish at high frequency, so it is no transform of a function. "
            "Subtract its value at infinity."
        )
    width = denested(sqrt(factor((middle**2 - polynomial.coeff_monomial(1)).expand())))
    return odd * exp(-middle * t) * semicircle_in_time().subs(u, width)
