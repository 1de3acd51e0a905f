r"""The loss at late times where nothing is limited: one term, and a bound of all the others.

    L(t) = \sum_k c_k e^{-2 \lambda_k t} = \sum_i C_i \Gamma(p_i/b)/b T^{-p_i/b} (1 + \delta_i)

with T = 2 t scale and c_k the sum of C_i k^{-p_i-1}. The rest is beyond all powers: by Poisson
summation it is the sum over m != 0 of \int f(x) e^{2 \pi i m x} dx, and on the ray arg x = \phi,
with C = \cos(b \phi), S = \sin \phi, for every 0 < \theta < 1 and 0 < \phi < \pi/(2b),

    |\delta| <= 2 \sum_m e^{-\theta E m^{b/(b+1)}} ((1 - \theta) C)^{-p/b}
             <= 10 e^{-\theta E} ((1 - \theta) C)^{-p/b}   for \theta E >= 1,
    E = \min_r (T C r^{-b} + 2 \pi S r).

A contour loses as many digits as the loss is below the sums from which it cancels.
"""

from __future__ import annotations

from math import log, pi

import gmpy2
import numpy as np
from sympy import Expr, oo

from analytic.exact.limits import Losses
from analytic.exact.precision import Multiple, Scaled
from analytic.exact.sums.extent import log2_sizes
from analytic.problem import Model

__all__ = ["late_losses", "log10_rest"]

_GRID = 64


def late_losses(arithmetic: Multiple, model: Model, time: Expr, digits: int) -> Losses | None:
    """Both losses to so many digits, or None where the bound does not prove them."""
    spectrum = model.spectrum.unlimited_power_law
    if spectrum is not None and min(model.width, model.samples) == oo:
        powers = [power - spectrum.multiplicity_growth - 1 for _, power in spectrum.target_powers]
        scale = 2 * time * spectrum.scale
        if max(log10_rest(power, spectrum.b, scale) for power in powers) < -digits - 1:
            loss = sum(
                arithmetic.number(spectrum.multiplicity * coefficient)
                * _term(arithmetic, power / spectrum.b, scale)
                for (coefficient, _), power in zip(spectrum.target_powers, powers, strict=True)
            ) / arithmetic.number(spectrum.b)
            noise = arithmetic.number(model.noise)
            return Losses(*(Scaled(x, arithmetic.number(0)) for x in (loss, loss + noise)))
    return None


def log10_rest(power: Expr, b: Expr, scale: Expr) -> float:
    r"""log10 of the bound of |\delta|, for T = scale.

    >>> from sympy import Integer, Rational
    >>> log10_rest(Integer(1), Rational(3, 2), Integer(1)) > -1
    True
    >>> log10_rest(Integer(1), Rational(3, 2), Integer(10) ** 9) < -1000
    True
    """
    growth, order = float(b), float(power / b)
    with np.errstate(over="ignore"):
        phi = np.linspace(0, pi / 2 / growth, _GRID + 2)[1:-1, None]
        theta = np.linspace(0, 1, _GRID + 2)[None, 1:-1]
        cosine, frequency = np.cos(growth * phi), 2 * pi * np.sin(phi)
        log_t = float(log2_sizes([scale])[0]) * log(2)
        log_r = (log_t + np.log(growth * cosine / frequency)) / (growth + 1)
        least = theta * frequency * np.exp(log_r) * (1 + 1 / growth)
    rest = log(10) - least - order * np.log((1 - theta) * cosine)
    return float(np.min(np.where(least >= 1, rest, np.inf))) / log(10)


def _term(arithmetic: Multiple, order: Expr, scale: Expr) -> gmpy2.mpfr:
    r"""\Gamma(order) T^{-order}."""
    exponent = arithmetic.number(order)
    return gmpy2.gamma(exponent) * arithmetic.number(scale) ** -exponent
