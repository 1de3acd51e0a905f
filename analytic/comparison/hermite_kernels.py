r"""Kernels of activations in numbers, from the closed form of a page or from its Hermite integrals.

    k_\phi(\rho) = \sum_m h_m^2 \rho^m,
    h_m = \frac{(-1)^m}{\sqrt{m!}} \int \phi(z) \frac{d^m}{dz^m} \frac{e^{-z^2/2}}{\sqrt{2\pi}} dz

An integrand without poles within \delta of the real axis is summed on a line: the trapezoidal rule
is off by e^{-2 \pi \delta/step}, nothing in doubles.
"""

from functools import lru_cache

import numpy as np
from numpy.polynomial.hermite_e import hermeval
from sympy import Add, Derivative, Expr, Float, Integral, lambdify

from analytic.notation import m, rho_z, z_u
from analytic.problem.activations import Activation
from analytic.result import Result
from analytic.stated import Formula


class OfActivation:
    """Formulas of an activation: Hermite coefficients, its kernel and a derivative of that."""

    SQUARE, WEIGHT = map(Formula, ("h_m^2 of {}", "h_m of {}"))
    KERNEL, DERIVATIVE = map(Formula, ("k(rho) of {}", "k^({})(rho) of {}"))


_ORDERS = 80  # of tanh, with poles at i pi/2, h_80^2 is 1e-17
_LINE = np.arange(-600, 601) * 0.05


def kernel_of(result: Result, activation: Activation) -> Expr:
    """The kernel that a page states, a polynomial of doubles where it has the coefficients only."""
    closed = OfActivation.KERNEL.of(activation.name)
    if activation.order is not None:
        return result.formulas[closed]
    weights = hermite_weights(result.formulas[OfActivation.WEIGHT.of(activation.name)])
    return Add(*(Float(one**2) * rho_z**order for order, one in enumerate(weights)))


@lru_cache(maxsize=8)
def hermite_weights(formula: Expr) -> tuple[float, ...]:
    """h_m of every order, by the integral in its formula."""
    (integral,) = formula.atoms(Integral)
    (slopes,) = integral.function.atoms(Derivative)
    on_line = lambdify(z_u, integral.function / slopes, "numpy")(_LINE)
    density = lambdify(z_u, slopes.expr, "numpy")(_LINE)
    step = _LINE[1] - _LINE[0]
    found = []
    for order in range(_ORDERS + 1):
        of_density = (-1) ** order * hermeval(_LINE, np.eye(order + 1)[-1]) * density
        front = float((formula / integral).subs(m, order))
        found.append(front * step * float(on_line @ of_density))
    return tuple(found)
