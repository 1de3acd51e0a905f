"""The dictionary of notations: both ways, without mixing up letters that papers share."""

import pytest
from sympy import (
    Eq,
    Expr,
    Max,
    Min,
    Piecewise,
    Rational,
    Symbol,
    gamma,
    latex,
    simplify,
    symbols,
    true,
    zeta,
)

from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import NOTATIONS, Notation, notation_named
from analytic.notation import (
    D,
    N,
    P,
    T,
    a,
    alpha,
    alpha_K,
    b,
    beta,
    d,
    d_width,
    kappa,
    n,
    r,
    ratio,
    sigma2,
    t,
)

EVERY = pytest.mark.parametrize("notation", NOTATIONS.values(), ids=NOTATIONS)

FORMULAS = [
    (a - 1) / b,
    Min(a - 1, 2 * b),
    N ** -Min(a - 1, b) + P ** -(a - 1) + t ** (-(a - 1) / b),
    gamma((a - 1) / b) / b * (2 * t) ** (-(a - 1) / b),
    (a - b - 1) * gamma(1 / b) * N / (b * P) + sigma2 * kappa * zeta(a),
    Piecewise((a - 1, a < b + 1), (b, True)),
    (b + 1 - a) ** 2,
]


def under(notation: Notation, formula: Expr) -> Expr:
    """A house formula where the notation can speak: at a = b if it has one letter for both."""
    return formula if notation.restriction == true else formula.subs(a, b)


@EVERY
@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_there_and_back_is_the_same_formula(notation: Notation, formula: Expr) -> None:
    back = notation.to_house(notation.from_house(formula))
    assert simplify(back - under(notation, formula)) == 0


@EVERY
def test_letters_and_house_letters_define_each_other(notation: Notation) -> None:
    for letter in notation.letters:
        assert notation.from_house(letter.house) == letter.symbol
        assert notation.to_house(letter.symbol) == letter.house
    for own in (a, b, N, P, t):
        assert notation.to_house(notation.from_house(own)) == under(notation, own)


@EVERY
def test_a_translation_agrees_with_the_formula_in_numbers(notation: Notation) -> None:
    values = {b: Rational(7, 5), N: 11, P: 13, t: 17, kappa: 3, sigma2: 2}
    values[a] = values[b] if notation.restriction != true else Rational(9, 4)
    theirs = {letter.symbol: letter.house.subs(values) for letter in notation.letters}
    for formula in FORMULAS:
        difference = formula.subs(values) - notation.from_house(formula).subs(theirs)
        assert difference.equals(0)


@EVERY
def test_every_letter_prints_and_means_something(notation: Notation) -> None:
    names = [str(letter.symbol) for letter in notation.letters]
    assert len(names) == len(set(names))
    assert all(letter.meaning and latex(letter.symbol) for letter in notation.letters)
    assert hash(notation) == hash(notation_named(notation.name))


@pytest.mark.parametrize(
    ("name", "theirs", "house"),
    [
        ("explaining", P**-alpha_K, N ** -(b - 1)),
        ("explaining", D**-alpha_K, P ** -(b - 1)),
        ("explaining", P / D, N / P),
        ("solvable", (N / T) ** alpha, (N / P) ** (b - 1)),
        ("paquette", t ** (-(2 * alpha + 2 * beta - 1) / (2 * alpha)), t ** (-(a - 1) / b)),
        ("paquette", d_width ** (-2 * alpha + Max(0, 1 - 2 * beta)), N ** -Min(b, a - 1)),
        ("source-capacity", n ** -(2 * alpha * Min(r, 1)), P ** -Min(a - 1, 2 * b)),
        ("feature-learning", N ** (-alpha * Min(2, beta)), N ** -Min(a - 1, 2 * b)),
        ("feature-learning", t**-beta, t ** (-(a - 1) / b)),
    ],
)
def test_published_exponents_are_spoken_in_house_letters(
    name: str, theirs: Expr, house: Expr
) -> None:
    ours = NOTATIONS[name].to_house(theirs)
    for first in (Rational(6, 5), Rational(5, 2), 9):
        for second in (Rational(6, 5), 2, 5):
            values = {a: first, b: second, N: 5, P: 7, t: 11}
            assert (ours / house).subs(values).equals(1)


