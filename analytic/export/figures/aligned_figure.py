r"""The leading modes as features: the frontier of compute, and how many modes samples can feed.

Lines and points are exact, laws are black, bands are simulated, two standard errors to each side.
"""

from collections.abc import Iterator

import numpy as np
from sympy import Integer, Rational, oo

from analytic import exact, sampling
from analytic.comparison.aligned_projection import NOISY, QUIET
from analytic.export.figures.panel import Boundary, Curve, Figure, Panel
from analytic.export.figures.penalty_figures import powers
from analytic.notation import C, N, P, a, b, sigma2
from analytic.problem import Model, PowerLaw, replace_model
from analytic.problem.projections import AlignedProjection
from analytic.result import Effort, Result
from analytic.stated import IN_CASE, L_BEST, N_BEST

_ALIGNED = AlignedProjection()
_WIDTHS = (10, 100, 1000)
_SPREAD = np.geomspace(1e-2, 1e2, 33)  # of the time over N^b
_COMPUTES = np.geomspace(1e2, 1e8, 25)
_SAMPLES, _NOISE, _MODES = Integer(100), Rational(1, 4), 400
_FEW = (2, 3, 4, 6, 8, 11, 15, 20, 28, 38, 50, 60, 70, 78, 85, 90)
_DRAWN = _FEW[1::2]


def aligned_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """The loss over compute at several widths with the frontier; over the width on samples."""
    panels = (_on_budgets(result, spectrum), _on_samples(result, spectrum, effort))
    title = f"The leading modes as features, {powers(spectrum)}"
    return Figure("aligned-projection", title, panels, len(panels))


def _on_budgets(result: Result, spectrum: PowerLaw) -> Panel:
    at = {a: spectrum.a, b: spectrum.b}
    law = result.formulas[L_BEST].subs(at)
    line = [float(law.subs(C, compute).evalf()) for compute in _COMPUTES]
    losses = [
        Curve.of(f"$N = {width}$", "test", width * times, found, colour=colour)
        for colour, width in enumerate(_WIDTHS)
        for times in [_SPREAD * float(width**spectrum.b)]
        for found in [exact.test_loss(Model(spectrum, width, projection=_ALIGNED), times)]
    ]
    curves = (*losses, Curve.of("frontier, law", "law", _COMPUTES, line))
    return Panel("unlimited data", "$C = N t$", "$L$", curves, y_range=(min(line), 3))


def _on_samples(result: Result, spectrum: PowerLaw, effort: Effort) -> Panel:
    """Without noise and with it; boundaries are the numbers of modes that the laws call best."""
    model = Model(spectrum.with_modes(_MODES), samples=_SAMPLES, projection=_ALIGNED)
    at = {a: spectrum.a, b: spectrum.b, P: _SAMPLES, sigma2: _NOISE}
    curves: list[Curve] = []
    boundaries = []
    for colour, (noise, kind) in enumerate(((Integer(0), QUIET), (_NOISE, NOISY))):
        curves += _over_width(replace_model(model, noise=noise), kind, colour, effort)
        best = result.formulas[IN_CASE.of(N_BEST, kind)].subs(at)
        boundaries.append(Boundary(f"$N^*$, {kind}", float(best)))
    title = rf"$P = {_SAMPLES}$, $\sigma^2 = 0$ or ${_NOISE}$, $M = {_MODES}$"
    return Panel(title, f"${N}$", "$L$", tuple(curves), tuple(boundaries))


def _over_width(model: Model, kind: str, colour: int, effort: Effort) -> Iterator[Curve]:
    losses = [float(exact.test_loss(replace_model(model, width=Integer(n)), oo, 12)) for n in _FEW]
    yield Curve.of(kind, "test", _FEW, losses, colour=colour)
    if effort.draws:
        found = [
            sampling.test_loss(
                replace_model(model, width=Integer(n)), draws=effort.draws, seed=effort.seed
            )
            for n in _DRAWN
        ]
        means = [float(one.mean) for one in found]
        errors = [float(one.standard_error) for one in found]
        label = "simulated, 2 s.e." if colour else "_simulated"
        yield Curve.of(label, "simulated", _DRAWN, means, errors, colour)
