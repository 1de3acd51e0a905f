"""What is derived once or only when it is asked for: the same formulas, by less work."""

import pytest
from sympy import Eq, Integer, gamma, limit, oo

from analytic.errors import InvalidProblemError
from analytic.law import Law
from analytic.notation import C_0, N, P, a, b, kappa, s, s2, sigma2, t
from analytic.problem import FIELD_EQUATIONS
from analytic.quotient import cancel
from analytic.symbolic.mean_field import two_point as correlations
from analytic.symbolic.mean_field.two_point import at_infinity, solution
from analytic.symbolic.mean_field.two_point import test_correlation as correlation_without_noise
from analytic.symbolic.series import truncation
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.truncation import gain

ONE = Integer(1)


@pytest.mark.parametrize("unlimited", [N, P])
def test_the_limit_in_the_linear_system_is_that_of_its_solution(unlimited):
    one, solved = solution(FIELD_EQUATIONS)
    of_solution = limit(one.at_kappa(s * s2 * solved[C_0].subs(sigma2, 0)), unlimited, oo)
    difference = correlation_without_noise(FIELD_EQUATIONS, unlimited) - of_solution
    assert cancel(difference) == 0
    assert of_solution.has({N: P, P: N}[unlimited])


def test_a_function_that_grows_has_no_limit():
    assert at_infinity((2 * N - kappa) / (N + 1), N) == 2
    assert at_infinity(kappa / N, N) == 0
    with pytest.raises(InvalidProblemError, match="grows without bound with N"):
        at_infinity(N**2 / (N + kappa), N)


def test_only_the_correlation_that_is_asked_for_is_factored(monkeypatch):
    factored = []
    monkeypatch.setattr(correlations, "factor", lambda one: factored.append(one) or one)
    one = solution(FIELD_EQUATIONS).one_point
    found = correlations.two_point(correlations.linear_system(FIELD_EQUATIONS, one), one)
    assert found[C_0] is found[C_0]
    assert len(factored) == 1


def test_a_coefficient_is_judged_only_where_its_power_would_come_next(monkeypatch):
    """Powers 1, b and b + 1: where b + 1 vanishes nothing changes, as b comes before it."""
    judged = []
    measured = truncation.orders_of_growth
    monkeypatch.setattr(
        truncation,
        "orders_of_growth",
        lambda one, curve: judged.append(curve) or measured(one, curve),
    )
    terms = {(ONE, 0): ONE, (b, 0): a - 2 * b, (b + 1, 0): 1 / gamma(3 - a)}
    found = gain(LogPowers.of(a, terms.items()), ONE, a > 1)
    assert judged == [Eq(a, 2 * b)]
    assert found.subs(a, 2 * b) == b
    assert found.subs({a: 3, b: 2}) == 1


def test_the_amplitude_of_a_law_is_derived_once(monkeypatch):
    asked = []
    monkeypatch.setattr(Law, "_dominant", lambda law: asked.append(law) or ONE)
    law = Law.of("r_t", t, t**-a, t ** (-a - 1), "t large")
    assert law.amplitude == law.amplitude == 1
    assert len(asked) == 1
