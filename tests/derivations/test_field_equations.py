"""The field equations' result: formulas, verdicts, changed statements, planted faults."""

from dataclasses import replace

import pytest
from sympy import Eq, Float, Integer, Rational, oo

from analytic.claim import Verdict
from analytic.comparison.verdict import verdict_on
from analytic.errors import InvalidProblemError
from analytic.notation import (
    C_0,
    C_1,
    C_2,
    C_3,
    D_N,
    D_P,
    R_02,
    H_k,
    N,
    P,
    d,
    d_2,
    h,
    kappa,
    sigma2,
    u1,
    u3,
    v1,
    w,
    w_2,
)
from analytic.problem import FIELD_EQUATIONS
from analytic.quotient import cancel
from analytic.result import Effort, Result
from analytic.symbolic.mean_field.field_residuals import (
    BOTH_DIFFERENT,
    DIFFERENT_A,
    DIFFERENT_DATA,
    FINAL_TEST,
    FINAL_TRAIN,
)
from analytic.symbolic.mean_field.penalty import ridge_loss
from analytic.symbolic.mean_field.responses import responses
from derivations import RESULTS
from derivations.field_equations import derive
from tests.planted import objecting, with_formula

PAGE_FORMULAS = [D_P, D_N, H_k, kappa, h, C_0, C_1, C_2, C_3]
REPLICAS = [DIFFERENT_A, DIFFERENT_DATA, BOTH_DIFFERENT]


def fields() -> Result:
    return RESULTS["field-equations"]


def test_the_result_stands():
    assert fields().page.proved
    assert {*PAGE_FORMULAS, *REPLICAS} <= set(fields().formulas)
    assert not any(formula.atoms(Float) for formula in fields().formulas.values())


CORRECTED = {  # with the misprint put right, from the field equations
    ("D27", "31"): 1 + R_02 * D_P / P,
    ("D28", "33"): D_N,
    ("D29", "48"): Integer(1),
}


@pytest.mark.parametrize("place", CORRECTED, ids=" ".join)
def test_the_corrected_equation_holds_and_the_printed_one_does_not(place):
    printed = next(
        one for one in fields().judgements if (one.claim.id, one.claim.equation) == place
    )
    assert printed.verdict == Verdict.REFUTED
    right = replace(printed.claim, formula=CORRECTED[place])
    assert verdict_on(right, fields().statements[right.quantity]).verdict == Verdict.HOLDS


def test_the_second_line_of_equation_31_is_right():
    (_, second) = (one for one in fields().judgements if one.claim.id == "D27")
    assert second.verdict == Verdict.HOLDS
    assert second.derived == 1 - d / N


def test_a_claim_names_the_equation_in_its_range_that_fails():
    (response,) = (one for one in fields().judgements if one.claim.id == "D2")
    (exception,) = response.exceptions
    assert exception.startswith("eq. 33 as printed")
    assert "refuted (D28)" in exception
    assert exception in response.remarks


def test_final_values_in_known_limits():
    over = fields().formulas[FINAL_TEST[P]] + sigma2
    kernel = (kappa**2 * w_2 + sigma2) / (1 - d_2 / P)  # unlimited width, known from kernels
    assert cancel(over.limit(N, oo) - kernel) == 0
    under = fields().formulas[FINAL_TEST[N]] + sigma2
    assert cancel(under - (kappa * w + sigma2) / (1 - N / P)) == 0
    assert fields().formulas[FINAL_TRAIN[P]] == 0
    assert cancel(fields().formulas[FINAL_TRAIN[N]] - (1 - N / P) ** 2 * under) == 0


def as_stated(formulas: Result, statement: Result) -> bool:
    """Whether formulas are those of the equations that a result states, solved mode by mode."""
    (check,) = (one for one in statement.checks if one.name.startswith("field equations as"))
    return check.run(formulas, Effort(digits=15)).passed


def test_formulas_are_those_of_the_equations_as_they_are_stated():
    v1_more = Eq(v1, u1 + Rational(3, 2) * R_02 / P * v1)
    changed = derive(replace(FIELD_EQUATIONS, equations=(v1_more, *FIELD_EQUATIONS.equations[1:])))
    assert as_stated(fields(), fields())
    assert as_stated(changed, changed)
    assert not as_stated(fields(), changed)
    assert not as_stated(changed, fields())


@pytest.mark.parametrize("name", [kappa, C_0, C_3, *REPLICAS])
def test_a_formula_that_is_off_is_not_that_of_the_equations(name):
    nearly = with_formula(fields(), name, fields().formulas[name] * (1 + Rational(1, 10**12)))
    assert not as_stated(nearly, fields())


@pytest.mark.slow
def test_more_noise_is_another_result():
    noisier = {**FIELD_EQUATIONS.covariances}
    noisier[u1] = noisier[u1].subs(sigma2, 3 * sigma2)
    changed = derive(replace(FIELD_EQUATIONS, covariances=noisier))
    assert not objecting(changed, "symbolic")
    assert objecting(replace(fields(), checks=changed.checks), "symbolic")
    assert cancel(changed.formulas[h] - fields().formulas[h].subs(sigma2, 3 * sigma2)) == 0


def test_field_equations_that_do_not_collapse_are_refused():
    scaled = {**FIELD_EQUATIONS.covariances}
    scaled[u3] = 2 * scaled[u3]
    with pytest.raises(InvalidProblemError, match="linear system"):
        derive(replace(FIELD_EQUATIONS, covariances=scaled))


def test_final_losses_are_judged_on_both_sides_and_against_ridge_without_a_penalty():
    ends = [one for one in fields().judgements if one.claim.id == "D5"]
    shown = [fields().formulas[FINAL_TEST[P]], fields().formulas[FINAL_TEST[N]]]
    assert [cancel(one.derived - formula) for one, formula in zip(ends, shown, strict=True)] == [
        0
    ] * 2
    one = responses(FIELD_EQUATIONS)
    other = ridge_loss(fields().formulas[h] * 2, one)  # another h is another end
    assert cancel(other.subs(d, P) - ends[0].derived) != 0
