r"""The parts of the loss at a penalty, along rays \gamma = P^-\ell, N = P^\nu: digits and draws.

Every ray has powers on which another constraint binds; what is left out falls along it as stated.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial

import numpy as np
from sympy import Add, Expr, Integer, Rational, Symbol, oo

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.final_losses import final_replicas
from analytic.comparison.law_digits import curve
from analytic.comparison.law_points import points
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.comparison.ridge_rays import (
    BINDING,
    LETTERS,
    PEAK,
    Setting,
    powers_of,
    setting_of,
    value_of,
)
from analytic.comparison.slopes import slope_between
from analytic.notation import (
    L_0,
    V_AD,
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
    r_P,
    sigma2,
    theta,
    w,
    w_2,
)
from analytic.problem import FIELD_EQUATIONS, Model, PowerLaw, Ridge, replace_model
from analytic.result import Check, Effort, Result
from analytic.stated import EXPONENT, IN_CASE, LEFT_OUT, Formula
from analytic.symbolic.ensembles.ridge_parts import AT_PEAK, DATA, RIDGE, WIDTH
from analytic.symbolic.mean_field.keystone import keystone
from analytic.symbolic.mean_field.penalty import ridge_loss
from analytic.symbolic.mean_field.two_point import solution

IN_KAPPA, NOISY_RATE = map(Formula, ("{} in kappa", "r_P with noise"))
_NAMES = {RIDGE: "penalty", DATA: "data", WIDTH: "width"}
_POINTS = points("2 3/2", "9/2 3/2")  # the learned modes lead in the bias and in V_A
_NEAR, _FAR = tuple(Integer(10) ** n for n in (4, 6)), tuple(Integer(10) ** n for n in (16, 20))
_FALLS = Rational(1, 10) ** 3  # what slopes may be off by: 10^-4 is left out at the far sizes
_DIGITS, _GUARD, _DOUBLE = 18, 12, 16
_NOISE = Rational(1, 10) ** (_DIGITS - 2)
_RIDGE = Ridge("1/20")
_SPECTRUM = PowerLaw(2, "3/2", modes=20)
_MODELS = (
    Model(_SPECTRUM, width=8, samples=12, noise="1/4"),
    Model(_SPECTRUM, width=12, samples=8, noise="1/4"),
)


def ridge_map_checks() -> tuple[Check, ...]:
    """The parts in digits and simulated, their sum, leading terms and exponents along rays."""
    return (
        compare.equal("parts of the loss at a penalty, on both sides of N = P", _parts),
        compare.identical("the sum of the parts is the loss at a penalty", _sum),
        compare.bounded("leading terms along rays", _leading),
        compare.compared("exact", "exponents along rays", f"slopes to {_FALLS}", _exponents),
        compare.replicated("parts of the loss at a penalty by replication", _drawn),
    )


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
    return [evaluated(result.formulas[one], point, digits) for one in LETTERS]


def _parts(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Every part by its formula and by the exact witness."""
    digits = effort.digits + _GUARD
    for model in _MODELS:
        setting = Setting(model.spectrum, model.width, model.samples, _RIDGE.penalty)
        for letter, stated in zip(LETTERS, _stated(result, model, digits), strict=True):
            noise = model.noise if letter == V_sigma else 1
            found = noise * value_of(str(letter), setting, digits)
            yield stated, found, f"{letter}, N = {model.width}, P = {model.samples}"


