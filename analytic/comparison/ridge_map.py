r"""The parts of the loss at a penalty, along rays \gamma = P^-\ell, N = P^\nu: digits and draws.

Every ray has powers on which another constraint binds; what is left out falls along it as stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from sympy import Add, Expr, Integer, Rational, Symbol, oo

from analytic import exact, sampling
from analytic.comparison.comparators import (
    COPIES,
    Curve,
    Off,
    Reals,
    Replicas,
    at_point,
    bounded,
    compared,
    equal,
    identical,
    replicated,
)
from analytic.comparison.law_digits import curve
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.comparison.slopes import slope_between
from analytic.notation import (
    L_0,
    V_A,
    V_AD,
    V_D,
    A_d,
    N,
    P,
    V_sigma,
    a,
    b,
    d,
    d_2,
    ell,
    g_w,
    gamma_R,
    kappa,
    nu,
    sigma2,
    theta,
    u,
    w,
    w_2,
    x,
)
from analytic.problem import FIELD_EQUATIONS, Model, PowerLaw, Ridge, replace_model
from analytic.problem.spectrum import Spectrum
from analytic.result import Check, Effort, Result
from analytic.symbolic.mean_field.keystone import keystone
from analytic.symbolic.mean_field.penalty import ridge_loss
from analytic.symbolic.mean_field.two_point import solution

__all__ = ["BINDING", "PEAK", "Ray", "ridge_map_checks"]

Powers = Mapping[Symbol, Expr]
Parts = Mapping[str, Expr]

BINDING: Mapping[str, Powers] = {
    "the penalty first": {ell: b / (1 + u), nu: (1 + x) / (1 + u)},
    "the data first": {ell: b * (1 + u), nu: 1 + x},
    "the width first, $ell < b$": {ell: b / (1 + u), nu: 1 / (1 + u) / (1 + x)},
    "the width first, $ell > b$": {ell: b * (1 + x), nu: 1 / (1 + u)},
}
"""The powers of a penalty P^-ell and of a width P^nu by which is first, for all u, x > 0."""

PEAK: Mapping[str, Powers] = {"$N = P$, $ell > b$": {ell: b * (1 + u), nu: Integer(1)}}

_ALL = {**BINDING, **PEAK}
_NAMES = {"ridge": "penalty", "data": "data", "width": "width"}
_RAY = {u: Integer(1), x: Rational(1, 2)}
_LETTERS = (L_0, V_A, V_D, V_AD, V_sigma)
_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(9, 2), b: Rational(3, 2)},  # the learned modes lead in the bias and in V_A
)
_NEAR, _FAR = tuple(Integer(10) ** n for n in (4, 6)), tuple(Integer(10) ** n for n in (16, 20))
_FALLS = Rational(1, 10) ** 3  # what slopes may be off by: 10^-4 is left out at the far sizes
_DIGITS, _GUARD, _MORE, _DOUBLE = 18, 12, 40, 16
_NOISE = Rational(1, 10) ** (_DIGITS - 2)
_RIDGE = Ridge("1/20")
_SPECTRUM = PowerLaw(2, "3/2", modes=20)
_MODELS = (
    Model(_SPECTRUM, width=8, samples=12, noise="1/4"),
    Model(_SPECTRUM, width=12, samples=8, noise="1/4"),
)


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
        setting = _setting(spectrum, size, tuple(_powers(self.where, spectrum.b)))
        return _value(self.part, setting, digits)


def ridge_map_checks() -> tuple[Check, ...]:
    """The parts in digits and simulated, their sum, leading terms and exponents along rays."""
    return (
        equal("parts of the loss at a penalty, on both sides of N = P", _parts),
        identical("the sum of the parts is the loss at a penalty", _sum),
        bounded("leading terms along rays", _leading),
        compared("exact", "exponents along rays", f"slopes to {_FALLS}", _exponents),
        replicated("parts of the loss at a penalty by replication", _drawn),
    )


def _powers(where: str, capacity: Expr) -> tuple[Expr, Expr]:
    """ell and nu on a ray."""
    at = {**_RAY, b: capacity}
    return _ALL[where][ell].subs(at), _ALL[where][nu].subs(at)


Setting = tuple[Spectrum, Expr, Expr, Expr]


def _setting(spectrum: PowerLaw, size: Expr, powers: tuple[Expr, ...]) -> Setting:
    """Spectrum, width, samples, penalty; powers of numbers as decimals of more than all digits."""
    penalty, width = (_rational(size**power) for power in (-powers[0], powers[1]))
    return spectrum, width, size, penalty


def _rational(number: Expr) -> Expr:
    return number if number.is_Rational else Rational(str(number.evalf(_MORE + _DIGITS)))


def _value(part: str, setting: Setting, digits: int) -> Expr:
    """A part at a setting to so many digits, that of noise for a variance of one."""
    if part == "L":
        return _loss(setting, 0, digits)
    if part == "noisy L":
        return _loss(setting, 1, digits)
    if part == str(V_sigma):
        working = digits + _MORE
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
    return {
        str(letter): to_sympy(one, digits) for letter, one in zip(_LETTERS, found, strict=False)
    }


def _point(model: Model, digits: int) -> dict[Symbol, Expr]:
    """What the formulas consist of, at the penalty of these checks."""
    root = exact.responses(model, _RIDGE.penalty, digits).kappa
    sums = exact.resolvents(model.spectrum, root, digits)
    numbers = {kappa: root, d: sums.d, d_2: sums.d_2, w: sums.w, w_2: sums.w_2}
    point = {symbol: to_sympy(number, digits) for symbol, number in numbers.items()}
    point |= {N: model.width, P: model.samples, sigma2: model.noise}
    bias = point[kappa] ** 2 * point[w_2]
    return {**point, L_0: bias, g_w: point[kappa] * point[w] - bias}


def _stated(result: Result, model: Model, digits: int) -> list[Expr]:
    point = _point(model, digits)
    return [evaluated(result.formulas[str(one)], point, digits) for one in _LETTERS]


def _parts(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Every part by its formula and by the exact witness."""
    digits = effort.digits + _GUARD
    for model in _MODELS:
        setting = model.spectrum, model.width, model.samples, _RIDGE.penalty
        for letter, stated in zip(_LETTERS, _stated(result, model, digits), strict=True):
            noise = model.noise if letter == V_sigma else 1
            found = noise * _value(str(letter), setting, digits)
            yield stated, found, f"{letter}, N = {model.width}, P = {model.samples}"


