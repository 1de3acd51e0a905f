r"""The regulariser for many widths and frequencies at once, in doubles.

    \kappa (1 - d(\kappa)/N) (1 - d(\kappa)/P) = s,   d(\kappa_n) = n

with \kappa = \kappa_n x, s = \kappa_n \sigma and n = min(N, P): where d is a power, which it nearly
is at small kappa,

    \sigma = x (1 - x^{-p}) (1 - q x^{-p}),   q = \min(N, P)/\max(N, P).

That root is continued from the positive axis and costs no sums; Newton's method on the full
equation starts from it, and where it ends elsewhere than on the physical branch the full equation
is continued in its place.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analytic.exact.field_solution import FieldSolution
from analytic.exact.precision import Double
from analytic.exact.sums.measured_sums import Sums
from analytic.exact.sums.spectral_sums import SpectralSums, spectral_sums
from analytic.problem import PowerLaw

Reals = NDArray[np.float64]
Complexes = NDArray[np.complex128]
Forward = Callable[[Complexes], tuple[Complexes, Complexes]]

_MODEL_TURNS, _TURNS = 12, 40
_ON_AXIS = 12  # a convex function with a start within a factor of the root
_POLISH = 8
_CONVERGED = 1e-14
_LOST = 1e-10
_SLACK = 1e-6


class Regulariser:
    """kappa(s) of a power law, whose d grows as kappa^-p, at pairs of width and frequency."""

    def __init__(self, law: PowerLaw, samples: float) -> None:
        self.sums: SpectralSums = spectral_sums(Double(), law)
        self.p = float((1 + law.multiplicity_growth) / law.b)
        self.samples = samples

    def solve(self, width: Reals, s: Complexes) -> FieldSolution:
        """The solution of the field equations at frequencies of shape (widths, nodes)."""
        wide, samples = np.broadcast_to(width[:, None], s.shape), self.samples
        kappa = self.at(wide.ravel(), s.ravel()).reshape(s.shape)
        found = self.sums.evaluate(np.where(np.isfinite(kappa), kappa, 1).ravel())
        at = Sums(*(np.asarray(x, dtype=complex).reshape(s.shape) for x in found))
        larger = 1 - at.d / np.maximum(wide, samples)  # the other one may vanish and is a quotient
        smaller = s / kappa / larger
        narrow = wide < samples
        d_p, d_n = np.where(narrow, larger, smaller), np.where(narrow, smaller, larger)
        slope = 1 / (d_p * d_n - kappa * at.d_slope * (d_n / samples + d_p / wide))
        return FieldSolution(s, kappa, d_p, d_n, at, slope, 1 / samples, 1 / wide)

    def at(self, width: Reals, s: Complexes) -> Complexes:
        """The physical root, nan where none was found; width and s of shape (points,)."""
        unit = self.unit(np.minimum(width, self.samples))
        ratio = np.minimum(width / self.samples, self.samples / width)
        with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
            start = unit * self._model(s / unit, ratio)
            kappa = self._polished(width, s, start)
            wrong = ~_is_physical(kappa, s)
            if wrong.any():
                kappa[wrong] = self._continued(width[wrong], unit[wrong], s[wrong])
            kappa[~_is_physical(kappa, s)] = np.nan
        return kappa

    def unit(self, rank: Reals) -> Reals:
        """kappa_n, where d(kappa) = n."""
        distinct, which = np.unique(rank, return_inverse=True)
        logarithm = -np.log(distinct) / self.p
        for _ in range(60):
            at = self.sums.evaluate(np.exp(logarithm).astype(complex))
            d, slope = at.d.real, at.d_slope.real
            step = np.log(d / distinct) * d / (np.exp(logarithm) * slope)
            logarithm = logarithm - np.clip(step, -5, 5)
            if np.max(np.abs(step)) < _CONVERGED:
                break
        found: Reals = np.exp(logarithm)[which]
        return found

    def _model(self, sigma: Complexes, ratio: Reals) -> Complexes:
        """The root of sigma = x (1 - x^-p) (1 - ratio x^-p)."""

        def forward(x: Complexes) -> tuple[Complexes, Complexes]:
            power = x**-self.p
            one, other = 1 - power, 1 - ratio * power
            return x * one * other, one * other + self.p * power * (other + ratio * one)

        return _rotated(forward, sigma, np.ones(len(sigma)), _MODEL_TURNS)

    def _continued(self, width: Reals, unit: Reals, s: Complexes) -> Complexes:
        return self._polished(width, s, _rotated(self._forward(width), s, unit, _TURNS))

    def _forward(self, width: Reals) -> Forward:
        def forward(kappa: Complexes) -> tuple[Complexes, Complexes]:
            at = self.sums.evaluate(kappa)
            one, other = 1 - at.d / width, 1 - at.d / self.samples
            slope = one * other - kappa * at.d_slope * (other / width + one / self.samples)
            return kappa * one * other, slope

        return forward

    def _polished(self, width: Reals, s: Complexes, kappa: Complexes) -> Complexes:
        """Newton's method on the full equation; nan where it does not converge."""
        kappa = kappa.copy()
        left = np.arange(len(s))
        for _ in range(_POLISH):
            value, slope = self._forward(width[left])(kappa[left])
            step = (value - s[left]) / slope
            kappa[left] -= step
            size = np.abs(step / kappa[left])
            left = left[~(size < _CONVERGED)]
            if not len(left):
                return kappa
        kappa[left[~(size[~(size < _CONVERGED)] < _LOST)]] = np.nan
        return kappa


def _rotated(forward: Forward, s: Complexes, unit: Reals, turns: int) -> Complexes:
    """The root continued from |s|, where it lies beyond unit + |s|, in equal turns of arg s."""
    radius, angle = np.abs(s), np.angle(s)
    kappa = (unit + radius).astype(complex)
    for _ in range(_ON_AXIS):
        value, slope = forward(kappa)
        kappa = kappa - (value - radius) / slope
    for turn in range(1, turns + 1):
        target = radius * np.exp(1j * angle * turn / turns)
        _, slope = forward(kappa)
        before = radius * np.exp(1j * angle * (turn - 1) / turns)
        kappa = kappa * np.exp(1j * angle / turns * before / (slope * kappa))
        for _ in range(2):
            value, slope = forward(kappa)
            kappa = kappa - (value - target) / slope
    return kappa


def _is_physical(kappa: Complexes, s: Complexes) -> NDArray[np.bool_]:
    """Whether kappa lies between the positive axis and s."""
    above = np.angle(kappa) > -_SLACK
    below = np.angle(s / kappa) > -_SLACK
    return np.asarray(above & below & np.isfinite(kappa))
