"""The linear program over exponents: regions, boundaries, budgets; amplitudes of two terms."""

from fractions import Fraction
from random import Random

import pytest
from sympy import Eq, Integer, Rational, true

from analytic.errors import InvalidProblemError
from analytic.notation import C, N, a, b, t
from analytic.symbolic.frontier.balance import balances, meeting_curves
from analytic.symbolic.frontier.least_time import best_time, stationarity
from analytic.symbolic.frontier.terms import Budget, Monomial, terms_of, two_terms

BUDGET = Budget(C, N, t)


def term(name, **decays):
    resources = {"N": N, "t": t}
    return Monomial(name, Integer(1), {resources[key]: value for key, value in decays.items()})


FLOW = [
    term("time law", t=(a - 1) / b),
    term("1/N", N=Integer(1), t=1 - 1 / b),
    term("1/N of the tail", N=Integer(1), t=(a - 2) / b),
    term("width law", N=a - 1),
    term("saturated", N=b),
]


def by_condition(terms, budget=BUDGET):
    return {str(one.condition): one for one in balances(terms, budget)}


def test_two_regimes_of_flow_and_their_boundary():
    found = by_condition(FLOW)
    assert set(found) == {"a > b + 1", "a < b + 1"}
    assert found["a > b + 1"].rate == (a - 1) / a
    assert found["a > b + 1"].first == (a - b) / a
    assert found["a < b + 1"].rate == (a - 1) / (b + 1)
    assert {one.name for one in found["a > b + 1"].binding} == {"time law", "1/N"}
    assert meeting_curves(FLOW, BUDGET) == (Eq(a, b + 1),)


def test_a_third_phase_with_the_noise_of_earlier_steps():
    found = by_condition([*FLOW, term("K_pp", t=2 - 1 / b)])
    assert {str(one.rate) for one in found.values()} == {
        str((a - 1) / a),
        str((a - 1) / (b + 1)),
        str((2 * b - 1) / (2 * b)),
    }


def test_without_the_term_of_order_one_over_n_the_ansatz_is_left():
    ansatz = [one for one in FLOW if not one.name.startswith("1/N")]
    rate = by_condition(ansatz)["a > b + 1"].rate
    assert rate.equals(b * (a - 1) / (a - 1 + b**2))


@pytest.mark.one_in(3)
@pytest.mark.parametrize("p", [1, 2, Rational(1, 2)])
def test_exponents_at_random_points_against_a_search_in_rationals(p):
    """max over a grid of nu of the least rate, at random rational a and b."""
    budget, random = Budget(C, N, t, p=Rational(p)), Random(7)
    found = balances(FLOW, budget)
    for _ in range(12):
        at = {a: Rational(random.randint(11, 60), 10), b: Rational(random.randint(11, 40), 10)}
        (here,) = {one.rate.subs(at) for one in found if one.condition.subs(at) == true}
        lines = [budget.line(one) for one in FLOW]
        numbers = [
            (Fraction(str(x.at_zero.subs(at))), Fraction(str(x.slope.subs(at)))) for x in lines
        ]
        most = Fraction(str(budget.most))
        crossings = {
            (c2 - c1) / (s1 - s2) for c1, s1 in numbers for c2, s2 in numbers if s1 != s2
        } | {Fraction(0), most}
        best = max(min(c + s * nu for c, s in numbers) for nu in crossings if 0 <= nu <= most)
        assert Fraction(str(here)) == best


def test_two_terms_at_their_stationary_point():
    one = Monomial("", Integer(3), {t: Rational(3, 2)})
    other = Monomial("", Integer(5), {N: Integer(1), t: Rational(1, 4)})
    found, size = two_terms(one, other, BUDGET), Integer(10) ** 6
    line, second = BUDGET.line(one), BUDGET.line(other)
    nu = (line.at_zero - second.at_zero) / (second.slope - line.slope)
    rate = line.at(nu)
    width = found.first * size**nu
    time = size / width

    def loss(x):
        return 3 * (size / x) ** Rational(-3, 2) + 5 / x * (size / x) ** Rational(-1, 4)

    least = loss(width).evalf(30)
    assert abs(least / (found.loss * size**-rate) - 1).evalf(30) < 1e-25
    assert (
        loss(width * Rational(101, 100)).evalf(30)
        > least
        < loss(width / Rational(101, 100)).evalf(30)
    )
    assert abs(time / (found.second * size ** (1 - nu)) - 1).evalf(30) < 1e-25


def test_the_slope_of_the_crossover_function_vanishes_at_the_best_time():
    omega, power, p = Rational(1, 4), Rational(1, 2), Rational(2, 5)
    best = best_time(omega, power, p).evalf(30)
    assert abs(stationarity(omega, power, p, best).evalf(30)) < 1e-27
    assert stationarity(omega, power, p, best * Rational(101, 100)).evalf(20) > 1e-5
    assert best_time(omega, Rational(2), p).evalf(10).has(best_time)


def test_terms_of_refuses_what_is_no_monomial():
    with pytest.raises(InvalidProblemError, match="no product of powers"):
        terms_of((N + 1) ** a, (N, t), "")


def test_a_free_resource_is_refused():
    with pytest.raises(InvalidProblemError, match="free"):
        Budget(C, N, t, p=Integer(0))


def test_no_terms_are_refused():
    with pytest.raises(InvalidProblemError, match="no terms"):
        balances([], BUDGET)
