"""Bracketed roots against functions whose root is known, and functions that have none."""

import gmpy2
import mpmath
import pytest

from analytic.errors import PrecisionError
from analytic.roots import Bracket, bracket_beyond, bracketed_root

FUNCTIONS = {
    "line": (lambda x: 3 * x - 1, 1 / 3),
    "cubic, flat at its root": (lambda x: (x - 0.3) ** 3, 0.3),
    "a step": (lambda x: -1.0 if x < 0.7 else 1.0, 0.7),
    "transient": (lambda x: mpmath.exp(-40 * x) * (x - 0.9), 0.9),
    "two transients": (lambda x: mpmath.exp(-80 * x) * (1 - mpmath.exp(12 - 40 * x)), 0.3),
    "steep": (lambda x: mpmath.expm1(50 * (x - 0.01)), 0.01),
    "slope as small as 1e-60": (lambda x: 1e-60 * (x**2 - 0.25), 0.5),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_root_stays_within_its_bracket(name):
    function, root = FUNCTIONS[name]
    asked = []

    def counted(x):
        asked.append(x)
        return function(x)

    low, high = bracketed_root(counted, Bracket(0.0, 1.0), 1e-10)
    assert low <= root <= high
    assert high - low <= 1e-10
    assert all(0 <= x <= 1 for x in asked)
    assert len(asked) < 45  # 34 halvings would do


@pytest.mark.parametrize("ends", [(0.0, 1.0), (-1.0, 0.0)])
def test_an_end_may_be_the_root(ends):
    assert bracketed_root(lambda x: x, Bracket(*ends), 1e-10) == (0.0, 0.0)


def test_numbers_of_any_kind_are_taken():
    for number in (gmpy2.mpfr, mpmath.mpf):
        low, high = bracketed_root(lambda x: x * x - 2, Bracket(number(1), number(2)), 1e-12)
        assert type(low) is type(number(1))
        assert low * low < 2 < high * high


@pytest.mark.parametrize("root", [-300.0, -0.1, 0.0, 2.0, 300.0])
def test_a_bracket_is_found_on_either_side(root):
    low, high = bracket_beyond(lambda x: x - root, 0.0, 0.5, 400.0)
    assert low <= root <= high
    assert abs(low - high) <= 0.5 + abs(root)


def test_what_has_no_change_of_sign_is_refused():
    with pytest.raises(PrecisionError, match="No change of sign"):
        bracket_beyond(lambda x: 1 + x * x, 0.0, 1.0, 100.0)
    with pytest.raises(PrecisionError, match="has no change of sign"):
        bracketed_root(lambda x: x * x - 2, Bracket(2.0, 3.0), 1e-9)
    with pytest.raises(PrecisionError, match="has no value"):
        bracketed_root(lambda x: float("nan") if 0 < x < 1 else 2 * x - 1, Bracket(0.0, 1.0), 1e-9)
