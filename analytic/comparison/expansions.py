"""What an expansion leaves of a quantity at near and at far sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sympy import Expr, Symbol

from analytic.comparison.comparators import Curve, Left
from analytic.comparison.numbers import evaluated

__all__ = ["curve"]

_BOUND_DIGITS = 15


def curve(
    value: Callable[[Expr], Expr],
    stated: tuple[Expr, Expr],
    variable: Symbol,
    sizes: tuple[Sequence[Expr], Sequence[Expr]],
    *,
    where: str = "",
    digits: int = 20,
    noise: float | Expr = 0,
) -> Curve:
    """What `stated`, an expansion and its error, leaves of a value at near sizes and at far ones.

    The expansion is evaluated to so many digits; `noise` is that of a value, relative to it.
    """
    expansion, error = stated

    def left(size: Expr) -> Left:
        found, at = value(size), {variable: size}
        off = abs(found - evaluated(expansion, at, digits))
        return Left(off, abs(evaluated(error, at, _BOUND_DIGITS)), abs(found) * noise)

    near, far = ([left(size) for size in some] for some in sizes)
    return Curve(where, near, far)
