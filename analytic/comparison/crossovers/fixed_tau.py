r"""The loss at fixed \tau = 2 \kappa_n t: what a crossover is about, as the resource n grows.

    L(t(n), n),   t(n) = \tau / (2 \kappa_n) ~ n^b

At the same \tau losses of different n lie on one function; its exponent in n is measured here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sympy import Expr, Integer, S, Symbol

from analytic import exact
from analytic.comparison.crossovers.crossover import limited_model, simulated_losses
from analytic.comparison.numbers import to_sympy
from analytic.notation import a, b, tau
from analytic.problem import PowerLaw
from analytic.result import Effort, Simulated

__all__ = ["FixedTau"]


@dataclass(frozen=True)
class FixedTau:
    """The loss at a time that grows with the resource; `time` is t as a function of tau and n."""

    variable: Symbol
    time: Expr
    tau: Expr = S.One

    def time_of(self, spectrum: PowerLaw, size: Expr) -> Expr:
        """The time at `size`."""
        at = {a: spectrum.a, b: spectrum.b, self.variable: size, tau: self.tau}
        return self.time.subs(at)

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The loss to so many digits."""
        model = limited_model(self.variable, spectrum, size)
        return to_sympy(exact.test_loss(model, self.time_of(spectrum, size), digits), digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The loss by Monte Carlo, with draws of its own for every size."""
        means, errors = [], []
        for size in sizes:
            times = np.array([float(self.time_of(spectrum, Integer(size)))])
            mean, error = simulated_losses(self.variable, spectrum, size, times, effort)
            means.append(float(mean[0]))
            errors.append(float(error[0]))
        return Simulated(np.array(means), np.diag(np.square(errors)))
