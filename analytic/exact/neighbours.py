r"""Distances to the nearest of P samples on a sphere, in the space around it.

    E[r^n] = \int_0^\pi d(2 \sin(\rho/2))^n (1 - F(\rho))^P,   F = J(\rho)/J(\pi)

with J(\rho) = \int_0^\rho \sin^{d - 1}, the share of the sphere within an angle \rho.
"""

from math import ceil, log, log10, pi
from typing import Any

import gmpy2
import numpy as np
from sympy import Expr

from analytic.errors import InvalidProblemError
from analytic.exact.certificate import certified_number
from analytic.exact.precision import Array, Multiple, bits_of
from analytic.problem.manifold import Sphere, positive_size

_MANY = 4  # samples for each digit: of 2^-4 none is left


def nearest_neighbour_moment(
    manifold: Sphere, samples: Any, order: Any, digits: int | None = None
) -> Any:
    r"""The mean of r^n, r the distance of a point of a sphere to the nearest of P samples.

    Shape     one number: an mpmath number with `digits`, a float without.
    Valid     spheres of radius one; any positive P and n.
    Raises    InvalidProblemError for another manifold, for P or n that are not positive.

    >>> from analytic.problem.manifold import Sphere
    >>> round(nearest_neighbour_moment(Sphere(2), 99, 2), 12)
    0.04
    """
    if not isinstance(manifold, Sphere):
        raise InvalidProblemError(
            f"Distances on {manifold} are not known exactly. Give a sphere, or simulate."
        )
    numbers = positive_size(samples, "samples"), positive_size(order, "order")
    return certified_number(lambda working: _moment(manifold, *numbers, working), digits)


def _moment(manifold: Sphere, samples: Expr, order: Expr, digits: int) -> Any:
    """The integral by the trapezoidal rule, over angles that its points thin out to both ends."""
    ar = Multiple(bits_of(digits + 10 + log10(float(samples) + 1)))
    with ar.working():
        dimension = int(manifold.dimension)
        if samples > _MANY * digits:
            angle, slope = _few_angles(ar, digits, dimension, float(samples), float(order))
            far = ar.pi - angle
        else:
            angle, far, slope = _all_angles(ar, digits, float(order))
        half, other = _sine(angle / 2), _sine(far / 2)
        n = ar.number(order)
        rise = n * ar.exp(n * ar.log(2 * half)) * other / (2 * half)
        left = ar.exp(ar.number(samples) * ar.log(_share(ar, far, dimension - 1)))
        return np.sum(rise * slope * left)


def _few_angles(
    ar: Multiple, digits: int, dimension: int, samples: float, order: float
) -> tuple[Array, Array]:
    r"""Angles e^y up to \pi/2, beyond which (1 - F)^P <= 2^{-P} is nothing, and their weights."""
    size = digits * log(10)
    step = pi**2 / (dimension * size)
    last = log(pi / 2)
    count = ceil((last + log(samples) / dimension + size / order + 5) / step)
    angle = ar.exp(ar.array([gmpy2.mpfr(last) - i * gmpy2.mpfr(step) for i in range(count)]))
    return angle, angle * gmpy2.mpfr(step)


def _all_angles(ar: Multiple, digits: int, order: float) -> tuple[Array, Array, Array]:
    r"""Angles \pi/(1 + e^{-\pi \sinh u}), what is left of them to \pi, and their weights."""
    size = digits * log(10)
    step = gmpy2.mpfr(pi**2 / (2.6 * size))
    reach = ceil((float(np.arcsinh(2 * size / (pi * min(1.0, order)))) + 1) / float(step))
    u = ar.array([gmpy2.mpfr(i) * step for i in range(-reach, reach + 1)])
    sinh, cosh = (ar.exp(u) - ar.exp(-u)) / 2, (ar.exp(u) + ar.exp(-u)) / 2
    near, far = (1 / (1 + ar.exp(sign * ar.pi * sinh)) for sign in (-1, 1))
    return ar.pi * near, ar.pi * far, ar.pi**2 * near * far * cosh * step


def _sine(angle: Array) -> Array:
    return np.array([gmpy2.sin(x) for x in angle], dtype=object)


def _share(ar: Multiple, angle: Array, power: int) -> Array:
    r"""J(\rho)/J(\pi) for a power of the sine, by parts."""
    sine = _sine(angle)
    cosine = np.array([gmpy2.cos(x) for x in angle], dtype=object)
    whole: Any = ar.pi
    part = angle
    if power % 2:
        part, whole = 1 - cosine, gmpy2.mpfr(2)
    for p in range(2 + power % 2, power + 1, 2):
        part = ((p - 1) * part - cosine * sine ** (p - 1)) / p
        whole = whole * (p - 1) / p
    return np.asarray([max(x, 0 * x) for x in part / whole], dtype=object)  # rounding is not below
