r"""Residual depth: J square layers I + \sqrt{\tau/J} W, which never lose a mode.

    D_N = [D_1(d; \epsilon^2 = \tau/J)]^J -> e^{-2 \tau d/M},   J -> \infty

One layer is the skip connection of the free projections, from [dozier2007]. New here: the limit and
its first correction in 1/J, that nothing vanishes at d = M, the end of training in M and P, and the
frontier at C = M t.
"""

from sympy import (
    Add,
    Expr,
    Integer,
    Integral,
    Rational,
    diff,
    exp,
    expand,
    factor,
    log,
    oo,
    series,
    simplify,
    solve,
    sqrt,
)

from analytic.comparison.residual_depth import Residual, residual_checks
from analytic.notation import (
    D_N,
    C,
    D_at,
    J,
    L,
    M,
    N,
    P,
    d,
    d_2,
    epsilon,
    kappa,
    l_N,
    n,
    nu,
    r_C,
    s,
    sigma2,
    t,
    t_star,
    tau,
    x,
    x_minus,
    y,
    z,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.result import Result
from analytic.stated import Formulas
from analytic.symbolic.frontier.balance import balances
from analytic.symbolic.frontier.terms import Budget, Monomial, terms_of
from analytic.symbolic.mean_field.any_projection import beyond_data, penalised
from analytic.symbolic.mean_field.s_transform import response, skip_connection
from derivations import time_limited_loss
from derivations.aligned_projection import left_out
from derivations.bottleneck import WIDTH, limited_law, name_amplitude
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "residual-depth",
    255,
    "Residual depth",
    "$M$ modes and as many neurons in each of $J$ layers, $M$ and $P$ large in proportion; $M$, "
    "$P$, $C$ large for laws",
    law=False,
)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""D_N of many residual layers, both ends of training, and the best M at a given compute.

        D_N = [D_1(d; \epsilon^2 = \tau/J)]^J -> e^{-2 \tau d/M},   J -> \infty

    [dozier2007] for one layer.
    """
    page = page_under(
        HEADING,
        statement="Layers that add a little noise to their input keep every mode: $D_N$ comes to "
        "an exponential that never vanishes, so that depth is no bottleneck of rank. At the end "
        "of training $P$ samples pay for it with a share $P/M$ of the loss of $P$ random features. "
        "To first order many layers are $M/(2 tau)$ random features.",
        source="dozier2007, one layer; new: depth, its end of training, its frontier",
        problem="$D_N$ of a product of $J$ layers $I + W sqrt(tau/J)$, each with a $W$ of its own",
    )
    deep, of_depth = _layers(page)
    formulas = {
        **of_depth,
        **_end(page, deep, spectrum, statement),
        **_frontier(page, spectrum),
    }
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        checks=residual_checks(),
        derive=derive,
    )


def _layers(page: Page) -> tuple[Expr, Formulas]:
    """D_N of J layers, of many, and where d is 0 and M."""
    one = response(skip_connection())
    page.show(D_N, one, "one layer $I + epsilon W$, as free projections have it")
    share = simplify(one.subs({epsilon: sqrt(tau * x), d: y * M}))  # x = 1/J, y = d/M
    finite = page.show(
        D_N, share.subs({x: 1 / J, y: d / M}) ** J, "transforms of free layers multiply"
    )
    exponents = series(log(share) / x, x, 0, 2).removeO()
    first, second = (factor(exponents.coeff(x, n)).subs(y, d / M) for n in (0, 1))
    deep = page.show(D_N, exp(first), "$J -> oo$: the logarithm of one layer, times $J$")
    many = page.show(
        D_N, deep * (1 + second / J), "many layers: the next order of the logarithm", error=J**-2
    )
    whole = simplify(share.subs({y: 1, x: 1 / J}).subs(J, tau + x)).subs(x, J - tau) ** J
    page.show(D_at(M), whole, "at $d = M$, where $J > tau$: it does not vanish")
    page.show(D_at(M), deep.subs(d, M), "$J -> oo$")
    rising = (-share.diff(y) / share).subs(y, 0).replace(_is_root, _factored)
    slope = factor(rising / x / M).subs(x, 1 / J)
    page.show(
        l_N,
        slope,
        "minus the slope of $log(D_N)$ at $d = 0$: to first order in $1/M$ this is one over the "
        "width of random features",
    )
    return deep, {
        D_N: finite,
        Residual.DEEP: deep,
        Residual.MANY: many,
        Residual.WHOLE: whole,
        l_N: slope,
    }


def _is_root(node: Expr) -> bool:
    return bool(node.is_Pow and abs(node.exp) == Rational(1, 2))


def _factored(root: Expr) -> Expr:
    return factor(root.base) ** root.exp


def _end(page: Page, deep: Expr, spectrum: PowerLaw, statement: FieldEquations) -> Formulas:
    """The loss at the end of training."""
    slope = page.show(l_N, simplify(-log(deep).diff(d)), "$J -> oo$, at every $d$")
    wide = page.show(
        L(oo) + sigma2, beyond_data(), "$P < M$: $d = P$, any projection without a rank"
    )
    short = page.show(
        L(oo) + sigma2,
        wide.subs(l_N, slope),
        "put in: beside the loss of unlimited width, the layers' own",
    )
    resolved = penalised().subs(kappa, 0).subs({d: M, d_2: M})
    long = page.show(
        L(oo),
        factor(resolved - sigma2),
        "$P > M$: noise alone, and nothing without it; no layer matters",
    )
    name_amplitude(page, spectrum)
    features = limited_law(WIDTH, spectrum, statement)
    factor_of = slope * P
    page.show(
        L(P, M) - L(P),
        factor_of * features.general.leading.subs(N, P),
        "no noise, $P/M$ small: what the layers add is a share of the loss of $P$ random features",
        relation="~",
    )
    return {
        Residual.WIDE: wide,
        Residual.SHORT: short,
        Residual.LONG: long,
        Residual.ADDED: factor_of * features.leading.subs(N, P),
    }


def _frontier(page: Page, spectrum: PowerLaw) -> Formulas:
    """The best number of modes to look at, with as many neurons in every layer."""
    ends, capacity = _ends(spectrum), spectrum.b
    page.show(
        L(t, M),
        Add(*(one.expression for one in ends)),
        "the $M$ leading modes of a power law: the time law and the others as a floor, its ends",
        relation="~",
    )
    rates = {}
    for power, cost in ((1, "a step that costs $M$"), (2, "a step that costs $M^2$, dense layers")):
        budget = Budget(C, M, t, p=Integer(power))
        page.show(C, budget.expression, cost)
        (found,) = balances(ends, budget)
        page.show(nu, found.first, "where the ends balance, $M = C^nu$, as for every other way")
        rates[power] = page.show(
            r_C, found.rate, "for every $a$ and $b$: nothing saturates", heuristic=True
        )
    dimension = Integral(1 / (1 + z * x**capacity), (x, 0, 1))
    scaled = page.show(
        s * M**capacity,
        z * exp(-2 * tau * dimension),
        "on the way, at $t$ of order $M^b$: $z = kappa M^b$, and $d/M$ is this integral",
        relation="~",
    )
    change = expand(diff(log(scaled), z))
    least = page.show(
        tau,
        -change.subs(tau, 0) / change.coeff(tau),
        "where it is least, $-1 < z < 0$: there it is $-x_- M^b$, the slowest rate",
    )
    (falls,) = solve(n - 1 - Rational(1, 2), n)  # t^-n has the transform s^(n - 1)
    fading = page.show(
        L(t, M),
        M**-capacity * (x_minus * t) ** -falls * exp(-2 * x_minus * t),
        "$a > b + 1$, $t$ beyond $M^b$, without the floor: at its least value $s$ has a square "
        "root as a branch point, and the loss is a transform at $2 t$",
        heuristic=True,
        relation="asymp",
    )
    (beyond,) = solve((spectrum.a - 1 - capacity) * log(M) - 2 * x_minus * t, t)
    late = page.show(
        t_star,
        factor(beyond),
        "where $a > b + 1$ what the layers add at $t ~ M^b$, of order $M^-b$, is above the floor "
        "until then: a logarithm in $C$, and no other exponent",
        heuristic=True,
        relation="~",
    )
    return {
        r_C: rates[1],
        Residual.DENSE_RATE: rates[2],
        Residual.SCALED: scaled,
        Residual.LEAST: least,
        Residual.FADING: fading,
        t_star: late,
    }


def _ends(spectrum: PowerLaw) -> tuple[Monomial, ...]:
    """What the loss of M leading modes is at early and at late times."""
    time = time_limited_loss.derive(spectrum).law
    assert time is not None
    return (
        *terms_of(time.leading, (M, t), "time law"),
        *terms_of(left_out(spectrum).subs(N, M), (M, t), "floor"),
    )
