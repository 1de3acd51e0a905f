r"""A bottleneck law that is good through the boundaries on which its powers collide.

    L(n) = F(\kappa, d, w, ...),   d = C \kappa^{-p} + d_0 + O(\kappa),
    \kappa = (C/(n - d_0))^{1/p}

The residues of the target's sum are taken together, so that nothing blows up where zeta's pole
meets one of Gamma's string. From half way to the first of these that is not kept it is left out.
"""

from typing import NamedTuple

from sympy import Add, Expr, Gt, Integer, Lt, Not, Piecewise, Rational, Symbol
from sympy.logic.boolalg import Boolean

from analytic.notation import c_k, d, kappa
from analytic.problem import PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.mellin.coalescence import kept_poles, residues
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, mode_sums, series_of_sums
from analytic.symbolic.series.order import canonical, denested, is_positive
from analytic.symbolic.series.resonances import solved

_TERMS = 2  # of Gamma's string


class JointForm(NamedTuple):
    """The loss in kappa with all kept poles as one term, and kappa in the resource."""

    in_kappa: Expr
    regulariser: Expr

    @property
    def loss(self) -> Expr:
        """The loss as a function of the resource, relative error O(kappa)."""
        return self.in_kappa.subs(kappa, self.regulariser)


def near_boundary(loss: Expr, spectrum: PowerLaw, resource: Symbol) -> JointForm:
    r"""The loss by its leading poles together, finite where they collide.

        L(n) = F(\kappa, d, w, ...),   \kappa = (C/(n - d_0))^{1/p}

    C and d_0 are the leading terms of d at small kappa.
    """
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
    """A sum by the residues of all kept poles, zeta's among them up to where Gamma's end."""
    of_zeta, of_gamma = kept_poles(part, "zero", _TERMS)
    together = residues.of(part, [of_zeta, *of_gamma])
    left = cancel(of_zeta - of_gamma[-1]) + Rational(1, 2)
    if not left.free_symbols:
        return together
    apart = Add(*(residues.of(part, [pole]) for pole in of_gamma))
    return Piecewise((together, Not(_is_negative(left))), (apart, True))


def _is_negative(distance: Expr) -> Boolean:
    """Where a distance of two poles has changed its sign.

    >>> from analytic.notation import a, b
    >>> _is_negative((b + 1 - a) / b + Rational(1, 2))
    a > 3*b/2 + 1
    """
    zero = solved(distance)
    if zero is None:
        return distance < 0
    falls = is_positive(canonical(-distance.diff(zero.lhs)))
    return (Gt if falls else Lt)(*zero.args)
