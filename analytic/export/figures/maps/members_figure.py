r"""Members or width: how many models are best at the same compute C = N E t, and where.

Losses of one model and of infinitely many members are evaluated on a grid of widths and times that
are powers of the square root of two; between its points logarithms of losses are interpolated. The
loss of E members, and that at any label noise, follow:

    L_E = L_D + (L - L_D)/E,   L(\sigma^2) = L(0) + \sigma^2 [L(1) - L(0)]

Above, at given width N E of all members together: over time, and over the noise. Below on the left
the time is free: the best of all at a given compute. On the right what remains of it from many
data, by law: the sign of c_D at the best time with noise, and at t = infinity without noise that
of the critical noise, which is zero at a = b.
"""

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, lambdify, oo

from analytic import exact
from analytic.comparison.members import Ensemble
from analytic.export.figures.panel import Curve, Figure, Map
from analytic.notation import P, a, b
from analytic.problem import Model, PowerLaw
from analytic.real_numbers import shown
from analytic.result import Result
from analytic.roots import Bracket, bracketed_root

_DASHED = "\ndashed: the best time at $N = \\infty$"
_SAMPLES = 256
_NOISE = 0.25  # of the map of time and width
_WIDE = 16  # N E over P in the map of time and noise
_WIDEST = 150  # N E over P in the map of time and width
_MEMBERS = (1, 2, 4, 8)
_HALVES = 2  # grid points in a factor of two
_WIDTHS = 2.0 ** np.arange(2, 23.5, 1 / _HALVES)
_TIMES = 2.0 ** np.arange(0, 20.5, 1 / _HALVES)
_NOISES = np.geomspace(1e-3, 1, 46)
_SOURCES, _CAPACITIES = np.linspace(1, 8, 141)[1:], np.linspace(1, 3, 121)[1:]
_ALL_SOURCES, _FINE = Bracket(1.01, 64.0), 1e-6  # where a formula changes its sign, and how far
_EDGE = 20  # capacities at which a curve is solved for; in between it is a chord
_MANY = 10**12  # samples, where the critical noise is its leading power
_FINER = 6  # points of a map in the place of one of the grid
_STOPS = 25  # noises at which the best time is found
_ALIKE = 1e-9  # a smaller relative difference is rounding: one model is as good

_Array = NDArray[np.float64]

_AROUND = np.linalg.inv(np.vander(np.arange(-2.0, 3.0)))  # coefficients of a quartic on five points
_NEARBY = np.vander(np.linspace(-1, 1, 201), 5)


class _Losses(NamedTuple):
    """L and L_D without noise, and what a noise of one adds, rows of widths, columns of times."""

    single: _Array
    many: _Array
    single_noise: _Array
    many_noise: _Array

    def members(self, count: int, noise: float) -> _Array:
        """The loss of so many members at this noise."""
        single = self.single + noise * self.single_noise
        many = self.many + noise * self.many_noise
        return many + (single - many) / count


def members_figure(result: Result, spectrum: PowerLaw) -> Figure:
    """The maps of a power law in numbers, and that of all powers from the derived result."""
    losses = _losses(spectrum)
    powers = rf"$a = {shown(spectrum.a)}$, $b = {shown(spectrum.b)}$, $P = {_SAMPLES}$"
    maps = (
        _over_width(losses, spectrum),
        _over_noise(losses, spectrum),
        _over_compute(losses),
        _over_powers(
            result.formulas[Ensemble.AT_BEST_TIME], result.formulas[Ensemble.CRITICAL_LAW]
        ),
    )
    return Figure(
        "members", f"The best number of models at the same compute $C = NEt$, {powers}", maps, 2
    )


def _losses(spectrum: PowerLaw) -> _Losses:
    at = {noise: _on_grid(spectrum, noise) for noise in (0, 1)}
    (single, many), (noisy, many_noisy) = at[0], at[1]
    return _Losses(single, many, noisy - single, many_noisy - many)


