"""Figures drawn for print and screen: one style, and a file format for each suffix."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from analytic.errors import InvalidProblemError
from analytic.export.figures.maps.drawing import draw_map
from analytic.export.figures.panel import Curve, Figure, Map, Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["FORMATS", "drawn", "require_form"]

FORMATS = ("pdf", "png", "svg")

_WIDTH, _HEIGHT = 3.4, 2.9  # inches of a panel: two of them make the width of a page
_DOTS = 200  # an inch
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00")  # Okabe and Ito's
_MARKERS = ("o", "s", "^", "D", "v")
_DASHES: tuple[Any, ...] = ((0, (5, 2)), (0, (5, 2, 1, 2)), (0, (2, 1.5)), (0, (8, 2, 1, 2, 1, 2)))
_LAW, _GREY = "#222222", "#777777"
_STYLE: Any = {
    "font.size": 9,
    "axes.titlesize": 9,
    "legend.fontsize": 7.5,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "mathtext.fontset": "cm",
    "svg.hashsalt": "scaling-laws",
}


def drawn(figure: Figure, form: str) -> bytes:
    """The figure as a file of that form: pdf, png or svg, the same bytes every time.

    Raises    InvalidProblemError for another form.
    """
    require_form(form)
    from matplotlib import rc_context
    from matplotlib.figure import Figure as Canvas

    rows = -(-len(figure.panels) // figure.columns)
    with rc_context(_STYLE), BytesIO() as file:
        size = _WIDTH * figure.columns, _HEIGHT * rows + 0.3
        canvas = Canvas(figsize=size, layout="constrained", dpi=_DOTS)
        canvas.suptitle(figure.title, fontsize=9.5)
        grid = canvas.subplots(rows, figure.columns, squeeze=False)
        for axes, panel in zip(grid.flat, figure.panels, strict=False):
            if isinstance(panel, Map):
                draw_map(axes, panel)
            else:
                _draw(axes, panel)
        for axes in grid.flat[len(figure.panels) :]:
            axes.remove()
        undated = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {}}[form]
        canvas.savefig(file, format=form, metadata=undated)
        return file.getvalue()


def require_form(form: str) -> None:
    """Raise InvalidProblemError unless a figure can be written in that form."""
    if form not in FORMATS:
        raise InvalidProblemError(
            f"A figure is not written as {form or 'a file without a suffix'}. The suffix of its "
            f"file says what it is. Choose from {', '.join('.' + one for one in FORMATS)}."
        )


def _draw(axes: Axes, panel: Panel) -> None:
    axes.set(xscale=panel.scale, yscale=panel.scale)
    axes.set(title=panel.title, xlabel=panel.x, ylabel=panel.y)
    for curve in panel.curves:
        alike = [other for other in panel.curves if _looks(other) == _looks(curve)]
        number = alike.index(curve) if curve.colour is None else curve.colour
        if curve.kind == "area":
            _draw_area(axes, curve, alike[number - 1] if number else None, number)
        else:
            _draw_curve(axes, curve, number)
    if panel.y_range is not None:
        axes.set_ylim(*panel.y_range)
    for boundary in panel.boundaries:
        axes.axvline(boundary.x, color=_GREY, linewidth=0.8, linestyle=(0, (1, 2)))
        axes.annotate(
            boundary.label,
            (boundary.x, 1),
            xycoords=("data", "axes fraction"),
            xytext=(2, -2),
            textcoords="offset points",
            rotation=90,
            va="top",
            fontsize=7,
            color=_GREY,
        )
    if panel.note:
        axes.text(0.03, 0.97, panel.note, transform=axes.transAxes, va="top", fontsize=7.5)
    legend = axes.legend(handlelength=2, labelspacing=0.3, borderaxespad=0.2, framealpha=1)
    legend.get_frame().set_linewidth(0)


def _looks(curve: Curve) -> str:
    """Coloured curves are told apart by colour, grey ones by dashes."""
    return "coloured" if curve.kind in ("exact", "simulated") else curve.kind


def _draw_area(axes: Axes, curve: Curve, below: Curve | None, number: int) -> None:
    """What is between a curve and the one below it, the curve as its edge."""
    from matplotlib.colors import to_rgb

    colour = _COLOURS[number % len(_COLOURS)]
    tint = [1 - (1 - channel) * 0.35 for channel in to_rgb(colour)]
    floor = [0.0] * len(curve.x) if below is None else below.y
    axes.fill_between(curve.x, floor, curve.y, color=tint, linewidth=0, label=curve.label)
    axes.plot(curve.x, curve.y, color=colour, linewidth=1.1, zorder=2.5)


def _draw_curve(axes: Axes, curve: Curve, number: int) -> None:
    colour = _COLOURS[number % len(_COLOURS)]
    if curve.kind == "law":
        axes.plot(curve.x, curve.y, color=_LAW, linewidth=1.3, label=curve.label)
    elif curve.kind in ("test", "train"):
        dashes = "-" if curve.kind == "test" else (0, (3, 1.5))
        axes.plot(
            curve.x, curve.y, color=colour, linewidth=1.2, linestyle=dashes, label=curve.label
        )
    elif curve.kind == "histogram":
        axes.stairs(curve.y, curve.x, fill=True, color=colour, alpha=0.35, label=curve.label)
    elif curve.kind == "limit":
        dashes = _DASHES[number % len(_DASHES)]
        axes.plot(curve.x, curve.y, color=_GREY, linewidth=1, linestyle=dashes, label=curve.label)
    elif curve.kind == "exact":
        marker = _MARKERS[number % len(_MARKERS)]
        axes.plot(
            curve.x, curve.y, marker, color=colour, markersize=3.6, mfc="none", label=curve.label
        )
    else:
        low, high = (
            [y + sign * 2 * e for y, e in zip(curve.y, curve.error, strict=True)]
            for sign in (-1, 1)
        )
        axes.fill_between(
            curve.x, low, high, color=colour, alpha=0.45, linewidth=0.8, label=curve.label, zorder=3
        )
