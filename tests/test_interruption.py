"""Ctrl-C, sent as the signal it is: one word while imports last, no draw lost in a simulation."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from derivations.command_line import losses
from tests.conftest import Command

LONG = ("--a", "2", "--b", "3/2", "--modes", "900", "--width", "600", "--samples", "700")
SMALL = ("--a", "2", "--b", "3/2", "--modes", "20", "--width", "4", "--samples", "9")
# The interpreter's own start is over where this begins; before that no program is asked.
PROGRAM = """
import sys
from derivations.__main__ import main
sys.argv = ["scaling-laws", *sys.argv[1:]]
print("begun", flush=True)
main()
"""


@pytest.mark.parametrize("seconds", [0.05, 0.3, 1.0, 2.5])
def test_an_interrupt_at_any_moment_is_told_in_words(seconds: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "simulate", *LONG, "--time", "10", "--draws", "4000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "Interrupted."
    assert "Traceback" not in err
    if kept := re.search(r"--resume (\S+\.npz)", err):
        Path(kept[1]).unlink()


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C when six draws or more are finished, once."""
    pending = [True]

    @contextmanager
    def impatient(silent: bool) -> Iterator[Any]:
        del silent

        def say(words: str) -> None:
            if pending and int(words.split()[0]) >= 6:
                pending.clear()
                os.kill(os.getpid(), signal.SIGINT)

        yield say

    monkeypatch.setattr(losses, "busy", impatient)
    monkeypatch.setattr(losses.sampling, "losses", _draw_by_draw(losses.sampling.losses))
    monkeypatch.setattr(
        losses.sampling, "ensemble_loss", _draw_by_draw(losses.sampling.ensemble_loss)
    )


def _draw_by_draw(function: Any) -> Any:
    return lambda *arguments, **options: function(*arguments, **options, chunk_bytes=1)


@pytest.mark.usefixtures("interrupted")
@pytest.mark.parametrize("ensemble", [(), ("--projections", "2")])
def test_finished_draws_are_reported_and_kept(command: Command, ensemble: tuple[str, ...]) -> None:
    asked = ("simulate", *SMALL, *ensemble, "--time", "10", "--draws", "40")
    code, out, err = command(*asked)
    told = re.match(r"(\d+) of 40 draws were finished; they are kept in (\S+)\. ", err)
    assert told is not None
    finished, file = int(told[1]), Path(told[2])
    assert (code, err.splitlines()[-1]) == (130, "Interrupted.")
    assert f"--resume {file}" in err
    assert 6 <= finished < 40
    try:
        assert command(*asked[:-1], str(finished)) == (0, out, "")
        whole = command(*asked)
        assert command(*asked, "--resume", str(file)) == whole
    finally:
        file.unlink()


@pytest.mark.usefixtures("interrupted")
def test_too_few_draws_are_no_estimate(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def at_once(*_: Any, **__: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(losses.sampling, "losses", at_once)
    code, out, err = command("simulate", *SMALL, "--time", "10")
    assert (code, out) == (130, "")
    assert err.startswith("0 of 200 draws were finished")
    assert "--resume FILE" in err


def test_no_temporary_file_is_left(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert command("simulate", *SMALL, "--time", "10", "--draws", "4")[0] == 0
    assert command("simulate", *SMALL, "--time", "10", "--draws", "1")[0] == 2
    assert list(tmp_path.iterdir()) == []
