r"""Expansions of the response of a white spectrum, order by order, and their functions of time.

Three of them: high frequency, \kappa = s + O(1), which is early time; fixed frequency with r = M/N
small; frequencies within \sqrt{M/N} of -\lambda, which is t of order \sqrt{N/M}.
"""

from __future__ import annotations

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Poly,
    Symbol,
    cancel,
    exp,
    factor,
    factorial,
    fraction,
    limit,
    together,
)

from analytic.notation import D_N, alpha, epsilon, kappa, nu, ratio, root, s, t
from analytic.symbolic.mean_field.mode_dynamics import time_function
from analytic.symbolic.mean_field.stieltjes import physical_branch
from analytic.symbolic.white.semicircle import root_in_time

__all__ = ["at_early_times", "at_fixed_time", "at_scaled_time", "regular_branch"]


def regular_branch(closure: Expr, unknown: Symbol, start: Expr, small: Symbol, order: int) -> Expr:
    """The solution of a closure that is `start` where a letter vanishes, to an order in the letter.

    >>> regular_branch(kappa - s - ratio * kappa**2, kappa, s, ratio, 2)
    2*r**2*s**3 + r*s**2 + s
    """
    equation = fraction(together(closure))[0]
    branch = start
    for n in range(1, order + 1):
        known = Poly(equation.subs(unknown, branch + epsilon * small**n).expand(), small)
        slope, rest = Poly(known.coeff_monomial(small**n), epsilon).all_coeffs()
        branch += factor(-rest / slope) * small**n
    return branch


def at_early_times(cubic: Expr, response: Expr, order: int) -> Expr:
    r"""The function of t whose transform is H = \sum_n (-1)^n m_n s^{-n-1}, to an order in t.

    The cubic is that of D_N, which is one at infinity, and the response a function of D_N and s.
    """
    at_infinity = cancel(ratio * cubic.subs(s, 1 / ratio))
    high = regular_branch(at_infinity, D_N, Integer(1), ratio, order)
    terms = enumerate(_taylor(cancel((s * response).subs(D_N, high)), order))
    return Add(*(factor(term) * t**n / factorial(n) for n, term in terms))


def at_fixed_time(closure: Expr, response: Expr, order: int) -> Expr:
    """The response in time to an order in r = M/N, at unlimited data."""
    branch = regular_branch(closure.subs(nu, 1 / ratio), kappa, s, ratio, order)
    terms = enumerate(_taylor(cancel(response.subs(kappa, branch)), order))
    return Add(*(factor(time_function(factor(term), s)) * ratio**n for n, term in terms))


def at_scaled_time(frequency: Expr, response: Expr, eigenvalue: Expr) -> Expr:
    r"""The response in time for N/M and P/M large at t \sqrt{M/N} and t \sqrt{M/P} fixed.

    With s = -\lambda + \epsilon s, and N and P of order \epsilon^{-2}; `frequency` is s as a
    function of kappa.
    """
    near = {kappa: -eigenvalue + epsilon * kappa, s: -eigenvalue + epsilon * s}
    large = {nu: nu / epsilon**2, alpha: alpha / epsilon**2}
    equation = (frequency - s).subs(large).subs(near, simultaneous=True)
    leading = fraction(together(limit(cancel(equation / epsilon), epsilon, 0)))[0]
    branch, square = physical_branch(leading)
    image = limit(cancel(epsilon * response.subs(near, simultaneous=True)), epsilon, 0)
    in_window = root_in_time(image.subs(kappa, branch), root, square).simplify()
    return Mul(exp(-eigenvalue * t), in_window)


def _taylor(function: Expr, order: int) -> list[Expr]:
    """The coefficients of a rational function of r at r = 0."""
    coefficients = []
    for _ in range(order + 1):
        coefficients.append(cancel(function.subs(ratio, 0)))
        function = cancel((function - coefficients[-1]) / ratio)
    return coefficients
