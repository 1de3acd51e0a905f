r"""Resonances: where a pole of zeta meets a pole of the sine, and two singular terms join into one.

With e = 1 - p + b j small, (pi/b)/sin(pi e/b) kappa^{-e/b} - m^e/e stays finite; at e = 0 it is
-log(kappa)/b - log m. The functions here keep its digits however small e is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import gmpy2
import numpy as np
from sympy import Expr, Integer

from analytic.exact.precision import Arithmetic, Array, Double, Multiple

__all__ = ["digamma", "expm1_over", "nearest_resonance", "power_gap", "sine", "sine_excess"]


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
