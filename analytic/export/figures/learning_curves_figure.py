r"""Learning curves: test and training loss against time, for several widths and numbers of samples.

Left, limited width at unlimited data, where both losses are one; right, limited data at unlimited
width: test solid, training dashed. Lines are the exact mean field, bands simulations of the same
models, the mean and two standard errors to each side: where a band lies off its line, the model is
too small for the mean field.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sympy import Integer, oo

from analytic import exact, sampling
from analytic.export.figures.panel import Curve, Figure, Kind, Panel
from analytic.notation import N, P
from analytic.problem import Model, PowerLaw
from analytic.real_numbers import shown
from analytic.result import Effort

_SIZES = (8, 32, 128)
_MODES = 2000
_TIMES = np.geomspace(1e-1, 1e4, 31)
_BATCH = 3  # times evaluated together, until the loss has settled
_SETTLED = 1e-3  # of the final loss
_SIMULATED_TIMES = _TIMES[::2]
_DIGITS = 12
_FEWEST = 4  # draws
_LOWEST = 0.4  # of the smallest loss that is not the training loss, for the axis
_HIGHEST = 4.0  # of the first one, with room for the words

_Array = NDArray[np.float64]


def learning_curves_figure(spectrum: PowerLaw, effort: Effort) -> Figure:
    """The learning curves of a power law in numbers, its first modes only, a panel a resource.

    Without draws there are no bands.
    """
    finite = Model(spectrum).with_modes(_MODES)
    panels = tuple(_panel(finite, resource, effort) for resource in ("width", "data"))
    powers = rf"$a = {shown(spectrum.a)}$, $b = {shown(spectrum.b)}$, $M = {_MODES}$ modes"
    return Figure("learning-curves", f"Learning curves, {powers}", panels, len(panels))


def _panel(model: Model, resource: str, effort: Effort) -> Panel:
    limited = {size: _limited(model, resource, size) for size in _SIZES}
    curves = [
        curve
        for number, size in enumerate(_SIZES)
        for curve in _curves(limited[size], resource, size, number, effort)
    ]
    unlimited = exact.test_loss(model, _TIMES)
    letter, other = (N, P) if resource == "width" else (P, N)
    curves.append(Curve.of(rf"${letter} = \infty$", "law", _TIMES, unlimited))
    tests = [min(curve.y) for curve in curves if curve.kind == "test"]
    return Panel(
        title=rf"limited {resource}, ${other} = \infty$",
        x="$t$",
        y=r"$L(t)$" if resource == "width" else r"$L(t)$; dashed: training, $\hat{L}(t)$",
        curves=tuple(curves),
        y_range=(_LOWEST * min(tests), _HIGHEST * max(unlimited)),
        note="lines exact\nbands simulated, 2 s.e." if effort.draws else "",
    )


def _limited(model: Model, resource: str, size: int) -> Model:
    if resource == "width":
        return Model(model.spectrum, width=Integer(size))
    return Model(model.spectrum, samples=Integer(size))


def _curves(model: Model, resource: str, size: int, number: int, effort: Effort) -> Iterator[Curve]:
    """Exact losses at one size, and the bands of its simulation."""
    letter = N if resource == "width" else P
    names: tuple[Kind, ...] = ("test",) if resource == "width" else ("test", "train")
    losses = _exact(model)
    for name in names:
        label = f"${letter} = {size}$" if name == "test" else f"_training, ${letter} = {size}$"
        yield Curve.of(label, name, losses["t"], losses[name], colour=number)
    if effort.draws:
        draws = max(_FEWEST, effort.draws * _SIZES[0] // size)  # larger models vary less
        found = sampling.losses(model, _SIMULATED_TIMES, draws=draws, seed=effort.seed)
        for name in names:
            band = getattr(found, name)
            label = f"_simulated {name}, ${letter} = {size}$"
            times, mean, error = _SIMULATED_TIMES, band.mean, band.standard_error
            yield Curve.of(label, "simulated", times, mean, error, colour=number)


def _exact(model: Model) -> dict[str, _Array]:
    """Times and both losses, until the test loss is the final one but for a small part.

    The training loss falls on where P < N: below doubles, and far below the axis.
    """
    final = exact.losses(model, oo, _DIGITS)
    found: dict[str, list[float]] = {"t": [], "test": [], "train": []}
    for start in range(0, len(_TIMES), _BATCH):
        times = _TIMES[start : start + _BATCH]
        losses = exact.losses(model, times)
        found["t"] += list(times)
        found["test"] += list(losses.test)
        found["train"] += list(losses.train)
        if abs(found["test"][-1] / float(final.test) - 1) < _SETTLED:
            found["t"].append(_TIMES[-1])
            found["test"].append(float(final.test))
            found["train"].append(float(final.train))
            break
    return {name: np.array(values) for name, values in found.items()}
