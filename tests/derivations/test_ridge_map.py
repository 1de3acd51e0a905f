"""The ridge map: what is known of single bottlenecks along its edges."""

import pytest
from sympy import Rational

from analytic.comparison.ridge import Penalised
from analytic.notation import a, b, nu, r_P, theta
from derivations import RESULTS


def ridge_map():
    return RESULTS["ridge-map"]


@pytest.mark.parametrize("point", [{a: 2, b: 2}, {a: 4, b: 2}, {a: 6, b: 2}])
def test_edges_of_the_map_are_the_laws_of_one_bottleneck(point):
    stated, half = ridge_map().formulas[r_P].subs(point), Rational(1, 2)
    data, width = (RESULTS[f"{one}-limited"].law.exponent.subs(point) for one in ("data", "width"))
    penalty = RESULTS["ridge"].formulas[Penalised.RATE].subs(point)
    assert stated.subs({theta: 1, nu: 10}) == data
    assert stated.subs({theta: half, nu: half}) == half * width
    assert stated.subs({theta: half, nu: 10}) == half * point[b] * penalty
