r"""Losses of pairs of replicas at the end of training: lim s s' C(s, s').

With kappa_0 = kappa(0), d(kappa_0) = min(N, P), and all sums at kappa_0,

    nothing in common    \kappa^2 w_2
    same data            (\kappa^2 w_2 + \sigma^2 d_2/P) / (1 - d_2/P)
    same A, N <= P       \kappa w
    same A, P < N        \kappa^2 (w_2 D_N + w dD_N/d\kappa) / (1 - d_2/N)

finite at N = P as well, where the loss of a single model diverges. The labels' noise is that of
the data; with all modes within reach of N and P nothing else is left.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr

from analytic.exact.ensembles.pairs import NOTHING, SAME, SAMPLES, Pair
from analytic.exact.late_times.limits import final_losses
from analytic.exact.precision import Arithmetic
from analytic.exact.responses.response import FixedPoint, fixed_point
from analytic.problem import Model

__all__ = ["final_pair_loss"]


def final_pair_loss(arithmetic: Arithmetic, model: Model, pair: Pair) -> Any:
    """The limit of v^T Lambda v' at infinite time, for replicas that share the limited `pair`.

    Raises    DivergenceError where it has none, as `final_losses`.
    """
    equations = fixed_point(arithmetic, model)
    if equations.trivial:
        return arithmetic.number(0)
    count: Expr = equations.sums.count()
    if pair == SAME or (count <= equations.rank and pair == SAMPLES):
        return final_losses(arithmetic, model).test
    return arithmetic.number(0) if count <= equations.rank else _limited(equations, pair)


def _limited(equations: FixedPoint, pair: Pair) -> Any:
    """The limit where more modes than min(N, P) are there."""
    ar, model = equations.arithmetic, equations.model
    kappa = equations.rank_root()
    sums = equations.sums.evaluate(ar.complex([kappa]))
    w, d_slope, w_slope = (ar.real(x)[0] for x in (sums.w, sums.d_slope, sums.w_slope))
    rank = ar.number(equations.rank)
    bias = -(kappa**2) * w_slope
    second = rank + kappa * d_slope  # d_2
    if pair == NOTHING:
        return bias
    if pair == SAMPLES:
        share = equations.over_samples * second
        return (bias + ar.number(model.noise) * share) / (1 - share)
    if model.width <= model.samples:
        return kappa * w
    d_n = ar.number(1 - model.samples / model.width)
    rise = -equations.over_width * d_slope
    return (bias * d_n + kappa**2 * w * rise) / (1 - equations.over_width * second)
