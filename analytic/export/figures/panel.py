"""What a figure shows, as numbers: curves on logarithmic axes, and boundaries between regimes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Boundary", "Curve", "Figure", "Kind", "Panel"]

Kind = Literal["law", "limit", "exact", "simulated"]


@dataclass(frozen=True)
class Curve:
    """A curve: y over x, with standard errors where it was simulated.

    `kind` says where it comes from: a law, a limit of one, exact digits, a simulation.
    """

    label: str
    kind: Kind
    x: tuple[float, ...]
    y: tuple[float, ...]
    error: tuple[float, ...] = ()

    @classmethod
    def of(
        cls,
        label: str,
        kind: Kind,
        x: Iterable[float],
        y: Iterable[float],
        error: Iterable[float] = (),
    ) -> Curve:
        """A curve of any sequences of numbers."""
        return cls(label, kind, *(tuple(map(float, one)) for one in (x, y, error)))


@dataclass(frozen=True)
class Boundary:
    """A value of x at which one regime ends and another begins."""

    label: str
    x: float


@dataclass(frozen=True)
class Panel:
    """Curves on common axes, both logarithmic; labels may have mathematics between dollars.

    `y_range` is what is shown where curves go further.
    """

    title: str
    x: str
    y: str
    curves: tuple[Curve, ...]
    boundaries: tuple[Boundary, ...] = ()
    y_range: tuple[float, float] | None = None


@dataclass(frozen=True)
class Figure:
    """Panels in rows of so many columns, with a title for all."""

    name: str
    title: str
    panels: tuple[Panel, ...]
    columns: int

    def as_json(self) -> dict[str, Any]:
        """What is plotted, as plain data."""
        return {
            "figure": self.name,
            "title": self.title,
            "panels": [
                {
                    "title": panel.title,
                    "x": panel.x,
                    "y": panel.y,
                    "curves": [
                        {
                            "label": curve.label,
                            "kind": curve.kind,
                            "x": list(curve.x),
                            "y": list(curve.y),
                            "error": list(curve.error),
                        }
                        for curve in panel.curves
                    ],
                    "boundaries": [{"label": one.label, "x": one.x} for one in panel.boundaries],
                }
                for panel in self.panels
            ],
        }
