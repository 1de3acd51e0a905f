r"""What the bottleneck laws are about: the loss where one resource alone is limited.

    L(t) = L(t, \infty, \infty),   L(N) = L(\infty, N, \infty),   L(P) = L(\infty, \infty, P)

Each is evaluated by the exact witness and simulated by the dice. A simulation has finitely many
modes: what is missing is the exact witness's, so dice and digits are compared at the same modes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Symbol, oo

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.notation import N, P, t
from analytic.problem import GradientFlow, Model, PowerLaw, Training
from analytic.result import Effort, Simulated
from analytic.sampling.finite_size import unlimited_loss

__all__ = ["DataLimited", "TimeLimited", "WidthLimited", "cut_off", "over_draws"]

_DOUBLE_DIGITS = 16
_FLOW = GradientFlow()


@dataclass(frozen=True)
class TimeLimited:
    r"""L(t) at unlimited width and data, \sum_k c_k f_t(\lambda_k)^2, under one way of training.

    Dice: widths n, 2n and 4n at unlimited data, extrapolated to unlimited width; the loss of the
    modes that were not simulated is added.
    """

    variable: Symbol = t
    modes: int = 256
    size: int = 40
    training: Training = _FLOW

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The loss at time `size`."""
        return to_sympy(exact.test_loss(Model(spectrum), size, digits, self.training), digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The loss at times `sizes`, extrapolated to unlimited width."""
        times, cut = np.array(sizes, dtype=float), cut_off(spectrum, self.modes)
        drawn = unlimited_loss(
            Model(cut, width=self.size),
            times,
            effort.draws,
            effort.seed,
            self.training,
            executor=effort.executor,
        )
        missing = np.subtract(
            *(exact.test_loss(Model(law), times, training=self.training) for law in (spectrum, cut))
        )
        mean, covariance = over_draws(drawn.samples)
        return Simulated(mean + missing, covariance)


@dataclass(frozen=True)
class WidthLimited:
    """L(N) at infinite time and unlimited data; dice with so many modes."""

    variable: Symbol = N
    modes: int = 1024

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The final loss at width `size`."""
        return _final(Model(spectrum, width=size), digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The final loss at widths `sizes`: every narrow model is a part of the wide ones."""
        return _drawn_finals(
            lambda law, n: Model(law, width=n), spectrum, self.modes, sizes, effort
        )


@dataclass(frozen=True)
class DataLimited:
    """L(P) at infinite time and unlimited width; dice with so many modes."""

    variable: Symbol = P
    modes: int = 1024

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The final loss at `size` samples."""
        return _final(Model(spectrum, samples=size), digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The final loss at `sizes` samples: every small data set is a part of the large ones."""
        return _drawn_finals(
            lambda law, n: Model(law, samples=n), spectrum, self.modes, sizes, effort
        )


def cut_off(spectrum: PowerLaw, modes: int) -> PowerLaw:
    """The first `modes` levels of an infinite spectrum; a finite one as it is."""
    return spectrum.with_modes(modes) if spectrum.modes == oo else spectrum


def over_draws(samples: NDArray[np.float64]) -> Simulated:
    """Mean over draws and covariance of that mean, from samples of shape (draws, points)."""
    draws = samples.shape[0]
    covariance = np.atleast_2d(np.cov(samples, rowvar=False)) / draws
    return Simulated(samples.mean(axis=0), covariance)


def _drawn_finals(
    model: Callable[[PowerLaw, int], Model],
    spectrum: PowerLaw,
    modes: int,
    sizes: Sequence[int],
    effort: Effort,
) -> Simulated:
    """Simulated final losses of a cut spectrum, times L/L of the exact witness, uncut over cut."""
    cut = cut_off(spectrum, modes)
    drawn = [
        sampling.test_loss(
            model(cut, n), np.inf, effort.draws, effort.seed, executor=effort.executor
        ).samples
        for n in sizes
    ]
    mean, covariance = over_draws(np.stack(drawn, axis=1))
    ratio = np.array([_ratio(model(spectrum, n), model(cut, n)) for n in sizes])
    return Simulated(ratio * mean, np.outer(ratio, ratio) * covariance)


def _ratio(full: Model, cut: Model) -> float:
    if full == cut:
        return 1.0
    return float(_final(full, _DOUBLE_DIGITS) / _final(cut, _DOUBLE_DIGITS))


def _final(model: Model, digits: int) -> Expr:
    return to_sympy(exact.test_loss(model, oo, digits), digits)
