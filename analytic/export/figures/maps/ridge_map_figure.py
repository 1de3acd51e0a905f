r"""The ridge map: which part of the loss is the largest at a penalty P^-\ell and a width P^\nu.

Colours come from the closed forms with exact sums at one P, dashed lines from the exponents alone:
they are where another constraint binds, or another exponent is the least. On the left no label
noise, on the right with a variance of one.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sympy import Min, lambdify

from analytic import exact
from analytic.export.figures.panel import Curve, Figure, Map
from analytic.export.figures.penalty_figures import powers
from analytic.notation import (
    L_0,
    V_A,
    V_AD,
    V_D,
    N,
    P,
    V_sigma,
    a,
    b,
    d,
    d_2,
    ell,
    g_w,
    kappa,
    nu,
    sigma2,
    theta,
    w,
    w_2,
)
from analytic.problem import PowerLaw
from analytic.result import Result
from analytic.stated import EXPONENT

_SAMPLES = 1e12
_POINTS = 160
_WIDEST = 2.0  # of nu; of ell twice b
_REGULARISERS = 240
_STEPS = 60  # of a bisection
_NAMES = ("bias", "features", "label noise")
_GROUPS = ((L_0, V_D), (V_A, V_AD), (V_sigma,))
_FEWEST = 3  # points of a boundary
_FINER = 8  # points along an axis on which a boundary is located

_Array = NDArray[np.float64]
_Changes = dict[frozenset[int], list[tuple[float, float]]]


def ridge_map_figure(result: Result, spectrum: PowerLaw) -> Figure:
    """The map of a power law in numbers, without and with label noise."""
    columns, fine_columns = _even(2 * float(spectrum.b))
    rows, fine_rows = _even(_WIDEST)
    parts = _parts(result, spectrum, *np.meshgrid(columns, rows))
    maps = []
    for count, title in ((2, "without label noise"), (3, r"with label noise, $\sigma^2 = 1$")):
        region = np.argmax(parts[:count], axis=0)
        changes = (
            _changes(columns, fine_rows, _labels(result, spectrum, count, columns, fine_rows).T),
            _changes(rows, fine_columns, _labels(result, spectrum, count, fine_columns, rows)),
        )
        maps.append(
            Map(
                title=title,
                x=r"$\ell$, $\gamma = P^{-\ell}$",
                y=r"$\nu$, $N = P^{\nu}$",
                columns=tuple(map(float, columns)),
                rows=tuple(map(float, rows)),
                names=_NAMES[:count],
                region=tuple(tuple(map(int, row)) for row in region),
                curves=tuple(_boundaries(*changes)),
                scale="linear",
            )
        )
    title = f"Which part of the loss is the largest, {powers(spectrum)}, $P = 10^{{12}}$"
    return Figure("ridge-map", title, tuple(maps), 2)


def _parts(result: Result, spectrum: PowerLaw, penalty: _Array, width: _Array) -> _Array:
    """The sizes of the groups of parts on the plane, from their closed forms."""
    features, samples = _SAMPLES**width, np.full(width.shape, _SAMPLES)
    most = np.minimum(features, samples)
    scale = float(spectrum.b) * (np.log(_SAMPLES) * _WIDEST + 2)
    grid = np.exp(np.linspace(-scale, 1, _REGULARISERS))
    sums = [exact.resolvents(spectrum, float(one)) for one in grid]
    logs = np.log([[abs(x) for x in (one.d, one.d_2, one.w, one.w_2)] for one in sums]).T

    def at(number: int, where: _Array) -> _Array:
        values: _Array = np.exp(np.interp(where, np.log(grid), logs[number]))
        return values

    low, high = np.full(width.shape, -scale), np.ones(width.shape)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        rest = (1 - at(0, middle) / features) * (1 - at(0, middle) / samples)
        small = (at(0, middle) >= most) | (
            middle + np.log(np.maximum(rest, 1e-300)) < -penalty * np.log(_SAMPLES)
        )
        low, high = np.where(small, middle, low), np.where(small, high, middle)
    numbers = {one: at(number, high) for number, one in enumerate((d, d_2, w, w_2))}
    root = np.exp(high)
    bias = root**2 * numbers[w_2]
    slope = np.maximum(root * numbers[w] - bias, 0)
    letters = {**numbers, kappa: root, L_0: bias, g_w: slope, N: features, P: samples, sigma2: 1.0}
    found = []
    for group in _GROUPS:
        total = np.zeros(width.shape)
        for letter in group:
            formula = result.formulas[letter]
            total += np.abs(lambdify(list(letters), formula, "numpy")(*letters.values()))
        found.append(total)
    return np.array(found)


def _labels(
    result: Result, spectrum: PowerLaw, count: int, columns: _Array, rows: _Array
) -> NDArray[np.int_]:
    """Numbers of the constraint that binds and of the group, one of `count`, that falls least."""
    penalty, width = np.meshgrid(columns, rows)
    at = {a: spectrum.a, b: spectrum.b}
    limits = [one.subs(at) for one in Min.make_args(result.formulas[theta])]
    ranks = np.array(
        [np.broadcast_to(lambdify((ell, nu), one)(penalty, width), width.shape) for one in limits]
    )
    reached = ranks.min(axis=0)
    exponents = []
    for group in _GROUPS[:count]:
        formula = Min(*(result.formulas[EXPONENT.of(one)] for one in group)).subs(at)
        exponents.append(lambdify((theta, nu), formula, "numpy")(reached, width))
    least: NDArray[np.int_] = np.argmin(exponents, axis=0) + len(_NAMES) * ranks.argmin(axis=0)
    return least


def _boundaries(upwards: _Changes, sideways: _Changes) -> Iterator[Curve]:
    """Where labels change, upwards or to the right, whichever is seen at more points."""
    for pair in {**upwards, **sideways}:
        up, side = upwards.get(pair, []), sideways.get(pair, [])
        chosen = up if len(up) >= len(side) else [(x, y) for y, x in side]
        if len(chosen) >= _FEWEST:
            x, y = zip(*chosen, strict=True)
            yield Curve.of("_boundary", "limit", x, y)


def _changes(across: _Array, along: _Array, labels: NDArray[np.int_]) -> _Changes:
    """Pairs of labels, and the points at which one gives way to the other along each line."""
    found: _Changes = {}
    for place, line in zip(across, labels, strict=True):
        for index in np.flatnonzero(np.diff(line)):
            middle = float(along[index] + along[index + 1]) / 2
            pair = frozenset(map(int, line[index : index + 2]))
            found.setdefault(pair, []).append((float(place), middle))
    return found


def _even(end: float) -> tuple[_Array, _Array]:
    """Points of the map along an axis, and finer ones."""
    return np.linspace(0, end, _POINTS + 1)[1:], np.linspace(0, end, _FINER * _POINTS + 1)[1:]
