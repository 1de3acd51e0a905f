"""Any law against digits: what is planted in a law by hand is found, and what is right is not."""

from dataclasses import replace

import pytest
from sympy import Add, Eq, Expr, Integer, Ne, Rational, diff, log, oo, pi, simplify, sin, zeta

from analytic.comparison.comparators import growth
from analytic.comparison.law_digits import law_curve, law_curves, law_digits_check
from analytic.comparison.law_points import law_at, points_in, points_of
from analytic.comparison.measure import WIDTH_LIMITED
from analytic.law import Law
from analytic.notation import N, a, b
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.result import Effort, Result
from analytic.term import Term
from derivations import RESULTS
from tests.law_excess import Remembered

WIDTH = Remembered(WIDTH_LIMITED)  # planted faults change no loss: each is evaluated once
SPECTRUM = PowerLaw(a, b)
SCALE = pi / b / sin(pi / b) / N
TERMS = (
    pi / b / sin(pi * (a - 1) / b) * SCALE ** (a - 1),
    zeta(a - b) * SCALE**b,
)
CORRECTIONS = (
    -(a - 1) / (2 * N) * TERMS[0],
    -b / (2 * N) * TERMS[1],
    -zeta(a - 2 * b) * SCALE ** (2 * b),
)


def by_hand(spectrum=SPECTRUM, **changes) -> Result:
    """The width-limited law without its pole collisions: those are left to `derive`."""
    at = {a: spectrum.a, b: spectrum.b}
    parts = {
        "leading": Add(*TERMS).subs(at),
        "correction": Add(*CORRECTIONS).subs(at),
        "remainder": (N ** (-a - 1) + N ** (-b - 2)).subs(at),
        "terms": (
            Term(Integer(1), a - 1, condition=a < b + 1),
            Term(Integer(1), b, condition=a > b + 1),
        ),
        "excluded": (Ne(a, b + 1), Ne(a, 2 * b + 1)),
    }
    law = Law.of("r_N", N, validity="N large", **{**parts, **changes})
    page = Page("By hand", "", "", "", "")
    return Result("by-hand", "By hand", page, law=law, observable=WIDTH)


def excess(result: Result, spectrum: PowerLaw, bound=None) -> Expr:
    return max(growth(one) for one in law_curves(result, spectrum, digits=30, bound=bound))


def only(**numbers) -> tuple[Result, PowerLaw]:
    """The law by hand at one point."""
    spectrum = PowerLaw(*numbers.values())
    at = {a: spectrum.a, b: spectrum.b}
    result = by_hand()
    law = result.law
    pieces = tuple(piece.mapped(lambda part: part.subs(at)) for piece in law.pieces)
    fixed = replace(law, pieces=pieces, terms=(), excluded=())
    return replace(result, law=fixed), spectrum


def rate_of(term) -> Expr:
    return simplify(-N * diff(log(term), N))


def lowest(remainder) -> Expr:
    return min(rate_of(term) for term in Add.make_args(remainder))


GENERIC = ({"a": 2, "b": "3/2"}, {"a": "17/5", "b": 2}, {"a": "8/5", "b": "9/4"})


@pytest.mark.parametrize("point", GENERIC)
def test_the_law_by_hand_stands(point):
    assert excess(*only(**point)) < 1


@pytest.mark.parametrize("point", GENERIC)
@pytest.mark.parametrize("part", ["leading", "correction"])
@pytest.mark.parametrize("fault", ["coefficient", "exponent"])
def test_every_term_off_by_one_percent_is_caught(point, part, fault):
    result, spectrum = only(**point)
    terms = Add.make_args(getattr(result.law, part))
    seen = [term for term in terms if rate_of(term) < lowest(result.law.remainder)]
    assert seen
    for term in seen:
        off = term / 100 if fault == "coefficient" else term * (N ** (-rate_of(term) / 100) - 1)
        wrong = result.law.with_formulas(**{part: getattr(result.law, part) + off})
        assert excess(replace(result, law=wrong), spectrum) > 1


