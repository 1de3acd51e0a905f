r"""One-hot data: every sample shows one mode, and what no sample has shown is not known.

    L(t, P) = \sum_k c_k (1 - p_k + p_k z_k)^P,   z_k = e^{-2 \mu_k t/P},   \lambda_k = p_k \mu_k
    L(P) ~ \Gamma((a - 1)/b)/b (P/\zeta(b))^{-(a - 1)/b}

Quanta of [michaud2023quantization], skills of [nam2024solvable], tokens, associative memories. Of
Gaussian samples with the same covariance each shows all modes, and L(P) ~ P^{-min(a - 1, 2 b)}. New
here: the loss at every time, the amplitude, and that what it leaves is beyond all powers.
"""

from sympy import (
    Expr,
    Sum,
    Symbol,
    diff,
    factor,
    integrate,
    inverse_laplace_transform,
    log,
    oo,
    powsimp,
    simplify,
    solve,
    true,
)

from analytic.comparison.measure import TIME_LIMITED
from analytic.comparison.one_hot_data import KNOWN, SHOWN, OneHot, one_hot_checks
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import (
    D_N,
    D_P,
    C,
    Delta_L,
    L,
    Lhat,
    Ltilde,
    N,
    P,
    a,
    b,
    c_k,
    k,
    lambda_k,
    mu_k,
    n_k,
    p_k,
    passes,
    r_C,
    r_N,
    r_P,
    r_t,
    s,
    t,
    v,
    w_star,
    x,
    y,
    z,
    z_k,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, OneHotData, PowerLaw
from analytic.result import Result, Statement, exponent_of
from analytic.stated import Formulas
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mellin.unseen import unseen
from derivations.bottleneck import DATA, limited_law
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "one-hot-data",
    340,
    "One-hot data",
    "$p_k = k^-b/zeta(b)$ and samples of one size for laws, infinitely many modes, unlimited "
    "width, no noise; $P$ large",
    law=True,
)

