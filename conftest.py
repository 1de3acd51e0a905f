"""What the whole suite shares: a store of its own, in which each result is derived once a session.

The user's own is never read or written. Workers of pytest-xdist inherit the place.
"""

import gc
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from derivations.keeping.user_store import VARIABLE

LONGEST = (
    "test_power.py",
    "test_near_resonances.py",
    "test_witnesses.py",
    "test_ledger_of_all_results.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--slow", action="store_true", help="Also what takes long: every case, every planted fault."
    )


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """A worker that has run its tests takes over some of another's."""
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[VARIABLE] = tempfile.mkdtemp(prefix="scaling-laws-tests-")
        os.environ.setdefault("SYMPY_CACHE_SIZE", "20000")  # of the workers, which ask much twice


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow tests wait to be asked for, and benchmarks to be timed; of many cases of one property a
    few are tried. The longest of the rest begin, so that no worker is left alone at the end.
    """
    if not config.option.slow:
        timed = config.option.benchmark_enable or not config.option.benchmark_disable
        seen: Counter[tuple[Path, str]] = Counter()
        kept: list[pytest.Item] = []
        left_out: list[pytest.Item] = []
        for item in items:
            untimed = item.path.parent.name == "benchmarks" and not timed
            waits = untimed or item.get_closest_marker("slow") or _is_further_case(item, seen)
            (left_out if waits else kept).append(item)
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept
    items.sort(key=lambda item: item.path.name not in LONGEST)


def _is_further_case(item: pytest.Item, seen: Counter[tuple[Path, str]]) -> bool:
    """Whether a case of a test marked one_in(n) is not the first of n."""
    marker = item.get_closest_marker("one_in")
    if marker is None or not isinstance(item, pytest.Function):
        return False
    key = item.path, item.originalname
    seen[key] += 1
    return seen[key] % int(marker.args[0]) != 1


def pytest_collection_finish() -> None:
    """Collected by every worker, tests derive nothing before they run."""
    if any(path.is_file() for path in Path(os.environ[VARIABLE]).rglob("*")):
        raise pytest.UsageError(
            "A result is derived while tests are collected. Derive it inside a test or a fixture."
        )
    gc.freeze()  # modules and tests live as long as the process


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(VARIABLE))
