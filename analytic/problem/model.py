r"""The model: a spectrum, a width, samples and label noise. No results, no answers.

The model is the randomly projected linear model of [bordelon2024dynamical], section 2: features psi
with covariance diag(lambda_k), target y = w* . psi + noise, student f = theta . (A psi)/sqrt(N)
trained from theta = 0 on P samples.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sympy import Expr, oo

from analytic.errors import InvalidProblemError, require
from analytic.problem.data import Data, GaussianData, require_data
from analytic.problem.projection import (
    GaussianProjection,
    Projection,
    beside,
    require_projection,
)
from analytic.problem.spectrum import Ordered, Spectrum, dimension, require_spectrum
from analytic.real_numbers import exact_number, positive_number, shown

_GAUSSIAN = GaussianProjection()
_GAUSSIAN_DATA = GaussianData()


@dataclass(frozen=True, init=False)
class Model:
    r"""The randomly projected linear model at width N, with P samples and label noise sigma^2.

        y = w^* . \psi + noise,   f = \theta . (A \psi)/\sqrt N,   <\psi \psi^T> = diag(\lambda_k)

    Width and samples may be any positive real number or infinity (`oo`, "inf"); `noise` is the
    variance sigma^2 of the labels. [bordelon2024dynamical], eqs. (2)-(5). Another projection than
    one of independent normal entries may state its width itself; samples are Gaussian unless
    `data` says how else they show the modes.

    >>> from analytic.problem import PowerLaw
    >>> Model(PowerLaw(2, "3/2"), width=1000).samples
    oo
    """

    spectrum: Spectrum
    width: Expr
    samples: Expr
    noise: Expr
    projection: Projection
    data: Data

    def __init__(
        self,
        spectrum: Spectrum,
        width: Any = oo,
        samples: Any = oo,
        noise: Any = 0,
        projection: Projection = _GAUSSIAN,
        data: Data = _GAUSSIAN_DATA,
    ) -> None:
        require_spectrum(spectrum)
        given, modes = positive_number(width, "width"), dimension(spectrum)
        object.__setattr__(self, "spectrum", spectrum)
        object.__setattr__(self, "projection", require_projection(projection))
        object.__setattr__(self, "data", require_data(data))
        object.__setattr__(self, "width", projection.width(given, modes))
        object.__setattr__(self, "samples", positive_number(samples, "samples"))
        object.__setattr__(self, "noise", exact_number(noise, "noise"))
        require(
            self.noise.is_negative is not True and self.noise.is_finite is not False,
            f"noise = {shown(self.noise)} is not a variance. Give a finite number of zero or more.",
        )

    @cached_property
    def response(self) -> Expr:
        """D_N as a function of d."""
        return self.projection.response(self.width, dimension(self.spectrum))

    @cached_property
    def ranks(self) -> tuple[Expr, ...]:
        """The d at which D_N vanishes; none where the projection is no bottleneck."""
        return self.projection.ranks(self.width, dimension(self.spectrum))

    @property
    def null_power(self) -> Expr:
        """The target power of null modes, and of modes that the projection leaves out."""
        return self._seen[1]

    @cached_property
    def _seen(self) -> tuple[Spectrum, Expr]:
        """The spectrum of the modes that are learned from, and the target power of all others."""
        kept = self.projection.kept(self.width)
        if kept < dimension(self.spectrum) - self.spectrum.null_modes:
            require(
                isinstance(self.spectrum, Ordered),
                f"{type(self.spectrum).__name__} does not state its leading modes. Choose another "
                "projection, or a spectrum with a method `leading`.",
            )
            return self.spectrum.leading(kept)  # type: ignore[attr-defined,no-any-return]
        return self.spectrum.visible, self.spectrum.null_power

    @property
    def visible(self) -> Model:
        r"""The model without its null modes: itself where it has none.

            L(\sigma^2) = f + L_{visible}(\sigma^2 + f),   f = \sum_{null} c_k

        A null mode is the limit lambda_k -> 0 at fixed c_k: no gradient reaches it, and a normal
        variable of variance c_k, of its own in every sample, is in the labels, and in the target
        of a test point. Training losses are equal, test losses differ by the floor f.

        >>> from analytic.problem import MeasuredSpectrum
        >>> model = Model(MeasuredSpectrum([1, 0], ["1/2", "1/3"]), samples=4, noise="1/6")
        >>> model.visible.spectrum.modes, model.visible.noise, model.null_power
        (1, 1/2, 1/3)
        """
        spectrum, power = self._seen
        kept = self.projection.kept(self.width) == oo
        if spectrum is self.spectrum and kept:
            return self
        return replace_model(
            self,
            spectrum=spectrum,
            width=self.width if kept else oo,
            noise=self.noise + power,
            projection=beside(self.projection, self.spectrum.null_modes) if kept else _GAUSSIAN,
        )

    def with_modes(self, modes: Any) -> Model:
        """The same model on the first `modes` levels of its spectrum."""
        return replace_model(self, spectrum=self.spectrum.with_modes(modes))

    def replicated(self, copies: int) -> Model:
        """The model with every mode, the width and the samples multiplied by `copies`.

        At times multiplied by `copies` its mean-field loss is the same; a simulation's distance
        from it shrinks as 1/copies.
        """
        return replace_model(
            self,
            spectrum=self.spectrum.replicated(copies),
            width=self.width * copies,
            samples=self.samples * copies,
            projection=self.projection.replicated(copies, self.width),
        )


def replace_model(model: Model, **changes: Any) -> Model:
    """The model with some of its fields changed."""
    return replace(model, **changes)


def require_gaussian(model: Model) -> None:
    """Refuse a model whose best width is asked for, where D_N is not 1 - d/N.

    Raises    InvalidProblemError.
    """
    require(
        isinstance(model.projection, GaussianProjection),
        f"The best width was asked for with {model.projection}, whose widths are not one number N "
        "with D_N = 1 - d/N. Compare losses at widths of your choice, or leave the projection out.",
    )


def require_model(model: Any, *, any_data: bool = False) -> Model:
    """The model, refused where it is something else, and where the mean field does not hold.

    The mean field is one of Gaussian data; `any_data` lets others pass.

    Raises    InvalidProblemError.
    """
    if not isinstance(model, Model):
        what = " but a spectrum" if isinstance(model, Spectrum) else ""
        raise InvalidProblemError(
            f"{str(model)[:80]!r} is no model{what}. Give one such as "
            "Model(PowerLaw(2, '3/2'), width=40, samples=120); what is left out is infinite."
        )
    require(
        any_data or isinstance(model.data, GaussianData),
        f"The mean field holds for Gaussian samples, and those of {model.data} show one mode "
        "each. Ask for test_loss or train_loss, or leave the data out.",
    )
    return model
