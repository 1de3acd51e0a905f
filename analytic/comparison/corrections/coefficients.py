r"""The finite-size corrections as functions of time: coefficients of 1/N and 1/P in the loss.

    L(t, N) = L(t) + [c(t) + e(t)]/N + ...,   e = 2 t^2 \sum_k c_k \lambda_k^2 e^{-2 \lambda_k t}

The mean field's c is the limit of its N (L(t, N) - L(t)). A simulation with Gaussian entries has
e = (t^2/2) L''(t) too, from their fourth moments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sympy import Expr, Integer, Symbol

from analytic import exact
from analytic.comparison.numbers import to_sympy
from analytic.comparison.observables import cut_off, over_draws
from analytic.notation import t
from analytic.problem import Model, PowerLaw
from analytic.result import Effort, Simulated
from analytic.sampling.finite_size import finite_size_coefficient

__all__ = ["DataCorrection", "GaussianExtra", "WidthCorrection"]

_CUT_DIGITS = 5  # of what was cut off: far below the errors of any simulation


@dataclass(frozen=True)
class WidthCorrection:
    r"""lim N (L(t, N, \infty) - L(t)): digits of the mean field, dice with Gaussian entries."""

    variable: Symbol = t
    modes: int = 256
    size: int = 32

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The mean field's coefficient at time `size`."""
        found = exact.finite_size_coefficient(spectrum, "width", size, digits)
        return to_sympy(found, digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The coefficient at times `sizes`, from widths n, 2n and 4n; it has the Gaussian extra."""
        return _drawn(
            self.exact, lambda law: Model(law, width=self.size), spectrum, self.modes, sizes, effort
        )


@dataclass(frozen=True)
class DataCorrection:
    r"""lim P (L(t, \infty, P) - L(t)): digits of the mean field, dice with Gaussian entries."""

    variable: Symbol = t
    modes: int = 256
    size: int = 32

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The mean field's coefficient at time `size`."""
        found = exact.finite_size_coefficient(spectrum, "samples", size, digits)
        return to_sympy(found, digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The coefficient at times `sizes`, from n, 2n and 4n samples; with the Gaussian extra."""
        return _drawn(
            self.exact,
            lambda law: Model(law, samples=self.size),
            spectrum,
            self.modes,
            sizes,
            effort,
        )


@dataclass(frozen=True)
class GaussianExtra:
    r"""2 t^2 \sum_k c_k \lambda_k^2 e^{-2 \lambda_k t}: what Gaussian entries add, in N and in P.

    The sum is the loss at time t of the target c_k lambda_k^2.
    """

    variable: Symbol = t

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The term at time `size`."""
        weighted = exact.test_loss(Model(_twice_weighted(spectrum)), size, digits + 1)
        return (2 * size**2 * to_sympy(weighted, digits + 1)).evalf(digits)


def _twice_weighted(spectrum: PowerLaw) -> PowerLaw:
    """The same spectrum with the target c_k lambda_k^2."""
    square = spectrum.scale**2
    (first, power), *further = (
        (coefficient * square, power + 2 * spectrum.b)
        for coefficient, power in spectrum.target_powers
    )
    return PowerLaw(
        power,
        spectrum.b,
        spectrum.modes,
        scale=spectrum.scale,
        amplitude=first,
        further_powers=further,
        multiplicity=spectrum.multiplicity,
        multiplicity_growth=spectrum.multiplicity_growth,
    )


def _drawn(
    coefficient: Callable[[PowerLaw, Expr, int], Expr],
    model: Callable[[PowerLaw], Model],
    spectrum: PowerLaw,
    modes: int,
    times: Sequence[int],
    effort: Effort,
) -> Simulated:
    """The simulated coefficient of a cut spectrum, and the exact witness's for what was cut."""
    cut = cut_off(spectrum, modes)
    drawn = finite_size_coefficient(
        model(cut),
        np.array(times, dtype=float),
        effort.draws,
        effort.seed,
        executor=effort.executor,
    )
    mean, covariance = over_draws(drawn.samples)
    return Simulated(mean + _missing(coefficient, spectrum, cut, times), covariance)


def _missing(
    coefficient: Callable[[PowerLaw, Expr, int], Expr],
    spectrum: PowerLaw,
    cut: PowerLaw,
    times: Sequence[int],
) -> np.ndarray:
    if spectrum == cut:
        return np.zeros(len(times))
    full, part = (
        [float(coefficient(law, Integer(time), _CUT_DIGITS)) for time in times]
        for law in (spectrum, cut)
    )
    return np.subtract(full, part)
