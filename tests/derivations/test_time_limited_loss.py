"""The time-limited loss: law, verdict, problems it was not written for, planted faults."""

from dataclasses import replace

import pytest
from sympy import Float, Min, Rational, gamma, simplify

from analytic.claim import Verdict
from analytic.errors import InvalidProblemError
from analytic.notation import a, b, t, x
from analytic.problem import PowerLaw
from analytic.result import Effort, Result
from derivations.time_limited_loss import derive

RESULT = derive()
LAW = RESULT.law
VARIANTS = {
    "numbers": PowerLaw(2, "3/2"),
    "scale and amplitude": PowerLaw(2, "3/2", scale=3, amplitude="1/2"),
    "two powers": PowerLaw(2, "3/2", further_powers=[(2, "5/2")]),
    "multiplicity": PowerLaw(3, "5/2", multiplicity=2, multiplicity_growth="1/2"),
}


def passes(result: Result) -> bool:
    algebra = [check for check in result.checks if check.witness == "symbolic"]
    return all(check.run(result, Effort()).passed for check in algebra)


def with_law(**changes) -> Result:
    return replace(RESULT, law=replace(LAW, **changes))


def test_the_law_is_the_known_one():
    assert simplify(LAW.exponent - (a - 1) / b) == 0
    assert simplify(LAW.amplitude - gamma((a - 1) / b) / b * 2 ** (-(a - 1) / b)) == 0
    assert not LAW.leading.atoms(Float)


def test_the_result_stands():
    assert passes(RESULT)


def test_the_page_says_what_is_argued():
    assert not RESULT.page.proved
    assert [e.heuristic for e in RESULT.page.equations].count(True) == 1


@pytest.mark.parametrize("spectrum", VARIANTS.values(), ids=VARIANTS.keys())
def test_problems_it_was_not_written_for(spectrum):
    assert passes(derive(spectrum))


def test_the_dominant_power_of_two():
    c = x
    two = derive(PowerLaw(a, b, further_powers=[(2, c)])).law
    assert two.exponent == Min((a - 1) / b, (c - 1) / b)
    decided = derive(VARIANTS["two powers"]).law
    assert decided.exponent == Rational(2, 3)
    assert simplify(decided.amplitude - LAW.amplitude.subs({a: 2, b: Rational(3, 2)})) == 0


def test_multiplicity_shifts_the_exponent():
    q = x
    law = derive(PowerLaw(a, b, multiplicity_growth=q)).law
    assert simplify(law.exponent - (a - 1 - q) / b) == 0


def test_numbers_first_or_last():
    numbers = {a: 2, b: Rational(3, 2)}
    first = derive(PowerLaw(a, "3/2")).law.leading.subs(a, 2)
    assert simplify(first - LAW.leading.subs(numbers)) == 0
    assert simplify(derive(VARIANTS["numbers"]).law.leading - LAW.leading.subs(numbers)) == 0


def test_the_claims_are_sharpened_and_a_changed_one_refuted():
    assert {judgement.claim.id for judgement in RESULT.judgements} == {"D12", "D15", "P1"}
    assert {judgement.verdict for judgement in RESULT.judgements} == {Verdict.SHARPENED}


@pytest.mark.parametrize(
    "leading",
    [
        LAW.leading * Rational(1001, 1000),
        LAW.leading * t ** (-LAW.exponent / 100),
        LAW.leading.subs(t, 2 * t),
    ],
    ids=["amplitude by 0.1 %", "exponent by 1 %", "factor of two in time"],
)
def test_a_planted_fault_is_noticed(leading):
    assert not passes(with_law(leading=leading))


def test_an_envelope_that_is_too_small_is_noticed():
    assert not passes(with_law(remainder=LAW.remainder / 2))


def test_a_finite_number_of_modes_is_refused():
    with pytest.raises(InvalidProblemError, match="infinitely many"):
        derive(PowerLaw(2, 2, modes=100))
