r"""Variance-limited: what fluctuations of a predictor add to its loss, and when that is 1/P or 1/N.

    E[l(f)] - l(f_0) = \int_0^1 (1 - u) E[\delta^2 l''(f_0 + u \delta)] du,   f = f_0 + \delta

Theorem 1 of [bahri2024explaining]: exponent 1 in epsilon, the order of all centred moments, where l
is smooth. New here: the amplitude and what it asks of the moments; losses |f - y|^n, with the
exponent min(1, n/2) at the mean prediction, more than any power of 1/epsilon away from an absolute
loss's kink, and 1 again where labels spread; regression on P samples, exactly.
"""

from collections.abc import Mapping

from sympy import (
    Abs,
    Derivative,
    Expr,
    Integer,
    Integral,
    Sum,
    Symbol,
    exp,
    factorial,
    gamma,
    integrate,
    oo,
    powsimp,
    simplify,
    sqrt,
)

from analytic.comparison.variance_limited import (
    DATA_PART,
    FEATURES_PART,
    Fluctuating,
    Kinked,
    Regression,
    variance_checks,
)
from analytic.notation import (
    C_0,
    V_A,
    V_D,
    A_n,
    K_ell,
    M,
    N,
    P,
    V_f,
    delta,
    ell_1,
    ell_2,
    ell_f,
    epsilon,
    f_0,
    k,
    m,
    marked,
    mean,
    mu_f,
    n,
    nu_P,
    u,
    x,
    y,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, FieldEquations
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import Formulas
from analytic.symbolic.ensembles.pairs import (
    NEITHER,
    ONLY_A,
    ONLY_DATA,
    correlation,
    first_coefficient,
)
from derivations.ensembles.statements import order_in
from derivations.headings import Heading
from derivations.kinked_losses import kinked_losses, power_of, spread_labels
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "variance-limited",
    105,
    "Variance-limited loss",
    "centred moments $mu(k)$ of the predictor of order $epsilon$, $epsilon = 1/P$ or $1/N$; where "
    "$V_f$ stands for it, normal fluctuations of that variance",
    law=False,
)

COEFFICIENT = "the coefficient, at every time"
_DEGREE = 5  # of a polynomial, whose every term has the same exponent
PAPER = "bahri2024explaining"
ADDED = (
    "the amplitude $V_f/2$ times the second derivative; without smoothness $min(1, n/2)$ at a kink "
    "of order $n$"
)


