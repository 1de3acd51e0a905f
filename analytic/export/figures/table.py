"""The numbers of a figure as a table of comma-separated values: a row for every point."""

import csv
from collections.abc import Iterator
from io import StringIO

from analytic.export.figures.panel import Curve, Figure, Map, Panel

COLUMNS = ("panel", "x_label", "y_label", "series", "kind", "x", "x_end", "y", "standard_error")

Row = tuple[str | float, ...]


def table(figure: Figure) -> str:
    """All that is drawn: curves, boundaries, and the regions of maps cell by cell.

    A bin of a histogram goes from x to x_end; the series of a cell is the name of its region.
    Numbers have all digits of a double.

    >>> from analytic.export.figures.panel import Curve, Panel
    >>> line = Curve.of("law", "law", [1, 10], [1, 2])
    >>> print(table(Figure("small", "", (Panel("one", "$x$", "$y$", (line,)),), 1)))
    panel,x_label,y_label,series,kind,x,x_end,y,standard_error
    one,$x$,$y$,law,law,1.0,,1.0,
    one,$x$,$y$,law,law,10.0,,2.0,
    <BLANKLINE>
    """
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for panel in figure.panels:
        place = (panel.title, panel.x, panel.y)
        writer.writerows((*place, *row) for row in _rows(panel))
    return written.getvalue()


def _rows(panel: Panel | Map) -> Iterator[Row]:
    for curve in panel.curves:
        yield from _points(curve)
    if isinstance(panel, Map):
        for y, regions in zip(panel.rows, panel.region, strict=True):
            for x, region in zip(panel.columns, regions, strict=True):
                yield panel.names[region].replace("\n", " "), "region", x, "", y, ""
        return
    for boundary in panel.boundaries:
        yield boundary.label, "boundary", boundary.x, "", "", ""


def _points(curve: Curve) -> Iterator[Row]:
    label = curve.label.removeprefix("_")
    ends: tuple[float | str, ...] = ("",) * len(curve.y)
    if curve.kind == "histogram":
        ends = curve.x[1:]
    errors: tuple[float | str, ...] = curve.error or ("",) * len(curve.y)
    for x, end, y, error in zip(curve.x, ends, curve.y, errors, strict=False):
        yield label, curve.kind, x, end, y, error
