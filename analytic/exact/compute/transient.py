r"""What the loss has still to fall at limited data and unlimited width: L(t) - L(\infty), relative.

With m = \kappa, 1/D_P = m/s, every pole of C_0 at s = 0 belongs to the final loss or vanishes under
the other transform. What is left are divided differences f[s, 0, ...] of one frequency,

    w_1 = w[s, 0],  w_2 = w[s, 0, 0],  m_1 = m[s, 0],  m_2 = m[s, 0, 0],

    L(t) - L(\infty) = 2 \oint e^{st} F(s) + \oint\oint e^{(s+s')t} G(s, s'),
    F = -\kappa_0 (\kappa w_1 - \kappa_0 w_1(0))/s + \sigma^2 m_2,
    G = -(m_1 m_1' w[s, s'] + \kappa_0 (m_1 + m_1') w_1[s, s'] + \kappa_0^2 w_2[s, s'])
        + \sigma^2 m_2[s, s'],

whose singularities begin at -x_min: the contour starts there and keeps the digits of e^{-x_min t}.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import oo

from analytic.exact.compute.surface import Target, targets_of
from analytic.exact.contour import Nodes, talbot
from analytic.exact.edges import branch_point, kappa_beside
from analytic.exact.field_solution import FieldSolution
from analytic.exact.precision import Double
from analytic.exact.response import FixedPoint, fixed_point
from analytic.problem import Model, replace_model

Reals = NDArray[np.float64]
Complexes = NDArray[np.complex128]

_NODES = 30
_ROUNDINGS = 64  # of a term, from the sums and differences that it is made of


class Transient(NamedTuple):
    """value exp(-decay) at each time, decay being x_min t."""

    value: Reals
    decay: Reals


class _Function(NamedTuple):
    """A function of s: its values, its derivative, and its value at zero."""

    value: Complexes
    slope: Complexes
    start: float

    def divided(self, s: Complexes, slope_at_zero: float = np.nan) -> _Function:
        """f[s, 0], of which the value at zero is f'(0)."""
        value = (self.value - self.start) / s
        return _Function(value, (self.slope - value) / s, slope_at_zero)


def transient(model: Model, time: Reals) -> Transient:
    """The test loss at unlimited width above, or below, what it is at infinite time.

    Shape     time and the values (times,); the model's own width does not count.
    Valid     limited data, a power law with infinitely many modes.
    Accuracy  relative, where x_min t is of order one or larger.
    """
    law = model.spectrum.unlimited_power_law
    assert law is not None
    equations = fixed_point(Double(), replace_model(model, width=oo))
    edge = branch_point(Double(), equations.model)
    decay = edge.rate * time
    path = talbot(Double(), _NODES, time, edge.rate)
    distance = path.s.ravel() + edge.rate
    near = kappa_beside(Double(), edge, distance, float(np.log2(np.max(decay))))
    at = equations.solve(path.s.ravel(), near)
    single, double = _transforms(equations, targets_of(law), at, path)
    return Transient(single + np.exp(-decay) * double, np.asarray(decay))


def _transforms(
    equations: FixedPoint,
    targets: Sequence[Target],
    at: FieldSolution,
    path: Nodes,
) -> tuple[Reals, Reals]:
    """The single and the double transform, without the factors e^{-x_min t} of each frequency."""
    zero = float(equations.rank_root())
    noise = float(equations.model.noise)
    at_zero = np.array([zero], dtype=complex)
    growth = float(equations.at(at_zero).kappa_slope[0].real)
    w_0, w_slope = (float(x[0].real) for x in _resolvent(targets, at_zero))
    resolvent, change = _resolvent(targets, at.kappa)
    kappa = _Function(at.kappa, at.kappa_slope, zero)
    w = _Function(resolvent, change * at.kappa_slope, w_0)
    m_1, w_1 = kappa.divided(at.s, growth), w.divided(at.s, w_slope * growth)
    m_2, w_2 = m_1.divided(at.s), w_1.divided(at.s)
    one = np.ones(path.s.shape)
    single = -zero * (at.kappa * w_1.value - zero * w_1.start) / at.s + noise * m_2.value

    # a contour's double sum is of -f[s, s']
    double = (
        path.double(w.value, w.slope, m_1.value)
        + 2 * zero * path.double(w_1.value, w_1.slope, m_1.value, one)
        + zero**2 * path.double(w_2.value, w_2.slope, one)
        - noise * path.double(m_2.value, m_2.slope, one)
    )
    size = abs(at.kappa / at.s) * (abs(w.value) + abs(w.start)) + abs(zero * w_1.start)
    rounding = np.sum(abs(path.weight) * path.shaped(zero * size / abs(at.s)), axis=1)
    return _known(2 * path.single(single), 2 * rounding), double


def _known(total: Reals, size: Reals) -> Reals:
    """A sum, and zero where it is lost in the rounding of its terms: c_k/lambda_k constant."""
    return np.where(np.abs(total) > _ROUNDINGS * np.finfo(float).eps * size, total, 0.0)


def _resolvent(targets: Sequence[Target], kappa: Complexes) -> tuple[Complexes, Complexes]:
    """w and its derivative, less w(0) where that is finite: differences do not keep a constant."""
    w, slope = np.zeros_like(kappa), np.zeros_like(kappa)
    for target in targets:
        for j, moment in enumerate(target.moments[1:], start=1):
            w = w + moment * (-kappa) ** j
            slope = slope - j * moment * (-kappa) ** (j - 1)
        n, rest = len(target.moments), target.rest.evaluate(kappa)
        w = w + (-kappa) ** n * rest.w
        slope = slope + (-kappa) ** n * (rest.w_slope + n * rest.w / kappa)
    return w, slope
