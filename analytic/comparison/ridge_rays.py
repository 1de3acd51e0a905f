r"""Rays of the ridge map: a penalty P^-\ell and a width P^\nu, and the loss in parts along one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Integer, Rational, Symbol, oo

from analytic import exact, sampling
from analytic.comparison.measure import over_draws
from analytic.comparison.numbers import exact_loss, to_sympy
from analytic.notation import L_0, V_A, V_AD, V_D, P, V_sigma, b, ell, nu, u, x
from analytic.problem import Model, PowerLaw, Ridge
from analytic.problem.spectrum import Spectrum
from analytic.result import Effort, Simulated

Powers = Mapping[Symbol, Expr]

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
_MODES, _DOUBLE = 256, 16
_ENOUGH = 60  # decimals of a power that is not rational


class Setting(NamedTuple):
    """A spectrum, its sizes, and a penalty."""

    spectrum: Spectrum
    width: Expr
    samples: Expr
    penalty: Expr


@dataclass(frozen=True)
class Ray:
    """A part of the loss, or all of it, at P samples, a penalty and a width that are powers of P.

    `where` names these powers, at u = 1 and x = 1/2.
    """

    part: str
    where: str
    sizes: tuple[Expr, ...] = tuple(Integer(10) ** n for n in (6, 8, 12, 24))
    variable: Symbol = P

    def numbers(self, spectrum: PowerLaw) -> Mapping[Symbol, Expr]:
        """What the two letters are."""
        return {letter: number.subs(b, spectrum.b) for letter, number in _RAY.items()}

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The part at P = size."""
        setting = setting_of(spectrum, size, powers_of(self.where, spectrum.b))
        return value_of(self.part, setting, digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The part of few modes and whole numbers of features, times what that leaves out."""
        columns = []
        for size in sizes:
            setting = setting_of(spectrum, Integer(size), powers_of(self.where, spectrum.b))
            cut = setting._replace(
                spectrum=spectrum.with_modes(_MODES),
                width=Integer(max(1, round(float(setting.width)))),
            )
            whole, kept = (value_of(self.part, one, _DOUBLE) for one in (setting, cut))
            columns.append(float(whole / kept) * _samples(self.part, cut, effort))
        return over_draws(np.stack(columns, axis=1))


def _samples(part: str, setting: Setting, effort: Effort) -> NDArray[np.float64]:
    """A part in draws."""

    def model(noise: int) -> Model:
        return Model(setting.spectrum, setting.width, setting.samples, noise)

    asked = {"training": Ridge(setting.penalty), **effort.simulation}

    def losses(noise: int) -> NDArray[np.float64]:
        found = sampling.test_loss(model(noise), oo, **asked)
        return np.asarray(found.samples).ravel()

    if part in ("L", "noisy L"):
        return losses(int(part != "L"))
    if part == str(V_sigma):
        return losses(1) - losses(0)
    split = sampling.decomposition(model(0), oo, **asked)
    parts = split.bias, split.features, split.data, split.interaction
    return np.asarray(parts[[str(one) for one in LETTERS].index(part)].samples).ravel()


def powers_of(where: str, capacity: Expr) -> tuple[Expr, Expr]:
    """ell and nu on a ray."""
    at = {**_RAY, b: capacity}
    return _ALL[where][ell].subs(at), _ALL[where][nu].subs(at)


def setting_of(spectrum: PowerLaw, size: Expr, powers: tuple[Expr, ...]) -> Setting:
    """Spectrum, width, samples, penalty; powers of numbers as decimals of more than all digits."""
    penalty, width = (_rational(size**power) for power in (-powers[0], powers[1]))
    return Setting(spectrum, width, size, penalty)


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


def _loss(setting: Setting, noise: int, digits: int) -> Expr:
    spectrum, width, samples, penalty = setting
    model = Model(spectrum, width, samples, noise)
    return exact_loss(model, oo, digits, Ridge(penalty))


@lru_cache(maxsize=512)
def _decomposed(setting: Setting, digits: int) -> Mapping[str, Expr]:
    spectrum, width, samples, penalty = setting
    found = exact.decomposition(Model(spectrum, width, samples), oo, digits, Ridge(penalty))
    return {str(letter): to_sympy(one, digits) for letter, one in zip(LETTERS, found, strict=False)}
