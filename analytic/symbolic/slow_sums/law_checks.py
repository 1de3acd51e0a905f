r"""Laws held against the slow sum: (sum - law) / remainder must stay bounded over decades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from sympy import Expr, Float, Integer, Rational, Symbol, ceiling, log

from analytic.notation import a, b
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.slow_sums.numeric import rescaled, value

__all__ = ["Comparison", "worst_remainder"]

_POWERS = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(9, 5), b: Rational(4, 3)},
    {a: Integer(3), b: Rational(5, 2)},
)
_DECADES = tuple(Integer(10) ** n for n in range(1, 5))
_DIGITS = 20  # of the ratio; the bounds it is held against are known to two


class Comparison(NamedTuple):
    """A rescaled remainder, the bound it is held against, and the point it was taken at."""

    ratio: Float
    bound: Float
    point: Mapping[Expr, Expr]

    @property
    def within(self) -> bool:
        """Whether the remainder is as small as claimed; a ratio that is no number is not."""
        return bool(abs(self.ratio) <= self.bound)


def worst_remainder(
    sums: tuple[HarmonicSum, ...],
    leading: Expr,
    correction: Expr,
    scale: Expr,
    bound: Expr,
    variable: Symbol,
) -> Comparison:
    """The largest |sum - leading - correction| / scale relative to its bound, over all examples."""
    law = leading + correction
    found = []
    for point in _examples(law, variable):
        lost = ceiling(log(abs(leading / scale), 10).subs(point).evalf(5))
        digits = _DIGITS + max(0, int(lost))
        ratio = rescaled(sums, law, scale, point, digits)
        found.append(Comparison(Float(ratio, _DIGITS), Float(value(bound, point, 15)), point))
    return max(found, key=lambda one: abs(one.ratio) / one.bound)


def _examples(law: Expr, variable: Symbol) -> Iterator[dict[Expr, Expr]]:
    """Three spectra over four decades for a symbolic law, 3/2 for every symbol but a and b."""
    free = sorted(law.free_symbols - {variable}, key=str)
    for powers, size in product(_POWERS if free else _POWERS[:1], _DECADES):
        yield {**{symbol: powers.get(symbol, Rational(3, 2)) for symbol in free}, variable: size}
