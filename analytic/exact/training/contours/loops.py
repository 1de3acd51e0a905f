r"""Loops around the slowest rates: the contours of late times.

    p = p_0 + z/t,   f_t ds/(2 \pi i) = e^{p_0 t} e^z amplitude (ds/dp) dz/(2 \pi i t)

with z on the cotangent contour.

One loop starts at the slowest rate of the spectrum, where e^p lies on the positive axis; where a
step overshoots, \eta x_{max} > 1, another one starts at the fastest, e^p on the negative axis. Both
end where e^z is negligible.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log, log2
from typing import Any

import numpy as np

from analytic.exact.contour import bits_lost, contour
from analytic.exact.precision import Arithmetic
from analytic.exact.training.contours.nodes import Nodes
from analytic.exact.training.contours.pairs import MatrixPairs
from analytic.exact.training.dynamics.exponents import Exponents

__all__ = ["Loops", "loop_nodes", "loops"]


@dataclass(frozen=True)
class Loops:
    """Nodes of a loop, which loops are needed, and the bits that are lost."""

    nodes: int
    main: bool
    alternating: bool
    bits: int


def loops(
    exponents: Exponents,
    low: float,
    high: float,
    time: float,
    digits: float,
    steps: bool,
    nodes: int,
) -> Loops | None:
    """The loops at a late time; None where it is too early for them.

    It is too early while steps are fewer than nodes, which would leave |Im p| < pi, and while the
    oscillations of momentum, which lie beside the negative axis of p, have not died out.
    """
    first = float(exponents.rate(low)) if low > 0 else 0.0
    last = float(exponents.rate(high))
    slowest, enough = min(first, last), digits * log(10)
    if (steps and time < nodes) or (-exponents.fading - slowest) * time < enough:
        return None
    main = (first - slowest) * time < enough
    alternating = exponents.alternates(high) and (last - slowest) * time < enough
    near = ceil(log2(max(1.0, time if steps else time * slowest))) + 8
    return Loops(nodes, main, alternating, bits_lost(nodes) + near)


def loop_nodes(
    arithmetic: Arithmetic,
    exponents: Exponents,
    chosen: Loops,
    rates: tuple[Any, Any],
    time: Any,
) -> Nodes:
    """Nodes and weights of f_t(s) e^{slowest t}, for the rates where the loops start."""
    ar = arithmetic
    curve = contour(ar, chosen.nodes)
    slowest = min(rates)
    starts = []
    if chosen.main:
        starts.append((-rates[0], 0, curve.z, curve.weight))
    if chosen.alternating:
        starts.append((-rates[1], 1, ar.conjugate(curve.z), ar.conjugate(curve.weight)))
    places, weights = [], []
    for start, half_turns, z, weight in starts:
        p = z / time + (start + half_turns * ar.pi * ar.complex([1j])[0])
        at = exponents.at(p, time)
        size = ar.exp((start + slowest) * time) * (-1) ** (half_turns * int(time) % 2)
        places.append(at.s[at.leads])
        weights.append((weight * at.slope * at.amplitude)[at.leads] * (size / time))
    s = np.concatenate(places)
    return Nodes(ar, s, np.concatenate(weights), MatrixPairs(ar, s))
