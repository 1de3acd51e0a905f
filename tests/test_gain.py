"""How much smaller is what comes next: the gain of every regime, measured by exact digits."""

import pytest
from sympy import Float, Integer, Rational, log, oo, sympify

from analytic.notation import a, b
from analytic.problem import PowerLaw
from derivations import RESULTS

pytestmark = pytest.mark.usefixtures("remembered")

POINTS = (("7/5", "2"), ("3/2", "3/2"), ("13/5", "2"), ("5", "3/2"))
VANISHES = ("7/2", "3/2")  # a = b + 2, where the next term of finite-width-correction is zero
SIZES = (12, 16)
SLACK = Rational(1, 50)  # of a power: what a second term of nearly the same size adds
SHARP = {
    "width-limited",
    "data-limited",
    "finite-width-correction",
    "finite-data-correction",
    "compute-optimal",
    "train-test-gap",
}
CASES = [(name, source, capacity) for name in sorted(SHARP) for source, capacity in POINTS] + [
    ("finite-width-correction", *VANISHES)
]


def measured(name, regime, point):
    """The power of the variable with which the leading term's relative error falls."""
    result, spectrum = RESULTS[name], PowerLaw(point[a], point[b])
    variable, observable = result.law.variable, result.observable
    numbers = observable.numbers(spectrum) if hasattr(observable, "numbers") else {}
    term = regime.amplitude * variable**-regime.exponent * log(variable) ** regime.logarithms
    off = []
    for digits in SIZES:
        at = {variable: Integer(10) ** digits}
        exact = Float(observable.exact(spectrum, at[variable], 50), 50)
        off.append(abs(exact / term.subs(point).subs(numbers).subs(at).evalf(50) - 1))
    return log(off[0] / off[1]).evalf(10) / log(Integer(10)).evalf(10) / (SIZES[1] - SIZES[0])


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("name", "source", "capacity"), CASES)
def test_the_gain_is_that_of_exact_digits(name, source, capacity):
    point = {a: Rational(source), b: Rational(capacity)}
    for regime in RESULTS[name].law.regimes:
        if regime.condition.subs(point) == True:  # noqa: E712
            gain, found = sympify(regime.gain).subs(point), measured(name, regime, point)
            assert found > gain - SLACK
            assert name not in SHARP or found < gain + SLACK


@pytest.mark.parametrize("name", RESULTS)
def test_no_regime_gains_more_than_its_remainder_allows(name):
    """What is left out, relative to what leads, falls at least as n^-gain."""
    if RESULTS[name].law is None:
        return
    law = RESULTS[name].law.general
    for source, capacity in POINTS:
        point = {a: Rational(source), b: Rational(capacity)}
        for regime in RESULTS[name].law.regimes:
            gain = sympify(regime.gain).subs(point)
            if regime.condition.subs(point) == True and gain != oo:  # noqa: E712
                left = (
                    law.remainder.subs(point) * law.variable ** regime.exponent.subs(point)
                ).subs(dict.fromkeys(law.remainder.free_symbols - {a, b, law.variable}, 1))
                near, far = (left.subs(law.variable, Integer(10) ** k).evalf(20) for k in (40, 80))
                power = log(near / far).evalf(10) / log(Integer(10)).evalf(10) / 40
                assert power > gain - SLACK


def test_label_noise_at_a_below_2():
    (regime,) = RESULTS["label-noise"].law.regimes
    assert sympify(regime.gain).subs(a, Rational(3, 2)) == Rational(1, 3)
    assert sympify(regime.gain).subs(a, 3) == Rational(1, 3)
