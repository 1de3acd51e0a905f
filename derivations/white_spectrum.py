r"""White spectrum: all modes alike, \nu = N/M and \alpha = P/M; the cubic and its limits.

    \kappa D_P D_N = s,   d = M \lambda/(\lambda + \kappa)

[bordelon2024dynamical], eqs. (117)-(122) and appendix I. New here: H(t) at P = infinity as a Bessel
function integrated, its expansion in M/N at fixed time, and the function of t \sqrt{M/N} that it
tends to, with the times at which the paper's cosh holds.
"""

from sympy import (
    Expr,
    Integer,
    Integral,
    Poly,
    collect,
    exp,
    factor,
    fraction,
    powsimp,
    solve,
    sqrt,
    together,
)

from analytic.comparison.white_quantities import (
    FIRST_ORDER_OF_LOSS,
    LATE_RATE,
    SECOND_ORDER_IN_WIDTH,
    ScaledError,
    White,
)
from analytic.comparison.white_spectra import white_checks
from analytic.notation import (
    D_N,
    D_P,
    H_k,
    L,
    M,
    N,
    P,
    alpha,
    d,
    epsilon,
    kappa,
    lambda_k,
    mean_error,
    nu,
    ratio,
    rho,
    rho_0,
    root,
    s,
    t,
    tau,
    u,
    w,
    x,
    x_minus,
    x_plus,
)
from analytic.problem import FIELD_EQUATIONS
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mean_field.stieltjes import (
    at_early_times,
    at_fixed_time,
    at_scaled_time,
    band,
    by_sign,
    jump_of_unit_mass,
    physical_branch,
    root_in_time,
    split_root,
)
from analytic.symbolic.mean_field.two_point import at_infinity
from analytic.symbolic.series.crossover import kernel
from analytic.symbolic.slow_sums.losses import ATOM, DENSITY
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

SOLVED = "its solution in closed form, and $H(t)$ as a Bessel function integrated"
HEADING = Heading(
    "white-spectrum",
    30,
    "White spectrum",
    "$M$, $N$, $P$ large in proportion; no noise needed: the mean error has none",
    law=False,
)

PAPER = "bordelon2024dynamical"
ONE = Integer(1)
MOMENTS = 3  # of the rates, at limited N and P
ORDER = 2  # in M/N at fixed time: the first at which the paper's approximation is off


