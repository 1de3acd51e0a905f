r"""The contours for a time: loops when it is late, an ellipse when it is early or oscillates.

    p = p_0 + z/t,   f_t ds/(2 \pi i) = e^{p_0 t} e^z amplitude (ds/dp) dz/(2 \pi i t)

with z on the cotangent contour. One loop starts at the slowest rate of the spectrum, or at zero,
where e^p lies on the positive axis; where a step overshoots, \eta x_{max} > 1, another one starts
at the fastest, e^p on the negative axis. Both end where e^z is negligible. A flow has one loop at
all times, the contour s = z/t - x_{min}.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, log, log2
from typing import Any

import numpy as np

from analytic.errors import PrecisionError
from analytic.exact.contour import CauchyPairs, Nodes, bits_lost, cauchy, contour, nodes_for, talbot
from analytic.exact.edges import (
    bits_common,
    branch_point,
    coarse_edge,
    kappa_beside,
    spectral_edge,
    upper_edge,
)
from analytic.exact.ellipse import Ellipse, ellipse, ellipse_nodes
from analytic.exact.exponents import Exponents, exponents_of
from analytic.exact.precision import Arithmetic, Array, Double, Multiple
from analytic.problem import GradientFlow, Model, Training

_DOUBLE_NODES = 26
_DOUBLE_LOST = 5.0  # log of what an ellipse in doubles may lose
_MOST_NODES = 2**13
_LARGEST = 2.0**900
_WIDER = 1 + 2.0**-50


@dataclass(frozen=True)
class Loops:
    """Nodes of a loop, which loops are needed, and the bits that are lost."""

    nodes: int
    main: bool
    alternating: bool
    bits: int


@lru_cache(maxsize=256)
def log2_slowest(model: Model, training: Training) -> float:
    """log2 of the slowest rate at which transients die; -inf without a gap.

    A step that overshoots may make the fastest direction of the flow the slowest one.
    """
    wide = Multiple(80)
    with wide.working():
        exponents = exponents_of(wide, training)
        ends = [coarse_edge(model)]
        if not isinstance(training, GradientFlow):
            ends.append(upper_edge(model))
        rate = min(exponents.rate(wide.number(end)) for end in ends)
        if rate <= 0:
            return -inf
        return inf if rate == inf else float(wide.log2_abs(wide.array([rate]))[0])


def contours_of(
    model: Model, training: Training, log2_time: Array, digits: float, gap: bool, double: bool
) -> Iterator[tuple[Array, Loops | Ellipse]]:
    """The cheapest contours that give so many digits, with the times they serve.

    They run around the whole spectrum and s = 0, or beyond a gap from its end.

    Raises    PrecisionError where every contour needs too many nodes; doubles leave that out.
    """
    flows = isinstance(training, GradientFlow)
    exponents = exponents_of(Double(), training)
    low = spectral_edge(model) if gap else 0.0
    high = inf if flows else float(upper_edge(model)) * _WIDER
    nodes = _DOUBLE_NODES if double else nodes_for(digits)
    if flows:
        near = 0 if double or not gap else bits_common(log2_time[0] + log2_slowest(model, training))
        yield np.arange(len(log2_time)), Loops(nodes, True, False, bits_lost(nodes) + near)
        return
    for i, exponent in enumerate(log2_time):
        time = min(2.0**exponent, _LARGEST) if exponent < 1000 else _LARGEST
        late = _loops(exponents, low, high, time, digits, training.counts_steps, nodes)
        most = _DOUBLE_LOST if double else inf
        chosen = late or ellipse(exponents, low, high, time, digits, most, _MOST_NODES)
        if chosen is not None:
            yield np.array([i]), chosen
        elif not double:
            raise PrecisionError(
                f"At time {time:.6g} the oscillations of momentum are many and have not died out: "
                f"more than {_MOST_NODES} nodes would be needed. Ask for an earlier or a later "
                "time, or for fewer digits."
            )


def _loops(
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
    near = bits_common(log2(max(1.0, time if steps else time * slowest)))
    return Loops(nodes, main, alternating, bits_lost(nodes) + near)


def nodes_on(
    arithmetic: Arithmetic,
    model: Model,
    training: Training,
    time: Array,
    chosen: Loops | Ellipse,
    gap: bool,
) -> tuple[Nodes, Any]:
    """Nodes of a contour, and the rate whose decay e^{-rate t} their weights leave out."""
    exponents = exponents_of(arithmetic, training)
    edge = branch_point(arithmetic, model) if gap else None
    first = exponents.rate(edge.rate) if edge is not None else arithmetic.number(0)
    if isinstance(training, GradientFlow):
        nodes, slowest = talbot(arithmetic, chosen.nodes, time, first), first
    else:
        last = exponents.rate(arithmetic.number(float(upper_edge(model)) * _WIDER))
        slowest = min(first, last)
        if isinstance(chosen, Ellipse):
            return ellipse_nodes(arithmetic, exponents, chosen, time[0], slowest), slowest
        nodes = _loop_nodes(arithmetic, exponents, chosen, (first, last), time[0])
    if edge is not None and isinstance(chosen, Loops) and not chosen.alternating:
        age = float(np.max(arithmetic.log2_abs(first * time)))
        distance = nodes.s.ravel() + edge.rate
        nodes = replace(nodes, start=kappa_beside(arithmetic, edge, distance, age))
    return nodes, slowest


def _loop_nodes(
    arithmetic: Arithmetic, exponents: Exponents, chosen: Loops, rates: tuple[Any, Any], time: Any
) -> Nodes:
    """Nodes and weights of f_t(s) e^{slowest t}, for the rates where the loops start."""
    ar, slowest = arithmetic, min(rates)
    z, weight, _ = contour(ar, chosen.nodes)
    starts = []
    if chosen.main:
        starts.append((-rates[0], 0, z, weight))
    if chosen.alternating:
        starts.append((-rates[1], 1, ar.conjugate(z), ar.conjugate(weight)))
    places, weights = [], []
    for start, half_turns, turned, share in starts:
        p = turned / time + (start + half_turns * ar.pi * ar.complex([1j])[0])
        at = exponents.at(p, time)
        size = ar.exp((start + slowest) * time) * (-1) ** (half_turns * int(time) % 2)
        places.append(at.s[at.leads])
        weights.append((share * at.slope * at.amplitude)[at.leads] * (size / time))
    s = np.concatenate(places)
    return Nodes(ar, s[None], np.concatenate(weights)[None], CauchyPairs(ar, cauchy(ar, s)))
