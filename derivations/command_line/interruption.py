"""Ctrl-C while the program is being imported: one word and the exit code 130, no traceback."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

INTERRUPTED = 130
_WORD = b"Interrupted.\n"


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """Ctrl-C ends the process meanwhile: nothing is begun that would have to be finished.

    An exception would not do: an import that it ends is caught here and there, or leaves modules
    that are there in part.
    """
    before = signal.signal(signal.SIGINT, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _leave(*_: Any) -> None:
    os.write(2, _WORD)
    os._exit(INTERRUPTED)
