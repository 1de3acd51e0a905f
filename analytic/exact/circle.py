r"""Regression with the Laplace kernel on a circle of length one, where only neighbours count.

    L(P) = P (P - 1) \int_0^1 (1 - y)^{P - 2} [y \coth(y/\ell) - \ell] dy

The gap y between neighbours has the density (P - 1)(1 - y)^{P - 2}; between them the process of
covariance \sum_m e^{-|x + m|/\ell} is a bridge, as it is Markov's.
"""

from math import ceil, log, log10, pi
from typing import Any

import gmpy2
import numpy as np
from sympy import Expr

from analytic.errors import InvalidProblemError, require
from analytic.exact.angles import angles
from analytic.exact.certificate import certified_number
from analytic.exact.precision import Array, Multiple, bits_of
from analytic.problem.kernels import Kernel, Laplace, require_kernel
from analytic.problem.manifold import Manifold, Torus, positive_size

_MANY = 8  # samples for each digit: gaps above one half do not count


def regression_loss(
    kernel: Kernel, manifold: Manifold, samples: Any, digits: int | None = None
) -> Any:
    r"""The mean squared error of regression on P samples of a target of the same covariance.

        L(P) = P (P - 1) \int_0^1 (1 - y)^{P - 2} [y \coth(y/\ell) - \ell] dy

    for the kernel \sum_m e^{-|x + m|/\ell}.

    Shape     one number: an mpmath number with `digits`, a float without.
    Valid     the Laplace kernel on a torus of one dimension, without a penalty; P >= 2.
    Raises    InvalidProblemError for others, which `sampling.regression_loss` draws.

    >>> from analytic.problem.kernels import Laplace
    >>> from analytic.problem.manifold import Torus
    >>> round(regression_loss(Laplace(), Torus(1), 20), 12)
    0.031696077512
    """
    require_kernel(kernel, manifold)
    circle = isinstance(manifold, Torus) and manifold.dimension == 1
    if not (isinstance(kernel, Laplace) and circle):
        raise InvalidProblemError(
            f"The loss of {kernel} on {manifold} is not known exactly. Give Laplace() on Torus(1), "
            "or simulate."
        )
    number = positive_size(samples, "samples")
    require(bool(number >= 2), f"samples = {number} have no gap between two. Give 2 or more.")
    return certified_number(lambda working: _loss(kernel.scale, number, working), digits)


def _loss(scale: Expr, samples: Expr, digits: int) -> Any:
    """The integral by the trapezoidal rule, in the logarithm of the gap or to both ends."""
    lost = 2 * max(0.0, log10(float(samples) * float(scale))) + 5
    ar = Multiple(bits_of(digits + lost))
    size = (digits + 5) * log(10)
    with ar.working():
        if samples > _MANY * digits:
            gap, weight = _small(ar, size, float(samples))
            others = 1 - gap
        else:
            gap, others, weight = (one / ar.pi for one in angles(ar, size, 0))
        number, width = ar.number(samples), ar.number(scale)
        left = ar.exp(-2 * gap / width)
        apart = left != 1  # where rounding leaves a gap, whose square counts
        inside = (gap * (1 + left) / (1 - left + ~apart) - width) * apart
        empty = ar.exp((number - 2) * ar.log(others))
        return number * (number - 1) * np.sum(weight * empty * inside)


def _small(ar: Multiple, size: float, samples: float) -> tuple[Array, Array]:
    """Gaps e^s up to one half, and their weights."""
    step = pi**2 / (1.2 * size)
    count = ceil((log(samples) + size / 3 + 5) / step)
    s = ar.array([gmpy2.mpfr(log(0.5)) - i * gmpy2.mpfr(step) for i in range(count)])
    gap = ar.exp(s)
    return gap, gap * gmpy2.mpfr(step)
