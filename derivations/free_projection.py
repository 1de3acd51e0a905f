r"""Free projections: A enters the mean field through the S-transform of K_A = A^T A/N alone.

    \kappa D_N(d) D_P(d) = s,   D_N(d) = 1/S_A(-d/M)

[atanasov2024scaling] has ridge regression by S-transforms. New here: two-point functions of any
D_N, both ends of training, one number to first order, the table of D_N, and where it fails.
"""

from collections.abc import Mapping

from sympy import (
    Derivative,
    Expr,
    Integral,
    Sum,
    exp,
    factorial,
    integrate,
    log,
    oo,
    pi,
    solve,
    sqrt,
)

from analytic.comparison.free_projections import FreeProjection, free_projection_checks
from analytic.comparison.projections import D_N_GONE, D_P_GONE
from analytic.notation import (
    C_0,
    C_1,
    D_N,
    D_P,
    S_A,
    S_K,
    D_at,
    G_Lambda,
    L,
    M,
    N,
    S_Lambda,
    d,
    gamma_R,
    h,
    j,
    k,
    kappa,
    l_N,
    lambda_k,
    n,
    p,
    psi_A,
    psi_K,
    psi_Lambda,
    s,
    s2,
    sigma2,
    sigma2_A,
    u,
    x,
    x_j,
    z,
)
from analytic.page import Page
from analytic.problem.field_equations import ANY_PROJECTION
from analytic.quotient import cancel
from analytic.result import Result
from analytic.stated import Formula, Formulas
from analytic.symbolic.mean_field.any_projection import at_rank, beyond_data, penalised
from analytic.symbolic.mean_field.keystone import outer
from analytic.symbolic.mean_field.s_transform import (
    gaussian,
    projector,
    response,
    skip_connection,
    structured,
    two_layers,
)
from analytic.symbolic.mean_field.two_point import solution
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "free-projection",
    240,
    "Free projections",
    "$M$, $N$, $P$ large in proportion; $K_A$ asymptotically free of the covariance",
    law=False,
)


def derive() -> Result:
    r"""What every free projection has in common, and D_N of the kinds that there are.

        \kappa D_N(d) D_P(d) = s,   D_N(d) = 1/S_A(-d/M)

    [atanasov2024scaling]; [voiculescu1987multiplication] for products, [dozier2007] for the skip.
    """
    page = page_under(
        HEADING,
        statement="Where $K_A = A^T A/N$ is free of the covariance, a projection enters the mean "
        "field through one function, $D_N(d)$, which its eigenvalues decide. With a rank below $P$ "
        "the end of training knows the rank alone; otherwise it knows the slope of $log(D_N)$ at "
        "$d = P$. To first order every projection is a Gaussian one, of another width.",
        source="atanasov2024scaling, ridge by free products; voiculescu1987multiplication; "
        "dozier2007; new: two-point functions of any $D_N$, both ends, layers, features and skip "
        "connections, hashing",
        problem="$K$ is $K_A$ times the covariance of the samples, $K_A$ of mean eigenvalue one",
    )
    _show_transform(page)
    common = _show_losses(page)
    kinds: Formulas = {kind: _show_kind(page, *found) for kind, found in _kinds().items()}
    _show_normalisation(page)
    return result_under(
        HEADING,
        page,
        formulas={**common, **kinds, **_show_hashing(page)},
        checks=free_projection_checks(),
    )


def _show_transform(page: Page) -> None:
    """D_N as the S-transform of F."""
    page.show(
        psi_A(z),
        Sum(z * x_j / (1 - z * x_j), (j, 1, M)) / M,
        "moments of the eigenvalues $x_j$ of $K_A$",
    )

    def transform(point: Expr) -> Expr:
        return (1 + p) / p * point

    page.show(
        S_A(p),
        transform(z),
        "a transform that free products multiply, at $psi_A(z) = p$",
    )
    of_product, of_covariance = -D_P / s, -1 / kappa
    page.show(
        psi_K(of_product),
        -d / M,
        "given $K_A$ the samples are Gaussian and leave $s/D_P$ of $s$: $d$ is the trace of "
        "$K_A Lambda/(K_A Lambda + s/D_P)$",
    )
    page.show(psi_Lambda(of_covariance), -d / M, "the covariance alone has that trace at $kappa$")
    page.show(
        S_K(p),
        S_A(p) * S_Lambda(p),
        "$K_A$ free of $Lambda$: transforms multiply; that resolvents have the mean "
        "$kappa/(kappa + Lambda)$ follows from freeness too",
        heuristic=True,
    )
    quotient = cancel(transform(of_product) / transform(of_covariance))
    page.show(S_A(-d / M), quotient, "hence, at $p = -d/M$")
    frequency = solution(ANY_PROJECTION).one_point.frequency
    page.show(s, frequency, "the field equations with $D_N$ left open")
    (memory,) = solve(frequency - s, D_N)
    page.show(D_N, cancel(memory * quotient) / S_A(-d / M), "the two together")


