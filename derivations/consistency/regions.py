r"""The a and b at which exponents lie in intervals.

    \{(a, b): a > 1, b > 1, low_i <= r_i(a, b) <= high_i for all i\}

Every exponent grows with a at fixed b, so that an interval of the exponent is one of a; b is looked
at on a grid, and where two curves that bound these intervals meet: the corners of the region.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Symbol
from sympy import lambdify as sympy_lambdify

from analytic.formulas.lambdified import modules_for
from analytic.notation import a, b
from derivations.consistency.measured import Measured

Array = NDArray[np.float64]

_LEAST, _MOST = -9.0, 9.0  # of log(a - 1) and of log(b - 1)
_GRID, _FREE_GRID, _INSIDE = 300, 16, 5
_HALVINGS = 48
_PARTS, _NARROWINGS = 16, 12  # of a cell of the grid in which two curves meet
_EDGE_HALVINGS = 12
_TOUCHING = 1e-9  # of log(a - 1): intervals without width meet in a point
_LEAST_ABOVE = 1e-3  # of a free letter above its least value


@dataclass(frozen=True)
class Points:
    """Points of a region: a, b and the free letter, one row each."""

    a: Array
    b: Array
    free: Array

    def ends(self, values: Array) -> tuple[float, float]:
        """The least and the largest value over the points; 0 and infinity where they go there.

        They do where a value at the limits of a and b is less than half, or more than twice, of
        what it is an e-fold before.
        """
        values, near = values[values == values], self._within_limits[values == values]
        low, high = float(values.min()), float(values.max())
        if near.any():
            least, most = float(values[near].min()), float(values[near].max())
            low, high = 0.0 if 2 * low < least else low, np.inf if high > 2 * most else high
        return low, high

    @property
    def _within_limits(self) -> Array:
        logs = np.log(np.stack([self.a, self.b]) - 1)
        return np.asarray((np.abs(logs) < _MOST - 1).all(axis=0))


class Exponents:
    """Exponents as functions of arrays of a, b and a free letter."""

    def __init__(self, formulas: Mapping[str, Expr], free: Symbol | None) -> None:
        letters = [a, b, *([free] if free is not None else [])]
        self.many = len(letters)
        self.functions: dict[str, Callable[..., Any]] = {
            x: sympy_lambdify(letters, formula, modules_for(formula))
            for x, formula in formulas.items()
        }

    def at(self, resource: str, points: Points) -> Array:
        """The exponent in a resource at points."""
        letters = (points.a, points.b, points.free)[: self.many]
        with np.errstate(all="ignore"):
            found = self.functions[resource](*letters)
        return np.asarray(np.broadcast_to(found, points.a.shape), dtype=float)


def region(
    exponents: Exponents, measured: Mapping[str, Measured], values: tuple[float, float]
) -> Points | None:
    """Points of the region in which all measured exponents are, None where it is empty."""
    if exponents.many == 2:
        return _at_free(exponents, measured, 0.0)
    free = _free_values(values)
    slices = [_at_free(exponents, measured, float(value)) for value in free]
    found = [one for one in slices if one is not None]
    for i, (one, other) in enumerate(pairwise(slices)):
        if (one is None) != (other is None):
            found.append(_edge(exponents, measured, free[i], free[i + 1], other is None))
    if not found:
        return None
    return Points(*(np.concatenate([getattr(one, x) for one in found]) for x in ("a", "b", "free")))


def _at_free(exponents: Exponents, measured: Mapping[str, Measured], value: float) -> Points | None:
    """Points of the region at one value of the free letter, its corners among them."""
    grid = np.linspace(_LEAST, _MOST, _GRID)

    def ends(logs: Array) -> Array:
        return _ends(exponents, measured, logs, value)

    logs = np.sort(np.concatenate([grid, _crossings(ends, grid)]))
    curves = ends(logs)
    low, high = curves[: len(measured)].max(axis=0), curves[len(measured) :].min(axis=0)
    low, high = np.maximum(low, _LEAST), np.minimum(high, _MOST)
    inside = low <= high + _TOUCHING
    return _filled(logs[inside], low[inside], high[inside], value) if inside.any() else None


def _crossings(ends: Callable[[Array], Array], grid: Array) -> Array:
    """The log(b - 1) at which two of the curves that bound intervals of a meet."""
    curves = ends(grid)
    places = []
    for one, other in combinations(range(len(curves)), 2):
        with np.errstate(invalid="ignore"):
            above = curves[one] > curves[other]
        places += [(one, other, cell) for cell in np.flatnonzero(above[1:] != above[:-1])]
    if not places:
        return np.zeros(0)
    first, second, cell = np.array(places).T
    low, high = grid[cell], grid[cell + 1]
    before = (curves[first, cell] > curves[second, cell])[:, None]
    rows, shares = np.arange(len(places)), np.arange(_PARTS + 1) / _PARTS
    for _ in range(_NARROWINGS):
        parts = low[:, None] + shares * (high - low)[:, None]
        there = ends(parts.ravel()).reshape(-1, *parts.shape)
        same = (there[first, rows] > there[second, rows]) == before
        last = np.where(same.all(axis=1), _PARTS - 1, np.argmin(same, axis=1) - 1)
        low, high = parts[rows, np.maximum(last, 0)], parts[rows, np.maximum(last, 0) + 1]
    return np.asarray((low + high) / 2)


def _edge(
    exponents: Exponents, measured: Mapping[str, Measured], first: float, last: float, ending: bool
) -> Points:
    """The points at which the region ends, or begins, between two values of the free letter."""
    inner, outer = (first, last) if ending else (last, first)
    found = _at_free(exponents, measured, inner)
    for _ in range(_EDGE_HALVINGS):
        middle = float(np.sqrt(inner * outer))
        there = _at_free(exponents, measured, middle)
        inner, outer = (inner, middle) if there is None else (middle, outer)
        found = found if there is None else there
    assert found is not None
    return found


def _free_values(values: tuple[float, float]) -> Array:
    first, last = values
    return first + np.geomspace(_LEAST_ABOVE, last - first, _FREE_GRID)


def _ends(
    exponents: Exponents, measured: Mapping[str, Measured], logs: Array, value: float
) -> Array:
    """The lower ends of log(a - 1) by each exponent, then the upper ones, at every log(b - 1)."""
    return np.stack(
        [
            _reached(exponents, x, one.low if above else one.high, logs, value, above)
            for above in (True, False)
            for x, one in measured.items()
        ]
    )


def _reached(
    exponents: Exponents, resource: str, level: float, logs: Array, value: float, above: bool
) -> Array:
    """Where an exponent reaches a level: the first log(a - 1) with it, or the last one.

    Beyond the ends where none has it: one above the level everywhere ends before it begins.
    """
    size = abs(level) * 1e-12
    wanted = level - size if above else level + size

    def is_there(log_a: Array) -> Array:
        points = Points(1 + np.exp(log_a), 1 + np.exp(logs), np.full(logs.shape, value))
        exponent = exponents.at(resource, points)
        return np.asarray(exponent >= wanted if above else exponent > wanted)

    low, high = np.full(logs.shape, _LEAST), np.full(logs.shape, _MOST)
    never, always = np.logical_not(is_there(high)), is_there(low)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        there = is_there(middle)
        low, high = np.where(there, low, middle), np.where(there, middle, high)
    found = np.where(always, _LEAST if above else -np.inf, (low + high) / 2)
    return np.where(never, np.inf if above else _MOST, found)


def _filled(b_logs: Array, low: Array, high: Array, value: float) -> Points:
    """Points from end to end of the intervals of a."""
    shares = np.linspace(0, 1, _INSIDE)
    a_logs = low[:, None] + shares * (np.maximum(high, low) - low)[:, None]
    flat = a_logs.ravel()
    return Points(
        1 + np.exp(flat), 1 + np.exp(np.repeat(b_logs, _INSIDE)), np.full(flat.shape, value)
    )
