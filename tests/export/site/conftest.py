"""A small site, built once by the command."""

from pathlib import Path

import pytest

from derivations.command_line.application import run

NAMES = ("time-limited", "spectral-density")


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site of two results."""
    folder = tmp_path_factory.mktemp("site") / "pages"
    assert run(["site", "-o", str(folder), *NAMES]) == 0
    return folder