def derive(statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""What the fluctuations of a predictor add to losses with and without a kink.

        E[l(f)] - l(f_0) = \int_0^1 (1 - u) E[\delta^2 l''(f_0 + u \delta)] du,   f = f_0 + \delta

    [bahri2024explaining], theorem 1.
    """
    page = page_under(
        HEADING,
        statement="A predictor that fluctuates adds half its variance times the second derivative "
        "of the loss: exponent 1 in $1/P$ or $1/N$. At a kink $|f - y|^n$ at the mean prediction "
        "the exponent is $n/2$ for normal fluctuations and $min(1, n/2)$ at worst; away from the "
        "kink of an absolute loss less than every power is added; labels that spread smoothly "
        "bring back exponent 1.",
        source=f"{PAPER}, theorem 1; new: what replaces it at kinks, amplitudes, a regression "
        "solved exactly",
        problem="$E(ell(f)) - ell(f_0)$, $f = f_0 + delta$ with the mean $f_0$ over data sets, or "
        "over projections",
    )
    smooth = _smooth(page)
    kinked = kinked_losses(page)
    labelled = spread_labels(page)
    regression = _regression(page, kinked)
    orders = _model(page, statement)
    formulas = {**smooth, **kinked, **labelled, **regression}
    statements = _statements(formulas, orders)
    return result_under(HEADING, page, formulas, statements=statements, checks=variance_checks())


def _smooth(page: Page) -> Formulas:
    """Losses with two derivatives, with four, and polynomials: displayed."""
    excess = mean(ell_f(f_0 + delta)) - ell_f(f_0)
    left = delta**2 * Integral((1 - u) * ell_2(f_0 + u * delta), (u, 0, 1))
    page.show(
        ell_f(f_0 + delta) - ell_f(f_0) - delta * ell_1(f_0),
        left,
        "Taylor's remainder, by parts twice; the mean of $delta$ vanishes",
    )
    bound = page.show(
        Abs(excess),
        left.replace(ell_2, lambda _: K_ell).doit().subs(delta**2, mu_f(2)),
        "a second derivative up to $K_ell$: of the moments the variance alone is asked",
        relation="<=",
    )
    polynomial = page.show(
        excess,
        Sum(Derivative(ell_f(f_0), (f_0, k)) * mu_f(k) / factorial(k), (k, 2, m)),
        "a polynomial of degree $m$: every moment up to it is asked",
    )
    leading = ell_2(f_0) * V_f / factorial(2)
    page.show(
        excess,
        leading,
        "four bounded derivatives, and sums of many small changes, whose third and fourth moment "
        "are $O(V_f^2)$",
        error=V_f**2,
    )
    seldom = _seldom(ell_f).diff(epsilon).subs(epsilon, 0).doit()
    seldom = epsilon * seldom.subs(Derivative(ell_f(f_0), f_0), ell_1(f_0))
    page.show(
        excess,
        seldom,
        "jumps by $x$ with probability $epsilon$, whose moments are all $O(epsilon)$: the exponent "
        "is 1, but no derivative gives the amplitude",
        error=epsilon**2,
    )
    return {
        Fluctuating.BY_PARTS: left,
        Fluctuating.BOUND: bound,
        Fluctuating.POLYNOMIAL: polynomial,
        Fluctuating.SMOOTH: leading,
        Fluctuating.JUMPS: seldom,
    }


def _seldom(loss: type[Expr]) -> Expr:
    """The excess of a loss where the predictor jumps seldom, about its mean."""
    stays, jumps = loss(f_0 - epsilon * x), loss(f_0 + (1 - epsilon) * x)
    return (1 - epsilon) * stays + epsilon * jumps - loss(f_0)


def _regression(page: Page, kinked: Formulas) -> Formulas:
    """Least squares of M Gaussian features on P noisy samples, at one point."""
    page.show(
        nu_P,
        P - M + 1,
        "regression of $M$ Gaussian features on $P$ noisy samples: $delta$ is normal with the "
        "variance $1/(2 u)$, $2 u$ a $chi^2$ variable of $nu_P$ degrees of freedom, where noise "
        "and distance of the point are one",
    )
    weight = u ** (nu_P / 2 - 1) * exp(-u) / gamma(nu_P / 2)
    scale = integrate(powsimp(weight * u ** (-n / 2)), (u, 0, oo), conds="none")
    at_given = kinked[Kinked.AT].subs({A_n: kinked[A_n], V_f: Integer(1) / 2})
    whole = page.show(
        mean(Abs(delta) ** n),
        powsimp(at_given * scale),
        "label at $f_0$, $n < nu_P$: in the mean over $u$",
    )
    exactly = whole.subs(nu_P, P - M + 1)
    law = page.show(
        mean(Abs(delta) ** n),
        kinked[Kinked.AT].subs(V_f, 1 / P),
        "$P$ large: $2 u ~ P$",
        relation="~",
    )
    beside = page.show(
        mean(Abs(delta - y) ** n) - y**n,
        kinked[Kinked.AWAY].subs(V_f, 1 / P),
        "label at a distance $y$",
        error=P**-2,
    )
    scaled = simplify(kinked[Kinked.ABSOLUTE].subs({y: x / sqrt(P), V_f: 1 / P}) * sqrt(P)) / sqrt(
        P
    )
    page.show(
        mean(Abs(delta - y)) - y,
        scaled,
        "absolute loss, $y = x/sqrt(P)$: from $P^(-1/2)$ at the kink to less than every power",
        relation="~",
    )
    return {
        Regression.WHOLE: exactly,
        Regression.LAW: law,
        Regression.AWAY: beside,
        Regression.ABSOLUTE: scaled,
    }


def _model(page: Page, statement: FieldEquations) -> dict[Symbol, tuple[Expr, Expr]]:
    """The variances over data sets and projections of the model: their orders, first terms."""
    orders = {}
    nothing = correlation(statement, NEITHER)
    for resource, shared, name, of in (
        (P, ONLY_DATA, "v_D", V_D),
        (N, ONLY_A, "v_A", V_A),
    ):
        part = cancel(correlation(statement, shared) - nothing)
        coefficient = page.show(
            marked(C_0, name),
            first_coefficient(part, resource),
            f"squared loss of gradient flow: what is added is the variance ${of}$, here its "
            f"coefficient of $1/{resource}$, at every $s$ and $s'$ and so at every time",
        )
        orders[resource] = order_in(part, resource), coefficient
    return orders


def _statements(
    formulas: Formulas, orders: Mapping[Symbol, tuple[Expr, Expr]]
) -> dict[str, Statement]:
    """The exponents in epsilon that the theorem names, and the model's in 1/P and 1/N."""
    bound, polynomial = (
        formulas[name].subs(m, _DEGREE).doit().replace(mu_f, lambda _: epsilon)
        for name in (Fluctuating.BOUND, Fluctuating.POLYNOMIAL)
    )
    worst = formulas[Kinked.WORST]
    return {
        "exponent of $E(ell(f)) - ell(f_0)$, bounded second derivative": Statement(
            power_of(bound, epsilon), ADDED, formulas[Fluctuating.BOUND], variable=epsilon
        ),
        "exponent of $E(ell(f)) - ell(f_0)$, polynomial": Statement(
            power_of(polynomial, epsilon),
            "every moment up to its degree",
            formulas[Fluctuating.POLYNOMIAL],
            variable=epsilon,
        ),
        "exponent of $E(|f - f_0|^n)$ at $n = 2$": Statement(
            worst.subs(n, 2), f"${worst}$ for every $n$", worst, variable=V_f
        ),
        **{
            f"order in $1/{resource}$ of ${part}$": Statement(order, COEFFICIENT, shown, measured)
            for (resource, (order, shown)), part, measured in zip(
                orders.items(), (V_D, V_A), (DATA_PART, FEATURES_PART), strict=True
            )
        },
    }