def _sum(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The parts added, and -s^2 h'(s)/D_P^2 - sigma^2."""
    one, solved = solution(FIELD_EQUATIONS)
    bias = kappa**2 * w_2
    known = {L_0: bias, g_w: kappa * w - bias}
    total = Add(*(result.formulas[letter] for letter in LETTERS)).subs(known)
    yield total, ridge_loss(keystone(solved, one).h, one), ""


def _leading(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """Every part less its leading term, over that and what is stated to be left out."""
    for name, where, point in _rays():
        left = result.formulas[LEFT_OUT.of(name)]
        for letter in LETTERS:
            yield _along(result, letter, name, where, point, left)
    (where,) = PEAK
    for point in _POINTS:
        for letter in (V_AD, V_sigma):
            powers = powers_of(where, point[b])
            left = P ** ((point[b] - powers[0]) / 2)  # the next power of sqrt(gamma/kappa)
            yield _along(result, letter, AT_PEAK, where, point, left)


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
) -> compare.Curve:
    powers = powers_of(where, point[b])
    at = {gamma_R: P ** -powers[0], N: P ** powers[1], **_amplitude(point[b]), sigma2: 1}
    stated = _with_target(result, letter, name).subs(point).subs(at)
    error = stated * left.subs(point).subs(at)
    spectrum = PowerLaw(a, b).at(point)

    def value(size: Expr) -> Expr:
        return value_of(str(letter), setting_of(spectrum, size, powers), _DIGITS)

    about = f"{letter}, {where}, {compare.at_point(point)}"
    return curve(
        value, (stated, error), P, (_NEAR, _FAR), where=about, digits=_DIGITS + 5, noise=_NOISE
    )


def _with_target(result: Result, letter: Symbol, name: str) -> Expr:
    """A part where a constraint binds, the sums with the target put in at its regulariser."""
    regulariser = result.formulas[IN_CASE.of(kappa, name if name != AT_PEAK else DATA)]
    target = {one: result.formulas[IN_KAPPA.of(one)].subs(kappa, regulariser) for one in (L_0, g_w)}
    return target[L_0] if letter == L_0 else result.formulas[IN_CASE.of(letter, name)].subs(target)


def _amplitude(capacity: Expr) -> Mapping[Symbol, Expr]:
    r"""A_d from a sum over modes: d + 1/2 over \kappa^{-1/b}, far out."""
    far = Rational(1, 10) ** 40
    found = to_sympy(exact.resolvents(PowerLaw(2, capacity), far, _DIGITS + 5).d, _DIGITS + 5)
    return {A_d: (found + Rational(1, 2)) * far ** (1 / capacity)}


def _exponents(result: Result, _: Effort) -> Iterable[compare.Off]:
    """Local exponents of every part and of the loss, and the formulas with theta put in."""
    named = {str(letter): EXPONENT.of(letter) for letter in LETTERS}
    for _name, where, point in _rays():
        powers = powers_of(where, point[b])
        at = {**point, ell: powers[0], nu: powers[1]}
        rank = result.formulas[theta].subs(at)
        spectrum = PowerLaw(a, b).at(point)
        for part, name in {**named, "L": r_P, "noisy L": NOISY_RATE}.items():
            values = [value_of(part, setting_of(spectrum, n, powers), _DIGITS) for n in _FAR]
            stated = result.formulas[name].subs({**at, theta: rank})
            off = abs(slope_between(_FAR, values) - stated).evalf(15)
            yield compare.Off(off / _FALLS, f"{part}, {where}, {compare.at_point(point)}")


def _drawn(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    """The parts without noise of copies, and the loss with noise."""
    for model in _MODELS:
        stated = np.array(_stated(result, model, _DOUBLE), dtype=float)
        yield compare.Replicas(
            stated[:-1], partial(_simulated_parts, replace_model(model, noise=0))
        )
        yield final_replicas(model, [stated.sum()], _RIDGE)


@lru_cache(maxsize=len(_MODELS) * len(compare.COPIES))
def _simulated_parts(model: Model, r: int, effort: Effort) -> compare.Reals:
    """The four parts in draws of r copies of a model."""
    found = sampling.decomposition(
        model.replicated(r), oo, training=_RIDGE.replicated(r), **effort.simulation
    )
    parts = found.bias, found.features, found.data, found.interaction
    return np.stack([np.asarray(one.samples).ravel() for one in parts], axis=1)
