r"""Cores: one matrix on each of them, instead of all of them on one matrix.

The matrices of a draw are too small to be shared: OpenBLAS with two threads spends up to ten times
the processor time of one when the machine has other work, and threads over draws on top of its
own make that worse. So while draws are solved linear algebra is told to use one thread, by
threadpoolctl where it is installed (the extra `threads`).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

try:
    import threadpoolctl
except ImportError:
    threadpoolctl = None

_SERIAL = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class _OneThread:
    """The limit on linear algebra: one for the process, so its users are counted."""

    def __init__(self) -> None:
        self.lock, self.users = Lock(), 0
        self.limit: Any = None

    @contextmanager
    def hold(self) -> Iterator[None]:
        if threadpoolctl is None:
            yield
            return
        with self.lock:
            self.users += 1
            if self.users == 1:  # of all libraries that have been loaded by now
                self.limit = threadpoolctl.threadpool_limits(limits=1, user_api="blas")
        try:
            yield
        finally:
            with self.lock:
                self.users -= 1
                if self.users == 0 and self.limit is not None:
                    self.limit.restore_original_limits()


def count() -> int:
    """The cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def memory() -> int | None:
    """The bytes of memory of this machine; None where it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


@contextmanager
def one_matrix_each() -> Iterator[None]:
    """A context in which linear algebra uses one thread, where it can be told so."""
    with _one_thread().hold():
        yield


def linear_algebra_is_serial() -> bool:
    """Whether it can be told to use one thread, or was told by its environment."""
    return threadpoolctl is not None or any(os.environ.get(name) == "1" for name in _SERIAL)


@cache
def _one_thread() -> _OneThread:
    return _OneThread()
