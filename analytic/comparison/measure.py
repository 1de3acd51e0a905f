r"""The one door of a quantity to digits and to dice.

Digits are the exact witness's. A simulation has finitely many modes: what is missing is the exact
witness's too, as a factor where a resource is limited and as a term where none is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Integer, Rational, Symbol, oo

from analytic import exact, sampling
from analytic.comparison.quantity_digits import exact_value, loss_in, setting_of, stopped
from analytic.comparison.slopes import DECADES
from analytic.errors import SimulationError
from analytic.notation import N, P
from analytic.problem import OnePassSGD, PowerLaw, replace_model
from analytic.problem.quantity import (
    Coefficient,
    Least,
    Quantity,
    Setting,
    Sign,
    Value,
    correction,
    limited,
    resource_limited,
    time_limited,
)
from analytic.result import Effort, Simulated

Reals = NDArray[np.float64]

_DOUBLE_DIGITS = 16
_CUT_DIGITS = 5  # of a coefficient that was cut off: far below the errors of any simulation


@dataclass(frozen=True)
class Evaluation:
    """A quantity in digits; an exponent is that at these sizes."""

    quantity: Quantity
    sizes: tuple[Expr, ...] = DECADES

    @property
    def variable(self) -> Symbol:
        """The quantity's variable."""
        return self.quantity.variable

    def numbers(self, spectrum: PowerLaw) -> Mapping[Symbol, Expr]:
        """What the letters of the law other than a and b are where the quantity is measured."""
        return self.quantity.numbers(spectrum)

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The quantity at `size` to so many digits."""
        return exact_value(self.quantity, spectrum, size, digits)


@dataclass(frozen=True)
class Experiment(Evaluation):
    """A quantity in digits and by Monte Carlo, of so many modes.

    Where no resource is limited, or a coefficient is measured, models of sizes n, 2n and 4n are
    drawn, n = `size`, and extrapolated; the gap's coefficient is measured at P = `size`. Of small
    differences there are `more` draws.
    """

    modes: int = 256
    size: int = 40
    more: int = 1

    def __post_init__(self) -> None:
        """Refuse what no simulation here measures, rather than measure the test loss instead."""
        of, part = self.quantity.of, self.quantity.part
        drawn = isinstance(of, Value | Coefficient | Sign) if part == "test" else part == "gap"
        least = isinstance(of, Least) and (of.place is None or of.over == N)
        if not (drawn or least):
            raise SimulationError(
                f"The {part} part, and {type(of).__name__} of it, cannot be simulated here: a test "
                "loss and its coefficient of 1/N or 1/P can. Use Evaluation, which has digits only."
            )

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The quantity at `sizes`, from the same draws as far as these are nested.

        Of a sign it is the relative difference.
        """
        of, part = self.quantity.of, self.quantity.part
        cut = cut_off(spectrum, self.modes)
        if isinstance(of, Sign):
            return self._risen(of, cut, sizes, effort)
        if part == "gap":
            drawn = _drawn(self._settings(self.quantity, cut, sizes), part, effort)
            return over_draws(drawn * (self.size if isinstance(of, Coefficient) else 1))
        if isinstance(of, Coefficient):
            return self._coefficient(of.resource, spectrum, cut, sizes, effort)
        whole = [setting_of(self.quantity, spectrum, Integer(size)) for size in sizes]
        if isinstance(of, Least):
            whole = [replace(one, time=Rational(stopped(one.model, None).time)) for one in whole]
        kept = [replace(one, model=replace_model(one.model, spectrum=cut)) for one in whole]
        if all(one.model.width == one.model.samples == oo for one in kept):
            return self._unlimited(whole, kept, effort)
        mean, covariance = over_draws(_drawn(kept, part, effort))
        ratio = np.array([_ratio(full, less) for full, less in zip(whole, kept, strict=True)])
        return Simulated(ratio * mean, np.outer(ratio, ratio) * covariance)

    def _settings(self, quantity: Quantity, cut: PowerLaw, sizes: Sequence[int]) -> list[Setting]:
        """Where a quantity of few modes is drawn; the gap's coefficient at P = `size`."""
        if isinstance(quantity.of, Coefficient):
            quantity = replace(quantity, of=Value(), samples=Integer(self.size))
        return [setting_of(quantity, cut, Integer(size)) for size in sizes]

    def _risen(self, of: Sign, cut: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """A quantity less another one of the same draws, over the latter."""
        sides = replace(self.quantity, of=of.of), of.drawn or of.than
        settings = [one for side in sides for one in self._settings(side, cut, sizes)]
        many = replace(effort, draws=self.more * effort.draws)
        one, other = np.split(_drawn(settings, self.quantity.part, many), 2, axis=1)
        return over_draws((one - other) / other.mean(axis=0))

    def _unlimited(
        self, whole: Sequence[Setting], part: Sequence[Setting], effort: Effort
    ) -> Simulated:
        """Losses of one model at several times; those of the modes that were cut off are added."""
        model, training = part[0].model, part[0].training
        times = np.array([float(setting.time) for setting in part])
        draw: Callable[..., Any] = sampling.test_loss
        if not isinstance(training, OnePassSGD):  # whose batches are random at unlimited width too
            model, draw = replace(model, width=self.size), sampling.finite_size.unlimited_loss
        found = draw(model, times, training=training, **effort.simulation)
        missing = np.subtract(
            *(exact.test_loss(one[0].model, times, training=training) for one in (whole, part))
        )
        mean, covariance = over_draws(found.samples)
        return Simulated(mean + missing, covariance)

    def _coefficient(
        self,
        resource: Symbol,
        spectrum: PowerLaw,
        cut: PowerLaw,
        sizes: Sequence[int],
        effort: Effort,
    ) -> Simulated:
        """The coefficient from n, 2n and 4n, which has what Gaussian entries add to it."""
        drawn = sampling.finite_size.finite_size_coefficient(
            limited(resource, cut, self.size), np.array(sizes, dtype=float), **effort.simulation
        )
        mean, covariance = over_draws(drawn.samples)
        if spectrum == cut:
            return Simulated(mean, covariance)
        full, kept = (
            [float(self.exact(one, Integer(size), _CUT_DIGITS)) for size in sizes]
            for one in (spectrum, cut)
        )
        return Simulated(mean + np.subtract(full, kept), covariance)


def resource_of(observable: Evaluation) -> Symbol:
    """The resource whose coefficient is measured."""
    of = observable.quantity.of
    assert isinstance(of, Coefficient)
    return of.resource


def cut_off(spectrum: PowerLaw, modes: int) -> PowerLaw:
    """The first `modes` levels of an infinite spectrum; a finite one as it is."""
    return spectrum.with_modes(modes) if spectrum.modes == oo else spectrum


def over_draws(samples: Reals) -> Simulated:
    """Mean over draws and covariance of that mean, from samples of shape (draws, points)."""
    draws = samples.shape[0]
    covariance = np.atleast_2d(np.cov(samples, rowvar=False)) / draws
    return Simulated(samples.mean(axis=0), covariance)


def _drawn(settings: Sequence[Setting], part: str, effort: Effort) -> Reals:
    """Losses, or gaps, of settings in draws that are the same where the model is.

    Shape     (draws, settings).
    """
    columns: dict[Any, Reals] = {}
    for model, training in dict.fromkeys((one.model, one.training) for one in settings):
        times = [one.time for one in settings if (one.model, one.training) == (model, training)]
        draw: Callable[..., Any] = sampling.losses if part == "gap" else sampling.test_loss
        found = draw(model, np.array(times, dtype=float), training=training, **effort.simulation)
        rows = (
            found.test.samples + float(model.noise) - found.train.samples
            if part == "gap"
            else found.samples
        )
        columns |= {(model, training, time): row for time, row in zip(times, rows.T, strict=True)}
    return np.stack([columns[one.model, one.training, one.time] for one in settings], axis=1)


def _ratio(full: Setting, cut: Setting) -> float:
    if full == cut:
        return 1.0
    return float(loss_in(full, "test", _DOUBLE_DIGITS) / loss_in(cut, "test", _DOUBLE_DIGITS))


TIME_LIMITED = Experiment(time_limited())
WIDTH_LIMITED = Experiment(resource_limited(N), modes=1024)
DATA_LIMITED = Experiment(resource_limited(P), modes=1024)
WIDTH_CORRECTION = Experiment(correction(N), size=32)
DATA_CORRECTION = Experiment(correction(P), size=32)
