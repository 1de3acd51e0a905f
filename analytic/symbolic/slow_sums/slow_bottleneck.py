r"""Bottleneck laws against slow sums: the loss and the resource at one and the same regulariser.

    n = d(\kappa),   L = F(\kappa, d, w, ...)

At a given kappa both are sums over modes, so no equation has to be solved: the law at n = d(kappa)
must be the loss there, up to its remainder.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Float

from analytic.law import Law
from analytic.notation import d, kappa
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, mode_sums
from analytic.symbolic.slow_sums.numeric import numeric

__all__ = ["rescaled_remainder", "sum_over_modes"]

_DIGITS = 30


def rescaled_remainder(
    loss: Expr, law: Law, spectrum: PowerLaw, point: Mapping[Expr, Expr], at: Expr
) -> Float:
    """The error of a law in the resource over its remainder, at the regulariser kappa = `at`."""
    numbers = spectrum.at(point)
    values = {
        symbol: sum_over_modes(numbers, summand, at)
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
