r"""The loss at limited data as a surface over width and time, in doubles, many points at once.

C_0 is a double transform. What target the resolvent has learned first is a polynomial: with w_n of
the target c_k \lambda_k^{-n},

    w/D_N = \sum_{j<n} (-1)^j w_{j+1}(0) \kappa^j/D_N + (-\kappa)^n w_n/D_N,

and s^j in the place of \kappa^j/D_N would be no loss at N = P = \infty. What it leaves at limited
data, with \epsilon = 1/D_P - 1, are products of single transforms:

    (s^j - s'^j)/(s' - s)/(D_P D_P') \to -\sum_{i+l=j-1} s^i \epsilon(s) s'^l \epsilon(s').

So the transform is of f_j = \kappa^j/D_N - s^j, and nothing cancels, however small the loss.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from analytic.exact.compute.surfaces.regulariser import Complexes, Reals, Regulariser
from analytic.exact.compute.surfaces.target import ROUNDING, Surface, Target, least_rounded
from analytic.exact.contour import Contour, contour
from analytic.exact.precision import Double
from analytic.exact.sums.spectral_sums import SpectralSums, spectral_sums
from analytic.problem import Model, PowerLaw

__all__ = ["data_surface"]

NODES = 26
_NODES_PER_ORDER = 2  # s^n is large at the far end of a contour


class _Responses(NamedTuple):
    """The responses at frequencies s, what they lack of one, and their derivatives in s."""

    s: Complexes
    kappa: Complexes
    kappa_slope: Complexes
    D_P: Complexes
    D_N: Complexes
    lack_P: Complexes
    lack_N: Complexes
    slope_P: Complexes
    slope_N: Complexes


class _Double(NamedTuple):
    """A function of one frequency under the double transform, and its derivative."""

    value: Complexes
    slope: Complexes


def data_surface(model: Model, width: Reals, time: Reals, nodes: int = NODES) -> Surface:
    """The test loss at pairs of width and time, a power law with infinitely many modes.

    Shape     width, time and the losses (points,); the model's own width does not count.
    Valid     0 < N, t < infinity; sums and powers within the range of doubles.
    """
    law = model.spectrum.unlimited_power_law
    assert law is not None
    return least_rounded(
        law,
        time,
        lambda targets, which: _surface(model, law, targets, width[which], time[which], nodes),
    )


def _surface(
    model: Model,
    law: PowerLaw,
    targets: tuple[Target, ...],
    width: Reals,
    time: Reals,
    nodes: int,
) -> Surface:
    order = max(len(target.moments) for target in targets)
    path = contour(Double(), nodes + _NODES_PER_ORDER * order)
    weight = np.asarray(path.weight[None, :] / time[:, None], dtype=complex)
    s = np.asarray(path.z[None, :] / time[:, None], dtype=complex)
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        at = _responses(law, float(model.samples), width, s)
        parts = [part for target in targets for part in _parts(target, at)]
        total = _Double(*(np.asarray(sum(one)) for one in zip(*parts, strict=True)))
        loss, rounding = _transformed(path, weight / at.D_P, total, time)
        for target in targets:
            loss, rounding = _less_products(path, weight, target, at, loss, rounding)
        if model.noise != 0:
            spread = _spread(at)
            noise, size = _transformed(path, weight / s, spread, time)
            loss = loss - float(model.noise) * noise
            rounding = rounding + float(model.noise) * size
    return Surface(loss, rounding)


def _responses(law: PowerLaw, samples: float, width: Reals, s: Complexes) -> _Responses:
    growth = float((1 + law.multiplicity_growth) / law.b)
    sums: SpectralSums = spectral_sums(Double(), law)
    wide = np.broadcast_to(width[:, None], s.shape)
    kappa = Regulariser(sums, growth, samples).at(wide.ravel(), s.ravel()).reshape(s.shape)
    at = sums.evaluate(np.where(np.isfinite(kappa), kappa, 1).ravel())
    d, d_slope = at.d.reshape(s.shape), at.d_slope.reshape(s.shape)
    larger = 1 - d / np.maximum(wide, samples)  # the other one may vanish and is a quotient
    smaller = s / kappa / larger
    narrow = wide < samples
    D_P, D_N = np.where(narrow, larger, smaller), np.where(narrow, smaller, larger)
    kappa_slope = 1 / (D_P * D_N - kappa * d_slope * (D_N / samples + D_P / wide))
    change = -d_slope * kappa_slope
    parts = (kappa, kappa_slope, D_P, D_N, d / samples, d / wide, change / samples, change / wide)
    return _Responses(s, *(np.asarray(one, dtype=complex) for one in parts))


def _parts(target: Target, at: _Responses) -> Iterator[_Double]:
    """w/D_N without the powers of s."""
    log_slope = at.slope_N / at.D_N
    lack = at.lack_N  # 1 - D_P^j D_N^(j+1)
    both = at.lack_P + at.lack_N - at.lack_P * at.lack_N
    for j, moment in enumerate(target.moments):
        factor = moment * (-at.kappa) ** j / at.D_N
        change = -(at.D_P**j) * at.D_N**j * (j + 1) * at.slope_N
        if j:
            change = change - j * at.D_P ** (j - 1) * at.D_N ** (j + 1) * at.slope_P
        slope = lack * (j * at.kappa_slope / at.kappa - log_slope) + change
        yield _Double(factor * lack, factor * slope)
        lack = lack + both * (1 - lack)
    n = len(target.moments)
    known = np.where(np.isfinite(at.kappa), at.kappa, 1)
    sums = target.rest.evaluate(known.ravel())
    w, w_slope = (one.reshape(known.shape) for one in (sums.w, sums.w_slope))
    factor = (-at.kappa) ** n / at.D_N
    slope = (w_slope + n * w / at.kappa) * at.kappa_slope - w * log_slope
    yield _Double(factor * w, factor * slope)


def _transformed(
    path: Contour, factor: Complexes, function: _Double, time: Reals
) -> tuple[Reals, Reals]:
    r"""The double transform of (f - f')/(s' - s) with a factor, and what rounding may change."""
    size = path.rounding(factor, function.value, function.slope, time)
    return path.double(factor, function.value, function.slope, time), size * ROUNDING


def _less_products(
    path: Contour,
    weight: Complexes,
    target: Target,
    at: _Responses,
    loss: Reals,
    rounding: Reals,
) -> tuple[Reals, Reals]:
    """The loss less the products of single transforms."""
    excess = at.lack_P / at.D_P
    terms = [weight * at.s**j * excess for j in range(len(target.moments) - 1)]
    singles = [path.single(one) for one in terms]
    sizes = [2 * np.sum(np.abs(one), axis=1) * ROUNDING for one in terms]
    for j, moment in enumerate(target.moments):
        for i in range(j):
            loss = loss - (-1) ** j * moment * singles[i] * singles[j - 1 - i]
            rounding = rounding + 2 * abs(moment * singles[i]) * sizes[j - 1 - i]
    return loss, rounding


def _spread(at: _Responses) -> _Double:
    """e = s (1/D_P - 1), which carries the label noise."""
    excess = at.lack_P / at.D_P
    return _Double(at.s * excess, excess - at.s * at.slope_P / at.D_P**2)
