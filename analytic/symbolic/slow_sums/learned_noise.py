r"""What is learned of label noise, mode by mode, by a slow and safe route.

    \sum_j f(\lambda_j t) = \sum_{j \le K} f + \sum_n f_n t^n \zeta(n b, K + 1)

for \lambda_j = j^{-b}, with f expanded beyond the K at which \lambda_j t is below a quarter.
"""

from __future__ import annotations

from sympy import Expr, ceiling, lambdify, series, zeta

from analytic.notation import lambda_j, t, x

__all__ = ["noise_sum"]

_TERMS = 16  # of the tail, each a quarter of the one before


def noise_sum(summand: Expr, capacity: Expr, time: Expr) -> float:
    """The sum over all modes j of a function of lambda_j t that vanishes with it."""
    profile = summand.subs(t, x / lambda_j)
    last = int(ceiling((4 * time) ** (1 / capacity)))
    at = lambdify(x, profile, "math")
    scale = float(time)
    head = sum(at(scale * float(n) ** -float(capacity)) for n in range(1, last + 1))
    expanded = series(profile, x, 0, _TERMS).removeO()
    tail = sum(
        float(expanded.coeff(x, n)) * scale**n * float(zeta(n * capacity, last + 1).evalf(15))
        for n in range(1, _TERMS)
    )
    return float(head + tail)
