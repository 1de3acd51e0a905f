r"""The model: a spectrum, a width, samples and label noise. No results, no answers.

The model is the randomly projected linear model of [bordelon2024dynamical], section 2: features psi
with covariance diag(lambda_k), target y = w* . psi + noise, student f = theta . (A psi)/sqrt(N)
trained from theta = 0 on P samples.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, oo

from analytic.errors import InvalidProblemError, require
from analytic.problem.spectrum import Spectrum, require_spectrum
from analytic.real_numbers import exact_number, positive_number, shown

__all__ = ["Model", "replace_model", "require_model"]


@dataclass(frozen=True, init=False)
class Model:
    r"""The randomly projected linear model at width N, with P samples and label noise sigma^2.

    Width and samples may be any positive real number or infinity (`oo`, "inf"); `noise` is the
    variance sigma^2 of the labels. [bordelon2024dynamical], eqs. (2)-(5).

    >>> from analytic.problem import PowerLaw
    >>> Model(PowerLaw(2, "3/2"), width=1000).samples
    oo
    """

    spectrum: Spectrum
    width: Expr
    samples: Expr
    noise: Expr

    def __init__(
        self, spectrum: Spectrum, width: Any = oo, samples: Any = oo, noise: Any = 0
    ) -> None:
        require_spectrum(spectrum)
        object.__setattr__(self, "spectrum", spectrum)
        object.__setattr__(self, "width", positive_number(width, "width"))
        object.__setattr__(self, "samples", positive_number(samples, "samples"))
        object.__setattr__(self, "noise", exact_number(noise, "noise"))
        require(
            self.noise.is_negative is not True and self.noise.is_finite is not False,
            f"noise = {shown(self.noise)} is not a variance. Give a finite number of zero or more.",
        )

    @property
    def null_power(self) -> Expr:
        """The target power of the null modes of the spectrum."""
        return self.spectrum.null_power

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
        spectrum = self.spectrum
        if spectrum.visible is spectrum:
            return self
        noise = self.noise + spectrum.null_power
        return replace_model(self, spectrum=spectrum.visible, noise=noise)

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
        )


def replace_model(model: Model, **changes: Any) -> Model:
    """The model with some of its fields changed."""
    return replace(model, **changes)


def require_model(model: Any) -> Model:
    """The model, refused where it is something else.

    Raises    InvalidProblemError.
    """
    if not isinstance(model, Model):
        what = " but a spectrum" if isinstance(model, Spectrum) else ""
        raise InvalidProblemError(
            f"{str(model)[:80]!r} is no model{what}. Give one such as "
            "Model(PowerLaw(2, '3/2'), width=40, samples=120); what is left out is infinite."
        )
    return model
