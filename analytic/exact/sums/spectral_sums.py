r"""Spectral sums: the effective dimension d(kappa) and the target resolvent w(kappa).

    d(\kappa) = \sum_k \lambda_k/(\lambda_k + \kappa),   w(\kappa) = \sum_k c_k/(\lambda_k + \kappa)

For a power law lambda_k = A k^-b with G k^q modes at level k and c_k = \sum_i B_i k^{-a_i}, both
are harmonic sums at kappa/A: d = G S_{-q}, w = (G/A) \sum_i B_i S_{a_i - b - q}.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from sympy import Expr, Integer, Rational, oo

from analytic.errors import InvalidProblemError
from analytic.exact.precision import Arithmetic, Array, Double, Multiple
from analytic.exact.sums.finite_harmonic_sums import FiniteHarmonicSums
from analytic.exact.sums.harmonic_sums import HarmonicSums
from analytic.exact.sums.level_sums import LevelSums
from analytic.exact.sums.measured_sums import MeasuredSums
from analytic.exact.sums.measured_sums import Sums as Sums
from analytic.exact.sums.raised_sums import finite_sums
from analytic.exact.sums.zeta import integers
from analytic.problem import Levels, MeasuredSpectrum, Model, PowerLaw, Spectrum
from analytic.problem.spectrum import StatedSums
from analytic.real_numbers import shown

_MOST_MODES = 10**40
_MOST_SINGLE_MODES = 10**6
_STEEPEST = 1000
LOG2_RANGE = 450.0  # squares of numbers of this size are still doubles
LOG2_HEAD = 5.5  # of the last mode that a sum in doubles adds singly
_STEPS = 300  # down to 16^-300 in doubles, and further than any number with more digits


@lru_cache(maxsize=64)
def spectral_sums(arithmetic: Arithmetic, spectrum: Spectrum) -> SpectralSums:
    """The sums of a spectrum in an arithmetic, with their coefficients kept for the next call."""
    with arithmetic.working():
        match spectrum:
            case PowerLaw():
                return PowerLawSums(arithmetic, spectrum)
            case MeasuredSpectrum():
                return MeasuredSums(arithmetic, spectrum)
            case StatedSums():
                refuse_symbols(spectrum)
                return LevelSums(arithmetic, spectrum)
    raise InvalidProblemError(
        f"No sums of {spectrum!r} are known. Measure its modes, or state level, last_above and "
        "tail in its class."
    )


class PowerLawSums:
    r"""Spectral sums of a power law, finite or infinite.

        d = \sum_k k^{-b}/(k^{-b} + \kappa),   w = \sum_k k^{-a}/(k^{-b} + \kappa)

    with scale, multiplicities and several powers of the target.
    """

    def __init__(self, arithmetic: Arithmetic, spectrum: PowerLaw) -> None:
        refuse_symbols(spectrum)
        self.arithmetic = arithmetic
        self.spectrum = spectrum
        _refuse_too_steep(spectrum)
        growth, b = spectrum.multiplicity_growth, spectrum.b
        wanted = (-growth, *(power - b - growth for _, power in spectrum.target_powers))
        exponents = tuple(dict.fromkeys(wanted))  # where c_k is proportional to lambda_k, one sum
        self.columns = [exponents.index(one) for one in wanted]
        if spectrum.modes == oo:
            self.sums = HarmonicSums(arithmetic, b, exponents)
        else:
            self.sums = finite_sums(arithmetic, b, exponents, int(spectrum.modes))
            _refuse_too_many(self.sums, spectrum)
        number = arithmetic.number
        self.scale = number(spectrum.scale)
        self.multiplicity = number(spectrum.multiplicity)
        self.weights = arithmetic.array(
            [
                number(spectrum.multiplicity * coefficient / spectrum.scale)
                for coefficient, _ in spectrum.target_powers
            ]
        )

    def evaluate(self, kappa: Array) -> Sums:
        """d, w and their derivatives at complex kappa."""
        values, slopes = (x[:, self.columns] for x in self.sums.evaluate(kappa / self.scale))
        return Sums(
            self.multiplicity * values[:, 0],
            values[:, 1:] @ self.weights,
            self.multiplicity * slopes[:, 0] / self.scale,
            slopes[:, 1:] @ self.weights / self.scale,
        )

    def trace(self) -> Any:
        r"""\sum_k \lambda_k."""
        total = self._zeta(self.spectrum.b - self.spectrum.multiplicity_growth)
        return self.scale * self.multiplicity * total

    def power(self) -> Any:
        r"""\sum_k c_k, the loss before training."""
        growth = self.spectrum.multiplicity_growth
        sums = [self._zeta(power - growth) for _, power in self.spectrum.target_powers]
        return self.scale * sum(w * z for w, z in zip(self.weights, sums, strict=True))

    def mode(self, number: int) -> Any:
        """The eigenvalue of one level, counted from 1."""
        ar = self.arithmetic
        return self.scale * ar.exp(-self.sums.b * ar.log(ar.number(number)))

    def largest(self) -> Any:
        """The largest eigenvalue, of the first level."""
        return self.mode(1)

    def smallest(self) -> Any:
        """The smallest eigenvalue; zero for infinitely many modes."""
        modes = self.spectrum.modes
        return self.arithmetic.number(0) if modes == oo else self.mode(int(modes))

    def count(self) -> Expr:
        """The number of modes, multiplicities counted; exact where every level holds as many."""
        spectrum = self.spectrum
        if spectrum.modes == oo or spectrum.multiplicity_growth == 0:
            return spectrum.multiplicity * spectrum.modes
        levels = Rational(float(self._zeta(-spectrum.multiplicity_growth)))
        if spectrum.multiplicity_growth.is_Integer and spectrum.multiplicity_growth > 0:
            levels = Integer(round(levels))
        return spectrum.multiplicity * levels

    def levels(self, end: int | None = None) -> Levels:
        """The levels 1 ... end, or all of them where they are finitely many."""
        ar = self.arithmetic
        last = int(self.spectrum.modes) if end is None else end
        logs = ar.log(integers(ar, 1, last + 1))

        def power(coefficient: Expr, exponent: Expr) -> Array:
            falling = ar.exp(-ar.number(exponent) * logs)
            return np.asarray(ar.number(coefficient) * falling)

        spectrum = self.spectrum
        target = [power(*pair) for pair in spectrum.target_powers]
        return Levels(
            power(spectrum.scale, spectrum.b),
            np.sum(target, axis=0),
            power(spectrum.multiplicity, -spectrum.multiplicity_growth),
        )

    def cancellation(self) -> float:
        """What a finite power law loses as a difference of sums that nearly diverge, a near 1."""
        spectrum = self.spectrum
        if spectrum.modes == oo:
            return 1.0
        growth = spectrum.multiplicity_growth
        excess = min(float(a - growth) for _, a in spectrum.target_powers) - 1
        return max(1.0, 0.05 / excess**2) if excess > 0 else 1.0

    def _zeta(self, exponent: Expr) -> Any:
        r"""\sum_k k^{-exponent} over the levels."""
        ar, b, modes = self.arithmetic, self.spectrum.b, self.spectrum.modes
        if modes == oo:
            return HarmonicSums(ar, b, (exponent,)).at_zero()[0]
        return FiniteHarmonicSums(ar, b, (exponent,), int(modes)).at_zero()[0]


SpectralSums: TypeAlias = PowerLawSums | MeasuredSums | LevelSums


@lru_cache(maxsize=64)
def inverse_dimension(arithmetic: Arithmetic, spectrum: Spectrum, rank: Any) -> Any:
    r"""The kappa > 0 at which the effective dimension is a given rank.

        d(\kappa) = \sum_k \lambda_k/(\lambda_k + \kappa) = rank

    By Newton's method on log d against log kappa.
    """
    with arithmetic.working():
        sums = spectral_sums(arithmetic, spectrum)
        low, high = _dimension_bracket(arithmetic, sums, rank)
        kappa, step = arithmetic.exp((arithmetic.log(low) + arithmetic.log(high)) / 2), None
        for _ in range(60 + arithmetic.bits):
            at = sums.evaluate(arithmetic.complex([kappa]))
            d, slope = arithmetic.real(at.d)[0], arithmetic.real(at.d_slope)[0]
            if step is not None and step < -arithmetic.bits / 2 - 4:
                return kappa - (d - rank) / slope
            low, high = (kappa, high) if d > rank else (low, kappa)
            proposal = kappa * arithmetic.exp(-arithmetic.log(d / rank) * d / (slope * kappa))
            if not low <= proposal <= high:
                proposal = arithmetic.exp((arithmetic.log(low) + arithmetic.log(high)) / 2)
            step = arithmetic.log2_abs(arithmetic.array([proposal / kappa - 1]))[0]
            kappa = proposal
        return kappa


def _dimension_bracket(arithmetic: Arithmetic, sums: SpectralSums, rank: Any) -> tuple[Any, Any]:
    high = sums.trace() / rank
    low, factor = high / 16, arithmetic.number(16)
    for _ in range(_STEPS):
        if arithmetic.real(sums.evaluate(arithmetic.complex([low])).d)[0] > rank:
            return low, high
        low, high = low / factor, low
        if isinstance(arithmetic, Multiple):  # doubles have no room for a step too far
            factor = factor * factor
    raise InvalidProblemError(
        "No kappa has effective dimension min(N, P). Choose a width or a number of samples "
        "below the number of modes, or well above it."
    )


def _refuse_too_steep(spectrum: PowerLaw) -> None:
    if spectrum.b > _STEEPEST:
        raise InvalidProblemError(
            f"b = {shown(spectrum.b)} makes every mode but the first vanish. Choose b of at most "
            f"{_STEEPEST}, or a measured spectrum of the modes that matter."
        )


def refuse_symbols(spectrum: Spectrum) -> None:
    """Raise InvalidProblemError where a parameter of the spectrum is a symbol."""
    if spectrum.free_symbols:
        names = ", ".join(sorted(str(symbol) for symbol in spectrum.free_symbols))
        raise InvalidProblemError(
            f"The exact witness needs numbers, and {names} is a symbol. "
            "Give values to all parameters of the spectrum."
        )


def _refuse_too_many(sums: FiniteHarmonicSums, spectrum: PowerLaw) -> None:
    if sums.modes > _MOST_MODES:
        raise InvalidProblemError(
            f"About 10^{len(str(sums.modes)) - 1} modes are beyond the range of doubles. "
            "Choose at most 1e40 modes, or inf."
        )
    if sums.few and sums.modes > _MOST_SINGLE_MODES:
        raise InvalidProblemError(
            f"{spectrum.modes} modes with a = {spectrum.a}, b = {spectrum.b} would be added one "
            f"by one: the sum over all modes diverges there. Choose at most {_MOST_SINGLE_MODES} "
            "modes, or a > 1 and b > 1, or powers off those where 1/b or (1 + b - a)/b is whole."
        )


def coarse_arithmetic(model: Model, log2_extent: float) -> Arithmetic:
    """Doubles where the sizes of the problem allow them, else short numbers without a range."""
    refuse_symbolic_model(model)
    extent = max(log2_extent, _log2_extent(model))
    return Double() if extent < LOG2_RANGE else Multiple(80)


@lru_cache(maxsize=64)
def _log2_extent(model: Model) -> float:
    """The largest |log2| among the numbers of a model and the powers its sums are made of."""
    spectrum = model.spectrum
    resources = log2_sizes([x for x in (*model.ranks, model.samples) if x != oo])
    refuse_symbols(spectrum)
    powers = spectrum.log2_extent(LOG2_HEAD, float(np.min(resources, initial=np.inf)))
    return max(powers, float(np.max(np.abs(resources), initial=0)), _log2_size(spectrum))


@lru_cache(maxsize=64)
def _log2_size(spectrum: Spectrum) -> float:
    """The largest |log2| among the numbers of a spectrum."""
    return float(np.max(np.abs(log2_sizes(spectrum.sizes()))))


def log2_sizes(numbers: Sequence[Any]) -> Any:
    """log2 of positive numbers of any size."""
    wide = Multiple(80)
    with wide.working():
        return wide.log2_abs(wide.array([wide.number(x) for x in numbers]))


def refuse_symbolic_model(model: Model) -> None:
    """Raise InvalidProblemError where a resource or the noise is a symbol."""
    values: tuple[Expr, ...] = (model.width, model.samples, model.noise)
    symbols = model.projection.free_symbols.union(*(x.free_symbols for x in values))
    if symbols:
        names = ", ".join(sorted(str(symbol) for symbol in symbols))
        raise InvalidProblemError(
            f"The exact witness needs numbers, and {names} is a symbol. Give it a value."
        )
