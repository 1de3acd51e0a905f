r"""Residual layers: what they make of d, and what they cost on few samples.

Lines are formulas of the page, points the exact mean field, bands are simulated, two standard
errors to each side.
"""

from collections.abc import Iterator

import numpy as np
from sympy import Expr, Integer, Rational, oo

from analytic import exact, sampling
from analytic.comparison.residual_depth import Residual
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.export.figures.penalty_figures import powers
from analytic.notation import D_N, J, M, d, tau
from analytic.problem import GaussianProjection, Model, PowerLaw
from analytic.problem.residual_projections import ResidualProjection
from analytic.real_numbers import shown
from analytic.result import Effort, Result

_TAU, _MODES = Rational(3, 4), 100
_DEPTHS = (1, 2, 8)
_SHARES = np.linspace(0, 1, 41)
_SAMPLES = (4, 6, 9, 13, 18, 25, 34, 45, 57, 68, 77, 84)
_DRAWN = _SAMPLES[::2]
_DIGITS = 12


def residual_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """D_N over d by depth, and the final loss over samples, beside that of random features."""
    kinds = {
        "residual, 2 layers": ResidualProjection(2, _TAU),
        r"residual, $J = \infty$": ResidualProjection(oo, _TAU),
    }
    losses = [
        curve
        for colour, (label, projection) in enumerate(kinds.items())
        for curve in _over_samples(label, colour, spectrum, projection, effort)
    ]
    panels = (
        Panel(
            rf"$D_N$, $\tau = {shown(_TAU)}$",
            "$d/M$",
            "$D_N$",
            tuple(_memories(result)),
            scale="linear",
        ),
        Panel(
            rf"end of training, $M = {_MODES}$, $\tau = {shown(_TAU)}$",
            "$P$",
            "$L$",
            (*_random(spectrum), *losses),
        ),
    )
    return Figure("residual-depth", f"Residual layers, {powers(spectrum)}", panels, len(panels))


def _memories(result: Result) -> Iterator[Curve]:
    def line(formula: Expr) -> list[float]:
        scaled = formula.subs({tau: _TAU, M: 1})
        return [float(scaled.subs(d, share).evalf()) for share in _SHARES]

    for colour, depth in enumerate(_DEPTHS):
        formula = result.formulas[D_N].subs(J, Integer(depth))
        yield Curve.of(f"$J = {depth}$", "test", _SHARES, line(formula), colour=colour)
    formula = result.formulas[Residual.DEEP]
    yield Curve.of(r"$J = \infty$", "law", _SHARES, line(formula))
    yield Curve.of("random features, $N = M$", "limit", _SHARES, 1 - _SHARES)


def _random(spectrum: PowerLaw) -> Iterator[Curve]:
    """Modes as they are, and a Gaussian projection of as many features."""
    finite = spectrum.with_modes(_MODES)
    losses = [float(exact.test_loss(Model(finite, samples=n), oo, _DIGITS)) for n in _SAMPLES]
    yield Curve.of("no layers", "limit", _SAMPLES, losses)
    gaussian = [
        float(exact.test_loss(Model(finite, _MODES, n, 0, GaussianProjection()), oo, _DIGITS))
        for n in _SAMPLES
    ]
    yield Curve.of("random features, $N = M$", "limit", _SAMPLES, gaussian)


def _over_samples(
    label: str, colour: int, spectrum: PowerLaw, projection: ResidualProjection, effort: Effort
) -> Iterator[Curve]:
    models = {
        n: Model(spectrum.with_modes(_MODES), samples=n, projection=projection) for n in _SAMPLES
    }
    losses = [float(exact.test_loss(model, oo, _DIGITS)) for model in models.values()]
    yield Curve.of(label, "test", _SAMPLES, losses, colour=colour)
    if effort.draws and projection.depth.is_finite:
        found = [
            sampling.test_loss(models[n], draws=effort.draws, seed=effort.seed) for n in _DRAWN
        ]
        means = [float(one.mean) for one in found]
        errors = [float(one.standard_error) for one in found]
        yield Curve.of("simulated, 2 s.e.", "simulated", _DRAWN, means, errors, colour)
