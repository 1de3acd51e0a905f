"""The view of results as one document."""

from collections.abc import Sequence
from importlib import metadata, resources

from analytic.export import (
    json_document,
    latex_document,
    macros,
    markdown_document,
    notebook_document,
)
from analytic.formulas.dictionary import notation_named
from analytic.formulas.own_letters import with_letters
from analytic.result import Result
from derivations.citation import bibliography
from derivations.command_line.translation import in_letters
from derivations.identifiers import assigned


def document(derived: Sequence[Result], form: str, notation: str, symbols: str = "") -> str:
    """The document; that of a PDF in LaTeX."""
    letters = notation_named(notation)
    if symbols:
        letters = with_letters(letters, symbols)
    results = [in_letters(result, letters) for result in derived]
    version = metadata.version("scaling-laws")
    if form == "json":
        return json_document(results, version, assigned())
    if form == "macros":
        return macros(results, version, assigned())
    if form == "notebook":
        return notebook_document(results, version, assigned())
    if form == "markdown":
        return markdown_document(results, bibliography(), version)
    return latex_document(results, bibliography(), version)


def schema() -> str:
    """The JSON schema of the document in JSON."""
    return resources.files("derivations").joinpath("export.schema.json").read_text(encoding="utf-8")
