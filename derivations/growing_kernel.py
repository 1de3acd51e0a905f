r"""Targets of infinite norm: a kernel that grows with what is learned, and the loss that it leaves.

    u^2 = K \tau^{2 \nu} (1 + \epsilon \tau^{-2 \nu}),   \nu = (1 - r_t)/4,
    L(t) = [J_\Phi \tau^{-r_t} - \epsilon J_\Phi^\mu \tau^{-r_t - 2 \nu}]/b,
    \tau = [K (1 - 2 \nu) t]^{1/(1 - 2 \nu)}

A second term of the kernel is fed back by the first one, which is positive: no power of \tau solves
the linear equation for it alone.
"""

from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integral,
    Piecewise,
    beta,
    diff,
    exp,
    fraction,
    gamma,
    integrate,
    oo,
    powdenest,
    powsimp,
    simplify,
    solve,
    sqrt,
    together,
)

from analytic.comparison.feature_learning import Learning
from analytic.notation import (
    Delta_L,
    I_Phi,
    J_Phi,
    L,
    Phi,
    a,
    b,
    delta_L,
    epsilon,
    gamma_0,
    marked,
    mu,
    nu,
    r_t,
    s,
    t,
    tau,
    tau_1,
    u,
    x,
    z,
)
from analytic.page import Page
from analytic.stated import REMAINDER, Formulas
from analytic.symbolic.mellin.coalescence import image_of
from analytic.symbolic.mellin.products import integral_of_product

I_MU, J_MU, PHI_MU = (marked(one, mu) for one in (I_Phi, J_Phi, Phi))


class Growing(NamedTuple):
    """The loss in time with its next term and what that leaves out, and formulas of the page."""

    leading: Expr
    formulas: Formulas


def growing_kernel(page: Page) -> Growing:
    """The kernel's power, the profile of the modes, the loss and its next term, displayed."""
    page.show(r_t, (a - 1) / b, "that of fixed features")
    norm = page.show(
        u**4,
        gamma_0**2 * in_front(b - a) * I_Phi,
        "$r_t < 1$: $u^4/gamma_0^2$ is the norm of what is learned, the sum of $(u y_k)^2$ over "
        "$k$ with $u y_k = w^*_k Phi(lambda_k tau)$; it is an integral in $x = lambda_k tau$",
        heuristic=True,
        relation="~",
    )
    (growth,) = solve(4 * nu + fall_of(norm, tau), nu)
    growth = page.show(nu, simplify(growth), "so $u$ is of the order $tau^nu$")
    profile = page.show(
        Phi(x),
        x * Integral(exp(-x * (1 - u)) * u**-nu, (u, 0, 1)),
        "put into the solution; it exceeds 1 by $nu/x$ for large $x$, as $u$ grows on",
    )
    page.show(PHI_MU(x), profile.subs(nu, mu), "the same for a term of $1/u$ of another power")
    integrals = _integrals(page)
    passed, leading = _loss(page, norm)
    second = _next_term(page, norm, passed, leading)
    values = {**second, **integrals, mu: 3 * growth, nu: growth}
    stated: Formulas = {Learning.HARD: leading + Delta_L, REMAINDER.of(Learning.HARD): delta_L}
    return Growing(
        leading,
        {
            nu: growth,
            Learning.PROFILE: profile,
            Learning.TIME: passed,
            **{
                name: Piecewise((in_exponents(one, values), a < b + 1))
                for name, one in stated.items()
            },
        },
    )


def in_exponents(formula: Expr, values: dict[Expr, Expr]) -> Expr:
    """A formula with its letters put in, in a and b."""
    for letter, value in values.items():
        formula = formula.subs(letter, value)
    return formula.subs(r_t, (a - 1) / b)


def fall_of(law: Expr, variable: Expr) -> Expr:
    """The exponent with which a law falls."""
    return simplify(-variable * diff(powsimp(law), variable) / law)


