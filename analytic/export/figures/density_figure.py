r"""Spectral densities of K: the exact density over simulated eigenvalues.

    \rho(x) = (1/M) \sum_k \rho_k(x),   K = (A^T A / N) (Psi^T Psi / P)

Left, white spectra at unlimited data, with the weight of the atom at zero; right, a power law with
limited width and data, per logarithm of the rate: the rates spread over as many decades as the
eigenvalues and end where N and P do.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sympy import Float, Rational

from analytic import exact, sampling
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.real_numbers import shown
from analytic.result import Effort

_WHITE_MODES = 200
_WHITE_WIDTHS = (100, 800)
_MODES, _WIDTH, _SAMPLES = 400, 60, 240
_POINTS, _BINS = 320, 40
_TOP = 1.3  # of the axis of white spectra, over the largest density
_LOWEST, _HIGHEST = 0.1, 100.0  # eigenvalues per unit of log x that are shown
_DIGITS = 8
_DECADES = (-4.0, 0.6)  # of the rates of a power law
_ABOVE = 1e-9  # of the rate: the height above the cut at which the resolvent is taken
_SHARE = 0.1  # of the draws asked for: one has a hundred eigenvalues

_Array = NDArray[np.float64]


def density_figure(spectrum: PowerLaw, effort: Effort) -> Figure:
    """The densities of white spectra and of a power law in numbers."""
    title = rf"Spectral densities of $K$: white, and $\lambda_k = k^{{-{shown(spectrum.b)}}}$"
    return Figure("density", title, (_white(effort), _power_law(spectrum, effort)), 2)


def _white(effort: Effort) -> Panel:
    curves = [
        curve
        for number, width in enumerate(_WHITE_WIDTHS)
        for curve in _white_curves(width, number, effort)
    ]
    return Panel(
        title=rf"white, $P = \infty$, $M = {_WHITE_MODES}$",
        x="$x$",
        y=r"$\rho(x)$",
        curves=tuple(curves),
        y_range=(0, _TOP * max(max(curve.y) for curve in curves)),
        scale="linear",
        note="lines exact\nbars simulated" if effort.draws else "",
    )


def _white_curves(width: int, number: int, effort: Effort) -> Iterator[Curve]:
    """The density per mode of a flat spectrum, where all modes see the same."""
    model = Model(MeasuredSpectrum([1] * _WHITE_MODES, [1] * _WHITE_MODES), width=width)
    atom = exact.spectral_atom(model)
    spread = 2 * np.sqrt(_WHITE_MODES / width)
    centre = 1 + _WHITE_MODES / width
    rates = centre - spread * np.cos(np.linspace(0, np.pi, _POINTS // 4))
    inside = [exact.spectral_density(model, Float(x), digits=_DIGITS) for x in rates[1:-1]]
    density = [0, *inside, 0]  # it vanishes at both edges of the band
    label = f"$N/M = {shown(Rational(width, _WHITE_MODES))}$"
    label += f", atom {atom:.4g} at 0" if atom else ", no atom"
    if effort.draws:
        found = sampling.eigenvalues(model, draws=_share(effort), seed=effort.seed)
        edges = np.linspace(max(0.0, centre - 1.1 * spread), centre + 1.1 * spread, _BINS)
        bins = _histogram(found, edges, _WHITE_MODES)
        yield Curve.of(f"_simulated, $N = {width}$", "histogram", edges, bins, colour=number)
    yield Curve.of(label, "test", rates, density, colour=number)


def _power_law(spectrum: PowerLaw, effort: Effort) -> Panel:
    model = Model(spectrum.with_modes(_MODES), width=_WIDTH, samples=_SAMPLES)
    rates = np.logspace(*_DECADES, _POINTS)
    curves = [Curve.of("exact", "test", rates, _per_logarithm(model, rates), colour=0)]
    if effort.draws:
        found = sampling.eigenvalues(model, draws=_share(effort), seed=effort.seed)
        edges = np.logspace(*_DECADES, _BINS)
        bins = _histogram(np.log(found), np.log(edges), 1)
        curves.append(Curve.of("simulated", "histogram", edges, bins, colour=0))
    atom = 1 - float(min(_WIDTH, _SAMPLES)) / _MODES
    return Panel(
        title=rf"power law, $N = {_WIDTH}$, $P = {_SAMPLES}$, $M = {_MODES}$",
        x="$x$",
        y=r"eigenvalues of $K$ per unit of $\log x$",
        curves=tuple(curves),
        y_range=(_LOWEST, _HIGHEST),
        note=f"atom {atom:.4g} at 0",
    )


def _per_logarithm(model: Model, rates: _Array) -> _Array:
    r"""M x \rho(x), eigenvalues per unit of log x: Tr 1/(s + K) = (M - d)/s, d = N (1 - R_3)."""
    above = -rates * (1 - 1j * _ABOVE)
    responses = exact.responses(model, above)
    density: _Array = float(model.width) * responses.R_3.imag / np.pi
    return density


def _histogram(found: _Array, edges: _Array, per: float) -> _Array:
    """Eigenvalues in bins: their number in a draw, over `per` and the width of the bin."""
    counts, _ = np.histogram(found, edges)
    heights: _Array = counts / (len(found) * per * np.diff(edges))
    return heights


def _share(effort: Effort) -> int:
    """How many draws of a model with many eigenvalues."""
    return max(1, round(effort.draws * _SHARE))
