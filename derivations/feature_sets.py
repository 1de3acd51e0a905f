r"""Sets of modes: kernels of activations, and the eigenvalue of features for every set.

    \mu_S = \sum_m h_m^2 F^{(m)}(0),
    F(y) = \prod_{k \in S} \sinh(p_k y) \prod_{k \notin S} \cosh(p_k y)

For random features of [maloney2022solvable] with rows of random signs, exactly. Of rows with normal
entries the spectrum is that of another average, known in closed form for linear features.
"""

from itertools import count

from sympy import (
    Derivative,
    Expr,
    Integral,
    Product,
    Sum,
    cosh,
    diff,
    exp,
    factorial,
    gammasimp,
    integrate,
    limit,
    oo,
    pi,
    simplify,
    sinh,
    sqrt,
)

from analytic.comparison.hermite_kernels import OfActivation
from analytic.notation import (
    F,
    K_m,
    Lambda,
    M,
    f,
    h_m,
    j,
    k,
    kappa_phi,
    lambda_k,
    m,
    mu_S,
    p_k,
    phi,
    rho_z,
    s_k,
    u,
    y,
    z_u,
)
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.problem.activations import Activation
from analytic.stated import Formulas
from analytic.symbolic.features.hermite import Hermite, hermite


def show_kernel(page: Page, activation: Activation) -> Formulas:
    """The Hermite series of an activation, displayed, and the derivative for a set of modes."""
    page.show(phi(z_u), activation.formula, "the activation")
    if activation.order is None:
        return _show_integrals(page, activation)
    series, name = hermite(activation), activation.name
    shift = Derivative(f(y), (y, series.order)).doit()
    page.show(shift, series.shifted, "$f(y)$, the mean of $phi(z_u + y)$: its derivatives end here")
    known: Formulas = {}
    if series.rate != 0:
        for order, mean in enumerate(series.low):
            page.show(h_m**2, mean**2 / factorial(order), f"$m = {order}$")
        half = (m - series.order) / 2
        known[OfActivation.SQUARE.of(name)] = page.show(
            h_m**2,
            gammasimp(series.square(half)),
            f"derivatives at zero, $m = {series.order}$ and every second order further",
        )
    kernel = page.show(
        kappa_phi(rho_z),
        series.kernel,
        "summed: the mean of $phi(z_u) phi(z_v)$ at covariance $rho$",
    )
    new = _first_beyond(series)
    slope = page.show(
        Derivative(kappa_phi(rho_z), (rho_z, new)),
        series.derivative(new),
        f"the first order above one that is there: sets of ${new}$ modes",
    )
    return {
        **known,
        OfActivation.KERNEL.of(name): kernel,
        OfActivation.DERIVATIVE.of(new, name): slope,
    }


def _show_integrals(page: Page, activation: Activation) -> Formulas:
    """The Hermite coefficients of an activation without a closed kernel, as integrals."""
    phi_u = activation.formula
    odd = simplify(phi_u + phi_u.subs(z_u, -z_u)) == 0
    shifted = Integral(phi_u * Derivative(normal_density(), (z_u, m)), (z_u, -oo, oo))
    page.show(
        f(y),
        Integral(phi_u.subs(z_u, z_u + y) * normal_density(), (z_u, -oo, oo)),
        "the mean of $phi(z_u + y)$",
    )
    weight = page.show(
        h_m,
        (-1) ** m * shifted / sqrt(factorial(m)),
        "its derivative of order $m$ at zero, by parts: there is no closed form"
        + ("; zero for even $m$" if odd else ""),
    )
    page.show(kappa_phi(rho_z), Sum(h_m**2 * rho_z**m, (m, 0, oo)), "summed")
    return {OfActivation.WEIGHT.of(activation.name): weight}


def normal_density() -> Expr:
    """The density of a preactivation."""
    return exp(-(z_u**2) / 2) / sqrt(2 * pi)


def _first_beyond(series: Hermite) -> int:
    """The lowest degree above one in the kernel."""
    return next(i for i in count(2) if series.derivative(i).subs(rho_z, 0) != 0)


def show_sets(page: Page) -> None:
    """The eigenvalue of a set of modes, and what it is for far modes, displayed."""
    page.show(
        p_k, lambda_k / Lambda, "$Lambda$ is the sum of all $lambda_k$: $u$ is signs over its root"
    )
    of_sign = {sign: exp(sign * p_k * y) / 2 for sign in (1, -1)}
    inside = (of_sign[1] - of_sign[-1]).rewrite(sinh).simplify()
    outside = (of_sign[1] + of_sign[-1]).rewrite(cosh).simplify()
    page.show(
        F(y),
        Product(inside, (k, 1, m)) * Product(outside, (k, m + 1, M)),
        "the mean over signs of $exp(rho y)$ times the signs of $m$ modes, here the first. The "
        "kernel of two rows depends on products of their signs alone: products of signs over a set "
        "of modes are its eigenfunctions",
    )
    page.show(
        mu_S,
        Sum(h_m**2 * Derivative(F(y), (y, m)), (m, 0, oo)),
        "the eigenvalue of the set, at $y = 0$. Taking off the mean of every feature leaves out "
        "$m = 0$, which counts for the empty set alone",
    )
    far = limit(inside / outside / p_k, p_k, 0) * p_k
    page.show(
        F(y),
        Product(far, (k, 1, m)) * Product(outside, (k, 1, M)),
        "far modes: $p_k$ small",
        relation="~",
    )
    page.show(
        mu_S,
        K_m * Product(far / y, (k, 1, m)),
        "$K_m$ is the mean over signs of the derivative of $k_phi$ of order $m$ at the sum of all "
        "$p_k$ with signs",
        relation="~",
    )


def show_normal_rows(page: Page, spectrum: PowerLaw) -> Expr:
    """The eigenvalues of linear features whose rows have normal entries, displayed."""
    one = integrate(exp(-u * z_u**2) * normal_density(), (z_u, -oo, oo))
    squared = simplify(-diff(one, u) / one)
    of_mode = {number: spectrum.scale * number**-spectrum.b for number in (j, k)}
    others = Product(one.subs(u, y * of_mode[j]), (j, 1, M))
    own = of_mode[k] * squared.subs(u, y * of_mode[k])
    return page.show(
        s_k,
        Integral(own * others, (y, 0, oo)),
        "normal entries in the place of signs, $phi(z_u) = z_u$: the mean share of a mode in "
        "$u^T Lambda u$, by that of $exp(-y u^T Lambda u)$. Other spectra of normal rows are "
        "measured only",
    )
