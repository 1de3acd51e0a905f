r"""Feature learning: a wide two-layer linear network, both of whose layers are trained.

    u^2 = 1 + \gamma_0^2 \sum_k y_k^2,   v_k = w*_k - u y_k,   dy_k/dt = u \lambda_k v_k

[bordelon2024feature]. The kernel u^2 + \gamma_0^2 y y^T grows with what is learned; where the
target has infinite norm, r_t = (a - 1)/b < 1, it grows as a power of time and the loss falls as
t^{-2 r_t/(1 + r_t)}. New here: the network solved by one function u for every spectrum and time,
amplitudes, the profile of the modes, the logarithm at r_t = 1, the compute rule where a > b + 1.
Features that are learned one by one, [ren2025emergence].
"""

from collections.abc import Mapping

from sympy import (
    Add,
    Derivative,
    Expr,
    Integral,
    Piecewise,
    Sum,
    beta,
    diff,
    exp,
    expand,
    expand_log,
    fraction,
    gamma,
    hyper,
    integrate,
    oo,
    pi,
    powdenest,
    powsimp,
    simplify,
    sin,
    solve,
    sqrt,
    together,
    zeta,
)

from analytic.comparison.feature_learning import feature_checks
from analytic.notation import (
    R_A,
    R_AT,
    I_Phi,
    J_Phi,
    L,
    M,
    Phi,
    a,
    b,
    gamma_0,
    k,
    lambda_k,
    nu,
    r_t,
    r_w,
    r_wT,
    s,
    t,
    tau,
    tau_1,
    u,
    u_oo,
    v,
    v_L,
    v_LT,
    w_star,
    x,
    y_k,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.result import Result, Statement
from derivations.features_one_by_one import one_by_one
from derivations.headings import Heading
from derivations.learning_exponents import fall_of, learning_exponents
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "feature-learning",
    355,
    "Feature learning",
    "$N = P = infinity$, population gradient flow from a readout of zero; for laws $lambda_k = "
    "k^-b$, $c_k = k^-a$, $t$ large",
    law=False,
)

PAPER = "bordelon2024feature"
NO_WIDTH = (
    "a law in the width while features are learned, with digits: the page assumes the plateau of "
    "features that stay"
)
AMPLITUDE = "amplitudes on both sides, the logarithm at $a = b + 1$"


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """The network in one function of time, its laws in time, and what they are worth in compute."""
    page = page_under(
        HEADING,
        statement="A two-layer linear network whose features are learned has a kernel that grows "
        "with the norm of what it has learned. A target of infinite norm, $a < b + 1$, is learned "
        "as $t^(-2 r_t/(1 + r_t))$ instead of $t^(-r_t)$, $r_t = (a - 1)/b$; one of finite norm "
        "$u_oo^2$ times faster, with the same exponent.",
        source=f"{PAPER}; ren2025emergence; new: the solution at every time, amplitudes, the "
        "compute rule for $a > b + 1$",
        problem="$f = w^T A psi/(gamma_0 N)$, $w$ and $A$ trained, $w(0) = 0$, $A$ normal",
    )
    formulas = _network(page) | _hard(page) | _easy(page)
    found = learning_exponents(page, formulas, spectrum, statement)
    single = one_by_one(page)
    statements = _statements(found) | single.statements
    return result_under(
        HEADING,
        page,
        formulas=formulas | single.formulas,
        statements=statements,
        checks=feature_checks(),
    )


def _network(page: Page) -> dict[str, Expr]:
    """The layers, what they conserve, and the modes, displayed."""
    slopes = {
        r_w: gamma_0 * R_A * v_L,
        r_wT: gamma_0 * v_LT * R_AT,
        R_A: gamma_0 * r_w * v_LT,
        R_AT: gamma_0 * v_L * r_wT,
    }
    for layer in (r_w, R_A):
        page.show(
            Derivative(layer, t),
            slopes[layer],
            "readout and first layer in the frame of the first features, which are orthonormal in "
            "a wide network; $z$ has the components $lambda_k v_k$",
        )
    page.show(
        Derivative(R_A * R_AT - r_w * r_wT, t),
        expand(_along(R_A, R_AT, slopes) - _along(r_w, r_wT, slopes)),
        "no change",
    )
    page.show(R_A * R_AT, 1 + r_w * r_wT, "as it was at first")
    kernel = page.show(
        u**2,
        1 + gamma_0**2 * Sum(y_k**2, (k, 1, M)),
        "its one eigenvalue other than 1, which is that of the transposed product, too; the "
        "eigenvector there is $gamma_0 y_k$",
    )
    error = page.show(v, w_star - u * y_k, "the error: $u y_k$ is what is learned")
    slope = page.show(
        Derivative(y_k, t),
        u * lambda_k * v,
        "the kernel is $u^2$, and more along what is learned: one function for all modes",
    )
    page.show(Derivative(tau, t), u**2, "a time in which the modes are linear")
    page.show(
        y_k,
        lambda_k * w_star * Integral(exp(-lambda_k * (tau - tau_1)) / u, (tau_1, 0, tau)),
        "solved, $u$ at $tau_1$",
    )
    return {"u^2": kernel, "dy/dt": slope.subs(v, error), "v": error}


