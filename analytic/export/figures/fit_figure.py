r"""Measured spectra and measured losses, all of them, with the fits.

Dots are the modes, null ones too, as far as they have target power; lines are the fitted powers
over their ranges; local exponents with two standard errors stand beside them.
"""

import numpy as np

from analytic.export.figures.panel import Boundary, Curve, Figure, Panel
from analytic.fits.exponents import Exponent
from analytic.fits.loss_fit import LossFit
from analytic.fits.spectrum_fit import SpectrumFit
from analytic.fits.windows import Array

_NONE = np.zeros(0)


def fit_figure(fit: SpectrumFit) -> Figure:
    """Both spectra over the rank, and their local exponents."""
    null = np.array([float(c) for c in _null_powers(fit)])
    panels = (
        _values(r"\lambda_k", "b", fit.eigenvalues, fit.b),
        _values("c_k", "a", fit.power, fit.a, null),
        _local("b", fit.b),
        _local("a", fit.a),
    )
    return Figure("fit", "A measured spectrum and its powers", panels, 2)


def _null_powers(fit: SpectrumFit) -> list[float]:
    spectrum = fit.spectrum
    modes = zip(spectrum.eigenvalues, spectrum.target_power, strict=True)
    return [float(c) for x, c in modes if x == 0]


def _values(symbol: str, name: str, values: Array, found: Exponent, null: Array = _NONE) -> Panel:
    """Values over rank, the fitted power over its range and, thin, beyond."""
    everywhere = np.arange(1.0, len(values) + 1)
    curves = [_dots("modes", everywhere, values, 0)]
    if len(null):
        curves.append(_dots("null modes", everywhere[-1] + 1 + np.arange(len(null)), null, 1))
    ends = np.array([found.first, found.last], dtype=float)
    amplitude = found.level_at(found.value)
    label = rf"${name} = {found.value:.3g}$, ${found.low:.3g}$ to ${found.high:.3g}$"
    curves.append(Curve.of(label, "law", ends, amplitude * ends**-found.value))
    bounds = (Boundary("from", float(found.first)), Boundary("to", float(found.last)))
    seen = values[values > 0]
    limits = (float(seen.min()) / 3, float(seen.max()) * 3)
    return Panel("", "$k$", f"${symbol}$", tuple(curves), bounds, y_range=limits)


def _dots(label: str, x: Array, y: Array, colour: int) -> Curve:
    seen = y > 0
    return Curve.of(label, "exact", x[seen], y[seen], colour=colour)


def _local(name: str, found: Exponent) -> Panel:
    """Local exponents, two standard errors to each side, and the interval."""
    k, exponents, errors = zip(
        *((one.k, one.exponent, one.error) for one in found.local), strict=True
    )
    ends = (k[0], k[-1])
    curves = (
        Curve.of("local", "simulated", k, exponents, errors, colour=0),
        Curve.of(f"${name}$", "law", ends, (found.value, found.value)),
        Curve.of("interval of 95 %", "limit", ends, (found.low, found.low)),
        Curve.of("_interval", "limit", ends, (found.high, found.high)),
    )
    return Panel("", "$k$", f"local ${name}$", curves, scale="log x")


def losses_figure(fit: LossFit) -> Figure:
    """The losses over each resource, measured and fitted, and what the fit leaves."""
    panels = [panel for letter in fit.exponents for panel in _losses(fit, letter)]
    return Figure("losses", "Measured losses and their powers", tuple(panels), 2)


def _losses(fit: LossFit, letter: str) -> tuple[Panel, Panel]:
    table, one = fit.table, fit.exponents[letter]
    x = table.resources[letter]
    fitted = fit.loss(**table.resources)
    order = np.argsort(x, kind="stable")
    alone = len(fit.exponents) == 1
    label = rf"$r_{letter} = {one.value:.3g}$, ${one.low:.3g}$ to ${one.high:.3g}$"
    curves = (
        Curve.of("measured", "exact", x, table.loss),
        Curve.of(label, "law", x[order], fitted[order])
        if alone
        else Curve.of(label, "exact", x, fitted),
    )
    rest = Curve.of("_rest", "exact", x, table.loss / fitted - 1)
    return (
        Panel("", f"${letter}$", "$L$", curves),
        Panel("", f"${letter}$", "share of the loss left", (rest,), scale="log x"),
    )