def derive(eigenvalue: Expr = ONE) -> Result:
    r"""The responses and the mean error of a flat spectrum, lambda_k = eigenvalue for M modes.

        \kappa D_P D_N = s,   d = M \lambda/(\lambda + \kappa)

    [bordelon2024dynamical], eqs. (117)-(122) and appendix I.
    """
    page = page_under(
        HEADING,
        statement="With all modes alike the response solves a cubic; at unlimited data a "
        "quadratic, and the mean error is a Bessel function integrated. The cosh of the paper is "
        "its expansion to order $M/N$, for times short of the square root of $N/M$.",
        source=f"{PAPER}, eqs. (117)-(122), appendix I; marchenko1967; new: the Bessel "
        "function, the orders in $M/N$, the limit at $t sqrt(M/N)$ fixed",
        problem="$M$ modes of one eigenvalue; $nu = N/M$, $alpha = P/M$; $H_k(t)$ for "
        "gradient flow",
    )
    one = responses(FIELD_EQUATIONS)
    dimension = page.show(d, M * eigenvalue / (eigenvalue + kappa), "all modes alike")
    sizes = {N: nu * M, P: alpha * M}
    width = page.show(D_N, cancel(one.D_N.subs(d, dimension).subs(sizes)), "with $N = nu M$")
    data = page.show(D_P, cancel(one.D_P.subs(d, dimension).subs(sizes)), "with $P = alpha M$")
    response = page.show(
        H_k,
        factor(one.H_k.subs({lambda_k: eigenvalue, D_P: s / (kappa * D_N)})),
        "the response, with $D_P D_N = s/kappa$",
    )
    (at_width,) = solve(width - D_N, kappa)
    kappa_of_width = page.show(kappa, factor(at_width), "eliminate $kappa$")
    data_of_width = page.show(D_P, factor(data.subs(kappa, kappa_of_width)), "the same in $D_P$")
    frequency = one.frequency.subs({D_P: data_of_width, kappa: kappa_of_width})
    cubic = page.show(
        Integer(0), _polynomial(frequency - s), "$kappa D_P D_N = s$: an equation for $D_N$ alone"
    )
    early = page.show(
        mean_error(t),
        at_early_times(cubic, response.subs(kappa, kappa_of_width), MOMENTS),
        "its solution at high frequency, term by term in time: the moments of the rates",
        error=t ** (MOMENTS + 1),
    )
    quadratic = page.show(
        Integer(0), _polynomial(at_infinity(frequency, alpha) - s), "at unlimited data"
    )
    free = one.frequency.subs({D_P: at_infinity(one.D_P, P), D_N: width})
    closure = fraction(together(free - s))[0]
    branch, square = physical_branch(closure)
    physical = page.show(kappa, branch, "its solution with $kappa = s$ at high frequency")
    page.show(root**2, square, "the square of its root")
    memory = page.show(
        D_N, _by_root(width.subs(kappa, physical), square), "and with it the response of the width"
    )
    edges = band(square)
    page.show(x_minus, edges.lower, "branch points at $s = -x$: the lower edge")
    page.show(x_plus, edges.upper, "the upper edge")
    at_physical = response.subs(kappa, physical)
    _, odd = split_root(at_physical, root, square)
    density = page.show(
        rho(x),
        factor(odd.subs(s, -x)) * edges.root_above(x) / jump_of_unit_mass(),
        "what the response jumps by at $x_- < x < x_+$",
    )
    at_zero = physical.subs({root: edges.root_at_origin, s: 0})
    atom = page.show(
        rho_0,
        by_sign(cancel(s * response).subs(kappa, at_zero), nu - 1),
        "the atom at $x = 0$: modes without a feature",
    )
    rate = page.show(
        mean_error(t).diff(t),
        root_in_time(s * at_physical - 1, root, square),
        "the transform $s H_k - 1$, its root expanded at high frequency and summed in time",
    )
    loss = page.show(
        L(t) / L(0),
        _share(response, eigenvalue) * mean_error(2 * t),
        "the test correlation at unlimited data is a difference quotient of $H_k$, the "
        "transform of $H_k(t + t')$",
    )
    error = page.show(
        mean_error(t), 1 + Integral(rate.subs(t, tau), (tau, 0, t)), "since $H_k(0) = 1$"
    )
    fixed = page.show(
        mean_error(t),
        at_fixed_time(closure, response, ORDER),
        "expanded in $r = M/N$ at fixed $t$: residues at $s = -lambda_k$, order by order",
        error=ratio ** (ORDER + 1),
    )
    window = page.show(
        mean_error(t),
        at_scaled_time(one.frequency.subs({D_P: data, D_N: width}), response, eigenvalue),
        "$N, P -> infinity$ with $t sqrt(M/N)$ and $t sqrt(M/P)$ fixed: $s$ within "
        "$sqrt(M/N)$ of $-lambda_k$",
        relation="~",
    )
    short = page.show(
        mean_error(t),
        _at_unlimited_data(window).simplify(),
        "the same at unlimited data",
        relation="~",
    )
    shown = page.show(
        mean_error(t).diff(t),
        powsimp(cancel(rate / short)) * short,
        "by the last one: over $H_k$ it is $e^(t M/N)$ times the rate of decay, which for $N > M$ "
        "falls from 1 to $x_-$; so it holds for $t$ far below $N/M$, up to a relative $sqrt(M/N)$",
        relation="~",
    )
    solved = memory.subs(root, sqrt(square))
    formulas = {
        White.CUBIC: cubic,
        White.EARLY: early,
        White.QUADRATIC: quadratic,
        D_N: solved,
        L(t): loss,
        kappa: physical.subs(root, edges.root(s)),
        H_k: response.subs(kappa, physical.subs(root, edges.root(s))),
        DENSITY: density,
        x_minus: edges.lower,
        x_plus: edges.upper,
        ATOM: atom,
        White.RATE: rate,
        White.ERROR: error,
        White.FIXED: fixed,
        White.SHORT: short,
        White.RATE_BY_IT: shown,
        White.WINDOW: window,
    }
    stated = {}
    if eigenvalue == ONE:
        stated = _statements(cubic, quadratic, solved, fixed, short, edges.lower, loss)
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        statements=stated,
        checks=white_checks(eigenvalue, MOMENTS, ORDER),
    )


