r"""Resolution-limited: the distance to the nearest sample on a manifold, and losses that follow it.

    E[r_1^n] = (n/d_M) u_1^{-n/d_M} B(n/d_M, P + 1) ~ \Gamma(1 + n/d_M) (V/(v_d P))^{n/d_M}

with u_1 = v_d/V the share of a ball of radius one. A loss that grows as r^n with the distance falls
as P^{-n/d_M}: n = 1 for Lipschitz losses, 2 for piecewise constant and 4 for piecewise linear
interpolation. Theorems 2 and 3 of [bahri2024explaining]; new here: the amplitudes.
"""

from collections.abc import Sequence

from sympy import (
    Expr,
    diff,
    expand,
    log,
    powsimp,
    simplify,
)

from analytic.comparison.resolution_limited import Neighbours, resolution_checks
from analytic.notation import (
    Delta_L,
    G_f,
    L,
    P,
    d_M,
    degree,
    mean,
    n,
    r_1,
    r_P,
    u_1,
    v_d,
    volume,
    x,
)
from analytic.page import Page
from analytic.result import Result, Statement
from analytic.symbolic.mellin.unseen import unseen
from derivations.headings import Heading
from derivations.linear_interpolation import show_linear
from derivations.under_heading import page_under, result_under
from derivations.unit_ball import show_ball

HEADING = Heading(
    "resolution-limited",
    350,
    "Resolution-limited loss",
    "points drawn uniformly from a closed manifold of dimension $d_M$; $P$ large",
    law=False,
)

PAPER = "bahri2024explaining"


def derive() -> Result:
    r"""Moments of the distance to the nearest sample, and the losses that they decide.

        E[r_1^n] = \int_0^\infty n r^{n-1} (1 - F(r))^P dr

    F is the share of a ball of radius r. [bahri2024explaining], theorems 2 and 3.
    """
    page = page_under(
        HEADING,
        statement="A loss that grows as the distance to the nearest sample to the power $n$ falls "
        "as $P^(-n/d_M)$, with the dimension $d_M$ of the manifold, not that of the space around "
        "it, and with an amplitude of which the manifold gives its volume alone.",
        source=f"{PAPER}, theorems 2, 3; new: amplitudes, a remainder",
        problem="the distance $r_1$ to the nearest of $P$ samples",
    )
    moment, law = _moments(page)
    constant = _constant(page, law)
    linear = show_linear(page)
    exponents = _exponents(page, law)
    statements = _statements(exponents)
    return result_under(
        HEADING,
        page,
        formulas={
            Neighbours.MOMENT: moment,
            Neighbours.MANY: law,
            Neighbours.CONSTANT: constant,
            **linear,
        },
        statements=statements,
        checks=resolution_checks(),
    )


def _moments(page: Page) -> tuple[Expr, Expr]:
    """Moments of the distance in flat space, and their law, displayed."""
    show_ball(page)
    page.show(u_1, v_d / volume, "its share of the volume; of a small ball it is $u_1 r_1^d_M$")
    inner = (x / u_1) ** (1 / d_M)
    density = powsimp(inner.diff(x) * n * inner ** (n - 1), force=True)
    power = expand(_slope(density, x) + 1)
    front = simplify(density / x ** (power - 1))
    moment = page.show(
        mean(r_1**n),
        powsimp(front) * unseen(power).whole,
        "none of $P$ samples is within $r_1$ with the probability $(1 - u_1 r_1^d_M)^P$: the "
        "integral of $n r_1^(n - 1)$ times that, in $x = u_1 r_1^d_M$",
        relation="~",
    )
    _, first, second = unseen(power)
    amplitude = simplify(front * first * P**power)
    reason = "$P$ large: $(1 - x/P)^P$ is $exp(-x)$"
    law = page.show(mean(r_1**n), amplitude * P**-power, reason, relation="~")
    typical = P ** (-1 / d_M)
    page.show(
        Delta_L / mean(r_1**n),
        typical**2 + P ** _slope(second / first, P),
        "left out: a curved manifold changes small balls by $r^2$, and the next power",
        heuristic=True,
        relation="O",
    )
    return moment, law


def _constant(page: Page, law: Expr) -> Expr:
    """The squared loss of the nearest sample's label."""
    page.show(
        L(P),
        G_f / d_M * mean(r_1**2),
        "piecewise constant interpolation: each of $d_M$ directions, all alike, has its share of "
        "the mean squared gradient $G$",
        heuristic=True,
        relation="~",
    )
    return page.show(L(P), G_f / d_M * law.subs(n, 2), "put in", relation="~")


def _exponents(page: Page, law: Expr) -> tuple[Expr, ...]:
    """The powers of P of losses of every order, and of interpolations of every degree."""
    falls = page.show(r_P, simplify(-_slope(law, P)), "a loss of order $n$ in the distance")
    order = page.show(
        n, 2 * (degree + 1), "squared loss, polynomials of degree $q$ interpolated", True
    )
    by_degree = page.show(L(P), P ** -falls.subs(n, order), "of them", relation="asymp")
    constant, linear = (-_slope(by_degree.subs(degree, one), P) for one in (0, 1))
    return falls, falls.subs(n, 1), constant, linear


def _slope(function: Expr, variable: Expr) -> Expr:
    """The power of a variable in a function."""
    return simplify(variable * diff(log(function), variable))


def _statements(exponents: Sequence[Expr]) -> dict[str, Statement]:
    """The exponents that the claims speak of."""
    of_order, lipschitz, constant, linear = exponents
    one, two = "the amplitude", "the amplitudes for one and two dimensions"
    rows = {
        "a Lipschitz loss": (lipschitz, one),
        "a loss of order $n$": (of_order, one),
        "piecewise constant interpolation": (constant, one),
        "piecewise linear interpolation": (linear, two),
    }
    return {f"exponent of {name}": Statement(*row, variable=P) for name, row in rows.items()}
