"""The command site: all results as static pages."""

from importlib import metadata, resources
from pathlib import Path
from typing import Annotated

import typer

from analytic.export import read_bibliography
from analytic.export.site import Book, site_files
from derivations.command_line.arguments import Names, NoCache
from derivations.command_line.contents import table_of_contents
from derivations.command_line.site.folder import check_folder, fill_folder
from derivations.command_line.site.today import today
from derivations.command_line.views import of_each
from derivations.identifiers import identifier

_PROGRAM = "scaling-laws"


def site(
    names: Names = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="The folder to write."),
    ] = None,
    no_cache: NoCache = False,
) -> None:
    """Results as static pages, to be read without a server, a network or a script.

    The folder is new, empty, or a site that this command wrote, which is replaced. Every result
    has a page under its permanent identifier, as SL-0006.html.

    Example: scaling-laws site -o pages width-limited data-limited
    """
    folder = check_folder(output)
    table = table_of_contents(no_cache)
    asked = table.listed(names or ())
    found = of_each(table, asked, "site.entries.entry", silent=False)
    entries = [{"id": identifier(name), **entry} for name, entry in zip(asked, found, strict=True)]
    known = metadata.metadata(_PROGRAM)
    bibliography = read_bibliography(
        resources.files("derivations").joinpath("references.bib").read_text(encoding="utf-8")
    )
    book = Book(known["Version"], today(), known["Author"], entries, bibliography)
    fill_folder(folder, site_files(book))
    print(f"{folder / 'index.html'}: {len(entries)} results")
