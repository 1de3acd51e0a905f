r"""What the compute-optimal law is about: the loss, the width and the time on the frontier.

    L^*(C) = \min_N L(C/N, N),   N^*(C),   t^*(C) = C/N^*(C)

A simulation draws a few widths around the best one, each for the time that the compute leaves to
it; the parabola through the lowest three in log N has its lowest point where none was drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, Symbol

from analytic import exact, sampling
from analytic.comparison.measure import cut_off, over_draws
from analytic.comparison.numbers import to_sympy
from analytic.notation import C
from analytic.problem import Model, PowerLaw
from analytic.result import Effort, Simulated

__all__ = ["BestLoss", "BestResource", "lowest_of"]

Reals = NDArray[np.float64]

_DOUBLE_DIGITS = 8  # what a frontier of doubles is good for
_RISEN = 1.3  # over the least loss so far: beyond its valley


@dataclass(frozen=True)
class BestLoss:
    """L*(C) at unlimited data; dice with so many modes."""

    variable: Symbol = C
    modes: int = 256
    enough: int = _DOUBLE_DIGITS

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The least loss at the compute `size`; eight digits are those of doubles."""
        if digits <= _DOUBLE_DIGITS:
            return Float(float(_frontier(spectrum, size).loss), digits)
        return to_sympy(exact.least_loss(Model(spectrum), size, digits), digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The least loss at computes `sizes`, over widths that are whole numbers."""
        found = [
            lowest_of(*_valley(spectrum, compute, self.modes, effort)) for compute in sizes
        ]  # one value a draw, whose mean is the lowest point of the parabola
        return Simulated(*over_draws(np.stack(found, axis=1)))


@dataclass(frozen=True)
class BestResource:
    """1/N*(C) or 1/t*(C): their inverses fall as C grows, so that exponents are decay rates."""

    resource: Literal["width", "time"]
    variable: Symbol = C
    modes: int = 256

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The inverse of the resource at the compute `size`, to eight digits: in doubles."""
        best = _frontier(spectrum, size)
        value = best.width if self.resource == "width" else best.time
        return Float(1 / float(value), min(digits, _DOUBLE_DIGITS))

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The inverse of the resource, over widths that are whole numbers.

        The lowest point is no mean over draws, but what it is without one of them says how much
        each of them weighs: n p - (n - 1) p_i, the jackknife.
        """
        found = []
        for compute in sizes:
            x, losses = _valley(spectrum, compute, self.modes, effort)
            place = _lowest_place(x, losses.mean(axis=0))
            each = np.array(
                [self._inverse(_lowest_place(x, one), compute) for one in _less(losses)]
            )
            found.append(len(losses) * self._inverse(place, compute) - (len(losses) - 1) * each)
        return Simulated(*over_draws(np.stack(found, axis=1)))

    def _inverse(self, log_width: float, compute: int) -> float:
        width = np.exp(log_width)
        return float(1 / width if self.resource == "width" else width / compute)


@lru_cache(maxsize=128)
def _frontier(spectrum: PowerLaw, compute: Expr) -> exact.Frontier:
    """The frontier at one compute: width and time are found together."""
    return exact.frontier(Model(spectrum), float(compute))


@lru_cache(maxsize=32)
def _valley(spectrum: PowerLaw, compute: int, modes: int, effort: Effort) -> tuple[Reals, Reals]:
    """Logarithms of widths, one after the other until the loss rises, and losses of draws.

    Loss, width and time on the frontier are read from the same draws.
    """
    widths: list[float] = []
    losses: list[Reals] = []
    while len(losses) < 3 or np.mean(losses[-1]) < _RISEN * np.min(np.mean(losses, axis=1)):
        widths.append(_following(widths))
        losses.append(_drawn(spectrum, widths[-1], compute, modes, effort))
    return np.log(widths), np.stack(losses, axis=1)


def _drawn(spectrum: PowerLaw, width: float, compute: int, modes: int, effort: Effort) -> Reals:
    """Losses at one width, those of the modes that were cut off made up for."""
    cut, time = cut_off(spectrum, modes), np.array([compute / width])
    drawn = sampling.test_loss(
        Model(cut, width=int(width)), time, effort.draws, effort.seed, executor=effort.executor
    )
    whole, part = (
        float(exact.test_loss(Model(law, width=int(width)), time)[0]) for law in (spectrum, cut)
    )
    return np.asarray(drawn.samples[:, 0] * whole / part)


def _less(losses: Reals) -> Reals:
    """The means over all draws but one, draw by draw."""
    return np.asarray((losses.sum(axis=0) - losses) / (len(losses) - 1))


def _lowest_place(x: Reals, mean: Reals) -> float:
    """Where the parabola through the lowest mean and its neighbours is lowest, in logarithms."""
    middle = int(np.clip(np.argmin(mean), 1, len(x) - 2))
    near = slice(middle - 1, middle + 2)
    curve = np.polyfit(x[near], np.log(mean[near]), 2)
    return float(np.clip(-curve[1] / (2 * curve[0]), x[middle - 1], x[middle + 1]))


def lowest_of(x: Reals, samples: Reals) -> Reals:
    """The lowest value of the parabola through the lowest mean and its neighbours, draw by draw.

    At the lowest point of the mean's parabola, so that its own change counts in second order only.
    """
    mean = samples.mean(axis=0)
    middle = int(np.clip(np.argmin(mean), 1, len(x) - 2))
    near = slice(middle - 1, middle + 2)
    curve = np.polyfit(x[near], np.log(mean[near]), 2)
    best = _lowest_place(x, mean)
    weights = [
        np.prod([(best - other) / (one - other) for other in x[near] if other != one])
        for one in x[near]
    ]
    level = np.exp(np.polyval(curve, best))
    shares = np.array(weights) / mean[near] * level
    return np.asarray(samples[:, near] @ shares)


def _following(widths: list[float]) -> float:
    """The next whole width, a factor of about sqrt 2 further; the first is 2."""
    return float(np.ceil(np.sqrt(2) * widths[-1])) if widths else 2.0
