r"""The (N, P) plane at one time: which term of the loss rules where.

    L(t, N, P) = L(t) + E_N + E_P + ...,   E_N = L(t, N) - L(t),   E_P = L(t, P) - L(t)

Left, which of the three is the largest; right, which of the two excesses is. E_N is either the
width law L(N) or the term c_N(t)/N, whichever is nearer to it, and E_P in the same way: the four
regimes. Colours come from the exact loss, dashed lines from the derived laws alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, Integer, Symbol, lambdify, log

from analytic import exact
from analytic.comparison.regimes import FIRST_ORDER, Edges
from analytic.errors import InvalidProblemError
from analytic.export.figures.panel import Curve, Figure, Map
from analytic.notation import L, N, P, t
from analytic.problem import Model, PowerLaw
from analytic.problem.quantity import limited
from analytic.real_numbers import shown
from analytic.result import Result

_EARLIEST, _LATEST = Integer(100), Integer(10) ** 12
_EACH, _FINE = 4, 240  # exact sizes in two decades; points of the map along each axis
_STEPS = 20_000  # on which boundaries are located: 1/300 of their size
_BELOW, _ABOVE = 3.2, 2.7  # decades beyond the outermost boundaries
_DIGITS = 16  # the smallest excess is a thousandth of the loss or so
_REACH = (6, 20)  # decades about the end of resolution within which boundaries are looked for
_NAMES = {N: "width", P: "data"}

_Array = NDArray[np.float64]


class _Excess(NamedTuple):
    """What one resource adds to the loss, on a fine grid of its sizes.

    `regime` is 0 where the excess is nearer to the law of the resource, 1 where to c(t)/n; `law`
    is the derived one of the two that holds, `end` the size at which they change places, and
    `rules` the size below which it exceeds the time law.
    """

    n: Symbol
    sizes: _Array
    exact: _Array
    regime: NDArray[np.int_]
    law: _Array
    end: float
    rules: float


def plane_figure(result: Result, spectrum: PowerLaw, time: Expr) -> Figure:
    """The plane for the four regimes of a power law in numbers, at a time.

    Raises    InvalidProblemError for a time at which no power law has begun, or so late that the
              loss is beyond doubles.
    """
    if not (_EARLIEST <= time <= _LATEST):
        raise InvalidProblemError(
            f"At time {shown(time)} the plane of width and data is not drawn: no power law has "
            f"begun, or the loss is too small. Give a time from {_EARLIEST} to 1e12."
        )
    free = _loss(Model(spectrum), time)
    width, data = (_excess(result, one, spectrum, time, free) for one in (N, P))
    when = log(time, 10)
    written = f"10^{{{when}}}" if when.is_Integer else shown(time)
    powers = rf"$t = {written}$, $a = {shown(spectrum.a)}$, $b = {shown(spectrum.b)}$"
    title = f"Which term rules, {powers}: exact (colours), derived (dashed)"
    maps = (_largest_term(width, data, float(free)), _largest_excess(width, data))
    return Figure("four-regimes-plane", title, maps, 2)


def _largest_term(width: _Excess, data: _Excess, free: float) -> Map:
    """Which of time law, width excess and data excess is the largest."""
    region = np.where(_wins(width, data), width.regime[None, :] + 1, data.regime[:, None] + 3)
    region[np.maximum(width.exact[None, :], data.exact[:, None]) < free] = 0
    corner = width.rules, data.rules
    top, right = data.sizes[-1], width.sizes[-1]
    sides = [
        Curve.of("width excess = time law", "limit", [corner[0]] * 2, [corner[1], top]),
        Curve.of("data excess = time law", "limit", [corner[0], right], [corner[1]] * 2),
        *_equal(width, data, width.rules),
        *_ends(width, data, free),
    ]
    names = ("time law", "width law", "$1/N$ term", "data law", "$1/P$ term")
    return _map("the largest term of the loss", width, data, names, region, sides)


def _largest_excess(width: _Excess, data: _Excess) -> Map:
    """Which of the four corrections to the time law is the largest."""
    region = np.where(_wins(width, data), width.regime[None, :], data.regime[:, None] + 2)
    ends = [*_ends(width, data, 0.0), *_equal(width, data, width.sizes[-1])]
    names = ("width law", "$1/N$ term", "data law", "$1/P$ term")
    return _map("the largest excess over the time law", width, data, names, region, ends)


def _map(
    title: str,
    width: _Excess,
    data: _Excess,
    names: tuple[str, ...],
    region: NDArray[np.int_],
    curves: Sequence[Curve],
) -> Map:
    rows = tuple(tuple(map(int, row)) for row in region)
    axes = tuple(map(float, width.sizes)), tuple(map(float, data.sizes))
    return Map(title, "$N$", "$P$", *axes, names, rows, tuple(curves))


def _wins(width: _Excess, data: _Excess) -> NDArray[np.bool_]:
    """Where the width adds more than the data, rows of P and columns of N."""
    wins: NDArray[np.bool_] = width.exact[None, :] >= data.exact[:, None]
    return wins


def _equal(width: _Excess, data: _Excess, until: float) -> list[Curve]:
    """The curve on which the derived excesses are equal, up to some width."""
    falling = np.argsort(data.law)
    partner = np.exp(np.interp(np.log(width.law), np.log(data.law[falling]), _logs(data)[falling]))
    inside = (width.sizes <= until) & (width.law < data.law.max()) & (width.law > data.law.min())
    return [Curve.of("width excess = data excess", "limit", width.sizes[inside], partner[inside])]


def _ends(width: _Excess, data: _Excess, free: float) -> list[Curve]:
    """Where resolution ends, each line where its excess is larger than the other and than `free`.

    A resource whose excess has fallen below that before its resolution ends has no such line.
    """
    at_width = float(np.exp(np.interp(np.log(width.end), _logs(width), np.log(width.law))))
    at_data = float(np.exp(np.interp(np.log(data.end), _logs(data), np.log(data.law))))
    above = data.sizes[(data.law <= at_width) & (at_width >= free)]
    beside = width.sizes[(width.law <= at_data) & (at_data >= free)]
    return [
        Curve.of("end of resolution in width", "limit", [width.end] * len(above), above),
        Curve.of("end of resolution in data", "limit", beside, [data.end] * len(beside)),
    ]


def _logs(excess: _Excess) -> _Array:
    return np.log(excess.sizes)


def _excess(result: Result, n: Symbol, spectrum: PowerLaw, time: Expr, free: Expr) -> _Excess:
    terms = [result.formulas[L(n)], result.formulas[FIRST_ORDER[n]].subs(t, time) / n]
    end, rules = _boundaries(result, n, terms, time, float(free))
    sizes = _around(end, rules)
    coarse = np.geomspace(sizes[0], sizes[-1], 1 + int(_EACH * np.log10(sizes[-1] / sizes[0]) / 2))
    found = [abs(float(_loss(limited(n, spectrum, Float(size)), time) - free)) for size in coarse]
    value = np.exp(np.interp(np.log(sizes), np.log(coarse), np.log(found)))
    derived = np.array([_values(term, n, sizes) for term in terms])
    regime = np.abs(np.log(derived / value)).argmin(axis=0)
    law = np.where(sizes < end, derived[0], derived[1])
    return _Excess(n, sizes, value, regime, law, end, rules)


def _boundaries(
    result: Result, n: Symbol, terms: Sequence[Expr], time: Expr, free: float
) -> tuple[float, float]:
    """Where the law hands over to c(t)/n, and where what holds there falls below the time law."""
    guess = float(time ** result.formulas[Edges.TAKES_OVER[n]])
    below, above = _REACH
    grid = np.geomspace(max(1.0, guess / 10**below), guess * 10**above, _STEPS)
    law, fixed = (_values(term, n, grid) for term in terms)
    end = _nearest_crossing(grid, law / fixed, guess)
    return end, _nearest_crossing(grid, np.where(grid < end, law, fixed) / free, guess)


def _nearest_crossing(grid: _Array, ratio: _Array, guess: float) -> float:
    """Where a ratio passes through one, nearest to a guess; the guess where it does not."""
    places = np.flatnonzero(np.diff(np.sign(np.log(ratio))))
    if not len(places):
        return guess
    return float(min(grid[places], key=lambda size: abs(np.log(size / guess))))


def _around(*boundaries: float) -> _Array:
    first = max(2.0, min(boundaries) / 10**_BELOW)
    return np.geomspace(first, max(boundaries) * 10**_ABOVE, _FINE)


def _values(term: Expr, n: Symbol, sizes: _Array) -> _Array:
    """The size of a term A n^-r log(n)^j, in doubles."""
    with np.errstate(all="ignore"):
        values: _Array = np.abs(
            np.asarray(lambdify(n, term.evalf(_DIGITS), "numpy")(sizes), dtype=float)
        )
    if not (np.all(np.isfinite(values)) and np.all(values > 0)):
        raise InvalidProblemError(
            f"What {n} adds to the loss falls below the smallest double within the plane. Choose "
            "smaller powers or an earlier time."
        )
    return values


def _loss(model: Model, time: Expr) -> Expr:
    return Float(exact.test_loss(model, time, _DIGITS), _DIGITS)
