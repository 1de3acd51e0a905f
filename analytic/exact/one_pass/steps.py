r"""The loss after n steps, as a contour integral of the generating function.

    L_n = \oint \hat L(z) z^{-n-1} dz/(2 \pi i)

With z = e^{-p} all singularities lie at real p <= 0 and at their images by 2 \pi i. Late, p = u/n
on the cotangent contour, whose nodes stay within the strip; early, the trapezoidal rule on a
circle |z| < 1. The cost does not grow with n.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analytic.exact.contour import talbot
from analytic.exact.keystone import SAME
from analytic.exact.limits import final_loss
from analytic.exact.one_pass.generating_function import (
    Parts,
    generating_function,
    kernel_at_one,
    parts,
)
from analytic.exact.one_pass.update import Update
from analytic.exact.precision import Arithmetic, Array
from analytic.exact.response import FixedPoint, fixed_point
from analytic.problem import Model, replace_model

__all__ = ["OnePass", "is_early"]

_WITHIN = 2  # steps for each node of the contour, from which on it stays within the strip
_ROUND = 4  # nodes of the circle for each step: rounding grows by 10^(digits/4), or in doubles
_ROUND_DOUBLE = 12  # by 10^(17/12), so that some 1e-14 is left


def is_early(steps: Any, nodes: int) -> Any:
    """Whether so few steps are taken that the contour would leave the strip."""
    return steps < _WITHIN * nodes


class OnePass:
    """The losses of one model and one update in one arithmetic."""

    def __init__(self, arithmetic: Arithmetic, model: Model, update: Update) -> None:
        self.arithmetic = arithmetic
        self.model = model
        self.update = update
        self.equations: FixedPoint = fixed_point(arithmetic, model)
        self.noise = arithmetic.number(model.noise)

    def late(self, steps: Array, nodes: int) -> tuple[Array, Array]:
        """Losses after many steps, and what their rounding is relative to."""
        path = talbot(self.arithmetic, nodes, steps)
        at = parts(self.equations, self.update, path.s.ravel())
        values = generating_function(at, self.noise)
        return path.single(values), self._size(path.weight * path.shaped(values), at)

    def early(self, steps: Array, most: int, digits: float) -> tuple[Array, Array]:
        """Losses after at most `most` steps, and what their rounding is relative to."""
        ar = self.arithmetic
        half = (_ROUND_DOUBLE if ar.bits == 53 else _ROUND) // 2 * (most + 4)
        theta = ar.array(list(range(1, 2 * half, 2))) * (ar.pi / (2 * half))
        rate = ar.number(digits) * ar.log(ar.number(10)) / (2 * half)
        p = rate - theta * ar.complex([1j])[0]
        at = parts(self.equations, self.update, p)
        powers = ar.exp(np.multiply.outer(steps, p))
        terms = powers * generating_function(at, self.noise)[None, :] / half
        return np.asarray(ar.real(terms).sum(axis=1)), self._size(terms, at)

    def final(self) -> Any:
        r"""The loss after infinitely many steps, by the residue at z = 1.

        L_\infty = [F_\infty + K \sigma^2]/(1 - K),   K = \hat K(1)
        """
        kernel = kernel_at_one(self.equations, self.update)
        return (self.floor() + kernel * self.noise) / (1 - kernel)

    def floor(self) -> Any:
        """F at infinity, what the width leaves: kappa w(kappa) at d(kappa) = N."""
        return final_loss(fixed_point(self.arithmetic, replace_model(self.model, noise=0)), SAME)

    def initial(self) -> Any:
        r"""\sum_k c_k."""
        return self.equations.sums.power()

    def _size(self, terms: Array, at: Parts) -> Array:
        lost = np.maximum(1, np.abs(at.kernel)) / np.abs(1 - at.kernel)
        return np.asarray(np.abs(terms).sum(axis=1) * np.max(lost))
