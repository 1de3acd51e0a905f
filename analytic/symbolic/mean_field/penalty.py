r"""A penalty: the loss of ridge from one function of one frequency, and isotropic targets.

L(\gamma) = -\gamma^2 h'(\gamma)/D_P^2 - \sigma^2,   h = D_P (\kappa w + \sigma^2)/\gamma
"""

from functools import cache
from typing import NamedTuple

from sympy import Expr, Poly, factor, fraction, powsimp, simplify, solve

from analytic.notation import C_0, A_d, N, P, chi, d, d_2, kappa, s, s2, sigma2, w, w_2, z_star
from analytic.problem import FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.mean_field.final_value import along_the_diagonal, slope
from analytic.symbolic.mean_field.responses import Responses
from analytic.symbolic.mean_field.two_point import solution
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums

ISOTROPIC = {w: d, w_2: (d - d_2) / kappa}
"""What the sums with the target are where c_k = lambda_k."""


def ridge_loss(h: Expr, one: Responses) -> Expr:
    r"""The excess loss of ridge with penalty s, in kappa, d and w.

        L = -s^2 h'(s)/D_P^2 - \sigma^2

    `h` is the function of the keystone.
    """
    frequency, outer = (one.at_kappa(function) for function in (s, h))
    test = -(frequency**2) * slope(outer) / slope(frequency) / one.D_P**2
    return cancel(test - sigma2)


@cache
def loss_of_penalty(statement: FieldEquations) -> Expr:
    r"""The test loss of ridge, in kappa and the sums over modes.

        L(\gamma) = s s' C_0(s, s')   at s = s' = \gamma

    It is what the field equations say, without the keystone.
    """
    one_point, correlations = solution(statement)
    return along_the_diagonal(one_point.at_kappa(s * s2 * correlations.expanded[C_0]), d)


class Best(NamedTuple):
    r"""The best penalty where c_k = lambda_k = k^-b, at large N and P.

        L^* = \min_\gamma L(\gamma),   d(\kappa^*) = z/(1/N + 1/P)

    There `condition` vanishes, a polynomial in z with chi for `chi`, a function of N/P; `z` solves
    it. `loss` and `penalty` are functions of that z, to leading order, and of A_d, the `amplitude`
    of d(kappa). [maloney2022solvable].
    """

    amplitude: Expr
    dimension: Expr
    condition: Expr
    chi: Expr
    z: Expr
    loss: Expr
    penalty: Expr


@cache
def best_isotropic(loss: Expr, penalty: Expr, spectrum: PowerLaw) -> Best:
    r"""Where the loss without noise is least, a function of kappa, d, d_2, as the penalty is.

        d \log L/d \log \kappa = 0,   d ~ A_d \kappa^{-1/b},   d_2 = (1 - 1/b) d

    d(kappa) is a multiple of kappa^-1/b, so d_2 = d + kappa dd/dkappa is a multiple of d.
    """
    (exponent, _), amplitude = series_of_sums(spectrum, 1, {d: DEFINITIONS[d]}).series[d].leading
    rate, total = -1 / exponent, 1 / N + 1 / P
    dimension = z_star / total
    at = {d_2: (1 + exponent) * dimension, d: dimension}
    share = factor(cancel(loss / kappa).subs(at))
    above, below = fraction(share)
    log_slope = z_star * share.diff(z_star) / share + 1 / exponent
    quadratic = Poly(fraction(factor(log_slope))[0], z_star)
    one, linear, square = (quadratic.coeff_monomial(z_star**n) for n in range(3))
    condition = factor(one / linear) + z_star + chi * z_star**2
    reduced = Poly(below, z_star).rem(quadratic).as_expr()
    reduced_share = factor(total * above / reduced)
    return Best(
        amplitude,
        dimension,
        condition,
        factor(square / linear),
        _root_near_one(condition),
        A_d**rate * total ** (rate - 1) * powsimp(z_star**-rate * reduced_share),
        A_d**rate * total**rate * z_star**-rate * factor(cancel(penalty / kappa).subs(at)),
    )


def _root_near_one(condition: Expr) -> Expr:
    """The root that is finite at chi = 0, as the product of both over the other one."""
    product = condition.subs(z_star, 0) / chi
    other = next(root for root in solve(condition, z_star) if not root.limit(chi, 0).is_finite)
    return simplify(product / other)
