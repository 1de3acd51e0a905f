r"""A learning curve on one family of contours, vectorised over times.

With the keystone in the form that keeps its digits where D_P or D_N vanishes,

    g = w/D_N,   e = s (1/D_P - 1),   h = g + \sigma^2 D_P/s,
    C_0 = [ (g - g')/(D_P D_P') - \sigma^2 (e - e')/(s s') ] / (s' - s),
    C_1 = [ h - h' ] / (s' - s),

test and training loss are double transforms of C_0 and C_1 at s = s' = z/t. Where a transform has
no pole at s = 0 its singularities begin at -x_min, the edge of the spectrum; the contour then
starts there, so that an exponentially small loss keeps its relative accuracy.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import oo

from analytic.exact.contour import Contour, contour
from analytic.exact.limits import Losses, final_losses
from analytic.exact.precision import Arithmetic, Array, Double, Multiple
from analytic.exact.response import FieldSolution, fixed_point
from analytic.exact.spectral_edge import spectral_edge
from analytic.problem import Model

__all__ = ["Curve"]

_DOUBLE_REACH = 50.0


class Curve:
    """Learning curves of one model on one contour."""

    def __init__(self, arithmetic: Arithmetic, model: Model, nodes: int, digits: int) -> None:
        self.arithmetic = arithmetic
        self.model = model
        self.digits = digits
        self.contour: Contour = contour(arithmetic, nodes)
        self.equations = fixed_point(arithmetic, model)
        self.noise = arithmetic.number(model.noise)
        self.edge = spectral_edge(model)
        self.reach = _DOUBLE_REACH if isinstance(arithmetic, Double) else float("inf")
        self._solved: dict[Any, tuple[Array, Array, FieldSolution]] = {}

    def evaluate(self, time: Array) -> tuple[Losses, Losses]:
        """Losses at positive finite times, and what their rounding errors are relative to."""
        decay = self.edge * np.asarray(time, dtype=float)
        dying = _dying(self.model, self.equations.sums.count())
        settled = decay > (self.digits + 3) * np.log(10)
        values: list[Array] = []
        sizes: list[Array] = []
        for dies, transform in zip(dying, (self._test, self._train), strict=True):
            value, size = np.empty_like(time), np.zeros(len(time))
            shifted = dies & (decay > 1) & (decay < self.reach)
            beyond = dies & (decay >= self.reach)
            constant = settled & (not dies)
            value[beyond] = np.nan
            for index, shift in (
                (np.flatnonzero(shifted), self.edge),
                (np.flatnonzero(~(shifted | constant | beyond)), 0.0),
            ):
                if len(index):
                    value[index], size[index] = transform(*self._frequencies(time[index], shift))
            if constant.any():
                final = final_losses(self.arithmetic, self.model)
                value[constant] = final[len(values)]
            values.append(value)
            sizes.append(size)
        return Losses(*values), Losses(*sizes)

    def _frequencies(self, time: Array, shift: float) -> tuple[Array, Array, FieldSolution]:
        """Times, weights and solutions of the field equations on the contours around -shift."""
        key = (shift, tuple(time.tolist()))
        if key not in self._solved:
            ar = self.arithmetic
            start = ar.number(shift)
            s = self.contour.z[None, :] / time[:, None] - start
            weight = self.contour.weight[None, :] * (ar.exp(-start * time) / time)[:, None]
            self._solved[key] = (time, weight, self.equations.solve(s.ravel()))
        return self._solved[key]

    def _test(self, time: Array, weight: Array, at: FieldSolution) -> tuple[Array, Array]:
        over = self.equations.over_samples
        total, size = self._double(time, weight, at.D_P, *self._bias(at))
        if self.noise == 0 or over == 0:
            return total, size
        excess = over * at.sums.d / at.D_P
        slope = excess + at.s * over * at.sums.d_slope * at.kappa_slope / at.D_P**2
        noisy, noisy_size = self._double(time, weight, at.s, at.s * excess, slope)
        return total - self.noise * noisy, size + self.noise * noisy_size

    def _train(self, time: Array, weight: Array, at: FieldSolution) -> tuple[Array, Array]:
        h, slope = self._bias(at)
        if self.noise != 0:
            response_slope = -self.equations.over_samples * at.sums.d_slope * at.kappa_slope
            h = h + self.noise * at.D_P / at.s
            slope = slope + self.noise * (response_slope - at.D_P / at.s) / at.s
        return self._double(time, weight, at.s * 0 + 1, h, slope)

    def _double(
        self, time: Array, weight: Array, divisor: Array, function: Array, slope: Array
    ) -> tuple[Array, Array]:
        """Double transform of (g - g')/((s' - s) q q') for a divisor q, and its rounding scale."""
        shape = weight.shape
        parts = weight / divisor.reshape(shape), function.reshape(shape), slope.reshape(shape), time
        exact = isinstance(self.arithmetic, Multiple)
        size = np.zeros(len(time)) if exact else self.contour.rounding(*parts)
        return self.contour.double(*parts), size

    def _bias(self, at: FieldSolution) -> tuple[Array, Array]:
        """g = w/D_N and its derivative in s."""
        sums = at.sums
        change = sums.w_slope + sums.w * self.equations.over_width * sums.d_slope / at.D_N
        return sums.w / at.D_N, change * at.kappa_slope / at.D_N


def _dying(model: Model, count: float) -> tuple[bool, bool]:
    """Whether the test and the training loss decay to zero, with no pole at s = 0."""
    full = min(float(model.width), float(model.samples)) > count
    noiseless = bool(model.noise == 0)
    interpolates = bool(model.samples < model.width) and float(model.samples) < count
    test = full and (noiseless or model.samples == oo)
    return test, interpolates or (full and noiseless)
