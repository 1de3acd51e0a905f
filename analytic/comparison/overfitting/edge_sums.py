r"""The scaling limit of the slope at the spectral edge, by algebra's own sums over modes."""

from __future__ import annotations

from itertools import pairwise

from sympy import Expr

from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.slow_sums.slow_edge import distances

__all__ = ["edge_sums_check"]

_FALL = (
    2  # from one to the next: the next power of kappa is kappa^(1/3), under a half; a fault stays
)


def edge_sums_check(edge: Expr, spectrum: PowerLaw) -> Check:
    """Whether the slope at the edge tends to its formula in N/P and d/P."""

    def run(result: Result, _: Effort) -> Outcome:
        far = distances(result.formulas["wide"], edge, result.formulas["share"], spectrum)
        return Outcome(
            all(other < one / _FALL for one, other in pairwise(far)),
            f"distances {', '.join(map(str, far))} at kappa' = 1e-3, 1e-4, 1e-5",
            f"each below the one before over {_FALL}",
        )

    return Check("symbolic", "the slope at the edge against slow sums over modes", run)
