r"""Euler-Maclaurin coefficients: the Hurwitz zeta function at many exponents and one cut.

    \zeta(q, m) = m^{1-q}/(q-1) + m^{-q}/2 + \sum_{i=1}^{I} B_{2i}/(2i)! (q)_{2i-1} m^{1-q-2i} + ...

Summed over the terms of an expansion whose nearest singularity is at distance r from m, I terms
leave about 2 (2I)!/(2 \pi r)^{2I}; the cut m is chosen so that this is below the precision.

Resonances are where a pole of zeta meets a pole of the sine, and two singular terms join into one.
With e = 1 - p + b j small, (pi/b)/sin(pi e/b) kappa^{-e/b} - m^e/e stays finite; at e = 0 it is
-log(kappa)/b - log m. The functions here keep its digits however small e is.
"""

from functools import lru_cache
from math import ceil, lgamma, log, pi
from typing import Any

import gmpy2
import numpy as np
from mpmath import bernfrac
from sympy import Expr, Integer

from analytic.exact.precision import Arithmetic, Array, Double, Multiple


def cut(bits: int) -> int:
    """The cut m, and distance to the nearest singularity, that reach a precision of `bits`."""
    return ceil(0.15 * bits) + 2


@lru_cache(maxsize=256)
def correction_count(bits: int, distance: int) -> int:
    """The number I of Bernoulli terms that leaves 2 (2I)!/(2 pi r)^{2I} below 2^-bits."""
    for count in range(1, 4 * bits):
        order = 2 * count
        if lgamma(order + 1) - order * log(2 * pi * distance) < -(bits + 2) * log(2):
            return count
    return ceil(pi * distance)


@lru_cache(maxsize=64)
def bernoulli_ratios(count: int) -> tuple[Any, ...]:
    """B_{2i}/(2i)! for i = 1 ... count, as rationals."""
    ratios = []
    factorial = 1
    for i in range(1, count + 1):
        factorial *= (2 * i - 1) * (2 * i)
        numerator, denominator = bernfrac(2 * i)
        ratios.append(gmpy2.mpq(int(numerator), int(denominator)) / factorial)
    return tuple(ratios)


def hurwitz_tail_sum(
    arithmetic: Arithmetic, q: Array, m: Any, count: int, log_scale: Any = 0
) -> Array:
    r"""exp(log_scale) zeta(q, m) without its integral term m^{1-q}/(q-1), for an array q."""
    m = arithmetic.number(m)
    power = arithmetic.exp(log_scale - q * arithmetic.log(m))
    total = power / 2
    ratio = q / m
    falling = ratio * power
    for i, coefficient in enumerate(bernoulli_ratios(count), start=1):
        total = total + arithmetic.number(coefficient) * falling
        falling = falling * ((ratio + (2 * i - 1) / m) * (ratio + 2 * i / m))
    return np.asarray(total)


def hurwitz(arithmetic: Arithmetic, q: Array, m: Any, count: int, log_scale: Any = 0) -> Array:
    """exp(log_scale) zeta(q, m) for an array of exponents q, none of them 1."""
    log_m = arithmetic.log(arithmetic.number(m))
    integral = arithmetic.exp(log_scale + (1 - q) * log_m) / (q - 1)
    return np.asarray(integral + hurwitz_tail_sum(arithmetic, q, m, count, log_scale))


def integers(arithmetic: Arithmetic, start: int, stop: int) -> Array:
    """The integers start ... stop - 1 as real numbers of the arithmetic."""
    return arithmetic.array(np.arange(start, stop).tolist())


@lru_cache(maxsize=256)
def nearest_resonance(p: Expr, b: Expr) -> tuple[int | None, Expr]:
    """The order j >= 0 at which 1 - p + b j is below a quarter in size, with that gap, or None."""
    if b == 0:
        return None, 1 - p
    order = round(float((p - 1) / b))
    gap = 1 - p + b * order
    if order < 0 or abs(float(gap)) >= 0.25:
        return None, gap
    if not gap.is_Rational and gap.equals(0):
        gap = Integer(0)
    return order, gap


def sine(x: Any) -> Any:
    """sin x of a float or a gmpy2 real."""
    return np.sin(x) if isinstance(x, float) else gmpy2.sin(x)


def digamma(arithmetic: Arithmetic, x: Any) -> Any:
    """The logarithmic derivative of the Gamma function at a real x > 0."""
    value = gmpy2.digamma(gmpy2.mpfr(x))
    return value if isinstance(arithmetic, Multiple) else float(value)


def sine_excess(arithmetic: Arithmetic, gap: Expr, b: Expr) -> Any:
    r"""(\pi/b)/\sin(\pi e/b) - 1/e, which vanishes like e."""
    fine = _finer(arithmetic, gap, 3)
    with fine.working():
        e, width = fine.number(gap), fine.number(b)
        excess = fine.pi / width / gmpy2.sin(fine.pi * e / width) - 1 / e
    return float(excess) if isinstance(arithmetic, Double) else excess


def expm1_over(arithmetic: Arithmetic, gap: Expr, shift: Array) -> Array:
    """(1 - exp(-e shift))/e for small e."""
    if isinstance(arithmetic, Double):
        e = float(gap)
        return np.asarray(-np.expm1(-e * shift) / e)
    fine = _finer(arithmetic, gap, 1)
    with fine.working():
        e = fine.number(gap)
        return np.asarray((1 - fine.exp(-e * shift)) / e)


def _finer(arithmetic: Arithmetic, gap: Expr, times: int) -> Multiple:
    """An arithmetic with the digits that a difference of nearly equal numbers will lose."""
    with Multiple(64).working():
        size = Multiple(64).number(gap)
        loss = max(0, 8 - int(gmpy2.get_exp(size)))
    return Multiple(arithmetic.bits + 32 + times * loss)


def power_gap(arithmetic: Arithmetic, epsilon: Expr, low: Any, high: Any) -> Any:
    r"""(high^epsilon - low^epsilon)/epsilon, a logarithm at epsilon = 0, without cancellation."""
    exponent = gmpy2.mpfr(arithmetic.number(epsilon))
    loss = 0 if exponent == 0 else max(0, 8 - int(gmpy2.get_exp(exponent)))
    fine = Multiple(arithmetic.bits + 32 + loss)
    with fine.working():
        logs = gmpy2.log(gmpy2.mpfr(low)), gmpy2.log(gmpy2.mpfr(high))
        if exponent == 0:
            gap = logs[1] - logs[0]
        else:
            e = fine.number(epsilon)
            gap = (gmpy2.exp(e * logs[1]) - gmpy2.exp(e * logs[0])) / e
    return float(gap) if not isinstance(arithmetic, Multiple) else gap
