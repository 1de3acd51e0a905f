r"""Rays of the ridge map: a penalty P^-\ell and a width P^\nu, and the loss in parts along one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sympy import Expr, Integer, Rational, Symbol, oo

from analytic import exact
from analytic.comparison.numbers import to_sympy
from analytic.notation import L_0, V_A, V_AD, V_D, P, V_sigma, b, ell, nu, u, x
from analytic.problem import Model, PowerLaw, Ridge
from analytic.problem.spectrum import Spectrum

__all__ = ["BINDING", "LETTERS", "PEAK", "Ray", "powers_of", "setting_of", "value_of"]

Powers = Mapping[Symbol, Expr]
Setting = tuple[Spectrum, Expr, Expr, Expr]

LETTERS = (L_0, V_A, V_D, V_AD, V_sigma)

BINDING: Mapping[str, Powers] = {
    "the penalty first": {ell: b / (1 + u), nu: (1 + x) / (1 + u)},
    "the data first": {ell: b * (1 + u), nu: 1 + x},
    "the width first, $ell < b$": {ell: b / (1 + u), nu: 1 / (1 + u) / (1 + x)},
    "the width first, $ell > b$": {ell: b * (1 + x), nu: 1 / (1 + u)},
}
"""The powers of a penalty P^-ell and of a width P^nu by which is first, for all u, x > 0."""

PEAK: Mapping[str, Powers] = {"$N = P$, $ell > b$": {ell: b * (1 + u), nu: Integer(1)}}

_ALL = {**BINDING, **PEAK}
_RAY = {u: Integer(1), x: Rational(1, 2)}
_ENOUGH = 60  # decimals of a power that is not rational


@dataclass(frozen=True)
class Ray:
    """A part of the loss, or all of it, at P samples, a penalty and a width that are powers of P.

    `where` names these powers, at u = 1 and x = 1/2.
    """

    part: str
    where: str
    sizes: tuple[Expr, ...] = tuple(Integer(10) ** n for n in (8, 12, 16, 20))
    variable: Symbol = P

    def numbers(self, spectrum: PowerLaw) -> Mapping[Symbol, Expr]:
        """What the two letters are."""
        return {letter: number.subs(b, spectrum.b) for letter, number in _RAY.items()}

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The part at P = size."""
        setting = setting_of(spectrum, size, powers_of(self.where, spectrum.b))
        return value_of(self.part, setting, digits)


def powers_of(where: str, capacity: Expr) -> tuple[Expr, Expr]:
    """ell and nu on a ray."""
    at = {**_RAY, b: capacity}
    return _ALL[where][ell].subs(at), _ALL[where][nu].subs(at)


def setting_of(spectrum: PowerLaw, size: Expr, powers: tuple[Expr, ...]) -> Setting:
    """Spectrum, width, samples, penalty; powers of numbers as decimals of more than all digits."""
    penalty, width = (_rational(size**power) for power in (-powers[0], powers[1]))
    return spectrum, width, size, penalty


def _rational(number: Expr) -> Expr:
    return number if number.is_Rational else Rational(str(number.evalf(_ENOUGH)))


def value_of(part: str, setting: Setting, digits: int) -> Expr:
    """A part at a setting to so many digits, that of noise for a variance of one."""
    if part == "L":
        return _loss(setting, 0, digits)
    if part == "noisy L":
        return _loss(setting, 1, digits)
    if part == str(V_sigma):
        working = digits + _ENOUGH
        return (_loss(setting, 1, working) - _loss(setting, 0, working)).evalf(digits)
    return _decomposed(setting, digits)[part]


@lru_cache(maxsize=512)
def _loss(setting: Setting, noise: int, digits: int) -> Expr:
    spectrum, width, samples, penalty = setting
    model = Model(spectrum, width, samples, noise)
    return to_sympy(exact.test_loss(model, oo, digits, Ridge(penalty)), digits)


@lru_cache(maxsize=512)
def _decomposed(setting: Setting, digits: int) -> Mapping[str, Expr]:
    spectrum, width, samples, penalty = setting
    found = exact.decomposition(Model(spectrum, width, samples), oo, digits, Ridge(penalty))
    return {str(letter): to_sympy(one, digits) for letter, one in zip(LETTERS, found, strict=False)}
