r"""The formulas of the field equations against their numerical solution.

The exact witness solves the fixed point and the linear system at random frequencies; the formulas
of a result, at the numbers it returns for kappa, D_P, D_N, d and w, must give the same C_0 ... C_3,
for two replicas that share everything, the data, the projection, or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from sympy import Expr, I, Integer, Rational

from analytic import exact
from analytic.comparison.numbers import evaluated, relative_gap, to_sympy
from analytic.notation import (
    D_N,
    D_N2,
    D_P,
    D_P2,
    N,
    P,
    d,
    d2,
    d_2,
    kappa,
    kappa2,
    s,
    s2,
    sigma2,
    w,
    w2,
    w_2,
)
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = [
    "final_value_check",
    "numbers_at",
    "outcome",
    "random_frequencies",
    "two_point_check",
]

_GUARD = 12
_MODELS = (
    Model(PowerLaw(2, "3/2"), width=40, samples=120, noise="1/20"),
    Model(PowerLaw("9/5", "6/5"), width=30, samples=17, noise="1/3"),
    Model(MeasuredSpectrum([1, "1/3", "1/10", "1/50", 0], [1, 2, "1/2", 0, 1]), 3, 5, 2),
)
_REPLICAS = {
    "C_0 different A": ("samples",),
    "C_0 different data": ("width",),
    "C_0 both different": (),
}


def two_point_check() -> Check:
    """C_0 ... C_3 and the replica functions at random pairs of complex frequencies."""
    return Check("exact", "two-point functions at random frequencies", _two_point)


def final_value_check() -> Check:
    """The final losses against contour integrals at a late time, on both sides of N = P."""
    return Check("exact", "final losses on both sides of N = P", _final)


def _two_point(result: Result, effort: Effort) -> Outcome:
    generator = np.random.default_rng(effort.seed)
    worst = max(
        (
            _two_point_gap(result, model, random_frequencies(generator), effort.digits)
            for model in _MODELS
        ),
        key=lambda gap: gap[0],
    )
    return outcome(worst, effort.digits)


def random_frequencies(generator: np.random.Generator) -> tuple[Expr, Expr]:
    """Two frequencies of sizes 1e-3 ... 10 and any argument off the negative axis."""
    size = 10 ** generator.uniform(-3, 1, 2)
    angle = generator.uniform(-0.9 * np.pi, 0.9 * np.pi, 2)
    real, imaginary = size * np.cos(angle), size * np.sin(angle)
    first, second = (
        _exact(float(x)) + I * _exact(float(y)) for x, y in zip(real, imaginary, strict=True)
    )
    return first, second


def _exact(number: float) -> Rational:
    fraction = Fraction(number)
    return Rational(fraction.numerator, fraction.denominator)


def _two_point_gap(
    result: Result, model: Model, pair: tuple[Expr, Expr], digits: int
) -> tuple[Expr, str]:
    point = numbers_at(model, pair, digits + _GUARD)
    wanted = dict(exact.two_point(model, *pair, digits=digits + _GUARD)._asdict())
    for name, shared in _REPLICAS.items():
        wanted[name] = exact.two_point(model, *pair, digits=digits + _GUARD, shared=shared).C_0
    gaps = []
    for name, number in wanted.items():
        value = evaluated(result.formulas[name], point, digits + _GUARD)
        gaps.append((relative_gap(value, to_sympy(number, digits + _GUARD)), name))
    return max(gaps, key=lambda gap: gap[0])


def numbers_at(model: Model, pair: tuple[Expr, Expr], digits: int) -> Mapping[Expr, Expr]:
    """What the formulas of two-point functions consist of, at a pair of frequencies."""
    first, second = (exact.responses(model, one, digits) for one in pair)
    sums, sums2 = (exact.resolvents(model.spectrum, at.kappa, digits) for at in (first, second))
    numbers = {
        kappa: first.kappa,
        D_P: first.R_1,
        D_N: first.R_3,
        d: sums.d,
        w: sums.w,
        kappa2: second.kappa,
        D_P2: second.R_1,
        D_N2: second.R_3,
        d2: sums2.d,
        w2: sums2.w,
    }
    point = {symbol: to_sympy(number, digits) for symbol, number in numbers.items()}
    exactly = {s: pair[0], s2: pair[1], N: model.width, P: model.samples, sigma2: model.noise}
    return {**point, **exactly}


def _final(result: Result, effort: Effort) -> Outcome:
    worst = max(
        (
            _final_gap(result, Model(PowerLaw(2, "3/2"), width, samples, "1/20"), effort.digits)
            for width, samples in ((40, 120), (120, 40), (7, Rational(29, 2)))
        ),
        key=lambda gap: gap[0],
    )
    return outcome(worst, effort.digits)


def _final_gap(result: Result, model: Model, digits: int) -> tuple[Expr, str]:
    working = digits + _GUARD
    atom = to_sympy(exact.spectral_atom(model, 1, working + 2), working + 2)
    root = atom / (1 - atom)  # the atom is kappa_0/(kappa_0 + lambda_1), and lambda_1 = 1
    sums = exact.resolvents(model.spectrum, root, working)
    point = {w: sums.w, d_2: sums.d_2, w_2: sums.w_2, d: sums.d}
    numbers = {symbol: to_sympy(number, working) for symbol, number in point.items()}
    numbers |= {kappa: root, N: model.width, P: model.samples, sigma2: model.noise}
    side = "P<N" if model.samples < model.width else "N<P"
    losses = exact.losses(model, _late(model, digits), working)
    gaps = []
    for quantity, number in (("L(oo)", losses.test), ("Lhat(oo)", losses.train)):
        value = evaluated(result.formulas[f"{quantity} if {side}"], numbers, working)
        gaps.append((relative_gap(to_sympy(number, working), value), f"{quantity} if {side}"))
    return max(gaps, key=lambda gap: gap[0])


def _late(model: Model, digits: int) -> Expr:
    """A finite time at which transients, e^{-x_min t}, are below the digits compared.

    The losses there are still double integrals along a contour: no limit is taken in them.
    """
    decay = (digits + _GUARD / 2) * np.log(10)
    return _exact(decay / exact.spectral_edge(model))


def outcome(worst: tuple[Expr, str], digits: int) -> Outcome:
    """Whether the largest relative difference, and where it is, is below so many digits."""
    gap, name = worst
    bound = Rational(1, Integer(10) ** digits)
    return Outcome(
        bool(gap < bound), f"largest relative difference {gap}, in {name}", f"1e-{digits}"
    )
