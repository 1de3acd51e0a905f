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
from analytic.exact.precision import Array, Multiple
from analytic.exact.response import FieldSolution, FixedPoint, fixed_point

__all__ = ["kappa_beyond", "solution_beyond"]

_SPARE = 64  # bits
_MOST_STEPS = 400
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
    """kappa at a real s < -x_max, by Newton's method from the right, where f is convex.

    Near x_max its slope is small: it is found with bits to spare.
    """
    ar = equations.arithmetic
    if equations.trivial:
        return s
    fine = Multiple(ar.bits + _SPARE)
    with fine.working():
        beyond = fixed_point(fine, equations.model)
        goal = fine.complex([fine.number(s)])
        kappa = goal
        for _ in range(_MOST_STEPS):
            correction, _slope = beyond.newton(goal, kappa)
            kappa = kappa - fine.complex(fine.real(correction))
            if fine.log2_abs(correction / kappa)[0] < -ar.bits - _SPARE / 4:
                found = fine.real(kappa)[0]
                break
        else:
            raise BranchError(
                "kappa(s) was not found beyond the upper end of the spectrum: the step is too "
                "close to the largest stable one. Choose a smaller step."
            )
    return ar.number(found)
