r"""Orthonormal rows beside Gaussian ones: the end of training, and what a width adds at a time.

Lines are exact, laws are dashed, bands are simulated, two standard errors to each side.
"""

from collections.abc import Iterator, Mapping

from sympy import Expr, Integer, oo

from analytic import exact, sampling
from analytic.comparison.orthogonal_projection import Orthogonal
from analytic.export.figures.panel import Boundary, Curve, Figure, Panel
from analytic.export.figures.penalty_figures import powers
from analytic.notation import M, N
from analytic.problem import GaussianProjection, Model, PowerLaw, Projection, replace_model
from analytic.problem.projections import OrthogonalProjection
from analytic.result import Effort, Result

_MODES, _WIDTH, _TIME = 100, 50, 30
_SAMPLES = (4, 6, 9, 13, 18, 25, 31, 37, 41, 45, 48, 49, 51, 52, 56, 60, 68, 80, 100, 140, 200)
_DRAWN = ((4, 9, 18, 31), (68, 80, 140, 200))  # next to N single draws decide the mean
_BELOW = _SAMPLES[:-3]  # M
_ROOM = (0.7, 3)  # of the axis of losses
_WIDTHS = (4, 6, 9, 13, 20, 28, 40, 50, 60, 70, 80, 87, 92, 95)
_DRAWN_WIDTHS = _WIDTHS[::2]
_ROWS: Mapping[str, Projection] = {
    "orthonormal rows": OrthogonalProjection(),
    "Gaussian rows": GaussianProjection(),
}


def orthogonal_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """The final loss over samples, and what is added to the loss at a fixed time over the width."""
    finite = spectrum.with_modes(_MODES)
    first = rf"end of training, $N = {_WIDTH}$, $M = {_MODES}$"
    second = rf"$t = {_TIME}$, $P = \infty$, $M = {_MODES}$"
    losses = tuple(_over_samples(finite, effort))
    every = [loss for curve in losses for loss in curve.y]
    y_range = (_ROOM[0] * min(every), _ROOM[1] * max(every))
    panels = (
        Panel(
            first,
            "$P$",
            "$L$",
            losses,
            (Boundary("$P = N$", float(_WIDTH)),),
            y_range,
        ),
        Panel(
            second,
            "$N$",
            r"$L(t, N) - L(t, \infty)$",
            tuple(_over_width(result, finite, effort)),
        ),
    )
    title = f"Orthonormal rows beside Gaussian ones, {powers(spectrum)}"
    return Figure("orthogonal-projection", title, panels, len(panels))


def _over_samples(spectrum: PowerLaw, effort: Effort) -> Iterator[Curve]:
    wide = [float(exact.test_loss(Model(spectrum, samples=n), oo)) for n in _BELOW]
    yield Curve.of("$N = M$, orthonormal", "limit", _BELOW, wide)
    for colour, (label, projection) in enumerate(_ROWS.items()):
        model = Model(spectrum, _WIDTH, projection=projection)
        models = {n: replace_model(model, samples=Integer(n)) for n in _SAMPLES}
        losses = [float(exact.test_loss(one, oo)) for one in models.values()]
        yield Curve.of(label, "test", _SAMPLES, losses, colour=colour)
        for number, sizes in enumerate(_DRAWN if effort.draws else ()):
            shown = "simulated, 2 s.e." if colour and number else "_simulated"
            yield _band(shown, {n: models[n] for n in sizes}, oo, 0.0, colour, effort)


def _over_width(result: Result, spectrum: PowerLaw, effort: Effort) -> Iterator[Curve]:
    """Exact, and to first order; nothing is added at N = M where rows are orthonormal."""
    least = float(exact.test_loss(Model(spectrum), float(_TIME)))
    slope = exact.finite_size_coefficient(spectrum, "width", _TIME)
    firsts = (result.formulas[Orthogonal.FIRST], 1 / N)
    for colour, ((label, projection), first) in enumerate(zip(_ROWS.items(), firsts, strict=True)):
        models = {n: Model(spectrum, n, projection=projection) for n in _WIDTHS}
        added = [float(exact.test_loss(one, float(_TIME))) - least for one in models.values()]
        yield Curve.of(label, "test", _WIDTHS, added, colour=colour)
        line = [slope * float(first.subs({N: n, M: _MODES})) for n in _WIDTHS]
        yield Curve.of(f"first order, {label}", "limit", _WIDTHS, line, colour=colour)
        if effort.draws:
            shown = "simulated, 2 s.e." if colour else "_simulated"
            drawn = {n: models[n] for n in _DRAWN_WIDTHS}
            yield _band(shown, drawn, Integer(_TIME), least, colour, effort)


def _band(
    label: str,
    models: Mapping[int, Model],
    time: Expr,
    least: float,
    colour: int,
    effort: Effort,
) -> Curve:
    """Simulated losses less a number."""
    at = float(time)
    found = [sampling.test_loss(model, at, effort.draws, effort.seed) for model in models.values()]
    means = [float(one.mean) - least for one in found]
    errors = [float(one.standard_error) for one in found]
    return Curve.of(label, "simulated", models, means, errors, colour)