def _on_grid(spectrum: PowerLaw, noise: int) -> tuple[_Array, _Array]:
    models = [Model(spectrum, round(n * 2**20) / 2**20, _SAMPLES, noise) for n in _WIDTHS]
    single, many = (
        np.array([exact.replica_loss(model, _TIMES, shared) for model in models])
        for shared in (("width", "samples"), ("samples",))
    )
    return single, many


def _best(losses: _Array) -> NDArray[np.int_]:
    """The number of the best loss; the first of those that are alike."""
    alike = losses <= np.nanmin(losses, axis=0) * (1 + _ALIKE)
    best: NDArray[np.int_] = np.argmax(alike, axis=0)
    return best


def _refined(values: _Array, axis: int) -> _Array:
    """Values on an even grid, with so many linear steps in the place of each."""
    fine = np.linspace(0, values.shape[axis] - 1, 1 + _FINER * (values.shape[axis] - 1))
    below = np.minimum(fine.astype(int), values.shape[axis] - 2)
    shape = [-1 if number == axis else 1 for number in range(values.ndim)]
    share = (fine - below).reshape(shape)
    first, second = (np.take(values, below + step, axis) for step in (0, 1))
    refined: _Array = first + share * (second - first)
    return refined


def _shift(count: int) -> int:
    """Rows of the grid between the width of all members together and that of one."""
    return int(_HALVES * np.log2(count))


def _over_width(losses: _Losses, spectrum: PowerLaw) -> Map:
    """The best number at given N E and time, at one noise."""
    first, last = _shift(_MEMBERS[-1]), int(np.searchsorted(_WIDTHS, _WIDEST * _SAMPLES))
    rows = _WIDTHS[first:last]
    each = [
        losses.members(count, _NOISE)[first - _shift(count) : last - _shift(count)]
        for count in _MEMBERS
    ]
    edge = Curve.of(
        "best time", "limit", [_best_time(spectrum, _NOISE)] * 2, rows[[0, -1]] / _SAMPLES
    )
    title = rf"at given width and time, $\sigma^2 = {_NOISE}$" + _DASHED
    return _map(title, "$t$", "$NE/P$", _TIMES, rows / _SAMPLES, np.array(each), (edge,))


def _over_noise(losses: _Losses, spectrum: PowerLaw) -> Map:
    """The best number at given time and noise, at one N E."""
    row = int(np.argmin(abs(_WIDTHS - _WIDE * _SAMPLES)))
    each = np.array(
        [
            [losses.members(count, noise)[row - _shift(count)] for noise in _NOISES]
            for count in _MEMBERS
        ]
    )
    noises = np.geomspace(_NOISES[0], _NOISES[-1], _STOPS)
    stops = [_best_time(spectrum, float(noise)) for noise in noises]
    turning = [(x, y) for x, y in zip(stops, noises, strict=True) if x < _TIMES[-1]]
    edge = Curve.of("best time", "limit", *np.transpose(turning))
    title = f"at given time and noise, $NE = {_WIDE}P$" + _DASHED
    return _map(title, "$t$", r"$\sigma^2$", _TIMES, _NOISES, each, (edge,))


def _best_time(spectrum: PowerLaw, noise: float) -> float:
    """The best time of one model of unlimited width."""
    return float(exact.optimal_stopping(Model(spectrum, oo, _SAMPLES, noise)).time)


def _over_compute(losses: _Losses) -> Map:
    """The best number at given compute and noise, the best time for each."""
    least = _shift(_MEMBERS[-1]) + len(_TIMES) // 4
    steps = np.arange(least, len(_WIDTHS) + len(_TIMES) - 2)
    single = [_wide_enough(losses.members(1, noise), steps) for noise in _NOISES]
    steps = steps[: int(np.argmin(np.append(np.all(single, axis=0), False)))]
    each = np.array(
        [
            [_least(losses.members(count, noise), steps - _shift(count)) for noise in _NOISES]
            for count in _MEMBERS
        ]
    )
    computes = _WIDTHS[0] * 2.0 ** (steps / _HALVES)
    return _map(
        "at given compute and noise, best time", "$C$", r"$\sigma^2$", computes, _NOISES, each
    )