def _statements(
    cubic: Expr, quadratic: Expr, memory: Expr, fixed: Expr, short: Expr, late: Expr, loss: Expr
) -> dict[str, Statement]:
    """What the claims are about, and how digits measure it: an order in M/N, a limit, a rate."""
    scaled = (exp(t) * short).subs(t, u * sqrt(nu)).simplify()

    def in_series(of_error: Expr) -> Expr:
        return of_error.replace(mean_error, lambda time: fixed.subs(t, time))

    return {
        "polynomial in $R_3$ that vanishes": Statement(_monic(cubic), "", cubic),
        "polynomial in $R_3$ that vanishes, $P = infinity$": Statement(_monic(quadratic), SOLVED),
        "$R_3$, $P = infinity$": Statement(memory),
        "$H(t)$ at fixed $t$, $r = M/N$ small": Statement(
            fixed, observable=SECOND_ORDER_IN_WIDTH, given="coefficient of r^2", small=ratio
        ),
        "$e^t H(t)$ at $t = u sqrt(N/M)$, $N/M$ large": Statement(
            scaled, "", short, ScaledError(), "amplitude", given="u = 19/10"
        ),
        "rate of decay of $H(t)$ at late times, $N > M$": Statement(late, observable=LATE_RATE),
        "$L(t)/L(0)$ at fixed $t$, $r = M/N$ small": Statement(
            loss,
            observable=FIRST_ORDER_OF_LOSS,
            given="coefficient of r",
            reads=in_series,
            small=ratio,
            series=in_series(loss).expand(),
        ),
    }


def _monic(equation: Expr) -> Expr:
    """The polynomial in R_3 that an equation says vanishes, one in front of its highest power."""
    return Poly(fraction(together(equation))[0], D_N).monic().as_expr()


def _at_unlimited_data(function: Expr) -> Expr:
    """A function of roots of alpha that is continuous at 1/alpha = 0, there."""
    near = function.subs(alpha, 1 / epsilon)
    roots_apart = near.replace(
        lambda node: node.is_Pow, lambda node: node.base.together() ** node.exp
    )
    return roots_apart.subs(epsilon, 0)


def _by_root(expression: Expr, square: Expr) -> Expr:
    """A rational function of the root as a linear one."""
    even, odd = split_root(expression, root, square)
    return factor(even) + factor(odd) * root


def _share(response: Expr, eigenvalue: Expr) -> Expr:
    """What the difference quotient C_0 has in front of H_k, for a target of unit power."""
    found = kernel(FIELD_EQUATIONS, P)
    above = found.weight * found.first.subs(w, 1 / (eigenvalue + kappa))
    return cancel(above * found.second / response)


def _polynomial(equation: Expr) -> Expr:
    """The numerator of an equation, by powers of D_N."""
    numerator = fraction(together(equation))[0]
    lead = Poly(numerator, D_N).LC()
    return collect((numerator * (-1 if lead.could_extract_minus_sign() else 1)).expand(), D_N)
