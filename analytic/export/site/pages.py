"""The files of the site, from what is to be said: plain data in, pages out."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import Any

from analytic.export.bibliography import Reference, cited_keys
from analytic.export.site import mathml
from analytic.export.site.optional import library
from analytic.formulas.dictionary import NOTATIONS, Notation
from analytic.formulas.prose import sentence_parts
from analytic.typesetting import formula

_ASSETS = ("site.css", "site.js", "plane.js")
_PAGES = ("index", "exponents", "ledger", "contradictions", "notation", "references")


@dataclass(frozen=True)
class Book:
    """What the site is made of.

    `entries` are what is said of each result, with its identifier under the key "id"; `date` is
    the day on which the site is made, `author` who is cited, `effort` that of a verification;
    `window` are the ends of a and of b in the plane.
    """

    version: str
    date: str
    author: str
    effort: Mapping[str, int]
    entries: Sequence[Mapping[str, Any]]
    contradictions: Mapping[str, Any]
    window: Mapping[str, tuple[int, int]]
    bibliography: Mapping[str, Reference]


def site_files(book: Book) -> dict[str, bytes]:
    """The files of the site by their names, all in one folder.

    Raises    ScalingLawsError where the extra `site` is not installed.
    """
    environment = _environment()
    entries = _with_anchors(book)
    shared = {"book": book, "entries": entries, "notations": _notations()}

    def rendered(template: str, name: str, **own: Any) -> str:
        return str(environment.get_template(template).render(page=name, **shared, **own))

    files = {f"{page}.html": rendered(f"{page}.html", f"{page}.html") for page in _PAGES}
    for entry in entries:
        name = f"{entry['id']}.html"
        data = _json({"id": entry["id"], "version": book.version, **entry["data"]})
        files[name] = rendered("entry.html", name, entry=entry, data=data)
        files[f"{entry['id']}.json"] = f"{data}\n"
    found = {name: text.encode() for name, text in files.items()}
    templates = resources.files("analytic.export.site").joinpath("templates")
    return found | {asset: templates.joinpath(asset).read_bytes() for asset in _ASSETS}


def _with_anchors(book: Book) -> list[dict[str, Any]]:
    """The entries; each of their claims with an anchor, its own where one claim is judged twice."""
    found = []
    for entry in book.entries:
        claims, seen = [], Counter[str]()
        for claim in entry["claims"]:
            seen[claim["id"]] += 1
            times = seen[claim["id"]]
            claims.append({**claim, "anchor": claim["id"] + (f"-{times}" if times > 1 else "")})
        cited = cited_keys([*_keys(entry), *(claim["source"] for claim in claims)])
        found.append({**entry, "claims": claims, "cited": cited})
    return found


def _keys(said: Any) -> list[str]:
    """The keys of the bibliography in what is said, in order."""
    if isinstance(said, Mapping):
        return [key for name, one in said.items() if name != "data" for key in _keys(one)]
    if not isinstance(said, list | tuple):
        return []
    if len(said) == 2 and said[0] == "key":
        return [said[1]]
    return [key for one in said for key in _keys(one)]


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
    environment.filters["embedded"] = lambda text: marked(text.replace("</", "<\\/"))
    environment.filters["plain"] = _plain
    environment.filters["json"] = partial(json.dumps, ensure_ascii=False)
    return environment


def _plain(parts: Sequence[tuple[str, str]]) -> str:
    """A sentence in words that can be searched: letters of formulas without their commands."""
    words = "".join(text for _, text in parts)
    return re.sub(r"\s+", " ", re.sub(r"\\[a-z]+|[{}\\]", " ", words)).strip()


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False)


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
