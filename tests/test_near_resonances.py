"""Laws next to their resonances: on both sides nothing is kept that only its partner would cancel.

What is left of the exact value, over the remainder, must not depend on the distance from a curve.
"""

import pytest
from sympy import Eq, Integer, Rational, pi, sin, solve, zeta

from analytic.notation import N, a, b, tau
from analytic.problem import PowerLaw
from analytic.result import Numbered
from analytic.stated import NEAR_BOUNDARY
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.resonances import has_pole
from analytic.symbolic.series.truncation import truncation
from derivations import RESULTS

pytestmark = pytest.mark.usefixtures("remembered")

FURTHER = (Eq(a, b + 1), Eq(a, 2 * b + 1), Eq(a, 3 * b + 1), Eq(a, 4 * b + 1))
CAPACITIES = (Rational(11, 10), Rational(5, 2))
LAWS = [
    ("width-limited", CAPACITIES[1]),
    ("data-limited", CAPACITIES[0]),
    ("finite-width-correction", CAPACITIES[0]),
    ("finite-data-correction", CAPACITIES[1]),
    ("width-crossover", CAPACITIES[0]),
    ("data-crossover", CAPACITIES[1]),
    ("one-pass-sgd", CAPACITIES[0]),
]
AWAY = (-Rational(1, 10), Rational(1, 10))
NEAR = tuple(Rational(1, x) for x in (10**3, -(10**6), 10**12))
SIZE, DIGITS = Integer(1000), 25
TWICE = 2  # what is left changes smoothly from one distance to another


def points(law, capacity):
    """Where the curves of a law are at this b, and where more poles of the strings are."""
    stated = [Eq(*condition.args) for condition in law.conditions]
    for curve in dict.fromkeys([*stated, *FURTHER]):
        (source,) = solve(curve.subs(b, capacity), a)
        if source > 1 + max(AWAY):
            yield source


def letters(result, spectrum):
    """What the letters other than a and b are in the exact value."""
    given = result.observable.numbers(spectrum) if isinstance(result.observable, Numbered) else {}
    return {tau: 1, **given}


def left_over(result, law, source, capacity):
    """What is left of the exact value, over the remainder, and the value over the leading terms."""
    spectrum = PowerLaw(source, capacity)
    point = {a: source, b: capacity, law.variable: SIZE, **letters(result, spectrum)}
    exact = result.observable.exact(spectrum, SIZE, DIGITS)
    leading, expansion, remainder = (
        formula.subs(point).evalf(DIGITS) for formula in (law.leading, law.expansion, law.remainder)
    )
    return abs(exact - expansion) / remainder, abs(exact / leading - 1)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("name", "capacity"), LAWS)
def test_what_is_left_does_not_grow_next_to_a_curve(name, capacity):
    result = RESULTS[name]
    law = result.law
    for source in points(law, capacity):
        far = [left_over(result, law, source + distance, capacity) for distance in AWAY]
        allowed = [TWICE * max(values) for values in zip(*far, strict=True)]
        for distance in NEAR:
            left, beside_leading = left_over(result, law, source + distance, capacity)
            assert left < allowed[0], (source, distance)
            if name != "one-pass-sgd":  # where a leading term meets a correction
                assert beside_leading < allowed[1] + Rational(1, 10**3), (source, distance)


@pytest.mark.parametrize("name", ["width-limited", "data-limited"])
def test_the_form_through_a_boundary_is_smooth_at_the_next_curves_too(name):
    formula, variable = RESULTS[name].formulas[NEAR_BOUNDARY], RESULTS[name].law.variable
    here = formula.subs({b: CAPACITIES[0], variable: SIZE})
    for n in (2, 3, 4):
        below, above = (
            here.subs(a, n * CAPACITIES[0] + 1 + distance).evalf(15)
            for distance in (NEAR[1], -NEAR[1])
        )
        assert abs(below / above - 1) < Rational(1, 10**4)


def test_a_term_follows_its_partners():
    cosecant = pi / sin(pi * (a - 1) / b)
    terms = {(a - 1, 0): cosecant, (b, 0): zeta(a - b), (2 * b, 0): zeta(a - 2 * b)}
    series = LogPowers.of(1 / N, terms.items(), [(b + 2, 0)])  # 3 b is beyond it
    cut = truncation(series, {a - 1, b})
    meeting = {b: Rational(3, 2), N: SIZE}

    def at(formula, source):
        return formula.subs({a: source, **meeting}).evalf(20)

    single, first, second = series.displayed
    for source in (Rational(3), Rational(10, 3), Rational(14, 3)):  # 13/4 is half way to 4
        assert abs(at(cut.leading + cut.correction - single - first - second, source)) < 1e-15
    assert abs(at(cut.leading - single - first, 3)) < 1e-15
    assert abs(at(cut.leading - first, Rational(10, 3))) < 1e-15
    assert at(cut.remainder, Rational(14, 3)) == 0
    assert at(cut.remainder, 5) > 0  # beyond 19/4, half way to 11/2
    assert abs(at(cut.leading + cut.correction - first - second, 5)) < 1e-15


def test_a_pole_that_another_factor_takes_away_is_none():
    curve = Eq(a, 2 * b + 1)
    cosecant = 1 / sin(pi * (a - 1) / b)
    assert has_pole(cosecant, curve)
    assert not has_pole(cosecant * (a - 2 * b - 1), curve)
