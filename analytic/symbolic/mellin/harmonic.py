r"""Harmonic sums: one profile summed over modes at scales that are powers of the mode number.

    F(T) = \sum_{k >= 1} coefficient k^{power} g(T k^{growth})

In their Mellin transform the modes make one Riemann zeta. [flajolet1995mellin], definition 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sympy import Add, Expr, Mul, Sum, Symbol, gamma, oo, re

from analytic.errors import DivergenceError, InvalidProblemError
from analytic.notation import k, z
from analytic.problem import PowerLaw
from analytic.problem.spectrum import require_power_law
from analytic.symbolic.mellin.profiles import MellinImage, Profile, exactly


@dataclass(frozen=True)
class HarmonicSum:
    r"""A sum of one profile over modes, at scales that are powers of the mode number.

        F(T) = \sum_{k \ge 1} coefficient k^{power} g(T k^{growth})

    [flajolet1995mellin], definition 1. Binary numbers are taken as the fractions that they are:
    where poles meet is decided exactly.
    """

    coefficient: Expr
    power: Expr
    growth: Expr
    profile: Profile
    variable: Symbol

    def __post_init__(self) -> None:
        for name in ("coefficient", "power", "growth"):
            object.__setattr__(self, name, exactly(getattr(self, name)))

    @property
    def expression(self) -> Expr:
        """The sum, displayed and not evaluated."""
        term = self.coefficient * k**self.power * self.profile.at(self.variable * k**self.growth)
        return Sum(term, (k, 1, oo))

    @property
    def image(self) -> MellinImage:
        r"""The Mellin transform: coefficient G(z) \zeta(growth z - power)."""
        profile = self.profile.transform
        return MellinImage(
            Mul(self.coefficient, profile.entire),
            profile.gammas,
            (*profile.zetas, self.growth * z - self.power),
        )

    def up_to(self, end: Expr) -> MellinImage:
        r"""The Mellin transform of the first modes, many of them, by the integral over k.

        coefficient G(z) end^{1 + power - growth z}/(1 + power - growth z), a quotient of Gammas
        """
        profile, place = self.profile.transform, 1 + self.power - self.growth * z
        entire = self.coefficient * profile.entire * end**place / gamma(place + 1)
        return MellinImage(entire, (*profile.gammas, place), profile.zetas)

    @property
    def exponent(self) -> Expr:
        r"""The power of k as which the summand goes for k -> oo; -oo if it falls beyond all powers.

        k^{power}, growth < 0;   k^{power - growth m}, growth > 0, profile ~ x^{-m}
        """
        if self.growth.is_positive:
            return self.power - self.growth * self.profile.upper_edge
        return self.power

    def require_convergence(self) -> None:
        """Nothing, where the summand may fall faster than 1/k.

        It does not matter whether the transform has a strip: where it has none its contour is bent
        between the poles of either side, and the residues stay what they are.

        Raises    DivergenceError where the summand certainly falls as 1/k, or more slowly.
        """
        exponent = self.exponent
        real = re(exponent) if exponent.is_number else exponent
        if (real + 1).is_nonnegative:
            raise DivergenceError(
                f"{self.expression} diverges: its summand goes as k^{exponent}, and a sum "
                "converges where that falls faster than 1/k. Choose a steeper power of k."
            )

    def subs(self, values: Mapping[Expr, Expr]) -> HarmonicSum:
        """The sum with numbers in place of its parameters."""
        profile = type(self.profile)(
            *(getattr(self.profile, f.name).subs(values) for f in fields(self.profile))
        )
        coefficient, power, growth = (
            number.subs(values) for number in (self.coefficient, self.power, self.growth)
        )
        return HarmonicSum(coefficient, power, growth, profile, self.variable)


def require_sum(harmonic: Any) -> HarmonicSum:
    """The harmonic sum, refused where it is something else.

    Raises    InvalidProblemError.
    """
    if not isinstance(harmonic, HarmonicSum):
        raise InvalidProblemError(
            f"{str(harmonic)[:80]!r} is no harmonic sum. Give HarmonicSum(coefficient, power, "
            "growth, profile, variable), or spectral_function(...).harmonic()."
        )
    return harmonic


def spectral_sums(
    spectrum: PowerLaw, profile: Profile, variable: Symbol
) -> tuple[HarmonicSum, ...]:
    r"""Sums of a profile over the target of a power law, one for each power of it.

        \sum_k c_k g(\lambda_k T)

    Level k stands for multiplicity k^q modes, so it carries that many times c_k.

    Raises    InvalidProblemError for any other spectrum: its law is not a power.
    """
    spectrum = require_power_law(spectrum)
    scaled = type(profile)(
        profile.rate * spectrum.scale,
        *(getattr(profile, f.name) for f in fields(profile)[1:]),
    )
    return tuple(
        HarmonicSum(
            coefficient * spectrum.multiplicity,
            spectrum.multiplicity_growth - exponent,
            -spectrum.b,
            scaled,
            variable,
        )
        for coefficient, exponent in spectrum.target_powers
    )


def total(sums: tuple[HarmonicSum, ...]) -> Expr:
    """Several sums added, displayed and not evaluated."""
    return Add(*(part.expression for part in sums))
