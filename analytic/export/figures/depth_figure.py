r"""Depth: the loss of layers of equal width over time, and how it comes to its floor.

Lines are the exact mean field, dashed the law t^{-1/l}, bands simulations, two standard errors to
each side. One layer comes to the floor exponentially.
"""

from collections.abc import Iterator

import numpy as np
from sympy import Integer, oo

from analytic import exact, sampling
from analytic.comparison.depth import Deep
from analytic.comparison.final_losses import numbers_at_end
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.notation import N, depth, t
from analytic.problem import Model, PowerLaw
from analytic.problem.projections import DeepProjection
from analytic.real_numbers import shown
from analytic.result import Effort, Result

_WIDTH, _MODES, _LAYERS = 20, 200, (1, 2, 3)
_TIMES = np.geomspace(1, 1e9, 73)
_DRAWN = np.geomspace(1, 1e9, 10)
_LATE = np.geomspace(1e4, 1e9, 6)
_SEEN = 1e-7  # of the floor: below, doubles are too few
_DIGITS = 12


def depth_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """The loss over time, and its distance from the floor over the floor."""
    models = {
        layers: Model(
            spectrum.with_modes(_MODES), projection=DeepProjection([Integer(_WIDTH)] * layers)
        )
        for layers in _LAYERS
    }
    panels = (
        Panel("loss", "$t$", "$L(t)$", tuple(_losses(models, effort))),
        Panel(
            "distance from the floor",
            "$t$",
            r"$L(t)/L(\infty) - 1$",
            tuple(_distances(result, models)),
        ),
    )
    powers = rf"$a = {shown(spectrum.a)}$, $b = {shown(spectrum.b)}$"
    title = rf"Layers of equal width, {powers}, $N = {_WIDTH}$, $M = {_MODES}$ modes"
    return Figure("depth", title, panels, len(panels))


def _name(layers: int) -> str:
    return f"{layers} layer{'s' * (layers > 1)}"


def _losses(models: dict[int, Model], effort: Effort) -> Iterator[Curve]:
    for layers, model in models.items():
        colour, losses = layers - 1, np.asarray(exact.test_loss(model, _TIMES))
        yield Curve.of(_name(layers), "test", _TIMES, losses, colour=colour)
        if effort.draws:
            found = sampling.test_loss(model, _DRAWN, effort.draws, effort.seed)
            means, errors = np.asarray(found.mean), np.asarray(found.standard_error)
            label = "simulated, 2 s.e." if layers == _LAYERS[-1] else f"_{layers}"
            yield Curve.of(label, "simulated", _DRAWN, means, errors, colour=colour)


def _distances(result: Result, models: dict[int, Model]) -> Iterator[Curve]:
    """Down to what doubles can tell, and the law of more than one layer."""
    for layers, model in models.items():
        floor = float(exact.test_loss(model, oo, _DIGITS))
        above = np.asarray(exact.test_loss(model, _TIMES)) / floor - 1
        seen = above > _SEEN
        yield Curve.of(_name(layers), "test", _TIMES[seen], above[seen], colour=layers - 1)
        if layers == 1:
            continue
        numbers = {**numbers_at_end(model, _DIGITS), N: Integer(_WIDTH), depth: Integer(layers)}
        law = result.formulas[Deep.WAY].xreplace(numbers) / floor
        values = [float(law.subs(t, one)) for one in _LATE]
        label = "$t^{-1/l}$" if layers == _LAYERS[-1] else f"_{layers}"
        yield Curve.of(label, "limit", _LATE, values, colour=layers - 1)
