r"""What is left at unlimited compute: the least loss over time at unlimited width.

    L^*(P) = \min_t L(t, \infty, P)

without label noise; the end of training where no finite time is better. What is above it on the
frontier, and the width, fall and grow in C.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from sympy import Expr, Float, Symbol, exp, log

from analytic import exact, sampling
from analytic.comparison.measure import cut_off
from analytic.comparison.numbers import exact_loss, to_sympy
from analytic.comparison.slopes import DECADES
from analytic.notation import C, P
from analytic.problem import Model, PowerLaw
from analytic.result import Effort, Simulated

_DOUBLE_DIGITS = 9  # what a minimum of doubles is good for
_NEAR = 1e-8  # of a logarithm of losses: what doubles are good for
_ROOT_DIGITS = 7
_KNOWN_DIGITS = 8  # of an excess, which is one less another


@dataclass(frozen=True)
class RemainingLoss:
    """L*(P) at unlimited width and compute, no label noise; dice with so many modes."""

    variable: Symbol = P
    modes: int = 1024

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The loss of `size` samples; nine digits are those of doubles."""
        model = Model(spectrum, samples=size)
        if exact.compute.saturation.never_turns_up(model):
            return exact_loss(model, np.inf, digits=digits)
        found = exact.optimal_stopping(model, None if digits <= _DOUBLE_DIGITS else digits)
        return to_sympy(found.loss, digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The loss of `sizes` samples at the best time of the mean field."""
        cut = cut_off(spectrum, self.modes)
        means, errors = [], []
        for size in sizes:
            full, part = (Model(one, samples=size) for one in (spectrum, cut))
            falls = exact.compute.saturation.never_turns_up(full)
            time = np.inf if falls else exact.optimal_stopping(full).time
            drawn = sampling.test_loss(
                part, time, effort.draws, effort.seed + size, executor=effort.executor
            )
            whole, kept = (float(exact.test_loss(one, time)) for one in (full, part))
            means.append(float(drawn.mean) * whole / kept)
            errors.append(float(drawn.standard_error) * whole / kept)
        return Simulated(np.array(means), np.diag(np.square(errors)))


@dataclass(frozen=True)
class LateCompute:
    """L*(C, P) - L*(P), or 1/N*(C, P), at few samples: so that C is beyond all powers of P."""

    quantity: Literal["excess", "width"]
    samples: int = 10
    variable: Symbol = C

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The quantity at the compute `size`, to eight digits: in doubles, decades together."""
        found = _late(spectrum, self.samples)
        if size not in found:
            found = _frontiers(spectrum, self.samples, (size,))
        excess, width = found[size]
        value = excess if self.quantity == "excess" else 1 / width
        return Float(value, min(digits, _KNOWN_DIGITS))


@dataclass(frozen=True)
class EndOfPower:
    """1/C where P samples leave twice the loss of unlimited data, at the latter's N*(C), t*(C)."""

    variable: Symbol = P
    sizes: tuple[Expr, ...] = DECADES[::3]

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The inverse of that compute for `size` samples, to seven digits: in doubles."""

        def above(log_compute: float) -> float:
            best = exact.frontier(Model(spectrum), np.exp(log_compute))
            limited = Model(spectrum, width=float(best.width), samples=size)
            loss = float(exact.test_loss(limited, float(best.time)))
            return float(np.log(max(loss / float(best.loss) - 1, _NEAR)))  # a line, nearly

        low = float(log(size).evalf())
        return Float(exp(-Float(_crossing(above, low, 2 * low))), min(digits, _ROOT_DIGITS))


def _crossing(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that rises from below zero to above it is zero, by halved false position.

    The bracket moves up by half its first length until it holds the zero.
    """
    step, above, below = (high - low) / 2, function(high), None
    while above < 0:
        low, below, high = high, above, high + step
        above = function(high)
    below = function(low) if below is None else below
    last = 0
    while high - low > _NEAR * high:
        middle = (low * above - high * below) / (above - below)
        value = function(middle)
        if abs(value) < _NEAR:
            return middle
        side = 1 if value > 0 else -1
        if side > 0:
            high, above, below = middle, value, below / (2 if last == side else 1)
        else:
            low, below, above = middle, value, above / (2 if last == side else 1)
        last = side
    return high


@lru_cache(maxsize=64)
def _late(spectrum: PowerLaw, samples: int) -> Mapping[Expr, tuple[float, float]]:
    return _frontiers(spectrum, samples, DECADES)


def _frontiers(
    spectrum: PowerLaw, samples: int, computes: Sequence[Expr]
) -> Mapping[Expr, tuple[float, float]]:
    """Excess and width at every compute."""
    found = exact.frontier(Model(spectrum, samples=samples), np.array(computes, dtype=float))
    pairs = zip(found.excess, found.width, strict=True)
    return dict(zip(computes, pairs, strict=True))
