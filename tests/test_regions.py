"""Regions of the plane of a and b: against direct evaluation, limits, and regions known by hand."""

import itertools
import random
from collections.abc import Sequence

import pytest
from sympy import (
    Abs,
    And,
    Eq,
    Expr,
    Function,
    Integer,
    Max,
    Min,
    Or,
    Piecewise,
    Rational,
    S,
    Symbol,
    false,
    floor,
    gamma,
    pi,
    sin,
    sqrt,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.notation import N, a, b, s, t
from analytic.regions import agreement, boundaries, smallest
from analytic.regions.cells import stacks
from analytic.regions.curves import comparison

PUBLISHED = Min(a - 1, 2 * b)
DERIVED = Min(a - 1, b)


def compute_optimal(width: Expr) -> Expr:
    return (a - 1) * width / (a - 1 + b * width)


@pytest.mark.parametrize(
    ("claimed", "derived", "domain", "where", "elsewhere"),
    [
        (PUBLISHED, DERIVED, true, a <= b + 1, a > b + 1),
        (PUBLISHED, PUBLISHED, true, true, false),
        (a - 1, DERIVED, true, a <= b + 1, a > b + 1),
        (a - 1, DERIVED, a < b, true, false),
        (b * Min(2, (a - 1) / b), DERIVED, true, a <= b + 1, a > b + 1),
        (b - Max(0, b + 1 - a), DERIVED, true, true, false),
        (compute_optimal(PUBLISHED), compute_optimal(DERIVED), true, a <= b + 1, a > b + 1),
        (b - 1, DERIVED, Eq(a, b), true, false),
        (PUBLISHED, DERIVED, Eq(a, b + 2), false, true),
        (PUBLISHED, DERIVED, Eq(b, Rational(3, 2)), a <= Rational(5, 2), a > Rational(5, 2)),
        (PUBLISHED, DERIVED, And(Eq(a, 3), b < 5), b >= 2, b < 2),
        (b, a - 1, true, false, true),
        (Min(a - 1, b, 3), DERIVED, true, Or(a <= 4, b <= 3), And(a > 4, b > 3)),
        (a + b + Abs(a - b), 2 * Max(a, b), true, true, false),
        (Min(a**2, b**3 + 2), Min(a**2, b**3 + 1), true, a**2 <= b**3 + 1, a**2 > b**3 + 1),
        (N**-PUBLISHED, N**-DERIVED, true, a <= b + 1, a > b + 1),
        (gamma((a - 1) / b) * (a - 1) / b, gamma((a - 1) / b + 1), true, true, false),
        (Integer(2), Integer(2), true, true, false),
        (Integer(2), Rational(3, 2), true, false, true),
        (Min(a, 3), Min(a, 4), true, a <= 3, a > 3),
        (Max(a, Min(2, 3, evaluate=False)), Max(a, 2), true, true, false),
    ],
)
def test_formulas_agree_where_known_by_hand(
    claimed: Expr, derived: Expr, domain: Boolean, where: Boolean, elsewhere: Boolean
) -> None:
    found = agreement(claimed, derived, domain)
    assert (found.where, found.elsewhere) == (where, elsewhere)
    assert (found.counterexample is None) == (where == true)
    if found.counterexample is not None:
        difference = (claimed - derived).subs(found.counterexample).subs(N, 7)
        assert abs(difference.evalf(20)) > Rational(1, 1000)
        assert domain.subs(found.counterexample) == true


@pytest.mark.parametrize(
    ("pieces", "where"),
    [
        (Piecewise((a - 1, a < b + 1), (b, True)), true),
        (Piecewise((a - 1, a < b + 1), (b, a > b + 1)), true),
        (Piecewise((a - 1, a < 2 * b + 1), (2 * b, True)), a <= b + 1),
        (Piecewise((a - 1, a < b), (2 * b, True)), a < b),
        (Piecewise((a - 1, a <= b), (2 * b, True)), a <= b),
        (Piecewise((2 * b, a < b), (a - 1, a < b + 1), (b, True)), a >= b),
        (Piecewise((2 * b, a <= b), (a - 1, a < b + 1), (b, True)), a > b),
        (Piecewise((a - 1, Or(a < b, a < 3)), (7, True)), Or(a < 3, a < b)),
    ],
)
def test_a_boundary_between_pieces_is_included_where_the_formulas_agree_there(
    pieces: Expr, where: Boolean
) -> None:
    assert agreement(pieces, a - 1 if 7 in pieces.atoms() else DERIVED).where == where


ATOMS = (a - 1, b, 2 * b, b + 1 - a, Integer(2), Rational(7, 2), (a - 1) / b, a * b / 3)


def formula(chance: random.Random, depth: int = 2) -> Expr:
    """A random formula of up to two switches inside one another."""
    if depth == 0:
        return chance.choice(ATOMS)
    parts = [formula(chance, depth - 1) for _ in range(2)]
    kind = chance.choice((Min, Max, Abs, "sum"))
    if kind is Abs:
        return Abs(parts[0] - parts[1])
    return parts[0] + parts[1] if kind == "sum" else kind(*parts)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("seed", range(6))
def test_regions_are_those_of_direct_evaluation(seed: int) -> None:
    chance = random.Random(seed)
    claimed, other = formula(chance), formula(chance)
    derived = Min(claimed, other)  # so that they agree somewhere
    found = agreement(claimed, derived)
    for _ in range(25):
        point = {x: 1 + Rational(chance.randint(1, 999), 199) for x in (a, b)}
        equal = claimed.subs(point) == derived.subs(point)
        assert bool(found.where.subs(point)) == equal
        assert bool(found.elsewhere.subs(point)) != equal
    if found.counterexample is not None:
        assert claimed.subs(found.counterexample) != derived.subs(found.counterexample)


@pytest.mark.parametrize(
    ("exponents", "domain", "regions", "edges"),
    [
        ([a - 1, b], true, ((a - 1, a < b + 1), (b, a > b + 1)), [Eq(a, b + 1)]),
        ([a - 1, b, 2 * b], true, ((a - 1, a < b + 1), (b, a > b + 1)), [Eq(a, b + 1)]),
        (
            [a - 1, 2 * b, S(3)],
            true,
            (
                (a - 1, And(a < 4, a < 2 * b + 1)),
                (2 * b, And(b < Rational(3, 2), a > 2 * b + 1)),
                (S(3), And(a > 4, b > Rational(3, 2))),
            ),
            [Eq(b, Rational(3, 2)), Eq(a, 4), Eq(a, 2 * b + 1)],
        ),
        ([a - 1, b], a < b, ((a - 1, true),), []),
        ([a - 1, b], Eq(b, Rational(3, 2)), None, [Eq(a, Rational(5, 2))]),
        ([a - 1, Rational(3, 2)], true, None, [Eq(a, Rational(5, 2))]),
        ([S(2), S(3)], true, ((S(2), true),), []),
        ([a - 1, a - 1], true, ((a - 1, true),), []),
        (
            [(2 - a) / b, 1 / b - 1],
            true,
            (((2 - a) / b, a > b + 1), (1 / b - 1, a < b + 1)),
            [Eq(a, b + 1)],
        ),
        ([a, a**2 / b], true, ((a, a > b), (a**2 / b, a < b)), [Eq(a, b)]),
    ],
)
def test_the_smallest_exponent_rules_its_region(
    exponents: Sequence[Expr],
    domain: Boolean,
    regions: tuple[tuple[Expr, Boolean], ...] | None,
    edges: list[Boolean],
) -> None:
    found = smallest(exponents, domain)
    assert regions is None or found == regions
    assert list(boundaries(exponents, domain)) == edges


def test_the_smallest_exponent_is_the_minimum_at_any_point() -> None:
    exponents = [(a - 1) / (1 + b), (a - 1) / a, 1 - 1 / (2 * b)]
    regions = smallest(exponents)
    chance = random.Random(0)
    for _ in range(50):
        point = {x: 1 + Rational(chance.randint(1, 999), 199) for x in (a, b)}
        (ruling,) = [one for one, condition in regions if condition.subs(point) == true]
        assert ruling.subs(point) == min(one.subs(point) for one in exponents)
    assert boundaries(exponents) == (Eq(a, 2 * b), Eq(a, b + 1))


def test_a_law_for_numbers_is_that_for_letters_with_numbers_inserted() -> None:
    for value in (Rational(5, 4), Rational(3, 2), Integer(3)):
        general = agreement(PUBLISHED, DERIVED).where.subs(b, value)
        assert agreement(PUBLISHED.subs(b, value), DERIVED.subs(b, value)).where == general
        inserted = tuple((p.subs(b, value), c.subs(b, value)) for p, c in smallest([a - 1, b]))
        assert smallest([a - 1, value]) == inserted


@pytest.mark.parametrize(
    "curves", [[a - b - 1, a - 2 * b - 1], [a**2 + b**2 - 9, a * b - 4], [a**3 - b**2 - 5, a - b]]
)
def test_every_combination_of_signs_that_occurs_has_a_cell(curves: list[Expr]) -> None:
    lines = [comparison(curve) for curve in curves]
    seen = {
        tuple(line.at(point) for line in lines)
        for stack in stacks(line.curves[0] for line in lines)
        for point in stack.points
    }
    grid = [1 + Rational(n, 17) for n in range(1, 120)]
    occurring = {
        tuple(int((p > 0) - (p < 0)) for p in values)
        for values in (
            [float(curve.subs({a: x, b: y})) for curve in curves]
            for x, y in itertools.product(grid[::7], grid[::7])
        )
    }
    assert {signs for signs in occurring if 0 not in signs} <= seen
    assert not any(0 in signs for signs in seen)


@pytest.mark.parametrize(
    ("claimed", "derived", "domain", "message"),
    [
        (Min(a - 1, sqrt(b)), a - 1, true, "no rational function of a and b"),
        (Min(a - 1, s), a - 1, true, "no rational function of a and b"),
        (floor(a), a, true, "Write the cases as a Piecewise"),
        (a - 1, b, a < 1, "no interior"),
        (a - 1, b, Eq(a**2 + b**2, 9), "linear in neither"),
        (Piecewise((a - 1, a < b)), b, true, "has no value"),
        (a - 1, b, Symbol("yes"), "no combination of relations"),
        (Function("f")(a), b, true, "cannot be decided whether"),
    ],
)
def test_what_cannot_be_decided_is_said(
    claimed: Expr, derived: Expr, domain: Boolean, message: str
) -> None:
    with pytest.raises(InvalidProblemError, match=message):
        agreement(claimed, derived, domain)


def test_comparing_nothing_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="no exponents"):
        smallest([])