def test_width_and_data_change_places_at_once() -> None:
    explaining = NOTATIONS["explaining"]
    assert explaining.from_house(N / P) == P / D
    assert explaining.to_house(P / D) == N / P


def test_one_letter_has_the_meaning_of_its_paper() -> None:
    meanings = {name: NOTATIONS[name].to_house(alpha) for name in NOTATIONS if name in ALPHA}
    assert meanings == ALPHA


ALPHA = {"solvable": b - 1, "paquette": b / 2, "source-capacity": b, "feature-learning": b}


def test_formulas_come_out_in_lowest_terms() -> None:
    assert NOTATIONS["feature-learning"].from_house((a - 1 - b) / b) == beta - 1
    assert NOTATIONS["feature-learning"].from_house((a - 1 - b) * gamma(t) / b) == (
        (beta - 1) * gamma(t)
    )
    paquette = NOTATIONS["paquette"].from_house(Piecewise((a, a < b + 1), (b, True)))
    assert paquette == Piecewise((2 * alpha + 2 * beta, beta < Rational(1, 2)), (2 * alpha, True))
    assert NOTATIONS["paquette"].from_house(1 / N + 1 / P) == 1 / d_width + 1 / P


def test_a_condition_may_be_settled_by_the_restriction() -> None:
    solvable = NOTATIONS["solvable"]
    assert solvable.restriction == Eq(a, b)
    assert solvable.from_house(Min(a - 1, 2 * b)) == alpha
    assert solvable.from_house(Piecewise((a, a < b + 1), (b**2, True))) == alpha + 1


def test_beta_of_paquette_may_be_negative() -> None:
    assert NOTATIONS["paquette"].from_house(Max(b, a)) == Max(2 * alpha, 2 * alpha + 2 * beta)


def test_the_house_is_left_as_it_is() -> None:
    formula = (2 * a - 2) / (2 * b) + N ** -(a - 1)
    assert NOTATIONS["dynamical"].to_house(formula) is formula
    assert NOTATIONS["dynamical"].from_house(formula) is formula


@pytest.mark.parametrize(
    ("name", "formula", "letter"),
    [
        ("paquette", a, "a"),
        ("paquette", N, "N"),
        ("solvable", P, "P"),
        ("explaining", N, "N"),
        ("dynamical", Symbol("a"), "a"),
        ("paquette", symbols("alpha"), "alpha"),
    ],
)
def test_a_letter_of_nobody_here_is_refused(name: str, formula: Expr, letter: str) -> None:
    with pytest.raises(InvalidProblemError, match=f"The symbol {letter} .* no letter of {name}"):
        NOTATIONS[name].to_house(formula)


@pytest.mark.parametrize(
    ("name", "formula"), [("paquette", d), ("source-capacity", ratio * a), ("paquette", alpha)]
)
def test_a_symbol_that_would_be_read_as_their_letter_is_refused(name: str, formula: Expr) -> None:
    with pytest.raises(InvalidProblemError, match="no letter of the house"):
        NOTATIONS[name].from_house(formula)


def test_other_symbols_pass() -> None:
    z = Symbol("z")
    assert NOTATIONS["solvable"].from_house(z * a) == z * (alpha + 1)


def test_no_value_under_the_restriction_is_an_error() -> None:
    with pytest.raises(InvalidProblemError, match="speaks of a = b only"):
        NOTATIONS["explaining"].from_house(1 / (a - b))


@pytest.mark.parametrize(
    ("name", "hint"),
    [("paquete", "Did you mean paquette"), ("zzz", "Choose from dynamical"), ("", "Choose from")],
)
def test_an_unknown_notation_is_refused_with_near_matches(name: str, hint: str) -> None:
    with pytest.raises(InvalidProblemError, match=hint):
        notation_named(name)


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        NOTATIONS["mine"] = NOTATIONS["dynamical"]  # type: ignore[index]
