"""Dominant balance: regimes and boundaries of invented series, with two and three competitors."""

from fractions import Fraction
from itertools import product

import pytest
from sympy import Eq, Integer, Min, Ne, Rational, gamma, log, simplify

from analytic.errors import InvalidProblemError
from analytic.law import Law
from analytic.notation import N, a, b, n, t
from analytic.symbolic.series import dominant_balance
from analytic.symbolic.series.dominant_balance import balanced, on_boundary, tidied
from analytic.symbolic.series.log_powers import LogPowers

ONE = Integer(1)
GRID = [
    {a: Rational(x), b: Rational(y)}
    for x, y in product(
        map(Fraction, ("1.1", "1.9", "2.3", "3.8", "6.2", "11")), ("1.05", "2.7", "4")
    )
]


def series(terms, omitted=(), small=1 / N):
    return LogPowers.of(small, [((e, j), c) for e, j, c in terms], omitted)


TWO = series(
    [(a - 1, 0, a * b), (b, 0, gamma(b)), (a, 0, Integer(7)), (b + 1, 1, ONE)],
    [(a + 2, 0), (b + 2, 1)],
)
THREE = series(
    [((a - 1) / b, 0, Integer(2)), (2 - 1 / b, 0, b), (Rational(3, 2), 0, a), (ONE * 4, 2, ONE)],
    [(a + b + 3, 0)],
)
SERIES = {"two": TWO, "three": THREE}


def law_of(one, at=None):
    return balanced(one, "r_N", N, "N large", (), at)


def chosen(law, point):
    """The regimes whose conditions hold at a point."""
    return [regime for regime in law.regimes if regime.condition.subs(point) == True]  # noqa: E712


@pytest.mark.parametrize("name", SERIES)
def test_at_every_point_the_regime_is_that_of_the_smallest_exponent(name):
    law = law_of(SERIES[name])
    for point in GRID:
        values = {e.subs(point): c.subs(point) for (e, _), c in SERIES[name].terms.items()}
        (regime,) = chosen(law, point)
        smallest = min(values)
        assert regime.exponent.subs(point) == smallest
        assert simplify(regime.amplitude.subs(point) - values[smallest]) == 0
        assert law.exponent.subs(point) == smallest


@pytest.mark.parametrize(("name", "count"), [("two", 2), ("three", 3)])
def test_no_more_regimes_than_competitors(name, count):
    law = law_of(SERIES[name])
    assert len(law.regimes) == count
    assert law.exponent == Min(*(regime.exponent for regime in law.regimes))


@pytest.mark.parametrize("name", SERIES)
def test_leading_correction_and_remainder_are_the_series(name):
    law = law_of(SERIES[name])
    assert law.remainder == SERIES[name].remainder
    left_out = law.expansion - SERIES[name].expression
    for point in GRID:  # a correction that is within the remainder is left out
        at = {**point, N: 10**8}
        assert abs(left_out.subs(at)) <= 10 * law.remainder.subs(at)


def test_what_is_certain_has_one_regime():
    law = law_of(series([(a - 1, 0, Integer(3)), (a, 0, ONE), (a + b, 0, ONE)]))
    (regime,) = law.regimes
    assert regime.condition == True  # noqa: E712
    assert (law.exponent, law.amplitude, law.boundaries) == (a - 1, 3, {})
    assert law.correction == N**-a + N ** (-a - b)


def test_a_regime_that_is_nowhere_is_not_stated():
    # b/2 and a + b never compete: a + b is larger; a - 1 and b/2 do
    law = law_of(series([(a - 1, 0, ONE), (b / 2, 0, ONE), (a + b, 0, ONE)]))
    assert {regime.exponent for regime in law.regimes} == {a - 1, b / 2}


def test_logarithms_have_the_sign_of_their_large_quantity():
    law = law_of(series([(b, 1, -Integer(5)), (b, 0, ONE), (b + 1, 0, ONE)]))
    (regime,) = law.regimes
    assert (regime.logarithms, regime.amplitude) == (1, 5)
    assert law.leading == 5 * log(N) / N**b + N**-b
    point = {b: 2, N: 10}
    assert law.leading.subs(point) == 5 * log(10) / 100 + Rational(1, 100)


