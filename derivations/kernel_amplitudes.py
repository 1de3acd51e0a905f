"""Kernels, and the amplitudes of their first parts that are not analytic."""

from sympy import Integer, cos, exp, factor, gamma, integrate, oo, pi, rsolve, sqrt

from analytic.comparison.kernel_smoothness import OfKernel
from analytic.notation import (
    A_0,
    A_pi,
    K,
    Khat,
    Theta_at,
    arc_0,
    arc_1,
    d_M,
    depth,
    ell,
    f,
    nu,
    omega,
    theta,
    theta_at,
    u,
    x,
)
from analytic.page import Page
from analytic.problem.kernels import ArcCosine, Kernel, NeuralTangent
from analytic.stated import Formulas
from analytic.symbolic.kernels.coincidence import Algebra, expanded, profile, singular_part


def show_matern(page: Page) -> Formulas:
    """The kernel of any smoothness, and its transform without a remainder, displayed."""
    z = sqrt(2 * nu) * x / ell
    kernel = page.show(K(x), Algebra().matern(nu, z), "Matern kernels, of scale $ell$")
    found = expanded(kernel, x)
    page.show(A_0, found.coefficient, f"their first power that is not even, ${found.power}$")
    width = ell**2 / (2 * nu)
    mixed = (4 * pi * width * u) ** (d_M / 2) * exp(-width * u * omega**2)
    transform = page.show(
        Khat(omega),
        integrate(u ** (nu - 1) * exp(-u) * mixed, (u, 0, oo)) / gamma(nu),
        "on a torus, where it is the eigenvalue: Gaussians with weights $u^(nu - 1) exp(-u)$",
    )
    return {OfKernel.MATERN: found.coefficient, OfKernel.TRANSFORM: transform}


def show_layers(page: Page) -> None:
    """Neural tangent kernels, layer by layer, displayed."""
    angle = theta_at(depth)
    page.show(
        Theta_at(depth + 1),
        Theta_at(depth) * arc_0(angle) + arc_1(angle),
        "neural tangent kernels of ReLU networks of $l$ hidden layers, by arc-cosine kernels, with "
        "$cos(theta)$ and $theta$ for none",
    )
    page.show(cos(theta_at(depth + 1)), arc_1(angle), "the angle behind a layer")


def show_kernel(page: Page, kernel: Kernel) -> Formulas:
    """A kernel, and its first parts that are not analytic, displayed."""
    variable = theta if kernel.angular else x
    if not isinstance(kernel, NeuralTangent):
        page.show(K(variable), profile(kernel), kernel.name)
    meeting, opposite = singular_part(kernel), singular_part(kernel, opposite=True)
    page.show(A_0, meeting.coefficient, f"{kernel.name}: $2 nu = {meeting.power}$")
    found: Formulas = {
        OfKernel.MEETING.of(kernel.name): meeting.coefficient,
        OfKernel.POWER.of(kernel.name): meeting.power,
    }
    if kernel.angular:
        value = opposite.coefficient if opposite.power == meeting.power else Integer(0)
        page.show(A_pi, value, f"{kernel.name}, opposite points")
        found[OfKernel.OPPOSITE.of(kernel.name)] = value
    return found


def show_depth(page: Page) -> Formulas:
    """The amplitude of neural tangent kernels of any depth, displayed."""
    slope = singular_part(ArcCosine(0)).coefficient
    grown = rsolve(f(depth + 1) - f(depth) - (depth + 1) * slope, f(depth), {f(0): 0})
    found = page.show(
        A_0,
        factor(grown),
        "$l$ hidden layers: every one adds the slope of its step functions times what it is "
        "handed, $Theta(l) = l + 1$ at $theta = 0$",
    )
    return {OfKernel.DEEP: found}
