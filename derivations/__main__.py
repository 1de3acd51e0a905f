"""The command `scaling-laws`, also `python -m derivations`."""

import io
import sys

from derivations.command_line.application import run

__all__ = ["main"]


def main() -> None:
    """Runs the command line and leaves with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="replace"
            )  # a terminal without Unicode gets a ?, not an error
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
