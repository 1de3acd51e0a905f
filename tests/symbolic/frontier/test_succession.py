"""Balance after balance as a budget grows: against a search, and where there is none to begin."""

from itertools import pairwise

import pytest
from sympy import Integer, Rational

from analytic.errors import InvalidProblemError
from analytic.notation import C, N, P, a, b, t
from analytic.symbolic.frontier.balance import successions
from analytic.symbolic.frontier.terms import Budget, Monomial

BUDGET = Budget(C, N, t)


def term(name, **decays):
    resources = {"N": N, "t": t, "P": P}
    found = {resources[key]: Integer(0) + value for key, value in decays.items()}
    return Monomial(name, Integer(1), found)


def test_a_term_of_the_data_takes_over_from_the_time_law():
    terms = [term("t", t=4), term("N", N=1), term("1/P", P=1, t=1), term("P", P=3)]
    ((_, stages),) = successions(terms, BUDGET, P)
    names = [(one.falls.name, one.rises.name) for one in stages]
    assert names == [("t", "N"), ("1/P", "N"), ("P", "P")]
    first, second, last = stages
    assert first.end == second.start == Rational(5, 3)
    assert second.rate == (Rational(1, 2), Rational(1, 2))
    assert (second.end, last.start, last.end, last.first) == (5, 5, None, None)


def test_exponents_are_continuous_where_one_stage_follows_another():
    terms = [term("t", t=a - 1), term("N", N=1), term("1/P", P=1, t=1), term("P", P=b)]
    for _, stages in successions(terms, BUDGET, P):
        for one, other in pairwise(stages):
            assert (one.rate.at(one.end) - other.rate.at(one.end)).equals(0)


def test_without_a_balance_at_unlimited_data_there_is_no_beginning():
    with pytest.raises(InvalidProblemError, match="No two terms balance"):
        successions([term("t", t=1), term("P", P=1)], BUDGET, P)
