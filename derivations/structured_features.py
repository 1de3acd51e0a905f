r"""Structured features: covariance eigenvalues i^{-c}, c > 1, and the slower spectrum they leave.

    D_N ~ A_c^c d^{1-c}/\zeta(c),   Tr K/(s + K) ~ s^{-1/(b+c-1)},   1 << d << N

Features that are correlated add their own powers to those of the data: K falls as k^{-(b+c-1)}. New
here: the amplitude of that spectrum, the time law and where it saturates, that the width law does
not know of c, the frontier.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sympy import (
    Add,
    And,
    Eq,
    Expr,
    Integer,
    Min,
    Mul,
    Piecewise,
    factor,
    fraction,
    gamma,
    gcd_terms,
    limit,
    oo,
    pi,
    polygamma,
    powsimp,
    simplify,
    sin,
    together,
    zeta,
)

from analytic.comparison.feature_variance import feature_variance_checks
from analytic.comparison.structured_features import EIGENVALUE, FINAL, structured_checks
from analytic.notation import (
    D_N,
    A_c,
    A_d,
    A_s,
    L,
    N,
    P,
    a,
    c,
    d,
    k,
    kappa,
    mu_K,
    n,
    nu,
    r_C,
    r_N,
    r_t,
    s,
    sigma2,
    t,
    w,
    x,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.result import Result
from analytic.stated import REMAINDER, Formulas
from analytic.symbolic.mean_field.any_projection import at_rank, late_loss
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.log_powers import LogPowers, revert
from analytic.symbolic.series.order import is_positive
from derivations.bottleneck import WIDTH, limited_law
from derivations.compute.amplitudes import collected
from derivations.feature_variance import feature_statements, feature_variance
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "structured-features",
    250,
    "Structured features",
    "power laws of modes and of features, $c > 1$, $P = oo$ for laws in $t$; $t$, $N$, $d$ large",
    law=False,
)


class _Series(NamedTuple):
    """d, kappa w and s in kappa, D_N in d, to leading order, with letters for amplitudes of d."""

    dimension: LogPowers
    above: LogPowers
    frequency: LogPowers
    memory: Expr
    letters: Mapping[Expr, Expr]


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""What correlated features make of the spectrum, of the laws in t and N, and of the best N.

        D_N = (d/N) df^{-1}(d),   df(x) = \sum_i \gamma_i/(\gamma_i + x),   \gamma_i \propto i^{-c}

    [atanasov2024scaling] for the S-transform of such features.
    """
    page = page_under(
        HEADING,
        statement="Features whose covariance falls as $i^-c$ with $c > 1$ slow training down: the "
        "spectrum of $K$ falls as $k^-(b + c - 1)$, and the exponents of time and compute are "
        "smaller, and saturate. What $N$ features leave in the end does not know of $c$: it needs "
        "a time of order $N^(b + c - 1)$. At $d$ of order one and of order $N$ the spectrum turns. "
        "With a penalty the variance of features falls with $N$ as $d/N$ for $c < 1/2$ only, and "
        "not at all for $c > 1$.",
        source="atanasov2024scaling, correlated features, and its code of the phase plot; new: the "
        "spectrum and its amplitude, the time law, the frontier, amplitudes of the variance, few "
        "modes against $N^(1 - c)$",
        problem="$D_N = d x$, where features of eigenvalues $g_i$, of sum one, have dimension $d$",
    )
    found = _series(page, spectrum)
    formulas = {
        A_s: found.letters[A_s],
        **_spectrum(page, found),
        **_time(page, found, spectrum),
        **feature_variance(page, spectrum),
        **_width(page, spectrum, statement),
    }
    statements = feature_statements(formulas) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        statements=statements,
        checks=(*structured_checks(), *feature_variance_checks()),
        derive=derive,
    )


def _leading(spectrum: PowerLaw, letter: Expr) -> tuple[LogPowers, Expr]:
    """The effective dimension of a power law to leading order, with a letter in front."""
    whole = series_of_sums(spectrum, 1, {d: DEFINITIONS[d]}).series[d]
    (power, logarithms), amplitude = whole.leading
    rest = [term for term in whole.terms if term[0] != power]
    return LogPowers.of(kappa, [((power, logarithms), letter)], [*rest, *whole.omitted]), amplitude


def _series(page: Page, spectrum: PowerLaw) -> _Series:
    dimension, of_data = _leading(spectrum, A_d)
    features, of_features = _leading(PowerLaw(c, c), A_c)
    page.show(A_d, of_data, "the amplitude of the effective dimension of the data")
    page.show(A_c, of_features, "and that of features of eigenvalues $i^-c$")
    page.show(
        d,
        features.expression.subs(kappa, x * zeta(c)),
        "many features of sum one, $g_i = i^-c/zeta(c)$: $N -> oo$, $d$ large",
        relation="~",
    )
    root = revert(features, n, 0)
    memory = (root.expression * n / zeta(c)).subs(n, d)
    memory = page.show(D_N, powsimp(memory), "solved for $x$, times $d$", relation="~")
    place = root.composed(dimension.power(Integer(-1), 0), 0)
    exact = (dimension * place).shifted(Integer(1)).scaled(1 / zeta(c))
    (power, front) = exact.leading
    frequency = LogPowers.of(kappa, [(power, A_s)], exact.omitted)
    page.show(s, frequency.expression, "$kappa D_N = s$ at $P = oo$", relation="~")
    of_frequency = page.show(A_s, powsimp(front), "its amplitude")
    target = series_of_sums(spectrum, 1, {w: DEFINITIONS[w]}).series[w].shifted(Integer(1))
    page.show(kappa * w, target.expression, "the target", error=target.remainder)
    letters = {A_d: of_data, A_c: of_features}
    letters[A_s] = of_frequency.subs(letters)
    return _Series(dimension, target, frequency, memory, letters)


