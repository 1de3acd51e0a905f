r"""An ellipse around the spectrum of -K: the contour of early times, and of oscillations.

    s = -(x_{low} + x_{high})/2 + (x_{high} - x_{low})/4 (w + 1/w),   |w| = r > 1

The integrand is analytic outside the spectrum, and f_t is entire: m midpoints on the ellipse are
off by r^{-m} e^{G(r^2) + G(r)}, where e^{G(r)} is the largest |f_t| on it, and lose e^{2 G(r)} of
the working precision.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import ceil, inf, log, log2
from typing import Any

import numpy as np

from analytic.exact.contour import Nodes
from analytic.exact.exponents import Exponents
from analytic.exact.precision import Arithmetic, Array, Double

_TRIALS = np.geomspace(2e-3, 3, 48)
_ANGLES = (np.arange(48) + 0.5) * np.pi / 48
_OUTSIDE = 1e-9  # of its length, by which the foci lie outside the spectrum
_HALVINGS = 12
_SHORTEST = 0.05  # length of the ellipse over its distance from zero


@dataclass(frozen=True)
class Ellipse:
    """Foci -x_high and -x_low, log r, the number of nodes, a power of two, and the bits lost."""

    low: float
    high: float
    log_radius: float
    nodes: int
    bits: int


def ellipse(
    exponents: Exponents,
    low: float,
    high: float,
    time: float,
    digits: float,
    most_lost: float,
    most_nodes: int,
) -> Ellipse | None:
    """The ellipse with the fewest nodes that loses no more than e^most_lost, or None.

    The exponents are those of doubles.
    """
    slowest = float(min(exponents.rate(low), exponents.rate(high))) if low > 0 else 0.0
    length = high - low
    low, high = low - _OUTSIDE * length * (low > 0), high + _OUTSIDE * length
    high = max(high, (1 + _SHORTEST) * low)

    def growth(log_r: float) -> tuple[float, float]:
        """G(r) and the exponent that r^m has to reach."""
        near, far = (
            _growth(exponents, low, high, x * log_r, time) + slowest * time for x in (1, 2)
        )
        return max(near, 0.0), digits * log(10) + max(near, 0.0) + max(far, 0.0)

    trials = [
        (needed / x, x) for x in _TRIALS for lost, needed in [growth(x)] if 2 * lost <= most_lost
    ]
    least, best = min(trials, default=(inf, 1.0))
    if least > most_nodes:
        return None
    nodes = 2 ** ceil(log2(max(least, 16)))
    log_radius = _least_radius(lambda x: growth(x)[1] / x < nodes, float(best))
    bits = ceil((2 * growth(log_radius)[0] + log(nodes + time)) / log(2)) + 16
    return Ellipse(low, high, log_radius, nodes, bits)


def _least_radius(enough: Callable[[float], bool], known: float) -> float:
    """The least log r that is enough, which lies below a known one: it loses the fewest bits."""
    low, high = 0.0, known
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _growth(exponents: Exponents, low: float, high: float, log_r: float, time: float) -> float:
    """log of the largest |f_t| on an ellipse."""
    w = np.exp(log_r + 1j * _ANGLES)
    p = exponents.exponent(_place(low, high, w))
    with np.errstate(all="ignore"):
        found = exponents.at(p, time)
        sizes = np.real(p) * time + np.log(np.abs(found.amplitude))
    return float(np.max(sizes, initial=-inf, where=np.isfinite(sizes)))


def _place(low: Any, high: Any, w: Array) -> Array:
    return np.asarray((w + 1 / w) * ((high - low) / 4) - (high + low) / 2)


def ellipse_nodes(
    arithmetic: Arithmetic, exponents: Exponents, chosen: Ellipse, time: Any, slowest: Any
) -> Nodes:
    """Its nodes and weights, those of f_t(s) e^{slowest t}."""
    ar, m = arithmetic, chosen.nodes
    low, high = ar.number(chosen.low), ar.number(chosen.high)
    angle = ar.array(list(range(1, m, 2))) * (ar.pi / m)
    i = ar.complex([1j])[0]
    log_radius, length = ar.number(chosen.log_radius), (high - low) / 4
    w = ar.exp(log_radius + i * angle)
    s = _place(low, high, w)
    p = exponents.exponent(s)
    filters = exponents.at(p, time).amplitude * ar.exp((p + slowest) * time)
    weight = filters * (w - 1 / w) * (length / m)
    return Nodes(ar, s[None, :], weight[None, :], EllipsePairs(ar, w, log_radius, length))


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
        values = values[0]
        image = fourier(ar, self._around(values))
        first = inverse_fourier(ar, image * self._difference)[:half] / w
        second = inverse_fourier(ar, np.roll(image[::-1], 1) * self._sum)[:half] * w
        apart = w - 1 / w
        second = second * ar.exp(-2 * self.log_radius) - values / apart
        return np.asarray((w * first - second / w) / (apart * self.length))[None, :]

    def sizes(self, values: Array) -> Array:
        r"""A bound of \sum_{j \ne i} |a_j/(s_j - s_i)|."""
        size = np.abs(values[0])
        m, angles = 2 * len(size), np.arange(1, 2 * len(size)) * (np.pi / (2 * len(size)))
        kernel = np.concatenate([[0.0], 1 / (2 * np.sin(angles))])
        around = np.concatenate([size, size[::-1]])
        total = np.real(np.fft.ifft(np.fft.fft(around) * np.fft.fft(kernel)))[: m // 2]
        least = np.abs(self.w - 1 / self.w)
        return np.asarray(2 * total / (np.abs(self.length) * np.minimum(least, 1)))[None, :]

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


def fourier(arithmetic: Arithmetic, values: Array) -> Array:
    """The transform of m = 2^k numbers."""
    if isinstance(arithmetic, Double):
        return np.fft.fft(values)
    m = len(values)
    block = arithmetic.complex(values).reshape(1, m)
    while block.shape[0] < m:  # each column holds transforms of the even and of the odd numbers
        even, odd = np.split(block, 2, axis=1)
        turned = odd * _twiddles(arithmetic, block.shape[0])[:, None]
        block = np.concatenate([even + turned, even - turned])
    return block.ravel()


def inverse_fourier(arithmetic: Arithmetic, values: Array) -> Array:
    """The numbers whose transform is given."""
    conjugate = arithmetic.conjugate
    return np.asarray(conjugate(fourier(arithmetic, conjugate(values))) / len(values))


@lru_cache(maxsize=64)
def _twiddles(arithmetic: Arithmetic, size: int) -> Array:
    r"""e^{-i \pi k/size} for k below size."""
    angles = arithmetic.array(list(range(size))) * (-arithmetic.pi / size)
    return np.asarray(arithmetic.exp(angles * arithmetic.complex([1j])[0]))
