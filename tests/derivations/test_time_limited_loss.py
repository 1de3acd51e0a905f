"""The time-limited loss: law, verdict, problems it was not written for, planted faults."""

from dataclasses import replace

import pytest
from sympy import Float, Min, Rational, gamma, simplify

from analytic.errors import InvalidProblemError
from analytic.notation import a, b, x
from analytic.problem import PowerLaw
from analytic.result import Result
from derivations import RESULTS
from derivations.time_limited_loss import derive
from tests.planted import objecting

VARIANTS = {
    "numbers": PowerLaw(2, "3/2"),
    "scale and amplitude": PowerLaw(2, "3/2", scale=3, amplitude="1/2"),
    "two powers": PowerLaw(2, "3/2", further_powers=[(2, "5/2")]),
    "multiplicity": PowerLaw(3, "5/2", multiplicity=2, multiplicity_growth="1/2"),
}


def timed() -> Result:
    return RESULTS["time-limited"]


def with_law(**changes) -> Result:
    return replace(timed(), law=timed().law.with_formulas(**changes))


def test_the_law_is_the_known_one():
    assert simplify(timed().law.exponent - (a - 1) / b) == 0
    assert simplify(timed().law.amplitude - gamma((a - 1) / b) / b * 2 ** (-(a - 1) / b)) == 0
    assert not timed().law.leading.atoms(Float)


def test_the_page_says_what_is_argued():
    assert not timed().page.proved
    assert [e.heuristic for e in timed().page.equations].count(True) == 1


@pytest.mark.one_in(4)
@pytest.mark.parametrize("spectrum", VARIANTS.values(), ids=VARIANTS.keys())
def test_problems_it_was_not_written_for(spectrum):
    assert not objecting(derive(spectrum), "symbolic")


def test_the_dominant_power_of_two():
    c = x
    two = derive(PowerLaw(a, b, further_powers=[(2, c)])).law
    assert two.exponent == Min((a - 1) / b, (c - 1) / b)
    decided = derive(VARIANTS["two powers"]).law
    assert decided.exponent == Rational(2, 3)
    assert simplify(decided.amplitude - timed().law.amplitude.subs({a: 2, b: Rational(3, 2)})) == 0


def test_multiplicity_shifts_the_exponent():
    q = x
    law = derive(PowerLaw(a, b, multiplicity_growth=q)).law
    assert simplify(law.exponent - (a - 1 - q) / b) == 0


def test_numbers_first_or_last():
    numbers = {a: 2, b: Rational(3, 2)}
    first = derive(PowerLaw(a, "3/2")).law.leading.subs(a, 2)
    assert simplify(first - timed().law.leading.subs(numbers)) == 0
    assert (
        simplify(derive(VARIANTS["numbers"]).law.leading - timed().law.leading.subs(numbers)) == 0
    )


def test_an_envelope_that_is_too_small_is_noticed():
    assert objecting(with_law(remainder=timed().law.remainder / 2), "symbolic")


def test_a_finite_number_of_modes_is_refused():
    with pytest.raises(InvalidProblemError, match="infinitely many"):
        derive(PowerLaw(2, 2, modes=100))
