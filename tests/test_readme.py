"""The README, run: its fifteen lines print what their comments say, its command what it shows."""

import re
import shlex
from pathlib import Path

import pytest

from derivations.command_line.application import run

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_fifteen_lines_print_what_their_comments_say(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, *others = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len([line for line in first.splitlines() if line]) <= 15
    block = "\n".join([first, *others])
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == re.findall(
        r"^print\(.*\)  # (.*)$", block, re.MULTILINE
    )


def test_the_main_job_prints_what_the_readme_shows(capsys: pytest.CaptureFixture[str]) -> None:
    [arguments] = re.findall(r"\.venv/bin/scaling-laws (.*)\n", README)
    assert run(shlex.split(arguments)) == 0
    assert f"```\n{capsys.readouterr().out}```" in README
