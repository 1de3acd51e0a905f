r"""A chart: cells in the plane of a and b on which a choice that depends on signs is constant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sympy import Expr

from analytic.regions.branches import Sign
from analytic.regions.cells import stacks
from analytic.regions.curves import Curve, Point, comparison

__all__ = ["Chart", "charted"]

T = TypeVar("T")


@dataclass(frozen=True)
class Chart(Generic[T]):
    """What was chosen in each cell, and the curves between the cells.

    `choice` makes the choice again at any point that is on no curve.
    """

    curves: frozenset[Curve]
    cells: tuple[tuple[Point, T], ...]
    choice: Callable[[Point], T]


def charted(choose: Callable[[Sign], T]) -> Chart[T]:
    """The chart of a choice, cut along every curve whose sign the choice has asked for.

    Cells are cut until a choice in each asks for no new curve: then it is the same all over the
    cell, since no sign that it depends on changes there.
    """
    curves: frozenset[Curve] = frozenset()
    while True:
        asked = set(curves)

        def choice(point: Point, asked: set[Curve] = asked) -> T:
            def sign_of(expression: Expr) -> int:
                found = comparison(expression)
                asked.update(found.curves)
                return found.at(point)

            return choose(sign_of)

        cells = [(point, choice(point)) for stack in stacks(curves) for point in stack.points]
        if asked == curves:
            return Chart(curves, tuple(cells), choice)
        curves = frozenset(asked)
