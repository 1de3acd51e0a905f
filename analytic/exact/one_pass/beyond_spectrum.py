r"""The fixed point beyond the upper end of the spectrum of K, on and near the negative real axis.

At P = infinity and kappa = -x, x > lambda_1,

    s(\kappa) = -f(x),   f(x) = x [1 + D(x)/N],   D(x) = \sum_k \lambda_k/(x - \lambda_k) = -d(-x)

f is convex; its minimum is the upper end x_max of the spectrum, and right of it lies the branch.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analytic.errors import BranchError
from analytic.exact.one_pass.update import Update
from analytic.exact.precision import Array
from analytic.exact.response import FieldSolution, FixedPoint

__all__ = ["kappa_beyond", "solution_beyond"]

_TURNED = 1e-7  # of pi: an argument that continuation from the positive axis reaches safely


def solution_beyond(equations: FixedPoint, update: Update, r: Array) -> FieldSolution:
    r"""The solution at s_+ = -(1 + r)/(\eta \beta), for r close to 1 and for any other."""
    ar = equations.arithmetic
    end = -2 / (update.step * update.beta)
    s = end * (1 + r) / 2
    if equations.trivial or np.min(np.pi - np.abs(ar.angle(s))) > _TURNED * np.pi:
        return equations.solve(s)
    kappa = ar.complex([kappa_beyond(equations, end)])
    slope = equations.forward(kappa)[1][0]
    return equations.solve(s, kappa[0] + (s - end) / slope)


def kappa_beyond(equations: FixedPoint, s: Any) -> Any:
    """kappa at a real s < -x_max, by Newton's method from the right, where f is convex."""
    ar = equations.arithmetic
    if equations.trivial:
        return s
    kappa = s
    for _ in range(60 + ar.bits):
        correction, _slope = equations.newton(ar.complex([s]), ar.complex([kappa]))
        step = ar.real(correction)[0]
        kappa = kappa - step
        if step == 0 or ar.log2_abs(ar.array([step / kappa]))[0] < 4 - ar.bits:
            return kappa
    raise BranchError(
        "kappa(s) was not found beyond the upper end of the spectrum: the step is too close to the "
        "largest stable one. Choose a smaller step."
    )
