r"""The best penalty against noise: its laws in digits, where noise begins, and beside stopping.

The laws are leading orders; the first term that they leave out is of relative order kappa^{1/b} or
P^-gain, gain as given with each point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial

import numpy as np
from sympy import Expr, Integer, Rational, Symbol, log, oo

from analytic import exact, sampling
from analytic.comparison.comparators import (
    COPIES,
    Curve,
    Reals,
    Replicas,
    at_point,
    bounded,
    equal,
    replicated,
)
from analytic.comparison.law_digits import curve, in_regime
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import P, a, b, d, d_2, kappa, sigma2, w_2
from analytic.problem import Model, PowerLaw, Ridge
from analytic.result import Check, Effort, Number, Result

__all__ = ["NOISY_BEST", "noise_checks"]

NOISE = Rational(1, 4)
_POINTS: tuple[tuple[Mapping[Expr, Expr], Expr], ...] = (
    ({a: Integer(2), b: Rational(3, 2)}, Rational(1, 2)),
    ({a: Integer(5), b: Rational(3, 2)}, Rational(1, 4)),
)
_SIZES = (Integer(10) ** 10,), (Integer(10) ** 18, Integer(10) ** 26)
_DIGITS, _BEGUN, _GUARD, _DOUBLE = 16, 12, 12, 16
_ROOM = 3
_MODEL = Model(PowerLaw(2, "3/2", modes=20), samples=12, noise="1/4")
_RIDGE = Ridge("1/20")


def noise_checks() -> tuple[Check, ...]:
    """The loss at unlimited width, the laws of the best penalty, and where noise begins."""
    return (
        equal("loss with a penalty at unlimited width", _whole),
        bounded("laws of the best penalty against noise", _laws, room=_ROOM),
        equal(
            "noise begins where the best penalty is that of d = P",
            _begins,
            digits=_BEGUN,
            witness="symbolic",
        ),
        replicated("loss with a penalty, by replication", lambda one, _: [_drawn(one)]),
    )


def _point(digits: int) -> dict[Symbol, Expr]:
    root = exact.responses(_MODEL, _RIDGE.penalty, digits).kappa
    sums = exact.resolvents(_MODEL.spectrum, root, digits)
    numbers = {kappa: root, d: sums.d, d_2: sums.d_2, w_2: sums.w_2}
    point = {symbol: to_sympy(number, digits) for symbol, number in numbers.items()}
    return {**point, P: _MODEL.samples, sigma2: _MODEL.noise}


def _whole(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    digits = effort.digits + _GUARD
    stated = evaluated(result.formulas["L at unlimited width"], _point(digits), digits)
    yield stated, to_sympy(exact.test_loss(_MODEL, oo, digits, _RIDGE), digits), ""


def _laws(result: Result, _: Effort) -> Iterable[Curve]:
    """The best penalty and the loss there, at more and more samples."""
    for point, gain in _POINTS:
        spectrum = PowerLaw(a, b).at(point)
        for name, number in (("L*(P)", "loss"), ("gamma*(P)", "penalty")):
            stated = in_regime(result, name, point).subs({**point, sigma2: NOISE})
            value = partial(_best, spectrum, number)
            error = stated * P**-gain
            where = f"{name}, {at_point(point)}"
            yield curve(value, (stated, error), P, _SIZES, where=where, digits=_DIGITS)


def _best(spectrum: PowerLaw, number: str, size: Expr) -> Expr:
    return to_sympy(getattr(_optimum(Model(spectrum, samples=size, noise=NOISE)), number), _DIGITS)


@lru_cache(maxsize=16)
def _optimum(model: Model) -> exact.OptimalRidge:
    return exact.optimal_ridge(model, _DIGITS)


def _begins(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The best penalty at the stated number of samples against (A_d/P)^b, A_d by a sum of modes."""
    for point, _gain in _POINTS:
        at = {**point, sigma2: NOISE}
        size = in_regime(result, "begins", point).subs(at).evalf(_DIGITS)
        penalty = in_regime(result, "gamma*(P)", point).subs({**at, P: size}).evalf(_DIGITS)
        far = Rational(1, 10) ** 40
        dimension = to_sympy(exact.resolvents(PowerLaw(a, b).at(point), far, _DIGITS).d, _DIGITS)
        amplitude = (dimension + Rational(1, 2)) * far ** (1 / point[b])
        yield penalty, ((amplitude / size) ** point[b]).evalf(_DIGITS), at_point(point)


def _drawn(result: Result) -> Replicas:
    stated = evaluated(result.formulas["L at unlimited width"], _point(_DOUBLE), _DOUBLE)
    return Replicas(np.array([stated], dtype=float), _losses)


@lru_cache(maxsize=len(COPIES))
def _losses(r: int, effort: Effort) -> Reals:
    found = sampling.test_loss(
        _MODEL.replicated(r),
        draws=effort.draws,
        seed=effort.seed,
        training=_RIDGE.replicated(r),
        executor=effort.executor,
    )
    return np.asarray(found.samples).reshape(-1, 1)


def _slope(digits: int) -> Expr:
    """The local exponent of the least loss at 10^18 samples, a = 2, b = 3/2."""
    sizes = Integer(10) ** 18, Integer(10) ** 20
    one, other = (_best(PowerLaw(2, "3/2"), "loss", size) for size in sizes)
    return (log(one / other) / log(100)).evalf(digits)


NOISY_BEST = Number(
    "exponent of L^*(P) at P = 10^18, a = 2, b = 3/2, noise 1/4",
    lambda _: {a: Integer(2), b: Rational(3, 2)},
    _slope,
    undrawn="digits decide",
)
