r"""Width-data duality: when n features and n samples are worth the same.

    s s' [C_0(P = n, N = \infty) - C_0(N = n, P = \infty)] ~ d' w - d w'

At every frequency, hence at every time, the two learning curves differ by a term that vanishes if
and only if w is proportional to d: c_k proportional to lambda_k, the isotropic target, whatever the
spectrum. Equal exponents need less. New here: the difference and its converse, the ratio of
amplitudes; the duality of a = b at t = infinity is that of [maloney2022solvable].
"""

from sympy import Expr, Symbol, factor, nan, simplify

from analytic.comparison.duality import duality_checks
from analytic.comparison.exchange import EVERY_DRAW, Duality, exchange_checks
from analytic.comparison.measure import Evaluation
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import (
    C_0,
    Delta_C,
    Delta_L,
    L,
    N,
    P,
    d,
    d2,
    kappa,
    lambda_k,
    marked,
    r_N,
    r_P,
    ratio,
    s,
    s2,
    w,
    w2,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.problem.quantity import quotient as quotient_of
from analytic.problem.quantity import resource_limited
from analytic.quotient import cancel
from analytic.regions import agreement
from analytic.result import Result, Statement
from analytic.stated import Formulas
from analytic.symbolic.mean_field.exchange import exchange_in_a_draw, exchanged
from analytic.symbolic.mean_field.final_value import along_the_diagonal
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mean_field.two_point import test_correlation
from analytic.symbolic.mellin.mode_sums import DEFINITIONS
from derivations.bottleneck import DATA, WIDTH, limited_law
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

L_N, L_P = resource_limited(N), resource_limited(P)

HEADING = Heading(
    "width-data-duality",
    80,
    "Width-data duality",
    "any spectrum for the curves; a power law, $n$ large, $t = infinity$ for the ratio",
    law=False,
)

DRAWN = "both sizes finite, every time and penalty; what noise and other targets add"
NEW = "where else the exponents are equal, and the ratio of the amplitudes there"


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""What distinguishes the learning curves at width n and at n samples.

        s s' [C_0(P = n, N = \infty) - C_0(N = n, P = \infty)]
            = \kappa \kappa' (d' w - d w')/(n \kappa' - n \kappa + d \kappa - d' \kappa')

    [maloney2022solvable] has none of it for a = b at t = \infty.
    """
    page = page_under(
        HEADING,
        statement="Width $n$ with unlimited data and $n$ samples with unlimited width have the "
        "same loss at every time if and only if the target is isotropic, $c_k$ proportional to "
        "$lambda_k$; they have the same exponent for more targets, with amplitudes in a ratio. "
        "Finite widths and samples may be exchanged, too, but for label noise.",
        source="maloney2022solvable, for $a = b$ at $t = infinity$; bahri2024explaining; new: the "
        "difference at every frequency and the converse, both finite, every draw, the range of "
        "equal exponents, the ratio of amplitudes",
        problem="$L(t)$ at $N = n$, $P = oo$ against $L(t)$ at $N = oo$, $P = n$",
    )
    width = page.show(
        s * s2 * marked(C_0, N), test_correlation(statement, P), "unlimited data, width $N$"
    )
    data = page.show(
        s * s2 * marked(C_0, P), test_correlation(statement, N), "unlimited width, $P$ samples"
    )
    difference = page.show(
        s * s2 * Delta_C,
        factor(data.subs(P, N) - width),
        "their difference at $P = N$, where both have the same $kappa(s)$",
    )
    page.show(
        w / d,
        _residue_of(w) / _residue_of(d),
        "it vanishes for all $s$, $s'$ iff $w/d$ is constant: the ratio of their residues at "
        "$-lambda_k$",
    )
    by_width = limited_law(WIDTH, spectrum, statement)
    by_data = limited_law(DATA, spectrum, statement)
    where = agreement(by_width.exponent, by_data.exponent).where
    page.show(r_N, by_width.exponent, "width-limited")
    page.show(r_P, by_data.exponent, f"data-limited: the same where {worded(where)}")
    quotient = page.show(ratio, _ratio(by_width, by_data), "ratio of amplitudes, data to width")
    formulas = {
        Duality.DIFFERENCE: difference,
        Duality.RATIO: quotient,
        **_exchanged(page, statement),
    }
    statements = {}
    if spectrum == POWER_LAW:
        statements = _statements(by_width, by_data, quotient, formulas[Duality.DRAW])
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        statements=statements,
        derive=derive,
        checks=(*duality_checks(spectrum, quotient), *exchange_checks()),
    )


def _exchanged(page: Page, statement: FieldEquations) -> Formulas:
    """Width N and P samples against width P and N samples: at all frequencies, and in a draw."""
    both = page.show(
        s * s2 * marked(Delta_C, N, P),
        exchanged(statement),
        "both finite, $C_0(N, P) - C_0(P, N)$: no change but $1/P - 1/N$",
    )
    isotropic = both.subs({w: d, w2: d2}, simultaneous=True)
    at_penalty = along_the_diagonal(responses(statement).at_kappa(isotropic), d)
    noisy = page.show(
        L(N, P) - L(P, N),
        at_penalty,
        "$c_k = lambda_k$, a penalty: zero without noise; with it, data are worth more than width",
    )
    in_a_draw = page.show(
        Delta_L,
        exchange_in_a_draw(),
        "in every draw of any size, no noise, mean over isotropic targets: as $A$ and the whitened "
        "samples are exchanged, the matrix of errors is transposed, at all times and penalties",
    )
    return {Duality.EXCHANGED: both, Duality.NOISE: noisy, Duality.DRAW: in_a_draw}


def _residue_of(quantity: Symbol) -> Expr:
    """The residue of one mode's term of a sum over modes at kappa = -lambda_k."""
    return cancel(DEFINITIONS[quantity] * (kappa + lambda_k)).subs(kappa, -lambda_k)


def _ratio(by_width: Law, by_data: Law) -> Expr:
    """The ratio of the amplitudes in the regimes that have the same exponent in both laws."""
    ratios = [
        simplify(one.amplitude / other.amplitude)
        for one in by_data.regimes
        for other in by_width.regimes
        if one.exponent == other.exponent and one.logarithms == other.logarithms
    ]
    return ratios[0] if ratios else nan


def _statements(
    by_width: Law, by_data: Law, quotient: Expr, in_a_draw: Expr
) -> dict[str, Statement]:
    """Where exponents and amplitudes differ, for the power laws that the claims speak of."""
    apart, exponents = by_width.exponent - by_data.exponent, Evaluation(quotient_of(L_N, L_P))
    amplitudes = Evaluation(quotient_of(L_P, L_N))
    return {
        "exponent of $L(N)$ - exponent of $L(P)$": Statement(
            apart, NEW, by_data.exponent, exponents
        ),
        "amplitude of $L(P)$ / that of $L(N)$": Statement(
            quotient, NEW, quotient, amplitudes, "amplitude"
        ),
        "$L(D) - L(P)$ of one draw": Statement(in_a_draw, DRAWN, in_a_draw, EVERY_DRAW),
    }
