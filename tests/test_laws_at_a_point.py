"""Laws at a point, also where the target is steep: a value everywhere, and that of exact digits."""

import pytest
from sympy import Integer, Rational, nan, oo, zoo

from analytic.notation import a, b
from analytic.problem import PowerLaw
from derivations import RESULTS

CAPACITY = Rational(3, 2)
ON_CURVES = [CAPACITY + 1, 2 * CAPACITY + 1, 4 * CAPACITY, 4 * CAPACITY + 1, CAPACITY + 2]
STEEP = (("6", "3/2"), ("7", "3/2"), ("9", "2"), ("13/2", "5/4"))  # (a - 1)/b beyond 3
SIZES, DIGITS = (4, 6), 40
TWICE = 2  # what is left over the remainder tends to a constant, up to a logarithm


@pytest.mark.parametrize("name", RESULTS)
def test_a_law_has_a_value_at_every_point(name):
    law = RESULTS[name].law
    if law is None:
        return
    for source in ON_CURVES:
        here = law.at({a: source, b: CAPACITY})
        for formula in (here.leading, here.correction, here.remainder, here.amplitude):
            assert not formula.has(nan, oo, zoo), source
        assert here.leading != 0, source


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("source", "capacity"), STEEP)
@pytest.mark.parametrize("name", ["train-test-gap", "finite-width-correction"])
def test_the_law_of_a_steep_target_is_that_of_exact_digits(name, source, capacity):
    result = RESULTS[name]
    law = result.law.at({"a": source, "b": capacity})
    left = []
    for digits in SIZES:
        at = {law.variable: Integer(10) ** digits}
        exact = result.observable.exact(PowerLaw(source, capacity), *at.values(), DIGITS)
        expansion, remainder = (
            formula.subs(at).evalf(DIGITS) for formula in (law.expansion, law.remainder)
        )
        assert abs(exact / expansion - 1) < Rational(1, 10**8)
        left.append(abs(exact - expansion) / remainder)
    assert left[1] < TWICE * left[0]
