r"""Phases of power laws: which exponent rules in which part of the (a, b) plane.

A map for every law with regimes, and for every budget C = N t with phases. Colours are the regimes
of the derived law, evaluated on the plane; dashed lines its boundaries, where two of its powers are
the same.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sympy import Eq, Expr, Symbol, lambdify, latex, together
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.export.figures.panel import Curve, Figure, Map
from analytic.law import Law
from analytic.notation import C, a, b
from analytic.symbolic.frontier.phases import Phases

_SOURCES, _CAPACITIES = (1.0, 8.0), (1.0, 3.0)  # the ends of a and of b
_POINTS = 141
_COLUMNS = 2
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_CROWDED = 1.5  # points of a boundary crowd near the top of the plane, where its name stands

_Array = NDArray[np.float64]


def phases_figure(laws: Mapping[str, Law], budgets: Mapping[str, Phases] | None = None) -> Figure:
    """The maps of those laws, by title, that have more than one regime, and of phases on a budget.

    Raises    InvalidProblemError where there is none.
    """
    maps = [_map(title, law) for title, law in laws.items() if len(law.regimes) > 1]
    maps += [_map_of_phases(title, found) for title, found in (budgets or {}).items()]
    if not maps:
        raise InvalidProblemError(
            "No law has more than one regime, so there is no plane to divide. Give laws with "
            "regimes, as the width-limited loss has."
        )
    title = r"Which exponent rules: target $c_k = k^{-a}$, spectrum $\lambda_k = k^{-b}$"
    return Figure("phases", title, tuple(maps), min(_COLUMNS, len(maps)))


def _map(title: str, law: Law) -> Map:
    names = {regime.condition: _name(law.variable, regime.exponent) for regime in law.regimes}
    return _plane(title, names, tuple(law.boundaries))


def _map_of_phases(title: str, found: Phases) -> Map:
    """In every phase the least loss; in the title, which terms rule in turn."""
    numbers = dict(zip(_ROMAN, found.phases, strict=False))
    names = {
        phase.condition: f"{number}\n{_name(C, phase.rate, short=False)}"
        for number, phase in numbers.items()
    }
    terms = [
        f"{number}: {', '.join(map(_term_name, phase.names))}" for number, phase in numbers.items()
    ]
    return _plane(f"{title}\n{'; '.join(terms)}", names, found.edges)


def _plane(title: str, names: Mapping[Boolean, str], edges: Sequence[Eq]) -> Map:
    """The plane with a name wherever its condition holds, from small a to large."""
    sources, capacities = (np.linspace(*ends, _POINTS + 1)[1:] for ends in (_SOURCES, _CAPACITIES))
    plane = np.meshgrid(sources, capacities)
    region = np.full(plane[0].shape, -1)
    inside = {condition: _values(condition, plane).astype(bool) for condition in names}
    conditions = sorted(inside, key=lambda condition: np.mean(plane[0][inside[condition]]))
    for number, condition in enumerate(conditions):
        region[inside[condition]] = number
    while np.any(region < 0):  # a boundary belongs to no open regime: to that on its left
        region = np.where(region < 0, np.roll(region, 1, axis=1), region)
    return Map(
        title=title,
        x="$a$",
        y="$b$",
        columns=tuple(map(float, sources)),
        rows=tuple(map(float, capacities)),
        names=tuple(names[condition] for condition in conditions),
        region=tuple(tuple(map(int, row)) for row in region),
        curves=tuple(_boundary(edge) for edge in edges),
        scale="linear",
    )


def _term_name(name: str) -> str:
    """F_pp as mathematics."""
    letter, _, index = name.partition("_")
    return f"${letter}_{{{index}}}$"


def _name(variable: Symbol, exponent: Expr, short: bool = True) -> str:
    """The power that rules: N^-b; a fraction on one line, or on two where there is little room."""
    return f"${latex(variable ** together(-exponent), fold_short_frac=short)}$"


def _boundary(edge: Eq) -> Curve:
    """A boundary a = f(b) within the plane."""
    (low, high), count = _CAPACITIES, _POINTS
    capacities = high - (high - low) * np.linspace(1, 0, count) ** _CROWDED
    sources = _values(edge.rhs, [capacities, capacities], (b, a))
    inside = (sources >= _SOURCES[0]) & (sources <= _SOURCES[1])
    label = f"${latex(edge.lhs)} = {latex(edge.rhs)}$"
    return Curve.of(label, "limit", sources[inside], capacities[inside])


def _values(
    formula: Expr, plane: Sequence[_Array], letters: tuple[Symbol, Symbol] = (a, b)
) -> _Array:
    found = lambdify(letters, formula, "numpy")(*plane)
    return np.broadcast_to(np.asarray(found), plane[0].shape)
