r"""N and P large at a fixed ratio: sums over modes as powers of the regulariser, d = y P, N = nu P.

    d = A \kappa^{e_d},   d_2 = (1 + e_d) d,   w = B \kappa^{e_w},   w - \kappa w_2 = (1 + e_w) w

with e_d = -1/b and e_w = (a-1)/b - 1: the powers of kappa that are not whole, from the tail of the
spectrum. Where w has a constant that is larger, a > b + 1, it drops out of differences of w.
"""

from __future__ import annotations

from typing import NamedTuple

from sympy import (
    Expr,
    cancel,
    factor,
    fraction,
    limit,
    oo,
    solve,
    together,
)

from analytic.errors import InvalidProblemError
from analytic.notation import N, P, d, d_2, kappa, nu, primed, sigma2, w, w_2, y
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.log_powers import LogPowers

__all__ = ["Tail", "edge_equation", "growth_at_edge", "rise_at_ratio", "tail", "unlimited_edge"]


class Tail(NamedTuple):
    """The powers of kappa of d and w, and their coefficients."""

    of_d: Expr
    of_w: Expr
    d: Expr
    w: Expr

    def power_of_regulariser(self, dimension: Expr, power: Expr) -> Expr:
        """A power of kappa where d has this value."""
        return (self.d / dimension) ** factor(-power / self.of_d)


def tail(spectrum: PowerLaw) -> Tail:
    """What the tail of a spectrum of powers makes of d and w.

    Raises    InvalidProblemError for a target of several powers.
    """
    sums = series_of_sums(spectrum, 1, {symbol: DEFINITIONS[symbol] for symbol in (d, w)}).series
    (of_d, in_d), (of_w, in_w) = (_resolved(sums[symbol]) for symbol in (d, w))
    return Tail(of_d, of_w, in_d, in_w)


def _resolved(series: LogPowers) -> tuple[Expr, Expr]:
    found = [(e, c) for (e, _), c in series.terms.items() if not e.is_integer]
    if len(found) != 1:
        raise InvalidProblemError(
            "The target has several powers of k, or one at which the powers of kappa collide. "
            "Choose one power, off a = b + 1 and a = 2 b + 1."
        )
    return found[0]


def edge_equation(edge: Expr, powers: Tail) -> Expr:
    """The polynomial in y = d/P that vanishes at the edge, from d_2 as a function of d there."""
    difference = ((1 + powers.of_d) * d - edge).subs({N: nu * P, d: y * P})
    numerator = factor(fraction(together(difference))[0])
    return numerator.as_independent(y, as_Add=False)[1]


def unlimited_edge(equation: Expr) -> Expr:
    """y at N = infinity."""
    (found,) = solve(limit(cancel(equation / nu), nu, oo), y)
    return factor(found)


def rise_at_ratio(rise: Expr, powers: Tail) -> Expr:
    """The slope at the edge over kappa w at s = 0, without noise, where N = nu P."""
    clean = rise.subs(sigma2, 0)
    first = clean.subs({w: 0, w_2: 0})
    own, other = (_share(part, powers) for part in (first, clean - first))
    return own + other * y ** factor(powers.of_w / powers.of_d)


def _share(part: Expr, powers: Tail) -> Expr:
    """A part of it without the powers of y that are not whole."""
    sums = {d_2: (1 + powers.of_d) * d, w_2: -powers.of_w * w / kappa}
    value = part.subs(sums).subs({w: primed(w)}).subs({d: y * P, N: nu * P})
    return factor(cancel(value / (primed(kappa) * primed(w))))


def growth_at_edge(growth: Expr, powers: Tail) -> Expr:
    """A product of sums at the edge over those at s = 0, where P is unlimited: d = N y."""
    sums = growth.subs({d_2: (1 + powers.of_d) * d, w_2: -powers.of_w * w / kappa})
    number = factor(sums.subs({w: primed(w), kappa: primed(kappa), d: N * y}))
    return number * y ** factor((1 + powers.of_w) / powers.of_d)
