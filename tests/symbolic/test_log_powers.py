"""Series in powers and logarithms: the remainder that is claimed bounds the error that is made.

Every series here stands for a function that is known: its terms and, with coefficient one, each of
its omitted powers. An operation on the series is held against the operation on the functions.
"""

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Integer, Rational, lambdify, log, simplify, sqrt

from analytic.errors import InvalidProblemError
from analytic.notation import a, b, n, x
from analytic.symbolic.series import log_powers
from analytic.symbolic.series.log_powers import LogPowers

ONE = Integer(1)
QUARTER = Rational(1, 4)
NEAR, FAR = "1e-20", "1e-200"  # a power off by 1/4 makes 45 decades, a logarithm a factor of ten
DIGITS = 3000  # what is left out is larger than x^14
EXACT = 2000  # no function here is as large as x^-5
FEW = settings(max_examples=9, deadline=None, derandomize=True)


def series(terms, omitted=(), small=x):
    return LogPowers.of(small, [((Rational(e), j), Integer(c)) for e, j, c in terms], omitted)


def function_of(one):
    """The function that a series stands for."""
    return lambdify(x, one.expression + sum(x**e * log(x) ** j for e, j in one.omitted), "mpmath")


def growth_allowed(found, exact):
    """Whether |exact - found| stays bounded by the remainder, from near to far."""
    claimed = lambdify(x, found.expression, "mpmath")
    scale = lambdify(x, found.remainder, "mpmath")
    ratios = []
    with mpmath.workdps(DIGITS):
        for point in (mpmath.mpf(NEAR), mpmath.mpf(FAR)):
            error = abs(exact(point) - claimed(point))
            bound = scale(point)
            assert bound >= 0
            if bound == 0 and error > mpmath.mpf(10) ** -EXACT:
                return False
            ratios.append(error / bound if bound else mpmath.mpf(0))
    near, far = ratios
    # corrections to a constant ratio are powers of x, or 1/log x < 1/46: far below a factor of five
    return far <= max(5 * near, 1)


@st.composite
def known_series(draw, lead=None, logarithms=2):
    """A series with a positive leading coefficient and further terms up to two powers beyond."""
    first = Rational(draw(st.integers(-6, 6)), 4) if lead is None else Rational(lead)
    steps = draw(st.lists(st.integers(1, 8), min_size=1, max_size=3, unique=True))
    terms = [(first, 0, draw(st.integers(1, 3)))]
    terms += [
        (first + step * QUARTER, draw(st.integers(0, logarithms)), draw(st.integers(-3, 3)))
        for step in steps
    ]
    beyond = first + (max(steps) + draw(st.integers(1, 3))) * QUARTER
    omitted = [(beyond, draw(st.integers(0, 1)))] if draw(st.booleans()) else []
    return series(terms, omitted)


@FEW
@given(known_series(), known_series())
def test_sums_and_products_carry_their_errors(one, other):
    f, g = function_of(one), function_of(other)
    assert growth_allowed(one + other, lambda y: f(y) + g(y))
    assert growth_allowed(one - other, lambda y: f(y) - g(y))
    assert growth_allowed(one * other, lambda y: f(y) * g(y))


@FEW
@given(known_series(logarithms=1), st.sampled_from(["1/2", "-1/3", "-1", "7/4", "3"]))
def test_powers_carry_their_errors(one, exponent):
    f, p = function_of(one), Rational(exponent)
    for order in (1, 3):
        found = one.power(p, order)
        assert growth_allowed(found, lambda y: f(y) ** (mpmath.mpf(p.p) / p.q))


@FEW
@given(known_series())
def test_logarithms_carry_their_errors(one):
    f = function_of(one)
    assert growth_allowed(one.logarithm(2), lambda y: mpmath.log(f(y)))


@FEW
@given(known_series(), known_series(lead="3/2", logarithms=1))
def test_compositions_carry_their_errors(outer, inner):
    f, g = function_of(outer), function_of(inner)
    assert growth_allowed(outer.composed(inner, 2), lambda y: f(g(y)))


@pytest.mark.parametrize("point", [(2, "3/2"), ("5/4", 3), ("7/2", "3/2"), (4, "11/10")])
def test_symbolic_exponents_are_as_good_as_numbers(point):
    values = dict(zip((a, b), map(Rational, point), strict=True))
    one = LogPowers.of(
        x,
        [((1 - b, 0), sqrt(b)), ((a - b, 0), a - 7), ((Integer(1), 1), -b)],
        [(a + 1 - b, 0), (Integer(2), 1)],
    )
    other = LogPowers.of(x, [((b, 0), 1 / a), ((a + b, 1), ONE)], [(b + a + 1, 0)])
    f, g = (function_of(at(each, values)) for each in (one, other))
    assert growth_allowed(at(one * other, values), lambda y: f(y) * g(y))
    root = mpmath.mpf(-1) / mpmath.mpf(2)
    assert growth_allowed(at(one.power(-ONE / 2, 2), values), lambda y: f(y) ** root)
    assert growth_allowed(at(one.composed(other, 1), values), lambda y: f(g(y)))
    assert growth_allowed(at(other.logarithm(2), values), lambda y: mpmath.log(g(y)))


def at(one, values):
    """A series with numbers for a and b."""
    terms = [((e.subs(values), j), c.subs(values)) for (e, j), c in one.terms.items()]
    return LogPowers.of(one.small, terms, [(e.subs(values), j) for e, j in one.omitted])


def test_without_omitted_powers_sums_and_products_are_exact():
    one, other = series([(0, 0, 2), (1, 2, 3)]), series([("1/2", 1, -1), (2, 0, 5)])
    product = one * other
    assert product.remainder == (one + other).remainder == 0
    assert simplify(product.expression - (one.expression * other.expression).expand()) == 0


