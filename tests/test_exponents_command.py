"""The command exponents: closed forms in every notation, numbers at a point, and its refusals."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sympy import (
    Eq,
    Function,
    Integer,
    Min,
    Rational,
    S,
    gamma,
    pi,
    sqrt,
    zeta,
)

from analytic.errors import InvalidProblemError, PrecisionError
from analytic.formulas.dictionary import NOTATIONS
from analytic.formulas.parsing import parse
from analytic.law import Law
from analytic.notation import L, N, P, a, b, t
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.result import Result
from analytic.term import Term
from derivations import RESULTS, Contents
from derivations.command_line import contents
from derivations.command_line.application import run

Command = Callable[..., tuple[int, str, str]]

KEYS = {
    *("name", "symbol", "variable", "exponent", "exponent_latex", "value"),
    *("amplitude", "amplitude_latex", "amplitude_value", "amplitude_exact", "logarithms"),
    *("where", "regimes", "regime"),
    *("letter", "leading_value", "notation", "reason"),
}


def page() -> Page:
    return Page("A law", "It falls.", "somebody1900, eq. (1)", "t > 0", "dL/dt = -L")


def time_law() -> Result:
    leading = gamma((a - 1) / b) / b * t ** (-(a - 1) / b)
    law = Law.of("r_t", t, leading, S.Zero, "t large")
    return Result("by-time", "A law", page(), {L(t): leading}, law)


SYMBOLS = PowerLaw(a, b)


def width_law(spectrum: PowerLaw = SYMBOLS) -> Result:
    """A law with two regimes, a logarithm at a = b + 1, and a formula without value at a = 3."""
    if spectrum.a == 3:
        law = Law.of("r_N", N, 7 * N**-2, S.Zero, "N large", terms=(Term(S(7), S(2)),))
    else:
        edge = Law.of("r_N", N, pi * N**-b, S.Zero, "N large", terms=(Term(pi, b, 1),))
        inside = (
            Term((a - 2) / (a - 3), a - 1, condition=a < b + 1),
            Term(zeta(a - b), b, condition=a > b + 1),
        )
        leading = (a - 2) / (a - 3) * N ** (1 - a) + zeta(a - b) * N**-b
        law = Law.of(
            *("r_N", N, leading, S.Zero, "N large"),
            terms=inside,
            boundaries={Eq(a, b + 1): edge},
        )
    return Result("by-width", "A law", page(), {}, law, derive=width_law)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """A command line over two small laws and a result that is none."""
    table = {
        "by-time": time_law,
        "no-law": lambda: replace(time_law(), name="no-law", law=None),
        "by-width": width_law,
    }
    monkeypatch.setattr(contents, "RESULTS", Contents(table))

    def command(*arguments: str) -> tuple[int, str, str]:
        code = run(["exponents", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def laws(command: Command, *arguments: str) -> list[dict[str, Any]]:
    code, out, err = command(*arguments, "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert list(document) == ["laws"]
    assert all(set(law) == KEYS for law in document["laws"])
    entries: list[dict[str, Any]] = document["laws"]
    return entries


# closed forms


def test_the_table_has_a_row_for_each_law_and_each_regime(command: Command) -> None:
    code, out, err = command()
    assert (code, err) == (0, "")
    rows = [line.split("  ") for line in out.splitlines()]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert cells == [
        ["name", "symbol", "exponent", "where", "amplitude"],
        ["by-time", "r_t", "(a - 1)/b", "gamma(a/b - 1/b)/b"],
        ["by-width", "r_N", "Min(b, a - 1)"],
        ["a - 1", "a < b + 1", "(a - 2)/(a - 3)"],
        ["b", "a > b + 1", "zeta(a - b)"],
        ["b", "a = b + 1", "pi*log(N)"],
    ]


def test_json_has_the_promised_keys_and_no_numbers_without_a_point(command: Command) -> None:
    time, width = laws(command)
    assert (time["name"], time["symbol"], time["variable"]) == ("by-time", "r_t", "t")
    assert (time["exponent"], time["exponent_latex"]) == ("(a - 1)/b", r"\frac{a - 1}{b}")
    assert time["where"] == "(a > 1) & (b > 1)"
    assert width["exponent"] == "Min(b, a - 1)"
    assert {law[key] for law in (time, width) for key in ("value", "amplitude_value")} == {None}
    assert [tuple(regime.values()) for regime in width["regimes"]] == [
        ("a < b + 1", "a - 1", "(a - 2)/(a - 3)", 0),
        ("a > b + 1", "b", "zeta(a - b)", 0),
        ("Eq(a, b + 1)", "b", "pi", 1),
    ]
    assert list(width["regimes"][0]) == ["where", "exponent", "amplitude", "logarithms"]


@pytest.mark.parametrize("name", NOTATIONS)
def test_what_is_printed_is_the_law_in_every_notation(command: Command, name: str) -> None:
    notation = NOTATIONS[name]
    for law, exponent in zip(
        laws(command, "--notation", name), [(a - 1) / b, Min(b, a - 1)], strict=True
    ):
        same_there = notation.to_house(notation.from_house(exponent))
        assert parse(str(law["exponent"]), name) == same_there
        assert law["notation"] == name
        assert law["variable"] == str(notation.from_house(t if law["symbol"] == "r_t" else N))


def test_regimes_that_a_notation_cannot_reach_are_left_out(command: Command) -> None:
    _, width = laws(command, "--notation", "explaining")
    assert (width["exponent"], width["variable"]) == ("alpha_K", "P")
    assert [regime["where"] for regime in width["regimes"]] == ["True"]
    assert width["where"] == "Eq(a, b)"
    _, width = laws(command, "--notation", "paquette")
    assert [regime["where"] for regime in width["regimes"]] == [
        *("beta < 1/2", "beta > 1/2", "Eq(beta, 1/2)")
    ]


# numbers


@pytest.mark.parametrize(
    ("point", "values", "amplitudes", "logarithms"),
    [
        (("2", "3/2"), ("2/3", "1"), (gamma(Rational(2, 3)) / Rational(3, 2), 0), 0),
        (("4", "1.5"), ("2", "3/2"), (1 / Rational(3, 2), zeta(Rational(5, 2))), 0),
        (("2", "4"), ("1/4", "1"), (gamma(Rational(1, 4)) / 4, 0), 0),
        (("5/2", "1.5"), ("1", "3/2"), (Rational(2, 3), pi), 1),
        (("3", "4"), ("1/2", "2"), (sqrt(pi) / 4, 7), 0),
    ],
)
def test_numbers_are_those_of_the_law_at_the_point(
    command: Command,
    point: tuple[str, str],
    values: tuple[str, str],
    amplitudes: tuple[object, object],
    logarithms: int,
) -> None:
    found = laws(command, "--a", point[0], "--b", point[1])
    assert tuple(law["value"] for law in found) == values
    for law, amplitude in zip(found, amplitudes, strict=True):
        exact = S(amplitude)
        expected = exact if exact.is_Rational else exact.evalf(15)
        assert law["amplitude_value"] == str(expected)
    assert found[1]["logarithms"] == logarithms


def test_the_table_of_numbers(command: Command) -> None:
    _, out, _ = command("--a", "5/2", "--b", "3/2")
    assert out.splitlines()[0].split() == [
        *("name", "symbol", "value", "amplitude", "decimal", "where")
    ]
    assert out.splitlines()[2].split() == [
        *("by-width", "r_N", "3/2", "pi*log(N)", "3.14159265358979*log(N)", "a", "=", "b", "+", "1")
    ]


def test_amplitudes_are_exact_and_letters_keep_their_powers(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """16 pi^2/27 with its decimals; no power of a letter becomes a decimal number."""
    names = ("width-limited", "gradient-descent", "one-pass-sgd", "label-noise", "data-limited")
    few = Contents({name: partial(RESULTS.__getitem__, name) for name in names})
    monkeypatch.setattr(contents, "RESULTS", few)
    found = {law["name"]: law for law in laws(command, "--a", "2", "--b", "3/2")}
    assert found["width-limited"]["amplitude_exact"] == "16*pi**2/27"
    assert found["width-limited"]["regime"] == "a < b + 1"
    assert found["data-limited"]["amplitude_exact"] == "8*pi**2/27"
    for law in found.values():
        numbers = f"{law['amplitude_value']} {law['leading_value']}"
        assert not re.search(r"\*\*\(?-?\d*\.", numbers), numbers
    assert "eta**(2/3)" in found["gradient-descent"]["amplitude_value"]
    assert found["gradient-descent"]["regime"] == "everywhere"


@pytest.mark.parametrize(
    ("point", "leading"),
    [
        (("4", "3/2"), f"{zeta(Rational(5, 2)).evalf(15)}*N**(-3/2)"),
        (("5/2", "3/2"), f"{pi.evalf(15)}*log(N)*N**(-3/2)"),
        (("3", "4"), "7*N**(-2)"),
    ],
)
def test_the_leading_term_in_numbers_has_its_logarithm(
    command: Command, point: tuple[str, str], leading: str
) -> None:
    _, width = laws(command, "--a", point[0], "--b", point[1])
    assert width["leading_value"] == leading
    assert parse(width["leading_value"], "dynamical") == parse(leading, "dynamical")


def test_an_amplitude_by_cases_has_a_row_for_each_curve(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two poles meet inside a regime the amplitude is another, and has its own condition."""

    def resonant() -> Result:
        terms = (
            Term(b, a - 1, condition=a < b + 1),
            Term(Integer(7), a - 1, condition=Eq(a, b)),
            Term(Integer(2), b, condition=a > b + 1),
        )
        on_curve = {Eq(a, b): Law.of("r_N", N, 7 * N ** (1 - b), S.Zero, "N large")}
        formulas = N ** (1 - a) + N**-b, S.Zero
        law = Law.of("r_N", N, *formulas, "N large", terms=terms, resonances=on_curve)
        return Result("resonant", "A law", page(), {}, law)

    monkeypatch.setattr(contents, "RESULTS", Contents({"resonant": resonant}))
    assert "Piecewise" not in command()[1]
    [law] = laws(command)
    found = [(one["where"], one["amplitude"]) for one in law["regimes"]]
    assert found == [("a < b + 1", "b"), ("Eq(a, b)", "7"), ("a > b + 1", "2")]


