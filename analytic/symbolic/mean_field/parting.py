r"""How to part a fixed N P with the best penalty, at large N and P.

    L = \kappa w S(x, y),   x = d/N,   y = d/P,   \kappa w \propto d^{-\rho}

At fixed N and P the best d has x S_x + y S_y = \rho S, at fixed N P and d the best ratio has
x S_x = y S_y: both slopes of log S are \rho/2. Where that needs y > 1, the best penalty is zero.
"""

from functools import cache
from typing import NamedTuple

from sympy import Expr, Mul, Poly, factor, factor_list, fraction, resultant
from sympy.logic.boolalg import Boolean

from analytic.errors import require
from analytic.notation import N, P, d, d_2, kappa, w, w_2, x, y
from analytic.problem import PowerLaw
from analytic.quotient import cancel
from analytic.regions.chart import cut
from analytic.regions.curves import Point
from analytic.regions.description import described
from analytic.regions.inner_root import place_of
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums

_DIGITS, _STEPS = 30, 200


class Parting(NamedTuple):
    r"""L over kappa w in x = d/N and y = d/P; y by two slopes, and x where they agree.

        L = \kappa w S(x, y),   x S_x = y S_y,   2 y S_y = \rho S

    `share` is S, `at_ratio` and `at_penalty` are y by the two equations, `condition` vanishes at x.
    """

    share: Expr
    at_ratio: Expr
    at_penalty: Expr
    condition: Expr


@cache
def best_parting(loss: Expr, rate: Expr, spectrum: PowerLaw) -> Parting:
    r"""Where a loss without noise is least, a function of kappa, d, d_2, w, w_2; kappa w ~ d^-rate.

        x S_x = y S_y = \rho S/2,   L = \kappa w S(x, y),   x = d/N,   y = d/P

    Sums of squares are slopes of d and w, powers of kappa. Of x a polynomial vanishes.
    """
    (exponent, _), _ = series_of_sums(spectrum, 1, {d: DEFINITIONS[d]}).series[d].leading
    sums = {d_2: (1 + exponent) * d, w_2: (1 + rate * exponent) * w / kappa}
    share = factor(cancel(cancel(loss / (kappa * w)).subs(sums).subs({N: d / x, P: d / y})))
    in_x, in_y = (cancel(one * share.diff(one) / share) - rate / 2 for one in (x, y))
    at_ratio, at_penalty = (_apart_from_equal(slope) for slope in (in_x - in_y, in_y))
    apart = fraction(factor(cancel(at_ratio - at_penalty)))[0]
    condition = Mul(*(one for one, _ in factor_list(apart)[1] if one.has(x) and one != x))
    return Parting(share, factor(at_ratio), factor(at_penalty), condition)


def penalised(best: Parting, region: Boolean) -> Boolean:
    """Where in a region y is less than one, as far as the best penalty is not zero.

    It passes one where both slopes vanish at y = 1, at an x between 0 and 1.
    """
    slopes = [fraction(cancel(one - 1))[0] for one in (best.at_ratio, best.at_penalty)]
    ends = [one for slope in slopes for one in (slope.subs(x, 0), slope.subs(x, 1))]
    chart = cut(region, [resultant(*slopes, x), *ends])
    cells = [(point, _share_of_data(best, point) < 1) for point, inside in chart.cells if inside]
    return described(cells, chart.curves).as_boolean(lambda *_: True)


def _share_of_data(best: Parting, point: Point) -> Expr:
    """y at the one x between 0 and 1 at which both slopes vanish."""
    place = place_of(point)
    roots = Poly(best.condition.subs(place), x).nroots(_DIGITS, _STEPS)
    inside = [one for one in roots if one.is_real and 0 < one < 1]
    require(
        len(inside) == 1,
        f"{len(inside)} roots of {best.condition} are between 0 and 1 at {place}. State a problem "
        "with one.",
    )
    return best.at_ratio.subs(place).subs(x, inside[0])


def _apart_from_equal(slope: Expr) -> Expr:
    """y where a slope vanishes: its one linear factor, apart from y = x, where N = P."""
    factors = (one for one, _ in factor_list(fraction(cancel(slope))[0])[1] if one.has(y))
    (linear,) = (one for one in factors if cancel(one / (x - y)).free_symbols)
    front, rest = Poly(linear, y).all_coeffs()
    return -rest / front
