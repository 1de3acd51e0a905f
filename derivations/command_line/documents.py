"""The view of results as one document."""

from collections.abc import Sequence
from importlib import metadata, resources

from analytic.export import (
    json_document,
    latex_document,
    macros,
    markdown_document,
    read_bibliography,
)
from analytic.formulas.dictionary import notation_named
from analytic.result import Result
from derivations.command_line.translation import in_letters


def document(derived: Sequence[Result], form: str, notation: str) -> str:
    """The document; that of a PDF in LaTeX."""
    letters = notation_named(notation)
    results = [in_letters(result, letters) for result in derived]
    version = metadata.version("scaling-laws")
    if form == "json":
        return json_document(results, version)
    if form == "macros":
        return macros(results, version)
    bibliography = read_bibliography(
        resources.files("derivations").joinpath("references.bib").read_text(encoding="utf-8")
    )
    if form == "markdown":
        return markdown_document(results, bibliography, version)
    return latex_document(results, bibliography, version)
