"""The ledger of claims on the terminal."""

import shutil
from collections.abc import Sequence
from textwrap import fill

from derivations.command_line.printing import print_table

INDENT = 5
_HANGING = 16
_LEGEND = (
    "Below, derived: the formula and the equation of the derivation it is read from. exact: the "
    "local exponent from the size before to the size given, or the amplitude or sign at that size, "
    "or the value, from the field equations. simulated: with one standard error; the interval "
    "holds 99 % of the noise and what is still to come at such sizes."
)


def print_claims(rows: Sequence[Sequence[str]], entries: Sequence[Sequence[str]]) -> None:
    """The ledger as a table; below it, for every claim, what was derived and measured."""
    print_table(("id", "result", "statement", "verdict"), rows)
    width = shutil.get_terminal_size((100, 24)).columns
    print("\n" + fill(_LEGEND, width))
    for lines in entries:
        print()
        for number, line in enumerate(lines):
            indent = " " * INDENT if number else ""
            print(fill(line, width, initial_indent=indent, subsequent_indent=" " * _HANGING))
