"""The frontier: learning curves over compute and their envelope, the best width, the ansatz."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, Integer

from analytic import exact
from analytic.comparison.compute.ansatz import (
    COMPUTES,
    OVER_FRONTIER,
    SAMPLES,
    best_losses,
    over_frontier,
)
from analytic.comparison.compute.observables import BEST_LOSS
from analytic.export.figures.panel import Curve, Figure, Kind, Panel
from analytic.notation import C
from analytic.problem import Model, PowerLaw
from analytic.result import Effort, Result
from analytic.stated import L_BEST, N_BEST, T_BEST

Reals = NDArray[np.float64]

_COMPUTE = np.geomspace(1e2, 1e10, 65)
_WIDTHS = (10, 100, 1000, 10000)
_CURVE = 33
_SIMULATED = (256, 1024, 4096)
_MODES = 256
_DIGITS = 15
_KINDS: tuple[Kind, ...] = ("limit", "law")  # of the derived and of the published ansatz
_ROOM = 50  # for the legend below the curves


def frontier_figure(
    result: Result, spectrum: PowerLaw, effort: Effort, ansatzes: Mapping[str, Expr]
) -> Figure:
    """The compute-optimal loss of a power law at unlimited data, over eight decades of compute.

    And, on a few samples, how far each ansatz, a function of C and P, is from it over twenty.
    """
    best = exact.frontier(Model(spectrum), _COMPUTE)
    return Figure(
        name="frontier",
        title=rf"Compute-optimal training, $a = {spectrum.a}$, $b = {spectrum.b}$",
        panels=(
            _envelope(result, spectrum, best, effort),
            _resources(result, best),
            _distances(result, best),
            *([_on_samples(spectrum, ansatzes)] if ansatzes else []),
        ),
        columns=2,
    )


def _envelope(result: Result, spectrum: PowerLaw, best: exact.Frontier, effort: Effort) -> Panel:
    curves = [
        *(_learning_curve(spectrum, width) for width in _WIDTHS),
        Curve.of("law", "law", _COMPUTE, _values(result.formulas[L_BEST])),
        Curve.of("frontier, exact", "exact", _COMPUTE[::4], best.loss[::4]),
        *([_simulated(spectrum, effort)] if effort.draws else []),
    ]
    low, high = float(best.loss[-1]), float(best.loss[0])
    return Panel(
        "the envelope of all widths", "$C = N t$", "$L$", tuple(curves), y_range=(low / 2, 2 * high)
    )


def _learning_curve(spectrum: PowerLaw, width: int) -> Curve:
    computes = np.geomspace(_COMPUTE[0], _COMPUTE[-1], _CURVE)
    losses = exact.test_loss(Model(spectrum, width=width), computes / width)
    label = f"$N = 10^{len(str(width)) - 1}$"
    return Curve.of(label, "limit", computes, losses)


def _simulated(spectrum: PowerLaw, effort: Effort) -> Curve:
    found = replace(BEST_LOSS, modes=_MODES).simulated(spectrum, _SIMULATED, effort)
    error = np.sqrt(np.diag(found.covariance))
    return Curve.of("frontier, simulated", "simulated", _SIMULATED, found.mean, error)


def _resources(result: Result, best: exact.Frontier) -> Panel:
    curves = (
        Curve.of("$N^*$, law", "law", _COMPUTE, _values(result.formulas[N_BEST])),
        Curve.of("$N^*$, exact", "exact", _COMPUTE[::4], best.width[::4]),
        Curve.of("$t^*$, law", "limit", _COMPUTE, _values(result.formulas[T_BEST])),
        Curve.of("$t^*$, exact", "exact", _COMPUTE[::4], best.time[::4]),
    )
    return Panel("the best width and time", "$C = N t$", "$N^*$, $t^*$", curves)


def _distances(result: Result, best: exact.Frontier) -> Panel:
    law = np.array(_values(result.formulas[L_BEST]))
    ratio = result.formulas.get(OVER_FRONTIER, Integer(1))
    ansatz = np.array(_values(ratio))
    values = [*(best.loss / law), *ansatz]
    return Panel(
        "over the law",
        "$C = N t$",
        r"$L\,/\,L^*$ of the law",
        tuple(_over_law(best.loss / law, ansatz)),
        y_range=(0.8 * min(values), 1.25 * max(values)),
    )


def _over_law(frontier: Reals, ansatz: Reals) -> Iterator[Curve]:
    yield Curve.of("time law + width law", "limit", _COMPUTE, ansatz)
    yield Curve.of("law", "law", _COMPUTE[[0, -1]], (1, 1))
    yield Curve.of("frontier, exact", "exact", _COMPUTE[::4], frontier[::4])


def _on_samples(spectrum: PowerLaw, ansatzes: Mapping[str, Expr]) -> Panel:
    best = best_losses(spectrum)
    ratios = [over_frontier(loss, best) for loss in ansatzes.values()]
    return Panel(
        f"on $P = 10^{len(str(SAMPLES)) - 1}$ samples, over the exact frontier",
        "$C = N t$",
        r"$L\,/\,L^*$, exact",
        (
            *(
                Curve.of(name, kind, COMPUTES, ratio)
                for name, kind, ratio in zip(ansatzes, _KINDS, ratios, strict=True)
            ),
            Curve.of("frontier, exact", "exact", COMPUTES[::2], np.ones(len(COMPUTES[::2]))),
        ),
        y_range=(float(np.min(ratios)) / _ROOM, 2 * max(1.0, float(np.max(ratios)))),
    )


def _values(formula: Expr) -> list[float]:
    numbers = formula.evalf(_DIGITS + 5)
    return [float(numbers.subs(C, Float(size)).evalf(_DIGITS)) for size in _COMPUTE]
