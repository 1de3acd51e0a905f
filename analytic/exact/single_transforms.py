r"""Losses that are one integral: the training loss, and the test loss at P = infinity.

In a double transform of [g(s) - g(s')]/(s' - s) one of the integrals closes on the pole s' = s:

    \hat L(t) = \oint e^{2 s t} h(s),   L(t) = \oint e^{2 s t} w/D_N   at P = \infty.

Only one contour loses digits, and none are lost late, when everything happens beside the edge of
the spectrum: with s = -x_{min} + r and \kappa = \kappa_e + y,

    r = y \int_0^1 s'(\kappa_e + u y) du,   h - h_e = y \int_0^1 h'(\kappa_e + u y) du

have no difference in them, with derivatives in \kappa; h_e integrates to zero.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from sympy import oo

from analytic.errors import BranchError, PrecisionError
from analytic.exact.correlations import DoubleSum
from analytic.exact.curve import Curve
from analytic.exact.precision import Array, Double
from analytic.exact.responses.response import FieldSolution
from analytic.exact.responses.spectral_edge import branch_point
from analytic.problem import Model

__all__ = ["has_one_integral", "single_losses"]

_TEST, _TRAIN = 0, 1
_NODES = (26, 28)
_DIGITS = 18
_ROUNDING = 2.0**-52
_LOG_LEAST = 745.2  # a double below e^-745.2 is zero
_POINTS = 20
_REACH = 3.0
"""|y| over the distance to the next singularity, up to which so many points give all digits."""
_CONTINUED = (1 / 64, 1 / 16, 1 / 4, 1.0)
_STEPS = 8
_CONVERGED = 1e-13


def has_one_integral(model: Model, which: int) -> bool:
    """Whether a loss, test 0 or training 1, is an integral over one frequency."""
    return which == _TRAIN or bool(model.samples == oo)


def single_losses(model: Model, which: int, time: Array) -> tuple[Array, Array]:
    """One of the two losses in doubles at positive finite times, and its scale of rounding.

    Accuracy  the mean over two contours, whose rounding has nothing in common, and what it is
              relative to: twice their distance, and no less than an eighth of the bound; nan
              where doubles cannot tell the edge of the spectrum.
    """
    curves = [Curve(Double(), model, nodes, _DIGITS) for nodes in _NODES]
    value, size = np.zeros(len(time)), np.zeros(len(time))
    decay = curves[0].log2_edge + np.log2(time)
    shifted = curves[0].dies[which] & (decay > 0)
    rate = branch_point(Double(), model).rate if shifted.any() else 0.0
    initial = max(curves[0].equations.sums.power() + float(model.noise), 1.0)
    alive = ~shifted | (2 * rate * time < _LOG_LEAST + np.log(initial))
    for shift in (False, True):
        index = np.flatnonzero(alive & (shifted == shift))
        if len(index) == 0:
            continue
        try:
            with np.errstate(all="ignore"):  # what is lost is nan, and left to digits
                first, second = (_on_contour(curve, which, time[index], shift) for curve in curves)
        except (BranchError, PrecisionError):
            value[index] = size[index] = np.nan
            continue
        apart = 2 * np.abs(first[0] - second[0]) / _ROUNDING
        age = 2 * rate * time[index] * shift
        size[index] = np.exp(-age) * (np.maximum(apart, first[1] / 8) + 4 * age * np.abs(first[0]))
        value[index] = np.exp(-age) * (first[0] + second[0]) / 2
    return value, size


def _on_contour(curve: Curve, which: int, time: Array, shift: bool) -> tuple[Array, Array]:
    """The losses without e^{-2 x_min t}, and their scale of rounding."""
    transform = (curve.correlations.test, curve.correlations.train)[which]
    value, size = np.full((2, len(time)), np.nan)
    if shift:
        value, size = _beside_edge(curve, transform, time)
    rest = np.flatnonzero(np.isnan(value))
    if len(rest):
        weight, at = curve.frequencies(2 * time[rest], shift)
        value[rest], size[rest] = transform(at, partial(_sum, curve, weight, at))
    return value, size


def _sum(
    curve: Curve, weight: Array, at: FieldSolution, divisor: Array, function: Array, slope: Array
) -> tuple[Array, Array]:
    """The single transform of a function that stands in a double sum, and its rounding."""
    del divisor, slope  # D_P = 1 here, and there is no diagonal
    function = function.reshape(weight.shape)
    worst = curve.correlations.conditioning(at).reshape(weight.shape)
    change = function - np.real(function[:, :1])
    noise = np.maximum(np.abs(change), np.abs(function) / 8) * worst
    return curve.contour.single(weight * change), np.sum(2 * np.abs(weight) * noise, axis=1)


def _beside_edge(curve: Curve, transform: Any, time: Array) -> tuple[Array, Array]:
    """The losses in differences from the edge; nan at times at which it is too far."""
    value, size = np.full((2, len(time)), np.nan)
    edge = branch_point(curve.arithmetic, curve.model)
    if edge.kappa is None:
        return value, size
    equations = curve.equations
    distance = curve.contour.z[None, :] / (2 * time[:, None])
    nodes, shares = np.polynomial.legendre.leggauss(_POINTS)
    nodes, shares = (1 + nodes) / 2, shares / 2
    reach = _REACH * (edge.kappa + equations.sums.smallest())
    y = np.sqrt(2 * distance * _CONTINUED[0] / edge.curvature)
    near = np.max(np.abs(y), axis=1) / np.sqrt(_CONTINUED[0]) < reach
    if not near.any():
        return value, size
    y, distance = y[near], distance[near]
    for share in _CONTINUED:
        y = _continued(curve, edge.kappa, y, distance * share, (nodes, shares))
        last = y
        y = 2 * y
    places = edge.kappa + last[..., None] * nodes
    at = equations.at(places.ravel())
    shape = places.shape

    def along(divisor: Array, function: Array, slope: Array) -> tuple[Array, Array]:
        del divisor, function
        rise = (slope / at.kappa_slope).reshape(shape) @ shares * last
        weight = curve.contour.weight / (2 * time[near][:, None])
        # ds/dkappa is a difference; its rounding is a part |y/2r| of y
        terms = np.abs(at.D_P * at.D_N) + np.abs(1 / at.kappa_slope)
        lost = 1 + np.abs(last / distance) * np.max(terms)
        return curve.contour.single(weight * rise), np.sum(2 * np.abs(weight * rise) * lost, axis=1)

    found: DoubleSum = along
    value[near], size[near] = transform(at, found)
    return value, size


def _continued(
    curve: Curve, kappa: Any, y: Array, distance: Array, rule: tuple[Array, Array]
) -> Array:
    """y at a distance from the edge, by Newton's method."""
    nodes, shares = rule
    places = np.append(nodes, 1.0)
    for _ in range(_STEPS):
        everywhere = kappa + y[..., None] * places
        slopes = curve.equations.forward(everywhere.ravel())[1].reshape(everywhere.shape)
        step = (y * (slopes[..., :-1] @ shares) - distance) / slopes[..., -1]
        y = y - step
        if np.max(np.abs(step / y)) < _CONVERGED:
            return y
    return y * np.nan