def test_identities_of_special_functions_are_seen() -> None:
    reflected = pi / sin(pi * (a - 1) / b)
    product = gamma((a - 1) / b) * gamma(1 - (a - 1) / b)
    assert agreement(product * t**-PUBLISHED, reflected * t**-DERIVED).where == (a <= b + 1)
    assert agreement(product, 2 * reflected).where == false


def test_the_counterexample_is_fit_for_a_simulation() -> None:
    point = agreement(PUBLISHED, DERIVED).counterexample
    assert point == {a: 4, b: Rational(3, 2)}
    thin = agreement(Min(a, b + Rational(1, 100)), Min(a, b + Rational(1, 101)))
    assert thin.counterexample is not None
    assert thin.elsewhere.subs(thin.counterexample) == true
    on_a_line = agreement(PUBLISHED, DERIVED, Eq(a, 2 * b + 2)).counterexample
    assert on_a_line is not None
    assert on_a_line[a] == 2 * on_a_line[b] + 2


COINCIDENCES = {  # claimed, derived, a point on each curve where they agree though not around it
    "linear": ((a - 1) / b, Rational(1, 2), [(3, 4), (Rational(7, 2), 5)]),
    "upright": (b + (a - b - 1) * (a - 4), Min(b, a - 1), [(4, 2), (5, Rational(9, 2))]),
    "square": (b, (a - 1) / b, [(5, 2), (10, 3)]),
    "touching": ((a - 4) ** 2 + b, b, [(4, 3)]),
}


