r"""An ellipse around the spectrum of -K: the contour of early times, and of oscillations.

    s = -(x_{low} + x_{high})/2 + (x_{high} - x_{low})/4 (w + 1/w),   |w| = r > 1

The integrand is analytic outside the spectrum, and f_t is entire: m midpoints on the ellipse are
off by r^{-m} e^{G(r^2) + G(r)}, where e^{G(r)} is the largest |f_t| on it, and lose e^{2 G(r)} of
the working precision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, inf, log, log2
from typing import Any

import numpy as np

from analytic.exact.precision import Arithmetic, Array
from analytic.exact.training.contours.nodes import Nodes
from analytic.exact.training.contours.pairs import EllipsePairs
from analytic.exact.training.dynamics.exponents import Exponents

__all__ = ["Ellipse", "ellipse", "ellipse_nodes"]

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
    return Nodes(ar, s, weight, EllipsePairs(ar, w, log_radius, length))
