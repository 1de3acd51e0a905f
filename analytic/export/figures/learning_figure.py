r"""Feature learning: the loss over time for several richnesses, of a hard target and an easy one.

Lines are exact; black ones are the laws, by which richness changes the exponent of a hard target
and the amplitude of an easy one. On the right networks are simulated, two standard errors to each
side.
"""

import numpy as np
from sympy import Expr, Rational

from analytic import exact, sampling
from analytic.comparison.feature_learning import Learning
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.notation import a, b, gamma_0, t
from analytic.problem import PowerLaw
from analytic.real_numbers import shown
from analytic.result import Effort, Result
from analytic.stated import Stated

_HARD, _EASY, _FEW = PowerLaw("3/2", 2), PowerLaw(4, 2), PowerLaw("3/2", 2, modes=8)
_RICHNESSES = (Rational(1, 1000), Rational(1, 2), Rational(4))
_TIMES = tuple(10 ** (n / 4) for n in range(-2, 25))
_LATE = tuple(10.0**n for n in range(2, 7))
_WIDTHS, _DRAWN = (8, 64), (0.5, 1.0, 2.0, 4.0, 8.0)


def learning_figure(result: Result, effort: Effort) -> Figure:
    """The loss of a hard and an easy target over time, and of networks of two widths."""
    panels = (
        _panel(result, "hard", _HARD, Learning.HARD),
        _panel(result, "easy", _EASY, Learning.EASY),
        _networks(effort),
    )
    return Figure("feature-learning", "Feature learning", panels, len(panels))


def _panel(result: Result, word: str, spectrum: PowerLaw, name: Stated) -> Panel:
    curves = []
    for colour, richness in enumerate(_RICHNESSES):
        values = exact.feature_learning_loss(spectrum, _TIMES, richness)
        label = rf"$\gamma_0 = {shown(richness)}$"
        curves.append(Curve.of(label, "test", _TIMES, values, colour=colour))
        if richness > min(_RICHNESSES):
            law = _stated(result, name, spectrum).subs(gamma_0, richness)
            lines = [float(law.subs(t, time)) for time in _LATE]
            curves.append(Curve.of(f"law, {label}", "law", _LATE, lines, colour=colour))
    title = rf"{word}: $a = {shown(spectrum.a)}$, $b = {shown(spectrum.b)}$"
    return Panel(title, "$t$", "$L$", tuple(curves))


def _stated(result: Result, name: Stated, spectrum: PowerLaw) -> Expr:
    return result.formulas[name].subs({a: spectrum.a, b: spectrum.b})


def _networks(effort: Effort) -> Panel:
    times = np.geomspace(_DRAWN[0], _DRAWN[-1], 24)
    values = exact.feature_learning_loss(_FEW, times)
    curves = [Curve.of(r"$N = \infty$", "limit", times, values)]
    if effort.draws:
        for colour, width in enumerate(_WIDTHS):
            found = sampling.two_layer_loss(_FEW, width, _DRAWN, 1, effort.draws, effort.seed)
            label = f"$N = {width}$, simulated, 2 s.e."
            mean, error = np.asarray(found.mean), np.asarray(found.standard_error)
            curves.append(Curve.of(label, "simulated", _DRAWN, mean, error, colour))
    return Panel(rf"$M = {_FEW.modes}$, $\gamma_0 = 1$", "$t$", "$L$", tuple(curves))