def test_nothing_is_derived_for_powers_that_are_refused(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "RESULTS", Contents({"never": lambda: 1 / 0}))  # type: ignore[dict-item, return-value]
    code, _, err = command("--a", "2000", "--b", "2")
    assert (code, "a = 2000 is too large" in err) == (2, True)


@pytest.mark.parametrize(
    ("name", "letter"),
    [("dynamical", "r_N"), ("explaining", "r_P"), ("paquette", "r_d"), ("solvable", "r_N")],
)
def test_exponents_are_called_after_the_resource_in_the_notation(
    command: Command, name: str, letter: str
) -> None:
    _, width = laws(command, "--notation", name)
    assert (width["symbol"], width["letter"]) == ("r_N", letter)
    assert letter in command("--notation", name)[1]


def test_house_powers_in_another_notation(command: Command) -> None:
    [time, _] = laws(command, "--a", "2", "--b", "2", "--notation", "solvable")
    assert (time["exponent"], time["value"]) == ("alpha/(alpha + 1)", "1/2")


# refusals


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--a 2", "Only one of --a and --b"),
        ("--b 2", "Only one of --a and --b"),
        ("--a 1 --b 2", "sum k^-a needs a > 1"),
        ("--a 2 --b 1", "sum k^-b needs b > 1"),
        ("--a x --b 2", "a = 'x' is not a number"),
        ("--a inf --b 2", "a must be finite. Give"),
        ("--a 1/2 --b 2", "sum k^-a needs a > 1"),
        ("--a 2 --b -1", "sum k^-b needs b > 1"),
        ("--a 1+2j --b 2", "a = '1+2j' is not a number"),
        ("--a nan --b 2", "a = 'nan' is not a number"),
        ("--a 2 --b 1001", "Choose b <= 1000"),
        ("--notation paquete", "Did you mean paquette"),
        ("--notation nobody", "Choose from dynamical, solvable"),
        ("--notation solvable --a 2 --b 3", "which has a = b"),
        ("--nottaion solvable", "--notation"),
    ],
)
def test_bad_input_is_refused_in_one_line(command: Command, arguments: str, message: str) -> None:
    for as_json in ([], ["--json"]):
        code, out, err = command(*arguments.split(), *as_json)
        assert (code, out) == (2, "")
        assert err.startswith("Error: ")
        assert message in err
        assert err.count("\n") == 1


