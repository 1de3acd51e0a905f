"""The command export: results as a document, on standard output or in a file."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analytic.errors import InvalidProblemError
from analytic.export import pdf
from analytic.formulas.dictionary import notation_named
from derivations.command_line.arguments import InNotation, Names, NoCache
from derivations.command_line.contents import table_of_contents
from derivations.command_line.views import of_all
from derivations.command_line.writing import check_writable, write_whole


class Format(StrEnum):
    """What a document is written in."""

    LATEX = "latex"
    MACROS = "macros"
    MARKDOWN = "markdown"
    JSON = "json"
    PDF = "pdf"


def export(
    names: Names = None,
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
        check_writable(output)
    notation_named(notation)
    table = table_of_contents(no_cache)
    asked = table.listed(names or ())
    text = of_all(table, asked, "documents.document", str(form), notation, silent=False)
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, pdf(text) if form is Format.PDF else text.encode())
