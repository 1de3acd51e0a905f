"""Structured features: other problems than that of the page."""

from sympy import Rational

import analytic as an
from analytic.notation import a, b, c, d, k, s, t
from analytic.symbolic.series.order import is_positive
from derivations.structured_features import derive

POINT = {a: Rational(5, 2), b: Rational(9, 5), c: Rational(7, 4)}


def test_numbers_for_a_and_b_are_put_in_or_derived_with() -> None:
    general, there = derive().formulas, derive(an.PowerLaw(POINT[a], POINT[b])).formulas
    for name in ("D_N", "d", "eigenvalue", "L(t)", "r_t", "r_C"):
        one, other = (
            x.subs(POINT).subs({s: Rational(1, 7), t: 50, d: 9, k: 7}).evalf(15)
            for x in (general[name], there[name])
        )
        assert abs(one / other - 1) < 1e-12, name


def test_the_power_of_features_is_above_one() -> None:
    assert is_positive(b + c - 2)
    assert not is_positive(c - b)
