r"""One-hot data beside Gaussian samples of the same covariance: which of them are worth more.

Points are exact, laws are dashed, bands are simulated, two standard errors to each side.
"""

from collections.abc import Iterator, Sequence
from math import log

import numpy as np
from sympy import Expr, Integer, Rational, oo, solve, true

from analytic import exact, sampling
from analytic.export.figures.panel import Boundary, Curve, Figure, Panel
from analytic.export.figures.penalty_figures import powers
from analytic.law import Law
from analytic.notation import a, b
from analytic.problem import Data, GaussianData, Model, OneHotData, PowerLaw
from analytic.real_numbers import shown
from analytic.result import Effort, Result

_SAMPLES = tuple(round(10 ** (n / 2)) for n in range(2, 11))
_DRAWN, _MODES = (5, 10, 20, 40), 1000
_STEPS, _BEYOND = 12, Rational(4, 3)  # values of a, and how far beyond where both fall alike
_LATE = (10**4, 10**5)  # samples between which an exponent is measured
_KINDS: dict[str, Data] = {"one-hot": OneHotData(), "Gaussian": GaussianData()}


def one_hot_figure(result: Result, spectrum: PowerLaw, effort: Effort, gaussian: Law) -> Figure:
    """The loss over samples of both kinds, and its exponent over that of the target."""
    assert result.law is not None
    laws = (result.law, gaussian)
    equal = where_alike(*laws, spectrum.b)
    panels = (
        Panel("end of training", "$P$", "$L$", tuple(_over_samples(laws, spectrum, effort))),
        Panel(
            rf"exponent of $L(P)$, $b = {shown(spectrum.b)}$",
            "$a$",
            "$r_P$",
            tuple(_exponents(laws, spectrum.b, equal)),
            (Boundary("alike", float(equal)),),
            scale="linear",
        ),
    )
    title = f"One-hot data beside Gaussian samples, {powers(spectrum)}"
    return Figure("one-hot-data", title, panels, len(panels))


def where_alike(law: Law, other: Law, capacity: Expr) -> Expr:
    """The a above one at which two laws have the same exponent, at a value of b."""
    for regime in other.regimes:
        gap = (law.exponent - regime.exponent).subs(b, capacity)
        for source in solve(gap, a):
            if source > 1 and regime.condition.subs({a: source, b: capacity}) == true:
                return source
    return oo


def _loss(spectrum: PowerLaw, data: Data, samples: int) -> float:
    return float(exact.test_loss(Model(spectrum, samples=samples, data=data), oo))


def _over_samples(laws: Sequence[Law], spectrum: PowerLaw, effort: Effort) -> Iterator[Curve]:
    for colour, ((label, data), law) in enumerate(zip(_KINDS.items(), laws, strict=True)):
        losses = [_loss(spectrum, data, size) for size in _SAMPLES]
        yield Curve.of(f"{label}, exact", "exact", _SAMPLES, losses, colour=colour)
        line = law.at({a: spectrum.a, b: spectrum.b}).lambdify()(np.array(_SAMPLES, dtype=float))
        yield Curve.of(f"{label}, law", "limit", _SAMPLES, line, colour=colour)
        if effort.draws:
            yield _drawn(spectrum.with_modes(_MODES), data, colour, effort)


def _drawn(spectrum: PowerLaw, data: Data, colour: int, effort: Effort) -> Curve:
    found = [
        sampling.test_loss(
            Model(spectrum, samples=size, data=data), draws=effort.draws, seed=effort.seed
        )
        for size in _DRAWN
    ]
    means = [float(one.mean) for one in found]
    errors = [float(one.standard_error) for one in found]
    label = rf"simulated, $M = {_MODES}$, 2 s.e." if colour else "_simulated"
    return Curve.of(label, "simulated", _DRAWN, means, errors, colour)


def _exponents(laws: Sequence[Law], capacity: Expr, equal: Expr) -> Iterator[Curve]:
    """By the laws, and measured between two numbers of samples."""
    last = _BEYOND * (equal if equal.is_finite else 2 * capacity + 1)
    sources = [1 + (last - 1) * Integer(n) / _STEPS for n in range(1, _STEPS + 1)]
    for colour, ((label, data), law) in enumerate(zip(_KINDS.items(), laws, strict=True)):
        falls = [_fall(PowerLaw(source, capacity), data) for source in sources]
        yield Curve.of(f"{label}, exact", "exact", sources, falls, colour=colour)
        line = [float(law.exponent.subs({a: source, b: capacity})) for source in sources]
        yield Curve.of(f"{label}, law", "limit", sources, line, colour=colour)


def _fall(spectrum: PowerLaw, data: Data) -> float:
    few, many = (_loss(spectrum, data, size) for size in _LATE)
    return log(few / many) / log(_LATE[1] / _LATE[0])
