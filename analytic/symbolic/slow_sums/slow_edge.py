r"""The slope of the loss at the spectral edge against slow sums: N and P large at a fixed ratio.

    P = d(\kappa'),   d_2(\kappa) = edge(d(\kappa), N, P)

At two regularisers both sides are sums over modes, and N is what makes the second one the edge.
What powers of N/P and of y = d/P make of the slope must be approached as kappa' -> 0.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Float, Rational, solve

from analytic.notation import N, P, a, b, d, d_2, kappa, nu, primed, sigma2, w, w_2, y
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.mode_sums import DEFINITIONS
from analytic.symbolic.slow_sums.slow_bottleneck import sum_over_modes

__all__ = ["distances"]

_POINT: Mapping[Expr, Expr] = {a: Rational(2), b: Rational(3, 2)}
_REGULARISERS = tuple(Rational(1, 10**n) for n in (3, 4, 5))
_CLOSER = 3  # kappa'/kappa, so that N/P is of order one
_DIGITS = 30


def distances(rise: Expr, edge: Expr, share: Expr, spectrum: PowerLaw) -> tuple[Float, ...]:
    """How far the slope, in units of kappa' w', is from its scaling limit at ever larger P."""
    symbolic = bool((spectrum.a + spectrum.b).free_symbols)
    point = _POINT if symbolic else {}
    (width,) = solve(edge - d_2, N)
    return tuple(
        _distance(rise, width, share, spectrum.at(point), point, at) for at in _REGULARISERS
    )


def _distance(
    rise: Expr,
    width: Expr,
    share: Expr,
    spectrum: PowerLaw,
    point: Mapping[Expr, Expr],
    at: Expr,
) -> Float:
    closer = at / _CLOSER
    sums = {
        symbol: sum_over_modes(spectrum, DEFINITIONS[symbol], closer) for symbol in (d, d_2, w, w_2)
    }
    ended, resolvent = (sum_over_modes(spectrum, DEFINITIONS[symbol], at) for symbol in (d, w))
    values = {**sums, kappa: closer, primed(kappa): at, primed(w): resolvent, P: ended, sigma2: 0}
    large = width.subs(values)
    slope = rise.subs(values).subs(N, large) / (at * resolvent)
    limit = share.subs(point).subs({nu: large / ended, y: sums[d] / ended})
    return Float(abs(slope - limit.evalf(_DIGITS)), 5)