def test_like_terms_meet_and_hidden_zeros_vanish():
    one = LogPowers.of(x, [(((a - 1) / b, 0), ONE), ((a / b - 1 / b, 0), Integer(2))])
    assert list(one.terms.values()) == [3]
    assert (one - one).terms == {}


def test_terms_are_dropped_only_where_that_is_certain():
    omitted = [(b, 0)]
    kept = LogPowers.of(
        x, [((a, 0), ONE), ((b + 1, 0), ONE), ((b, 0), ONE), ((b, 1), ONE)], omitted
    )
    assert set(kept.terms) == {(a, 0), (b, 1)}


def test_of_several_omitted_powers_the_certain_ones_are_kept():
    one = LogPowers.of(x, [], [(b, 0), (b, 1), (b + 1, 3), (a, 0), (a + b, 0)])
    assert one.omitted == {(b, 1), (a, 0)}


@given(known_series(), st.sampled_from(["2/3", "-2", "5/2"]))
@FEW
def test_inverse_powers_undo_each_other(one, exponent):
    p = Rational(exponent)
    unit = one.power(p, 2) * one.power(-p, 2) - LogPowers.constant(x, ONE)
    assert growth_allowed(unit, lambda _: mpmath.mpf(0))
    back = one.power(p, 2).power(1 / p, 2) - one
    assert growth_allowed(back, lambda _: mpmath.mpf(0))


def test_a_square_is_a_product():
    one = series([(1, 0, 3), (2, 1, -2)], [(Integer(3), 1)])
    square, product = one.power(Integer(2), 2), one * one
    assert (square - product).terms == {}
    assert square.omitted >= product.omitted


def test_series_known_by_heart():
    one = LogPowers.constant(x, ONE) + LogPowers.variable(x)
    assert one.logarithm(3).expression == (x - x**2 / 2 + x**3 / 3)
    assert one.power(-ONE, 3).expression == 1 - x + x**2 - x**3
    assert one.power(-ONE, 3).remainder == x**4
    assert one.power(ONE / 2, 2).expression == 1 + x / 2 - x**2 / 8


def test_the_variable_is_the_unit_of_composition():
    one = series([(0, 0, 2), ("3/2", 1, 5)], [(Integer(2), 1)])
    same = one.composed(LogPowers.variable(x), 2)
    assert (same - one).terms == {}
    assert same.omitted >= one.omitted


def test_in_inverse_powers_of_a_large_quantity_the_numbers_are_the_same():
    terms, omitted = [("1/2", 0, 3), (1, 1, -4), ("3/2", 2, 2)], [(Integer(2), 3)]
    little, large = series(terms, omitted), series(terms, omitted, small=1 / n)
    for order in (1, 2):
        one, other = (each.power(ONE / 2, order) for each in (little, large))
        assert simplify(one.expression.subs(x, 1 / n) - other.expression) == 0
        assert simplify(one.remainder.subs(x, 1 / n) - other.remainder) == 0
    assert large.displayed[1] == 4 * log(n) / n
    assert large.remainder == log(n) ** 3 / n**2


def test_the_remainder_is_positive_also_with_odd_logarithms():
    one = series([], [(ONE, 1), (Rational(1), 0), (Integer(0), 0)])
    other = series([], [(ONE, 1)])
    assert one.remainder == 1
    assert other.remainder.subs(x, Rational(1, 100)) > 0
    assert other.remainder == -x * log(x)


@pytest.mark.parametrize(
    "undecided",
    [
        LogPowers.of(x, [((a, 0), ONE), ((b, 0), ONE)]),
        LogPowers.of(x, [((a, 0), ONE)], [(b, 0)]),
        LogPowers.of(x, [], [(b, 0)]),
        LogPowers.of(x, []),
    ],
)
def test_a_leading_term_that_is_not_certain_is_refused(undecided):
    with pytest.raises(InvalidProblemError, match="leads depends"):
        undecided.power(-ONE, 1)


def test_a_leading_logarithm_is_refused():
    one = series([(1, 1, 2), (1, 0, 1)], [(ONE, 0)])
    assert one.leading == ((1, 1), 2)
    with pytest.raises(InvalidProblemError, match="has a logarithm"):
        one.power(-ONE, 1)


@pytest.mark.parametrize("lead", [Integer(0), -ONE, a - b])
def test_what_does_not_vanish_takes_no_place_of_a_small_quantity(lead):
    outer = series([(0, 0, 1), (1, 0, 1)], [(Integer(2), 0)])
    with pytest.raises(InvalidProblemError, match="certainly vanish"):
        outer.composed(LogPowers.of(x, [((lead, 0), ONE)]), 1)


def test_a_wrong_coefficient_is_seen(monkeypatch):
    one = series([(1, 0, 2), (2, 0, 1)], [(Integer(4), 0)])
    f = function_of(one)

    def right():
        return growth_allowed(one.logarithm(2), lambda y: mpmath.log(f(y)))

    assert right()
    monkeypatch.setattr(log_powers, "_of_logarithm", lambda n: Integer(n > 0) / max(n, 1))
    assert not right()


def test_a_forgotten_remainder_is_seen():
    one = series([(0, 0, 1), (1, 1, 1)], [(Integer(2), 1)])
    f = function_of(one)
    found = one * one
    assert growth_allowed(found, lambda y: f(y) ** 2)
    for omitted in ([(Integer(2), 0)], [(Rational(9, 4), 1)], []):
        claimed = LogPowers(x, found.terms, frozenset(omitted))
        assert not growth_allowed(claimed, lambda y: f(y) ** 2)
