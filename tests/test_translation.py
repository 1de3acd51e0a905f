"""Results in the letters of a paper: the same formulas, and what a paper cannot say."""

import json

import pytest
from sympy import Eq, Integer, Rational

from analytic.formulas.dictionary import NOTATIONS
from analytic.law import Law
from analytic.notation import D, N, P, a, alpha, alpha_K, b, beta, d, d2, d_width, kappa, t
from analytic.page import Equation, Page
from analytic.result import Result
from analytic.stated import LOSS
from analytic.term import Piece, Term
from derivations import Contents
from derivations.command_line import contents
from derivations.command_line.application import run
from derivations.command_line.translation import barred, in_letters

PAGE = Page(
    "A law",
    "It falls.",
    "somebody1900",
    "N large",
    "L(N)",
    [
        Equation(d, N + d2, "the effective dimension"),
        Equation(t, N ** (b / (a - b)), "nothing at a = b"),
        Equation(kappa, N**-b, "the regulariser"),
    ],
)
EDGE = Law.of("r_N", N, 3 * N**-b, Integer(0), "N large")
LAW = Law.of(
    "r_N",
    N,
    N ** (1 - a) + 2 * N**-b,
    N**-b / N,
    "N large",
    terms=(
        Term(Integer(1), a - 1, condition=a < b + 1),
        Term(Integer(2), b, condition=a > b + 1),
    ),
    boundaries={Eq(a, b + 1): EDGE},
)
RESULT = Result("law", "A law", PAGE, {LOSS: N**-b, t: N ** (b / (a - b))}, LAW)


def test_the_house_letters_change_nothing() -> None:
    assert in_letters(RESULT, NOTATIONS["dynamical"]) is RESULT


def test_another_quantity_with_the_name_of_a_letter_gets_a_bar() -> None:
    """d is the width of one paper, and the effective dimension on the page."""
    first, _, last = in_letters(RESULT, NOTATIONS["paquette"]).page.equations
    assert (first.left, first.right) == (barred(d), d_width + barred(d2))
    assert last.right == d_width ** (-2 * alpha)
    assert (str(barred(d)), str(barred(d2))) == ("dbar", "d'bar")


def test_the_law_is_the_same_function() -> None:
    law = in_letters(RESULT, NOTATIONS["paquette"]).law
    assert law is not None
    assert (law.symbol, law.variable) == ("r_d", d_width)
    house = {a: Integer(4), b: Rational(3, 2), N: Integer(7)}
    paper = {alpha: Rational(3, 4), beta: Rational(5, 4), d_width: Integer(7)}
    for part in ("leading", "remainder", "exponent"):
        assert getattr(law, part).subs(paper) == getattr(LAW, part).subs(house)
    assert list(law.boundaries) == [Eq(beta, Rational(1, 2))]
    assert law.boundaries[Eq(beta, Rational(1, 2))].leading == 3 * d_width ** (-2 * alpha)


def test_what_a_paper_cannot_say_is_left_out_and_counted() -> None:
    found = in_letters(RESULT, NOTATIONS["explaining"])
    assert [one.reason for one in found.page.equations] == [
        "the effective dimension",
        "the regulariser",
    ]
    assert "left out: 1 of the equations" in found.page.validity
    assert list(map(str, found.formulas)) == ["loss"]
    assert found.law is not None
    assert [one.exponent for one in found.law.regimes] == [alpha_K]
    assert found.law.boundaries == {}


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The command line over one result."""
    monkeypatch.setattr(contents, "RESULTS", Contents({"law": lambda: RESULT}))

    def command(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return command


def test_list_derive_and_export_speak_the_letters_of_a_paper(command) -> None:
    assert "r_P = alpha_K" in command("list", "--notation", "explaining")[1]
    assert "maloney2022solvable" in command("derive", "law", "--notation", "solvable")[1]
    assert r"d^{-2 \alpha}" in command("derive", "law", "--latex", "--notation", "paquette")[1]
    document = json.loads(command("derive", "law", "--json", "--notation", "explaining")[1])
    assert document["law"]["variable"] == str(P)
    exported = command("export", "law", "--format", "json", "--notation", "explaining")[1]
    assert json.loads(exported)["results"][0]["law"]["variable"] == str(P)
    assert str(D) not in exported.split('"law"')[1].split('"title"')[0]


@pytest.mark.parametrize(
    "arguments",
    [("list", "--claims"), ("derive", "law"), ("export", "law"), ("list",)],
)
def test_unknown_letters_are_refused_before_anything_is_derived(command, arguments) -> None:
    code, out, err = command(*arguments, "--notation", "paquete")
    assert (code, out) == (2, "")
    assert "Did you mean paquette?" in err


def test_claims_of_many_papers_have_no_letters_of_one(command) -> None:
    code, _, err = command("list", "--claims", "--notation", "paquette")
    assert code == 2
    assert "Leave one of them out" in err


def test_a_paper_that_speaks_of_one_curve_has_the_law_there() -> None:
    there = Law.of("r_P", P, P ** (1 - b), P**-b, "")
    sides = (Piece(P ** (1 - a), P**-a, condition=where) for where in (a < b, a > b))
    law = Law("r_P", P, tuple(sides), "P large", boundaries={Eq(a, b): there})
    said = in_letters(Result("law", "A law", PAGE, law=law), NOTATIONS["explaining"]).law
    assert said is not None
    assert (said.leading, said.exponent, said.remainder) == (
        D**-alpha_K,
        alpha_K,
        D ** (-alpha_K - 1),
    )
    assert said.general.leading == said.leading
