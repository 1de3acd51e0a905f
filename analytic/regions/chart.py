r"""A chart: cells in the plane of a and b on which a choice that depends on signs is constant."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from sympy import Expr
from sympy.logic.boolalg import Boolean

from analytic.regions.branches import Sign, holds
from analytic.regions.cells import stacks
from analytic.regions.curves import Curve, Point, comparison
from analytic.regions.description import described

T = TypeVar("T")


@dataclass(frozen=True)
class Chart(Generic[T]):
    """What was chosen in each cell, and the curves between the cells.

    `choice` makes the choice again at any point that is on no curve.
    """

    curves: frozenset[Curve]
    cells: tuple[tuple[Point, T], ...]
    choice: Callable[[Point], T]

    def where(self, chosen: T, *outside: T) -> Boolean:
        """The region of a choice among all cells but those where it is one of `outside`."""
        cells = [(point, one == chosen) for point, one in self.cells if one not in outside]
        return described(cells, self.curves).as_boolean(lambda *_: True)

    def along(self, base: int = 0) -> Iterator[tuple[tuple[Curve, ...], list[T]]]:
        """The curves that follow one another over a variable, and the choices before and after."""
        for stack in stacks(self.curves, base=base):
            yield stack.walls, [self.choice(point) for point in stack.points]

    def changes(self, base: int = 0) -> Iterator[tuple[Curve, T, T]]:
        """Each curve along `along` at which one choice gives way to another, and both."""
        for walls, chosen in self.along(base):
            for wall, one, other in zip(walls, chosen, chosen[1:], strict=False):
                if one != other:
                    yield wall, one, other


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


def cut(region: Boolean, decisive: Iterable[Expr]) -> Chart[bool]:
    """The chart of a region, cut along the curves on which some expressions vanish."""
    asked = tuple(decisive)

    def within(sign_of: Sign) -> bool:
        for one in asked:
            sign_of(one)
        return holds(region, sign_of)

    return charted(within)
