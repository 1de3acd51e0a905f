"""Roots between 0 and 1 of polynomials in a ratio: in which cells there is one, and which."""

import pytest
from sympy import Poly, Rational, simplify, sqrt, true

from analytic.errors import InvalidProblemError
from analytic.notation import a, b, ratio
from analytic.regions.inner_root import inner_root


def root(expression, condition=true):
    return inner_root(Poly(expression, ratio), condition)


def test_the_root_of_a_quadratic_stays_finite_where_its_square_vanishes():
    found = root((a - b) * ratio**2 - 2 * b * ratio + 1, a < b + 1)
    assert found.outside == ()
    assert found.value.subs({a: 2, b: 2}) == Rational(1, 4)


def test_a_point_in_each_cell_tells_where_there_is_a_root():
    found = root(ratio**2 + ratio - (b - 2) / (2 * b), b > Rational(3, 2))
    at_three = found.cut(found.value).subs(b, 3)
    assert simplify(at_three - sqrt(Rational(5, 12)) + Rational(1, 2)) == 0
    assert {at[b] > 2 for at in found.inside} == {at[b] < 2 for at in found.outside} == {True}
    assert found.cut(found.value).subs(b, Rational(7, 4)) == 0


def test_nowhere_and_cubics_have_none():
    assert root(ratio + a) is None
    assert root(ratio**3 - Rational(1, 2)) is None


def test_a_root_that_leaves_at_one_is_not_cut_at_zero():
    found = root(b * ratio - a)
    with pytest.raises(InvalidProblemError, match="reaches the interval at 0"):
        found.cut(found.value)


def test_two_roots_are_refused():
    with pytest.raises(InvalidProblemError, match="more than one root"):
        root(16 * ratio**2 - 16 * ratio + 3)
