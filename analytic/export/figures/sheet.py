"""Figures drawn for print and screen: one style, and a file format for each suffix."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from analytic.errors import InvalidProblemError
from analytic.export.figures.maps.drawing import draw_map
from analytic.export.figures.panel import Curve, Figure, Map, Panel
from analytic.export.figures.style import (
    COLOURS,
    DASHES,
    DOTS,
    GREY,
    HEIGHT,
    LAW,
    MARKERS,
    STYLE,
    WIDTH,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

FORMATS = ("pdf", "png", "svg")

_CROWDED = (0.8, 0.3)  # decades of an axis whose minor ticks have no, or few, labels


def drawn(
    figure: Figure, form: str, title: bool = True, size: tuple[float, float] | None = None
) -> bytes:
    """The figure as a file of that form: pdf, png or svg, the same bytes every time.

    The fonts of a PDF are TrueType ("Type 42"), as journals ask for. `title` is that above all
    panels; `size` the width and height of the sheet in inches.

    Raises    InvalidProblemError for another form.
    """
    require_form(form)
    from matplotlib import rc_context

    with rc_context({**STYLE}), BytesIO() as file:
        canvas = _canvas(figure, title, size)
        draw(figure, canvas.axes)
        undated = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {}}[form]
        logging.getLogger("fontTools").setLevel(logging.ERROR)  # it warns of the fonts' own dates
        canvas.savefig(file, format=form, metadata=undated)
        return file.getvalue()


def draw(figure: Figure, axes: Axes | Iterable[Axes] | None = None) -> list[Axes]:
    """The panels of a figure, each drawn on its own matplotlib axes, which are returned.

    Shape     one Axes for each panel, in the order of the panels; new ones on a sheet of their own
              where none are given.
    Raises    InvalidProblemError for another number of axes.

    >>> from analytic.export.figures.panel import Curve, Panel
    >>> line = Curve.of("law", "law", [1, 10], [1, 2])
    >>> (axes,) = draw(Figure("small", "", (Panel("a panel", "$x$", "$y$", (line,)),), 1))
    >>> axes.get_title()
    'a panel'
    """
    from matplotlib import rc_context
    from matplotlib.axes import Axes as OneAxes

    with rc_context({**STYLE}):
        if axes is None:
            places = _shown_canvas(figure).axes
        else:
            places = [axes] if isinstance(axes, OneAxes) else list(np.ravel(np.asarray(axes)))
        if len(places) != len(figure.panels):
            names = "; ".join(panel.title for panel in figure.panels)
            raise InvalidProblemError(
                f"{len(places)} axes were given for {len(figure.panels)} panels ({names}). Give "
                "one matplotlib Axes for each, or none for a new figure."
            )
        for place, panel in zip(places, figure.panels, strict=True):
            if isinstance(panel, Map):
                draw_map(place, panel)
            else:
                _draw(place, panel)
    return places


def _canvas(figure: Figure, title: bool, size: tuple[float, float] | None) -> Canvas:
    """An empty sheet with axes for every panel."""
    from matplotlib.figure import Figure as Sheet

    return _with_axes(Sheet(figsize=size or _size(figure), dpi=DOTS), figure, title)


def _shown_canvas(figure: Figure) -> Canvas:
    """A sheet that a notebook shows by itself."""
    from matplotlib import pyplot as plt

    return _with_axes(plt.figure(figsize=_size(figure)), figure, title=True)


def _size(figure: Figure) -> tuple[float, float]:
    return WIDTH * figure.columns, HEIGHT * _rows(figure) + 0.3


def _with_axes(canvas: Canvas, figure: Figure, title: bool) -> Canvas:
    canvas.set_layout_engine("constrained")
    if title:
        canvas.suptitle(figure.title, fontsize=9.5)
    grid = canvas.subplots(_rows(figure), figure.columns, squeeze=False)
    for axes in grid.flat[len(figure.panels) :]:
        axes.remove()
    return canvas


def _rows(figure: Figure) -> int:
    return -(-len(figure.panels) // figure.columns)


def require_form(form: str) -> None:
    """Raise InvalidProblemError unless a figure can be written in that form."""
    if form not in FORMATS:
        raise InvalidProblemError(
            f"A figure is not written as {form or 'a file without a suffix'}. The suffix of its "
            f"file says what it is. Choose from {', '.join('.' + one for one in FORMATS)}."
        )


def _draw(axes: Axes, panel: Panel) -> None:
    from matplotlib.ticker import LogFormatterSciNotation

    x_scale = "linear" if panel.scale == "linear" else "log"
    axes.set(xscale=x_scale, yscale="log" if panel.scale == "log" else "linear")
    if x_scale == "log":
        axes.xaxis.set_minor_formatter(LogFormatterSciNotation(minor_thresholds=_CROWDED))
    axes.set(title=panel.title, xlabel=panel.x, ylabel=panel.y)
    for curve in panel.curves:
        alike = [other for other in panel.curves if _looks(other) == _looks(curve)]
        number = alike.index(curve) if curve.colour is None else curve.colour
        _draw_curve(axes, curve, number)
    if panel.y_range is not None:
        axes.set_ylim(*panel.y_range)
    for boundary in panel.boundaries:
        axes.axvline(boundary.x, color=GREY, linewidth=0.8, linestyle=(0, (1, 2)))
        axes.annotate(
            boundary.label,
            (boundary.x, 1),
            xycoords=("data", "axes fraction"),
            xytext=(2, -2),
            textcoords="offset points",
            rotation=90,
            va="top",
            fontsize=7,
            color=GREY,
        )
    if panel.note:
        axes.text(0.03, 0.97, panel.note, transform=axes.transAxes, va="top", fontsize=7.5)
    _draw_legend(axes)


def _draw_legend(axes: Axes) -> None:
    """A legend of what is to be seen within the axes."""
    axes.autoscale_view()
    handles, labels = axes.get_legend_handles_labels()
    seen = [
        (handle, label)
        for handle, label in zip(handles, labels, strict=True)
        if _is_visible(axes, handle)
    ]
    if not seen:
        return
    legend = axes.legend(
        *zip(*seen, strict=True),
        handlelength=2,
        labelspacing=0.3,
        borderaxespad=0.2,
        framealpha=1,
    )
    legend.get_frame().set_linewidth(0)


def _is_visible(axes: Axes, curve: Any) -> bool:
    """Whether some part of a line, a band or a histogram lies within the limits of the axes."""
    from matplotlib.path import Path

    paths = curve.get_paths() if hasattr(curve, "get_paths") else [curve.get_path()]
    on_screen = (axes.transData.transform(path.vertices) for path in paths)
    return any(
        Path(points[np.all(np.isfinite(points), axis=1)]).intersects_bbox(axes.bbox, filled=False)
        for points in on_screen
    )


def _looks(curve: Curve) -> str:
    """Coloured curves are told apart by colour, grey ones by dashes."""
    return "coloured" if curve.kind in ("exact", "drawn", "simulated") else curve.kind


def _draw_curve(axes: Axes, curve: Curve, number: int) -> None:
    colour = COLOURS[number % len(COLOURS)]
    if curve.kind == "law":
        axes.plot(curve.x, curve.y, color=LAW, linewidth=1.3, label=curve.label)
    elif curve.kind in ("test", "train"):
        dashes = "-" if curve.kind == "test" else (0, (3, 1.5))
        axes.plot(
            curve.x, curve.y, color=colour, linewidth=1.2, linestyle=dashes, label=curve.label
        )
    elif curve.kind == "histogram":
        axes.stairs(curve.y, curve.x, fill=True, color=colour, alpha=0.35, label=curve.label)
    elif curve.kind == "limit":
        dashes = DASHES[number % len(DASHES)]
        axes.plot(curve.x, curve.y, color=GREY, linewidth=1, linestyle=dashes, label=curve.label)
    elif curve.kind in ("exact", "drawn"):
        marker = MARKERS[number % len(MARKERS)]
        inside = "none" if curve.kind == "exact" else colour
        axes.plot(
            curve.x, curve.y, marker, color=colour, markersize=3.6, mfc=inside, label=curve.label
        )
    else:
        low, high = (
            [y + sign * 2 * e for y, e in zip(curve.y, curve.error, strict=True)]
            for sign in (-1, 1)
        )
        axes.fill_between(
            curve.x, low, high, color=colour, alpha=0.45, linewidth=0.8, label=curve.label, zorder=3
        )