@pytest.mark.parametrize("omitted", [Integer(2), a - 2, b / 2, a - 1 - 1 / b])
def test_what_is_omitted_must_not_lead(omitted):
    one = series([(a - 1, 0, ONE), (b, 0, ONE)], [(omitted, 0)])
    with pytest.raises(InvalidProblemError, match="may lead"):
        law_of(one)


def test_a_lower_logarithm_may_be_omitted():
    law = law_of(series([(b, 1, -ONE)], [(b, 0)]))
    assert (law.leading, law.remainder) == (log(N) / N**b, N**-b)


def test_boundaries_are_derived_anew_and_are_where_two_exponents_meet():
    asked = []

    def at(values):
        asked.append(values)
        (value,) = values.values()
        return Law.of("r_N", N, Integer(9) * N**-value * log(N), Integer(0), "on it")

    law = law_of(TWO, at)
    assert asked == [{a: b + 1}]
    assert set(law.boundaries) == {Eq(a, b + 1)}
    assert law.boundaries[Eq(a, b + 1)].leading == 9 * log(N) / N ** (b + 1)


def test_three_competitors_meet_where_both_are_smallest_and_only_there():
    edges = []
    law_of(THREE, lambda values: edges.append(values) or Law.of("r", N, ONE, ONE, ""))
    assert {a: 2 * b} in edges or {a: 3 * b / 2 + 1} in edges
    for values in edges:
        (letter,) = values
        met = []
        for point in GRID:
            here = {**point, letter: values[letter].subs(point)}
            if any(here[c] <= 1 for c in (a, b)):
                continue
            exponents = sorted(e.subs(here) for e, _ in THREE.terms)
            met.append(exponents[0] == exponents[1])
        assert any(met)


@pytest.mark.parametrize(
    ("edge", "expected"),
    [
        (Eq(a, 2 * b + 1), {a: 2 * b + 1}),
        (Eq(b, 2), {b: 2}),
        (Eq((a - 1) / b, 2), {a: 2 * b + 1}),
        (Eq(1 - 1 / b, (a - 2) / b), {a: b + 1}),
    ],
)
def test_an_edge_is_solved_for_the_source_or_else_the_capacity(edge, expected):
    assert on_boundary(edge) == expected


def test_conditions_are_solved_and_stated_once():
    meeting = Ne((a - 1) / b, 2)
    law = balanced(TWO, "r_N", N, "", (meeting, Ne(a, 2 * b + 1), Ne(b, 2)))
    assert law.conditions == (Ne(a, 2 * b + 1), Ne(b, 2))


@pytest.mark.parametrize(
    "coefficient",
    [
        (2 / b) ** (a / b - 1 / b) * (2 / b) ** ((1 - a) / b),
        gamma(1 - 1 / b) * (a * b) ** ((a - 1) / b) / b,
        log(a * b) + b ** (1 / (b + 1)) * b ** (b / (b + 1)),
    ],
)
def test_tidying_changes_no_value(coefficient):
    one = series([(a, 0, coefficient)])
    (tidy,) = tidied(one).terms.values()
    point = {a: Rational(7, 3), b: Rational(17, 10)}
    assert abs((tidy / coefficient).subs(point).evalf(30) - 1) < 1e-25


def test_the_late_time_of_an_invented_series():
    one = series([(1 / b, 0, b), (a / b, 0, a)], [(Integer(3), 0)], small=1 / t)
    law = balanced(one, "r_t", t, "t large")
    assert (law.exponent, law.amplitude, law.variable) == (1 / b, b, t)


def test_a_largest_exponent_in_the_place_of_the_smallest_is_seen(monkeypatch):
    (one, where), (other, there) = dominant_balance.smallest([a - 1, b])
    monkeypatch.setattr(dominant_balance, "smallest", lambda _: [(one, there), (other, where)])
    law = law_of(TWO)
    point = {a: Integer(2), b: Integer(3)}
    (regime,) = chosen(law, point)
    assert regime.exponent.subs(point) != 1


def test_other_letters_may_be_amplitudes():
    law = law_of(series([(a - 1, 0, n), (b, 0, n**2)]))
    assert law.amplitude.subs({a: 2, b: 3}) == n
    assert law.amplitude.subs({a: 5, b: 3}) == n**2
