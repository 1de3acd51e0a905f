r"""Ensembling: averaging E projections and B data sets, and the four parts of the loss.

    L_{E,B} = L_0 + V_A/E + V_D/B + V_{AD}/(E B)

Predictors averaged over independent projections and data sets have the squared bias L_0 and what is
left of three variances. [bordelon2024dynamical], appendix H. New here: the parts in closed form,
their laws in N, P and t, and where more members are worth more than width.
"""

from sympy import Expr, Sum, factor

from analytic.comparison.ensembles import ensemble_checks
from analytic.comparison.members import Ensemble
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import (
    C_0,
    L_0,
    L_A,
    L_D,
    L_EB,
    V_A,
    V_AD,
    V_D,
    Delta_L,
    L,
    M,
    N,
    R_n,
    c_0,
    c_k,
    j,
    k,
    marked,
    mean_error,
    r_N,
    s,
    s2,
    sigma2,
    t,
    v_A,
    v_AD,
    v_D,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.result import Result
from analytic.stated import REMAINDER, SUMMAND, Formulas, Stated
from analytic.symbolic.ensembles.pairs import (
    LOSSES,
    averaged,
    first_orders,
    in_modes,
    in_parts,
    parts,
)
from analytic.symbolic.mean_field.final_value import final_dimension
from derivations.bottleneck import DATA, WIDTH, name_amplitude
from derivations.claims import claims_on
from derivations.ensembles.members import members_or_width
from derivations.ensembles.part_laws import (
    coefficient_law,
    final_law,
    final_parts,
    interaction_exponent,
)
from derivations.ensembles.statements import share_of_mean_errors, statements, unlimited_data
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "ensembling",
    160,
    "Ensembling",
    "$M$, $N$, $P$ large in proportion; laws: a power law, no noise",
    law=False,
)

PAPER = "bordelon2024dynamical"
_COEFFICIENTS = (c_0, v_A, v_D)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """The parts of the loss and the loss of ensembles, for a power law.

        L_{E,B} = L_0 + V_A/E + V_D/B + V_{AD}/(E B)

    [bordelon2024dynamical], eqs. (107)-(112) and appendix H.
    """
    page = page_under(
        HEADING,
        statement="The loss of averaged predictors is the squared bias plus the variances of "
        "features, of data, and of both together, each over the number of its independent copies.",
        source=f"{PAPER}, eqs. (107)-(116), appendix H; new: closed forms, laws in $N$, $P$ "
        "and $t$, and when members are worth more than width",
        problem="$L$ of the mean of $E B$ predictors: each of $E$ projections on each of $B$ "
        "data sets",
    )
    loss = _split(page)
    _two_point(page, statement)
    name_amplitude(page, spectrum)
    final = _final_laws(page, spectrum, statement)
    summands = _first_orders(page, statement)
    late = _late_times(page, spectrum, statement)
    laws = {**final, **late}
    compared = members_or_width(page, spectrum, statement, late[c_0])
    stated_of = statements(statement)
    return result_under(
        HEADING,
        page,
        formulas={
            Ensemble.LOSS: loss,
            **{name: law.expansion for name, law in laws.items()},
            **{REMAINDER.of(name): law.remainder for name, law in laws.items()},
            **summands,
            **compared,
            Ensemble.INTERACTION: interaction_exponent(spectrum, statement),
        },
        statements=stated_of,
        checks=ensemble_checks(),
        derive=derive,
        exponents={N: laws[Ensemble.BIAS_OF_WIDTH].exponent},
    )


def _split(page: Page) -> Expr:
    """The loss of an ensemble in its parts."""
    page.show(
        L_EB,
        averaged(LOSSES),
        "mean over $(E B)^2$ ordered pairs: $L_A$ share the projection, $L_D$ the data, "
        "$L_0$ nothing",
    )
    page.show(V_A, L_A - L_0, "variance over projections of the mean over data")
    page.show(V_D, L_D - L_0, "variance over data sets of the mean over projections")
    page.show(V_AD, L(t) - L_A - L_D + L_0, "what both together add: the interaction")
    return page.show(L_EB, in_parts(), "put in")


