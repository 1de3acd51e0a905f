"""Phases of a loss: lower envelopes in the exponents, cell by cell; planted faults."""

import pytest
from sympy import And, Eq, Integer, Rational, oo, simplify

from analytic.errors import InvalidProblemError
from analytic.notation import C, N, a, b, t
from analytic.symbolic.frontier.balance import balances
from analytic.symbolic.frontier.phases import phases_of
from analytic.symbolic.frontier.terms import Budget, Monomial

ONE = Integer(1)
BIAS = Monomial("F_pp", ONE, {t: (a - 1) / b})
KERNEL = Monomial("K_pp", ONE, {t: 2 - 1 / b})
ADDED = Monomial("F_ac", ONE, {N: ONE, t: 1 - 1 / b})
OF_BIAS = Monomial("F_pp/N", ONE, {N: ONE, t: (a - 2) / b})
FLOOR = (Monomial("F_0", ONE, {N: a - 1}), Monomial("F_0", ONE, {N: b}))
EARLY = (BIAS, KERNEL, ADDED, OF_BIAS)
FOUND = phases_of(EARLY, FLOOR, b)


def test_four_terms_have_three_phases():
    assert [(phase.condition, phase.names) for phase in FOUND.phases] == [
        (a < b + 1, ("F_pp", "F_0")),
        (And(a > b + 1, a < 2 * b), ("F_pp", "F_ac", "F_0")),
        (a > 2 * b, ("K_pp", "F_ac", "F_0")),
    ]
    assert FOUND.edges == (Eq(a, b + 1), Eq(a, 2 * b))


@pytest.mark.parametrize("point", [("2", "3/2"), ("7/2", "2"), ("5", "3/2"), ("11/10", "4")])
def test_an_envelope_is_that_of_numbers(point):
    """At a point, on a fine grid of theta: the least rate is that of the term said to rule."""
    here = dict(zip((a, b), map(Rational, point), strict=True))
    phase = next(one for one in FOUND.phases if one.condition.subs(here))
    for step in range(1, 120):
        theta = Rational(step, 37)
        rates = [
            (term.decay(N) + term.decay(t) * theta).subs(here)
            for term in (EARLY if theta < b.subs(here) else FLOOR)
        ]
        rules = next(
            one for one in phase.reigns if one.until == oo or theta <= one.until.subs(here)
        )
        assert rules.line.at(theta).subs(here) == min(rates)


def test_rates_join_at_every_handover():
    assert {gap for phase in FOUND.phases for gap in phase.gaps} == {0}


@pytest.mark.parametrize(
    ("early", "floor", "end"),
    [
        (EARLY, FLOOR, b + 1),
        ((BIAS, KERNEL, OF_BIAS), FLOOR, b),
        (EARLY, (Monomial("F_0", ONE, {N: 2 * b}), FLOOR[0]), b),
    ],
    ids=["a later end", "no F_ac", "another floor"],
)
def test_a_fault_leaves_a_gap(early, floor, end):
    found = phases_of(early, floor, end)
    assert any(gap != 0 for phase in found.phases for gap in phase.gaps)


def test_the_frontier_is_that_of_the_linear_program():
    """Another engine, which knows of no time: the best division of C = N t between all terms."""
    program = balances((*EARLY, *FLOOR), Budget(C, N, t))
    for one in program:
        (phase,) = (phase for phase in FOUND.phases if phase.condition == one.condition)
        found = (phase.rate, phase.width, phase.time)
        assert all(
            simplify(x - y) == 0
            for x, y in zip(found, (one.rate, one.first, one.second), strict=True)
        )
    assert len(program) == len(FOUND.phases)


def test_a_loss_has_early_and_final_terms():
    with pytest.raises(InvalidProblemError, match="Give some of each"):
        phases_of(EARLY, (), b)
