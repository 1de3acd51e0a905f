"""A plane in regions, drawn: a light colour and a name for each, boundaries as dashed lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytic.export.figures.panel import Curve, Map

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_map"]

_TINTS = {
    "time law": "#e6e6e6",
    "width law": "#9ccbe8",
    "$1/N$ term": "#d3e9f6",
    "data law": "#f2b58c",
    "$1/P$ term": "#fbe0cd",
}
_OTHERS = ("#9ccbe8", "#f2b58c", "#b5dcc4", "#e6c6dd", "#f5e6a8", "#d9d9d9")
_LINE = "#333333"
_SMALLEST = 0.01  # of the plane: a smaller region has no room for its name


def draw_map(axes: Axes, plane: Map) -> None:
    """The map on its axes."""
    from matplotlib.colors import ListedColormap

    region = np.array(plane.region)
    colours = ListedColormap(
        [
            _TINTS.get(name, _OTHERS[number % len(_OTHERS)])
            for number, name in enumerate(plane.names)
        ]
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
        axes.plot(curve.x, curve.y, color=_LINE, linewidth=1, linestyle=(0, (4, 2)))
        if plane.scale == "linear":
            _name_boundary(axes, curve)
    axes.set_xlim(plane.columns[0], plane.columns[-1])
    axes.set_ylim(plane.rows[0], plane.rows[-1])
    for number, name in enumerate(plane.names):
        rows, columns = np.nonzero(region == number)
        if len(rows) > _SMALLEST * region.size:
            place = plane.columns[int(np.median(columns))], plane.rows[int(np.median(rows))]
            size = 8 if plane.scale == "log" else 11
            axes.text(*place, name, ha="center", va="center", fontsize=size)


def _name_boundary(axes: Axes, curve: Curve) -> None:
    """The name of a boundary beside its upper part."""
    place = 4 * len(curve.x) // 5
    axes.annotate(
        curve.label,
        (curve.x[place], curve.y[place]),
        xytext=(4, -4),
        textcoords="offset points",
        va="top",
        fontsize=8,
        color=_LINE,
    )
