r"""What the results on overfitting are about: the gap's coefficient, and the loss stopped in time.

g_P(t) = lim P [L(t) - \hat L(t)],   N = \infty, no noise
L^*(P) = min_t L(t),                 N = \infty, one label noise
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from sympy import Expr, Integer, Rational, Symbol, ceiling, log

from analytic import exact, sampling
from analytic.comparison.measure import cut_off, over_draws
from analytic.comparison.numbers import to_sympy
from analytic.notation import P, sigma2, t
from analytic.problem import Model, PowerLaw
from analytic.result import Effort, Simulated

__all__ = ["NOISE", "BestTime", "Gap", "StoppedLoss", "limit_of_gaps"]

NOISE = Rational(1, 4)
_GUARD = 5
_DOUBLE_DIGITS = 9  # what a minimum of doubles is good for


@dataclass(frozen=True)
class Gap:
    """The coefficient of 1/P in the gap between test and training loss, N = infinity.

    With `noise` it is that of sigma^2/P which label noise adds. Dice have finitely many samples
    and modes: they are good for times at which few modes are learned.
    """

    variable: Symbol = t
    noise: bool = False
    modes: int = 64
    size: int = 1024

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The coefficient at time `size`."""
        if self.noise:
            return limit_of_gaps(spectrum, size, digits, noise=1)
        return to_sympy(exact.gap_coefficient(spectrum, size, digits), digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """P times the gap at times `sizes`, test and training loss of the same draws."""
        noise = 1 if self.noise else 0
        model = Model(cut_off(spectrum, self.modes), samples=self.size, noise=noise)
        drawn = sampling.losses(
            model, np.array(sizes, dtype=float), effort.draws, effort.seed, executor=effort.executor
        )
        gaps = drawn.test.samples + noise - drawn.train.samples
        return over_draws(self.size * gaps)


def limit_of_gaps(spectrum: PowerLaw, time: Expr, digits: int, noise: int = 0) -> Expr:
    """P times the gap, with `noise` what noise adds to it, of so many samples that P is out of it.

    What is left is t^(1/b)/P of it, or t^(a/b - 2)/P where the training loss itself is limited by
    data at this order.
    """
    decades = max(0, int(ceiling((spectrum.a / spectrum.b * log(time, 10)).evalf(5))))
    samples = Integer(10) ** (digits + decades + _GUARD)
    working = 2 * (digits + decades + _GUARD)
    gap = _gap(spectrum, samples, noise, time, working)
    without = _gap(spectrum, samples, 0, time, working) if noise else Integer(0)
    return ((gap - without) * samples).evalf(digits)


def _gap(spectrum: PowerLaw, samples: Expr, noise: int, time: Expr, digits: int) -> Expr:
    found = exact.losses(Model(spectrum, samples=samples, noise=noise), time, digits)
    test, train = (to_sympy(one, digits) for one in found)
    return test + noise - train


@dataclass(frozen=True)
class StoppedLoss:
    """The test loss at its best time, with label noise 1/4 and unlimited width."""

    variable: Symbol = P
    modes: int = 512

    def numbers(self, _: PowerLaw) -> dict[Symbol, Expr]:
        """The label noise."""
        return {sigma2: NOISE}

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The loss of `size` samples; nine digits are those of doubles."""
        return to_sympy(_stopped(spectrum, size, digits).loss, digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The loss of `sizes` samples at the best time of the mean field."""
        cut = cut_off(spectrum, self.modes)
        means: list[float] = []
        errors: list[float] = []
        for size in sizes:
            full, part = (Model(one, samples=size, noise=NOISE) for one in (spectrum, cut))
            time = exact.optimal_stopping(full).time
            drawn = sampling.test_loss(
                part, time, effort.draws, effort.seed + size, executor=effort.executor
            )
            missing = exact.test_loss(full, time) - exact.test_loss(part, time)
            means.append(float(drawn.mean + missing))
            errors.append(float(drawn.standard_error))
        return Simulated(np.array(means), np.diag(np.square(errors)))


@dataclass(frozen=True)
class BestTime:
    """The time at which that loss is least."""

    variable: Symbol = P

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The best time with `size` samples."""
        return to_sympy(_stopped(spectrum, size, digits).time, digits)


@cache
def _stopped(spectrum: PowerLaw, size: Expr, digits: int) -> exact.Stopping:
    model = Model(spectrum, samples=size, noise=NOISE)
    return exact.optimal_stopping(model, None if digits <= _DOUBLE_DIGITS else digits)
