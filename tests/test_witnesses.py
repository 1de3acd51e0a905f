"""Every result is verified by all three witnesses; every planted fault is caught by one of them."""

from dataclasses import replace

import pytest
from sympy import Expr, Rational

from analytic.notation import D_N2, kappa, sigma2, t, w
from analytic.result import Check, Effort, Result, Witness
from analytic.verify import Conclusion, verify
from derivations import RESULTS

CHEAP = Effort(digits=20, draws=60)


def checks(result: Result, *witnesses: Witness) -> list[Check]:
    return [check for check in result.checks if check.witness in witnesses]


def objections(result: Result, *witnesses: Witness) -> list[str]:
    """The names of the checks that do not pass."""
    return [c.name for c in checks(result, *witnesses) if not c.run(result, CHEAP).passed]


def with_formula(result: Result, name: str, formula: Expr) -> Result:
    assert formula != result.formulas[name]
    return replace(result, formulas={**result.formulas, name: formula})


@pytest.mark.parametrize("name", list(RESULTS))
def test_three_witnesses_agree(name: str) -> None:
    found = verify(RESULTS[name], digits=25, draws=100, seed=1)
    assert found.verdict == Conclusion.VERIFIED, [f.outcome for f in found.failures]


@pytest.mark.parametrize("name", list(RESULTS))
def test_every_result_has_checks_of_every_witness(name: str) -> None:
    assert {check.witness for check in RESULTS[name].checks} == {"symbolic", "exact", "sampling"}


@pytest.mark.parametrize("witness", ["symbolic", "exact"])
def test_an_exponent_off_by_one_percent_is_caught(witness: Witness) -> None:
    result = RESULTS["time-limited"]
    assert result.law is not None
    wrong = result.law.leading * t ** (result.law.exponent / 100)
    assert objections(replace(result, law=replace(result.law, leading=wrong)), witness)


@pytest.mark.parametrize("witness", ["symbolic", "exact"])
def test_an_amplitude_off_by_a_tenth_of_a_percent_is_caught(witness: Witness) -> None:
    result = RESULTS["time-limited"]
    assert result.law is not None
    wrong = result.law.leading * Rational(1001, 1000)
    assert objections(replace(result, law=replace(result.law, leading=wrong)), witness)


def test_the_dice_catch_a_wrong_exponent() -> None:
    result = RESULTS["time-limited"]
    assert result.law is not None
    wrong = result.law.leading * t ** (result.law.exponent / 10)
    assert objections(replace(result, law=replace(result.law, leading=wrong)), "sampling")


@pytest.mark.parametrize("name", ["C_0", "C_1", "C_2", "C_3"])
def test_a_two_point_function_without_its_noise_is_caught(name: str) -> None:
    result = RESULTS["field-equations"]
    wrong = with_formula(result, name, result.formulas[name].subs(sigma2, 0))
    assert objections(wrong, "exact")


@pytest.mark.parametrize("name", ["C_0 different A", "C_0 different data", "C_0 both different"])
def test_a_replica_function_with_one_response_changed_is_caught(name: str) -> None:
    result = RESULTS["field-equations"]
    formula = result.formulas[name]
    changed = formula.subs(D_N2, 2 * D_N2) if formula.has(D_N2) else formula.subs(w, 2 * w)
    assert objections(with_formula(result, name, changed), "exact")


@pytest.mark.parametrize("side", ["P<N", "N<P"])
def test_a_final_loss_off_by_a_tenth_of_a_percent_is_caught(side: str) -> None:
    result = RESULTS["field-equations"]
    name = f"L(oo) if {side}"
    wrong = with_formula(
        result, name, result.formulas[name].subs(kappa, kappa * Rational(1001, 1000))
    )
    assert objections(wrong, "exact")


@pytest.mark.parametrize("name", ["rho", "H_k", "atom"])
def test_a_flat_spectrum_off_by_a_tenth_of_a_percent_is_caught(name: str) -> None:
    result = RESULTS["spectral-density"]
    wrong = with_formula(result, name, result.formulas[name] * Rational(1001, 1000))
    assert objections(wrong, "exact")


def test_the_dice_catch_a_wrong_density() -> None:
    result = RESULTS["spectral-density"]
    wrong = with_formula(result, "rho", result.formulas["rho"] * Rational(21, 20))
    assert objections(wrong, "sampling")
