r"""The 1/N and 1/P coefficients mode by mode, against the law at late times and the exact witness.

The summand of the page is summed by brute force; at late times the law has to be that sum. At early
times the share that Gaussian entries add is compared with digits of both terms.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Float, Integer, Rational

from analytic.comparison.corrections.coefficients import (
    GaussianExtra,
)
from analytic.comparison.measure import Experiment
from analytic.notation import a, b
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.slow_sums.double_sums import largest_gap

__all__ = ["early_share_check", "mode_sum_checks"]

_SUM_GAP = Rational(1, 1000)  # what the law and the tail of the sum leave out is below this
_EARLY = Integer(10) ** -9
_POINT: Mapping[Expr, Expr] = {a: Integer(2), b: Rational(3, 2)}


def mode_sum_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """The law at late times against the double sum over modes of the page's summand.

    The sum is for lambda_k = k^-b, c_k = k^-a; for any other spectrum there is no such check.
    """

    def run(result: Result, _: Effort) -> Outcome:
        assert result.law is not None
        worst = largest_gap(result.formulas["summand"], result.law)
        return Outcome(
            bool(worst.gap <= _SUM_GAP),
            f"relative distance at most {worst.gap}, at {worst.point}",
            f"at most {Float(_SUM_GAP, 1)}",
        )

    check = Check("symbolic", "late-time law against the sum over modes", run)
    return (check,) if spectrum == PowerLaw(a, b) else ()


def early_share_check(spectrum: PowerLaw) -> Check:
    """The share that Gaussian entries add at early times, against digits; its error is O(t)."""

    def run(result: Result, effort: Effort) -> Outcome:
        assert isinstance(result.observable, Experiment)
        numbers = spectrum.at(_POINT)
        claimed = result.formulas["early share"].subs(_POINT).evalf(effort.digits)
        mean_field = result.observable.exact(numbers, _EARLY, effort.digits)
        added = GaussianExtra().exact(numbers, _EARLY, effort.digits)
        gap = Float(abs(added / mean_field / claimed - 1), 3)
        return Outcome(
            bool(gap <= 10 * _EARLY), f"relative distance {gap} at t = 1e-9", "at most 10 t"
        )

    return Check("exact", "what Gaussian entries add at early times", run)
