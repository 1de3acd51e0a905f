"""Order of exponents: canonical forms, and that positivity is never claimed where it fails."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Integer, Rational, factor, lambdify, together

from analytic.notation import a, b, kappa, m, n, sigma2
from analytic.quotient import cancel
from analytic.symbolic.series import order
from analytic.symbolic.series.order import canonical, first_omitted, is_larger, is_positive

small = st.integers(-3, 3)
POLYNOMIALS = st.builds(
    lambda c, d, e, f: c * a + d * b + e + f * a * b, small, small, small, small
)
RATIONAL = st.builds(
    lambda top, below, one, other: top / (one * b + other) + below / b,
    POLYNOMIALS,
    POLYNOMIALS,
    st.integers(0, 2),
    st.integers(1, 3),
)


def corners(count):
    """Random a, b > 1, near the corner and far from it."""
    draw = random.Random(0)
    return [
        tuple(1 + Fraction(draw.randint(1, 10**6), 10 ** draw.randint(0, 9)) for _ in "ab")
        for _ in range(count)
    ]


def sampled(exponent, count=40):
    """The values of an exponent at those points."""
    function = lambdify((a, b), exponent)
    return [function(*point) for point in corners(count)]


def claims_hold(exponent):
    """Whether what is said of the sign of an exponent and of its negative holds where sampled."""
    values = sampled(exponent)
    positive, negative = is_positive(exponent), is_positive(-exponent)
    above = not positive or all(value > 0 for value in values)
    below = not negative or all(value < 0 for value in values)
    return above and below and not (positive and negative)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(RATIONAL)
def test_positivity_is_never_claimed_wrongly(exponent):
    assert claims_hold(exponent)


def test_a_wrong_sign_would_be_seen(monkeypatch):
    is_positive.cache_clear()
    monkeypatch.setattr(order, "_sign", lambda _: 1)
    assert not claims_hold(a - b)
    is_positive.cache_clear()


@pytest.mark.parametrize(
    ("exponent", "expected"),
    [
        (a - 1, True),
        (b - 1, True),
        ((a - 1) / b, True),
        (1 - 1 / b, True),
        (a * b - 1, True),
        (a + b - 2, True),
        ((a + b - 2) / (b + 1), True),
        ((1 - a) / (1 - b), True),
        (a - b, False),
        (b - 2, False),
        (2 - b, False),
        (Integer(0), False),
        (a - a * (b + 1) / (b + 1), False),
        (Rational(1, 3), True),
        (-Rational(1, 3), False),
        (1 - a, False),
        (n, True),
        (a - 1 + n, True),
        (sigma2, False),  # may be zero
        (m + a - 1, False),  # m >= 0 is no sign that coefficients show; open, not wrong
        (kappa, False),  # a complex letter has no sign
    ],
)
def test_positivity_at_points_known_by_heart(exponent, expected):
    assert is_positive(exponent) is expected


@settings(max_examples=20, deadline=None, derandomize=True)
@given(RATIONAL)
def test_one_exponent_has_one_form(exponent):
    forms = {canonical(form) for form in (exponent, together(exponent), factor(exponent))}
    assert len(forms | {canonical(cancel(exponent))}) == 1
    assert canonical(canonical(exponent)) == canonical(exponent)
    assert cancel(canonical(exponent) - exponent) == 0


def test_sums_in_denominators_are_recognised():
    assert canonical(1 / (b + 1) + 1 / b) == canonical((2 * b + 1) / (b**2 + b))
    assert canonical(b / (b + 1) + 1 / (b + 1)) == 1
    assert canonical((a - 1) * (b + 1) / (b**2 + b)) == a / b - 1 / b


def test_order_is_strict_and_transitive():
    chain = [1 - a, Integer(0), 1 - 1 / b, Integer(1), b, b + 1]
    for i, low in enumerate(chain):
        assert not is_larger(low, low)
        for high in chain[i + 1 :]:
            assert is_larger(high, low)
            assert not is_larger(low, high)


def test_only_exponents_that_may_come_first_are_kept():
    assert first_omitted([a - 1, b, 2 * b, a, a + 3]) == {a - 1, b}
    assert first_omitted([a - 1, Integer(0), b]) == {0}
    assert first_omitted([(a - 1) / b, a / b - 1 / b, Integer(2)]) == {a / b - 1 / b, Integer(2)}
    assert first_omitted([]) == frozenset()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(POLYNOMIALS, min_size=1, max_size=5))
def test_the_smallest_is_always_among_those_kept(exponents):
    kept = first_omitted(exponents)
    for values in zip(*(sampled(e, 10) for e in exponents), strict=True):
        smallest = min(values)
        chosen = [value for e, value in zip(exponents, values, strict=True) if canonical(e) in kept]
        assert min(chosen) == smallest
