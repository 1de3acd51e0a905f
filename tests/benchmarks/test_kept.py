"""Speeds of commands, cold and warm: what is derived for the first time, and what is kept.

Run with `pytest tests/benchmarks --benchmark-enable --benchmark-only`. Each call is its own
process, imports included; the seconds of the processors, workers included, stand in `extra_info`.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from derivations.keeping.user_store import VARIABLE

COMMANDS = (
    ("list",),
    ("list", "--claims"),
    ("exponents",),
    ("exponents", "--a", "4", "--b", "3/2"),
    ("exponents", "width-limited"),
    ("derive", "width-limited"),
    ("check", "width-limited", "a - 1", "--draws", "0"),
    ("export", "--format", "markdown"),
)


def called(folder: Path, arguments: tuple[str, ...]) -> float:
    """The processor time of a command, its imports and its workers with it."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "derivations", *arguments],
        env={**os.environ, VARIABLE: str(folder)},
        capture_output=True,
        check=False,  # a formula that is checked may be wrong
    )
    after = os.times()
    return (
        after.children_user
        + after.children_system
        - (before.children_user + before.children_system)
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("state", ["cold", "warm"])
def test_a_command(benchmark: Any, tmp_path: Path, state: str, arguments: tuple[str, ...]) -> None:
    if benchmark.disabled:
        pytest.skip("timed with --benchmark-enable only: it derives in a fresh interpreter")
    if state == "warm":
        called(tmp_path, arguments)
    benchmark.extra_info["seconds"] = benchmark.pedantic(called, (tmp_path, arguments), rounds=1)
