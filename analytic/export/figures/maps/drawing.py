"""A plane in regions, drawn: a light colour and a name for each, boundaries as dashed lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analytic.export.figures.panel import Curve, Map
from analytic.export.figures.style import LINE, TERMS, TINTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SMALLEST = 0.01  # of the plane: a smaller region has no room for its name
_FONT_SIZE = 8.5
_CHARACTER, _LINE_HEIGHT = 0.028, 0.065  # of the axes, for one letter and for one line of words
_EQUAL = 0.97  # of the largest room
_ENOUGH = 2000  # points of a region among which a place is looked for

_Array = NDArray[np.float64]


def draw_map(axes: Axes, plane: Map) -> None:
    """The map on its axes."""
    from matplotlib.colors import ListedColormap

    region = np.array(plane.region)
    colours = ListedColormap(
        [TERMS.get(name, TINTS[number % len(TINTS)]) for number, name in enumerate(plane.names)]
    )
    axes.set(xscale=plane.scale, yscale=plane.scale)
    axes.set(title=plane.title, xlabel=plane.x, ylabel=plane.y)
    axes.pcolormesh(
        *(plane.columns, plane.rows, region),
        cmap=colours,
        vmin=-0.5,
        vmax=len(plane.names) - 0.5,
        shading="nearest",
        rasterized=True,
    )
    for curve in plane.curves:
        axes.plot(curve.x, curve.y, color=LINE, linewidth=1, linestyle=(0, (4, 2)))
    axes.set_xlim(plane.columns[0], plane.columns[-1])
    axes.set_ylim(plane.rows[0], plane.rows[-1])
    taken = [_along(_in_axes(axes, curve.x, curve.y)) for curve in plane.curves]
    if plane.scale == "linear":
        named = (curve for curve in plane.curves if not curve.label.startswith("_"))
        boundaries = [_in_axes(axes, curve.x, curve.y) for curve in plane.curves]
        taken += [_name_boundary(axes, curve, boundaries) for curve in named]
    cells = _in_axes(axes, *(one.ravel() for one in np.meshgrid(plane.columns, plane.rows)))
    for number, name in enumerate(plane.names):
        inside = region.ravel() == number
        if np.count_nonzero(inside) > _SMALLEST * region.size:
            words = name.split("\n")
            extent = np.array([_CHARACTER * max(map(_length, words)), _LINE_HEIGHT * len(words)])
            others = np.concatenate([*taken, _thinned(cells[~inside])])
            x, y = _roomiest(_thinned(cells[inside]), others, extent)
            axes.text(
                x,
                y,
                name,
                transform=axes.transAxes,
                ha="center",
                va="center",
                fontsize=_FONT_SIZE,
            )


def _in_axes(axes: Axes, x: Iterable[float], y: Iterable[float]) -> _Array:
    """Points of the plane as fractions of the width and height of the axes."""
    points = np.column_stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)])
    fractions: _Array = axes.transAxes.inverted().transform(axes.transData.transform(points))
    return fractions


def _along(points: _Array) -> _Array:
    """Points close to one another on the straight lines that join the given ones."""
    steps = np.linspace(0, 1, max(2, _ENOUGH // (10 * max(1, len(points)))))[:, None, None]
    return (points[:-1] + steps * np.diff(points, axis=0)).reshape(-1, 2)


def _roomiest(places: _Array, others: _Array, extent: _Array) -> _Array:
    """The place with most room for words of that extent: farthest from all others and the edges.

    Of places with the same room the one in the middle.
    """
    to_others = np.abs(places[:, None, :] - others[None, :, :]) / extent
    to_edges = np.minimum(places, 1 - places) / extent
    room = np.minimum(to_others.max(axis=2).min(axis=1, initial=np.inf), to_edges.min(axis=1))
    equal = places[room >= _EQUAL * room.max()]
    middle = np.median(equal, axis=0)
    best: _Array = equal[int(np.argmin(np.abs(equal - middle).max(axis=1)))]
    return best


def _thinned(points: _Array) -> _Array:
    """Every so many of the points, about as many as the number that is enough."""
    return points[:: max(1, len(points) // _ENOUGH)]


def _length(words: str) -> int:
    """The number of letters that words take, those of a formula's commands left out."""
    return len(re.sub(r"\\[a-z]+|[${}_^\\]", "", words))


def _name_boundary(axes: Axes, curve: Curve, boundaries: Sequence[_Array]) -> _Array:
    """The name of a boundary beside its upper part, on the wider side, and the points it takes."""
    place = 4 * len(curve.x) // 5
    ((x, y),) = _in_axes(axes, curve.x[place : place + 1], curve.y[place : place + 1])
    width = _CHARACTER * _length(curve.label)
    level = [float(np.interp(y, one[:, 1], one[:, 0])) for one in boundaries]
    room_left = x - max((one for one in level if one < x - _SMALLEST), default=0.0)
    room_right = min((one for one in level if one > x + _SMALLEST), default=1.0) - x
    side = 1 if room_right >= room_left else -1
    axes.annotate(
        curve.label,
        (x, y),
        xycoords="axes fraction",
        xytext=(4 * side, -4 * side),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="top" if side > 0 else "bottom",
        fontsize=8,
        color=LINE,
    )
    along = x + side * np.linspace(0.02, width, 5)
    return np.column_stack([along, np.full(5, y - side * _LINE_HEIGHT / 2)])
