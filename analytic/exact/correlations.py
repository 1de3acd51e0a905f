r"""The double transforms of test and training loss, for any way of summing over two frequencies.

With the keystone in the form that keeps its digits where D_P or D_N vanishes,

    g = w/D_N,   e = s (1/D_P - 1),   h = g + \sigma^2 D_P/s,
    C_0 = [ (g - g')/(D_P D_P') - \sigma^2 (e - e')/(s s') ] / (s' - s),
    C_1 = [ h - h' ] / (s' - s).
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from analytic.exact.precision import Array
from analytic.exact.responses.response import FieldSolution, FixedPoint
from analytic.problem import Model

__all__ = ["Correlations", "DoubleSum"]

_SUM_NOISE = 16  # last bits by which a long sum may be off, where kappa feels them


class DoubleSum(Protocol):
    """A sum over pairs of frequencies of (g - g')/((s' - s) q q'), and the scale of its rounding.

    Its arguments are q, g and g'(s), at all frequencies.
    """

    def __call__(self, divisor: Array, function: Array, slope: Array) -> tuple[Any, Any]:
        """The sum and its scale."""
        ...


class Correlations:
    """C_0 and C_1 of one model in one arithmetic, summed over pairs of frequencies."""

    def __init__(self, equations: FixedPoint, model: Model) -> None:
        self.equations = equations
        self.noise = equations.arithmetic.number(model.noise)

    def test(self, at: FieldSolution, double: DoubleSum) -> tuple[Any, Any]:
        """The double sum of C_0."""
        over = self.equations.over_samples
        total, size = double(at.D_P, *self._bias(at))
        if self.noise == 0 or over == 0:
            return total, size
        excess = over * at.sums.d / at.D_P
        slope = excess + at.s * over * at.sums.d_slope * at.kappa_slope / at.D_P**2
        noisy, noisy_size = double(at.s, at.s * excess, slope)
        return total - self.noise * noisy, size + self.noise * noisy_size

    def train(self, at: FieldSolution, double: DoubleSum) -> tuple[Any, Any]:
        """The double sum of C_1."""
        h, slope = self._bias(at)
        if self.noise != 0:
            response_slope = -self.equations.over_samples * at.sums.d_slope * at.kappa_slope
            h = h + self.noise * at.D_P / at.s
            slope = slope + self.noise * (response_slope - at.D_P / at.s) / at.s
        return double(at.s * 0 + 1, h, slope)

    def conditioning(self, at: FieldSolution) -> Array:
        """How kappa feels the rounding of d, strongly where min(N, P) = M; at least 1."""
        over = self.equations.over_samples * at.D_N + self.equations.over_width * at.D_P
        change = np.abs(at.kappa_slope * at.sums.d * over)
        return np.asarray(np.maximum(1, np.maximum(change, _SUM_NOISE * (change - 4))))

    def _bias(self, at: FieldSolution) -> tuple[Array, Array]:
        """g = w/D_N and its derivative in s."""
        sums = at.sums
        change = sums.w_slope + sums.w * self.equations.over_width * sums.d_slope / at.D_N
        return sums.w / at.D_N, change * at.kappa_slope / at.D_N
