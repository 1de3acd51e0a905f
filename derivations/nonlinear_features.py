r"""Nonlinear features: the spectrum of \phi(u . x) beyond the dimension of the data.

    \mu_S = E[k_\phi(\sum_k p_k \epsilon_k) \prod_S \epsilon_k] \sim K_m \prod_{k \in S} p_k,
    \mu_n \sim K_2 (\sum \lambda)^{-2} [\log n/(2 n)]^b,   M = \infty

Eigenvalues are products of m eigenvalues of the data, one for each set of m modes: the same power,
times logarithms. [maloney2022solvable] sees nonlinear features extend the power law. New here: the
spectrum of rows of random signs in closed form, the logarithms, and what a finite M makes of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from sympy import (
    Derivative,
    Expr,
    Integer,
    LambertW,
    Product,
    Rational,
    Sum,
    cbrt,
    cosh,
    diff,
    exp,
    expand_func,
    factor,
    gammasimp,
    limit,
    log,
    oo,
    powsimp,
    simplify,
    sinh,
    solve,
    sqrt,
)

from analytic.comparison.nonlinear_features import PAST, nonlinear_feature_checks
from analytic.notation import (
    K_1,
    F,
    K_m,
    Lambda,
    M,
    a,
    b,
    f,
    h_m,
    k,
    kappa_phi,
    lambda_k,
    m,
    mu_n,
    mu_S,
    n,
    n_m,
    nu,
    p_k,
    phi,
    r_n,
    rho_z,
    u,
    x,
    y,
    z_u,
)
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.problem.activations import Activation, Erf, ReLU
from analytic.result import Result, Statement
from analytic.symbolic.features.hermite import Hermite, hermite
from analytic.symbolic.features.products import leading_products, products, products_within
from derivations.claims import verdicts
from derivations.headings import Heading

__all__ = ["derive"]

HEADING = Heading(
    "nonlinear-features",
    194,
    "Nonlinear features",
    "rows $u$ of random signs with $u^T Lambda u = 1$, Gaussian data; far modes and large ranks "
    "for the laws",
    law=False,
)

SOURCE = "maloney2022solvable, section 2"
DEFAULT = PowerLaw(a, b)
ACTIVATIONS = (ReLU(), Erf())
PAIR = Integer(2)


def derive(spectrum: PowerLaw = DEFAULT, activations: Sequence[Activation] = ACTIVATIONS) -> Result:
    """The kernels of activations, the spectrum of their features, its law and where that ends."""
    page = Page(
        title=HEADING.title,
        statement="The covariance of features $phi(u x)$ of data with $M$ modes has an eigenvalue "
        "for every set of modes: about the product of the eigenvalues of the data in the set. "
        "Products of $m$ fall with the power of the data times a power of a logarithm.",
        source=f"{SOURCE}; new: the spectrum for random signs, logarithms, finite $M$",
        validity=HEADING.validity,
        problem="eigenvalues of the mean of $phi(z_u) phi(z_v)$ over $x$, with $z_u = u x$",
    )
    formulas: dict[str, Expr] = {}
    for activation in activations:
        formulas |= _kernel(page, activation)
    _sets(page)
    formulas |= _unlimited(page, spectrum)
    formulas |= _limited(page, spectrum)
    statements = _statements(formulas) if spectrum == DEFAULT else {}
    return Result(
        name=HEADING.name,
        title=page.title,
        page=page,
        formulas=formulas,
        judgements=verdicts(HEADING.name, statements),
        statements=statements,
        checks=nonlinear_feature_checks(activations),
        derive=derive,
    )


def _kernel(page: Page, activation: Activation) -> dict[str, Expr]:
    """The Hermite series of an activation, displayed, and the derivative for a set of modes."""
    series, name = hermite(activation), activation.name
    page.show(phi(z_u), activation.formula, "the activation")
    shift = Derivative(f(y), (y, series.order)).doit()
    page.show(shift, series.shifted, "$f(y)$, the mean of $phi(z_u + y)$: its derivatives end here")
    known = {}
    if series.rate != 0:
        half = (m - series.order) / 2
        known[f"h_m^2 of {name}"] = page.show(
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
        f"k(rho) of {name}": kernel,
        f"k^({new})(rho) of {name}": slope,
    }


def _first_beyond(series: Hermite) -> int:
    """The lowest degree above one in the kernel."""
    return next(i for i in count(2) if series.derivative(i).subs(rho_z, 0) != 0)


def _sets(page: Page) -> None:
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


def _unlimited(page: Page, spectrum: PowerLaw) -> dict[str, Expr]:
    """Ranks and eigenvalues of products of m eigenvalues of infinitely many, displayed."""
    level = _level(page, spectrum)
    many = page.show(
        n_m(x), leading_products(), "different numbers with a product up to $x$", relation="~"
    )
    found = {"n_m(x), M = oo": many}
    half = Rational(1, 2)
    for degree, poles, error in ((2, (Integer(1), half), cbrt(x)), (3, (Integer(1),), sqrt(x))):
        at = " and ".join(f"${pole}$" for pole in poles)
        number = products(degree, poles)
        page.show(n_m(x), number, f"$m = {degree}$: poles of the series at {at}", error=error)
        found[f"n_{degree}(x), M = oo"] = number
    bound = n / (many / x).subs(log(x), log(n))
    law = page.show(
        mu_n, level.subs(x, bound), "$log(x)$ is $log(n)$ to leading order", relation="~"
    )
    pairs = products(2).coeff(x) * x
    by_rank = solve(pairs - n, x, check=False)[0]
    sharp = page.show(
        mu_n,
        level.subs(m, PAIR).subs(x, by_rank),
        "$m = 2$: solved with the constant, for large $n$",
        relation="~",
    )
    slope = page.show(
        r_n, _slope(level, pairs), "the exponent between neighbouring ranks", relation="~"
    )
    return {**found, "mu_n, M = oo": law, "mu_n of pairs, M = oo": sharp, "r_n, M = oo": slope}


def _level(page: Page, spectrum: PowerLaw) -> Expr:
    """The eigenvalue of a set whose mode numbers have the product x."""
    of_mode = spectrum.scale * k**-spectrum.b / Lambda
    value = K_m * of_mode.subs(k, 1) ** m * x**-spectrum.b
    return page.show(mu_n, value, "far modes whose numbers have the product $x$", relation="~")


def _slope(level: Expr, count: Expr) -> Expr:
    """Minus the slope of log mu in log n along x."""
    return simplify(-diff(log(level), x) * count / diff(count, x))


def _limited(page: Page, spectrum: PowerLaw) -> dict[str, Expr]:
    """The same for M modes, displayed: degree m ends at M^m/m! modes."""
    level = K_m * (spectrum.scale / Lambda) ** m * x**-spectrum.b
    many = page.show(
        n_m(x),
        products_within(),
        "$M$ modes, $x > M^(m - 1)$, $M$ large: a sum of $m$ exponential variables",
        relation="~",
    )
    pairs = page.show(
        n_m(x), factor(expand_func(many.subs(m, PAIR))), "$m = 2$, $x > M$", relation="~"
    )
    principal = solve(pairs - n, x, check=False)[0]
    by_rank = principal.replace(LambertW, lambda of, *_: LambertW(of, -1))
    law = page.show(
        mu_n,
        level.subs(m, PAIR).subs(x, by_rank),
        "solved on the branch with $x < M^2$",
        relation="~",
    )
    slope = page.show(r_n, _slope(level, pairs), "the exponent between neighbours", relation="~")
    in_powers = page.show(
        r_n, simplify(slope.subs(x, M**nu)), "$x = M^nu$ with $1 < nu < 2$", relation="~"
    )
    at_share = page.show(
        r_n, simplify(slope.subs(x, M**2 / u)), "$x = M^2/u$ with $u > 1$", relation="~"
    )
    last = (K_1 * spectrum.scale / Lambda) * M**-spectrum.b
    (reached,) = solve(level - last, x)
    reached = page.show(
        x,
        powsimp(reached),
        "where the last eigenvalue of one mode is that of a set of $m$",
        relation="~",
    )
    return {
        "n_m(x)": many,
        "n_2(x)": pairs,
        "mu_n of pairs": law,
        "r_n": slope,
        "r_n, x = M^nu": in_powers,
        "r_n, x = M^2/u": at_share,
        "x of the last mode": reached,
    }


def _statements(formulas: dict[str, Expr]) -> dict[str, Statement]:
    """The exponents that the claims speak of."""
    unlimited = formulas["r_n, M = oo"]
    return {
        "$r_n$ of pairs, $M = oo$, $x$ large": Statement(
            limit(unlimited, x, oo), "the factor $log(n)^b$ and the amplitude", unlimited
        ),
        "$r_n$ past $M$, $x = M^nu$": Statement(
            formulas["r_n, x = M^nu"], "the correction, $1/log(M)$"
        ),
        "$r_n$ past $M$, $x = M^2/u$": Statement(formulas["r_n, x = M^2/u"], observable=PAST),
    }