def _two_point(page: Page, statement: FieldEquations) -> None:
    """The parts as double transforms."""
    found = parts(statement)
    page.show(
        s * s2 * marked(C_0, 0),
        factor(found.bias),
        "nothing shared: sum over modes of $c_k H_k H_k'$; it is the same under $N <-> P$",
    )
    page.show(
        L_0,
        share_of_mean_errors(statement) * Sum(c_k * mean_error(t) ** 2, (k, 1, M)),
        "in time: infinite $E$ and $B$ leave the error of the mean predictor",
    )
    page.show(
        s * s2 * marked(C_0, "A"),
        factor(found.features),
        "$V_A$: the projection shared, less the bias",
    )
    page.show(
        s * s2 * marked(C_0, "D"),
        factor(found.data),
        "$V_D$: the data and their noise shared, less it",
    )
    page.show(
        L_EB, unlimited_data(statement), "$P = infinity$: pairs that share the data are alike"
    )


def _final_laws(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> dict[Stated, Law]:
    """The parts at the end of training as laws of the limited resource."""
    laws: dict[Stated, Law] = {}
    for bottleneck in (WIDTH, DATA):
        resource, unlimited, _ = bottleneck
        found, end = final_parts(bottleneck, statement), final_dimension(statement, resource)
        of_width = resource == N
        bias = Ensemble.BIAS_OF_WIDTH if of_width else Ensemble.BIAS_OF_DATA
        own = (
            (Ensemble.FEATURES, V_A, found.features)
            if of_width
            else (Ensemble.DATA, V_D, found.data)
        )
        for name, symbol, value in ((bias, L_0, found.bias), own):
            page.show(symbol, value, f"$t = {unlimited} = infinity$, $d(kappa) = {end}$")
            laws[name] = final_law(bottleneck, value, spectrum, statement)
            _show_law(page, symbol, laws[name], "as a law")
    for name, of in (
        (Ensemble.BIAS_OF_WIDTH, "infinitely many projections"),
        (Ensemble.FEATURES, "the features' variance"),
    ):
        exponent = laws[name].exponent
        page.show(r_N, exponent, f"exponent of {of}: {_as_printed(exponent)}")
    return laws


def _show_law(page: Page, symbol: Expr, law: Law, reason: str) -> None:
    """A law off and on its boundaries, with what is left out."""
    plain = law.general
    page.show(symbol, plain.leading, reason, relation="~")
    if plain.correction != 0:
        page.show(Delta_L, plain.correction, "what comes next, added to it", error=plain.remainder)
    page.show(R_n, plain.remainder, "the first powers left out", relation="O")
    for edge, at_edge in law.boundaries.items():
        page.show(symbol, at_edge.expansion, f"on {worded(edge)}", error=at_edge.remainder)


def _as_printed(exponent: Expr) -> str:
    """Whether an exponent is the one that the paper prints for the loss of a single model."""
    printed = next(claim for claim in claims_on("width-limited") if claim.id == "D13")
    same = printed.formula == exponent
    return f"{'it is' if same else 'not'} what eq. (14) prints for one model"


def _first_orders(page: Page, statement: FieldEquations) -> Formulas:
    """The first coefficients at a fixed time: their summands over modes, by name."""
    found = {name: part.subs(sigma2, 0) for name, part in first_orders(statement)._asdict().items()}
    summands: Formulas = {}
    for part, (name, scale) in {
        "bias": (c_0, "$L_0 - L(t) = c_0 (1/N + 1/P) + ...$"),
        "features": (v_A, "$V_A = v_A/N + ...$"),
        "data": (v_D, "$V_D = v_D/P + ...$"),
    }.items():
        page.show(marked(C_0, name), found[part], f"{scale}: at fixed frequencies $kappa = s$")
        reason = "one mode each of $d$, $j$, and of the target, $k$"
        symbol = marked(name, j, k)(t)
        summands[SUMMAND.of(name)] = page.show(symbol, in_modes(found[part]), reason)
    page.show(marked(C_0, "v_{AD}"), found["interaction"], "$V_AD = v_AD/(N P) + ...$")
    return summands


def _late_times(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> dict[Stated, Law]:
    """The laws of the first coefficients at late times."""
    laws = {name: coefficient_law(name, spectrum, statement) for name in _COEFFICIENTS}
    for name, law in laws.items():
        _show_law(page, name(t), law, f"late times of ${name}$")
    page.show(
        v_AD(t),
        t ** -interaction_exponent(spectrum, statement),
        "by powers of frequency, up to a factor",
        relation="asymp",
    )
    return laws
