"""The table of all exponents: of laws, of pages, of statements, in the letters of any paper."""

import json

import pytest
from sympy import Min, Piecewise

from analytic.law import Law
from analytic.notation import C, N, a, b, r_P
from analytic.page import Page
from analytic.result import Result, Statement
from analytic.term import Term
from derivations import RESULTS
from derivations.command_line.application import run
from derivations.command_line.exponent_table import exponents_of


def invented() -> Result:
    """A law in N with two regimes, an exponent in P on its page, one in C that a claim needs."""
    page = Page("Invented", "", "", "$N$ large", "")
    page.show(r_P, a / b - 1 / b, "as $P$ grows")
    regimes = (Term(b, a - 1, condition=a < b + 1), Term(b, b, condition=a > b + 1))
    law = Law.of("r_N", N, N ** -Min(b, a - 1), N**-a, "", terms=regimes)
    cases = Piecewise((1 / b, a < b + 1), (b / a, True))
    statements = {
        "exponent of $L(N)$": Statement(law.exponent),
        "exponent of $L(P)$": Statement(a / b - 1 / b),
        "exponent of $1/N^*(C)$": Statement(cases, variable=C),
        "amplitude of $L(N)$": Statement(b),
        "exponent of $L(t)$": Statement(None, "something"),
    }
    return Result("invented", "Invented", page, law=law, statements=statements)


def rows(notation="dynamical", powers=None):
    keys = "resource", "exponent", "where"
    return [tuple(row[key] for key in keys) for row in exponents_of(invented(), notation, powers)]


def test_every_exponent_once_in_its_resource() -> None:
    assert rows() == [
        ("N", "a - 1", "a < b + 1"),
        ("N", "b", "a > b + 1"),
        ("P", "(a - 1)/b", "everywhere"),
        ("C", "1/b", "a < b + 1"),
        ("C", "b/a", "otherwise"),
    ]


def test_in_the_letters_of_a_paper_and_in_numbers() -> None:
    assert ("N", "2*alpha", "beta > 1/2") in rows("paquette")
    found = exponents_of(invented(), "paquette", None)
    assert {row["variable"] for row in found if row["resource"] == "N"} == {"d"}
    assert [row[:2] for row in rows(powers=("4", "3/2"))] == [
        ("N", "3/2"),
        ("P", "2"),
        ("C", "3/8"),
    ]


@pytest.mark.parametrize("name", RESULTS)
def test_every_exponent_says_of_what_it_is_the_power(name: str) -> None:
    found = RESULTS[name].statements
    powers = {one for one in found if one.startswith(("exponent", "power"))}
    unsaid = {one for one in powers if found[one].value is not None and not found[one].resource}
    assert unsaid == set()


@pytest.mark.parametrize("options", [[], ["--a", "2", "--b", "3/2"]])
def test_the_command(capsys, options) -> None:
    assert run(["exponents", "--all", "time-limited", *options]) == 0
    heading, group, law = capsys.readouterr().out.splitlines()[:3]
    assert heading.split() == ["result", "quantity", "exponent", "where"]
    assert group.split() == ["in", "training", "time", "t"]
    assert law.split()[:2] == ["time-limited", "r_t"]
    assert run(["exponents", "--all", "time-limited", "--json", *options]) == 0
    (row,) = json.loads(capsys.readouterr().out)["exponents"]
    assert row["exponent"] == ("2/3" if options else "(a - 1)/b")
