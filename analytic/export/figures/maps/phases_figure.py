r"""Phases of power laws: which exponent rules in which part of the (a, b) plane.

A map for every law with regimes. Colours are the regimes of the derived law, evaluated on the
plane; dashed lines its boundaries, where two of its powers are the same and a logarithm appears.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Symbol, lambdify, latex, together

from analytic.errors import InvalidProblemError
from analytic.export.figures.panel import Curve, Figure, Map
from analytic.law import Law
from analytic.notation import a, b
from analytic.result import Result

__all__ = ["phases_figure"]

_SOURCES, _CAPACITIES = (1.0, 8.0), (1.0, 3.0)  # the ends of a and of b
_POINTS = 141
_COLUMNS = 2

_Array = NDArray[np.float64]


def phases_figure(results: Sequence[Result]) -> Figure:
    """The maps of those results whose law has more than one regime.

    Raises    InvalidProblemError where none has.
    """
    laws = {result.title: result.law for result in results if result.law is not None}
    maps = tuple(_map(title, law) for title, law in laws.items() if len(law.regimes) > 1)
    if not maps:
        raise InvalidProblemError(
            "No law has more than one regime, so there is no plane to divide. Give results with "
            "regimes, as the width-limited loss has."
        )
    title = r"Which exponent rules: target $c_k = k^{-a}$, spectrum $\lambda_k = k^{-b}$"
    return Figure("phases", title, maps, min(_COLUMNS, len(maps)))


def _map(title: str, law: Law) -> Map:
    sources, capacities = (np.linspace(*ends, _POINTS + 1)[1:] for ends in (_SOURCES, _CAPACITIES))
    plane = np.meshgrid(sources, capacities)
    region = np.full(plane[0].shape, -1)
    inside = {regime: _values(regime.condition, plane).astype(bool) for regime in law.regimes}
    regimes = sorted(inside, key=lambda regime: np.mean(plane[0][inside[regime]]))
    for number, regime in enumerate(regimes):
        region[inside[regime]] = number
    while np.any(region < 0):  # a boundary belongs to no open regime: to that on its left
        region = np.where(region < 0, np.roll(region, 1, axis=1), region)
    return Map(
        title=title,
        x="$a$",
        y="$b$",
        columns=tuple(map(float, sources)),
        rows=tuple(map(float, capacities)),
        names=tuple(_name(law, regime.exponent) for regime in regimes),
        region=tuple(tuple(map(int, row)) for row in region),
        curves=tuple(_boundary(edge, capacities) for edge in law.boundaries),
        scale="linear",
    )


def _name(law: Law, exponent: Expr) -> str:
    """The power that rules: N^-b."""
    return f"${latex(law.variable ** together(-exponent), fold_short_frac=True)}$"


def _boundary(edge: Expr, capacities: _Array) -> Curve:
    """A boundary a = f(b) within the plane."""
    sources = _values(edge.rhs, [capacities, capacities], (b, a))
    inside = (sources >= _SOURCES[0]) & (sources <= _SOURCES[1])
    label = f"${latex(edge.lhs)} = {latex(edge.rhs)}$"
    return Curve.of(label, "limit", sources[inside], capacities[inside])


def _values(
    formula: Expr, plane: Sequence[_Array], letters: tuple[Symbol, Symbol] = (a, b)
) -> _Array:
    found = lambdify(letters, formula, "numpy")(*plane)
    return np.broadcast_to(np.asarray(found), plane[0].shape)
