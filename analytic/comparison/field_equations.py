r"""The formulas of the field equations against the three witnesses.

Algebra: they satisfy the equations from which they were derived. Digits: at random frequencies the
exact witness solves the fixed point and the linear system, and, mode by mode, whatever a statement
says; the formulas at the numbers that it returns for kappa, D_P, D_N, d and w must give the same
C_0 ... C_3, for two replicas that share everything, the data, the projection, or nothing.
Simulations: learning curves by replication on both sides of N = P. Every mode, the width, the
samples and the time are multiplied by r; the mean-field loss does not change.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
from sympy import Expr, I, Integer, Rational

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.final_losses import numbers_at_end
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import (
    C_0,
    C_1,
    C_2,
    C_3,
    D_N,
    D_N2,
    D_P,
    D_P2,
    N,
    P,
    d,
    d2,
    kappa,
    kappa2,
    primed,
    s,
    s2,
    sigma2,
    w,
    w2,
)
from analytic.problem import FieldEquations, MeasuredSpectrum, Model, PowerLaw
from analytic.result import Check, Effort, Result
from analytic.symbolic.mean_field.field_residuals import (
    FINAL_TEST,
    FINAL_TRAIN,
    REPLICAS,
    RESIDUALS,
)

_GUARD = 12
_SPECTRUM = MeasuredSpectrum([1, "1/3", "1/10", "1/50", 0], [1, 2, "1/2", 0, 1])
_MODELS = (
    Model(PowerLaw(2, "3/2"), width=40, samples=120, noise="1/20"),
    Model(PowerLaw("9/5", "6/5"), width=30, samples=17, noise="1/3"),
    Model(_SPECTRUM, 3, 5, 2),
)
_BY_MODE = Model(MeasuredSpectrum([1, "1/3", "1/10", "1/50"], [1, 2, "1/2", 0]), 3, 5, 2)
_FINAL = ((40, 120), (120, 40), (7, Rational(29, 2)))
_RESOURCE = {"data": "samples", "A": "width"}
_SIMULATED = tuple(
    Model(PowerLaw(2, "3/2", modes=20), width, samples, "1/4")
    for width, samples in ((8, 12), (12, 8))
)
_TIMES = np.array([1.0, 10.0, 100.0, np.inf])

Theory = Callable[[Model, Any], "exact.Losses"]


def field_equation_checks(statement: FieldEquations) -> tuple[Check, ...]:
    """The checks of what follows from a statement of the field equations."""

    def vanishing(result: Result, _: Effort, name: str) -> Iterator[compare.Pair]:
        for residual in RESIDUALS[name](result.formulas, statement):
            yield residual, Integer(0), ""

    by_mode = partial(_by_mode, statement=statement)
    return (
        *(compare.identical(name, partial(vanishing, name=name)) for name in RESIDUALS),
        compare.equal("two-point functions at random frequencies", _at_random_frequencies),
        compare.equal("field equations as they are stated, mode by mode", by_mode),
        compare.equal("final losses on both sides of N = P", _final_losses),
        replication_check(),
    )


def replication_check(theory: Theory | None = None) -> Check:
    """Simulated learning curves, replicated, against a theory of them."""
    name = "learning curves by replication"
    return compare.replicated(
        name, lambda *_: (learning_curves(model, theory) for model in _SIMULATED)
    )


def learning_curves(model: Model, theory: Theory | None = None) -> compare.Replicas:
    """Test and training loss of a model at four times, r times later where there are r copies."""
    expected = (theory or exact.losses)(model, _TIMES)

    def draw(r: int, effort: Effort) -> compare.Reals:
        found = sampling.losses(model.replicated(r), r * _TIMES, **effort.simulation)
        return np.hstack([found.test.samples, found.train.samples])

    return compare.Replicas(np.concatenate([expected.test, expected.train]), draw)


def numbers_at(model: Model, pair: tuple[Expr, Expr], digits: int) -> Mapping[Expr, Expr]:
    """What the formulas of two-point functions consist of, at a pair of frequencies."""
    letters = (kappa, D_P, D_N, d, w), (kappa2, D_P2, D_N2, d2, w2)
    point: dict[Expr, Expr] = {s: pair[0], s2: pair[1], sigma2: model.noise}
    for frequency, symbols in zip(pair, letters, strict=True):
        at = exact.responses(model, frequency, digits)
        sums = exact.resolvents(model.spectrum, at.kappa, digits)
        numbers = (at.kappa, at.R_1, at.R_3, sums.d, sums.w)
        point |= {x: to_sympy(y, digits) for x, y in zip(symbols, numbers, strict=True)}
    return {**point, N: model.width, P: model.samples}


def _at_random_frequencies(result: Result, effort: Effort) -> Iterator[compare.Pair]:
    """C_0 ... C_3 and the replica functions at random pairs of complex frequencies."""
    generator, digits = np.random.default_rng(effort.seed), effort.digits + _GUARD
    for model in _MODELS:
        pair = _random_frequencies(generator)
        point = numbers_at(model, pair, digits)
        found = exact.two_point(model, *pair, digits=digits)
        wanted = dict(zip((C_0, C_1, C_2, C_3), found, strict=True))
        for name, common in REPLICAS.items():
            shared = [_RESOURCE[one] for one in common]
            wanted[name] = exact.two_point(model, *pair, digits=digits, shared=shared).C_0
        for name, number in wanted.items():
            value = evaluated(result.formulas[name], point, digits)
            yield value, to_sympy(number, digits), str(name)


def _random_frequencies(generator: np.random.Generator) -> tuple[Expr, Expr]:
    """Two frequencies of sizes 1e-3 ... 10 and any argument off the negative axis."""
    size = 10 ** generator.uniform(-3, 1, 2)
    angle = generator.uniform(-0.9 * np.pi, 0.9 * np.pi, 2)
    polar = zip(size, angle, strict=True)
    (x, y), (x2, y2) = ((_exact(r * np.cos(phi)), _exact(r * np.sin(phi))) for r, phi in polar)
    return x + I * y, x2 + I * y2


def _exact(number: float) -> Rational:
    return Rational(*Fraction(float(number)).as_integer_ratio())


def _by_mode(result: Result, effort: Effort, statement: FieldEquations) -> Iterator[compare.Pair]:
    """C_0 ... C_3 and the replica functions of any statement, as its equations are solved.

    D_P and D_N are as solved, kappa by its formula, d and w there.
    """
    pair = _random_frequencies(np.random.default_rng(effort.seed))
    digits = effort.digits + _GUARD
    whole = exact.linear_fields(_BY_MODE, *pair, digits, statement)
    point: dict[Expr, Expr] = {N: _BY_MODE.width, P: _BY_MODE.samples, sigma2: _BY_MODE.noise}
    for at, solved, own in zip(pair, whole[:2], (False, True), strict=True):
        here = {s: at} | {x: to_sympy(solved[x], digits) for x in (D_P, D_N)}
        here[kappa] = evaluated(result.formulas[kappa], here, digits)
        sums = exact.resolvents(_BY_MODE.spectrum, here[kappa], digits)
        here |= {d: to_sympy(sums.d, digits), w: to_sympy(sums.w, digits)}
        point |= {primed(x): value for x, value in here.items()} if own else here
    wanted = dict(whole.correlations)
    first = next(iter(whole.correlations))
    for name, shared in REPLICAS.items():
        solution = exact.linear_fields(_BY_MODE, *pair, digits, statement, shared)
        wanted[name] = solution.correlations[first]
    for name, number in wanted.items():
        yield evaluated(result.formulas[name], point, digits), to_sympy(number, digits), str(name)


def _final_losses(result: Result, effort: Effort) -> Iterator[compare.Pair]:
    """The final losses against contour integrals at a late time, on both sides of N = P.

    At that time transients, e^{-x_min t}, are below the digits compared; the losses there are
    double integrals along a contour, and no limit is taken in them.
    """
    digits = effort.digits + _GUARD
    for width, samples in _FINAL:
        model = Model(PowerLaw(2, "3/2"), width, samples, "1/20")
        numbers = numbers_at_end(model, digits)
        decay = (effort.digits + _GUARD / 2) * np.log(10)
        losses = exact.losses(model, _exact(decay / exact.spectral_edge(model)), digits)
        smaller = P if model.samples < model.width else N
        for of, number in ((FINAL_TEST, losses.test), (FINAL_TRAIN, losses.train)):
            stated = evaluated(result.formulas[of[smaller]], numbers, digits)
            yield to_sympy(number, digits), stated, str(of[smaller])
