"""The ridge map: its verdicts, and what is known of single bottlenecks along its edges."""

from dataclasses import replace

import pytest
from sympy import Min, Rational

from analytic.claim import Verdict
from analytic.notation import V_A, a, b, nu, theta
from analytic.result import Effort
from derivations import RESULTS

CHEAP = Effort(digits=15, draws=40)


def ridge_map():
    return RESULTS["ridge-map"]


def test_the_least_exponent_holds_but_on_equal_width_and_data():
    for judgement in ridge_map().judgements:
        if judgement.claim.quantity.startswith(("exponent of $L$,", "exponent of $L$ with")):
            at_peak = "$N = P$" in judgement.claim.quantity
            assert judgement.verdict == (Verdict.REFUTED if at_peak else Verdict.SHARPENED)


@pytest.mark.parametrize(
    ("part", "where", "holds"),
    [
        ("$V_A$", "the penalty first", a >= b + 1),
        ("$V_A$", "the data first", a >= b + 1),
        ("$L_0$", "the data first", a >= 2 * b + 1),  # with noise one stands for r
    ],
)
def test_single_terms_hold_only_for_targets_beyond_reach(part, where, holds):
    quantity = f"exponent of {part}, {where}"
    found = [one for one in ridge_map().judgements if one.claim.quantity == quantity]
    assert found[-1].verdict == Verdict.HOLDS_ONLY_WHERE
    assert found[-1].where == holds


@pytest.mark.parametrize("point", [{a: 2, b: 2}, {a: 4, b: 2}, {a: 6, b: 2}])
def test_edges_of_the_map_are_the_laws_of_one_bottleneck(point):
    stated, half = ridge_map().formulas["r_P"].subs(point), Rational(1, 2)
    data, width = (RESULTS[f"{one}-limited"].law.exponent.subs(point) for one in ("data", "width"))
    penalty = RESULTS["ridge"].formulas["exponent of ridge"].subs(point)
    assert stated.subs({theta: 1, nu: 10}) == data
    assert stated.subs({theta: half, nu: half}) == half * width
    assert stated.subs({theta: half, nu: 10}) == half * point[b] * penalty


def test_a_wrong_exponent_is_caught_by_digits():
    result = ridge_map()
    name = f"exponent of {V_A}"
    wrong = replace(
        result, formulas={**result.formulas, name: nu - theta + theta * Min(b, a - 1) * 1.01}
    )
    caught = [one for one in result.checks if not one.run(wrong, CHEAP).passed]
    assert [one.name for one in caught] == ["exponents along rays"]
