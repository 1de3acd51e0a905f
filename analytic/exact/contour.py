r"""Contours of the inverse Laplace transform: nodes, weights, and double sums over them.

    f(t) = 1/(2 \pi i) \int e^{s t} F(s) ds,   s = -shift + z(\theta)/t,
    z(\theta) = n (0.5017 \theta \cot(0.6407 \theta) - 0.6122 + 0.2645 i \theta)

the cotangent contour of [trefethen2006talbot], n midpoints in -pi < theta < pi. Its trapezoidal
error is about 3.89^-n for a transform whose singularities lie on the real axis left of -shift; the
largest factor e^{Re z} is e^{0.171 n}, which is what the sum loses of the working precision, once
for each frequency. By reflection only the nodes of the upper half plane are kept.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, e, log, log2
from typing import Any, NamedTuple, Protocol

import numpy as np

from analytic.exact.precision import Arithmetic, Array, Double, Multiple

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


class Pairs(Protocol):
    """Cauchy sums over the nodes of a contour, of shape (times, nodes)."""

    def sums(self, values: Array) -> Array:
        r"""\sum_{j \ne i} a_j/(s_j - s_i) for every i of the upper half plane."""
        ...

    def sizes(self, values: Array) -> Array:
        r"""\sum_{j \ne i} |a_j/(s_j - s_i)|, or a bound of it."""
        ...


@dataclass(frozen=True, eq=False)
class CauchyPairs:
    """Pairs one by one, by the matrix scale/(s_j - s_i), shape ([times,] n, 2n)."""

    arithmetic: Arithmetic
    matrix: Array
    scale: Any = 1

    def sums(self, values: Array) -> Array:
        r"""\sum_{j \ne i} a_j/(s_j - s_i)."""
        return self._times(self.matrix, values, self.arithmetic.conjugate(values))

    def sizes(self, values: Array) -> Array:
        r"""\sum_{j \ne i} |a_j/(s_j - s_i)|."""
        return self._times(np.abs(self.matrix), np.abs(values), np.abs(values))

    def _times(self, matrix: Array, upper: Array, lower: Array) -> Array:
        everywhere = np.concatenate([upper, lower], axis=1)
        if matrix.ndim == 2:
            return np.asarray((everywhere @ matrix.T) * self.scale)
        return np.asarray((matrix @ everywhere[..., None])[..., 0])


@dataclass(frozen=True, eq=False)
class Nodes:
    r"""Frequencies around a spectrum and their weights, of shape (times, nodes).

        \oint f_t(s) F(s) = \sum_j a_j F(s_j),   a = f_t(s) ds/(2 \pi i)

    Functions of frequency are given at `s`, flat or of its shape. `start`, where it is given, is
    kappa(s) to a few digits.
    """

    arithmetic: Arithmetic
    s: Array
    weight: Array
    pairs: Pairs
    start: Array | None = None

    def single(self, values: Array) -> Array:
        r"""\oint f_t(s) F(s), for F real on the real axis."""
        return self._total(self.weight * self.shaped(values))

    def double(self, function: Array, slope: Array, factor: Any, other: Any = None) -> Array:
        r"""\oint\oint f_t f_t' a b' (g - g')/(s' - s), with -g'(s) on the diagonal; b = a."""
        first = self.weight * self.shaped(factor)
        row = self.pairs.sums(first)
        if other is None:
            second, row = first, 2 * first * row
        else:
            second = self.weight * self.shaped(other)
            row = first * self.pairs.sums(second) + second * row
        values = self.shaped(function)
        level = self.arithmetic.real(values[:, :1])
        return self._total((values - level) * row - first * second * self.shaped(slope))

    def rounding(self, function: Array, slope: Array, factor: Any) -> Array:
        """The sum of `double` with every term replaced by its size: the scale of its rounding."""
        size = np.abs(self.weight * self.shaped(factor))
        values = self.shaped(function)
        distance = np.maximum(np.abs(values - np.real(values[:, :1])), np.abs(values) / 8)
        terms = 2 * size * distance * self.pairs.sizes(size)
        return np.asarray(2 * np.sum(terms + size**2 * np.abs(self.shaped(slope)), axis=1))

    def shaped(self, values: Any) -> Any:
        """Values at the frequencies, in the shape of s."""
        return np.reshape(values, self.s.shape) if np.ndim(values) else values

    def _total(self, terms: Array) -> Array:
        return np.asarray(2 * self.arithmetic.real(terms.sum(axis=1)))


class Contour(NamedTuple):
    r"""A contour of the inverse Laplace transform: nodes, weights and the matrix of pairs.

        z(\theta) = n (0.5017 \theta \cot(0.6407 \theta) - 0.6122 + 0.2645 i \theta)

    Nodes z in the upper half plane, weights e^z z'(\theta)/(i n). [trefethen2006talbot].
    """

    z: Array
    weight: Array
    cauchy: Array


def talbot(arithmetic: Arithmetic, nodes: int, time: Array, shift: Any = 0) -> Nodes:
    r"""The frequencies of the inverse Laplace transform at times of shape (times,).

        s = -shift + z(\theta)/t

    Weights leave out e^{-shift t}. [trefethen2006talbot].
    """
    z, weight, matrix = contour(arithmetic, nodes)
    every = np.asarray(time)[:, None]
    return Nodes(
        arithmetic, z / every - shift, weight / every, CauchyPairs(arithmetic, matrix, every)
    )


@lru_cache(maxsize=48)
def contour(arithmetic: Arithmetic, nodes: int) -> Contour:
    """The contour with an even number of nodes; in doubles, those of a finer one, rounded."""
    if isinstance(arithmetic, Double):
        with Multiple(_FINER_BITS).working():
            fine = contour(Multiple(_FINER_BITS), nodes)
            z, weight = (np.array([complex(x) for x in one]) for one in fine[:2])
        return Contour(z, weight, cauchy(arithmetic, z))
    with arithmetic.working():
        stretch, angle, offset, rise = (arithmetic.number(Fraction(x)) for x in _SHAPE)
        theta = arithmetic.array(list(range(1, nodes, 2))) * (arithmetic.pi / nodes)
        turn = arithmetic.exp(arithmetic.complex(theta * angle) * arithmetic.complex([2j])[0])
        i = arithmetic.complex([1j])[0]
        cotangent = arithmetic.complex(arithmetic.real(i * (turn + 1) / (turn - 1)))
        z = nodes * (stretch * theta * cotangent - offset + rise * theta * i)
        bend = cotangent - angle * theta * (1 + cotangent * cotangent)
        slope = nodes * (stretch * bend + rise * i)
        return Contour(z, arithmetic.exp(z) * slope / (i * nodes), cauchy(arithmetic, z))


def cauchy(arithmetic: Arithmetic, s: Array) -> Array:
    """1/(s_j - s_i), j over the upper half plane and its reflection; zero where i = j."""
    everywhere = np.concatenate([s, arithmetic.conjugate(s)], axis=-1)
    difference = everywhere[..., None, :] - s[..., :, None]
    diagonal = np.arange(s.shape[-1])
    difference[..., diagonal, diagonal] = arithmetic.number(1)
    inverse = 1 / difference
    inverse[..., diagonal, diagonal] = arithmetic.number(0)
    return np.asarray(inverse)
