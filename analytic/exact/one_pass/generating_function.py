r"""The loss of one-pass SGD as a generating function in the number of steps.

    \hat L(z) = \sum_n L_n z^n = [\hat F + \hat K \sigma^2/(1-z)] / (1 - \hat K),
    \hat F = \int d\phi(k)/(1 - z q(k)),   \hat K = (\eta^2/B) z \int k^2 d\rho(k)/(1 - z q(k))

With 1 - z q(k) = -z \beta \eta^2 (k + s_+)(k + s_-) and, at P = infinity, \int k d\rho/(s + k) =
d(kappa(s)), \int d\phi/(s + k) = kappa w/s, both are values of the resolvents at two frequencies:

    r^2 = 1 + \beta (e^p - 1),   z = e^{-p},
    s_- = (e^p - 1)/(\eta (1+r)),   s_+ = -(1+r)/(\eta \beta),
    \hat F = [W(s_-) - W(s_+)] e^p/(2 \eta r),   W = kappa w/s,
    \hat K = (\eta/(2 r B)) [s_+ d(s_+) - s_- d(s_-)].

Its singularities lie where e^p is real: at q of the spectrum, and where \hat K = 1.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from analytic.exact.one_pass.beyond_spectrum import kappa_beyond, solution_beyond
from analytic.exact.one_pass.update import Update
from analytic.exact.precision import Arithmetic, Array, Multiple
from analytic.exact.response import FieldSolution, FixedPoint

__all__ = [
    "Parts",
    "exponential_minus_one",
    "generating_function",
    "kernel_at_one",
    "parts",
]


class Parts(NamedTuple):
    r"""\hat F, \hat K and 1 - z at an array of p."""

    bias: Array
    kernel: Array
    gap: Array


def generating_function(at: Parts, noise: Any) -> Array:
    r"""\hat L from its parts."""
    return np.asarray((at.bias + at.kernel * noise / at.gap) / (1 - at.kernel))


def parts(equations: FixedPoint, update: Update, p: Array) -> Parts:
    r"""\hat F, \hat K and 1 - z at z = e^{-p}, p off the negative real axis."""
    ar = equations.arithmetic
    rise = exponential_minus_one(ar, p)
    r = ar.sqrt(1 + update.beta * rise)
    near = equations.solve(rise / (update.step * (1 + r)))
    far = solution_beyond(equations, update, r)
    bias = (_resolvent(near) - _resolvent(far)) * (1 + rise) / (2 * update.step * r)
    push = far.s * far.sums.d - near.s * near.sums.d
    kernel = update.step * update.over_batch * push / (2 * r)
    return Parts(bias, kernel, rise / (1 + rise))


def kernel_at_one(equations: FixedPoint, update: Update) -> Any:
    r"""\hat K at z = 1, where r = 1 and s_- = 0: the share of the noise that is passed on.

    \hat K(1) = -d(\kappa(s_+))/(\beta B),   s_+ = -2/(\eta \beta)
    """
    ar = equations.arithmetic
    kappa = ar.complex([kappa_beyond(equations, -2 / (update.step * update.beta))])
    return -ar.real(equations.sums.evaluate(kappa).d)[0] * update.over_batch / update.beta


def _resolvent(at: FieldSolution) -> Array:
    """W = kappa w/s."""
    return np.asarray(at.sums.w / at.D_N)


def exponential_minus_one(arithmetic: Arithmetic, p: Array) -> Array:
    """e^p - 1 to full relative precision."""
    if not isinstance(arithmetic, Multiple):
        return np.asarray(np.expm1(p))
    smallest = float(np.min(arithmetic.log2_abs(p)))
    fine = Multiple(arithmetic.bits + max(0, int(-smallest)) + 8)
    with fine.working():
        return np.asarray(fine.exp(p) - 1)
