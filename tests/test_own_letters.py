"""Letters of one's own: printed as they are given, refused where LaTeX would not set one letter."""

import pytest
from sympy import Min

from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import NOTATIONS
from analytic.formulas.own_letters import with_letters
from analytic.notation import L, N, P, a, b, sigma2
from analytic.typesetting import formula

HOUSE = NOTATIONS["dynamical"]


@pytest.mark.parametrize(
    ("symbols", "latex"),
    [
        (r"a=\alpha, b=\beta", r"N^{-\min(\alpha - 1, \beta)}"),
        ("N=n,a=A", r"n^{-\min(A - 1, b)}"),
        (r"N=N_0", r"N_{0}^{-\min(a - 1, b)}"),
        (r"N=P,P=N", r"P^{-\min(a - 1, b)}"),
        (r"b=\hat{b}", r"N^{-\min(a - 1, {\hat{b}})}"),
        (r"N=n_{\text{w},0}", None),
        (r"a=\mathrm{a}", r"N^{-\min(b, {\mathrm{a}} - 1)}"),
    ],
)
def test_a_formula_is_printed_in_them(symbols: str, latex: str | None) -> None:
    if latex is None:
        with pytest.raises(InvalidProblemError, match="no letter that LaTeX sets"):
            with_letters(HOUSE, symbols)
    else:
        assert formula(with_letters(HOUSE, symbols).from_house(N ** -Min(a - 1, b))) == latex


def test_names_of_exponents_follow_and_assumptions_stay() -> None:
    letters = with_letters(HOUSE, r"N=P,P=D,sigma2=s")
    assert letters.spoken("r_N") == "r_P"
    assert str(letters.from_house(L(N) + P)) == "D + L(P)"
    assert letters.from_house(sigma2).is_nonnegative
    assert letters.to_house(letters.from_house(N**-a * sigma2)) == N**-a * sigma2


def test_letters_of_a_paper_are_renamed() -> None:
    letters = with_letters(NOTATIONS["paquette"], r"alpha=\gamma,d=w")
    assert str(letters.from_house(N**-b)) == "w**(-2*gamma)"


@pytest.mark.parametrize(
    ("symbols", "answer"),
    [
        ("q=x", "gives no letter of the notation dynamical a name"),
        ("a", "gives no letter"),
        ("a=", "is no letter that LaTeX sets"),
        ("a=x,a=y", "named twice"),
        ("N=P", "Two letters would be called P"),
        ("a=x,b=x", "Two letters would be called x"),
        (r"a=x}{y", "is no letter that LaTeX sets"),
        (r"a=\input{x.tex}", "is no letter that LaTeX sets"),
        ("a=$x$", "is no letter that LaTeX sets"),
        ("a=x%", "is no letter that LaTeX sets"),
        ("a=" + "x" * 41, "is no letter that LaTeX sets"),
    ],
)
def test_what_is_no_letter_is_refused(symbols: str, answer: str) -> None:
    with pytest.raises(InvalidProblemError, match=answer):
        with_letters(HOUSE, symbols)
