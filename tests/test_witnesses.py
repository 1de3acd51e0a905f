"""Simulations agree with every result, and object to faults that are planted for them."""

from dataclasses import replace

import pytest
from sympy import Rational

from analytic.comparison.law_points import Point
from analytic.comparison.white_quantities import White
from analytic.law import Law
from analytic.notation import C_0, C_1, C_2, C_3, D_N2, a, b, f, sigma2, t, w
from analytic.problem import PowerLaw
from analytic.result import Result
from analytic.symbolic.mean_field.field_residuals import BOTH_DIFFERENT, DIFFERENT_A, DIFFERENT_DATA
from analytic.symbolic.slow_sums.losses import DENSITY
from derivations import RESULTS, finite_data_correction, finite_width_correction
from tests.law_excess import law_excess, perturbed, remembering
from tests.planted import objecting, objections, with_formula

pytestmark = pytest.mark.usefixtures("remembered")

DIGITS = {
    "width-limited": 40,
    "data-limited": 40,
    "finite-width-correction": finite_width_correction.DIGITS,
    "finite-data-correction": finite_data_correction.DIGITS,
}


@pytest.mark.parametrize("name", list(RESULTS))
def test_simulations_agree(name: str) -> None:
    """Algebra and digits are asked by the test of power, before it plants a fault."""
    assert objecting(RESULTS[name], "sampling") == []


@pytest.mark.parametrize("name", list(RESULTS))
def test_every_result_has_checks_of_every_witness(name: str) -> None:
    assert {check.witness for check in RESULTS[name].checks} == {"symbolic", "exact", "sampling"}


def unnoticed(result: Result, law: Law, points: list[Point], digits: int) -> list[str]:
    """The terms of a law that may be 1 % off without an excess at any of some points."""
    return [
        changed
        for changed, wrong in perturbed(law)
        if not any(law_excess(result, wrong, PowerLaw(a, b), point, digits) > 1 for point in points)
    ]


@pytest.mark.parametrize("name", list(DIGITS))
def test_the_digits_notice_one_percent_of_any_term_on_a_boundary(name: str) -> None:
    result, digits = remembering(RESULTS[name]), DIGITS[name]
    for edge, law in result.law.boundaries.items():
        some = [{b: x, a: edge.rhs.subs(b, x)} for x in (Rational(4, 3), Rational(9, 4))]
        assert all(law_excess(result, law, PowerLaw(a, b), p, digits) <= 1 for p in some)
        assert unnoticed(result, law, some, digits) == []


def test_the_dice_catch_a_wrong_exponent() -> None:
    result = RESULTS["time-limited"]
    assert result.law is not None
    wrong = result.law.leading * t ** (result.law.exponent / 10)
    assert objecting(replace(result, law=result.law.with_formulas(leading=wrong)), "sampling")


@pytest.mark.parametrize("name", [C_0, C_1, C_2, C_3])
def test_a_two_point_function_without_its_noise_is_caught(name: str) -> None:
    result = RESULTS["field-equations"]
    wrong = with_formula(result, name, result.formulas[name].subs(sigma2, 0))
    assert objecting(wrong, "exact")


@pytest.mark.parametrize("name", [DIFFERENT_A, DIFFERENT_DATA, BOTH_DIFFERENT])
def test_a_replica_function_with_one_response_changed_is_caught(name: str) -> None:
    result = RESULTS["field-equations"]
    formula = result.formulas[name]
    changed = formula.subs(D_N2, 2 * D_N2) if formula.has(D_N2) else formula.subs(w, 2 * w)
    assert objecting(with_formula(result, name, changed), "exact")


def test_the_dice_catch_a_wrong_density() -> None:
    result = RESULTS["spectral-density"]
    wrong = with_formula(result, DENSITY, result.formulas[DENSITY] * Rational(21, 20))
    assert objecting(wrong, "sampling")


@pytest.mark.parametrize(
    ("name", "check"),
    [
        (White.ERROR, "mean errors by replication"),
        (White.EARLY, "moments of the eigenvalues by replication"),
    ],
)
def test_the_dice_catch_a_wrong_white_spectrum(name: str, check: str) -> None:
    result = RESULTS["white-spectrum"]
    wrong = with_formula(result, name, result.formulas[name] * Rational(21, 20))
    assert objections(wrong, check)


def test_the_dice_catch_the_missing_first_order_of_a_mode() -> None:
    result = RESULTS["early-time"]
    without = with_formula(result, f(t), result.formulas[f(t)] * 0)
    assert objecting(without, "sampling")
