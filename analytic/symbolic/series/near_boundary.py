r"""A bottleneck law that is good through the boundary on which its two powers collide.

    L(n) = F(\kappa, d, w, ...),   d = C \kappa^{-p} + d_0 + O(\kappa),
    \kappa = (C/(n - d_0))^{1/p}

The pole of zeta in the target's sum is joined to that pole of Gamma's string that it is next to, so
that nothing blows up where they meet: the residues are the same, and only their form changes half
way from one pole to the next. Before the first and beyond the last it stands by itself, and from
half way to the first that is not kept it is left out.
"""

from __future__ import annotations

from typing import NamedTuple

from sympy import Add, Expr, Gt, Integer, Lt, Not, Piecewise, Rational, Symbol
from sympy.logic.boolalg import Boolean

from analytic.notation import c_k, d, kappa
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.coalescence import coalescing, meeting_pole
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, mode_sums, series_of_sums
from analytic.symbolic.series.order import canonical, denested, is_positive
from analytic.symbolic.series.resonances import solved, without_zeros

__all__ = ["JointForm", "near_boundary"]

_TERMS = 2  # of Gamma's string


class JointForm(NamedTuple):
    """The loss in kappa with both poles as one term, and kappa in the resource."""

    in_kappa: Expr
    regulariser: Expr

    @property
    def loss(self) -> Expr:
        """The loss as a function of the resource, relative error O(kappa)."""
        return self.in_kappa.subs(kappa, self.regulariser)


def near_boundary(loss: Expr, spectrum: PowerLaw, resource: Symbol) -> JointForm:
    """The loss by its two leading poles together, finite where they collide."""
    needed = {symbol: DEFINITIONS[symbol] for symbol in loss.free_symbols & set(DEFINITIONS) | {d}}
    own = {symbol: summand for symbol, summand in needed.items() if not summand.has(c_k)}
    series = series_of_sums(spectrum, 1, own).series
    (exponent, _), front = series[d].leading
    constant = series[d].terms.get((Integer(0), 0), Integer(0))
    regulariser = denested((front / (resource - constant)) ** (-1 / exponent))
    sums = {symbol: one.expression for symbol, one in series.items()}
    for symbol in set(needed) - set(own):
        shift, parts = mode_sums(spectrum, needed[symbol])
        sums[symbol] = kappa**shift * Add(*map(_joined, parts))
    return JointForm(loss.subs(sums), regulariser)


def _joined(part: HarmonicSum) -> Expr:
    """A sum with zeta's pole and the pole of Gamma that it is next to as one term, by cases."""
    met = coalescing(part, "zero", meeting_pole(part, "zero", _TERMS), _TERMS)
    if not met.distance.free_symbols:
        return met.sum
    pairs = [coalescing(part, "zero", near, _TERMS) for near in range(_TERMS)]
    of_zeta, *of_gamma = map(without_zeros, expand(part, "zero", _TERMS).terms)
    return Piecewise(
        (Add(of_zeta, *of_gamma), Not(_reached(pairs[0].distance - 1))),
        *((pair.sum, Not(_reached(pair.distance))) for pair in pairs),
        (Add(*of_gamma), True),
    )


def _reached(distance: Expr) -> Boolean:
    """Where zeta's pole has come half way from one pole of Gamma to the next, at distance -1.

    >>> from analytic.notation import a, b
    >>> _reached((b + 1 - a) / b)
    a > 3*b/2 + 1
    """
    left = distance + Rational(1, 2)
    middle = solved(left)
    if middle is None:
        return left < 0
    falls = is_positive(canonical(-left.diff(middle.lhs)))
    return (Gt if falls else Lt)(*middle.args)
