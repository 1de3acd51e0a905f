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

_SPARE = 4  # digits, for the powers in front
_MANY = 4  # samples for each digit: of 2^-4 none is left
_LINES, _PLACES, _FURTHEST = 40, 2001, 4.0  # in u, beyond which F is 0 or 1 in doubles


def nearest_neighbour_moment(
    manifold: Sphere, samples: Any, order: Any, digits: int | None = None
) -> Any:
    r"""The mean of r^n, r the distance of a point of a sphere to the nearest of P samples.

        E[r^n] = \int_0^\pi d(2 \sin(\rho/2))^n (1 - F(\rho))^P

    F is the share of the sphere within an angle \rho of the point.

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
            step = _step(digits + _SPARE, dimension, float(samples), float(order))
            angle, far, slope = _all_angles(ar, digits, float(order), step)
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


def _step(digits: int, dimension: int, samples: float, order: float) -> float:
    r"""The step in u at which the trapezoidal rule has so many digits.

        step = \max_y 2 \pi y/[digits \ln 10 + \max_u \ln |f(u + i y)|]

    f is the integrand: on a line at distance y from the real axis its P-th power grows, and the
    rule is off by e^{-2 \pi y/step} times that. The next singularities, of the angle, are at
    y = \pi/2.
    """
    y = np.arange(1, _LINES) * pi / (2 * _LINES)
    u = np.linspace(-_FURTHEST, _FURTHEST, _PLACES) + 1j * y[:, None]
    with np.errstate(all="ignore"):
        near, far = (pi / (1 + np.exp(sign * pi * np.sinh(u))) for sign in (-1, 1))
        share = _by_parts(far, np.sin(far), np.cos(far), pi, dimension - 1)
        chord = np.log(np.abs(2 * np.sin(near / 2)))
        front = np.abs(order * np.sin(far / 2) * near * far * np.cosh(u))
        size = (order - 1) * chord + samples * np.log(np.abs(share)) + np.log(front)
    growth = np.where(np.isnan(size), -np.inf, size).max(axis=1)
    return float(np.max(2 * pi * y / (digits * log(10) + np.maximum(growth, 0.0))))


def _all_angles(
    ar: Multiple, digits: int, order: float, width: float
) -> tuple[Array, Array, Array]:
    r"""Angles \pi/(1 + e^{-\pi \sinh u}), what is left of them to \pi, and their weights."""
    size = digits * log(10)
    step = gmpy2.mpfr(width)
    reach = ceil((float(np.arcsinh(2 * size / (pi * min(1.0, order)))) + 1) / width)
    u = ar.array([gmpy2.mpfr(i) * step for i in range(-reach, reach + 1)])
    sinh, cosh = (ar.exp(u) - ar.exp(-u)) / 2, (ar.exp(u) + ar.exp(-u)) / 2
    near, far = (1 / (1 + ar.exp(sign * ar.pi * sinh)) for sign in (-1, 1))
    return ar.pi * near, ar.pi * far, ar.pi**2 * near * far * cosh * step


def _sine(angle: Array) -> Array:
    return np.array([gmpy2.sin(x) for x in angle], dtype=object)


def _share(ar: Multiple, angle: Array, power: int) -> Array:
    r"""J(\rho)/J(\pi) for a power of the sine."""
    cosine = np.array([gmpy2.cos(x) for x in angle], dtype=object)
    share = _by_parts(angle, _sine(angle), cosine, ar.pi, power)
    return np.asarray([max(x, 0 * x) for x in share], dtype=object)  # rounding is not below


def _by_parts(angle: Array, sine: Array, cosine: Array, whole: Any, power: int) -> Array:
    r"""J(\rho)/J(\pi); `whole` is \pi in the arithmetic of the angles."""
    part = angle
    if power % 2:
        part, whole = 1 - cosine, 2 * whole / whole
    for p in range(2 + power % 2, power + 1, 2):
        part = ((p - 1) * part - cosine * sine ** (p - 1)) / p
        whole = whole * (p - 1) / p
    return np.asarray(part / whole)
