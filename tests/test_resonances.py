"""Laws where poles meet: numbers put in, and the law derived anew, against digits."""

import pytest
from sympy import And, Eq, Integer, Rational, gamma, nan, oo, pi, sin, zoo

import analytic as an
from analytic.errors import InvalidProblemError
from analytic.notation import N, P, a, b, tau
from analytic.problem import PowerLaw
from derivations import RESULTS

LAWS = ("width-limited", "data-limited", "finite-width-correction", "finite-data-correction")
CROSSOVERS = ("width-crossover", "data-crossover")
CAPACITIES = tuple(map(Rational, ("6/5", "3/2", "2", "5/2", "3")))
CURVES = tuple((j * x + 1, x) for x in CAPACITIES for j in (1, 2, 3, 4, 5))
WIDTH_TERM = N ** (1 - a) * (pi / b / sin(pi / b)) ** (a - 1) * pi / b / sin(pi * (a - 1) / b)
DATA_TERM = (b + 1 - a) * WIDTH_TERM.subs(N, P)


def finite(expression):
    return not expression.has(nan, zoo, oo, -oo)


@pytest.mark.parametrize("name", [*LAWS, *CROSSOVERS])
@pytest.mark.parametrize(("source", "capacity"), CURVES)
def test_all_formulas_have_values_on_every_resonance(name, source, capacity):
    law, point = RESULTS[name].law, {a: source, b: capacity}
    formulas = [law.leading, law.correction, law.remainder, law.amplitude, law.exponent]
    here = [one.amplitude for one in law.regimes if one.condition.subs(point) == True]  # noqa: E712
    assert all(finite(formula.subs(point)) for formula in (*formulas, *here))


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize(
    ("source", "capacity"),
    [(5, "2"), ("5/2", "3/2"), (4, "3/2"), ("11/2", "3/2"), (7, "3/2"), ("17/5", "6/5"), (7, "3")],
)
def test_what_is_left_of_the_exact_value_is_within_the_remainder(name, source, capacity):
    point = {a: Rational(source), b: Rational(capacity)}
    result, spectrum = RESULTS[name], PowerLaw(source, capacity)
    derived = result.law.at(point)
    for law in (result.law, derived):
        left = []
        for size in (Integer(10) ** 8, Integer(10) ** 16):
            at = {**point, law.variable: size}
            exact = result.observable.exact(spectrum, size, 80)
            gap = exact - law.expansion.subs(at).evalf(60)
            left.append(abs(gap / law.remainder.subs(at).evalf(20)))
            assert abs(exact / law.leading.subs(at).evalf(30) - 1) < Rational(1, 10)
        assert max(left) < 200  # the constant in front, not a power of the size
        assert left[1] < 2 * left[0] + Rational(1, 10**6)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", CROSSOVERS)
@pytest.mark.parametrize(("source", "capacity"), [("5/2", "3/2"), (4, "3/2"), (3, 2), (7, 2)])
def test_a_crossover_derived_on_a_resonance_is_what_substitution_gives(name, source, capacity):
    law = RESULTS[name].law
    point = {a: Rational(source), b: Rational(capacity)}
    at = {law.variable: Integer(10) ** 40, tau: 1}
    put_in, anew = (one.leading.subs({**point, **at}) for one in (law, law.at(point)))
    assert abs(put_in.evalf(30) / anew.evalf(30) - 1) < Rational(1, 10**20)


def test_the_curves_follow_from_the_poles():
    curves = {name: [*RESULTS[name].law.resonances] for name in (*LAWS, *CROSSOVERS)}
    assert curves == {
        "width-limited": [Eq(a, 2 * b + 1)],
        "data-limited": [Eq(a, 3 * b + 1)],
        "finite-width-correction": [Eq(a, 2 * b + 1), Eq(a, 3 * b + 1)],
        "finite-data-correction": [Eq(a, b + 1), Eq(a, 3 * b + 1)],
        "width-crossover": [],
        "data-crossover": [Eq(a, b + 1)],
    }


def test_the_amplitude_in_data_is_smooth_through_the_boundary_of_the_width():
    amplitude = RESULTS["data-limited"].law.amplitude.subs({a: Rational(5, 2), b: Rational(3, 2)})
    assert abs(amplitude.evalf(15) - Rational("3.76090161902718")) < Rational(1, 10**13)
    cut = gamma(1 - 1 / b) * gamma(1 + 1 / b)
    assert abs((amplitude - (cut**b).subs(b, Rational(3, 2))).evalf(20)) < Rational(1, 10**15)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("point", [(4, "3/2"), ("11/2", "3/2"), (7, "3/2"), (5, 2), (3, "3/2")])
def test_a_law_agrees_with_itself_at_a_point(name, point):
    source, capacity = map(Rational, point)
    law, domain = RESULTS[name].law, And(Eq(a, source), Eq(b, capacity))
    assert an.check(RESULTS[name], law.leading, domain=domain, draws=0)
    if not any(edge.subs({a: source, b: capacity}) == True for edge in law.boundaries):  # noqa: E712
        assert an.check(RESULTS[name], law.general.leading, domain=domain, draws=0)


@pytest.mark.slow
@pytest.mark.parametrize("factor", [1, Rational(101, 100)])
def test_a_removable_pole_of_a_users_formula_is_a_limit(factor):
    edge = Eq(a, b + 1)
    for domain in (edge, And(Eq(a, 3), Eq(b, 2))):
        found = an.check(RESULTS["data-limited"], factor * DATA_TERM, domain=domain, draws=0)
        assert bool(found) == (factor == 1)


def test_a_formula_whose_terms_meet_is_refused():
    law = RESULTS["width-limited"].law.general
    with pytest.raises(InvalidProblemError, match="terms that meet"):
        an.check(RESULTS["width-limited"], law.leading, domain=Eq(a, b + 1), draws=0)
    with pytest.raises(InvalidProblemError, match="zero or infinite"):
        an.check(RESULTS["width-limited"], WIDTH_TERM, domain=Eq(a, b + 1), draws=0)
