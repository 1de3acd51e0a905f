"""The folder of a site: what is not of a site is never touched, and refusals are clear."""

import json
from pathlib import Path

import pytest

from analytic.errors import InvalidProblemError, ScalingLawsError
from analytic.export.site import optional
from derivations.command_line.site.folder import MANIFEST, check_folder, fill_folder
from derivations.command_line.site.today import VARIABLE, today
from tests.conftest import Command


def test_a_site_replaces_its_own_files_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    fill_folder(folder, {"a.html": b"1", "b.html": b"2"})
    assert check_folder(folder) == folder
    fill_folder(folder, {"b.html": b"3"})
    assert {path.name for path in folder.iterdir()} == {"b.html", MANIFEST}
    assert (folder / "b.html").read_bytes() == b"3"
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidProblemError, match=r"mine\.txt, which is not of a site"):
        check_folder(folder)


def test_a_list_of_files_leads_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    kept = tmp_path / "kept.txt"
    kept.write_text("kept", encoding="utf-8")
    listed = {"files": ["../kept.txt", str(kept), MANIFEST, 3]}
    (folder / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    fill_folder(folder, {"a.html": b"1"})
    assert kept.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ("", "No folder was given"),
        ("-o file", "it is a file"),
        ("-o full", "it holds mine.txt, which is not of a site"),
        ("-o missing/pages", "the folder above it does not exist"),
        ("-o pages time-limted", "Did you mean time-limited"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_derived(
    command: Command,
    arguments: str,
    answer: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, out, err = command("site", *arguments.split())
    assert (code, out) == (2, "")
    assert answer in err
    assert err.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} == {"file", "full"}
    assert (tmp_path / "full" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_of_others_is_refused_before_anything_is_derived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    for folder in (tmp_path, tmp_path / "pages"):
        with pytest.raises(InvalidProblemError, match="you may not write to"):
            check_folder(folder)


def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(InvalidProblemError, match="Permission denied"):
        fill_folder(tmp_path / "pages", {"a.html": b"1"})


def test_the_date_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "86400")
    assert today() == "1970-01-02"
    monkeypatch.setenv(VARIABLE, "soon")
    with pytest.raises(InvalidProblemError, match="seconds since 1970"):
        today()


def test_a_missing_library_is_named_with_its_extra() -> None:
    with pytest.raises(ScalingLawsError, match="scaling-laws\\[site\\]"):
        optional.library("no_such_library_at_all")
