r"""Variance-limited losses: what fluctuations add to losses of several orders, over the samples.

A regression exactly, next to its laws; predictions of ReLU features, simulated, two standard errors
to each side, next to normal moments of the same variance.
"""

from collections.abc import Iterator

import numpy as np
from sympy import Integer, Rational, sqrt

from analytic import exact, sampling
from analytic.comparison.variance_limited import Regression, stated
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.notation import A_n, P, n, x, y
from analytic.problem import PowerLaw
from analytic.problem.activations import ReLU
from analytic.result import Effort, Result

_MODES = 3
_ASKED = ((Integer(1), Integer(0)), (Integer(3), Integer(0)), (Rational(3, 2), Rational(1, 5)))
_NEAR = Rational(1, 20)
_SIZES = tuple(round(10 ** (i / 4)) for i in range(6, 21))
_DRAWN, _ORDERS = (25, 50, 100, 200, 400), (1, 2, 3)
_DATA, _WIDTH, _PENALTY = PowerLaw(2, "3/2", modes=6), 12, "1/20"
_BEYOND = 12  # squared distances over the variance: beyond, an absolute loss leaves the panel


def variance_figure(result: Result, effort: Effort) -> Figure:
    """The excess of losses of a regression over the samples, and moments of drawn predictions."""
    panels = (
        Panel(
            rf"least squares, $M = {_MODES}$",
            "$P$",
            r"$E|\delta-y|^n-y^n$",
            (*_regression(result), *_absolute(result)),
        ),
        Panel(
            "ReLU features, ridge",
            "$P$",
            r"$E|\delta|^n$",
            tuple(_features(result, effort)),
            y_range=(1e-6, 0.2),
        ),
    )
    return Figure("variance-limited", "Variance-limited losses", panels, len(panels))


def _regression(result: Result) -> Iterator[Curve]:
    for colour, (order, offset) in enumerate(_ASKED):
        name = Regression.AWAY if offset else Regression.LAW
        law = stated(result, name).subs({n: order, y: offset})
        label = f"$n = {order}$, $y = {offset}$"
        values = [exact.regression_excess(_MODES, size, order, offset) for size in _SIZES]
        yield Curve.of(label, "exact", _SIZES, values, colour=colour)
        lines = [float(law.subs(P, size)) for size in _SIZES]
        yield Curve.of(f"_{label}", "law", _SIZES, lines, colour=colour)


def _absolute(result: Result) -> Iterator[Curve]:
    """Next to the kink of an absolute loss."""
    sizes = [size for size in _SIZES if size * _NEAR**2 < _BEYOND]
    values = [exact.regression_excess(_MODES, size, 1, _NEAR) for size in sizes]
    yield Curve.of(f"$n = 1$, $y = {_NEAR}$", "exact", sizes, values, colour=len(_ASKED))
    law = stated(result, Regression.ABSOLUTE)
    lines = [float(law.subs({x: _NEAR * sqrt(size), P: size})) for size in sizes]
    yield Curve.of("_next to the kink", "law", sizes, lines, colour=len(_ASKED))


def _features(result: Result, effort: Effort) -> Iterator[Curve]:
    draws = max(effort.draws, 2)
    found = []
    for size in _DRAWN:
        one = sampling.feature_predictions(
            ReLU(), _DATA, _WIDTH, size, _PENALTY, draws, effort.seed
        ).samples
        found.append((one - one.mean(axis=0)) * np.sqrt(draws / (draws - 1)))
    variances = np.array([np.mean(one**2, axis=0) for one in found])
    for colour, order in enumerate(_ORDERS):
        normal = float(result.formulas[A_n].subs(n, order))
        line = normal * np.mean(variances ** (order / 2), axis=1)
        yield Curve.of(f"normal, $n = {order}$", "law", _DRAWN, line, colour=colour)
        rows = np.array([np.mean(np.abs(one) ** order, axis=1) for one in found])
        errors = rows.std(axis=1, ddof=1) / np.sqrt(draws)
        yield Curve.of(
            f"simulated, $n = {order}$", "simulated", _DRAWN, rows.mean(axis=1), errors, colour
        )
