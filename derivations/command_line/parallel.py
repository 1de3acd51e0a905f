"""Worker processes for the simulation, one core each; Ctrl-C is for the command that began them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from analytic.errors import InvalidProblemError

__all__ = ["processes"]

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


@contextmanager
def processes(jobs: int | None) -> Iterator[Executor | None]:
    """An executor of so many processes; None, the simulation's own choice, if jobs is None.

    Raises    InvalidProblemError for fewer than one.
    """
    if jobs is None:
        yield None
        return
    if jobs < 1:
        raise InvalidProblemError(f"--jobs {jobs} leaves nobody to work. Give at least 1.")
    with (
        _serial_linear_algebra(),
        ProcessPoolExecutor(
            jobs,
            mp_context=get_context("spawn"),
            initializer=signal.signal,
            initargs=(signal.SIGINT, signal.SIG_IGN),
        ) as pool,
    ):
        yield pool


@contextmanager
def _serial_linear_algebra() -> Iterator[None]:
    """The environment in which a worker's linear algebra starts with one thread."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
