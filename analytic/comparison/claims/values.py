r"""Evidence on a formula without a size: what it is where its letters are numbers.

    claimed(letters), derived(letters) | number of the exact witness | simulated, extrapolated

Sizes n, 2n and 4n that approach the number as n^-p are extrapolated from the last two.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float

from analytic.comparison.evidence import REACH, Evidence, Measured
from analytic.errors import ScalingLawsError
from analytic.result import Effort, Number

_GUARD = 5
_ROUNDING = 1e-12  # of means of doubles


def value_evidence(measure: Number, effort: Effort, claimed: Expr, derived: Expr) -> Evidence:
    """Two formulas at the letters of a number, and what digits and simulation say there."""
    letters = measure.letters(effort.digits + _GUARD)
    one, other = (_in_digits(side.subs(letters), effort.digits) for side in (claimed, derived))
    try:
        found = Evidence("value", one, other, ((None, measure.exact(effort.digits)),))
        if not effort.draws or measure.drawn is None:
            return replace(found, undrawn=measure.undrawn)
        drawn = [measure.drawn(size, effort) for size in measure.sizes]
    except ScalingLawsError as error:
        return Evidence("value", one, other, missing=str(error))
    return replace(found, simulated=_extrapolated(drawn, measure.approach))


def _in_digits(value: Expr, digits: int) -> Expr:
    """An exact number as it is, one that came from digits to so many."""
    return value.evalf(digits) if value.has(Float) else value


def _extrapolated(drawn: Sequence[NDArray[np.float64]], approach: float) -> Measured:
    """The number at sizes without end, and how far that has just moved."""
    mean = np.array([one.mean() for one in drawn])
    variance = np.array([one.std(ddof=1) ** 2 / len(one) for one in drawn])
    further = 1 / (2**approach - 1)
    value, weights, moved = float(mean[-1]), np.eye(len(mean))[-1], 0.0
    if len(mean) > 1:
        earlier, later = mean[1:] + further * np.diff(mean)
        value, moved = float(later), abs(float(later - earlier))
        weights = (1 + further) * np.eye(3)[2] - further * np.eye(3)[1]
    error = sqrt(float(weights**2 @ variance))
    reach = REACH * error + moved + _ROUNDING * abs(value)
    return Measured(value, error, moved, value - reach, value + reach, ())
