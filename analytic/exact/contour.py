r"""Contours of the inverse Laplace transform: nodes, weights, and double sums over them.

    f(t) = 1/(2 \pi i) \int e^{s t} F(s) ds,   s = -shift + z(\theta)/t,
    z(\theta) = n (0.5017 \theta \cot(0.6407 \theta) - 0.6122 + 0.2645 i \theta)

the cotangent contour of [trefethen2006talbot], n midpoints in -pi < theta < pi. Its trapezoidal
error is about 3.89^-n for a transform whose singularities lie on the real axis left of -shift; the
largest factor e^{Re z} is e^{0.171 n}, which is what the sum loses of the working precision, once
for each frequency. By reflection only the nodes of the upper half plane are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, e, log, log2

import numpy as np

from analytic.exact.precision import Arithmetic, Array, Double, Multiple

__all__ = ["Contour", "contour", "nodes_for"]

_RATE = log(3.89)
_GROWTH = 0.171
_FINER_BITS = 96
_SHAPE = ("0.5017", "0.6407", "0.6122", "0.2645")


def nodes_for(digits: float, transforms: int = 2) -> int:
    """The even number of nodes whose error in a double, or a single, transform is 10^-digits."""
    return 2 * ceil(digits * log(10) / (_RATE - (transforms - 1) * _GROWTH) / 2) + 4


def bits_lost(nodes: int) -> int:
    """Bits that a double transform over so many nodes loses to cancellation."""
    return ceil(2 * _GROWTH * nodes * log2(e)) + 12


@dataclass(frozen=True, eq=False)
class Contour:
    r"""Nodes z in the upper half plane and weights e^z z'(\theta)/(i n), each of shape (n/2,).

    `cauchy` is the matrix 1/(z_j - z_i), shape (n/2, n): i over the upper half plane, j over it and
    then its reflection; zero where i = j.
    """

    arithmetic: Arithmetic
    z: Array
    weight: Array
    cauchy: Array

    def single(self, values: Array) -> Array:
        r"""\sum over all nodes of a function that is real on the real axis.

        Shape     (times, n/2) -> (times,).
        """
        return np.asarray(2 * self.arithmetic.real(values.sum(axis=1)))

    def double(self, factor: Array, function: Array, slope: Array, time: Array) -> Array:
        r"""\sum_{ij} a_i a_j (g_i - g_j)/(s_j - s_i), with -g'(s_i) a_i^2 on the diagonal.

        Shape     a, g, g' of shape (times, n/2); time (times,); result (times,).
        """
        row = self._row(factor, time)
        level = self.arithmetic.real(function[:, :1])
        return self.single(2 * factor * (function - level) * row - factor * factor * slope)

    def mixed(
        self, factors: tuple[Array, Array], function: Array, slope: Array, time: Array
    ) -> Array:
        """The sum of `double` with two factors, a_i b_j in place of a_i a_j."""
        first, second = factors
        row = first * self._row(second, time) + second * self._row(first, time)
        level = self.arithmetic.real(function[:, :1])
        return self.single((function - level) * row - first * second * slope)

    def _row(self, factor: Array, time: Array) -> Array:
        r"""\sum_{j \ne i} a_j/(s_j - s_i) for every i of the upper half plane."""
        everywhere = np.concatenate([factor, self.arithmetic.conjugate(factor)], axis=1)
        return np.asarray((everywhere @ self.cauchy.T) * time[:, None])

    def rounding(self, factor: Array, function: Array, slope: Array, time: Array) -> Array:
        """The sum of `double` with every term replaced by its size: the scale of its rounding."""
        size = np.abs(factor)
        row = np.concatenate([size, size], axis=1) @ np.abs(self.cauchy).T * time[:, None]
        distance = np.maximum(np.abs(function - np.real(function[:, :1])), np.abs(function) / 8)
        return np.asarray(2 * np.sum(2 * size * distance * row + size**2 * np.abs(slope), axis=1))


@lru_cache(maxsize=48)
def contour(arithmetic: Arithmetic, nodes: int) -> Contour:
    """The contour with an even number of nodes; in doubles, those of a finer one, rounded."""
    if isinstance(arithmetic, Double):
        with Multiple(_FINER_BITS).working():
            fine = contour(Multiple(_FINER_BITS), nodes)
            parts = (np.array([complex(x) for x in one]) for one in (fine.z, fine.weight))
        z, weight = parts
        return Contour(arithmetic, z, weight, _cauchy(arithmetic, z))
    with arithmetic.working():
        stretch, angle, offset, rise = (arithmetic.number(Fraction(x)) for x in _SHAPE)
        theta = arithmetic.array(list(range(1, nodes, 2))) * (arithmetic.pi / nodes)
        turn = arithmetic.exp(arithmetic.complex(theta * angle) * arithmetic.complex([2j])[0])
        i = arithmetic.complex([1j])[0]
        cotangent = arithmetic.complex(arithmetic.real(i * (turn + 1) / (turn - 1)))
        z = nodes * (stretch * theta * cotangent - offset + rise * theta * i)
        bend = cotangent - angle * theta * (1 + cotangent * cotangent)
        slope = nodes * (stretch * bend + rise * i)
        weight = arithmetic.exp(z) * slope / (i * nodes)
        return Contour(arithmetic, z, weight, _cauchy(arithmetic, z))


def _cauchy(arithmetic: Arithmetic, z: Array) -> Array:
    everywhere = np.concatenate([z, arithmetic.conjugate(z)])
    difference = np.subtract.outer(-z, -everywhere)
    diagonal = np.arange(len(z))
    difference[diagonal, diagonal] = arithmetic.number(1)
    inverse = 1 / difference
    inverse[diagonal, diagonal] = arithmetic.number(0)
    return np.asarray(inverse)
