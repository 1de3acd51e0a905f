"""What goes to the terminal: one JSON document, or plain text whose numbers are never cut."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["busy", "print_aligned", "print_json", "print_lines", "print_table"]


def print_json(document: Any) -> None:
    """The document on standard output."""
    print(json.dumps(document, indent=2, allow_nan=False))


def print_aligned(rows: Sequence[Sequence[str]]) -> None:
    """Rows in aligned columns, as wide as they need to be: a digit must not be folded away."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def print_lines(lines: Sequence[str]) -> None:
    """Lines as they are."""
    for line in lines:
        print(line)


def print_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows of words under a heading, folded to the terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in heading:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False, markup=False).print(table)


@contextmanager
def busy(silent: bool) -> Iterator[Callable[[str], None]]:
    """A function that shows on the terminal what is being done, and does nothing unwatched."""
    if silent or not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True, markup=False).status("") as status:
        yield lambda words: status.update(Text(words))
