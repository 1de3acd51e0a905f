"""A law is its pieces and the laws on its curves; what it says elsewhere is read off these."""

from dataclasses import replace

from sympy import Eq, Integer, Min, Ne, Piecewise

from analytic.law import Law
from analytic.notation import N, a, b
from analytic.term import Piece, Term

ONE, SEVEN = Integer(1), Integer(7)
BOUNDARY, CROSSING = Eq(a, b), Eq(a, 2 * b)
BETWEEN, ON_CURVE = (Law.of("r", N, number * N**-b, N ** (-b - 1), "") for number in (3, 5))
LAW = Law(
    "r",
    N,
    (
        Piece(N**-a, N ** (-a - 1), condition=a < b),
        Piece(N**-b + N**-a, N ** (-b - 1), cut=Piece(N**-b, N**-a), condition=a > b),
    ),
    "N large",
    (
        Term(ONE, a, condition=a < b),
        Term(ONE, b, condition=a > b),
        Term(SEVEN, b, condition=CROSSING),
    ),
    {BOUNDARY: BETWEEN},
    {CROSSING: ON_CURVE},
    (Ne(b, 2),),
)


def test_formulas_hold_everywhere_by_cases() -> None:
    found = [LAW.leading.subs({a: source, b: 2}) for source in (1, 2, 3, 4)]
    assert found == [1 / N, 3 / N**2, N**-2, 5 / N**2]
    assert LAW.remainder.subs({a: 3, b: 2}) == N**-3
    assert LAW.correction == 0


def test_regimes_have_their_amplitude_on_curves_too() -> None:
    assert [one.condition for one in LAW.regimes] == [a < b, a > b]
    assert LAW.regimes[1].amplitude == Piecewise((7, CROSSING), (1, True))
    assert LAW.exponent == Min(a, b)


def test_the_general_law_keeps_the_boundary_that_no_piece_covers_and_every_term() -> None:
    assert LAW.conditions == (Ne(b, 2), Ne(a, 2 * b))
    assert set(LAW.general.curves) == {BOUNDARY}
    assert LAW.off_curves.leading.subs({a: 4, b: 2}) == N**-2
    assert LAW.general.leading.subs({a: 4, b: 2}) == N**-2 + N**-4


def test_numbers_leave_the_piece_that_holds_there() -> None:
    assert LAW(a=3, b=2).pieces == (Piece(N**-2 + N**-3, N**-3, cut=Piece(N**-2, N**-3)),)
    assert LAW(a=4, b=2).leading == ON_CURVE(a=4, b=2).leading
    assert [one.exponent for one in LAW(a=3, b=2).regimes] == [2]


def test_another_formula_takes_the_place_of_all_pieces() -> None:
    wrong = LAW.with_formulas(leading=2 * LAW.leading)
    assert wrong.general.leading.subs({a: 3, b: 2}) == 2 / N**2
    assert wrong.boundaries == LAW.boundaries
    bare = replace(wrong, terms=(), boundaries={}, resonances={})
    assert bare(a=3, b=2).exponent == 2
