"""What goes to the terminal: one JSON document, or plain text whose numbers are never cut."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from rich.console import Console
from rich.text import Text

_BETWEEN = "  "  # two columns


def print_json(document: Any) -> None:
    """The document on standard output."""
    print(json.dumps(document, indent=2, allow_nan=False))


def print_aligned(rows: Sequence[Sequence[str]]) -> None:
    """Rows in aligned columns, as wide as they need to be: a digit must not be folded away."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(_BETWEEN.join(cells).rstrip())


def print_foldable(heading: Sequence[str], rows: Sequence[Sequence[str]], spare: str) -> None:
    """The table that print_table prints, on a terminal too narrow for it without one column."""
    table = [heading, *rows]
    wide = sum(max(map(len, column)) + len(_BETWEEN) for column in zip(*table, strict=True))
    if not sys.stdout.isatty() or wide - len(_BETWEEN) <= shutil.get_terminal_size().columns:
        print_aligned(table)
        return
    kept = [i for i, name in enumerate(heading) if name != spare]
    narrow = [[row[i] for i in kept] for row in table]
    print_table(narrow[0], narrow[1:])
    print(f"\n{spare} left out: it needs {wide - len(_BETWEEN)} columns, a pipe or --json.")


def print_lines(lines: Sequence[str]) -> None:
    """Lines as they are."""
    for line in lines:
        print(line)


def print_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows under a heading: folded between words to a terminal, one line each to a pipe.

    A name is one word and is never broken: where all columns at their longest words are wider than
    the terminal, so is the table.
    """
    if not sys.stdout.isatty():
        print_aligned([heading, *rows])
        return
    widths = _fitted(list(zip(heading, *rows, strict=True)), shutil.get_terminal_size().columns)
    print_aligned(
        [
            line
            for row in (heading, *rows)
            for line in zip_longest(*map(_folded, row, widths), fillvalue="")
        ]
    )


def _fitted(columns: Sequence[Sequence[str]], total: int) -> list[int]:
    """Widths of columns that fill a total if they can, taken from the widest, word by word."""
    least = [
        max((len(word) for cell in column for word in cell.split()), default=0)
        for column in columns
    ]
    widths = [max(map(len, column)) for column in columns]
    while sum(widths) + len(_BETWEEN) * (len(widths) - 1) > total and widths != least:
        foldable = [i for i, width in enumerate(widths) if width > least[i]]
        widths[max(foldable, key=widths.__getitem__)] -= 1
    return widths


def _folded(cell: str, width: int) -> list[str]:
    return wrap(cell, width, break_long_words=False, break_on_hyphens=False)


@contextmanager
def busy(silent: bool) -> Iterator[Callable[[str], None]]:
    """A function that shows on the terminal what is being done, and does nothing unwatched."""
    if silent or not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True, markup=False).status("") as status:
        yield lambda words: status.update(Text(words))
