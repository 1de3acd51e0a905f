"""A simulation that Ctrl-C ends: what was drawn is reported, and kept for who wants to go on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp
from typing import TypeVar

from analytic.sampling import finished_draws

__all__ = ["of_finished_draws"]

Found = TypeVar("Found")

_LEAST = 2  # draws that have a standard error


def of_finished_draws(
    ask: Callable[[int, Path, int | None], Found], draws: int, resume: Path | None, jobs: int | None
) -> tuple[Found, int]:
    """What `ask(draws, file, jobs)` finds, and in how many draws: after Ctrl-C in those finished.

    Without a file of the user's, draws are kept in a temporary one, which an interrupt leaves.

    Raises    KeyboardInterrupt where too few draws were finished to tell anything.
    """
    file = _temporary() if resume is None else resume
    try:
        return ask(draws, file, jobs), draws
    except KeyboardInterrupt:
        finished = finished_draws(file)
        if finished < _LEAST:
            print(
                f"{finished} of {draws} draws were finished, too few for an estimate. With "
                "--resume FILE finished draws are kept in a file.",
                file=sys.stderr,
            )
            raise
        print(
            f"{finished} of {draws} draws were finished; they are kept in {file}. The same command "
            f"with --resume {file} goes on from there.",
            file=sys.stderr,
        )
        found = ask(finished, file, None), finished
        resume = file
        return found
    finally:
        if resume is None:
            file.unlink(missing_ok=True)


def _temporary() -> Path:
    """The path of a file that is not there yet, in the folder for temporary files."""
    handle, name = mkstemp(prefix="scaling-laws-", suffix=".npz")
    os.close(handle)
    path = Path(name)
    path.unlink()
    return path
