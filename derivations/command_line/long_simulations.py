"""Long simulations: what they will cost, and the finished draws that Ctrl-C leaves."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp
from typing import TypeVar

from analytic.sampling import Cost, finished_draws

Found = TypeVar("Found")

_LONG = 10.0  # seconds that nobody waits for without asking why
_LEAST = 2  # draws that have a standard error


def announce_cost(cost: Cost | None) -> None:
    """Say on standard error how long a simulation will take, where that is long."""
    if cost is not None and cost.seconds > _LONG:
        print(
            f"This will take about {_duration(cost.seconds)} and {cost.bytes / 1e9:.2g} GB of "
            "memory. With --resume FILE it can be interrupted.",
            file=sys.stderr,
        )


def _duration(seconds: float) -> str:
    """Seconds in the unit of which there are a few.

    >>> _duration(20), _duration(300), _duration(1e4), _duration(1e6)
    ('20 seconds', '5 minutes', '2.8 hours', '12 days')
    """
    for length, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * length:
            return f"{seconds / length:.2g} {unit}"
    return f"{seconds:.2g} seconds"


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
