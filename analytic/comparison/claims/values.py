r"""Evidence on a formula without a size: what it is where its letters are numbers.

    claimed(letters), derived(letters) | number of the exact witness | simulated, extrapolated

Sizes n, 2n and 4n that approach the number as n^-p are extrapolated from the last two.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
from sympy import Expr, Float

from analytic.comparison.evidence import REACH, Evidence, Measured
from analytic.errors import ScalingLawsError
from analytic.result import DrawnValue, Effort, Valued

__all__ = ["value_evidence"]

_GUARD = 5
_ROUNDING = 1e-12  # of means of doubles


def value_evidence(measure: Valued, effort: Effort, claimed: Expr, derived: Expr) -> Evidence:
    """Two formulas at the letters of a measure, and what digits and simulation say there."""
    letters = measure.letters(effort.digits + _GUARD)
    one, other = (_number(side.subs(letters), effort.digits) for side in (claimed, derived))
    try:
        found = Evidence("value", one, other, ((None, measure.exact(effort.digits)),))
        if not effort.draws or not isinstance(measure, DrawnValue):
            return replace(found, undrawn=getattr(measure, "undrawn", ""))
        simulated = _extrapolated(measure, effort)
    except ScalingLawsError as error:
        return Evidence("value", one, other, missing=str(error))
    return Evidence("value", one, other, found.exact, simulated)


def _number(value: Expr, digits: int) -> Expr:
    """An exact number as it is, one that came from digits to so many."""
    return value.evalf(digits) if value.has(Float) else value


def _extrapolated(measure: DrawnValue, effort: Effort) -> Measured:
    """The number at sizes without end, and how far that has just moved."""
    drawn = measure.simulated(effort)
    mean, covariance = np.atleast_1d(drawn.mean), np.atleast_2d(drawn.covariance)
    further = 1 / (2**measure.approach - 1)
    value, weights, moved = float(mean[-1]), np.eye(len(mean))[-1], 0.0
    if len(mean) > 1:
        earlier, later = mean[1:] + further * np.diff(mean)
        value, moved = float(later), abs(float(later - earlier))
        weights = (1 + further) * np.eye(3)[2] - further * np.eye(3)[1]
    error = sqrt(float(weights @ covariance @ weights))
    reach = REACH * error + moved + _ROUNDING * abs(value)
    return Measured(value, error, moved, value - reach, value + reach, ())