def _least(losses: _Array, steps: NDArray[np.int_]) -> _Array:
    """The least loss on every line N t = 2^(step/halves), between the grid points too."""
    return np.array([_bottom(np.log(_line(losses, step))) for step in steps])


def _wide_enough(losses: _Array, steps: NDArray[np.int_]) -> list[bool]:
    """Whether the best width on every line is within the grid."""
    lines = (_line(losses, step) for step in steps)
    return [int(np.argmin(line)) < len(line) - 1 for line in lines]


def _line(losses: _Array, step: int) -> _Array:
    rows, columns = losses.shape
    row = np.arange(max(0, step - columns + 1), min(rows, step + 1))
    line: _Array = losses[row, step - row]
    return line


def _bottom(line: _Array) -> float:
    """The exponential of the least value of a smooth function on an even grid: a quartic there."""
    place = int(np.argmin(line))
    if place < 2 or place > len(line) - 3:
        return float(np.exp(line[place]))
    quartic = _AROUND @ line[place - 2 : place + 3]
    return float(np.exp(np.min(_NEARBY @ quartic)))


def _over_powers(ratio: Expr, critical: Expr) -> Map:
    """Where members win: never, with noise at the best time, and at the end without any."""
    edge, clean = (_edge(one) for one in (ratio, critical.subs(P, _MANY)))
    columns = np.broadcast_to(_SOURCES, (len(_CAPACITIES), len(_SOURCES)))
    region = np.where(columns < clean[:, None], 2, np.where(columns < edge[:, None], 1, 0))
    inside = [i for i, source in enumerate(edge) if source <= _SOURCES[-1]]
    curves = (
        Curve.of("_noise, best time", "limit", edge[inside], _CAPACITIES[inside]),
        Curve.of("_no noise, $t = \\infty$", "limit", clean, _CAPACITIES),
    )
    names = (
        "$E = 1$",
        "$E > 1$,\nwith noise,\nat the best time",
        "$E > 1$,\nno noise,\n$t = \\infty$",
    )
    return Map(
        "for all powers, many data",
        "$a$",
        "$b$",
        tuple(map(float, _SOURCES)),
        tuple(map(float, _CAPACITIES)),
        names,
        tuple(tuple(map(int, row)) for row in region),
        curves,
        "linear",
    )


def _edge(formula: Expr) -> _Array:
    """The source at which a formula passes through zero from below, at every capacity."""
    value = lambdify((a, b), formula.evalf(20), "mpmath")
    few = np.linspace(_CAPACITIES[0], _CAPACITIES[-1], _EDGE)
    zeros = [float(bracketed_root(partial(value, b=at), _ALL_SOURCES, _FINE).low) for at in few]
    return np.interp(_CAPACITIES, few, zeros)


def _map(
    title: str,
    x: str,
    y: str,
    columns: _Array,
    rows: _Array,
    losses: _Array,
    curves: tuple[Curve, ...] = (),
) -> Map:
    """The map of the best number, from losses on a grid that is even in the logarithms.

    Shape     losses (numbers of members, rows, columns).
    """
    best = _best(np.exp(_refined(_refined(np.log(losses), 1), 2)))
    fine = [tuple(map(float, np.exp(_refined(np.log(one), 0)))) for one in (columns, rows)]
    names = (*(f"$E = {count}$" for count in _MEMBERS[:-1]), rf"$E \geq {_MEMBERS[-1]}$")
    region = tuple(tuple(map(int, row)) for row in best)
    return Map(title, x, y, fine[0], fine[1], names, region, curves)
