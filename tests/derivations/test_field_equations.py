"""The field equations' result: formulas, verdicts, changed statements, planted faults."""

from dataclasses import replace

import pytest
from sympy import Expr, Float, Rational, cancel, oo

from analytic.claim import Verdict, judge
from analytic.errors import InvalidProblemError
from analytic.notation import C_0, N, P, d_2, kappa, s, s2, sigma2, u1, u3, w, w_2
from analytic.result import Effort, Result
from analytic.symbolic.mean_field.field_equations import FIELD_EQUATIONS
from derivations import field_equations
from derivations.field_equations import D2, D3, derive

RESULT = derive()
PAGE_FORMULAS = ["D_P", "D_N", "H_k", "kappa", "h", "C_0", "C_1", "C_2", "C_3"]
REPLICAS = ["C_0 different A", "C_0 different data", "C_0 both different"]


def passes(result: Result) -> bool:
    algebra = [check for check in result.checks if check.witness == "symbolic"]
    return all(check.run(result, Effort()).passed for check in algebra)


def with_formula(name: str, formula: Expr) -> Result:
    return replace(RESULT, formulas={**RESULT.formulas, name: formula})


def test_the_result_stands():
    assert passes(RESULT)
    assert RESULT.page.proved
    assert {*PAGE_FORMULAS, *REPLICAS} <= set(RESULT.formulas)
    assert not any(formula.atoms(Float) for formula in RESULT.formulas.values())


@pytest.mark.parametrize("name", [*PAGE_FORMULAS, *REPLICAS, "L(oo) if N<P", "Lhat(oo) if N<P"])
def test_a_tenth_of_a_percent_is_noticed(name):
    assert not passes(with_formula(name, RESULT.formulas[name] * Rational(1001, 1000)))


@pytest.mark.parametrize("name", ["C_0", "D_P", "D_N", "C_0 different A"])
def test_a_dropped_term_is_noticed(name):
    first, *_ = RESULT.formulas[name].as_ordered_terms()
    assert not passes(with_formula(name, RESULT.formulas[name] - first))


def test_the_verdicts():
    verdicts = {judgement.claim.id: judgement.verdict for judgement in RESULT.judgements}
    assert verdicts.pop("D1") == Verdict.UNDECIDED
    assert set(verdicts) == {"D2", "D3", "D4", "D5"}
    assert set(verdicts.values()) == {Verdict.HOLDS}


@pytest.mark.parametrize("claim", [D2, D3])
def test_a_changed_claim_changes_its_verdict(claim):
    (found,) = (one for one in RESULT.judgements if one.claim == claim)
    wrong = replace(claim, formula=claim.formula.subs(P, 2 * P))
    judged = judge(wrong, found.derived)
    assert judged.verdict == Verdict.REFUTED
    assert judged.counterexample


def test_final_values_in_known_limits():
    over = RESULT.formulas["L(oo) if P<N"] + sigma2
    kernel = (kappa**2 * w_2 + sigma2) / (1 - d_2 / P)  # unlimited width, known from kernels
    assert cancel(over.limit(N, oo) - kernel) == 0
    under = RESULT.formulas["L(oo) if N<P"] + sigma2
    assert cancel(under - (kappa * w + sigma2) / (1 - N / P)) == 0
    assert RESULT.formulas["Lhat(oo) if P<N"] == 0
    assert cancel(RESULT.formulas["Lhat(oo) if N<P"] - (1 - N / P) ** 2 * under) == 0


def test_more_noise_is_another_result():
    noisier = {**FIELD_EQUATIONS.covariances}
    noisier[u1] = noisier[u1].subs(sigma2, 3 * sigma2)
    changed = derive(replace(FIELD_EQUATIONS, covariances=noisier))
    assert passes(changed)
    assert not passes(replace(RESULT, checks=changed.checks))
    assert cancel(changed.formulas["h"] - RESULT.formulas["h"].subs(sigma2, 3 * sigma2)) == 0


def test_field_equations_that_do_not_collapse_are_refused():
    scaled = {**FIELD_EQUATIONS.covariances}
    scaled[u3] = 2 * scaled[u3]
    with pytest.raises(InvalidProblemError, match="linear system"):
        derive(replace(FIELD_EQUATIONS, covariances=scaled))


def test_a_changed_final_value_is_refuted(monkeypatch):
    monkeypatch.setattr(
        field_equations, "D5", replace(field_equations.D5, formula=2 * s * s2 * C_0)
    )
    verdicts = {one.claim.id: one.verdict for one in derive().judgements}
    assert verdicts["D5"] == Verdict.REFUTED
