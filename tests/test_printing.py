"""Tables on a terminal and in a pipe: no word of them is ever broken."""

import sys

import pytest

from derivations.command_line.printing import print_foldable, print_table

HEADING = ("name", "title", "law", "claims")
ROWS = [
    (
        "finite-width-correction",
        "Finite-width correction",
        "r_t(1/N) = Min(1 - 1/b, a/b - 2/b)",
        "3",
    ),
    ("compute-limited-data", "Compute-optimal training on limited data", "Min(2*b, a - 1)", "12"),
    ("a", "", "", ""),
]
WIDE = [(*row, "x" * 30) for row in ROWS]


@pytest.mark.parametrize("columns", [20, 60, 80, 200])
@pytest.mark.parametrize(("heading", "rows"), [(HEADING, ROWS), ((*HEADING, "last"), WIDE)])
def test_words_are_whole_on_a_terminal(
    heading: tuple[str, ...],
    rows: list[tuple[str, ...]],
    columns: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    print_table(heading, rows)
    found = capsys.readouterr().out
    wanted = {word for row in (heading, *rows) for cell in row for word in cell.split()}
    assert wanted == set(found.split())
    if columns >= 80 and heading == HEADING:
        assert max(map(len, found.splitlines())) <= columns


def test_a_row_is_one_line_in_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    print_table(HEADING, ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(ROWS)
    for line, row in zip(lines[1:], ROWS, strict=True):
        assert all(cell in line for cell in row)


@pytest.mark.parametrize(("columns", "kept"), [(60, False), (200, True)])
def test_a_column_of_long_formulas_is_left_out_of_a_narrow_terminal_and_this_is_said(
    columns: int,
    kept: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    print_foldable(HEADING, ROWS, "law")
    found = capsys.readouterr().out
    assert ("Min(2*b, a - 1)" in found) is kept
    assert ("law left out" in found) is not kept
    assert max(map(len, found.splitlines())) <= columns
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    print_foldable(HEADING, ROWS, "law")
    assert "Min(2*b, a - 1)" in capsys.readouterr().out
