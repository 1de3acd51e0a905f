r"""Eigenvalues of kernels on tori and spheres, for points drawn uniformly.

On a torus of side one they are Fourier coefficients, of Matern kernels in closed form,

    \lambda(k) = \frac{2^d \pi^{d/2} \Gamma(\nu + d/2) q^\nu}
                      {\Gamma(\nu) (q + |2 \pi k|^2)^{\nu + d/2}},   q = 2 \nu/\ell^2

and on spheres the integrals of Funk and Hecke, with Gegenbauer polynomials P_k(1) = 1,

    \lambda(k) = \int_0^\pi K P_k(\cos\theta) \sin^{d-1}\theta d\theta
                 / \int_0^\pi \sin^{d-1}\theta d\theta
"""

from functools import lru_cache
from math import comb, isqrt, log, log10
from typing import Any, NamedTuple

import mpmath
import numpy as np
from sympy import Integer, Rational, gamma, pi

from analytic.errors import InvalidProblemError, require
from analytic.exact.angles import Digits, angles
from analytic.exact.certificate import certified_numbers, require_digits
from analytic.exact.precision import Array, Multiple, bits_of
from analytic.problem.kernels import Kernel, Laplace, Matern, require_kernel
from analytic.problem.manifold import Manifold, Torus

_MOST_DEGREE, _MOST = 5000, 10**6
_DOUBLE = 17
_LOST = 2  # digits lost for each dimension and decade of degrees, or a few more


class KernelLevel(NamedTuple):
    r"""An eigenvalue of a kernel, how many eigenfunctions share it, and their mode.

        \int K(x, y) f(y) dy/V = \lambda f(x)

    The mode is |k|^2 of the wave vectors on a torus, the degree on a sphere.
    """

    eigenvalue: Any
    copies: int
    mode: int


def kernel_eigenvalue(kernel: Kernel, manifold: Manifold, mode: int, digits: int = 17) -> Any:
    r"""The eigenvalue of a kernel at a wave number.

        \int K(x, y) f(y) dy/V = \lambda(k) f(x)

    On a torus f is \cos(2 \pi k x_1), on a sphere a polynomial of degree k that is harmonic.

    Valid     Laplace and Matern kernels on tori, all kernels on spheres.
    Raises    InvalidProblemError; for a kernel that is not positive, too.

    >>> from analytic.problem.kernels import ArcCosine, Laplace
    >>> from analytic.problem.manifold import Sphere, Torus
    >>> float(kernel_eigenvalue(Laplace(), Torus(1), 0)), float(
    ...     kernel_eigenvalue(ArcCosine(0), Sphere(2), 1)
    ... )
    (2.0, 0.125)
    """
    _refuse(kernel, manifold, digits)
    degree = _whole(mode, "mode", 0, 10**15 if isinstance(manifold, Torus) else _MOST_DEGREE)
    if isinstance(manifold, Torus):
        return _on_torus(kernel, manifold, (degree**2,), digits)[0]
    return _on_sphere(kernel, int(manifold.dimension), degree, degree, digits)[0]


def kernel_spectrum(
    kernel: Kernel, manifold: Manifold, count: int, digits: int = 17
) -> tuple[KernelLevel, ...]:
    r"""The largest eigenvalues of a kernel on a torus or a sphere, for uniformly drawn points.

        \int K(x, y) f(y) dy/V = \lambda f(x)

    Shape     the largest levels first, as many as have `count` eigenfunctions together.
    Valid     Laplace and Matern kernels on tori, all kernels on spheres.
    Accuracy  all digits; two evaluations with different nodes agree on them.
    Raises    InvalidProblemError; for a kernel that is not positive, too.

    >>> from analytic.problem.kernels import NeuralTangent
    >>> from analytic.problem.manifold import Sphere
    >>> found = kernel_spectrum(NeuralTangent(1), Sphere(2), 9, 10)
    >>> [(round(float(one.eigenvalue), 8), one.copies, one.mode) for one in found]
    [(0.5, 1, 0), (0.33333333, 3, 1), (0.078125, 5, 2)]
    """
    _refuse(kernel, manifold, digits)
    least = _whole(count, "count", 1, _MOST)
    if isinstance(manifold, Torus):
        shells = _shells(int(manifold.dimension), least)
        values = _on_torus(kernel, manifold, tuple(square for square, _ in shells), digits)
        pairs = zip(values, shells, strict=True)
        return tuple(KernelLevel(value, copies, square) for value, (square, copies) in pairs)
    return _largest(kernel, int(manifold.dimension), least, digits)


def _refuse(kernel: Any, manifold: Any, digits: Any) -> None:
    require_kernel(kernel, manifold)
    require_digits(digits)
    require(
        not isinstance(manifold, Torus) or isinstance(kernel, Laplace | Matern),
        f"The Fourier coefficients of {kernel} are not known. Give Laplace() or Matern('3/2'), or "
        "a sphere.",
    )


