r"""Bottleneck laws against slow sums over modes, by algebra's own numbers.

The rescaled remainder is taken at two regularisers, far apart: it must not grow.
"""

from __future__ import annotations

from sympy import Integer

from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.slow_sums.slow_bottleneck import largest_remainder

__all__ = ["slow_sums_check"]

_ROOM = Integer(4)  # for competing powers; a term off by 1 % grows as a power of the resource


def slow_sums_check(spectrum: PowerLaw) -> Check:
    """The law against the loss of the page, both at the same regulariser."""

    def run(result: Result, _: Effort) -> Outcome:
        assert result.law is not None
        worst = largest_remainder(result.formulas["loss"], result.law, spectrum)
        return Outcome(
            bool(worst.growth < _ROOM),
            f"rescaled remainder {worst.near} at kappa = 1e-3, {worst.far} at 1e-5, {worst.point}",
            f"growth below {_ROOM}",
        )

    return Check("symbolic", "law against slow sums at one regulariser", run)