def _along(first: Expr, second: Expr, slopes: dict[Expr, Expr]) -> Expr:
    """The slope of a product of matrices."""
    return slopes[first] * second + first * slopes[second]


def _hard(page: Page) -> dict[str, Expr]:
    """Targets of infinite norm, displayed: the kernel's power, the profile, the loss."""
    page.show(r_t, (a - 1) / b, "of the loss $sum_k c_k exp(-2 lambda_k tau)$, in $tau$")
    norm = page.show(
        u**4,
        gamma_0**2 * _in_front(b - a) * I_Phi,
        "$r_t < 1$: $u^4 ~ gamma_0^2 sum_k (u y_k)^2$, the norm of what is learned, with $u y_k = "
        "w^*_k Phi(lambda_k tau)$; the sum over $k$ is an integral in $x = lambda_k tau$",
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
    return {"nu": growth, "Phi": profile} | _integrals(page) | _hard_loss(page, norm)


def _in_front(power: Expr) -> Expr:
    r"""What stands before the integral over x = \lambda_k \tau of a sum of k^power times f(x)."""
    place = (tau / x) ** (1 / b)
    density = -(place**power) * diff(place, x)
    return simplify(density.subs({x: 1, a: 1 + b * r_t}))


def _integrals(page: Page) -> dict[str, Expr]:
    """The integrals of the profile and its square."""
    first = integrate(x**s * exp(-x), (x, 0, oo), conds="none")
    image = first * beta(-s, 1 - nu).rewrite(gamma)
    page.show(
        Integral(x ** (s - 1) * Phi(x), (x, 0, oo)),
        image,
        "first in $x$, $Gamma(s + 1) (1 - u)^(-s - 1)$, and then in $u$, Euler's integral",
    )
    terms = (
        sin(pi * nu) * _alternating(nu, 2 - nu - r_t),
        -sin(pi * (nu + r_t)) * _alternating(nu + r_t, 2 - nu),
    )
    square = page.show(
        I_Phi,
        gamma(1 - nu) ** 2 * Add(*terms) / sin(pi * r_t),
        "the integral of $x^(r_t - 2) Phi(x)^2$, by Parseval's theorem: residues at $n$ and $r_t + "
        "n$ for $n >= 0$",
    )
    left = page.show(
        J_Phi,
        -image.subs(s, r_t) - nu * I_Phi,
        "that of $x^(r_t - 1) (1 - Phi(x))^2$: minus the transform at $r_t$, and by parts, the "
        "slope of $Phi$ being $1 - Phi + nu Phi/x$",
    )
    return {"I": square, "J": left}


def _alternating(top: Expr, bottom: Expr) -> Expr:
    r"""The sum of (-1)^n \Gamma(top + n)/\Gamma(bottom + n) over n."""
    return gamma(top) / gamma(bottom) * hyper([1, top], [bottom], -1)


def _hard_loss(page: Page, norm: Expr) -> dict[str, Expr]:
    """The time, and the loss in it."""
    kernel = powdenest(sqrt(norm), force=True)
    power = together(1 + fall_of(kernel, tau))
    above, below = fraction(power)
    passed = page.show(t, below * tau / (above * kernel), "$dt = u^-2 dtau$", relation="~")
    reached = (t / passed.subs(tau, 1)) ** (1 / power)
    in_tau = J_Phi * _in_front(-a)
    page.show(L(t), in_tau, "the loss $sum_k c_k (1 - Phi(lambda_k tau))^2$", relation="~")
    law = page.show(
        L(t),
        powsimp(in_tau.subs(tau, reached)),
        "put in: faster, as the kernel grows",
        relation="~",
    )
    return {"t of tau": passed, "L, a < b + 1": law}


def _easy(page: Page) -> dict[str, Expr]:
    """Targets of finite norm, and the boundary."""
    _, end = solve(x * (x - 1) - gamma_0**2 * zeta(a - b), x)
    page.show(
        u_oo**2,
        end,
        "$r_t > 1$: at the end all is learned, $u^2 (u^2 - 1) = gamma_0^2 zeta(a - b)$",
    )
    free = integrate(x ** (r_t - 1) * exp(-2 * x), (x, 0, oo)) * _in_front(-a)
    law = page.show(
        L(t), free.subs(tau, u_oo**2 * t), "there $nu = 0$ and $tau ~ u_oo^2 t$", relation="~"
    )
    edge = page.show(
        u**4,
        gamma_0**2 * expand_log(integrate(1 / x, (x, 1, tau ** (1 / b)))),
        "$r_t = 1$: $sum_k 1/k$ up to $k = tau^(1/b)$, the modes that are learned",
        relation="~",
    )
    slow = sqrt(edge).subs(tau, t)
    page.show(
        L(t),
        simplify(free.subs(r_t, 1).subs(tau, slow * t)),
        "as $log(tau) ~ log(t)$",
        relation="~",
    )
    return {"u_oo^2": Piecewise((end, a > b + 1)), "L, a > b + 1": law}


def _statements(found: Mapping[str, Expr]) -> dict[str, Statement]:
    """The exponents that the claims speak of."""
    return {
        "exponent of $L(t)$ with feature learning": Statement(
            found["chi"], AMPLITUDE, found["chi shown"]
        ),
        "exponent of $L^*(C)$ with feature learning": Statement(None, NO_WIDTH),
    }
