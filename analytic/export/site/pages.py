"""The files of the site, from what is to be said: plain data in, pages out."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from analytic.export.bibliography import Reference
from analytic.export.site import mathml
from analytic.export.site.optional import library
from analytic.formulas.dictionary import NOTATIONS, Notation
from analytic.formulas.prose import sentence_parts
from analytic.typesetting import formula

_ASSETS = ("site.css", "site.js")
_PAGES = ("index", "ledger", "notation", "references")


@dataclass(frozen=True)
class Book:
    """What the site is made of.

    `entries` are what is said of each result, with its identifier under the key "id"; `date` is
    the day on which the site is made, `author` who is cited.
    """

    version: str
    date: str
    author: str
    entries: Sequence[Mapping[str, Any]]
    bibliography: Mapping[str, Reference]


def site_files(book: Book) -> dict[str, bytes]:
    """The files of the site by their names, all in one folder.

    Raises    ScalingLawsError where the extra `site` is not installed.
    """
    environment = _environment()
    entries = _with_anchors(book.entries)
    shared = {"book": book, "entries": entries, "notations": _notations()}
    names = {f"{page}.html": f"{page}.html" for page in _PAGES}
    files = {
        name: environment.get_template(template).render(page=name, **shared)
        for name, template in names.items()
    }
    for entry in entries:
        data = json.dumps(
            {"id": entry["id"], "version": book.version, **entry["data"]},
            indent=1,
            ensure_ascii=False,
        )
        name = f"{entry['id']}.html"
        files[name] = environment.get_template("entry.html").render(
            page=name, entry=entry, data=data.replace("</", "<\\/"), **shared
        )
        files[f"{entry['id']}.json"] = f"{data}\n"
    found = {name: text.encode() for name, text in files.items()}
    templates = resources.files("analytic.export.site").joinpath("templates")
    return found | {asset: templates.joinpath(asset).read_bytes() for asset in _ASSETS}


def _with_anchors(entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The entries; each of their claims with an anchor, its own where one claim is judged twice."""
    seen = Counter[str]()
    found = []
    for entry in entries:
        claims = []
        for claim in entry["claims"]:
            seen[claim["id"]] += 1
            times = seen[claim["id"]]
            claims.append({**claim, "anchor": claim["id"] + (f"-{times}" if times > 1 else "")})
        found.append({**entry, "claims": claims})
    return found


def _environment() -> Any:
    jinja2 = library("jinja2")
    marked = library("markupsafe").Markup
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("analytic.export.site", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["inline"] = lambda latex: marked(mathml.inline(latex))
    environment.filters["display"] = lambda latex: marked(mathml.display(latex))
    environment.filters["aligned"] = mathml.aligned
    environment.filters["parts"] = sentence_parts
    return environment


def _notations() -> list[dict[str, Any]]:
    """The notations with their letters, as the switch and the table of notation show them."""
    return [_notation(notation) for notation in NOTATIONS.values()]


def _notation(notation: Notation) -> dict[str, Any]:
    return {
        "name": notation.name,
        "source": notation.source,
        "restriction": "" if notation.restriction == True else formula(notation.restriction),  # noqa: E712
        "letters": [
            {
                "symbol": formula(letter.symbol),
                "house": formula(letter.house),
                "meaning": letter.meaning,
            }
            for letter in notation.letters
        ],
    }
