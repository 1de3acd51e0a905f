"""Spectra and exponents that no derivation was written for: laws of one resource hold for all."""

import pytest
from sympy import Integer, Rational

from analytic.notation import a, b
from analytic.problem import PowerLaw
from derivations import RESULTS
from tests.law_excess import excess

DIGITS = {
    "width-limited": 40,
    "data-limited": 40,
    "finite-width-correction": 24,
    "finite-data-correction": 24,
}
VARIANTS = {
    "scale and amplitude": PowerLaw(2, "3/2", scale=3, amplitude="1/2"),
    "easy target": PowerLaw("19/4", "3/2", scale="1/3", amplitude=5),
    "two powers": PowerLaw(4, "3/2", further_powers=[(2, "11/5")]),
    "multiplicity that grows linearly": PowerLaw(4, 3, multiplicity=2, multiplicity_growth=1),
    "multiplicity that grows as a root": PowerLaw(3, "5/2", multiplicity_growth="1/2"),
    "all of it": PowerLaw(
        "7/2",
        "8/3",
        scale=2,
        amplitude="1/7",
        further_powers=[("1/3", "9/2")],
        multiplicity=3,
        multiplicity_growth="1/2",
    ),
}
HELD_OUT = {
    "a = b + 1": (Rational(11, 4), Rational(7, 4)),
    "a = 2b + 1": (Rational(9, 2), Rational(7, 4)),
    "a = 3b + 1": (Rational(25, 4), Rational(7, 4)),
    "a = b": (Rational(12, 5), Rational(12, 5)),
    "a - 1 = b/2": (Rational(17, 8), Rational(9, 4)),
    "a = b + 2": (Rational(15, 4), Rational(7, 4)),
    "2b an integer": (Rational(5, 3), Rational(5, 2)),
    "integers": (Integer(2), Integer(3)),
    "integers on a boundary": (Integer(5), Integer(2)),
    "far beyond": (Integer(17), Rational(5, 4)),
    "hard": (Rational(11, 10), Rational(10, 3)),
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", DIGITS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_problems_they_were_not_written_for(name: str, variant: str) -> None:
    spectrum, derive = VARIANTS[variant], RESULTS[name].derive
    assert derive is not None
    assert excess(derive(spectrum), spectrum, {}, DIGITS[name]) <= 1


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", DIGITS)
@pytest.mark.parametrize("where", HELD_OUT)
def test_points_that_no_check_uses(name: str, where: str) -> None:
    source, capacity = HELD_OUT[where]
    assert excess(RESULTS[name], PowerLaw(a, b), {a: source, b: capacity}, DIGITS[name]) <= 1
