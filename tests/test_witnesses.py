"""Every result is verified by all three witnesses; every planted fault is caught by one of them."""

from dataclasses import replace
from functools import cache

import pytest
from sympy import Rational

from analytic.comparison.law_points import Point, points_of
from analytic.law import Law
from analytic.notation import D_N2, a, b, kappa, nu, sigma2, t, w
from analytic.problem import PowerLaw
from analytic.result import Result, Witness
from analytic.verify import Conclusion, verify
from derivations import RESULTS, finite_data_correction, finite_width_correction
from tests.law_excess import law_excess, perturbed, remembering
from tests.planted import objecting, with_formula

DIGITS = {
    "width-limited": 40,
    "data-limited": 40,
    "finite-width-correction": finite_width_correction.DIGITS,
    "finite-data-correction": finite_data_correction.DIGITS,
}
ELSEWHERE = {  # and where their terms are perturbed
    "time-limited": "below, and tests/derivations/test_time_limited_loss.py",
    "width-crossover": "tests/derivations/test_crossovers.py",
    "data-crossover": "tests/derivations/test_crossovers.py",
    "compute-optimal": "tests/derivations/test_compute_optimal.py",
    "compute-limited-data": "tests/derivations/test_compute_limited_data.py",
    "train-test-gap": "tests/derivations/test_overfitting.py",
    "label-noise": "tests/derivations/test_overfitting.py",
    "gradient-descent": "tests/derivations/test_training.py",
    "averaged-descent": "tests/test_averaged_descent.py",
    "momentum": "tests/derivations/test_training.py",
    "one-pass-sgd": "tests/derivations/test_one_pass_sgd.py",
}


@cache
def time_limited() -> Result:
    """A planted fault in the law changes no loss: each is evaluated once."""
    return remembering(RESULTS["time-limited"])


@pytest.mark.parametrize("name", list(RESULTS))
def test_three_witnesses_agree(name: str) -> None:
    found = verify(RESULTS[name], digits=25, draws=100, seed=1)
    assert found.verdict == Conclusion.VERIFIED, [f.outcome for f in found.failures]


@pytest.mark.parametrize("name", list(RESULTS))
def test_every_result_has_checks_of_every_witness(name: str) -> None:
    assert {check.witness for check in RESULTS[name].checks} == {"symbolic", "exact", "sampling"}


def test_the_terms_of_every_law_are_perturbed() -> None:
    laws = {name for name, result in RESULTS.items() if result.law is not None}
    assert laws == {*DIGITS, *ELSEWHERE}


def unnoticed(result: Result, law: Law, points: list[Point], digits: int) -> list[str]:
    """The terms of a law that may be 1 % off without an excess at any of some points."""
    return [
        changed
        for changed, wrong in perturbed(law)
        if not any(law_excess(result, wrong, PowerLaw(a, b), point, digits) > 1 for point in points)
    ]


@pytest.mark.parametrize("name", list(DIGITS))
def test_the_digits_notice_one_percent_of_any_term(name: str) -> None:
    result, digits = remembering(RESULTS[name]), DIGITS[name]
    law = result.law
    inside = points_of(law, PowerLaw(a, b))
    some = [inside[0], inside[13], inside[6], inside[19]]
    assert all(law_excess(result, law, PowerLaw(a, b), p, digits) <= 1 for p in some)
    assert unnoticed(result, law, some, digits) == []


@pytest.mark.parametrize("name", list(DIGITS))
def test_the_digits_notice_one_percent_of_any_term_on_a_boundary(name: str) -> None:
    result, digits = remembering(RESULTS[name]), DIGITS[name]
    for edge, law in result.law.boundaries.items():
        some = [{b: x, a: edge.rhs.subs(b, x)} for x in (Rational(4, 3), Rational(9, 4))]
        assert all(law_excess(result, law, PowerLaw(a, b), p, digits) <= 1 for p in some)
        assert unnoticed(result, law, some, digits) == []


