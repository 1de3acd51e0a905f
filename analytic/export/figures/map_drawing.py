"""A plane in regions, drawn: a light colour and a name for each, boundaries as dashed lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytic.export.figures.panel import Map

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
_OTHER, _LINE = "#ffffff", "#333333"
_SMALLEST = 0.01  # of the plane: a smaller region has no room for its name


def draw_map(axes: Axes, plane: Map) -> None:
    """The map on logarithmic axes."""
    from matplotlib.colors import ListedColormap

    region = np.array(plane.region)
    colours = ListedColormap([_TINTS.get(name, _OTHER) for name in plane.names])
    axes.set(xscale="log", yscale="log", title=plane.title, xlabel=plane.x, ylabel=plane.y)
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
    axes.set_xlim(plane.columns[0], plane.columns[-1])
    axes.set_ylim(plane.rows[0], plane.rows[-1])
    for number, name in enumerate(plane.names):
        rows, columns = np.nonzero(region == number)
        if len(rows) > _SMALLEST * region.size:
            place = plane.columns[int(np.median(columns))], plane.rows[int(np.median(rows))]
            axes.text(*place, name, ha="center", va="center", fontsize=8)
