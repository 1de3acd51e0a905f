r"""Feature learning: a wide two-layer linear network, both of whose layers are trained.

    u^2 = 1 + \gamma_0^2 \sum_k y_k^2,   v_k = w*_k - u y_k,   dy_k/dt = u \lambda_k v_k

[bordelon2024feature]. The kernel u^2 + \gamma_0^2 y y^T grows with what is learned; where the
target has infinite norm, r_t = (a - 1)/b < 1, it grows as a power of time and the loss falls as
t^{-2 r_t/(1 + r_t)}. New here: the network solved by one function u for every spectrum and time,
amplitudes, the profile of the modes, the logarithm at r_t = 1, the compute rule where a > b + 1.
Features that are learned one by one, [ren2025emergence].
"""

from sympy import (
    Derivative,
    Expr,
    Integral,
    Piecewise,
    Sum,
    exp,
    expand,
    expand_log,
    integrate,
    oo,
    simplify,
    solve,
    sqrt,
    zeta,
)

from analytic.comparison.feature_learning import Learning, LeastOnBudget, feature_checks
from analytic.comparison.measure import WIDTH_LIMITED
from analytic.notation import (
    R_A,
    R_AT,
    Delta_L,
    L,
    M,
    a,
    b,
    gamma_0,
    k,
    lambda_k,
    r_C,
    r_t,
    r_w,
    r_wT,
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
from analytic.stated import REMAINDER, Formulas
from derivations.features_one_by_one import one_by_one
from derivations.growing_kernel import fall_of, growing_kernel, in_exponents, in_front
from derivations.headings import Heading
from derivations.learning_exponents import Exponents, learning_exponents
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
AMPLITUDE = "amplitudes on both sides with what they leave out, the logarithm at $a = b + 1$"
PLATEAU = "that of fixed features at every $gamma_0$, amplitude and all"


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The network in one function of time, its laws in time, and what they are worth in compute.

        L = \sum_k \lambda_k v_k^2,   v_k = w^*_k - u y_k,   dy_k/dt = u \lambda_k v_k,
        u^2 = 1 + \gamma_0^2 \sum_k y_k^2

    [bordelon2024feature].
    """
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
    network, growing = _network(page), growing_kernel(page)
    easy, finite = _easy(page)
    found = learning_exponents(page, (growing.leading, easy), spectrum, statement)
    formulas = network | growing.formulas | finite | {r_C: found.compute}
    single = one_by_one(page)
    statements = _statements(found) | single.statements
    return result_under(
        HEADING,
        page,
        formulas=formulas | single.formulas,
        statements=statements,
        checks=feature_checks(),
        exponents={t: found.time},
    )


def _network(page: Page) -> Formulas:
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
    return {Learning.KERNEL: kernel, Learning.SLOPE: slope.subs(v, error), Learning.ERROR: error}


def _along(first: Expr, second: Expr, slopes: dict[Expr, Expr]) -> Expr:
    """The slope of a product of matrices."""
    return slopes[first] * second + first * slopes[second]


def _easy(page: Page) -> tuple[Expr, Formulas]:
    """Targets of finite norm, and the boundary, displayed: the law of the former, formulas."""
    _, end = solve(x * (x - 1) - gamma_0**2 * zeta(a - b), x)
    page.show(
        u_oo**2,
        end,
        "$r_t > 1$: at the end all is learned, $u^2 (u^2 - 1) = gamma_0^2 zeta(a - b)$",
    )
    free = integrate(x ** (r_t - 1) * exp(-2 * x), (x, 0, oo)) * in_front(-a)
    law = page.show(
        L(t), free.subs(tau, u_oo**2 * t), "there $nu = 0$ and $tau ~ u_oo^2 t$", relation="~"
    )
    rest = page.show(
        Delta_L,
        t ** -fall_of(law, t) * (t ** -fall_of(in_front(b - a), tau) + 1 / t),
        "the norm that is still to be learned, over modes with $lambda_k tau < 1$, and the early "
        "times of a smaller kernel, with $log(t)$ at $r_t = 2$",
        relation="O",
    )
    edge = page.show(
        u**4,
        gamma_0**2 * expand_log(integrate(1 / x, (x, 1, tau ** (1 / b)))),
        "$r_t = 1$: the sum of $1/k$ up to $k = tau^(1/b)$, the modes that are learned",
        relation="~",
    )
    slow = sqrt(edge).subs(tau, t)
    page.show(
        L(t),
        simplify(free.subs(r_t, 1).subs(tau, slow * t)),
        "as $log(tau) ~ log(t)$",
        relation="~",
    )
    page.show(
        Delta_L,
        (1 / (t * edge.subs(tau, t))).as_independent(t)[1],
        "$u^4 - u^2$ is the norm, $u^2$ of the order $sqrt(log(t))$",
        relation="O",
    )
    values = {u_oo: sqrt(end)}
    return law, {
        Learning.END: Piecewise((end, a > b + 1)),
        Learning.EASY: in_exponents(law, values),
        REMAINDER.of(Learning.EASY): in_exponents(rest, values),
    }


def _statements(found: Exponents) -> dict[str, Statement]:
    """The exponents that the claims speak of."""
    return {
        "exponent of $L(t)$ with feature learning": Statement(
            found.time, AMPLITUDE, found.shown, variable=t
        ),
        "exponent of $L(N)$ with feature learning": Statement(
            found.width, PLATEAU, found.width, WIDTH_LIMITED
        ),
        "exponent of $L^*(C)$ with feature learning": Statement(
            found.compute, shown=found.compute, observable=LeastOnBudget()
        ),
    }
