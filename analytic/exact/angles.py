r"""Angles from 0 to \pi with the weights of an integral over them, and functions of angles.

    \theta = \pi/(1 + e^{-\pi \sinh u})

The trapezoidal rule in u; a polynomial of degree k in \cos\theta needs a step of order 1/k.
"""

from math import asinh, ceil, pi, sin, tan
from typing import Any, ClassVar

import gmpy2
import numpy as np
from sympy import Expr, gamma

from analytic.exact.precision import Array, Multiple

_STRIPS = (1.2, 0.8, 0.4, 0.2)  # imaginary parts of u up to which the integrand is bounded


def angles(ar: Multiple, size: float, degree: int) -> tuple[Array, Array, Array]:
    r"""Angles, what is left of them to \pi, and weights, for an error of e^{-size} at a degree."""
    step = max(
        2 * pi * strip / (size + degree * pi / 2 * tan(pi * sin(strip) / 2)) for strip in _STRIPS
    )
    reach = ceil((asinh(size / pi) + 0.3) / step)
    width = gmpy2.mpfr(step)
    u = ar.array([i * width for i in range(-reach, reach + 1)])
    sinh, cosh = (ar.exp(u) - ar.exp(-u)) / 2, (ar.exp(u) + ar.exp(-u)) / 2
    near, far = (1 / (1 + ar.exp(sign * ar.pi * sinh)) for sign in (-1, 1))
    return ar.pi * near, ar.pi * far, ar.pi**2 * near * far * cosh * width


class Digits:
    """The functions of kernels on arrays of gmpy2 numbers."""

    exp: ClassVar[Any] = Multiple.exp
    sin: ClassVar[Any] = staticmethod(np.frompyfunc(gmpy2.sin, 1, 1))
    cos: ClassVar[Any] = staticmethod(np.frompyfunc(gmpy2.cos, 1, 1))

    def __init__(self, ar: Multiple) -> None:
        self._ar = ar
        self.number = ar.number
        self.pi = ar.pi

    def arccos(self, x: Array) -> Array:
        """The angle of a cosine, which rounding may have put above one."""
        return np.array([gmpy2.acos(min(one, gmpy2.mpfr(1))) for one in x], dtype=object)

    def matern(self, nu: Expr, z: Array) -> Array:
        r"""\int e^{\nu y - e^y - z^2 e^{-y}/4} dy/\Gamma(\nu), by the trapezoidal rule."""
        ar = self._ar
        size = 0.75 * ar.bits
        step = gmpy2.mpfr(pi**2 / (1.1 * size))
        exponent = ar.number(nu)
        places = range(ceil(-size / float(nu) / float(step)), ceil(np.log(size) / float(step)) + 2)
        total = 0 * z
        for place in places:
            rise = ar.exp(place * step)
            total = total + ar.exp(exponent * place * step - rise - z**2 / (4 * rise))
        return np.asarray(total * step / ar.number(gamma(nu)))
