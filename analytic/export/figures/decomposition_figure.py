r"""The decomposition figure: the four parts of the loss over time, one on top of the other.

From below: squared bias, variance of the features, of the data, of both together; the upper edge is
the loss. Edges are exact; the bands are simulations, the mean and two standard errors to each side,
with every mode, N, P and t multiplied by the same number, which leaves the exact loss as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytic import exact, sampling
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.problem import Model, PowerLaw
from analytic.real_numbers import shown
from analytic.result import Effort
from analytic.sampling.estimate import estimated

__all__ = ["decomposition_figure"]

_MODES, _NOISE = 40, "1/20"
_SIZES = ((12, 24), (24, 12))
_COPIES = 4
_TIMES = np.geomspace(1e-2, 1e5, 57)
_SIMULATED_TIMES = np.geomspace(1e-1, 1e4, 16)
_PARTS = {
    "bias": "squared bias",
    "features": "variance of features",
    "data": "variance of data",
    "interaction": "interaction",
}


def decomposition_figure(spectrum: PowerLaw, effort: Effort) -> Figure:
    """The parts of the loss of a power law in numbers, on both sides of N = P.

    Without draws there is no band.
    """
    law = spectrum.with_modes(_MODES)
    panels = tuple(_panel(Model(law, *sizes, noise=_NOISE), effort) for sizes in _SIZES)
    powers = rf"$a = {shown(spectrum.a)}$, $b = {shown(spectrum.b)}$"
    title = rf"Parts of the loss, {powers}, $M = {_MODES}$, $\sigma^2 = {_NOISE}$"
    return Figure("decomposition", title, panels, len(panels))


def _panel(model: Model, effort: Effort) -> Panel:
    upper = np.cumsum(exact.decomposition(model, _TIMES), axis=0)
    areas = [
        Curve.of(name, "area", _TIMES, edge)
        for name, edge in zip(_PARTS.values(), upper, strict=True)
    ]
    bands = _bands(model, effort) if effort.draws else ()
    lowest = 0.5 * float(upper[0].min())
    return Panel(
        title=f"$N = {shown(model.width)}$, $P = {shown(model.samples)}$",
        x="$t$",
        y="$L(t)$ and its parts",
        curves=(*areas, *bands),
        y_range=(lowest, 8 * float(upper[-1].max())),
    )


def _bands(model: Model, effort: Effort) -> Iterator[Curve]:
    """The simulated edges, paired draw by draw; one of them is named for all."""
    found = sampling.decomposition(
        model.replicated(_COPIES),
        _COPIES * _SIMULATED_TIMES,
        effort.draws,
        effort.seed,
        executor=effort.executor,
    )
    samples = [getattr(found, part).samples for part in _PARTS]
    for number, (edge, name) in enumerate(
        zip(np.cumsum(samples, axis=0), _PARTS.values(), strict=True)
    ):
        mean, error = (np.atleast_1d(x) for x in _mean_and_error(edge))
        label = f"simulated, sizes times {_COPIES}" if number == 0 else f"_simulated {name}"
        yield Curve.of(label, "simulated", _SIMULATED_TIMES, mean, error)


def _mean_and_error(samples: NDArray[np.float64]) -> tuple[Any, Any]:
    """The mean over draws and its standard error."""
    summed = estimated(samples)
    return summed.mean, summed.standard_error
