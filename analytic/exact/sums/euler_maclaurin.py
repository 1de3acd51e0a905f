r"""Euler-Maclaurin coefficients: the Hurwitz zeta function at many exponents and one cut.

    \zeta(q, m) = m^{1-q}/(q-1) + m^{-q}/2 + \sum_{i=1}^{I} B_{2i}/(2i)! (q)_{2i-1} m^{1-q-2i} + ...

Summed over the terms of an expansion whose nearest singularity is at distance r from m, I terms
leave about 2 (2I)!/(2 \pi r)^{2I}; the cut m is chosen so that this is below the precision.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, lgamma, log, pi
from typing import Any

import gmpy2
import numpy as np
from mpmath import bernfrac

from analytic.exact.precision import Arithmetic, Array

__all__ = ["correction_count", "cut", "hurwitz", "hurwitz_tail_sum", "integers"]


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
