r"""A learning curve on one family of contours, vectorised over times.

Test and training loss are double transforms of C_0 and C_1 at s = s' = z/t. Where a transform has
no pole at s = 0 its singularities begin at -x_min, the edge of the spectrum; the contour then
starts there, so that an exponentially small loss keeps its relative accuracy.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analytic.exact.contour import Contour, contour
from analytic.exact.correlations import Correlations, DoubleSum
from analytic.exact.late_times.limits import Losses, final_rounding
from analytic.exact.late_times.transients import dying, settling
from analytic.exact.precision import Arithmetic, Array, Double, Multiple
from analytic.exact.responses.response import FieldSolution, fixed_point
from analytic.exact.responses.spectral_edge import branch_point, kappa_beside, log2_edge
from analytic.problem import Model

__all__ = ["Curve"]

_DOUBLE_REACH = 6.0
_MULTIPLE_REACH = 4096.0
_CUT_NOISE = 64  # right of the edge, the rounding of a long sum has a cut that the sum has not


class Curve:
    """Learning curves of one model on one contour."""

    def __init__(self, arithmetic: Arithmetic, model: Model, nodes: int, digits: int) -> None:
        self.arithmetic = arithmetic
        self.model = model
        self.digits = digits
        self.contour: Contour = contour(arithmetic, nodes)
        self.equations = fixed_point(arithmetic, model)
        self.correlations = Correlations(self.equations, model)
        self.log2_edge = log2_edge(model)
        self.dies = dying(self.equations)
        self.reach = _DOUBLE_REACH if isinstance(arithmetic, Double) else _MULTIPLE_REACH
        self._solved: dict[Any, tuple[Array, FieldSolution]] = {}

    def evaluate(self, time: Array) -> tuple[Losses, Losses, Losses]:
        """Losses at positive finite times, what their rounding is relative to, and their decay.

        A loss is its value times exp(-decay).
        """
        decay = self.log2_edge + self.arithmetic.log2_abs(time)
        final, settled = self._settled(decay)
        values: list[Array] = []
        sizes: list[Array] = []
        decays: list[Array] = []
        transforms = self.correlations.test, self.correlations.train
        for dies, transform in zip(self.dies, transforms, strict=True):
            value, size = np.empty_like(time), np.zeros(len(time))
            shifted = dies & (decay > 0) & (decay < self.reach)
            beyond = dies & (decay >= self.reach)
            constant = settled & (not dies)
            value[beyond] = np.nan if isinstance(self.arithmetic, Double) else 0 * time[beyond]
            for index, shift in (
                (np.flatnonzero(shifted), True),
                (np.flatnonzero(~(shifted | constant | beyond)), False),
            ):
                if len(index):
                    weight, at = self.frequencies(time[index], shift)
                    double = self._double(time[index], weight, at)
                    value[index], size[index] = transform(at, double)
                    size[index] *= _CUT_NOISE if shift else 1
            if constant.any():
                value[constant] = final[len(values)]
                if isinstance(self.arithmetic, Double):
                    size[constant] = final_rounding(self.equations, final)[len(values)]
            values.append(value)
            sizes.append(size)
            decays.append(self._decay(time, shifted))
        return Losses(*values), Losses(*sizes), Losses(*decays)

    def _decay(self, time: Array, shifted: Array) -> Array:
        """2 x_min t on the contours around the edge."""
        decay = 0 * time
        if shifted.any():
            decay[shifted] = 2 * branch_point(self.arithmetic, self.model).rate * time[shifted]
        return np.asarray(decay)

    def _settled(self, decay: Array) -> tuple[Losses, Array]:
        """The final losses, and the times at which every loss with a limit has reached it."""
        if not np.any(decay > 0):
            return Losses(0, 0), np.full(len(decay), fill_value=False)
        final, last = settling(self.equations, self.digits)
        return final, decay > np.log2(last)

    def frequencies(self, time: Array, shift: bool) -> tuple[Array, FieldSolution]:
        """Weights and solutions of the field equations on the contours around the edge."""
        key = (shift, tuple(time.tolist()))
        if key not in self._solved:
            ar = self.arithmetic
            edge = branch_point(ar, self.model) if shift else None
            start = edge.rate if edge is not None else ar.number(0)
            distance = (self.contour.z[None, :] / time[:, None]).ravel()
            weight = self.contour.weight[None, :] / time[:, None]
            decay = self.log2_edge + float(np.max(ar.log2_abs(time)))
            near = kappa_beside(ar, edge, distance, decay) if edge is not None else None
            self._solved[key] = weight, self.equations.solve(distance - start, near)
        return self._solved[key]

    def _double(self, time: Array, weight: Array, at: FieldSolution) -> DoubleSum:
        """Double transforms over the contours, with their rounding scales."""
        shape = weight.shape

        def double(divisor: Array, function: Array, slope: Array) -> tuple[Array, Array]:
            parts = (weight / divisor.reshape(shape), function.reshape(shape), slope.reshape(shape))
            if isinstance(self.arithmetic, Multiple):
                return self.contour.double(*parts, time), np.zeros(len(time))
            worst = self.correlations.conditioning(at).reshape(shape).max(axis=1)
            size = self.contour.rounding(*parts, time) * worst * self.equations.sums.cancellation()
            return self.contour.double(*parts, time), size

        return double
