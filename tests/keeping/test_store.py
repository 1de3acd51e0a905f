"""The store: whole entries or none, for several processes at once, keyed by the code."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from derivations.keeping import user_store as place
from derivations.keeping.store import Store
from derivations.keeping.user_store import VARIABLE, code, user_store

WRITER = """
import sys
from pathlib import Path
from derivations.keeping.store import Store
store, letter = Store(Path(sys.argv[1])), sys.argv[2].encode()
for _ in range(300):
    store.write("one", letter * 100_000)
    content = store.read("one")
    assert content is not None
    assert len(set(content)) == 1 and len(content) == 100_000
"""


def test_two_processes_write_one_entry_and_each_reads_it_whole(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), letter]) for letter in "ab"
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == [Store(tmp_path).path("one").name]


@pytest.mark.parametrize(
    "damaged",
    [
        lambda _: b"",
        lambda whole: whole[:10],
        lambda whole: whole[:-1],
        lambda whole: whole + b"x",
        lambda whole: bytes(len(whole)),
        lambda whole: whole[:50] + bytes([whole[50] ^ 1]) + whole[51:],
    ],
    ids=["empty", "no digest", "cut", "longer", "zeros", "one bit"],
)
def test_a_damaged_file_is_no_entry_and_is_replaced(tmp_path: Path, damaged) -> None:
    store = Store(tmp_path)
    store.write("law", b"N**(-b)" * 20)
    path = store.path("law")
    path.write_bytes(damaged(path.read_bytes()))
    assert store.read("law") is None
    store.write("law", b"again")
    assert store.read("law") == b"again"


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "absent")
    store.write("law", b"x")
    assert store.read("law") is None


def test_the_variable_moves_the_store_and_switches_it_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "here"))
    store = user_store()
    assert store is not None
    assert store.folder == tmp_path / "here" / f"code-{code()}"
    assert store.folder.stat().st_mode & 0o077 == 0
    monkeypatch.setenv(VARIABLE, "off")
    assert user_store() is None
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file"))
    assert user_store() is None


def test_the_code_is_known_by_its_contents(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def digest() -> str:
        return code.__wrapped__()

    source = tmp_path / "page.py"
    source.write_text("x = 1\n")
    monkeypatch.setattr(place, "_sources", lambda _: [source])
    first = digest()
    os.utime(source, (1, 1))
    assert digest() == first
    source.write_text("x = 2\n")
    assert digest() != first
    monkeypatch.setattr(place, "version", lambda package: f"{package} of tomorrow")
    source.write_text("x = 1\n")
    assert digest() != first


def test_what_other_code_has_derived_goes_when_nobody_uses_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old, recent, stranger = (tmp_path / name for name in ("code-old", "code-recent", "photographs"))
    for folder in (old, recent, stranger):
        folder.mkdir()
    long_ago = time.time() - 31 * 24 * 3600
    for folder in (old, stranger):
        os.utime(folder, (long_ago, long_ago))
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert user_store() is not None
    assert (old.exists(), recent.exists(), stranger.exists()) == (False, True, True)


PROGRAM = """
import json, sys
from derivations import RESULTS
known = RESULTS.is_known("time-limited")
print(json.dumps([known, str(RESULTS["time-limited"].law.exponent)]))
"""


def derived_in_a_process(folder: Path) -> tuple[bool, str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, VARIABLE: str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    known, exponent = json.loads(done.stdout)
    return known, exponent


def test_a_result_is_kept_from_one_process_to_the_next_and_damage_is_mended(tmp_path: Path) -> None:
    assert derived_in_a_process(tmp_path) == (False, "(a - 1)/b")
    assert derived_in_a_process(tmp_path) == (True, "(a - 1)/b")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-7])
    assert derived_in_a_process(tmp_path) == (False, "(a - 1)/b")
    assert derived_in_a_process(tmp_path) == (True, "(a - 1)/b")
