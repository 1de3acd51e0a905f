r"""The decomposition figure: the loss over time, and its four parts.

    L = L_0 + V_A + V_D + V_{AD}

Squared bias, variance of the features, of the data, of both together, as lines. Lines are exact;
the bands are simulations, the mean and two standard errors to each side, with every mode, N, P and
t multiplied by the same number, which leaves the exact loss as it is.
"""

from collections.abc import Iterator

import numpy as np

from analytic import exact, sampling
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.problem import Model, PowerLaw
from analytic.real_numbers import shown
from analytic.result import Effort

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
_LEGEND = 0.65  # decades above the loss, for the legend, in the place of one of those below
_LOWEST = 0.02  # of the least loss: where the axis of the parts begins


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
    parts = np.array(exact.decomposition(model, _TIMES))
    loss = parts.sum(axis=0)
    lines = [
        Curve.of(name, "test", _TIMES, part, colour=number)
        for number, (name, part) in enumerate(zip(_PARTS.values(), parts, strict=True))
    ]
    low, high = _LOWEST * float(loss.min()), float(loss.max())
    return Panel(
        title=f"$N = {shown(model.width)}$, $P = {shown(model.samples)}$",
        x="$t$",
        y="$L(t)$ and its parts",
        curves=(
            Curve.of("loss", "law", _TIMES, loss),
            *lines,
            *(_bands(model, effort) if effort.draws else ()),
        ),
        y_range=(low, high * (high / low) ** _LEGEND),
        note=f"lines exact\nbands simulated\n(sizes times {_COPIES})" if effort.draws else "",
    )


def _bands(model: Model, effort: Effort) -> Iterator[Curve]:
    """The simulated parts, in the colours of the exact ones."""
    found = sampling.decomposition(
        model.replicated(_COPIES), _COPIES * _SIMULATED_TIMES, **effort.simulation
    )
    for number, part in enumerate(_PARTS):
        simulated = getattr(found, part)
        mean, error = (np.atleast_1d(x) for x in (simulated.mean, simulated.standard_error))
        label = f"_simulated {_PARTS[part]}"
        yield Curve.of(label, "simulated", _SIMULATED_TIMES, mean, error, colour=number)
