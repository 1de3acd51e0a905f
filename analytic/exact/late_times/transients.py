"""Transients: which losses die out, and when the others have reached their limits."""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import Expr, oo

from analytic.exact.late_times.limits import Losses, final_losses
from analytic.exact.responses.response import FixedPoint

__all__ = ["dying", "settling"]


def dying(equations: FixedPoint) -> tuple[bool, bool]:
    """Whether the test and the training loss decay to zero, with no pole at s = 0."""
    model = equations.model
    count: Expr = equations.sums.count()
    full = bool(min(model.width, model.samples) > count)
    noiseless = bool(model.noise == 0)
    interpolates = bool(model.samples < model.width) and bool(model.samples < count)
    test = full and (noiseless or model.samples == oo)
    return test, interpolates or (full and noiseless)


def settling(equations: FixedPoint, digits: int) -> tuple[Losses, float]:
    """The final losses, and x_min t after which every loss with a limit has reached it."""
    if all(dying(equations)):
        return Losses(0, 0), np.inf
    final = final_losses(equations.arithmetic, equations.model)
    lasting = (x for x, dies in zip(final, dying(equations), strict=True) if not dies)
    return final, max(_last(equations, x, digits) for x in lasting)


def _last(equations: FixedPoint, final: Any, digits: int) -> float:
    """x_min t after which the transients, no larger than the initial loss, have vanished."""
    arithmetic = equations.arithmetic
    initial = equations.sums.power() + arithmetic.number(equations.model.noise)
    ratio = arithmetic.log2_abs(arithmetic.array([initial, final]))
    if ratio[1] == -np.inf:
        return np.inf
    return float((digits + 8) * np.log(10) + max(0.0, ratio[0] - ratio[1]) * np.log(2))
