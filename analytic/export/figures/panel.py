"""What a figure shows, as numbers: curves on logarithmic axes, and boundaries between regimes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["law", "limit", "exact", "simulated", "drawn", "test", "train", "histogram"]
Scale = Literal["log", "linear", "log x"]  # the last one of x only


@dataclass(frozen=True)
class Curve:
    """A curve: y over x, with standard errors where it was simulated.

    `kind` says where it comes from: a law, a limit of one, exact digits, a simulation, or a single
    draw. `test` and `train` are exact losses, drawn as lines; a histogram has the edges of its bins
    for x, one more than y. A label that begins with _ is not in the legend. Curves of one `colour`
    belong together.
    """

    label: str
    kind: Kind
    x: tuple[float, ...]
    y: tuple[float, ...]
    error: tuple[float, ...] = ()
    colour: int | None = None

    @classmethod
    def of(
        cls,
        label: str,
        kind: Kind,
        x: Iterable[float],
        y: Iterable[float],
        error: Iterable[float] = (),
        colour: int | None = None,
    ) -> Curve:
        """A curve of any sequences of numbers."""
        numbers = [tuple(map(float, one)) for one in (x, y, error)]
        return cls(label, kind, numbers[0], numbers[1], numbers[2], colour)


@dataclass(frozen=True)
class Boundary:
    """A value of x at which one regime ends and another begins."""

    label: str
    x: float


@dataclass(frozen=True)
class Panel:
    """Curves on common axes, logarithmic as a rule; labels may have mathematics between dollars.

    `y_range` is what is shown where curves go further; a `note` stands in a corner.
    """

    title: str
    x: str
    y: str
    curves: tuple[Curve, ...]
    boundaries: tuple[Boundary, ...] = ()
    y_range: tuple[float, float] | None = None
    scale: Scale = "log"
    note: str = ""


@dataclass(frozen=True)
class Map:
    """A plane in regions: at every value of a column (x) and a row (y), the number of a region.

    The curves are boundaries that were found in another way than the regions; a label that begins
    with _ is not written beside its curve.
    """

    title: str
    x: str
    y: str
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    names: tuple[str, ...]
    region: tuple[tuple[int, ...], ...]
    curves: tuple[Curve, ...] = ()
    scale: Scale = "log"


@dataclass(frozen=True)
class Figure:
    """Panels or maps in rows of so many columns, with a title for all."""

    name: str
    title: str
    panels: tuple[Panel | Map, ...]
    columns: int

    def as_json(self) -> dict[str, Any]:
        """What is plotted, as plain data."""
        return {
            "figure": self.name,
            "title": self.title,
            "panels": [_plain(panel) for panel in self.panels],
        }


def _plain(panel: Panel | Map) -> dict[str, Any]:
    curves = [
        {
            "label": curve.label,
            "kind": curve.kind,
            "x": list(curve.x),
            "y": list(curve.y),
            "error": list(curve.error),
        }
        for curve in panel.curves
    ]
    labels = {"title": panel.title, "x": panel.x, "y": panel.y, "curves": curves}
    if isinstance(panel, Map):
        return {
            **labels,
            "columns": list(panel.columns),
            "rows": list(panel.rows),
            "names": list(panel.names),
            "region": [list(row) for row in panel.region],
        }
    boundaries = [{"label": one.label, "x": one.x} for one in panel.boundaries]
    return {**labels, "boundaries": boundaries}
