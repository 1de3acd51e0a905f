r"""Where laws are put to the test: points in every regime, on its boundaries, where poles collide.

Points are rational and deterministic: (a - 1)/b and b run over a grid, filtered by the conditions
that a law's own regimes state.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from sympy import Expr, Integer, Rational, Symbol, nan, solve, zoo
from sympy.logic.boolalg import Boolean

from analytic.law import Law
from analytic.notation import a, b
from analytic.problem import PowerLaw
from analytic.result import Result

Point = Mapping[Expr, Expr]

_EACH = 12
_CAPACITIES = tuple(Rational(x) for x in ("3/2", "5/4", "2", "7/3"))
_DIFFICULTIES = tuple(Rational(n, 5) for n in range(1, 21) if n % 5)
_OTHERS = (Rational(7, 3), Rational(9, 4), Rational(11, 5), Rational(13, 6))
_LINES = (b + 1, 2 * b + 1, 3 * b + 1, b)
_BOUNDARY_CAPACITIES = (Rational(3, 2), Integer(2))


def law_of(result: Result) -> Law:
    """The law of a result that has one."""
    assert result.law is not None
    return result.law


def points(*pairs: str) -> tuple[Point, ...]:
    """Values of a and b, as "2 3/2"."""
    return tuple(dict(zip((a, b), map(Rational, pair.split()), strict=True)) for pair in pairs)


def points_for(spectrum: PowerLaw, chosen: Sequence[Point]) -> Sequence[Point]:
    """The chosen points; for a spectrum without symbols its own and only one."""
    return chosen if free_symbols(spectrum) else ({},)


def points_of(law: Law, spectrum: PowerLaw) -> tuple[Point, ...]:
    """All points of a law: twelve in each regime, two on each boundary, and collisions of poles.

    A spectrum without symbols is its own and only point.
    """
    free = free_symbols(spectrum)
    if not free:
        return ({},)
    conditions = [regime.condition for regime in law.regimes] or [Integer(1) > 0]
    inside = [point for one in conditions for point in points_in(one, free)]
    between = [point for one in law.boundaries for point in on_boundary(one, free)]
    return tuple(_distinct([*inside, *between, *collisions(free)]))


def free_symbols(spectrum: PowerLaw) -> frozenset[Symbol]:
    """The symbols that a spectrum leaves open."""
    numbers = [spectrum.a, spectrum.b, spectrum.scale, spectrum.amplitude, spectrum.multiplicity]
    numbers += [
        spectrum.multiplicity_growth,
        *(x for pair in spectrum.further_powers for x in pair),
    ]
    return frozenset().union(*(number.free_symbols for number in numbers))


def points_in(condition: Boolean, free: Iterable[Symbol], count: int = _EACH) -> list[Point]:
    """So many points at which a condition holds, spread over the grid."""
    found = [point for point in _grid(frozenset(free)) if _holds(condition, point)]
    return [found[i * len(found) // count] for i in range(count)] if len(found) > count else found


def on_boundary(condition: Boolean, free: Iterable[Symbol]) -> list[Point]:
    """Points on a boundary: its equation, solved for a at some b, or for b where a is given."""
    found: list[Point] = []
    for point in _base(frozenset(free)):
        unknown = a if a in point else b
        rest = {symbol: value for symbol, value in point.items() if symbol != unknown}
        roots = solve(condition.subs(rest), unknown) if unknown in point else []
        found.extend({**rest, unknown: root} for root in roots if root.is_number and root > 1)
    return found


def collisions(free: Iterable[Symbol]) -> list[Point]:
    """Points on the lines a = b + 1, 2b + 1, 3b + 1 and a = b, where poles meet."""
    return [
        {**point, a: line.subs(b, point[b])}
        for line in _LINES
        for point in _base(frozenset(free))[:1]
        if a in point and b in point
    ]


def law_at(result: Result, spectrum: PowerLaw, point: Point) -> Law | None:
    """The law that holds at a point: its own, that of a curve, or one derived at the point.

    The formula for symbols is left where a condition fails or a coefficient is not finite. None
    where no law is left.
    """
    law = result.law
    if law is None:
        return None
    for condition, on_curve in law.curves.items():
        if _holds(condition, point):
            return on_curve
    general = law.general
    if all(_holds(one, point) for one in law.conditions) and _finite(general, point):
        return general
    derived = _derived(result, law, spectrum, point) if point else None
    return derived if derived is not None and _finite(derived, {}) else None


def _derived(result: Result, law: Law, spectrum: PowerLaw, point: Point) -> Law | None:
    """The law derived at a point, by the law itself or else by its result."""
    if law.derived_at is not None:
        return law.at(point)
    return None if result.derive is None else result.derive(spectrum.at(point)).law


def _finite(law: Law, point: Point) -> bool:
    return not law.expansion.xreplace(dict(point)).has(zoo, nan)


def _holds(condition: Boolean, point: Point) -> bool:
    return bool(condition.xreplace(dict(point)) == True)  # noqa: E712 - SymPy's true, and not an open one


def _grid(free: frozenset[Symbol]) -> Iterator[Point]:
    """All points of the grid, on the symbols that are free."""
    others = _values_of_others(free)
    for capacity, difficulty in product(_CAPACITIES, _DIFFICULTIES):
        values = {a: 1 + difficulty * capacity, b: capacity}
        yield {**others, **{symbol: value for symbol, value in values.items() if symbol in free}}


def _base(free: frozenset[Symbol]) -> list[Point]:
    others = _values_of_others(free)
    points = [{a: Integer(2), b: capacity} for capacity in _BOUNDARY_CAPACITIES]
    return [{**others, **{s: p[s] for s in (a, b) if s in free}} for p in points]


def _values_of_others(free: frozenset[Symbol]) -> dict[Expr, Expr]:
    rest = sorted(free - {a, b}, key=str)
    return {symbol: _OTHERS[i % len(_OTHERS)] for i, symbol in enumerate(rest)}


def _distinct(points: Iterable[Point]) -> Iterator[Point]:
    seen = set()
    for point in points:
        key = frozenset(point.items())
        if key not in seen:
            seen.add(key)
            yield point
