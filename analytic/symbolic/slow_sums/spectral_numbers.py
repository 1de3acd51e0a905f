r"""Numbers for spectral functions at any argument, each by the route that proves its digits.

A head and a tail where few modes matter; Euler-Maclaurin summation where the profile reaches far;
for late exponentials the power law alone, where a bound shows that the rest is below the digits.
With T = x rate and power = -p - 1, by Poisson summation on the ray arg k = \phi,

    \sum_k k^power e^{-T k^-b} = \Gamma(p/b)/b T^{-p/b} (1 + \delta)
    |\delta| <= 10 e^{-\theta E} ((1 - \theta) \cos b\phi)^{-p/b},   \theta E >= 1
    E = \min_r (T \cos(b \phi) r^{-b} + 2 \pi \sin(\phi) r),   0 < \theta < 1,  0 < b \phi < \pi/2

Powers of \log k are derivatives with respect to the power of k, by central differences.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import mpmath
from sympy import Expr, Integer, Rational, binomial

from analytic.errors import PrecisionError
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Exponential
from analytic.symbolic.slow_sums.numeric import numeric, tail_ratio
from analytic.symbolic.slow_sums.smooth_sums import smooth_sum
from analytic.symbolic.slow_sums.working import working_digits

__all__ = ["late_bound", "spectral_number"]

_SHORT = 2000  # modes that a head adds singly
_GUARD = 6  # digits
_GRID = 16
_FINER = 12  # digits are asked for in multiples of it, so that a sum that recurs is known


def spectral_number(
    precision: int, harmonic: HarmonicSum, argument: Expr, logarithms: int = 0
) -> Expr:
    """A harmonic sum without parameters, or its n-th derivative with respect to the power of k.

    Accuracy  rounded to `precision` bits.
    Raises    DivergenceError where the sum diverges, PrecisionError where no route reaches it.
    """
    harmonic.require_convergence()
    wanted = mpmath.libmp.prec_to_dps(precision) + 2
    digits = -(-wanted // _FINER) * _FINER
    found = _derivative(harmonic, argument, digits, logarithms)
    return Expr._from_mpmath(found, precision)


def late_bound(order: mpmath.mpf, b: mpmath.mpf, scale: mpmath.mpf) -> mpmath.mpf:
    r"""The bound of |\delta| for order = p/b and T = scale."""
    bounds = []
    for i in range(1, _GRID):
        phi = mpmath.pi / (2 * b) * i / _GRID
        if phi > mpmath.pi / 2:
            break
        cosine, frequency = mpmath.cos(b * phi), 2 * mpmath.pi * mpmath.sin(phi)
        least = (b * scale * cosine / frequency) ** (1 / (b + 1)) * frequency * (1 + 1 / b)
        bounds += [
            10 * mpmath.exp(-theta * least) * ((1 - theta) * cosine) ** -order
            for theta in (mpmath.mpf(j) / _GRID for j in range(1, _GRID))
            if theta * least >= 1
        ]
    return min(bounds, default=mpmath.inf)


@lru_cache(maxsize=4096)
def _derivative(harmonic: HarmonicSum, argument: Expr, digits: int, order: int) -> mpmath.mpf:
    """Central differences in the power; more digits where they cancel against the sum itself."""
    if order == 0:
        return _sum(harmonic, argument, digits)
    lost = 0
    while True:
        half = (digits + lost) // 2 + _GUARD
        working = digits + lost + order * half + 2 * _GUARD
        step = Rational(1, 10**half)
        shifts = [(Rational(order, 2) - i) * step for i in range(order + 1)]
        sums = [
            _sum(replace(harmonic, power=harmonic.power + shift), argument, working)
            for shift in shifts
        ]
        with working_digits(working):
            weights = [(-1) ** i * int(binomial(order, i)) for i in range(order + 1)]
            found = mpmath.fdot(weights, sums) * mpmath.mpf(10) ** (half * order)
            cancelled = int(mpmath.log10(abs(sums[0] / found))) + 1 if found else digits + lost
        if cancelled <= lost + _GUARD:
            with working_digits(digits):
                return +found
        lost = cancelled


def _sum(harmonic: HarmonicSum, argument: Expr, digits: int) -> mpmath.mpf:
    with working_digits(digits + _GUARD):
        scale = mpmath.mpmathify((harmonic.profile.rate * argument).evalf(digits + _GUARD))
        growth = mpmath.mpmathify(harmonic.growth.evalf(digits + _GUARD))
        late = _late(harmonic, scale, growth, digits)
        ratio = tail_ratio(harmonic.profile)
        few = abs(scale) ** (-1 / growth) * ratio ** (1 / abs(growth)) <= _SHORT
    if late is not None:
        return late
    diverges = isinstance(harmonic.profile, Exponential) and growth > 0 and mpmath.re(scale) <= 0
    if not (few or diverges):
        try:
            return smooth_sum(harmonic, argument, digits)
        except PrecisionError:
            pass  # the head may still be short enough
    return numeric(harmonic, {harmonic.variable: argument}, digits)


def _late(
    harmonic: HarmonicSum, scale: mpmath.mpf, growth: mpmath.mpf, digits: int
) -> mpmath.mpf | None:
    """The power law of an exponential sum, where it has so many digits."""
    exponential = isinstance(harmonic.profile, Exponential)
    if not exponential or growth > 0 or mpmath.im(scale) != 0 or mpmath.re(scale) <= 0:
        return None
    order = mpmath.mpmathify(((harmonic.power + Integer(1)) / harmonic.growth).evalf(mpmath.mp.dps))
    if mpmath.im(order) != 0 or late_bound(order, -growth, scale) > mpmath.mpf(10) ** (-digits - 1):
        return None
    coefficient = mpmath.mpmathify(harmonic.coefficient.evalf(mpmath.mp.dps))
    return coefficient * mpmath.gamma(order) / -growth * scale**-order
