r"""Sums over pairs of frequencies, \sum_{j \ne i} a_j/(s_j - s_i).

They are taken for every i of the upper half plane. The a_j of the lower half plane are the
conjugates of those of the upper one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from analytic.exact.precision import Arithmetic, Array
from analytic.exact.training.contours.fourier import fourier, inverse_fourier

__all__ = ["EllipsePairs", "MatrixPairs", "Pairs"]


class Pairs(Protocol):
    """The Cauchy sums over the nodes of a contour."""

    def sums(self, values: Array) -> Array:
        r"""\sum_{j \ne i} a_j/(s_j - s_i)."""
        ...

    def sizes(self, values: Array) -> Array:
        r"""\sum_{j \ne i} |a_j/(s_j - s_i)|, or a bound of it."""
        ...


@dataclass(frozen=True, eq=False)
class MatrixPairs:
    """Pairs of any nodes, one by one."""

    arithmetic: Arithmetic
    s: Array

    @cached_property
    def cauchy(self) -> Array:
        """1/(s_j - s_i), shape (n, 2 n): j over the upper half plane and then its reflection."""
        everywhere = np.concatenate([self.s, self.arithmetic.conjugate(self.s)])
        difference = np.subtract.outer(-self.s, -everywhere)
        diagonal = np.arange(len(self.s))
        difference[diagonal, diagonal] = self.arithmetic.number(1)
        inverse = 1 / difference
        inverse[diagonal, diagonal] = self.arithmetic.number(0)
        return np.asarray(inverse)

    def sums(self, values: Array) -> Array:
        r"""\sum_{j \ne i} a_j/(s_j - s_i)."""
        return np.asarray(self.cauchy @ np.concatenate([values, self.arithmetic.conjugate(values)]))

    def sizes(self, values: Array) -> Array:
        r"""\sum_{j \ne i} |a_j/(s_j - s_i)|."""
        size = np.abs(values)
        return np.asarray(np.abs(self.cauchy) @ np.concatenate([size, size]))


@dataclass(frozen=True, eq=False)
class EllipsePairs:
    r"""Pairs of the m = 2^k midpoints w_j = r e^{(2j+1) i \pi/m} of s = c + l (w + 1/w).

        l/(s_j - s_i) = w_i/(w_i - 1/w_i) [ 1/(w_j - w_i) - w_i^{-2}/(w_j - 1/w_i) ]

    Each of the two is a convolution over the circle, known in Fourier space:

        \sum_{k \ne 0} \omega^{kn}/(\omega^k - 1) = (m + 1)/2 - n,   0 < n <= m,
        \sum_k \omega^{-kn}/(\omega^{k+1} - r^{-2}) = m \omega^n r^{-2(m-1-n)}/(1 - r^{-2m}).
    """

    arithmetic: Arithmetic
    w: Array
    """Nodes of the upper half plane, shape (m/2,)."""
    log_radius: Any
    length: Any

    def sums(self, values: Array) -> Array:
        r"""\sum_{j \ne i} a_j/(s_j - s_i)."""
        ar, w, half = self.arithmetic, self.w, len(self.w)
        image = fourier(ar, self._around(values))
        first = inverse_fourier(ar, image * self._difference)[:half] / w
        second = inverse_fourier(ar, np.roll(image[::-1], 1) * self._sum)[:half] * w
        apart = w - 1 / w
        second = second * ar.exp(-2 * self.log_radius) - values / apart
        return np.asarray((w * first - second / w) / (apart * self.length))

    def sizes(self, values: Array) -> Array:
        r"""A bound of \sum_{j \ne i} |a_j/(s_j - s_i)|."""
        size = np.abs(values)
        m, angles = 2 * len(size), np.arange(1, 2 * len(size)) * (np.pi / (2 * len(size)))
        kernel = np.concatenate([[0.0], 1 / (2 * np.sin(angles))])
        around = np.concatenate([size, size[::-1]])
        total = np.real(np.fft.ifft(np.fft.fft(around) * np.fft.fft(kernel)))[: m // 2]
        least = np.abs(self.w - 1 / self.w)
        return np.asarray(2 * total / (np.abs(self.length) * np.minimum(least, 1)))

    def _around(self, values: Array) -> Array:
        return np.concatenate([values, self.arithmetic.conjugate(values[::-1])])

    @cached_property
    def _difference(self) -> Array:
        m = 2 * len(self.w)
        center = self.arithmetic.number(m + 1) / 2
        steps = self.arithmetic.array([m, *range(1, m)])
        return np.asarray(center - steps)

    @cached_property
    def _sum(self) -> Array:
        ar, m = self.arithmetic, 2 * len(self.w)
        steps = ar.array(list(range(m)))
        turns = steps * (2 * ar.pi / m) * ar.complex([1j])[0]
        decay = (steps - (m - 1)) * (2 * self.log_radius)
        return np.asarray(ar.exp(turns + decay) * m / (1 - ar.exp(-2 * m * self.log_radius)))
