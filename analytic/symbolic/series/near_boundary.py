r"""A bottleneck law that is good through the boundary on which its two powers collide.

    L(n) = F(\kappa, d, w, ...),   d = C \kappa^{-p} + d_0 + O(\kappa),
    \kappa = (C/(n - d_0))^{1/p}

The two poles of the target's sum are kept together, so that nothing blows up where they meet. That
of zeta meets the next pole of Gamma's string too, which is kept for that reason, and is left out
from half way to the one after that.
"""

from __future__ import annotations

from typing import NamedTuple

from sympy import Add, Expr, Integer, Piecewise, Rational, Symbol

from analytic.notation import c_k, d, kappa
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.coalescence import coalescing, meeting_pole
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, mode_sums, series_of_sums
from analytic.symbolic.series.positive_powers import denested

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
    """A sum with the poles of zeta and of Gamma that meet first as one term, and the next."""
    near = meeting_pole(part, "zero", _TERMS)
    together = coalescing(part, "zero", near, _TERMS)
    if not together.distance.free_symbols:
        return together.sum
    of_gamma = Add(*expand(part, "zero", _TERMS).terms[1:])
    beyond = together.distance < Rational(1, 2) - _TERMS
    return Piecewise((of_gamma, beyond), (together.sum, True))
