"""The command `scaling-laws`, also `python -m derivations`."""

import io
import os
import sys
from importlib import import_module

from derivations.command_line.interruption import leaving_at_once

_KEPT = "20000"  # results that SymPy keeps of each function; its own 1000 cost a tenth more time


def main() -> None:
    """Runs the command line and leaves with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="replace"
            )  # a terminal without Unicode gets a ?, not an error
    os.environ.setdefault("SYMPY_CACHE_SIZE", _KEPT)
    with leaving_at_once():
        application = import_module("derivations.command_line.application")
    sys.exit(application.run(sys.argv[1:]))


if __name__ == "__main__":
    main()