def _integrals(page: Page) -> dict[Expr, Expr]:
    """The integrals of products of the profiles, displayed."""
    first = integrate(x**s * exp(-x), (x, 0, oo), conds="none")
    image = page.show(
        Integral(x ** (s - 1) * Phi(x), (x, 0, oo)),
        first * beta(-s, 1 - nu).rewrite(gamma),
        "first in $x$, $Gamma(s + 1) (1 - u)^(-s - 1)$, and then in $u$, Euler's integral",
    )
    own = image_of(image.subs(s, z))
    assert own is not None
    found: dict[Expr, Expr] = {}
    for product, left, power in ((I_Phi, J_Phi, nu), (I_MU, J_MU, mu)):
        other = image_of(image.subs({s: z, nu: power}))
        assert other is not None
        below = "" if power == nu else "^mu"
        found[product] = page.show(
            product,
            integral_of_product(own, other, r_t - 1),
            f"the integral of $x^(r_t - 2) Phi(x) Phi{below}(x)$, by Parseval's theorem: residues "
            "at $n$ and $r_t + n$ for $n >= 0$",
        )
        ends = Add(*(-image.subs({s: r_t, nu: one}) for one in (nu, power))) / 2
        by_parts = (r_t - 1 + nu + power) / 2 * product
        found[left] = page.show(
            left,
            ends + by_parts.subs(r_t, 1 - 4 * nu).simplify(),
            f"that of $x^(r_t - 1) (1 - Phi(x)) (1 - Phi{below}(x))$: minus the mean of the "
            "transforms at $r_t$, and by parts, the slope of $Phi$ being $1 - Phi + nu Phi/x$",
        )
    return {**dict(reversed(found.items()))}


def _loss(page: Page, norm: Expr) -> tuple[Expr, Expr]:
    """The time, and the loss in it, displayed."""
    kernel = powdenest(sqrt(norm), force=True)
    power = together(1 + fall_of(kernel, tau))
    above, below = fraction(power)
    passed = page.show(t, below * tau / (above * kernel), "$dt = u^-2 dtau$", relation="~")
    in_tau = J_Phi * in_front(-a)
    page.show(L(t), in_tau, "the sum of $c_k (1 - Phi(lambda_k tau))^2$ over $k$", relation="~")
    law = page.show(
        L(t),
        powsimp(in_tau.subs(tau, (t / passed.subs(tau, 1)) ** (-1 / fall_of(passed, tau)))),
        "put in: faster, as the kernel grows",
        relation="~",
    )
    return passed, law


def _next_term(page: Page, norm: Expr, passed: Expr, leading: Expr) -> dict[Expr, Expr]:
    """The second terms of the kernel and of the loss, and what they leave out, displayed."""
    kernel = powdenest(sqrt(norm), force=True)
    small = tau ** (-2 * nu)
    page.show(
        u**2,
        kernel * (1 + epsilon * small),
        "what is the norm is $u^4 - u^2$; so $u y_k ~ w^*_k [Phi - epsilon tau^(-2 nu) (Phi^mu - "
        "Phi)/2]$",
        relation="~",
    )
    page.show(mu, 3 * nu, "the power of the second term of $1/u$")
    balance = epsilon - 1 / kernel.subs(tau, 1) + epsilon * I_MU / I_Phi
    (second,) = solve(balance, epsilon)
    page.show(
        epsilon,
        second,
        "both sides of the equation of $u^2$ at this order; without the $1$ in it no power of "
        "$tau$ would solve it, as both integrals are positive",
    )
    later = epsilon * integrate(tau_1 ** (-4 * nu), (tau_1, 0, tau), conds="none")
    slower = -(1 - 4 * nu) * later / tau ** (1 - 2 * nu)
    change = simplify(slower - epsilon * small * (J_MU - J_Phi) / J_Phi)
    reached = (t / passed.subs(tau, 1)) ** (-1 / fall_of(passed, tau))
    in_time = change.subs(nu, (1 - r_t) / 4).subs(tau, reached)
    correction = powsimp(leading * in_time)
    gain = fall_of(in_time, t)
    rest = t ** -fall_of(leading, t) * (t ** (-2 * gain) + 1 / t)
    page.show(
        Delta_L,
        correction,
        "the loss at this order, less what is learned later as $dt = u^-2 dtau$; the order beyond, "
        "the sum less the integral, and where $t$ begins, are left out, with $log(t)$ at $r_t = "
        "1/3$",
        error=rest,
    )
    return {Delta_L: correction, epsilon: second, delta_L: rest}


def in_front(power: Expr) -> Expr:
    r"""What stands before the integral over x = \lambda_k \tau of a sum of k^power times f(x)."""
    place = (tau / x) ** (1 / b)
    density = -(place**power) * diff(place, x)
    return simplify(density.subs({x: 1, a: 1 + b * r_t}))
