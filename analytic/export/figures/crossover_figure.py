r"""The crossover figure: the loss over its final value, at every size one function of time.

Solid the function, dashed its two ends, points the exact loss at two sizes, the band a simulation
at a third: the mean and two standard errors to each side. Where the function begins with the
correction of order 1/n, the time law is another line for every size.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, Integer, oo

from analytic import exact
from analytic.comparison.crossovers import Windows, simulated_losses
from analytic.comparison.law_points import law_of
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.law import Law
from analytic.notation import N, t, tau
from analytic.problem import PowerLaw
from analytic.problem.quantity import limited
from analytic.real_numbers import shown
from analytic.result import Effort, Result
from analytic.symbolic.series.crossover_functions import Crossover

_TIMES = np.geomspace(1e-4, 30, 40)
_EXACT_TIMES = np.geomspace(1e-4, 20, 13)
_SIMULATED_TIMES = np.geomspace(2e-2, 20, 11)
_LOWEST = 0.5  # of the axis of the loss
_BESIDE_LEGEND = 0.03  # times until which the legend leaves the panel free
_SHARE = 0.07  # of the panel's height, for each line of the legend
_SIZES = (10**3, 10**6)
_SIMULATED = 32
_DIGITS = 8  # of what is drawn


def crossover_figure(results: Sequence[Result], spectrum: PowerLaw, effort: Effort) -> Figure:
    """The crossovers of a power law in numbers, a panel for the result of each of its resources.

    Without draws there is no band.
    """
    panels = tuple(_panel(result, spectrum, effort) for result in results)
    powers = rf"$a = {shown(spectrum.a)}$, $b = {shown(spectrum.b)}$"
    title = f"From the time law to the law in one resource, {powers}"
    return Figure("crossover", title, panels, len(panels))


def _panel(result: Result, spectrum: PowerLaw, effort: Effort) -> Panel:
    law = law_of(result)
    name = "width" if law.variable == N else "data"
    function = _over_final(law, law.leading, _TIMES)
    curves = [
        *_ends(result, spectrum, name),
        Curve.of(_name_of(law), "law", _TIMES, function),
        *(_exact(result, spectrum, size) for size in _SIZES),
        *([_simulated(result, spectrum, effort)] if effort.draws else []),
    ]
    return Panel(
        title=f"limited {name}",
        x=rf"$\tau = 2\,\kappa_{law.variable}\,t$",
        y=rf"$L(t, {law.variable})\,/\,L(\infty, {law.variable})$",
        curves=tuple(curves),
        y_range=(_LOWEST, max(3 * max(function), _above_legend(curves))),
    )


def _above_legend(curves: Sequence[Curve]) -> float:
    """The upper end of an axis on which a legend at the upper right covers no points and no band.

    It takes a share of the axis for every curve, and the times after the first ones.
    """
    late = (
        value
        for curve in curves
        if curve.kind in ("exact", "simulated")
        for time, value in zip(curve.x, curve.y, strict=True)
        if time > _BESIDE_LEGEND
    )
    return float(_LOWEST * (max(late) / _LOWEST) ** (1 / (1 - _SHARE * len(curves))))


def _name_of(law: Law) -> str:
    """One function for all sizes, but for a logarithm of the size."""
    if not any(regime.logarithms for regime in law.regimes):
        return "crossover function"
    return f"crossover, ${law.variable} = 10^{len(str(max(_SIZES))) - 1}$"


def _ends(result: Result, spectrum: PowerLaw, name: str) -> Iterator[Curve]:
    """The final value, and what the function begins with; then the time law at every size."""
    law = law_of(result)
    yield Curve.of(f"{name} law", "limit", _TIMES[[0, -1]], [1, 1])
    own = law.leading.replace(_is_crossover, lambda one: one.first)
    if own != 0:
        yield Curve.of("time law", "limit", _TIMES, _over_final(law, own, _TIMES))
        return
    begins = law.leading.replace(_is_crossover, lambda one: one.term(Integer(1)))
    values = _over_final(law, begins, _TIMES)
    yield Curve.of(f"term of order $1/{law.variable}$", "limit", _TIMES, values)
    for size in _SIZES:
        times = _times(result, size, _TIMES)
        early = result.formulas[Windows.EARLY]
        time_law = np.array([float(early.subs(t, Float(time))) for time in times])
        label = f"time law, ${law.variable} = 10^{len(str(size)) - 1}$"
        yield Curve.of(label, "limit", _TIMES, time_law / _final(law, spectrum, size))


def _over_final(law: Law, formula: Expr, times: NDArray[np.float64]) -> list[float]:
    """A formula in tau over the limit of the leading terms, both at the largest size.

    Every crossover function in it is evaluated once at each time.
    """
    size = {law.variable: Integer(max(_SIZES))}
    last = law.leading.replace(_is_crossover, lambda one: one.final).subs(size).evalf(_DIGITS)
    functions = formula.atoms(Crossover)
    scaled = formula.subs(size) / last

    def at(time: Expr) -> float:
        numbers = {one: one.subs(tau, time).evalf(_DIGITS) for one in functions}
        return float(scaled.xreplace(numbers).subs(tau, time).evalf(_DIGITS))

    return [at(Float(time)) for time in times]


def _exact(result: Result, spectrum: PowerLaw, size: int) -> Curve:
    law = law_of(result)
    model = limited(law.variable, spectrum, size)
    losses = exact.test_loss(model, _times(result, size, _EXACT_TIMES))
    label = f"exact, ${law.variable} = 10^{len(str(size)) - 1}$"
    return Curve.of(label, "exact", _EXACT_TIMES, losses / _final(law, spectrum, size))


def _simulated(result: Result, spectrum: PowerLaw, effort: Effort) -> Curve:
    law, size = law_of(result), _SIMULATED
    times = _times(result, size, _SIMULATED_TIMES)
    losses = simulated_losses(law.variable, spectrum, size, times, effort)
    mean, error = losses.mean(axis=0), losses.std(axis=0, ddof=1) / np.sqrt(len(losses))
    last = _final(law, spectrum, size)
    label = f"simulated, ${law.variable} = {size}$"
    return Curve.of(label, "simulated", _SIMULATED_TIMES, mean / last, error / last)


def _times(result: Result, size: int, scaled: NDArray[np.float64]) -> NDArray[np.float64]:
    """Times t that belong to values of tau at a size."""
    unit = float(result.formulas[t].subs({law_of(result).variable: size, tau: 1}))
    return unit * scaled


def _final(law: Law, spectrum: PowerLaw, size: int) -> float:
    return float(exact.test_loss(limited(law.variable, spectrum, size), oo, 2 * _DIGITS))


def _is_crossover(node: Expr) -> bool:
    return isinstance(node, Crossover)
