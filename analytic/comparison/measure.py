r"""The one door of a quantity to digits and to dice.

Digits are the exact witness's. A simulation has finitely many modes: what is missing is the exact
witness's too, as a factor where a resource is limited and as a term where none is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Integer, Symbol, ceiling, log, oo

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.errors import SimulationError
from analytic.notation import N, P
from analytic.problem import Model, OnePassSGD, PowerLaw
from analytic.problem.quantity import (
    Coefficient,
    Excess,
    Quantity,
    Setting,
    Value,
    correction,
    limited,
    resource_limited,
    time_limited,
)
from analytic.result import Effort, Simulated
from analytic.sampling.finite_size import finite_size_coefficient, unlimited_loss

__all__ = [
    "DATA_CORRECTION",
    "DATA_LIMITED",
    "TIME_LIMITED",
    "WIDTH_CORRECTION",
    "WIDTH_LIMITED",
    "Evaluation",
    "Experiment",
    "cut_off",
    "exact_value",
    "independent",
    "over_draws",
    "resource_of",
]

Reals = NDArray[np.float64]

_GUARD = 5
_DOUBLE_DIGITS = 16
_CUT_DIGITS = 5  # of a coefficient that was cut off: far below the errors of any simulation
_RESOURCE = {N: "width", P: "samples"}


@dataclass(frozen=True)
class Evaluation:
    """A quantity in digits."""

    quantity: Quantity

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
    drawn, n = `size`, and extrapolated.
    """

    modes: int = 256
    size: int = 40

    def __post_init__(self) -> None:
        """Refuse what no simulation here measures, rather than measure the test loss instead."""
        of, part = self.quantity.of, self.quantity.part
        if part != "test" or not isinstance(of, Value | Coefficient):
            raise SimulationError(
                f"The {part} part, and {type(of).__name__} of it, cannot be simulated here: a test "
                "loss and its coefficient of 1/N or 1/P can. Use Evaluation, which has digits only."
            )

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The quantity at `sizes`, from the same draws as far as these are nested."""
        cut = cut_off(spectrum, self.modes)
        if isinstance(self.quantity.of, Coefficient):
            return self._coefficient(self.quantity.of.resource, spectrum, cut, sizes, effort)
        whole, part = (
            [self.quantity.at(one, Integer(size)) for size in sizes] for one in (spectrum, cut)
        )
        if all(_is_unlimited(setting.model) for setting in part):
            return self._unlimited(whole, part, effort)
        drawn = [
            sampling.test_loss(
                setting.model,
                float(setting.time),
                effort.draws,
                effort.seed,
                setting.training,
                executor=effort.executor,
            ).samples
            for setting in part
        ]
        mean, covariance = over_draws(np.stack(drawn, axis=1))
        ratio = np.array([_ratio(full, kept) for full, kept in zip(whole, part, strict=True)])
        return Simulated(ratio * mean, np.outer(ratio, ratio) * covariance)

    def _unlimited(
        self, whole: Sequence[Setting], part: Sequence[Setting], effort: Effort
    ) -> Simulated:
        """Losses of one model at several times; those of the modes that were cut off are added."""
        model, training = part[0].model, part[0].training
        times = np.array([float(setting.time) for setting in part])
        draw: Callable[..., Any] = sampling.test_loss
        if not isinstance(training, OnePassSGD):  # whose batches are random at unlimited width too
            model, draw = replace(model, width=self.size), unlimited_loss
        found = draw(model, times, effort.draws, effort.seed, training, executor=effort.executor)
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
        drawn = finite_size_coefficient(
            limited(resource, cut, self.size),
            np.array(sizes, dtype=float),
            effort.draws,
            effort.seed,
            executor=effort.executor,
        )
        mean, covariance = over_draws(drawn.samples)
        if spectrum == cut:
            return Simulated(mean, covariance)
        full, kept = (
            [float(self.exact(one, Integer(size), _CUT_DIGITS)) for size in sizes]
            for one in (spectrum, cut)
        )
        return Simulated(mean + np.subtract(full, kept), covariance)


def exact_value(quantity: Quantity, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
    """The quantity at a size to so many digits, by the exact witness."""
    setting, of = quantity.at(spectrum, size), quantity.of
    if isinstance(of, Value):
        return _loss(setting, quantity.part, digits)
    if isinstance(of, Coefficient):
        name = _RESOURCE[of.resource]
        found = exact.finite_size_coefficient(spectrum, name, setting.time, digits)
        return to_sympy(found, digits)
    if isinstance(of, Excess):
        working = digits + int(ceiling(log(size, 10).evalf(5))) + _GUARD
        limit = replace(setting, model=_without(setting.model, of.resource))
        near, far = (_loss(one, quantity.part, working) for one in (setting, limit))
        return (near - far).evalf(digits)
    working = digits + _GUARD
    above = _loss(setting, quantity.part, working)
    return (above / exact_value(of.below, spectrum, size, working)).evalf(digits)


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


def independent(samples: Iterable[Reals]) -> Simulated:
    """Means of independent draws, one set of samples a size, and their variances."""
    found = list(samples)
    errors = [one.std(ddof=1) ** 2 / len(one) for one in found]
    return Simulated(np.array([one.mean() for one in found]), np.diag(errors))


def _loss(setting: Setting, part: str, digits: int) -> Expr:
    model, time = setting.model, setting.time
    if part == "test":
        found = exact.test_loss(model, time, digits, setting.training)
    elif part == "train":
        found = exact.train_loss(model, time, digits, setting.training)
    else:
        found = getattr(exact.decomposition(model, time, digits), part)
    return to_sympy(found, digits)


def _without(model: Model, resource: Symbol) -> Model:
    """The model with one resource unlimited."""
    return replace(model, width=oo) if resource == N else replace(model, samples=oo)


def _is_unlimited(model: Model) -> bool:
    return bool(model.width == model.samples == oo)


def _ratio(full: Setting, cut: Setting) -> float:
    if full == cut:
        return 1.0
    return float(_loss(full, "test", _DOUBLE_DIGITS) / _loss(cut, "test", _DOUBLE_DIGITS))


TIME_LIMITED = Experiment(time_limited())
WIDTH_LIMITED = Experiment(resource_limited(N), modes=1024)
DATA_LIMITED = Experiment(resource_limited(P), modes=1024)
WIDTH_CORRECTION = Experiment(correction(N), size=32)
DATA_CORRECTION = Experiment(correction(P), size=32)
