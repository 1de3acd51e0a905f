"""The command site: all results as static pages."""

from collections.abc import Sequence
from importlib import metadata, resources
from pathlib import Path
from typing import Annotated, Any

import typer

from analytic.export import read_bibliography
from analytic.export.site import Book, site_files
from derivations.command_line.arguments import Names, NoCache
from derivations.command_line.contents import table_of_contents
from derivations.command_line.site.exponents import WINDOW
from derivations.command_line.site.folder import check_folder, fill_folder
from derivations.command_line.site.today import today
from derivations.command_line.verification import EFFORT, verified
from derivations.command_line.views import in_rounds, of_each
from derivations.contents import Contents
from derivations.identifiers import identifier

_PROGRAM = "scaling-laws"
_ROUNDS = (
    "contradictions.said",
    "site.disagreements.contradictory",
    "site.disagreements.collected",
)


def site(
    names: Names = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="The folder to write."),
    ] = None,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify/--no-verify",
            help="Call the three witnesses on results whose verification is not kept; without, "
            "their pages say that it was not run.",
        ),
    ] = False,
    no_cache: NoCache = False,
) -> None:
    """Results as static pages, to be read without a server, a network or a script.

    The folder is new, empty, or a site that this command wrote, which is replaced. Every result
    has a page under its permanent identifier, as SL-0006.html, in the letters of every paper, with
    check values to fifty digits and the verdicts on what papers claim.

    What is derived is kept between calls. All results take some minutes at first, and --verify
    some more; what `scaling-laws verify` found with its usual digits and draws is shown anyway.

    Example: scaling-laws site -o pages width-limited data-limited
    """
    folder = check_folder(output)
    table = table_of_contents(no_cache)
    asked = sorted(table.listed(names or ()), key=identifier)
    known = metadata.metadata(_PROGRAM)
    bibliography = read_bibliography(
        resources.files("derivations").joinpath("references.bib").read_text(encoding="utf-8")
    )
    book = Book(
        version=known["Version"],
        date=today(),
        author=known["Author"],
        effort=dict(zip(("digits", "draws", "seed"), EFFORT, strict=True)),
        entries=_entries(table, asked, verify),
        contradictions=in_rounds(table, asked, _ROUNDS, silent=False),
        window=WINDOW,
        bibliography=bibliography,
    )
    fill_folder(folder, site_files(book))
    print(f"{folder / 'index.html'}: {len(asked)} results")


def _entries(table: Contents, names: Sequence[str], verify: bool) -> list[dict[str, Any]]:
    """All that is said of each result; what is not kept is derived, on all cores."""
    found = of_each(table, names, "site.entries.entry", silent=False, costly=True)
    witnesses = verified(table, names, verify)
    return [
        {"id": identifier(name), **said, "witnesses": witnesses.get(name)}
        for name, said in zip(names, found, strict=True)
    ]
