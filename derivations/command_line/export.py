"""The command export: results as a document, on standard output or in a file."""

import os
import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from analytic.errors import InvalidProblemError
from analytic.export import pdf
from analytic.formulas.dictionary import notation_named
from derivations.command_line.arguments import InNotation, NoCache
from derivations.command_line.contents import table_of_contents
from derivations.command_line.views import of_all


class Format(StrEnum):
    """What a document is written in."""

    LATEX = "latex"
    MACROS = "macros"
    MARKDOWN = "markdown"
    JSON = "json"
    PDF = "pdf"


def export(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...", help="Names from scaling-laws list; all if none is given."
        ),
    ] = None,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help="A LaTeX article, macros to be read into a paper, Markdown, JSON, or a PDF.",
        ),
    ] = Format.LATEX,
    notation: InNotation = "dynamical",
    no_cache: NoCache = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="The file to write; else standard output."
        ),
    ] = None,
) -> None:
    """Derivations, laws and verdicts as one document.

    Example: scaling-laws export time-limited --format pdf -o law.pdf
    """
    if output is None and form is Format.PDF:
        raise InvalidProblemError(
            "A PDF is not written to a terminal: it is no text. Name a file, as in -o laws.pdf."
        )
    if output is not None:
        _check_writable(output)
    notation_named(notation)
    table = table_of_contents(no_cache)
    asked = table.listed(names or ())
    text = of_all(table, asked, "documents.document", str(form), notation, silent=False)
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, pdf(text) if form is Format.PDF else text.encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all; one that was there is replaced.

    Raises    InvalidProblemError where it cannot be written.
    """
    target = path.resolve()
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{path.name}.", delete=False) as part:
            draft = Path(part.name)
            try:
                part.write(content)
                part.flush()
                draft.chmod(_usual_mode(target))
                draft.replace(target)
            except BaseException:
                with suppress(FileNotFoundError):
                    draft.unlink()
                raise
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from None


def _check_writable(path: Path) -> None:
    """Say what is wrong with a path before anything is derived."""
    if path.is_dir():
        raise _unwritable(path, "it is a folder")
    if path.exists() and not path.is_file():
        raise _unwritable(path, "it is no file but a device")
    if not path.resolve().parent.is_dir():
        raise _unwritable(path, "its folder does not exist")


def _unwritable(path: Path, cause: str) -> InvalidProblemError:
    return InvalidProblemError(
        f"{path} cannot be written: {cause}. Give the path of a file in a folder that you may "
        "write to, or leave -o out for standard output."
    )


def _usual_mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those of a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
