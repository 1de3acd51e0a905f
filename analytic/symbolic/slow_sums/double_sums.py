r"""Sums over two modes by brute force, in double precision: the slow route for corrections.

    \sum_{j,k \le K} f(\lambda_j, \lambda_k, c_k)
      + \sum_{j > K} \lambda_j \sum_{k \le K} f_1(k) + \sum_{k > K} c_k \sum_{j \le K} f_2(j)

What lies beyond K enters through the part of f that is linear in \lambda_j, or in c_k at
\lambda_k = 0; the rest is smaller by K^{-b}, far below what is compared here.
"""

from __future__ import annotations

from sympy import Expr, lambdify, zeta

from analytic.notation import c_k, lambda_j, lambda_k, t
from analytic.symbolic.mean_field.mode_dynamics import coincident

__all__ = ["double_sum"]

_LAST = 150
_TINY = 1e-9  # a lambda_j at which f is linear to half of double precision


def double_sum(summand: Expr, source: Expr, capacity: Expr, time: Expr) -> float:
    """The sum over all j and k of a summand of mode_dynamics, c_k = k^-source at a given time."""
    letters = (lambda_j, lambda_k, c_k, t)
    apart = lambdify(letters, summand, "math")
    together = lambdify(letters[1:], coincident(summand), "math")
    rates = [float(n) ** -float(capacity) for n in range(1, _LAST + 1)]
    powers = [float(n) ** -float(source) for n in range(1, _LAST + 1)]
    now = float(time)
    inside = sum(
        apart(rate, other, power, now)
        for other, power in zip(rates, powers, strict=True)
        for rate in rates
        if rate != other
    )
    same = sum(together(rate, power, now) for rate, power in zip(rates, powers, strict=True))
    linear = sum(
        apart(_TINY, rate, power, now) / _TINY for rate, power in zip(rates, powers, strict=True)
    )
    constant = sum(apart(rate, _TINY, 1.0, now) for rate in rates)
    tails = [float(zeta(power, _LAST + 1).evalf(15)) for power in (capacity, source)]
    return float(inside + same + tails[0] * linear + tails[1] * constant)
