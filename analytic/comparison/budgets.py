r"""The least loss on a budget C = n^p t, and how it falls from one compute to another.

    L^*(C) = \min_n L(n, C/n^p),   r_C = -\log[L^*(C_2)/L^*(C_1)]/\log(C_2/C_1)

Numbers of features are whole. The logarithm of the loss is least on a polynomial through the four
numbers around the least, of which the last is close to it.
"""

from collections.abc import Callable
from math import exp, log
from typing import NamedTuple

import numpy as np

Loss = Callable[[int, float], float]

STEPS = (0.3,)  # of log n


class Fall(NamedTuple):
    """The exponent between two computes, and log n in the middle of them."""

    rate: float
    log_size: float


def fall_on_budget(
    loss: Loss,
    power: int,
    share: float,
    compute: float,
    ratio: float,
    steps: tuple[float, ...] = STEPS,
) -> Fall:
    """The exponent of the least loss between a compute and so many times as much.

    Around n = C^share the least is looked for, in ever smaller `steps` of log n.
    """
    first, before = _on_budget(loss, power, compute, share * log(compute), steps)
    second, after = _on_budget(loss, power, compute * ratio, first + share * log(ratio), steps)
    return Fall((before - after) / log(ratio), (first + second) / 2)


def least_on_budget(
    loss: Loss, power: int, share: float, compute: float, steps: tuple[float, ...] = STEPS
) -> float:
    """The least loss at a compute, looked for around n = C^share."""
    return exp(_on_budget(loss, power, compute, share * log(compute), steps)[1])


def _on_budget(
    loss: Loss, power: int, compute: float, start: float, steps: tuple[float, ...]
) -> tuple[float, float]:
    """log n where the loss is least at a compute, and the logarithm of the loss there."""
    return _least(lambda size: log(loss(size, compute / size**power)), start, steps)


def _least(
    log_loss: Callable[[int], float], start: float, steps: tuple[float, ...]
) -> tuple[float, float]:
    """log n where the loss is least, and the logarithm of the loss there."""
    known: dict[int, float] = {}

    def at(log_size: float) -> tuple[float, float]:
        size = max(1, round(exp(log_size)))
        if size not in known:
            known[size] = log_loss(size)
        return log(size), known[size]

    for step in steps:
        around = [at(start + step * turn) for turn in (-1, 0, 1)]
        while around[1][1] > min(around[0][1], around[2][1]):
            start += step if around[2][1] < around[0][1] else -step
            around = [at(start + step * turn) for turn in (-1, 0, 1)]
        start = _lowest(around)
    around = [*around, at(start)]
    place = _lowest(around)
    sizes, values = np.array(around).T
    return place, float(np.polyval(np.polyfit(sizes - place, values, len(set(sizes)) - 1), 0.0))


def _lowest(points: list[tuple[float, float]]) -> float:
    """Where a polynomial through some points has its least, next to the lowest of them."""
    sizes, values = np.array(points).T
    middle = sizes[np.argmin(values)]
    fit = np.polyfit(sizes - middle, values, len(set(sizes)) - 1)
    turns = np.roots(np.polyder(fit))
    return float(middle + turns[np.argmin(abs(turns))].real)
