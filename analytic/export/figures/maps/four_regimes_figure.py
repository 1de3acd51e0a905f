r"""The four regimes of learning at one time: resolution- and variance-limited, in width and data.

Above, the loss at time t over the resource n; below, its excess over the loss at unlimited n. For
n far below t^{1/b} the modes that n resolves limit the loss, which follows the law in n. Far above,
the excess falls as 1/n, the fluctuation of a finite projection or sample. Dotted, where the terms
of the crossover take over from one another.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, Integer, Symbol, log

from analytic import exact
from analytic.comparison.crossovers import Windows, with_numbers
from analytic.comparison.law_points import law_of
from analytic.comparison.measure import DATA_CORRECTION, WIDTH_CORRECTION
from analytic.errors import InvalidProblemError
from analytic.export.figures.panel import Boundary, Curve, Figure, Panel
from analytic.notation import N, t, tau
from analytic.problem import Model, PowerLaw
from analytic.problem.quantity import limited
from analytic.real_numbers import shown
from analytic.result import Result
from analytic.symbolic.series.crossover_functions import Crossover

_DECADES = 3  # of n, to each side of the end of resolution
_EACH = 4  # points a decade
_DIGITS = 16  # the excess may be a small part of the loss
_EARLIEST = 100


class _Sizes(NamedTuple):
    """The loss, the crossover, its two ends, and the excess in front of 1/n, at sizes n."""

    n: NDArray[np.float64]
    loss: NDArray[np.float64]
    crossover: NDArray[np.float64]
    final: NDArray[np.float64]
    early: float
    free: float
    coefficient: float


def four_regimes_figure(results: Sequence[Result], spectrum: PowerLaw, time: Expr) -> Figure:
    """The loss of a power law in numbers at a time, a column for the result of each resource.

    Raises    InvalidProblemError for a time at which no power law has begun.
    """
    if not time >= _EARLIEST or not time.is_finite:
        raise InvalidProblemError(
            f"At time {shown(time)} no mode or every mode is learned, and there are no four "
            f"regimes. Give a finite time of at least {_EARLIEST}."
        )
    columns = [_column(result, spectrum, time) for result in results]
    when = log(time, 10)
    written = f"10^{{{when}}}" if when.is_Integer else shown(time)
    powers = rf"$t = {written}$, $a = {shown(spectrum.a)}$, $b = {shown(spectrum.b)}$"
    panels = tuple(panel for row in zip(*columns, strict=True) for panel in row)
    return Figure("four-regimes", f"Resolution- and variance-limited losses, {powers}", panels, 2)


def _column(result: Result, spectrum: PowerLaw, time: Expr) -> tuple[Panel, Panel]:
    """The loss and its excess over the sizes of one resource."""
    n = law_of(result).variable
    name = "width" if n == N else "data"
    at = _evaluated(result, spectrum, time)
    excess = at.loss - at.free
    window = tuple(_boundaries(result, time))
    above = (
        Curve.of(f"{name} law", "limit", at.n, at.final),
        Curve.of("time law", "limit", at.n[[0, -1]], [at.early] * 2),
        Curve.of("crossover", "law", at.n, at.crossover),
        Curve.of("exact", "exact", at.n, at.loss),
    )
    below = (
        Curve.of(f"resolution: {name} law", "limit", at.n, at.final),
        Curve.of(f"variance: $c(t)/{n}$", "limit", at.n, at.coefficient / at.n),
        Curve.of("crossover", "law", at.n, at.crossover - at.early),
        Curve.of("exact", "exact", at.n, excess),
    )
    return (
        Panel(f"limited {name}", f"${n}$", f"$L(t, {n})$", above, window, _range(at.loss)),
        Panel(
            f"limited {name}, excess",
            f"${n}$",
            rf"$L(t, {n}) - L(t, \infty)$",
            below,
            window,
            _range(excess),
        ),
    )


def _evaluated(result: Result, spectrum: PowerLaw, time: Expr) -> _Sizes:
    law = law_of(result)
    n = law.variable
    units = result.formulas[t].subs(tau, 1)
    sizes = _sizes(units, n, time, [one.x for one in _boundaries(result, time)])
    correction = WIDTH_CORRECTION if n == N else DATA_CORRECTION
    final = law.expansion.replace(_is_crossover, lambda one: one.final)
    early = law.expansion.replace(_is_crossover, lambda one: one.first)
    scaled = [{n: Float(size), tau: time / units.subs(n, Float(size))} for size in sizes]
    return _Sizes(
        sizes,
        np.array([_loss(limited(n, spectrum, size), time) for size in sizes]),
        np.array([float(with_numbers(law, at, _DIGITS)) for at in scaled]),
        np.array([float(final.subs(at)) for at in scaled]),
        float(early.subs(scaled[-1])),
        _loss(Model(spectrum), time),
        float(correction.exact(spectrum, time, _DIGITS)),
    )


def _sizes(units: Expr, n: Symbol, time: Expr, boundaries: Sequence[float]) -> NDArray[np.float64]:
    """Sizes around the one whose unit of time this time is, and around all boundaries."""
    middle = 10 ** float(
        log(time / units.subs(n, 1), 10) / log(units.subs(n, 10) / units.subs(n, 1), 10)
    )
    first = max(2.0, 10**-_DECADES * min([middle, *boundaries]))
    last = max(10**_DECADES * middle, 10 ** (_DECADES / 2) * max([middle, *boundaries]))
    return np.geomspace(first, last, round(_EACH * np.log10(last / first)) + 1)


def _loss(model: Model, time: Expr) -> float:
    return float(exact.test_loss(model, time, _DIGITS))


def _boundaries(result: Result, time: Expr) -> Iterator[Boundary]:
    """The sizes n at which one term takes over from another at this time: t = A n^e solved.

    Where the time has a logarithm, on the edge of a regime, none is given.
    """
    n = law_of(result).variable
    for _, formula in Windows.TAKES_OVER.among(result.formulas):
        if not formula.has(log):
            exponent = (n * formula.diff(n) / formula).simplify()
            size = (time / formula.subs(n, Integer(1))) ** (1 / exponent)
            power = f"{n}" if exponent == 1 else f"{n}^{{{shown(exponent)}}}"
            yield Boundary(rf"$t \propto {power}$", float(size))


def _range(values: NDArray[np.float64]) -> tuple[float, float]:
    positive = values[values > 0]
    return 0.4 * float(positive.min()), 2.5 * float(positive.max())


def _is_crossover(node: Expr) -> bool:
    return isinstance(node, Crossover)
