"""Commands and what is kept: nothing is derived twice, only what is asked for, on all cores."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from analytic.comparison.claims.ledger import ledger
from analytic.formulas.prose import without_marks
from derivations import RESULTS, Contents
from derivations.claims import claims_on
from derivations.command_line import contents as commands
from derivations.command_line import views
from derivations.command_line.claims import _lines
from derivations.contents import Derivation
from derivations.headings import HEADINGS
from derivations.keeping.store import Store
from derivations.keeping.user_store import VARIABLE
from tests.conftest import Command

QUICK = ("time-limited", "width-data-duality")


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Contents:
    """The real table of contents, of which nothing is kept yet."""
    derivations = {name: Derivation(heading) for name, heading in HEADINGS.items()}
    fresh = Contents(derivations, partial(Store, tmp_path))
    monkeypatch.setattr(commands, "RESULTS", fresh)
    return fresh


def program(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "derivations", *arguments],
        env={**os.environ, VARIABLE: str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def refuse(*_: object) -> None:
    raise AssertionError("something is derived")


def test_list_derives_nothing(
    command: Command, empty: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Derivation, "__call__", refuse)
    code, out, err = command("list")
    assert (code, err) == (0, "")
    for name, heading in HEADINGS.items():
        assert name in out
        assert heading.title in out
    assert not any(empty.is_known(name) for name in empty)


def test_list_shows_law_and_verdicts_where_they_are_kept(command: Command, empty: Contents) -> None:
    def row(name: str) -> str:
        return next(line for line in command("list")[1].splitlines() if line.startswith(name))

    assert row("time-limited").split()[-2:] == [str(len(claims_on("time-limited"))), "-"]
    assert empty["time-limited"].law is not None
    assert "r_t = (a - 1)/b" in row("time-limited")
    assert "sharpened" in row("time-limited")
    assert row("width-limited").endswith("-")


def test_exponents_derives_only_what_is_asked_for(command: Command, empty: Contents) -> None:
    code, out, _ = command("exponents", "time-limited", "--json")
    assert code == 0
    assert [law["name"] for law in json.loads(out)["laws"]] == ["time-limited"]
    assert [name for name in empty if empty.is_known(name)] == ["time-limited"]


@pytest.mark.parametrize(
    "asked",
    [
        ("exponents", "time-limited"),
        ("exponents", "time-limited", "--a", "4", "--b", "3/2"),
        ("derive", "time-limited"),
        ("derive", "time-limited", "--json"),
        ("export", "time-limited", "--format", "markdown"),
    ],
)
def test_what_was_shown_once_is_shown_again_without_its_result(
    command: Command, empty: Contents, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    first = command(*asked)
    assert first[0] == 0
    monkeypatch.setattr(Contents, "__getitem__", refuse)
    assert command(*asked) == first
    assert empty.is_known("time-limited")


def test_without_cache_nothing_is_read_and_nothing_is_kept(
    command: Command, empty: Contents, tmp_path: Path
) -> None:
    plain = command("exponents", "time-limited", "--no-cache")
    assert plain[0] == 0
    assert list(tmp_path.iterdir()) == []
    assert command("exponents", "time-limited") == plain
    for path in tmp_path.iterdir():
        path.write_bytes(b"damaged")
    assert not empty.unkept().is_known("time-limited")
    assert command("exponents", "time-limited") == plain


@pytest.mark.slow
def test_several_results_are_derived_in_several_processes(tmp_path: Path) -> None:
    """Two processes at once, on one store, with the answers of one that derives by itself."""
    environment = {**os.environ, VARIABLE: str(tmp_path), "COLUMNS": "200"}
    arguments = [sys.executable, "-m", "derivations", "derive", *QUICK, "--json"]
    both = [
        subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [json.loads(process.communicate()[0]) for process in both]
    assert answers[0] == answers[1]
    for found, name in zip(answers[0]["results"], QUICK, strict=True):
        assert found["name"] == name
        assert found["statement"] == without_marks(RESULTS[name].page.statement)
    assert program(tmp_path, "derive", *QUICK, "--json") == json.dumps(answers[0], indent=2) + "\n"


def test_progress_counts_what_is_derived(empty: Contents) -> None:
    heard: list[str] = []
    found = dict(
        views._elsewhere(empty, QUICK, heard.append, views._viewed, "pages.data", "dynamical")
    )
    assert sorted(found) == sorted(QUICK)
    assert any(words.startswith("2 of 2 results are derived") for words in heard)
    assert all(empty.is_known(name) for name in QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("cores", [1, 2])
def test_the_ledger_is_the_same_on_one_core_and_on_several(
    empty: Contents, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    monkeypatch.setattr(views.cores, "count", lambda: cores)
    names = QUICK
    rounds = "claims.disputed", "claims.ledger_data", "claims.together"
    found = views.in_rounds(empty, names, rounds, 0, silent=True)
    entries = ledger([RESULTS[name] for name in names])
    assert [row[:2] for row in found["rows"]] == [
        [entry.judgement.claim.id, entry.result.name] for entry in entries
    ]
    assert found["entries"] == [list(map(without_marks, _lines(entry))) for entry in entries]
    derived_here = any(name in empty._derived for name in names)
    assert derived_here == (cores == 1)
