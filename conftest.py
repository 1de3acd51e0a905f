"""What the whole suite shares: a store of its own, in which each result is derived once a session.

The user's own is never read or written. Workers of pytest-xdist inherit the place.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from derivations.keeping.user_store import VARIABLE


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[VARIABLE] = tempfile.mkdtemp(prefix="scaling-laws-tests-")


def pytest_collection_finish() -> None:
    """Collected by every worker, tests derive nothing before they run."""
    if any(path.is_file() for path in Path(os.environ[VARIABLE]).rglob("*")):
        raise pytest.UsageError(
            "A result is derived while tests are collected. Derive it inside a test or a fixture."
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(VARIABLE))