@pytest.mark.parametrize("point", GENERIC)
def test_a_missing_term_and_a_remainder_too_small_are_caught(point):
    result, spectrum = only(**point)
    last = min(Add.make_args(result.law.correction), key=rate_of)
    missing = result.law.with_formulas(correction=result.law.correction - last)
    assert excess(replace(result, law=missing), spectrum) > 1
    small = result.law.with_formulas(remainder=result.law.remainder * N ** Rational(-1, 2))
    assert excess(replace(result, law=small), spectrum) > 1


def test_a_bound_is_held_at_every_size():
    result, spectrum = only(a=2, b="3/2")
    assert excess(result, spectrum) < 1
    assert excess(result, spectrum, bound=Rational(1, 1000)) > 1


def test_no_law_where_poles_collide_and_nothing_derives_it():
    result = by_hand()
    point = {a: Rational(5, 2), b: Rational(3, 2)}
    assert law_at(result, SPECTRUM, point) is None
    assert excess(result, SPECTRUM) == oo


def test_a_law_is_derived_where_poles_collide():
    asked = []

    def derive(spectrum: PowerLaw) -> Result:
        asked.append(spectrum)
        return RESULTS["width-limited"].derive(spectrum)

    result = replace(by_hand(), derive=derive)
    point = {a: Rational(5, 2), b: Rational(3, 2)}
    assert law_at(result, SPECTRUM, point).leading.has(log(N))
    assert asked == [PowerLaw("5/2", "3/2")]


def test_a_boundary_has_its_own_law():
    edge = RESULTS["width-limited"].law.boundaries[Eq(a, b + 1)]
    result = by_hand(boundaries={Eq(a, b + 1): edge})
    assert law_at(result, SPECTRUM, {a: Integer(3), b: Integer(2)}) is edge
    assert law_at(result, SPECTRUM, {a: Integer(3), b: Rational(3, 2)}) == result.law.general


def test_a_law_on_a_resonance_is_compared_as_it_is_printed() -> None:
    """Not one that is derived there anew: a fault of 0.1 % in it is noticed."""
    result, (edge,) = RESULTS["width-limited"], (Eq(a, 2 * b + 1),)
    on_curve = result.law.resonances[edge]
    wrong = on_curve.with_formulas(leading=on_curve.leading * Rational(1001, 1000))
    changed = replace(result, law=replace(result.law, resonances={edge: wrong}))
    at = {a: Integer(4), b: Rational(3, 2)}
    assert law_at(changed, PowerLaw(a, b), at) is wrong
    curve = (PowerLaw(4, "3/2"), at, [Integer(10) ** 3], [Integer(10) ** 6])
    assert (
        growth(law_curve(WIDTH, on_curve, *curve)) < 1.5 < growth(law_curve(WIDTH, wrong, *curve))
    )


def test_points_are_in_every_regime_on_every_boundary_and_at_collisions():
    law = RESULTS["data-limited"].law
    points = points_of(law, SPECTRUM)
    for regime in law.regimes:
        inside = [point for point in points if regime.condition.subs(point) == True]  # noqa: E712
        assert len(inside) >= 12
        assert len({point[b] for point in inside}) > 3
    for line in (b + 1, 2 * b + 1, 3 * b + 1, b):
        assert any(point[a] == line.subs(b, point[b]) for point in points)
    for edge in law.boundaries:
        assert sum(bool(edge.subs(point) == True) for point in points) >= 2  # noqa: E712
    assert all(point[a] > 1 and point[b] > 1 for point in points)


def test_points_of_a_spectrum_with_one_symbol_or_none():
    assert points_of(RESULTS["width-limited"].law, PowerLaw(2, 2)) == ({},)
    points = points_in(a < 3, {a})
    assert len(points) >= 3
    assert all(set(point) == {a} for point in points)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "spectrum",
    [
        PowerLaw(2, "3/2"),
        PowerLaw(4, "3/2"),
        PowerLaw(2, "3/2", scale=3, amplitude="1/2"),
        PowerLaw(2, "3/2", further_powers=[(2, "9/4")]),
        PowerLaw(3, "5/2", multiplicity=2, multiplicity_growth="1/2"),
    ],
)
@pytest.mark.parametrize("name", ["width-limited", "data-limited"])
def test_variants_agree_with_digits(name, spectrum):
    result = RESULTS[name].derive(spectrum)
    outcome = law_digits_check(spectrum).run(result, Effort())
    assert outcome.passed, outcome.measured
