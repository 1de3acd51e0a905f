r"""Lagrange inversion of the regulariser's equation at the edge of resolution.

    u = 1 + y u^{1-p},   u^r = \sum_n A_n y^n,   A_n = (r/n) [z^{n-1}] (1+z)^{r-1+n(1-p)}

With u = 1 + z the equation is z = y \phi(z), \phi = (1+z)^{1-p}, and the coefficient of y^n in H(z)
is (1/n) [z^{n-1}] H'(z) \phi(z)^n. The series is the generalised binomial series.
"""

from __future__ import annotations

from sympy import Expr, Integer, binomial, gamma, log

from analytic.notation import z

__all__ = ["binomial_coefficient", "edge", "gamma_coefficient"]


def binomial_coefficient(power: Expr, p: Expr, n: Expr) -> Expr:
    r"""The coefficient of y^n, n >= 1, in u^power, as a binomial.

    >>> from sympy import Integer
    >>> [binomial_coefficient(Integer(1), Integer(2), Integer(n)) for n in (1, 2, 3, 4)]
    [1, -1, 2, -5]
    """
    function, phi = (1 + z) ** power, (1 + z) ** (1 - p)
    outer, step = (_exponent(factor) for factor in (function.diff(z), phi))
    return power / n * binomial(outer + n * step, n - 1)


def gamma_coefficient(power: Expr, p: Expr, n: Expr) -> Expr:
    r"""The same in Gamma functions, and one for n = 0, which is their limit.

        A_n = r \Gamma(r + n(1-p)) / (\Gamma(n+1) \Gamma(r + 1 - np))

    >>> from sympy import Rational
    >>> [gamma_coefficient(Integer(3), Rational(1, 2), Integer(n)) for n in (0, 1)]
    [1, 3]
    """
    if n == 0:
        return Integer(1)
    return power * gamma(power + n * (1 - p)) / (gamma(n + 1) * gamma(power + 1 - n * p))


def edge(p: Expr) -> tuple[Expr, Expr]:
    r"""Where x(1 - x^{-p}) is stationary, and its value there: the edge of the spectrum.

    >>> from sympy import Rational
    >>> edge(Rational(1, 2))
    (1/4, -1/4)
    """
    x = (1 - p) ** (1 / p)
    return x, x * (1 - 1 / (1 - p))


def _exponent(function: Expr) -> Expr:
    """The exponent e of a multiple of (1 + z)^e."""
    return ((1 + z) * log(function).diff(z)).simplify()
