r"""What is left at unlimited compute: the least loss over time at unlimited width.

    L^*(P) = \min_t L(t, \infty, P)

without label noise; the end of training where no finite time is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sympy import Expr, Symbol

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.comparison.observables import cut_off
from analytic.notation import P
from analytic.problem import Model, PowerLaw
from analytic.result import Effort, Simulated

__all__ = ["RemainingLoss"]

_DOUBLE_DIGITS = 9  # what a minimum of doubles is good for


@dataclass(frozen=True)
class RemainingLoss:
    """L*(P) at unlimited width and compute, no label noise; dice with so many modes."""

    variable: Symbol = P
    modes: int = 1024

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The loss of `size` samples; nine digits are those of doubles."""
        model = Model(spectrum, samples=size)
        found = exact.optimal_stopping(model, None if digits <= _DOUBLE_DIGITS else digits)
        return to_sympy(found.loss, digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The loss of `sizes` samples at the best time of the mean field."""
        cut = cut_off(spectrum, self.modes)
        means, errors = [], []
        for size in sizes:
            full, part = (Model(one, samples=size) for one in (spectrum, cut))
            time = exact.optimal_stopping(full).time
            drawn = sampling.test_loss(
                part, time, effort.draws, effort.seed + size, executor=effort.executor
            )
            whole, kept = (float(exact.test_loss(one, time)) for one in (full, part))
            means.append(float(drawn.mean) * whole / kept)
            errors.append(float(drawn.standard_error) * whole / kept)
        return Simulated(np.array(means), np.diag(np.square(errors)))