PAPERS = "michaud2023quantization; nam2024solvable; yan2025larger"
NEW = "the amplitude, the loss at every time, a remainder beyond all powers"
OVERLAPPING = (
    "a model of codes that overlap: directions that are random have squared overlaps of $1/N$ on "
    "average, but those of a trained code need not be random, and no training is derived here"
)
ONE_HOT = OneHotData()


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The loss of one-hot data over time and samples, its laws, and other resources beside.

        L(t, P) = \sum_k c_k (1 - p_k + p_k z_k)^P,   z_k = e^{-2 \mu_k t/P}

    [michaud2023quantization], [nam2024solvable].
    """
    page = page_under(
        HEADING,
        statement="Samples that show one mode each leave unknown what none of them has shown: the "
        "loss falls as $P^((1 - a)/b)$. Gaussian samples of the same covariance, of which every "
        "one shows all modes, are worth more for $a < 2 b^2 + 1$.",
        source=f"{PAPERS}; new: {NEW}",
        problem="$L(t, P)$ for samples $sqrt(mu_k) e_k$ with probability $p_k$",
    )
    formulas = _over_time(page, statement)
    whole, law = _law(page, spectrum, formulas[OneHot.END])
    formulas[OneHot.WHOLE] = whole
    _beside_gaussian(page, spectrum, law, statement)
    powers = _other_powers(page, spectrum)
    formulas |= powers
    statements = _statements(law, powers) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        law=law,
        statements=statements,
        checks=one_hot_checks(spectrum),
        observable=SHOWN,
        derive=derive,
    )


def _over_time(page: Page, statement: FieldEquations) -> Formulas:
    """The mean over the samples of what is left of a mode, displayed, and of both losses."""
    free = responses(statement).H_k.subs({D_P: 1, D_N: 1})
    decay = inverse_laplace_transform(free, s, t).subs(lambda_k, mu_k * n_k / P)
    page.show(v / w_star, decay, "no two modes in one sample: $n_k$ of $P$ show this one")
    (one,) = solve(z_k**n_k - decay**2, z_k)
    share = page.show(z_k, simplify(one), "what one of them leaves of its squared error")
    mean = page.show(
        (v / w_star) ** 2,
        (1 - p_k + p_k * z_k) ** P,
        "in the mean over $P$ independent samples: of each $1 - p_k + p_k z_k$ is left",
    )
    page.show(L(t), Sum(c_k * mean, (k, 1, oo)), "the test loss with $P$ samples")
    train = powsimp(z_k * mean.diff(z_k) / (P * p_k))
    page.show(
        Lhat(t),
        Sum(c_k * train, (k, 1, oo)),
        "a mode counts as often as it is shown, $n_k/(P p_k)$ times",
    )
    end = mean.subs(z_k, 0)
    page.show(L(P), Sum(c_k * end, (k, 1, oo)), "$t = oo$: what no sample has shown")
    return {z_k: share, OneHot.TEST: mean, OneHot.TRAIN: train, OneHot.END: end}


def _law(page: Page, spectrum: PowerLaw, end: Expr) -> tuple[Expr, Law]:
    """The loss at the end of training to all powers of P, and its law."""
    ((weight, power),) = spectrum.target_powers
    total = ONE_HOT.total(spectrum) / spectrum.scale
    page.show(p_k, k**-spectrum.b / total, "samples of one size: $mu_k$ is the trace")
    image = unseen(y).whole.subs(y, z)
    page.show(Ltilde(z), image, f"the Mellin transform in $p_k$ of ${end}$, what no sample shows")
    pole = _pole(power, spectrum.b)
    page.show(z, pole, "the sum of $c_k p_k^-z$ is a $zeta$ function with its pole there")
    front = weight * total**pole / spectrum.b
    whole = page.show(
        L(P),
        front * unseen(pole).whole,
        "so $L(P)$ up to less than every power of $P$: no other pole is right of it",
        relation="~",
    )
    leading, correction = (
        simplify(front * one * P ** (pole + n)) * P ** (-pole - n)
        for n, one in enumerate(unseen(pole)[1:])
    )
    page.show(L(P), leading, "$P$ large: $(1 - x/P)^P$ is $exp(-x)$", relation="~")
    error = P ** (-pole - 2)
    page.show(Delta_L, correction, "less $x^2/(2 P)$ of it", error=error)
    return whole, Law.of("r_P", P, leading, error, "$P$ large", correction=correction)


def _beside_gaussian(page: Page, spectrum: PowerLaw, law: Law, statement: FieldEquations) -> None:
    """The powers of P of Gaussian samples with the same covariance, and where both fall alike."""
    page.show(r_P, law.exponent, "in the number of samples")
    for regime in limited_law(DATA, spectrum, statement).regimes:
        page.show(
            L(P),
            P**-regime.exponent,
            f"Gaussian samples with the same covariance, {worded(regime.condition)}",
            relation="asymp",
        )
        for source in solve(law.exponent - regime.exponent, a):
            if (regime.condition & (a > 1)).subs(a, source).subs(b, 2) == true:
                page.show(a, source, "there both fall alike; one-hot samples are worth more beyond")


def _other_powers(page: Page, spectrum: PowerLaw) -> Formulas:
    """Powers in width, time and compute of the same modes, and of samples that are used again."""
    tail = integrate(k**-spectrum.a, (k, N, oo), conds="none")
    page.show(L(N), tail, "the $N$ modes shown most known, all others not", relation="~")
    powers: Formulas = {OneHot.POWER.of(N): page.show(r_N, _fall(tail, N), "in their number")}
    early = _pole(spectrum.a, spectrum.b)
    powers[OneHot.POWER.of(t)] = page.show(
        r_t, early, "$P = oo$: at time $t$ the modes with $lambda_k t > 1$"
    )
    share = solve(powers[OneHot.POWER.of(N)] * x - early * (1 - x), x)[0]
    powers[OneHot.POWER.of(C)] = page.show(
        r_C, factor(powers[OneHot.POWER.of(N)] * share), "$C = N t$, where both leave the same"
    )
    return powers | _used_again(page)


def _used_again(page: Page) -> Formulas:
    """Samples of different sizes, used in several passes, as in [yan2025larger]."""
    rates, data = PowerLaw(a, a), OneHotData(b / a)
    often = data.power * rates.b
    size, why = k ** (often - rates.b), "$lambda_k = c_k = k^-a$, and $p_k$ falls as $k^-b$"
    page.show(mu_k, size, why, relation="asymp")
    early, late = _pole(rates.a, rates.b), _pole(rates.a, often)
    page.show(L(t), t**-early, "few passes, $t = E_P P$: what is not yet learned", relation="asymp")
    page.show(L(P), P**-late, "many of them: modes that no sample shows", relation="asymp")
    last = solve(k**-often - 1 / P, k)[0]
    most = page.show(
        passes,
        powsimp(1 / size.subs(k, last)),
        "from here on more passes do not help: the last mode that is shown is learned",
        relation="asymp",
    )
    return {OneHot.FEW: early, OneHot.MANY: late, OneHot.PASSES: -_fall(most, P)}


def _pole(power: Expr, fall: Expr) -> Expr:
    """Where the sum of k^-power (k^-fall)^-z has its pole."""
    return factor(solve(power - fall * z - 1, z)[0])


def _fall(function: Expr, variable: Symbol) -> Expr:
    """The power as which a function of one variable falls."""
    return simplify(-variable * diff(log(function), variable))


def _statements(law: Law, powers: Formulas) -> dict[str, Statement]:
    """Exponents in every resource, for the power laws that the claims speak of."""
    return {
        "exponent of $L(P)$": exponent_of(law, SHOWN, NEW),
        "exponent of $L(N)$": Statement(
            powers[OneHot.POWER.of(N)], "its amplitude", observable=KNOWN
        ),
        "exponent of $L(N)$ of overlapping codes": Statement(None, OVERLAPPING),
        "exponent of $L(t)$": Statement(powers[OneHot.POWER.of(t)], observable=TIME_LIMITED),
        "exponent of $L(C)$, $C = N t$": Statement(powers[OneHot.POWER.of(C)], variable=C),
        "exponent of $L(t)$, few passes": Statement(powers[OneHot.FEW], variable=t),
        "exponent of $L(P)$, many passes": Statement(powers[OneHot.MANY], variable=P),
        "power of $P$ of the passes that help": Statement(powers[OneHot.PASSES], variable=P),
    }