def _show_losses(page: Page) -> Formulas:
    """The two-point functions and both ends of training."""
    one, solved = solution(ANY_PROJECTION)
    of_training, losses = outer(solved, one)
    page.show(h, of_training, "solved with $D_N$ left open: nothing else has changed")
    page.show(C_1, losses[C_1], "the keystone, for any projection")
    page.show(C_0 + sigma2 / (s * s2), losses[C_0] + sigma2 / (s * s2), "the same over both $D_P$")
    page.show(
        l_N,
        -Derivative(log(D_at(d)), d),
        "the one number of $D_N$ that losses know beside $kappa$",
    )
    ridge = page.show(
        L(gamma_R) + sigma2, penalised(), "ridge: the diagonal $s = s' = gamma_R$, $kappa$ there"
    )
    narrow = page.show(
        L(oo) + sigma2,
        at_rank(),
        "no penalty, $D_N = 0$ first: $l_N$ diverges there, and the rank alone matters",
    )
    wide = page.show(
        L(oo) + sigma2,
        beyond_data(),
        "no penalty, $D_P = 0$ first: $l_N$ at $d = P$ matters",
    )
    return {
        FreeProjection.PENALTY: ridge,
        D_N_GONE: narrow,
        D_P_GONE: wide,
    }


def _kinds() -> Mapping[Formula, tuple[Expr, str]]:
    """S-transforms by kind, and where each comes from."""
    return {
        FreeProjection.ORTHOGONAL: (
            projector(N, M),
            "orthonormal rows: two eigenvalues, $0$ and $M/N$",
        ),
        FreeProjection.GAUSSIAN: (
            gaussian(N, M),
            "Gaussian: $N$ free projectors of rank one, whose $p$ at equal $p S(p)$ add up",
        ),
        FreeProjection.LAYERS: (
            two_layers(),
            "two Gaussian layers: the eigenvalues of the second one among $N_1$, not $M$",
        ),
        FreeProjection.CORRELATED: (
            structured(),
            "correlated features, of eigenvalues $g_i$ with sum one: $g_i/(g_i + x)$ has sum $d$",
        ),
        FreeProjection.SKIP: (
            skip_connection(),
            "$I + epsilon W$: of the resolvent's quadratic equation the root that vanishes at $p$",
        ),
    }


def _show_kind(page: Page, s_of: Expr, why: str) -> Expr:
    """The S-transform and D_N of one kind of projection."""
    page.show(S_A(p), s_of, why)
    return page.show(D_N, response(s_of), "at $p = -d/M$")


def _show_hashing(page: Page) -> Formulas:
    """One entry a column: the trace as it is, and the eigenvalues that would decide it if free."""
    share = M / N
    moments = page.show(
        psi_A(z),
        Sum(exp(-share) * share**n / factorial(n) * z * n / (1 - z * n), (n, 0, oo)) / share,
        "hashing, one entry a column: a neuron adds up $n$ modes, $n$ a Poisson variable",
    )
    trace = page.show(
        d,
        N * (1 - s * Integral(exp(-s * u - G_Lambda(u) / N), (u, 0, oo))),
        "its trace, $G_Lambda(u)$ the sum of $1 - e^(-u lambda_k)$: not what freeness makes of "
        "$psi_A$, so $K_A$ is not free",
    )
    return {FreeProjection.MOMENTS: moments, FreeProjection.TRACE: trace}


def _show_normalisation(page: Page) -> None:
    """How little unit variances change: by as much as norms vary."""
    fourth = 2 * integrate(x**4 * exp(-(x**2) / 2), (x, 0, oo)) / sqrt(2 * pi)
    modes = (k, 1, M)
    page.show(
        sigma2_A,
        (fourth - 1) * Sum(lambda_k**2, modes) / Sum(lambda_k, modes) ** 2,
        "normalisation layers: the variance over neurons of what they are divided by, its mean "
        "one, and alike over samples. Of $r$ copies of every mode it is $1/r$ of that, so the mean "
        "field does not change; at $20$ modes, $N = 8$, $P = 12$ the loss does",
    )
