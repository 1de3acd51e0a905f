r"""Bottleneck laws against slow sums: the loss and the resource at one and the same regulariser.

    n = d(\kappa),   L = F(\kappa, d, w, ...)

At a given kappa both are sums over modes, so no equation has to be solved: the law at n = d(kappa)
must be the loss there, up to its remainder.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sympy import Expr, Float, Integer, Rational

from analytic.law import Law
from analytic.notation import a, b, d, kappa
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, mode_sums
from analytic.symbolic.slow_sums.numeric import numeric

__all__ = ["Remainder", "largest_remainder", "sum_over_modes"]

_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(9, 5), b: Rational(4, 3)},
    {a: Rational(16, 5), b: Rational(3, 2)},
    {a: Rational(24, 5), b: Rational(3, 2)},
)
_REGULARISERS = (Rational(1, 10**3), Rational(1, 10**5))
_DIGITS = 30


class Remainder(NamedTuple):
    """The law's error over its remainder at a larger and a smaller kappa, at one point."""

    near: Float
    far: Float
    point: Mapping[Expr, Expr]

    @property
    def growth(self) -> Float:
        """How much the rescaled remainder grows: a bounded one does not, a wrong term does."""
        return self.far / self.near


def largest_remainder(loss: Expr, law: Law, spectrum: PowerLaw) -> Remainder:
    """The rescaled remainder of a law in the resource that grows most, over several spectra."""
    symbolic = bool((spectrum.a + spectrum.b).free_symbols)
    found = []
    for point in _POINTS if symbolic else ({},):
        near, far = (_rescaled(loss, law, spectrum.at(point), point, x) for x in _REGULARISERS)
        found.append(Remainder(near, far, point))
    return max(found, key=lambda one: one.growth)


def _rescaled(
    loss: Expr, law: Law, spectrum: PowerLaw, point: Mapping[Expr, Expr], at: Expr
) -> Float:
    values = {
        symbol: sum_over_modes(spectrum, summand, at)
        for symbol, summand in DEFINITIONS.items()
        if symbol in loss.free_symbols | {d}
    }
    exact = loss.subs({**values, kappa: at}).evalf(_DIGITS)
    here = {**point, law.variable: values[d]}
    claimed = law.expansion.subs(here).evalf(_DIGITS)
    return Float(abs(exact - claimed) / law.remainder.subs(here).evalf(_DIGITS), 5)


def sum_over_modes(spectrum: PowerLaw, summand: Expr, at: Expr) -> Float:
    """A sum over modes at one kappa, by head and tail."""
    shift, parts = mode_sums(spectrum, summand)
    total = sum(Float(numeric(part, {kappa: at}, _DIGITS), _DIGITS) for part in parts)
    return total * at**shift