def _whole(value: Any, name: str, least: int, most: int) -> int:
    good = isinstance(value, int | np.integer | Integer) and not isinstance(value, bool)
    require(
        good and least <= value <= most,
        f"{name} = {repr(value)[:80]} is out of reach. Choose an integer from {least} to {most}.",
    )
    return int(value)


def _on_torus(
    kernel: Any, manifold: Torus, squares: tuple[int, ...], digits: int
) -> tuple[Any, ...]:
    """Eigenvalues at squares of k."""
    d, nu = manifold.dimension, kernel.nu
    front = 2**d * pi ** (d / Integer(2)) * gamma(nu + d / Integer(2)) / gamma(nu)
    inverse = 2 * nu / kernel.scale**2

    def evaluate(working: int) -> tuple[Any, ...]:
        ar = Multiple(bits_of(working))
        with ar.working():
            q = ar.number(inverse)
            scale = ar.number(front) * ar.exp(ar.number(nu) * ar.log(q))
            powers = ar.log(q + 4 * ar.pi**2 * ar.array(squares))
            return tuple(scale * ar.exp(-ar.number(nu + d / Rational(2)) * powers))

    return certified_numbers(evaluate, digits)


def _shells(dimension: int, count: int) -> list[tuple[int, int]]:
    """Squares of whole vectors and how many there are, up to `count` vectors."""
    squares = 4
    while True:
        line = np.zeros(squares + 1, dtype=np.int64)
        line[[n**2 for n in range(isqrt(squares) + 1)]] = 2
        line[0] = 1
        vectors = line
        for _ in range(dimension - 1):
            vectors = np.convolve(vectors, line)[: squares + 1]
        together = np.cumsum(vectors)
        if together[-1] >= count:
            last = int(np.searchsorted(together, count))
            return [(n, int(vectors[n])) for n in range(last + 1) if vectors[n]]
        squares *= 4 if dimension == 1 else 2


def _largest(kernel: Kernel, dimension: int, count: int, digits: int) -> tuple[KernelLevel, ...]:
    """Levels on a sphere: those beyond the last degree are below the two there, odd and even."""
    last = 4
    while True:
        require(
            last <= _MOST_DEGREE,
            f"{count} eigenvalues need degrees beyond {_MOST_DEGREE}. Ask for fewer.",
        )
        rough = _on_sphere(kernel, dimension, 0, last, _DOUBLE)
        copies = [_copies(dimension, degree) for degree in range(last + 1)]
        bound = max(rough[-2:])
        order = sorted(range(last + 1), key=lambda degree: -rough[degree])
        kept = [degree for degree in order if rough[degree] > bound]
        together = np.cumsum([copies[degree] for degree in kept])
        if len(kept) and together[-1] >= count:
            kept = kept[: int(np.searchsorted(together, count)) + 1]
            values = _on_sphere(kernel, dimension, 0, max(kept), digits)
            return tuple(KernelLevel(values[k], copies[k], k) for k in kept)
        last *= 2


def _copies(dimension: int, degree: int) -> int:
    """Harmonic polynomials of a degree."""
    less = comb(degree - 2 + dimension, dimension) if degree > 1 else 0
    return comb(degree + dimension, dimension) - less


@lru_cache(maxsize=64)
def _on_sphere(
    kernel: Kernel, dimension: int, first: int, last: int, digits: int
) -> tuple[Any, ...]:
    """Eigenvalues at all degrees from the first to the last."""
    degrees = [k for k in range(first, last + 1) if not kernel.vanishes(k)]

    def evaluate(working: int) -> tuple[Any, ...]:
        kept = working + _LOST * dimension * log10(last + 1)
        ar = Multiple(bits_of(kept))
        with ar.working():
            return _integrals(ar, kernel, dimension, degrees, kept)

    found = certified_numbers(evaluate, digits) if degrees else ()
    values = dict(zip(degrees, found, strict=True))
    for degree, value in values.items():
        if value < 0:
            raise InvalidProblemError(
                f"{kernel} is not positive: at degree {degree} its eigenvalue is "
                f"{float(value):.3g}. Give a positive kernel."
            )
    return tuple(values.get(k, mpmath.mpf(0)) for k in range(first, last + 1))


def _integrals(
    ar: Multiple, kernel: Kernel, dimension: int, degrees: list[int], digits: float
) -> tuple[Any, ...]:
    last = max(degrees, default=0)
    angle, _, weight = angles(ar, digits * log(10), last)
    functions = Digits(ar)
    sine, cosine = functions.sin(angle), functions.cos(angle)
    weight = weight * sine ** (dimension - 1)
    reach = angle if kernel.angular else 2 * functions.sin(angle / 2)
    values = weight * kernel.at(reach, functions) / np.sum(weight)
    before: Array = 1 + 0 * cosine
    now, found = cosine, [np.sum(values), np.sum(values * cosine)]
    for k in range(1, last):
        now, before = (
            ((2 * k + dimension - 1) * cosine * now - k * before) / (k + dimension - 1),
            now,
        )
        found.append(np.sum(values * now) if k + 1 in degrees else 0)
    return tuple(found[k] for k in degrees)
