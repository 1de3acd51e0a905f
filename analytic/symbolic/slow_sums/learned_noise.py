r"""What is learned of label noise, mode by mode, by a slow and safe route.

    \sum_j f(\lambda_j t) = \sum_{j \le K} f + \sum_n f_n t^n \zeta(n b, K + 1)

for \lambda_j = j^{-b}, with f expanded beyond the K at which \lambda_j t is below a quarter.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Float, Integer, Rational, ceiling, lambdify, series, zeta

from analytic.notation import a, b, lambda_j, t, x

__all__ = ["largest_noise_gap", "noise_sum"]

_TERMS = 16  # of the tail, each a quarter of the one before
_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Integer(2), b: Integer(3)},
)
_TIMES = (Integer(300), Integer(3000))


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


def largest_noise_gap(summand: Expr, expansion: Expr, remainder: Expr) -> Float:
    """The largest distance of an expansion in t from the sum, over what it leaves out."""
    found = []
    for point in _POINTS:
        for time in _TIMES:
            at = {**point, t: time}
            claimed = expansion.subs(at).evalf(15)
            gap = abs(claimed - noise_sum(summand, point[b], time))
            found.append(gap / remainder.subs(at))
    return Float(max(found), 3)
