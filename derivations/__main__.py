"""The command `scaling-laws`, also `python -m derivations`."""

import io
import sys
from importlib import import_module

from derivations.command_line.interruption import leaving_at_once

__all__ = ["main"]


def main() -> None:
    """Runs the command line and leaves with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="replace"
            )  # a terminal without Unicode gets a ?, not an error
    with leaving_at_once():
        application = import_module("derivations.command_line.application")
    sys.exit(application.run(sys.argv[1:]))


if __name__ == "__main__":
    main()
