r"""Nonlinear features: eigenvalues over their rank, beyond the modes of the data, and regression.

Lines are exact for rows of random signs; dashed, the law for pairs of modes behind the M single
ones; bands are simulated, two standard errors to each side.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from sympy import Add, Expr, Integer, Rational, oo

from analytic import exact, sampling
from analytic.comparison.counted_products import Counted
from analytic.export.figures.panel import Boundary, Curve, Figure, Panel
from analytic.notation import K_m, Lambda, M, b, n
from analytic.problem import MeasuredSpectrum, Model, PowerLaw, Ridge
from analytic.problem.activations import Activation, Erf, ReLU
from analytic.real_numbers import shown
from analytic.result import Effort, Result

_MODES, _RANKS = 20, 200
_SHOWN = (1, 2, 3, 4, 6, 8, 11, 15, 20, 25, 30, 40, 55, 75, 100, 140, 200)
_SIZE, _PER_SPECTRUM = 1000, 50  # features and samples, and draws for each of a spectrum
_FEW = 8
_WIDTHS, _DRAWN_WIDTHS = (8, 12, 16, 24, 32, 48, 64, 96, 128), (8, 16, 32, 64, 128)
_PENALTY = Rational(1, 1000)
_DIGITS = 10
_ACTIVATIONS: tuple[Activation, ...] = (ReLU(), Erf())


def features_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """Eigenvalues of two activations over their rank, and the loss over the width."""
    data = spectrum.with_modes(_MODES)
    panels = (
        Panel(
            rf"eigenvalues, $M = {_MODES}$",
            "$n$",
            r"$\mu_n$",
            tuple(_eigenvalues(result, data, effort)),
            (Boundary("$M$", float(_MODES)),),
        ),
        Panel(
            rf"ridge, $P = 2 N$, $M = {_FEW}$",
            "$N$",
            "$L$",
            tuple(_losses(spectrum.with_modes(_FEW), effort)),
        ),
    )
    return Figure(
        "nonlinear-features", rf"Nonlinear features, $b = {shown(spectrum.b)}$", panels, len(panels)
    )


def _eigenvalues(result: Result, data: PowerLaw, effort: Effort) -> Iterator[Curve]:
    for colour, activation in enumerate(_ACTIVATIONS):
        found = exact.feature_spectrum(activation, data, _RANKS, _DIGITS)
        values = [float(one.eigenvalue) for one in found]
        ranks = range(1, len(values) + 1)
        yield Curve.of(activation.name, "test", ranks, values, colour=colour)
        if effort.draws:
            yield _drawn_spectrum(activation, data, effort, colour)
    yield _law(result, data)


def _law(result: Result, data: PowerLaw) -> Curve:
    """The law for pairs of modes of ReLU, whose constant is read from the pair of last ones."""
    rates = [Integer(k) ** -data.b for k in range(1, _MODES + 1)]
    trace = Add(*rates)
    last = exact.feature_eigenvalue(ReLU(), data, [_MODES - 1, _MODES], _DIGITS)
    front = float(last) * float(trace**2 / (rates[-1] * rates[-2]))
    formula = result.formulas[Counted.LAW].subs({b: data.b, M: _MODES, Lambda: trace})
    ranks = [rank for rank in _SHOWN if rank > 2 * _MODES]
    values = [_number(formula.subs({K_m: front, n: rank - _MODES})) for rank in ranks]
    return Curve.of("pairs by law, ReLU", "limit", ranks, values, colour=0)


def _number(value: Expr) -> float:
    return float(value.evalf(_DIGITS))


def _drawn_spectrum(activation: Activation, data: PowerLaw, effort: Effort, colour: int) -> Curve:
    draws = max(2, effort.draws // _PER_SPECTRUM)
    found = sampling.feature_eigenvalues(activation, data, _SIZE, _SIZE, draws, effort.seed)
    places = np.array(_SHOWN) - 1
    means, errors = found.mean(axis=0)[places], found.std(axis=0, ddof=1)[places] / draws**0.5
    label = f"{activation.name}, simulated, 2 s.e."
    return Curve.of(label, "simulated", _SHOWN, means, errors, colour=colour)


def _losses(data: PowerLaw, effort: Effort) -> Iterator[Curve]:
    for colour, activation in enumerate(_ACTIVATIONS):
        found = exact.feature_spectrum(activation, data, 2**_FEW, _DIGITS)
        values = [float(one.eigenvalue) for one in found]
        spectrum = MeasuredSpectrum(values, values)
        losses = [_mean_field(spectrum, width) for width in _WIDTHS]
        yield Curve.of(activation.name, "test", _WIDTHS, losses, colour=colour)
        if effort.draws:
            yield _drawn_losses(activation, data, _DRAWN_WIDTHS, effort, colour)


def _mean_field(spectrum: MeasuredSpectrum, width: int) -> float:
    model = Model(spectrum, width, 2 * width)
    return float(exact.test_loss(model, oo, _DIGITS, Ridge(_PENALTY)))


def _drawn_losses(
    activation: Activation, data: PowerLaw, widths: Sequence[int], effort: Effort, colour: int
) -> Curve:
    found = [
        sampling.feature_loss(
            activation, data, width, 2 * width, _PENALTY, effort.draws, effort.seed
        )
        for width in widths
    ]
    means, errors = ([getattr(one, part) for one in found] for part in ("mean", "standard_error"))
    label = f"{activation.name}, simulated, 2 s.e."
    return Curve.of(label, "simulated", widths, means, errors, colour=colour)
