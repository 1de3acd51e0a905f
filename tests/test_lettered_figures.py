"""Figures in the letters of a paper, and their numbers as a table."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from analytic.errors import InvalidProblemError
from analytic.export.figures import Boundary, Curve, Figure, Map, Panel, drawn, in_notation, table
from analytic.formulas.dictionary import NOTATIONS
from tests.conftest import Command

CURVES = (
    Curve.of(r"$N = 10$, $D_N$", "law", [1, 10], [1, 2]),
    Curve.of("_dice", "simulated", [1], [0.1 + 0.2], [0.5]),
    Curve.of("bars", "histogram", [0, 1, 3], [4, 5]),
)
FIGURE = Figure(
    "small",
    "Ridge, $a = 2$, $b = 3/2$",
    (
        Panel("$P$ samples", "$C = N t$", "$L$", CURVES, (Boundary("$N^{1 - a}$", 3.0),)),
        Map("a map", "$x$", "$y$", (1, 2), (5, 6), ("$d$", "else"), ((0, 1), (1, 1))),
    ),
    2,
)


def test_labels_are_in_the_letters_of_a_paper() -> None:
    found = in_notation(FIGURE, NOTATIONS["paquette"])
    assert found.title == r"Ridge, $\alpha = 3/4$, $\beta = 1/4$"
    panel, plane = found.panels
    assert (panel.title, panel.x, panel.y) == ("$P$ samples", "$C = d t$", "$L$")
    assert panel.curves[0].label == "$d = 10$, $D_d$"
    assert isinstance(panel, Panel)
    assert panel.boundaries[0].label == r"$d^{1 - (2 \alpha+2 \beta)}$"
    assert isinstance(plane, Map)
    assert plane.names == (r"$\bar{d}$", "else")  # not the paper's d
    curves = [replace(one, panels=one.panels[:1]) for one in (found, FIGURE)]
    assert len({drawn(one, "svg") for one in curves}) == 2


def test_house_letters_stay() -> None:
    assert in_notation(FIGURE, NOTATIONS["dynamical"]) is FIGURE


def test_what_one_letter_cannot_say_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="a = 2 and b = 3/2, which the notation solvable"):
        in_notation(FIGURE, NOTATIONS["solvable"])
    equal = Figure("", "$a = 3/2$, $b = 3/2$", (), 1)
    assert in_notation(equal, NOTATIONS["solvable"]).title == r"$\alpha = 1/2$"
    axis = Figure("", "", (Panel("", "$a$", "", ()),), 1)
    with pytest.raises(InvalidProblemError, match="shows a, which"):
        in_notation(axis, NOTATIONS["solvable"])


def test_the_table_has_every_number() -> None:
    rows = list(csv.DictReader(StringIO(table(FIGURE))))
    assert len(rows) == 2 + 1 + 2 + 1 + 4
    assert {row["panel"] for row in rows} == {"$P$ samples", "a map"}
    [dice] = [row for row in rows if row["kind"] == "simulated"]
    assert (dice["series"], float(dice["y"]), dice["standard_error"]) == ("dice", 0.1 + 0.2, "0.5")
    bars = [row for row in rows if row["kind"] == "histogram"]
    assert [(row["x"], row["x_end"], row["y"]) for row in bars] == [
        ("0.0", "1.0", "4.0"),
        ("1.0", "3.0", "5.0"),
    ]
    cells = {(row["x"], row["y"]): row["series"] for row in rows if row["kind"] == "region"}
    assert cells == {("1", "5"): "$d$", ("2", "5"): "else", ("1", "6"): "else", ("2", "6"): "else"}


def test_the_command_writes_the_numbers(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "figure.csv"
    arguments = ("plot", "residual-depth", "--draws", "0", "--data", str(file))
    assert command(*arguments, "--notation", "paquette") == (0, "", "")
    rows = list(csv.DictReader(StringIO(file.read_text(encoding="utf-8"))))
    assert {row["panel"] for row in rows if "tau" in row["panel"]}
    assert {r"random features, $d = M$"} <= {row["series"] for row in rows}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("--data figure.txt", "does not end in .csv"),
        ("--data missing/figure.csv", "its folder does not exist"),
        ("--data figure.csv --notation paquete", "Did you mean paquette"),
        ("", "or give --data"),
    ],
)
def test_what_cannot_be_written_is_said(
    command: Command,
    arguments: str,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = command("plot", "ridge", *arguments.split())
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
