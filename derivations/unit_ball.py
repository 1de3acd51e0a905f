"""The volume of a ball of radius one."""

from sympy import Expr, exp, integrate, oo, solve

from analytic.notation import d_M, r_1, v_d, x
from analytic.page import Page


def show_ball(page: Page) -> Expr:
    """The volume in any dimension, displayed: a Gaussian by coordinates and by shells."""
    shells = v_d * d_M * integrate(r_1 ** (d_M - 1) * exp(-(r_1**2)), (r_1, 0, oo))
    (ball,) = solve(integrate(exp(-(x**2)), (x, -oo, oo)) ** d_M - shells, v_d)
    reason = "a ball of radius one: $exp(-r^2)$ by coordinates and by shells"
    return page.show(v_d, ball, reason)
