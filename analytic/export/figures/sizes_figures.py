r"""Sizes: how a fixed N P is parted, and where finitely many modes end.

Lines and points are the exact mean field, laws are dashed, bands are simulated, two standard errors
to each side.
"""

from collections.abc import Iterator

import numpy as np
from sympy import Expr, Integer, Rational, nan, sqrt

from analytic import exact, sampling
from analytic.comparison.equiparameterization import BestRatio
from analytic.comparison.law_digits import in_regime
from analytic.comparison.plateau import Plateau
from analytic.export.figures.panel import Boundary, Curve, Figure, Panel
from analytic.export.figures.penalty_figures import powers
from analytic.notation import M, N, P, a, b, n, ratio, sigma2, t
from analytic.problem import Model, PowerLaw, replace_model
from analytic.result import Effort, Result

_SMALL, _LARGE = Integer(64**2), Integer(10**10)  # N P
_MODES = 400
_OFF = tuple(Rational(23, 20) ** k for k in range(1, 19))  # the root of the larger ratio
_SIDES = {N: -1, P: 1}  # by the smaller one
_ROOM = 1.3  # around the curves, for words
_DRAWN = (24, 36, 48, 54)  # the smaller of N and P

_LATENT, _DATA, _NOISE = 100, 300, Rational(1, 100)
_BELOW = (50, 60, 70, 78, 84, 88, 92, 94, 96, 97, 98, 99)
_WIDTHS = (5, 8, 12, 18, 27, 40, 55, 70, 82, 90, 95, 98, 102, 110, 125, 160, 220, 320, 500, 1000)
_FLAT = (10**2, 10**3, 10**5)
_POWERS = np.linspace(0.05, 0.95, 19)


def shares_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """The loss over N/P at a fixed product, a small one with simulations and a large one."""
    drawn = [_shares_drawn(spectrum, side, effort) for side in (-1, 1)] if effort.draws else []
    large = (*_over_ratio(spectrum, _LARGE), *_laws(result, spectrum, _LARGE))
    losses = [loss for curve in large for loss in curve.y]
    panels = (
        Panel(
            rf"$N P = 64^2$, $M = {_MODES}$",
            "$N/P$",
            "$L$",
            (*_over_ratio(spectrum.with_modes(_MODES), _SMALL), *drawn),
        ),
        Panel(
            r"$N P = 10^{10}$",
            "$N/P$",
            "$L$",
            large,
            tuple(_best(result, spectrum)),
            (min(losses) / _ROOM, max(losses) * _ROOM**2),
        ),
    )
    return Figure("equiparameterization", f"Parting $N P$, {powers(spectrum)}", panels, 2)


def _over_ratio(spectrum: PowerLaw, product: Expr) -> Iterator[Curve]:
    root = sqrt(product)
    for side in (-1, 1):
        models = [Model(spectrum, root * off**side, root / off**side) for off in _OFF]
        losses = [exact.test_loss(model) for model in models]
        shares = [off ** (2 * side) for off in _OFF]
        label = "no penalty" if side > 0 else "_no penalty"
        yield Curve.of(label, "test", shares, losses, colour=1)
    shares = [off ** (2 * side) for side in (-1, 1) for off in _OFF[::3]]
    ordered = sorted([*shares, Integer(1)])
    best = [exact.optimal_ridge(Model(spectrum, root * sqrt(x), root / sqrt(x))) for x in ordered]
    yield Curve.of("best penalty", "test", ordered, [one.loss for one in best], colour=0)


def _laws(result: Result, spectrum: PowerLaw, product: Expr) -> Iterator[Curve]:
    for smaller, side in _SIDES.items():
        law = in_regime(result, BestRatio.LAW[smaller], {a: spectrum.a, b: spectrum.b})
        if law != nan:
            shares = [off**2 for off in _OFF]
            line = [float(law.subs({n: sqrt(product / r), ratio: 1 / r}).evalf()) for r in shares]
            label = "law" if side > 0 else "_law"
            yield Curve.of(label, "limit", [r**side for r in shares], line, colour=0)


def _best(result: Result, spectrum: PowerLaw) -> Iterator[Boundary]:
    for smaller, side in _SIDES.items():
        share = in_regime(result, BestRatio.RATIO[smaller], {a: spectrum.a, b: spectrum.b})
        if share not in (nan, 0):
            yield Boundary(
                f"best, ${'N < P' if smaller == N else 'P < N'}$", float((1 / share) ** side)
            )


