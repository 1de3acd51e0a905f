r"""The exponents of a measured spectrum, \lambda_k ~ k^{-b} and c_k ~ k^{-a}, with intervals."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from analytic.errors import InvalidProblemError, require
from analytic.fits.effective_dimension import EffectiveExponents, effective_exponents
from analytic.fits.exponents import Exponent, exponent_over_rank
from analytic.fits.windows import Array
from analytic.problem import MeasuredSpectrum

_FEWEST = 8  # modes with which there is something to fit
_VAGUE = 0.5  # half width of an interval from which an exponent is called vague


@dataclass(frozen=True)
class SpectrumFit:
    """The exponents b and a of a measured spectrum, each with its interval, and warnings."""

    spectrum: MeasuredSpectrum
    eigenvalues: Array
    power: Array
    b: Exponent
    a: Exponent

    @cached_property
    def effective(self) -> EffectiveExponents | None:
        r"""What the falls of \kappa_n and of the loss \kappa w say of b and of a."""
        return effective_exponents(self.eigenvalues, self.power, self.b.first, self.b.last)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What speaks against a power law, in sentences."""
        said = [*_doubts("b", self.b), *_doubts("a", self.a)]
        modes, null = len(self.eigenvalues), int(self.spectrum.null_modes)
        if null:
            said.append(
                f"{null} of {modes + null} modes are null and in no fit: their target power, "
                f"{float(self.spectrum.null_power):.4g}, is a floor of the loss and noise."
            )
        return tuple(said)

    def __repr__(self) -> str:
        return f"<SpectrumFit b = {_shown(self.b)}, a = {_shown(self.a)}>"


def fit_spectrum(spectrum: Any) -> SpectrumFit:
    r"""The exponents of a measured spectrum.

        \lambda_k ~ k^{-b},   c_k ~ k^{-a}

    k counts the modes by falling eigenvalue; null modes are left out. Intervals hold the truth in
    95 % of spectra with a knee before and a cut-off behind the power law, and with target powers
    that scatter, such as squares of normal numbers; they are as wide as that asks for.

    Raises    InvalidProblemError for what is no measured spectrum, and for one of fewer than eight
              modes, or with fewer than eight that carry target power.

    >>> k = np.arange(1, 1001)
    >>> fit = fit_spectrum(MeasuredSpectrum(k**-1.5, k**-2.0))
    >>> round(fit.b.value, 2), round(fit.a.value, 2), fit.b.within(1.5)
    (1.5, 2.0, True)
    """
    if not hasattr(spectrum, "eigenvalues") or not hasattr(spectrum, "visible"):
        raise InvalidProblemError(
            f"{str(spectrum)[:60]} is no measured spectrum. Give an.MeasuredSpectrum(eigenvalues, "
            "target_power), or what an.read_spectrum reads."
        )
    levels = spectrum.visible.levels()
    order = np.argsort(-levels.eigenvalues, kind="stable")
    eigenvalues, power = levels.eigenvalues[order], levels.powers[order]
    require(
        len(eigenvalues) >= _FEWEST,
        f"There are {len(eigenvalues)} modes that are not null: too few for an exponent. Measure "
        f"on more points, at least {_FEWEST}, and better hundreds.",
    )
    carrying = int(np.count_nonzero(power))
    require(
        carrying >= _FEWEST,
        f"{carrying} modes carry target power: too few for the exponent of the target. Give "
        f"targets that reach {_FEWEST} modes or more.",
    )
    capacity = exponent_over_rank(eigenvalues, smooth=True)
    return SpectrumFit(
        spectrum, eigenvalues, power, capacity, exponent_over_rank(power, smooth=False)
    )


def _doubts(name: str, found: Exponent) -> list[str]:
    said = []
    if found.decades < 1:
        said.append(
            f"{name}: the best range, k = {found.first} to {found.last}, spans less than a decade: "
            "a power law is not shown by it."
        )
    if (found.high - found.low) / 2 > max(_VAGUE, _VAGUE * abs(found.value)):
        said.append(
            f"{name}: no power law fits well: ranges and corrections that fit disagree, from "
            f"{found.low:.2f} to {found.high:.2f}. Look at the local exponents."
        )
    if found.low <= 0:
        said.append(
            f"{name}: no power law that falls fits: {found.low:.2f} to {found.high:.2f} hold zero. "
            "Look at the local exponents, and at a figure of all modes."
        )
    if found.high <= 1:
        said.append(
            f"{name} is below one: sums over the modes are ruled by where they end, and the laws "
            "for unlimited modes do not apply."
        )
    return said


def _shown(found: Exponent) -> str:
    return f"{found.value:.3g} ({found.low:.3g} to {found.high:.3g})"
