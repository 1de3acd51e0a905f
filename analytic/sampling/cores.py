r"""Cores: one matrix on each of them, instead of all of them on one matrix.

The matrices of a draw are too small to be shared: OpenBLAS with two threads spends up to ten times
the processor time of one when the machine has other work, and threads over draws on top of its
own make that worse. So while draws are solved it is told to use one thread.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from importlib.util import find_spec
from threading import Lock

__all__ = ["count", "linear_algebra_is_serial", "one_matrix_each"]

_SYMBOLS = (  # NumPy 2 wheels, NumPy 1 wheels, an OpenBLAS of the system
    "scipy_openblas_{}_num_threads64_",
    "scipy_openblas_{}_num_threads",
    "openblas_{}_num_threads64_",
    "openblas_{}_num_threads",
)
_SERIAL = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class _Threads:
    """The thread count of NumPy's OpenBLAS: of the process, hence the lock and the counter."""

    def __init__(self) -> None:
        self.lock, self.users, self.before = Lock(), 0, 1
        self.read, self.write = _openblas()

    @contextmanager
    def one(self) -> Iterator[None]:
        if self.read is None or self.write is None:
            yield
            return
        with self.lock:
            self.users += 1
            if self.users == 1:
                self.before = self.read()
                self.write(1)
        try:
            yield
        finally:
            with self.lock:
                self.users -= 1
                if self.users == 0:
                    self.write(self.before)


def count() -> int:
    """The cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def one_matrix_each() -> AbstractContextManager[None]:
    """A context in which linear algebra uses one thread, where NumPy's OpenBLAS can be told so."""
    return _threads().one()


def linear_algebra_is_serial() -> bool:
    """Whether it can be told to use one thread, or was told by its environment."""
    return _threads().write is not None or any(os.environ.get(name) == "1" for name in _SERIAL)


@cache
def _threads() -> _Threads:
    return _Threads()


def _openblas() -> tuple[Callable[[], int] | None, Callable[[int], object] | None]:
    """Reader and writer of the thread count, or nothing for another library."""
    specification = find_spec("numpy.linalg._umath_linalg")
    if specification is None or specification.origin is None:
        return None, None
    try:
        library = ctypes.CDLL(specification.origin)
    except OSError:
        return None, None
    for symbol in _SYMBOLS:
        read = getattr(library, symbol.format("get"), None)
        write = getattr(library, symbol.format("set"), None)
        if read is not None and write is not None:
            return read, write
    return None, None
