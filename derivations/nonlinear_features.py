r"""Nonlinear features: the spectrum of \phi(u . x) beyond the dimension of the data.

    \mu_S = E[k_\phi(\sum_k p_k \epsilon_k) \prod_S \epsilon_k] \sim K_m \prod_{k \in S} p_k,
    \mu_n \sim K_2 (\sum \lambda)^{-2} [\log n/(2 n)]^b,   M = \infty

Eigenvalues are products of m eigenvalues of the data, one for each set of m modes: the same power,
times logarithms. [maloney2022solvable] sees nonlinear features extend the power law. New here: the
spectrum of rows of random signs in closed form, the logarithms, and what a finite M makes of them.
"""

from collections.abc import Sequence

from sympy import (
    Expr,
    Integer,
    LambertW,
    Rational,
    Symbol,
    cbrt,
    diff,
    exp,
    expand,
    expand_func,
    factor,
    limit,
    log,
    oo,
    powsimp,
    simplify,
    solve,
    sqrt,
)

from analytic.comparison.counted_products import PAST, Counted, Unlimited
from analytic.comparison.drawn_features import ROWS
from analytic.comparison.nonlinear_features import nonlinear_feature_checks
from analytic.notation import (
    K_1,
    K_m,
    Lambda,
    M,
    k,
    m,
    mu_n,
    n,
    n_m,
    nu,
    r_n,
    u,
    x,
    y,
)
from analytic.page import Page
from analytic.problem import POWER_LAW, PowerLaw
from analytic.problem.activations import Activation, Erf, ReLU, Tanh
from analytic.result import Result, Statement
from analytic.stated import Formulas
from analytic.symbolic.features.products import leading_products, products, products_within
from derivations.feature_sets import show_kernel, show_normal_rows, show_sets
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "nonlinear-features",
    194,
    "Nonlinear features",
    "rows $u$ of random signs with $u^T Lambda u = 1$, Gaussian data; far modes and large ranks "
    "for the laws",
    law=False,
)

SOURCE = "maloney2022solvable, section 2"
ACTIVATIONS = (ReLU(), Erf(), Tanh())
PAIR = Integer(2)


def derive(
    spectrum: PowerLaw = POWER_LAW, activations: Sequence[Activation] = ACTIVATIONS
) -> Result:
    r"""The kernels of activations, the spectrum of their features, its law and where that ends.

        \mu_S = E_\epsilon[k_\phi(\sum_k p_k \epsilon_k) \prod_{k \in S} \epsilon_k]

    [maloney2022solvable] sees the power law extended.
    """
    page = page_under(
        HEADING,
        statement="The covariance of features $phi(u x)$ of data with $M$ modes has an eigenvalue "
        "for every set of modes: about the product of the eigenvalues of the data in the set. "
        "Products of $m$ fall with the power of the data times a power of a logarithm.",
        source=f"{SOURCE}; new: the spectrum for random signs, logarithms, finite $M$",
        problem="eigenvalues of the mean of $phi(z_u) phi(z_v)$ over $x$, with $z_u = u x$",
    )
    formulas: Formulas = {}
    for activation in activations:
        formulas |= show_kernel(page, activation)
    show_sets(page)
    formulas[ROWS] = show_normal_rows(page, spectrum)
    formulas |= _unlimited(page, spectrum)
    formulas |= _limited(page, spectrum)
    statements = _statements(formulas) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        statements=statements,
        checks=nonlinear_feature_checks(activations),
        derive=derive,
    )


def _unlimited(page: Page, spectrum: PowerLaw) -> Formulas:
    """Ranks and eigenvalues of products of m eigenvalues of infinitely many, displayed."""
    level = _level(page, spectrum)
    many = page.show(
        n_m(x), leading_products(), "different numbers with a product up to $x$", relation="~"
    )
    found: Formulas = {Unlimited.MANY: many}
    half = Rational(1, 2)
    for degree, poles, error in ((2, (Integer(1), half), cbrt(x)), (3, (Integer(1),), sqrt(x))):
        at = " and ".join(f"${pole}$" for pole in poles)
        number = products(degree, poles)
        page.show(n_m(x), number, f"$m = {degree}$: poles of the series at {at}", error=error)
        found[Unlimited.COUNT.of(degree)] = number
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
    return {**found, Unlimited.LAW: law, Unlimited.PAIRS: sharp, Unlimited.SLOPE: slope}


def _level(page: Page, spectrum: PowerLaw) -> Expr:
    """The eigenvalue of a set whose mode numbers have the product x."""
    of_mode = spectrum.scale * k**-spectrum.b / Lambda
    value = K_m * of_mode.subs(k, 1) ** m * x**-spectrum.b
    return page.show(mu_n, value, "far modes whose numbers have the product $x$", relation="~")


def _slope(level: Expr, count: Expr, along: Symbol = x) -> Expr:
    """Minus the slope of log mu in log n along x, or what x depends on."""
    return simplify(-diff(log(level), along) * count / diff(count, along))


def _limited(page: Page, spectrum: PowerLaw) -> Formulas:
    """The same for M modes, displayed: degree m ends at M^m/m! modes."""
    level = K_m * (spectrum.scale / Lambda) ** m * x**-spectrum.b
    many = page.show(
        n_m(x),
        products_within(),
        "$M$ modes, $x > M^(m - 1)$, $M$ large: a sum of $m$ exponential variables",
        relation="~",
    )
    any_degree = page.show(
        r_n, _slope(level, many), "the exponent between neighbouring ranks", relation="~"
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
    below = {x: M**3 * exp(-y)}
    three = _slope(level.subs(below), expand_func(many.subs(m, 3).subs(below)), y)
    triples = page.show(
        r_n,
        expand(three).subs(y, (3 - nu) * log(M)),
        "sets of three, the next ones of an odd activation, $x = M^nu$ with $2 < nu < 3$",
        relation="~",
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
        Counted.MANY: many,
        Counted.ANY_SLOPE: any_degree,
        Counted.PAIRS: pairs,
        Counted.LAW: law,
        r_n: slope,
        Counted.IN_POWERS: in_powers,
        Counted.AT_SHARE: at_share,
        Counted.TRIPLES: triples,
        Counted.LAST: reached,
    }


def _statements(formulas: Formulas) -> dict[str, Statement]:
    """The exponents that the claims speak of."""
    unlimited = formulas[Unlimited.SLOPE]
    return {
        "$r_n$ of pairs, $M = oo$, $x$ large": Statement(
            limit(unlimited, x, oo), "the factor $log(n)^b$ and the amplitude", unlimited
        ),
        "$r_n$ past $M$, $x = M^nu$": Statement(
            formulas[Counted.IN_POWERS], "the correction, $1/log(M)$"
        ),
        "$r_n$ of triples, $x = M^nu$": Statement(
            formulas[Counted.TRIPLES], "the correction, $1/log(M)$"
        ),
        "$r_n$ past $M$, $x = M^2/u$": Statement(formulas[Counted.AT_SHARE], observable=PAST),
    }
