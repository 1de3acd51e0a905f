"""The command cite: how to cite this package, a result, and the papers that it treats."""

from typing import Any

from analytic.export.citations import cited_papers
from analytic.result import Result
from derivations.citation import KEY, bibliography, software
from derivations.command_line.arguments import Json, Names, NoCache
from derivations.command_line.contents import table_of_contents
from derivations.command_line.printing import print_json
from derivations.command_line.views import of_each
from derivations.contents import Contents
from derivations.identifiers import identifier


def cite(names: Names = None, no_cache: NoCache = False, json: Json = False) -> None:
    """BibTeX of this package and of the papers whose equations and claims a result treats.

    Comments say what is taken from a paper and what became of its claims. Without a name, the
    entry of this package alone.

    Example: scaling-laws cite width-limited >> references.bib
    """
    table = table_of_contents(no_cache)
    asked = table.listed(names) if names else []
    used = tuple(f"{known} ({name})" for name in asked if (known := _known(table, name)))
    entry = software(used)
    found = of_each(table, asked, "cite.papers", silent=json) if asked else []
    if json:
        results = [
            {"name": name, "id": _known(table, name), "papers": papers}
            for name, papers in zip(asked, found, strict=True)
        ]
        print_json({"software": {"key": KEY, "bibtex": entry}, "results": results})
        return
    print("\n\n".join([entry, *_entries(asked, found)]))


def papers(result: Result) -> list[dict[str, Any]]:
    """The view of what a result cites."""
    return [paper.as_json() for paper in cited_papers(result, bibliography())]


def _entries(names: list[str], found: list[list[dict[str, Any]]]) -> list[str]:
    """Every paper once, with what each result says of it."""
    said: dict[str, list[str]] = {}
    entries: dict[str, str] = {}
    for name, papers_of in zip(names, found, strict=True):
        for paper in papers_of:
            remarks = [f"% {name}: {remark}" for remark in paper["remarks"]]
            said.setdefault(paper["key"], []).extend(remarks)
            entries[paper["key"]] = paper["bibtex"]
    return ["\n".join([*said[key], entry]) for key, entry in entries.items()]


def _known(table: Contents, name: str) -> str | None:
    """The permanent identifier of a result of this package."""
    return None if table.heading(name) is None else identifier(name)
