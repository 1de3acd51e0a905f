"""The ridge map: its verdicts, and what is known of single bottlenecks along its edges."""

from dataclasses import replace

import pytest
from sympy import Min, Rational

from analytic.notation import V_A, a, b, nu, theta
from analytic.result import Effort
from derivations import RESULTS

CHEAP = Effort(digits=15, draws=40)


def ridge_map():
    return RESULTS["ridge-map"]


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