def _shares_drawn(spectrum: PowerLaw, side: int, effort: Effort) -> Curve:
    found, shares = [], []
    for smaller in _DRAWN:
        larger = round(int(_SMALL) / smaller)
        width, samples = (larger, smaller) if side > 0 else (smaller, larger)
        model = Model(spectrum.with_modes(_MODES), width, samples)
        found.append(_final(model, effort))
        shares.append(width / samples)
    label = "simulated, 2 s.e." if side > 0 else "_simulated"
    means, errors = zip(*found, strict=True)
    return Curve.of(label, "simulated", shares, means, errors, colour=1)


def plateau_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """Where the modes end: the loss as a size comes to M, the plateau beyond, flat spectra."""
    panels = (
        Panel(
            rf"no noise, $M = {_LATENT}$",
            "$1 - N/M$, $1 - P/M$",
            "$L$",
            tuple(_towards_the_end(result, spectrum, effort)),
        ),
        Panel(
            rf"$P = {_DATA}$, $\sigma^2 = {_NOISE}$",
            "$N$",
            "$L$",
            tuple(_beyond(result, spectrum, effort)),
            (Boundary("$N = M$", _LATENT),),
        ),
        Panel(
            "$a = b = 1$, nothing limited",
            r"$\log t/\log M$",
            "$L(t)/L(0)$",
            tuple(_flat(result)),
            scale="linear",
        ),
    )
    return Figure("plateau", f"The end of the modes, {powers(spectrum)}", panels, 3)


def _towards_the_end(result: Result, spectrum: PowerLaw, effort: Effort) -> Iterator[Curve]:
    finite = Model(spectrum.with_modes(_LATENT))
    left = [1 - size / _LATENT for size in _BELOW]
    for number, (size, letter) in enumerate((("width", N), ("samples", P))):
        models = [replace_model(finite, **{size: one}) for one in _BELOW]
        label = f"over ${letter}$, the other infinite"
        losses = [exact.test_loss(model) for model in models]
        yield Curve.of(label, "exact", left, losses, colour=number)
        law = result.formulas[Plateau.NEAR.of(letter)]
        law = law.subs({a: spectrum.a, b: spectrum.b, M: _LATENT}).doit()
        line = [float(law.subs(letter, one).evalf()) for one in _BELOW]
        yield Curve.of(f"law in ${letter}$", "limit", left, line, colour=number)
        if effort.draws:
            drawn = [_final(model, effort) for model in models[::3]]
            means, errors = zip(*drawn, strict=True)
            label = "simulated, 2 s.e." if number else "_simulated"
            yield Curve.of(label, "simulated", left[::3], means, errors, colour=number)


def _beyond(result: Result, spectrum: PowerLaw, effort: Effort) -> Iterator[Curve]:
    finite = Model(spectrum.with_modes(_LATENT), samples=_DATA, noise=_NOISE)
    models = [replace_model(finite, width=width) for width in _WIDTHS]
    losses = [exact.test_loss(model) for model in models]
    yield Curve.of("the end of training", "test", _WIDTHS, losses, colour=0)
    level = result.formulas[Plateau.BEYOND].subs({M: _LATENT, P: _DATA, sigma2: _NOISE})
    yield Curve.of("plateau", "limit", _WIDTHS, [float(level)] * len(_WIDTHS), colour=0)
    if effort.draws:
        means, errors = zip(*(_final(model, effort) for model in models[1::2]), strict=True)
        yield Curve.of("simulated, 2 s.e.", "simulated", _WIDTHS[1::2], means, errors, colour=0)


def _flat(result: Result) -> Iterator[Curve]:
    """The loss over its first value, at times that are powers of M."""
    for number, modes in enumerate(_FLAT):
        model = Model(PowerLaw(1, 1, modes))
        times = float(modes) ** _POWERS
        losses = exact.test_loss(model, times) / exact.test_loss(model, 0)
        label = rf"$M = 10^{{{len(str(modes)) - 1}}}$"
        yield Curve.of(label, "exact", _POWERS, losses, colour=number)
        law = result.formulas[Plateau.ZIPF].subs(M, modes)
        start = float(exact.test_loss(model, 0))
        line = [float(law.subs(t, time).evalf()) / start for time in times]
        yield Curve.of("_law", "limit", _POWERS, line, colour=number)
    yield Curve.of(r"$M \to \infty$", "law", _POWERS, 1 - _POWERS)


def _final(model: Model, effort: Effort) -> tuple[float, float]:
    """The mean loss at the end of training, and its standard error."""
    found = sampling.test_loss(model, np.inf, effort.draws, effort.seed)
    return float(found.mean), float(found.standard_error)