def _spectrum(page: Page, found: _Series) -> Formulas:
    """The trace of K/(s + K), and the power law that has the same."""
    regulariser = revert(found.frequency.power(Integer(-1), 0), 1 / s, 0)
    trace = found.dimension.composed(regulariser, 0)
    (order, _), front = trace.leading
    front = collected(front)
    shown = page.show(
        d, front * s ** factor(order), "the trace of $K/(s + K)$, $s$ small", relation="~"
    )
    power = factor(-1 / order)
    amplitude = pi / (power * sin(pi / power))
    scale = page.show(
        mu_K,
        _in_powers(front / amplitude, power),
        f"eigenvalues $mu_K k^-({power})$ have that trace",
        relation="~",
    )
    return {
        D_N: found.memory.subs(found.letters),
        d: shown.subs(found.letters),
        EIGENVALUE: scale.subs(found.letters) * k**-power,
    }


def _in_powers(product: Expr, power: Expr) -> Expr:
    """A power of a product of positive factors, factor by factor."""
    factors = product.as_powers_dict().items()
    return Mul(*(base ** factor(simplify(exponent * power)) for base, exponent in factors))


def _time(page: Page, found: _Series, spectrum: PowerLaw) -> Formulas:
    """The loss at late times while N is unlimited."""
    law = _late(found)
    page.show(
        L(t),
        law.expression,
        "$N = oo$: the transform of $kappa w/s$ at time $2 t$",
        error=law.remainder,
    )
    rate = Min(*(factor(power) for power, _ in law.terms))
    page.show(r_t, rate, "time saturates, as width does")
    whole = Add(*(_where_it_counts(power, law) for power in law.terms))
    if spectrum.a == a:
        edge = {a: spectrum.b + 1}
        there = _late(_series(Page("", "", "", "", ""), spectrum.at(edge)))
        page.show(L(t), there.expression, "on $a = b + 1$ the poles collide", error=there.remainder)
        whole = Piecewise((there.expression, Eq(a, edge[a])), (whole, True))
    return {
        L(t): whole,
        REMAINDER.of(L(t)): law.remainder,
        r_t: rate,
    }


def _late(found: _Series) -> LogPowers:
    """The loss at late times, a series in 2 A_s t."""
    law = late_loss(found.frequency.scaled(1 / A_s), found.above, 2 * A_s * t, 0)
    terms = [(term, _with_simple_arguments(front)) for term, front in law.terms.items()]
    return LogPowers.of(law.small, terms, law.omitted)


def _with_simple_arguments(front: Expr) -> Expr:
    """An amplitude with the arguments of Gamma and its logarithmic derivative as one fraction."""
    simple = front.replace(gamma, lambda u: gamma(factor(u)))
    return gcd_terms(simple.replace(polygamma, lambda n, u: polygamma(n, factor(u))))


def _where_it_counts(term: tuple[Expr, int], law: LogPowers) -> Expr:
    """A term of a law where nothing that is left out is certain to be larger."""
    power, _ = term
    slower = fraction(together(power))[1]
    gaps = [factor(slower * (omitted - power)) for omitted, _ in law.omitted]
    open_gaps = [gap for gap in gaps if not is_positive(gap)]
    whole = law.terms[term] * law.monomial(term)
    return Piecewise((whole, And(*(gap > 0 for gap in open_gaps))), (Integer(0), True))


def _width(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> Formulas:
    """The end of training at N features, and the frontier."""
    end = page.show(
        L(oo) + sigma2,
        at_rank(),
        "$D_N = 0$ first, at $d = N$: the rank alone matters, not $c$",
    )
    page.show(L(N), limit(end.subs({sigma2: 0, d: N}), P, oo), "$P = oo$, no noise")
    rate = limited_law(WIDTH, spectrum, statement).exponent
    page.show(r_N, rate, "that of any $N$ features with a rank of $N$")
    slower = spectrum.b + c - 1
    page.show(t, N**slower, "when the laws in $t$ and $N$ meet, in both regimes", relation="asymp")
    share = page.show(nu, 1 / (1 + slower), "$C = N t$ there, $N = C^nu$")
    best = Min(*(one * share for one in rate.args)) if isinstance(rate, Min) else rate * share
    page.show(
        r_C,
        best,
        "one function of $t/N^(b + c - 1)$ from one law to the other, least at times of that order",
        heuristic=True,
    )
    return {FINAL: end, r_C: best}
