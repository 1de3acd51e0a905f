r"""What the fluctuation of a regression over data sets adds to a loss |f - y|^n.

    E|\delta - y|^n - |y|^n,   \delta = z/\chi_\nu,   \nu = P - M + 1

Given the features of P samples the prediction at a point is normal, with a variance that is one
over a \chi^2 variable with \nu degrees of freedom: \delta has the density (1 + \delta^2)^{-(\nu +
1)/2} up to a factor, that of a Student variable over \sqrt\nu.
"""

from collections.abc import Callable
from math import ceil, log, log10, pi
from typing import Any

import gmpy2
import numpy as np
from sympy import Expr

from analytic.errors import require
from analytic.exact.certificate import certified_number
from analytic.exact.precision import Array, Multiple, bits_of
from analytic.problem.manifold import positive_size
from analytic.real_numbers import exact_number, shown

_STRIP = 3.0  # by which the step of the trapezoidal rule falls with the digits


def regression_excess(
    modes: Any, samples: Any, order: Any, offset: Any = 0, digits: int | None = None
) -> Any:
    r"""The mean of |f - y|^n over data sets, less its value at the mean prediction.

        E|f - y|^n - |E f - y|^n = E|\delta - y|^n - |y|^n,   \delta = z/\chi_\nu,   \nu = P - M + 1

    for least squares of M Gaussian features on P noisy samples; z ~ N(0, 1).

    The prediction f is that at a point whose squared Mahalanobis distance, times the variance of
    the label noise, is one. The label y is as far from the mean prediction as the offset says.

    Shape     one number: an mpmath number with `digits`, a float without.
    Valid     P > M + n - 1, where the mean is finite; any real P, and n > 0.
    Raises    InvalidProblemError for sizes, an order or an offset that have no mean.

    >>> round(regression_excess(2, 13, 2), 12)  # 1/(P - M - 1)
    0.1
    """
    count, known, power = (
        positive_size(value, name)
        for value, name in ((modes, "modes"), (samples, "samples"), (order, "order"))
    )
    away = exact_number(offset, "offset")
    require(
        bool(away.is_nonnegative) and not away.free_symbols and away.is_finite is True,
        f"offset = {shown(away)} is no distance. Give a number of 0 or more.",
    )
    freedom = known - count + 1
    require(
        bool(freedom > power),
        f"The mean of order n = {shown(power)} is infinite for M = {shown(count)} features on "
        f"P = {shown(known)} samples. Give P > M + n - 1.",
    )
    return certified_number(lambda working: _excess(freedom, power, away, working), digits)


def _excess(freedom: Expr, order: Expr, offset: Expr, digits: int) -> Any:
    """The ratio of two integrals over the positive half of the density.

    Of both signs of the fluctuation the mean is taken; below the kink of an absolute loss that
    vanishes.
    """
    ar = Multiple(bits_of(digits + 10 + 2 * log10(float(freedom) + 10)))
    with ar.working():
        nu, n, y = (ar.number(value) for value in (freedom, order, offset))
        slow = min(1.0, float(order), float(freedom - order))
        growth, slope = _growth(ar, digits, slow)
        width = 1 / gmpy2.sqrt(nu)

        def integral(place: Array, weight: Array, function: Callable[[Array], Any]) -> Any:
            density = ar.exp(-(nu + 1) / 2 * ar.log(1 + place * place))
            return np.sum(weight * density * function(place))

        def power(x: Array) -> Array:
            return np.asarray(ar.exp(n * ar.log(x)))

        def added(x: Array) -> Array:
            return np.asarray((power(abs(x - y)) + power(x + y)) / 2 - y**n)

        whole = integral(width * growth, width * slope, np.ones_like)
        if offset == 0:
            return integral(width * growth, width * slope, power) / whole
        unit = 1 / (gmpy2.sqrt(nu) + nu * y)
        total = integral(y + unit * growth, unit * slope, added)
        if order != 1:
            share = min(1, width / y) * growth
            within = y / (1 + share)
            total += integral(share * within, within**2 * slope * share / growth / y, added)
        return total / whole


def _growth(ar: Multiple, digits: int, slowest: float) -> tuple[Array, Array]:
    r"""Numbers e^{(\pi/2) \sinh u} from zero to infinity, and the weights of their integrals.

    What is integrated falls at both ends at least with the slowest power.
    """
    size = (digits + 5) * log(10)
    step = gmpy2.mpfr(_STRIP / size)
    reach = ceil(float(np.arcsinh(2 * size / (pi * slowest)) / float(step)))
    u = ar.array([i * step for i in range(-reach, reach + 1)])
    up, down = ar.exp(u), ar.exp(-u)
    growth = ar.exp(ar.pi / 4 * (up - down))
    return growth, growth * ar.pi / 4 * (up + down) * step