def test_the_command_explains_itself(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = command("--help")
    assert code == 0
    assert "Example: scaling-laws exponents --a 2 --b 3/2" in out


# a number that cannot be had


class unobtainable(Function):  # noqa: N801 - a function's name
    """A number that its own evaluation refuses."""

    def _eval_evalf(self, _):
        raise PrecisionError("The minimum is beyond all digits. Choose a smaller r.")


def refused(_: PowerLaw = SYMBOLS) -> Result:
    law = Law.of("r_P", P, unobtainable(a) / P, S.Zero, "P large")
    return Result("by-data", "A law", page(), {}, law)


def undone(spectrum: PowerLaw = SYMBOLS) -> Result:
    """A law that cannot be derived at a point where the general one has no value."""
    if spectrum != SYMBOLS:
        raise InvalidProblemError("What is omitted may lead. Give other numbers.")
    return Result("by-both", "A law", page(), {}, width_law().law, derive=undone)


def test_one_number_that_cannot_be_had_leaves_the_others(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {"by-data": refused, "by-both": undone, "by-time": time_law}
    monkeypatch.setattr(contents, "RESULTS", Contents(table))
    code, out, err = command("--a", "3", "--b", "3")
    assert (code, err) == (0, "")
    rows = [line.split() for line in out.splitlines()]
    assert rows[1][2:] == ["1", "unobtainable(3)", "-", "everywhere"]
    assert rows[2][2:] == ["-", "-", "-", "-"]
    assert rows[3][-2] == "0.451372646475467"  # Gamma(2/3)/3
    assert out.splitlines()[4:] == [
        "-  by-data: The minimum is beyond all digits. Choose a smaller r.",
        "-  by-both: What is omitted may lead. Give other numbers.",
    ]
    data, both, time = laws(command, "--a", "3", "--b", "3")
    assert (data["value"], data["amplitude_value"], data["leading_value"]) == ("1", None, None)
    assert data["reason"].startswith("The minimum")
    assert both["value"] is None
    assert time["reason"] is None
