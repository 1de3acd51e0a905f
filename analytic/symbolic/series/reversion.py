r"""Reversion: the regulariser at which the effective dimension is a given number.

    d(\kappa) = C \kappa^{-p} [1 + \rho(\kappa)] = n
    \kappa = (C/n)^{1/p} [1 + \rho(\kappa)]^{1/p}

solved by iteration, each of which gains one correction.
"""

from __future__ import annotations

from sympy import Expr

from analytic.symbolic.series.log_powers import LogPowers

__all__ = ["revert"]


def revert(dimension: LogPowers, large: Expr, order: int) -> LogPowers:
    """The small quantity of `dimension` as a series in 1/large, from dimension = large.

    `order` is the number of corrections; the leading power of `dimension` must be negative.
    """
    small = 1 / large
    (exponent, _), coefficient = dimension.leading
    root = -1 / exponent
    n = LogPowers.of(small, [((exponent * 0 - 1, 0), coefficient**0)])
    rest = dimension - LogPowers.of(dimension.small, [((exponent, 0), coefficient)])
    next_powers = [(root * (1 + e - exponent), j) for e, j in {*rest.terms, *rest.omitted}]
    kappa = LogPowers.of(small, [((root, 0), coefficient**root)], next_powers)
    for _ in range(order):
        deficit = n - rest.composed(kappa, order)
        kappa = deficit.scaled(1 / coefficient).power(-root, order)
    return kappa
