r"""Losses of pairs of replicas over time, on the contours of the learning curve.

    L_{12}(t) = \oint\oint e^{(s + s') t} C_{12}(s, s') = \sum_{ij} W_i W_j C_{12}(s_i, s_j)

at s = s_i = z_i/t. A quotient that is confluent on the diagonal is a derivative there; next to it,
and late, it cancels, and the scale of the sum's rounding is returned with it. A loss that dies out
is evaluated on a contour that starts at the edge of the spectrum, and is its value times
exp(-decay); one that does not has settled once the transients have vanished.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from sympy import Expr

from analytic.exact.contour import Contour, contour
from analytic.exact.ensembles.final_pairs import final_pair_loss
from analytic.exact.ensembles.kernels import Quotient, kernel
from analytic.exact.ensembles.pairs import Pair
from analytic.exact.precision import Arithmetic, Array, Double, Multiple
from analytic.exact.responses.response import FieldSolution, fixed_point
from analytic.exact.responses.spectral_edge import branch_point, kappa_beside, log2_edge
from analytic.problem import Model

__all__ = ["PairCurve", "PairLoss"]

_DOUBLE_REACH = 6.0
_MULTIPLE_REACH = 4096.0
_CANCELLED = 300  # digits that a combination of losses may lose; a transient must be below these
_SETTLED_NOISE = 16  # last bits of a final loss that may be wrong


class PairLoss(NamedTuple):
    """value * exp(-decay) at every time, and what the rounding of the value is relative to."""

    value: Array
    size: Array
    decay: Array


class PairCurve:
    """Losses of the pairs of replicas of one model, on one contour."""

    def __init__(self, arithmetic: Arithmetic, model: Model, nodes: int, digits: int) -> None:
        self.arithmetic = arithmetic
        self.model = model
        self.digits = digits
        self.contour: Contour = contour(arithmetic, nodes)
        self.equations = fixed_point(arithmetic, model)
        self.log2_edge = log2_edge(model)
        self.reach = _DOUBLE_REACH if isinstance(arithmetic, Double) else _MULTIPLE_REACH
        self._solved: dict[Any, tuple[Array, FieldSolution]] = {}

    def loss(self, pair: Pair, time: Array) -> PairLoss:
        """The loss of a pair that shares the limited resources `pair`, at positive finite times."""
        decay = self.log2_edge + self.arithmetic.log2_abs(time)
        dies = self._dies(pair)
        found = PairLoss(0 * time, np.zeros(len(time)), 0 * time)
        beyond = (decay >= self.reach) & dies
        shifted = (decay > 0) & ~beyond & dies
        settled = np.zeros(len(time), dtype=bool)
        if not dies and np.any(decay > 0):
            final = final_pair_loss(self.arithmetic, self.model, pair)
            settled = decay > np.log2(self._settling(final))
            found.value[settled] = final
            found.size[settled] = _SETTLED_NOISE * abs(float(final))
        if isinstance(self.arithmetic, Double):
            found.value[beyond] = np.nan
        for index, shift in (
            (np.flatnonzero(shifted), True),
            (np.flatnonzero(~(shifted | settled | beyond)), False),
        ):
            if len(index):
                found.value[index], found.size[index] = self._transform(pair, time[index], shift)
        if shifted.any():
            rate = branch_point(self.arithmetic, self.model).rate
            found.decay[shifted] = 2 * rate * time[shifted]
        return found

    def _dies(self, pair: Pair) -> bool:
        """Whether nothing is left at infinite time: every mode learnt, and no noise."""
        count: Expr = self.equations.sums.count()
        full = bool(min(self.model.width, self.model.samples) > count)
        return full and (self.model.noise == 0 or "samples" not in pair)

    def _settling(self, final: Any) -> float:
        """x_min t after which the transients, no larger than the initial loss, have vanished."""
        ar = self.arithmetic
        initial = self.equations.sums.power() + ar.number(self.model.noise)
        ratio = ar.log2_abs(ar.array([initial, final]))
        if ratio[1] == -np.inf:
            return np.inf
        lost = _CANCELLED if isinstance(ar, Multiple) else 0
        digits = self.digits + 8 + lost
        return float(digits * np.log(10) + max(0.0, ratio[0] - ratio[1]) * np.log(2))

    def _transform(self, pair: Pair, time: Array, shift: bool) -> tuple[Array, Array]:
        """The double transform of C_12, and the scale of its rounding."""
        weight, at = self._frequencies(time, shift)
        total, size = 0 * time, np.zeros(len(time))
        for quotient in kernel(self.equations, pair, at):
            value, scale = self._double(quotient, weight)
            total = total + quotient.weight * value
            size = size + abs(float(quotient.weight)) * scale
        return total, size

    def _frequencies(self, time: Array, shift: bool) -> tuple[Array, FieldSolution]:
        """Weights and solutions of the field equations on the contours, shape (times, n/2)."""
        key = (shift, tuple(time.tolist()))
        if key not in self._solved:
            ar = self.arithmetic
            edge = branch_point(ar, self.model) if shift else None
            distance = (self.contour.z[None, :] / time[:, None]).ravel()
            start = ar.number(0) if edge is None else edge.rate
            late = self.log2_edge + float(np.max(ar.log2_abs(time)))
            near = None if edge is None else kappa_beside(ar, edge, distance, late)
            weight = self.contour.weight[None, :] / time[:, None]
            self._solved[key] = weight, self.equations.solve(distance - start, near)
        return self._solved[key]

    def _double(self, quotient: Quotient, weight: Array) -> tuple[Array, Array]:
        shape = weight.shape
        _, factor, function, function_slope, node, node_slope = (
            x if i == 0 else x.reshape(shape) for i, x in enumerate(quotient)
        )
        factor = weight * factor
        diagonal = factor * factor * function_slope / node_slope
        here, there = (
            (factor, function, node),
            [self._mirrored(x) for x in (factor, function, node)],
        )
        parts = [self._row(*(x[i] for x in here), *(x[i] for x in there)) for i in range(shape[0])]
        value = self.contour.single(np.array([row for row, _ in parts]) - diagonal)
        if isinstance(self.arithmetic, Multiple):
            return value, np.zeros(shape[0])
        size = np.array([float(scale) for _, scale in parts])
        return value, size + 2 * np.sum(np.abs(diagonal), axis=1)

    def _mirrored(self, values: Array) -> Array:
        """Values in the upper half plane, then those at the reflected nodes."""
        return np.concatenate([values, self.arithmetic.conjugate(values)], axis=1)

    def _row(
        self,
        factor: Array,
        function: Array,
        node: Array,
        factors: Array,
        functions: Array,
        nodes: Array,
    ) -> tuple[Array, float]:
        """f_i sum_{j != i} f_j (g_i - g_j)/(q_j - q_i) for every i; how their sum is rounded."""
        apart = np.subtract.outer(-node, -nodes)
        diagonal = np.arange(len(node))
        apart[diagonal, diagonal] = self.arithmetic.number(1)
        rise = np.subtract.outer(function, functions)
        inverse = 1 / apart
        terms = factor * ((rise * inverse) @ factors)
        if isinstance(self.arithmetic, Multiple):
            return terms, 0.0
        closeness = np.abs(inverse)
        closeness[diagonal, diagonal] = 0.0
        level = np.abs(functions - np.real(functions[0]))
        spread = np.add.outer(np.maximum(level[: len(node)], np.abs(function) / 8), level)
        above = np.abs(rise) * closeness * np.add.outer(np.abs(node), np.abs(nodes))
        sizes = (spread + above / 8) * closeness
        return terms, float(2 * np.abs(factor) @ sizes @ np.abs(factors))