@pytest.mark.parametrize("witness", ["symbolic", "exact"])
def test_an_exponent_off_by_one_percent_is_caught(witness: Witness) -> None:
    result = time_limited()
    assert result.law is not None
    wrong = result.law.leading * t ** (result.law.exponent / 100)
    assert objecting(replace(result, law=replace(result.law, leading=wrong)), witness)


@pytest.mark.parametrize("witness", ["symbolic", "exact"])
def test_an_amplitude_off_by_a_tenth_of_a_percent_is_caught(witness: Witness) -> None:
    result = time_limited()
    assert result.law is not None
    wrong = result.law.leading * Rational(1001, 1000)
    assert objecting(replace(result, law=replace(result.law, leading=wrong)), witness)


def test_the_dice_catch_a_wrong_exponent() -> None:
    result = time_limited()
    assert result.law is not None
    wrong = result.law.leading * t ** (result.law.exponent / 10)
    assert objecting(replace(result, law=replace(result.law, leading=wrong)), "sampling")


@pytest.mark.parametrize("name", ["C_0", "C_1", "C_2", "C_3"])
def test_a_two_point_function_without_its_noise_is_caught(name: str) -> None:
    result = RESULTS["field-equations"]
    wrong = with_formula(result, name, result.formulas[name].subs(sigma2, 0))
    assert objecting(wrong, "exact")


@pytest.mark.parametrize("name", ["C_0 different A", "C_0 different data", "C_0 both different"])
def test_a_replica_function_with_one_response_changed_is_caught(name: str) -> None:
    result = RESULTS["field-equations"]
    formula = result.formulas[name]
    changed = formula.subs(D_N2, 2 * D_N2) if formula.has(D_N2) else formula.subs(w, 2 * w)
    assert objecting(with_formula(result, name, changed), "exact")


@pytest.mark.parametrize("side", ["P<N", "N<P"])
def test_a_final_loss_off_by_a_tenth_of_a_percent_is_caught(side: str) -> None:
    result = RESULTS["field-equations"]
    name = f"L(oo) if {side}"
    wrong = with_formula(
        result, name, result.formulas[name].subs(kappa, kappa * Rational(1001, 1000))
    )
    assert objecting(wrong, "exact")


@pytest.mark.parametrize("name", ["rho", "H_k", "atom"])
def test_a_flat_spectrum_off_by_a_tenth_of_a_percent_is_caught(name: str) -> None:
    result = RESULTS["spectral-density"]
    wrong = with_formula(result, name, result.formulas[name] * Rational(1001, 1000))
    assert objecting(wrong, "exact")


def test_the_dice_catch_a_wrong_density() -> None:
    result = RESULTS["spectral-density"]
    wrong = with_formula(result, "rho", result.formulas["rho"] * Rational(21, 20))
    assert objecting(wrong, "sampling")


def test_a_cubic_with_another_width_is_caught() -> None:
    result = RESULTS["white-spectrum"]
    changed = result.formulas["cubic"].subs(nu, nu * Rational(1001, 1000))
    assert objecting(with_formula(result, "cubic", changed), "exact")


@pytest.mark.parametrize("name", ["H(t)", "H(t), early"])
def test_the_dice_catch_a_wrong_white_spectrum(name: str) -> None:
    result = RESULTS["white-spectrum"]
    wrong = with_formula(result, name, result.formulas[name] * Rational(21, 20))
    assert objecting(wrong, "sampling")


@pytest.mark.parametrize("name", ["f(t)", "f(t), j = k"])
def test_a_first_order_in_one_over_n_off_by_a_tenth_of_a_percent_is_caught(name: str) -> None:
    result = RESULTS["early-time"]
    wrong = with_formula(result, name, result.formulas[name] * Rational(1001, 1000))
    assert objecting(wrong, "symbolic")
    assert objecting(wrong, "exact")


def test_the_dice_catch_the_missing_first_order_of_a_mode() -> None:
    result = RESULTS["early-time"]
    without = with_formula(result, "f(t)", result.formulas["f(t)"] * 0)
    assert objecting(without, "sampling")
