"""Worker processes for the simulation, one core each; Ctrl-C is for the command that began them."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import Any

from analytic.errors import InvalidProblemError, require

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
_PATIENCE = "10s"  # for the answer of a scheduler
_RETRIES = 3


@contextmanager
def workers(jobs: int | None, scheduler: str | None) -> Iterator[Executor | None]:
    """The executor of a Dask scheduler, whose workers may be anywhere, or of so many processes.

    A task whose worker is killed is given to another one, up to three times.

    Raises    InvalidProblemError for both, without `distributed`, or for an address where no
              scheduler answers.
    """
    if scheduler is None:
        with processes(jobs) as executor:
            yield executor
        return
    require(jobs is None, "--jobs was given together with --scheduler. Give one of them.")
    try:
        import distributed
    except ModuleNotFoundError:
        raise InvalidProblemError(
            "--scheduler needs Dask's distributed, which is not installed. Install it with "
            "pip install 'scaling-laws[distributed]', or leave it out."
        ) from None
    try:
        connect: Any = distributed.Client
        client = connect(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise InvalidProblemError(
            f"--scheduler {scheduler}: no scheduler answers there ({error}). Start one with "
            "`dask scheduler` and workers with `dask worker ADDRESS`, and give its address."
        ) from None
    with client:
        yield client.get_executor(pure=False, retries=_RETRIES)


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
    with _serial_linear_algebra():
        pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
        with _interrupts_ignored():
            for _ in range(jobs):  # starts every worker, deaf to Ctrl-C from its first line
                pool.submit(int)
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in active_children():  # nobody waits for what they were doing
                worker.kill()
            raise
        pool.shutdown()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ctrl-C ignored, here and by the processes that are started meanwhile."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
