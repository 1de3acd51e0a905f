r"""Piecewise linear interpolation in one and two dimensions: the amplitudes of P^{-4/d}.

    L(P) ~ G_2/P^4,   d = 1;      L(P) ~ (9 G_\Delta + 6 G_2)/(32 \pi^2) (V/P)^2,   d = 2

over gaps, and over the triangles of Delaunay, whose corners lie on circles with no sample inside.
"""

from sympy import Add, Expr, I, Rational, exp, expand, factor, integrate, oo, pi

from analytic.comparison.linear_interpolation import LINEAR
from analytic.notation import (
    A_T,
    G_2,
    R_T,
    Delta_f,
    G_Delta,
    L,
    P,
    mean,
    q_12,
    q_23,
    q_31,
    u,
    volume,
    x,
    y,
    z_1,
    z_2,
    z_3,
)
from analytic.page import Page
from analytic.stated import Formulas
from derivations.kernels_on_a_circle import over_gaps, parabola

SIDES = {q_12: (z_1, z_2), q_23: (z_2, z_3), q_31: (z_3, z_1)}


def show_linear(page: Page) -> Formulas:
    """The squared losses of linear interpolation on a circle and on a surface, displayed."""
    error = page.show(
        Delta_f,
        parabola(G_2),
        "linear interpolation on a circle of length one: at a distance $x$ from one of two "
        "neighbours in a gap $y$; $G_2$ is the mean square of the second derivative",
        relation="~",
    )
    line = page.show(
        L(P),
        over_gaps(integrate(expand(error), (x, 0, y))),
        "the mean over $P$ gaps, whose lengths have the density $(P - 1)*(1 - y)^(P - 2)$",
        relation="~",
    )
    over_one = page.show(
        Delta_f,
        A_T * _over_triangle(),
        "on a surface: the integral over a triangle of area $A_T$, of a function that along its "
        "sides is $q_12/2$, $q_23/2$ and $q_31/2$ times $z (1 - z)$ off the plane of its corners",
        relation="~",
    )
    rate = pi * P / volume
    law = exp(-rate * u)
    sixth, second = (integrate(u ** (1 + n) * law, (u, 0, oo)) for n in (3, 1))
    radius = page.show(
        mean(R_T**6) / mean(R_T**2),
        factor(sixth / second),
        "triangles of Delaunay, by Miles: the square $u$ of the radius of the circle through the "
        "corners, which is empty, has a density $u*exp(-pi*u*P/V)$, and does not depend on where "
        "they are on it: with a density that grows as the area",
        relation="~",
    )
    surface = factor(radius * _mean_over_shapes(over_one / A_T))
    page.show(
        L(P),
        surface,
        "the mean over triangles of the integral, over that of the area; $G_2$ is the mean square "
        "of all second derivatives together, $G_Delta$ that of the Laplacian",
        relation="~",
    )
    return {LINEAR[1]: line, LINEAR[2]: surface}


def _over_triangle() -> Expr:
    """The integral of the squared error over a triangle of area one, in barycentric coordinates."""
    ends = {z_3: 1 - z_1 - z_2}
    error = Add(*(q * start * end for q, (start, end) in SIDES.items())).subs(ends) / 2
    inner = integrate(expand(error**2), (z_2, 0, 1 - z_1))
    return factor(2 * integrate(expand(inner), (z_1, 0, 1)))


def _mean_over_shapes(of_sides: Expr) -> Expr:
    """The mean of a quadratic form of the sides over corners on a circle of radius one.

    Both weights, of the density and of the integral, are the area, so that its sign drops out. A
    form with the same directions in both ways and one without a trace span all.
    """
    area = expand(Add(*(end / start - start / end for start, end in SIDES.values())) / (4 * I))
    weight = expand(area**2)
    along = {q: end - start for q, (start, end) in SIDES.items()}
    back = {q: 1 / end - 1 / start for q, (start, end) in SIDES.items()}
    round_, saddle = (
        _constant(weight * expand(of_sides.subs(sides, simultaneous=True))) / _constant(weight)
        for sides in (
            {q: along[q] * back[q] for q in SIDES},
            {q: (along[q] ** 2 + back[q] ** 2) / 2 for q in SIDES},
        )
    )
    of_squares = saddle / 2  # G_2 = 2 and no Laplacian
    of_trace = (round_ - 2 * of_squares) / 4  # G_2 = 2 and a Laplacian of 2
    return of_trace * G_Delta + of_squares * G_2


def _constant(series: Expr) -> Expr:
    """The mean over all angles of corners: what has no power of them."""
    terms = Add.make_args(expand(series))
    return Add(*(one for one in terms if not one.has(z_1, z_2, z_3)), Rational(0))
