r"""Structured features: the eigenvalues of K by rank, and the loss over time.

Points are the exact mean field, laws are lines in black, bands are simulated, two standard errors
to each side.
"""

from collections.abc import Iterator
from math import sqrt

import numpy as np
from sympy import Expr, Integer, Rational

from analytic import exact, sampling
from analytic.comparison.structured_features import EIGENVALUE
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.export.figures.penalty_figures import powers
from analytic.notation import A_s, L, a, b, c, k, t
from analytic.problem import Model, PowerLaw
from analytic.problem.projections import StructuredProjection
from analytic.real_numbers import shown
from analytic.result import Effort, Result

_FALLS = (Rational(3, 2), Integer(2), Integer(3))  # of the covariance of features
_NUMBER, _FEWER = 400, 10  # modes and features; eigenvalues hardly vary from draw to draw
_RANKS = np.unique(np.geomspace(1, 20, 10).round()).astype(int)
_LINE = np.geomspace(1, 20, 20)
_TIMES, _LATE = np.geomspace(1, 1e9, 19), np.geomspace(1e2, 1e9, 15)


def structured_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """The spectrum of K and the time law, of features of several covariances."""
    panels = (
        Panel(
            f"eigenvalues of $K$, drawn at $N = M = {_NUMBER}$",
            "$k$",
            "eigenvalue",
            tuple(_eigenvalues(result, spectrum, effort)),
        ),
        Panel(
            r"loss, $N = P = \infty$",
            "$t$",
            "$L(t)$",
            tuple(_losses(result, spectrum)),
        ),
    )
    title = rf"Features of covariance $i^{{-c}}$, {powers(spectrum)}"
    return Figure("structured-features", title, panels, len(panels))


def _stated(formula: Expr, spectrum: PowerLaw, fall: Expr) -> Expr:
    return formula.subs({a: spectrum.a, b: spectrum.b, c: fall})


def _label(fall: Expr) -> str:
    return f"$c = {shown(fall)}$"


def _eigenvalues(result: Result, spectrum: PowerLaw, effort: Effort) -> Iterator[Curve]:
    for colour, fall in enumerate(_FALLS):
        law = _stated(result.formulas[EIGENVALUE], spectrum, fall)
        line = [float(law.subs(k, rank).evalf()) for rank in _LINE]
        yield Curve.of(rf"{_label(fall)}, law at $M = \infty$", "limit", _LINE, line, colour=colour)
        if effort.draws:
            projection = StructuredProjection(fall)
            model = Model(spectrum.with_modes(_NUMBER), _NUMBER, projection=projection)
            draws = max(2, effort.draws // _FEWER)
            found = sampling.eigenvalues(model, draws, effort.seed)[:, _RANKS - 1]
            errors = found.std(axis=0, ddof=1) / sqrt(len(found))
            label = "simulated, 2 s.e." if colour == len(_FALLS) - 1 else f"_{fall}"
            yield Curve.of(label, "simulated", _RANKS, found.mean(axis=0), errors, colour)


def _losses(result: Result, spectrum: PowerLaw) -> Iterator[Curve]:
    formula = result.formulas[L(t)].subs(A_s, result.formulas[A_s])
    for colour, fall in enumerate(_FALLS):
        model = Model(spectrum, projection=StructuredProjection(fall))
        losses = np.asarray(exact.test_loss(model, _TIMES))
        yield Curve.of(f"{_label(fall)}, exact", "exact", _TIMES, losses, colour=colour)
        law = _stated(formula, spectrum, fall)
        line = [float(law.subs(t, time).evalf()) for time in _LATE]
        label = "law" if colour == len(_FALLS) - 1 else f"_{fall}"
        yield Curve.of(label, "law", _LATE, line, colour=colour)
