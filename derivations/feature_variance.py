r"""What draws of structured features change: the variance V_A of any projection, and its sums.

    V_A/g = \frac{(d - d_2) \varphi_2}{d^2 - d_2 \varphi_2},
    \varphi_2 = \sum_i (1 + x/g_i)^{-2},   g_i = i^{-c}/\sum_j j^{-c}

For c < 1 features are alike but for the first ones, which few of N have resolved.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sympy import (
    Expr,
    Function,
    Integer,
    Rational,
    factor,
    logcombine,
    powdenest,
    powsimp,
    simplify,
    solve,
)

from analytic.comparison.feature_variance import RANGES, Features, feature_exponent
from analytic.notation import V_A, N, c, d, d_2, g_1, g_w, kappa, l_N, phi_2, theta, u, w, w_2, y
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.quotient import cancel
from analytic.result import Statement
from analytic.stated import LEFT_OUT, Formulas
from analytic.symbolic.ensembles.ridge_parts import share_of_squares
from analytic.symbolic.mean_field.any_projection import due_to_features
from analytic.symbolic.mellin.expansion import expand, expand_image
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Resolvent

FLAT, UNEVEN, UNRESOLVED, STEEP = RANGES


class _Squares(NamedTuple):
    """The leading term of phi_2, and what is left out relative to it, up to constants."""

    leading: Expr
    left: Expr


def feature_variance(page: Page, spectrum: PowerLaw) -> Formulas:
    """V_A in the sums, and its leading terms for all c but 1, displayed."""
    exact = _exact(page)
    many, collision = _many(page)
    steep = page.show(
        phi_2,
        share_of_squares(PowerLaw(c, c)) * d,
        f"{STEEP}, $d$ large: a share of the features is resolved at every $d$",
        relation="~",
    )
    formulas = {V_A: exact, **collision}
    modes = cancel((exact / g_w).subs(d_2, share_of_squares(spectrum) * d))
    for where, squares in {**many, STEEP: _Squares(steep, (d / N) ** (c - 1))}.items():
        share = modes if where == STEEP else modes.diff(phi_2).subs(phi_2, 0) * phi_2
        share = page.show(
            V_A / g_w,
            powdenest(factor(cancel(share.subs(phi_2, squares.leading))), force=True),
            f"{where}, $d$ large",
            relation="~",
        )
        sizes = share.subs(g_1, formulas[g_1]).subs(d, N**theta)
        exponent = factor(powsimp(-N * sizes.diff(N) / sizes))
        page.show(V_A / g_w, N**-exponent, "$d asymp N^theta$", relation="asymp")
        formulas |= {
            Features.SHARE.of(where): share,
            LEFT_OUT.of(where): 1 / d + squares.left,
            Features.POWER.of(where): exponent,
        }
    return formulas


def feature_statements(formulas: Formulas) -> Mapping[str, Statement]:
    """The exponents of V_A/g in N where d is a power of N."""
    return {
        f"exponent of $V_A/g$, {where}": Statement(
            formulas[Features.POWER.of(where)],
            "its amplitude",
            observable=feature_exponent(where),
            variable=N,
        )
        for where in RANGES
    }


def _exact(page: Page) -> Expr:
    """V_A in the sums over modes and features."""
    page.show(g_w, kappa * (w - kappa * w_2), "the slope of $kappa w$ in $log(kappa)$")
    any_projection = page.show(
        V_A, due_to_features(), "a penalty, $P = oo$, any $D_N$: the loss above the squared bias"
    )
    place = Function("x")(d)
    response = d * place
    slope = -(response.diff(d) / response).subs(place.diff(d), -place / (d - phi_2))
    slope = page.show(
        l_N,
        factor(cancel(slope)),
        "$D_N = d x$, $dx/dd = -x/(d - phi_2)$, $phi_2$ the sum over features of "
        "$(g_i/(g_i + x))^2$",
    )
    return page.show(V_A, factor(cancel(any_projection.subs(l_N, slope))), "so, for any features")


def _many(page: Page) -> tuple[Mapping[str, _Squares], Formulas]:
    """phi_2 of many features with c < 1, and on c = 1/2."""
    ranks, squares = (
        HarmonicSum(Integer(1), Integer(0), c, Resolvent(Integer(1), Integer(n)), y) for n in (1, 2)
    )
    (largest,) = solve(_many_features(ranks, 1 / (1 + u)) * y * g_1 - 1, g_1)
    page.show(g_1, largest, "$c < 1$: the largest $g_i$, of sum one", relation="~")
    page.show(y, 1 / (d * g_1), "$x/g_1$, as $D_N -> 1$ for $d << N$", relation="~")
    flat, uneven = (_many_features(squares, power) for power in (1 / (2 + u), (1 + u) / (2 + u)))
    beyond = expand(squares, "infinity", 1).sum
    found = {
        FLAT: _Squares(flat, uneven / flat + beyond / flat),
        UNEVEN: _Squares(uneven, flat / uneven + 1 / uneven),
        UNRESOLVED: _Squares(beyond, flat / beyond + 1 / y),
    }
    reasons = (
        "no feature is resolved, and all of them count",
        "the first features are resolved",
        "no feature is resolved, and the first of them count",
    )
    for (where, one), reason in zip(found.items(), reasons, strict=True):
        page.show(phi_2, one.leading, f"{where}: {reason}", relation="~")
    edge = expand_image(squares.subs({c: Rational(1, 2)}).up_to(N), y, "infinity", 1).sum
    edge = factor(logcombine(edge, force=True))
    page.show(phi_2, edge, "on $c = 1/2$ the poles collide, $N^(1/2) << d << N$", relation="~")
    scale = {y: 1 / (d * g_1)}
    in_size = {
        where: _Squares(one.leading.subs(scale), (one.left + d**-1 * one.leading).subs(scale))
        for where, one in found.items()
    }
    return in_size, {g_1: largest, Features.APART: flat + uneven, Features.ON_EDGE: edge}


def _many_features(squares: HarmonicSum, power: Expr) -> Expr:
    """The leading term of a sum over N features, N large, where c is in a range by a letter."""
    expansion = expand_image(squares.subs({c: power}).up_to(N), y, "infinity", 1)
    (term, _), front = expansion.series(1 / y, -1).leading
    (letter,) = solve(power - c, u)
    return simplify((front * y**-term).subs(u, letter))
