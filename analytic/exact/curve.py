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
from sympy import Expr, oo

from analytic.exact.contour import Contour, contour
from analytic.exact.limits import Losses, final_losses
from analytic.exact.precision import Arithmetic, Array, Double, Multiple
from analytic.exact.response import FieldSolution, fixed_point
from analytic.exact.spectral_edge import branch_point, kappa_beside, log2_edge
from analytic.problem import Model
from analytic.spectrum import MeasuredSpectrum, Spectrum

__all__ = ["Curve"]

_DOUBLE_REACH = 6.0
_MULTIPLE_REACH = 4096.0
_SUM_NOISE = 16  # last bits by which a long sum may be off, where kappa feels them
_CUT_NOISE = 64  # right of the edge, the rounding of a long sum has a cut that the sum has not


class Curve:
    """Learning curves of one model on one contour."""

    def __init__(self, arithmetic: Arithmetic, model: Model, nodes: int, digits: int) -> None:
        self.arithmetic = arithmetic
        self.model = model
        self.digits = digits
        self.contour: Contour = contour(arithmetic, nodes)
        self.equations = fixed_point(arithmetic, model)
        self.noise = arithmetic.number(model.noise)
        self.log2_edge = log2_edge(model)
        self.reach = _DOUBLE_REACH if isinstance(arithmetic, Double) else _MULTIPLE_REACH
        self._solved: dict[Any, tuple[Array, Array, FieldSolution]] = {}

    def evaluate(self, time: Array) -> tuple[Losses, Losses, Losses]:
        """Losses at positive finite times, what their rounding is relative to, and their decay.

        A loss is its value times exp(-decay).
        """
        decay = self.log2_edge + self.arithmetic.log2_abs(time)
        dying = _dying(self.model, self.equations.sums.count())
        final, settled = self._settled(decay, dying)
        values: list[Array] = []
        sizes: list[Array] = []
        decays: list[Array] = []
        for dies, transform in zip(dying, (self._test, self._train), strict=True):
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
                    value[index], size[index] = transform(*self._frequencies(time[index], shift))
                    size[index] *= _CUT_NOISE if shift else 1
            if constant.any():
                value[constant] = final[len(values)]
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

    def _settled(self, decay: Array, dying: tuple[bool, bool]) -> tuple[Losses, Array]:
        """The final losses, and the times at which every loss with a limit has reached it."""
        if all(dying) or not np.any(decay > 0):
            return Losses(0, 0), np.full(len(decay), fill_value=False)
        final = final_losses(self.arithmetic, self.model)
        last = max(self._settling(x) for x, dies in zip(final, dying, strict=True) if not dies)
        return final, decay > np.log2(last)

    def _settling(self, final: Any) -> float:
        """x_min t after which the transients, no larger than the initial loss, have vanished."""
        sizes = self.arithmetic.array([self.equations.sums.power() + self.noise, final])
        ratio = self.arithmetic.log2_abs(sizes)
        if ratio[1] == -np.inf:
            return np.inf
        return float((self.digits + 8) * np.log(10) + max(0.0, ratio[0] - ratio[1]) * np.log(2))

    def _frequencies(self, time: Array, shift: bool) -> tuple[Array, Array, FieldSolution]:
        """Times, weights and solutions of the field equations on the contours around the edge."""
        key = (shift, tuple(time.tolist()))
        if key not in self._solved:
            ar = self.arithmetic
            edge = branch_point(ar, self.model) if shift else None
            start = edge.rate if edge is not None else ar.number(0)
            distance = (self.contour.z[None, :] / time[:, None]).ravel()
            weight = self.contour.weight[None, :] / time[:, None]
            decay = self.log2_edge + float(np.max(ar.log2_abs(time)))
            near = kappa_beside(ar, edge, distance, decay) if edge is not None else None
            self._solved[key] = time, weight, self.equations.solve(distance - start, near)
        return self._solved[key]

    def _test(self, time: Array, weight: Array, at: FieldSolution) -> tuple[Array, Array]:
        over = self.equations.over_samples
        total, size = self._double(time, weight, at, at.D_P, *self._bias(at))
        if self.noise == 0 or over == 0:
            return total, size
        excess = over * at.sums.d / at.D_P
        slope = excess + at.s * over * at.sums.d_slope * at.kappa_slope / at.D_P**2
        noisy, noisy_size = self._double(time, weight, at, at.s, at.s * excess, slope)
        return total - self.noise * noisy, size + self.noise * noisy_size

    def _train(self, time: Array, weight: Array, at: FieldSolution) -> tuple[Array, Array]:
        h, slope = self._bias(at)
        if self.noise != 0:
            response_slope = -self.equations.over_samples * at.sums.d_slope * at.kappa_slope
            h = h + self.noise * at.D_P / at.s
            slope = slope + self.noise * (response_slope - at.D_P / at.s) / at.s
        return self._double(time, weight, at, at.s * 0 + 1, h, slope)

    def _double(
        self,
        time: Array,
        weight: Array,
        at: FieldSolution,
        divisor: Array,
        function: Array,
        slope: Array,
    ) -> tuple[Array, Array]:
        """Double transform of (g - g')/((s' - s) q q') for a divisor q, and its rounding scale."""
        shape = weight.shape
        parts = weight / divisor.reshape(shape), function.reshape(shape), slope.reshape(shape), time
        if isinstance(self.arithmetic, Multiple):
            return self.contour.double(*parts), np.zeros(len(time))
        worst = self._conditioning(at).reshape(shape).max(axis=1)
        size = self.contour.rounding(*parts) * worst * _cancellation(self.model.spectrum)
        return self.contour.double(*parts), size

    def _conditioning(self, at: FieldSolution) -> Array:
        """How kappa feels the rounding of d, strongly where min(N, P) = M; at least 1."""
        over = self.equations.over_samples * at.D_N + self.equations.over_width * at.D_P
        change = np.abs(at.kappa_slope * at.sums.d * over)
        return np.asarray(np.maximum(1, np.maximum(change, _SUM_NOISE * (change - 4))))

    def _bias(self, at: FieldSolution) -> tuple[Array, Array]:
        """g = w/D_N and its derivative in s."""
        sums = at.sums
        change = sums.w_slope + sums.w * self.equations.over_width * sums.d_slope / at.D_N
        return sums.w / at.D_N, change * at.kappa_slope / at.D_N


def _cancellation(spectrum: Spectrum) -> float:
    """What a finite power law loses as a difference of sums that nearly diverge, a near 1."""
    if isinstance(spectrum, MeasuredSpectrum) or spectrum.modes == oo:
        return 1.0
    excess = min(float(a - spectrum.multiplicity_growth) for _, a in spectrum.target_powers) - 1
    return max(1.0, 0.05 / excess**2) if excess > 0 else 1.0


def _dying(model: Model, count: Expr) -> tuple[bool, bool]:
    """Whether the test and the training loss decay to zero, with no pole at s = 0."""
    full = bool(min(model.width, model.samples) > count)
    noiseless = bool(model.noise == 0)
    interpolates = bool(model.samples < model.width) and bool(model.samples < count)
    test = full and (noiseless or model.samples == oo)
    return test, interpolates or (full and noiseless)