def _sum(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The parts added, and -s^2 h'(s)/D_P^2 - sigma^2."""
    one, solved = solution(FIELD_EQUATIONS)
    bias = kappa**2 * w_2
    known = {L_0: bias, g_w: kappa * w - bias}
    total = Add(*(result.formulas[str(letter)] for letter in _LETTERS)).subs(known)
    yield total, ridge_loss(keystone(solved, one).h, one), ""


def _leading(result: Result, _: Effort) -> Iterable[Curve]:
    """Every part less its leading term, over that and what is stated to be left out."""
    for name, where, point in _rays():
        left = result.formulas[f"remainder, {name}"]
        for letter in _LETTERS:
            yield _along(result, letter, name, where, point, left)
    (where,) = PEAK
    for point in _POINTS:
        for letter in (V_AD, V_sigma):
            powers = _powers(where, point[b])
            left = P ** ((point[b] - powers[0]) / 2)  # the next power of sqrt(gamma/kappa)
            yield _along(result, letter, "N = P", where, point, left)


def _rays() -> Iterable[tuple[str, str, Mapping[Expr, Expr]]]:
    """The constraint that binds, a ray on which it does, and the powers."""
    first = {word: where for where in BINDING for word in _NAMES.values() if word in where}
    for name, word in _NAMES.items():
        for point in _POINTS:
            yield name, first[word], point


def _along(
    result: Result,
    letter: Symbol,
    name: str,
    where: str,
    point: Mapping[Expr, Expr],
    left: Expr,
) -> Curve:
    powers = _powers(where, point[b])
    at = {gamma_R: P ** -powers[0], N: P ** powers[1], **_amplitude(point[b]), sigma2: 1}
    stated = result.formulas[f"{letter}, {name}"].subs(point).subs(at)
    error = stated * left.subs(point).subs(at)
    spectrum = PowerLaw(a, b).at(point)

    def value(size: Expr) -> Expr:
        return _value(str(letter), _setting(spectrum, size, powers), _DIGITS)

    about = f"{letter}, {where}, {at_point(point)}"
    return curve(
        value, (stated, error), P, (_NEAR, _FAR), where=about, digits=_DIGITS + 5, noise=_NOISE
    )


def _amplitude(capacity: Expr) -> Mapping[Symbol, Expr]:
    r"""A_d from a sum over modes: d + 1/2 over \kappa^{-1/b}, far out."""
    far = Rational(1, 10) ** 40
    found = to_sympy(exact.resolvents(PowerLaw(2, capacity), far, _DIGITS + 5).d, _DIGITS + 5)
    return {A_d: (found + Rational(1, 2)) * far ** (1 / capacity)}


def _exponents(result: Result, _: Effort) -> Iterable[Off]:
    """Local exponents of every part and of the loss, and the formulas with theta put in."""
    named = {str(letter): f"exponent of {letter}" for letter in _LETTERS}
    for _name, where, point in _rays():
        powers = _powers(where, point[b])
        at = {**point, ell: powers[0], nu: powers[1]}
        rank = result.formulas["theta"].subs(at)
        spectrum = PowerLaw(a, b).at(point)
        for part, name in {**named, "L": "r_P", "noisy L": "r_P with noise"}.items():
            values = [_value(part, _setting(spectrum, n, powers), _DIGITS) for n in _FAR]
            stated = result.formulas[name].subs({**at, theta: rank})
            off = abs(slope_between(_FAR, values) - stated).evalf(15)
            yield Off(off / _FALLS, f"{part}, {where}, {at_point(point)}")


def _drawn(result: Result, _: Effort) -> Iterable[Replicas]:
    """The parts without noise of copies, and the loss with noise."""
    for model in _MODELS:
        stated = np.array(_stated(result, model, _DOUBLE), dtype=float)
        yield Replicas(stated[:-1], partial(_simulated_parts, replace_model(model, noise=0)))
        yield Replicas(stated.sum(keepdims=True), partial(_simulated_loss, model))


@lru_cache(maxsize=len(_MODELS) * len(COPIES))
def _simulated_parts(model: Model, r: int, effort: Effort) -> Reals:
    """The four parts in draws of r copies of a model."""
    found = sampling.decomposition(
        model.replicated(r),
        oo,
        draws=effort.draws,
        seed=effort.seed,
        training=_RIDGE.replicated(r),
        executor=effort.executor,
    )
    parts = found.bias, found.features, found.data, found.interaction
    return np.stack([np.asarray(one.samples).ravel() for one in parts], axis=1)


@lru_cache(maxsize=len(_MODELS) * len(COPIES))
def _simulated_loss(model: Model, r: int, effort: Effort) -> Reals:
    """The loss in draws of r copies of a model."""
    found = sampling.test_loss(
        model.replicated(r),
        draws=effort.draws,
        seed=effort.seed,
        training=_RIDGE.replicated(r),
        executor=effort.executor,
    )
    return np.asarray(found.samples).reshape(-1, 1)
