"""Numbers of the exact witness put into formulas of the algebra."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sympy import Expr, Float, I


def to_sympy(number: Any, digits: int) -> Expr:
    """A real or complex mpmath number as a SymPy number of so many digits."""
    if hasattr(number, "_mpc_"):
        return Float(number.real, digits) + I * Float(number.imag, digits)
    return Float(number, digits)


def evaluated(formula: Expr, point: Mapping[Expr, Expr], digits: int) -> Expr:
    """A formula at a point, to so many digits."""
    return _number(formula.xreplace(dict(point)), digits)


@lru_cache(maxsize=2048)  # some integrals and special functions take a second
def _number(expression: Expr, digits: int) -> Expr:
    return expression.evalf(digits)


def relative_gap(value: Expr, reference: Expr) -> Expr:
    """|value - reference| / |reference|, or the plain distance from a reference of zero."""
    distance = abs(value - reference)
    return distance.evalf(5) if reference == 0 else (distance / abs(reference)).evalf(5)