@pytest.mark.parametrize("name", COINCIDENCES)
def test_curves_on_which_two_formulas_agree_all_the_same_are_found(name):
    claimed, derived, points = COINCIDENCES[name]
    found = agreement(claimed, derived)
    assert found.where == false
    assert found.curves
    for source, capacity in points:
        point = {a: source, b: capacity}
        assert (claimed - derived).subs(point) == 0
        assert any(curve.subs(point) == true for curve in found.curves)
        assert not any(curve.subs({a: source + 1, b: capacity}) == true for curve in found.curves)


def test_formulas_that_differ_all_over_agree_on_no_curve():
    assert agreement(a / b, (a - 1) / b).curves == ()
    assert agreement(Min(a - 1, 2 * b), Min(a - 1, b)).curves == ()
    assert agreement(gamma(a) + b, 2 * b + 7).curves is None


def test_formulas_agree_for_all_positive_values_of_other_letters() -> None:
    """Whichever leads at some N stays, and what never does is left out."""
    claimed = Min((a - 1) / (1 + N), (a - 1) * (1 + 2 * N) / (1 + N), N / (1 + N), t)
    derived = Min((a - 1) / (1 + N), t, 1 - 1 / (1 + N))
    assert agreement(claimed, derived).where == true
    found = agreement(claimed, Min((a - 1) / (1 + N), b * N / (1 + N), t))
    assert found.where == false
    assert agreement(Min(a - 1, b + N), a - 1).where == (a <= b + 1)
