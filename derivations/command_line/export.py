"""The command export: results as a document, on standard output or in a file."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analytic.errors import InvalidProblemError, require
from analytic.export import pdf
from analytic.formulas.dictionary import notation_named
from analytic.formulas.own_letters import with_letters
from derivations.command_line.arguments import InNotation, Names, NoCache
from derivations.command_line.contents import table_of_contents
from derivations.command_line.documents import schema
from derivations.command_line.views import of_all
from derivations.command_line.writing import check_writable, write_whole


class Format(StrEnum):
    """What a document is written in."""

    LATEX = "latex"
    MACROS = "macros"
    MARKDOWN = "markdown"
    JSON = "json"
    NOTEBOOK = "notebook"
    PDF = "pdf"
    SCHEMA = "schema"


def export(
    names: Names = None,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help="A LaTeX article, macros to be read into a paper, Markdown, JSON, a Jupyter "
            "notebook, a PDF, or the JSON schema of the JSON.",
        ),
    ] = Format.LATEX,
    notation: InNotation = "dynamical",
    symbols: Annotated[
        str,
        typer.Option(
            "--symbols",
            metavar="LETTER=LATEX,...",
            help="With macros: letters of your own, as LaTeX sets them, such as a=\\alpha,N=n.",
        ),
    ] = "",
    no_cache: NoCache = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="The file to write; else standard output."
        ),
    ] = None,
) -> None:
    r"""Derivations, laws and verdicts as one document.

    Macros are a line for each formula, with the permanent identifier of its result behind it; a
    notebook shows a derivation equation by equation, and its cells evaluate it.

    Example: scaling-laws export time-limited --format pdf -o law.pdf

    Example: scaling-laws export width-limited --format macros --symbols 'a=\\alpha,N=n'
    """
    if form is Format.SCHEMA:
        _write(schema(), form, output)
        return
    if output is None and form is Format.PDF:
        raise InvalidProblemError(
            "A PDF is not written to a terminal: it is no text. Name a file, as in -o laws.pdf."
        )
    if output is not None:
        check_writable(output)
    _check_letters(form, notation, symbols)
    table = table_of_contents(no_cache)
    asked = table.listed(names or ())
    options = (str(form), notation, symbols) if symbols else (str(form), notation)
    _write(of_all(table, asked, "documents.document", *options, silent=False), form, output)


def _check_letters(form: Format, notation: str, symbols: str) -> None:
    """Refuse letters that do not exist, or that this format does not have."""
    letters = notation_named(notation)
    if symbols:
        require(
            form is Format.MACROS,
            f"--symbols was given with --format {form}: letters of your own are those of macros. "
            "Add --format macros, or choose letters of a paper with --notation.",
        )
        with_letters(letters, symbols)
    require(
        form is not Format.NOTEBOOK or letters == notation_named("dynamical"),
        "--notation was given with --format notebook, whose cells are evaluated in the package's "
        "own letters. Leave it out.",
    )


def _write(text: str, form: Format, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, pdf(text) if form is Format.PDF else text.encode())
