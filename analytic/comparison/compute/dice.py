r"""The compute-optimal law against dice: the exponent of a simulated frontier.

    r = -\Delta \log L^* / \Delta \log C

over widths that are drawn one after the other until the loss rises: no theory chooses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sympy import Expr, Integer, Rational

from analytic.comparison.compute.observables import BestLoss
from analytic.comparison.law_points import free_symbols, law_at
from analytic.comparison.slopes import Slope, simulated_slope
from analytic.notation import a, b
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["SIZES", "frontier_dice_check"]

SIZES = (256, 1024, 4096)
_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(4), b: Rational(3, 2)},
    {a: Integer(2), b: Rational(3, 2)},
)
_KNOWN = 0.15  # half the interval: an exponent further off is excluded
_MODES = 256
_FEWER = 2  # draws a verification asks for are many for so large a model


def frontier_dice_check(spectrum: PowerLaw) -> Check:
    """The law's exponent in the interval of the simulated one, at a point in every regime."""

    def run(result: Result, effort: Effort) -> Outcome:
        points = _POINTS if free_symbols(spectrum) else ({},)
        found = [
            (_slope(spectrum.at(point), effort), _claimed(result, spectrum, point))
            for point in points
        ]
        return Outcome(
            all(
                one.low <= claimed <= one.high and one.high - one.low < 2 * _KNOWN
                for one, claimed in found
            ),
            "; ".join(
                f"{one.value:.3f} in [{one.low:.3f}, {one.high:.3f}], {claimed:.3f} claimed"
                for one, claimed in found
            ),
            f"within an interval of 99 % that is narrower than +- {_KNOWN}",
        )

    return Check("sampling", "exponent of a simulated frontier", run)


def _slope(spectrum: PowerLaw, effort: Effort) -> Slope:
    fewer = replace(effort, draws=max(2, effort.draws // _FEWER))
    return simulated_slope(BestLoss(modes=_MODES), spectrum, SIZES, fewer)


def _claimed(result: Result, spectrum: PowerLaw, point: Mapping[Expr, Expr]) -> float:
    law = law_at(result, spectrum, point)
    assert law is not None
    return float(law.exponent.subs(point))
