r"""Values at infinite time: the double pole of a two-point function at s = s' = 0.

At the end of training one of D_P, D_N has vanished, d(\kappa_0) = min(N, P). Slopes in kappa are

    dd/d\kappa = -(d - d_2)/\kappa,   d_2 = \sum_k \lambda_k^2 / (\lambda_k + \kappa)^2,
    dw/d\kappa = -w_2,               w_2 = \sum_k c_k / (\lambda_k + \kappa)^2.
"""

from __future__ import annotations

from sympy import Expr, cancel, factor

from analytic.notation import d, d_2, epsilon, kappa, primed, w, w_2

__all__ = ["along_the_diagonal", "one_after_the_other"]


def along_the_diagonal(function: Expr, dimension: Expr) -> Expr:
    """The limit s = s' -> 0 of a function of kappa, d, w, first s' -> s and then d -> dimension."""
    return _finite(_confluent(function, d).subs(d, dimension))


def one_after_the_other(function: Expr, dimension: Expr) -> Expr:
    """The limit s -> 0 at fixed s', then s' -> 0: what the iterated residue at the pole gives."""
    return _finite(_confluent(cancel(cancel(function).subs(d, dimension)), dimension))


def _confluent(function: Expr, dimension: Expr) -> Expr:
    """The limit of the second frequency approaching the first, where d = dimension."""
    slope = {kappa: 1, d: -(dimension - d_2) / kappa, w: -w_2}
    start = {kappa: kappa, d: dimension, w: w}
    nearby = {primed(x): start[x] + epsilon * slope[x] for x in (kappa, d, w)}
    return cancel(cancel(function.xreplace(nearby)).subs(epsilon, 0))


def _finite(value: Expr) -> Expr:
    return factor(cancel(value))
