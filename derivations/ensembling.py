r"""Ensembling: averaging E projections and B data sets, and the four parts of the loss.

    L_{E,B} = L_0 + V_A/E + V_D/B + V_{AD}/(E B)

Predictors averaged over independent projections and data sets have the squared bias L_0 and what is
left of three variances. [bordelon2024dynamical], appendix H. New here: the parts in closed form,
their laws in N, P and t, and where more members are worth more than width.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Integer, Sum, Symbol, factor

from analytic.comparison.ensembles import FIRST, ensemble_checks
from analytic.comparison.measure import Evaluation
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
    R_n,
    a,
    b,
    c_0,
    c_k,
    k,
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
from analytic.problem import FIELD_EQUATIONS, FieldEquations, PowerLaw
from analytic.problem.quantity import Part, resource_limited
from analytic.result import Result
from analytic.symbolic.ensembles.fixed_time import FirstOrders, first_orders, in_modes
from analytic.symbolic.ensembles.pairs import LOSSES, averaged, in_parts, parts
from derivations.bottleneck import DATA, WIDTH, Bottleneck
from derivations.claims import claims_on, verdicts
from derivations.ensembles.by_regions import formulas, stated
from derivations.ensembles.members import members_or_width
from derivations.ensembles.part_laws import (
    coefficient_law,
    final_law,
    final_parts,
    interaction_exponent,
)
from derivations.ensembles.statements import share_of_mean_errors, statements, unlimited_data
from derivations.headings import Heading

__all__ = ["derive"]

HEADING = Heading(
    "ensembling",
    160,
    "Ensembling",
    "M, N, P large in proportion; laws: a power law, no noise",
    law=False,
)

PAPER = "bordelon2024dynamical"
DEFAULT = PowerLaw(a, b)


def derive(spectrum: PowerLaw = DEFAULT, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """The parts of the loss and the loss of ensembles, for a power law."""
    page = Page(
        title=HEADING.title,
        statement="The loss of averaged predictors is the squared bias plus the variances of "
        "features, of data, and of both together, each over the number of its independent copies.",
        source=f"{PAPER}, eqs. (107)-(116), appendix H; new: closed forms, laws in N, P and t, and "
        "when members are worth more than width",
        validity=HEADING.validity,
        problem="L of the mean of E B predictors: each of E projections on each of B data sets",
    )
    loss = _split(page)
    _two_point(page, statement)
    laws = _final_laws(page, spectrum, statement)
    late = _fixed_time(page, spectrum, statement)
    compared = members_or_width(page, spectrum, statement, late["c_0"])
    stated_of = statements(statement)
    return Result(
        name=HEADING.name,
        title=page.title,
        page=page,
        formulas={
            "L_EB": loss,
            **formulas({**{name: law for name, (law, _) in laws.items()}, **late}),
            **_summands(statement),
            **compared,
            "exponent of v_AD": interaction_exponent(spectrum, statement),
        },
        judgements=verdicts(HEADING.name, stated_of),
        statements=stated_of,
        checks=ensemble_checks(
            {**{name: observable for name, (_, observable) in laws.items()}, **FIRST},
            lambda result: _with_laws(result, late),
        ),
        derive=derive,
    )


_FINAL: tuple[tuple[str, Bottleneck, Part, Expr], ...] = (
    ("bias^2(N)", WIDTH, "bias", L_0),
    ("V_A(N)", WIDTH, "features", V_A),
    ("bias^2(P)", DATA, "bias", L_0),
    ("V_D(P)", DATA, "data", V_D),
)


def _split(page: Page) -> Expr:
    """The loss of an ensemble in its parts."""
    page.show(
        L_EB,
        averaged(LOSSES),
        "mean over $(E B)^2$ ordered pairs: L_A share the projection, L_D the data, L_0 nothing",
    )
    page.show(V_A, L_A - L_0, "variance over projections of the mean over data")
    page.show(V_D, L_D - L_0, "variance over data sets of the mean over projections")
    page.show(V_AD, L(t) - L_A - L_D + L_0, "what both together add: the interaction")
    return page.show(L_EB, in_parts(), "put in")


def _two_point(page: Page, statement: FieldEquations) -> None:
    """The parts as double transforms."""
    found = parts(statement)
    page.show(
        s * s2 * C_0,
        factor(found.bias),
        "nothing shared: sum over modes of c_k H_k H_k'; it is the same under $N <-> P$",
    )
    page.show(
        L_0,
        share_of_mean_errors(statement) * Sum(c_k * mean_error(t) ** 2, (k, 1, M)),
        "in time: infinite E and B leave the error of the mean predictor",
    )
    page.show(s * s2 * C_0, factor(found.features), "V_A: the projection shared, less the bias")
    page.show(s * s2 * C_0, factor(found.data), "V_D: the data and their noise shared, less it")
    page.show(L_EB, unlimited_data(statement), "P = infinity: pairs that share the data are alike")


def _final_laws(
    page: Page, spectrum: PowerLaw, statement: FieldEquations
) -> dict[str, tuple[Law, Evaluation]]:
    """The parts at the end of training as laws of the limited resource."""
    laws: dict[str, tuple[Law, Evaluation]] = {}
    known: dict[Expr, Law] = {}
    for name, bottleneck, part, symbol in _FINAL:
        value = getattr(final_parts(bottleneck, statement), part)
        resource, unlimited, _ = bottleneck
        page.show(symbol, value, f"t = {unlimited} = infinity, d(kappa) = {resource}")
        if value in known:
            law = _in_other_resource(known[value], resource)
        else:
            law = known[value] = final_law(bottleneck, value, spectrum, statement)
        _show_law(page, symbol, law, "as a law")
        laws[name] = law, Evaluation(resource_limited(resource, part))
    bias, features = (laws[name][0].exponent for name in ("bias^2(N)", "V_A(N)"))
    page.show(r_N, bias, f"exponent of infinitely many projections: {_as_printed(bias)}")
    page.show(r_N, features, f"exponent of the features' variance: {_as_printed(features)}")
    return laws


def _show_law(page: Page, symbol: Expr, law: Law, reason: str) -> None:
    """A law off and on its boundaries, with what is left out."""
    page.show(symbol, law.leading, f"{reason}{stated(law)}", relation="~")
    if law.correction != 0:
        page.show(Delta_L, law.correction, "what comes next, added to it", error=law.remainder)
    page.show(R_n, law.remainder, "the first powers left out", relation="O")
    for edge, at_edge in law.boundaries.items():
        page.show(symbol, at_edge.expansion, f"on {edge.lhs} = {edge.rhs}", error=at_edge.remainder)


def _as_printed(exponent: Expr) -> str:
    """Whether an exponent is the one that the paper prints for the loss of a single model."""
    printed = next(claim for claim in claims_on("width-limited") if claim.id == "D13")
    same = printed.formula == exponent
    return f"{'it is' if same else 'not'} what eq. (14) prints for one model"


def _in_other_resource(law: Law, resource: Symbol) -> Law:
    """A law of the same function of kappa, d(kappa) = resource."""

    def renamed(formula: Expr) -> Expr:
        return formula.subs(law.variable, resource)

    return replace(
        law,
        symbol=f"r_{resource}",
        variable=resource,
        leading=renamed(law.leading),
        correction=renamed(law.correction),
        remainder=renamed(law.remainder),
        boundaries={edge: _in_other_resource(on, resource) for edge, on in law.boundaries.items()},
    )


def _fixed_time(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> dict[str, Law]:
    """The first coefficients at a fixed time, and their laws at late times."""
    found = _noiseless(first_orders(statement))
    for part, symbol, scale in (
        (found.bias, c_0(t), "L_0 - L(t) = c_0 (1/N + 1/P) + ..."),
        (found.features, v_A(t), "V_A = v_A/N + ..."),
        (found.data, v_D(t), "V_D = v_D/P + ..."),
    ):
        page.show(C_0, part, f"{scale}: at fixed frequencies kappa = s")
        page.show(symbol, in_modes(part), "one mode each of d, j, and of the target, k")
    page.show(C_0, found.interaction, "V_AD = v_AD/(N P) + ...")
    laws = {name: coefficient_law(name, spectrum, statement) for name in FIRST}
    for (name, law), symbol in zip(laws.items(), (c_0, v_A, v_D), strict=True):
        _show_law(page, symbol(t), law, f"late times of {name}")
    page.show(
        v_AD(t),
        t ** -interaction_exponent(spectrum, statement),
        "by powers of frequency, up to a factor",
        relation="asymp",
    )
    return laws


def _noiseless(found: FirstOrders) -> FirstOrders:
    return FirstOrders(*(part.subs(sigma2, 0) for part in found))


def _summands(statement: FieldEquations) -> dict[str, Expr]:
    """The coefficients' summands over modes, by name."""
    found = _noiseless(first_orders(statement))
    kernels = {"c_0": found.bias, "v_A": found.features, "v_D": found.data}
    return {f"summand of {name}": in_modes(kernel) for name, kernel in kernels.items()}


def _with_laws(result: Result, laws: dict[str, Law]) -> dict[str, tuple[Expr, Law]]:
    """Every summand with the law of its sum, the formulas those of the result."""
    return {
        name: (
            result.formulas[f"summand of {name}"],
            replace(law, leading=result.formulas[name], correction=Integer(0)),
        )
        for name, law in laws.items()
    }
