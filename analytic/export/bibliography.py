"""The bibliography: entries of a BibTeX file, and the list of those that a document cites."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analytic.errors import ScalingLawsError
from analytic.formulas.prose import keys_in

_ENTRY = re.compile(r"@\w+\{\s*([^,\s]+)\s*,")
_FIELD = re.compile(r"(\w+)\s*=\s*")
_ACCENTED = re.compile(r"""\\([`'^"~=.])\s*\{?([A-Za-z])\}?""")
_ACCENTS = {  # of LaTeX, as the signs of Unicode that stand after their letter
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    '"': "\u0308",
}  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """An entry of the bibliography: its key, its fields, and how it is written in the file."""

    key: str
    fields: Mapping[str, str]
    bibtex: str = ""

    def words(self) -> str:
        """The entry as one sentence, as BibTeX writes its letters.

        >>> Reference("marchenko1967", {"author": "Marchenko, V. A.", "year": "1967"}).words()
        'V. A. Marchenko, 1967.'
        """
        authors = [_name(name) for name in re.split(r"\s+and\s+", self.fields.get("author", ""))]
        by = ", ".join(authors[:-1]) + (" and " if len(authors) > 1 else "") + authors[-1]
        place = [self.fields.get(field, "") for field in ("journal", "booktitle", "publisher")]
        volume, pages = self.fields.get("volume", ""), self.fields.get("pages", "")
        eprint = f"arXiv:{self.fields['eprint']}" if "eprint" in self.fields else ""
        where = " ".join(part for part in (*place, volume) if part)
        parts = [by, self.fields.get("title", ""), where, pages, self.fields.get("year", "")]
        return ", ".join(part for part in (*parts, eprint) if part) + "."

    def plain_words(self) -> str:
        r"""The same sentence in the letters of Unicode.

        >>> Reference("a1900", {"author": r"M{\"u}ller, {A}nna", "pages": "1--2"}).plain_words()
        'Anna Müller, 1–2.'
        """
        words = _ACCENTED.sub(
            lambda found: unicodedata.normalize("NFC", found[2] + _ACCENTS[found[1]]), self.words()
        )
        return re.sub(r"[{}]", "", words.replace("--", "–"))

    @property
    def address(self) -> str:
        """Where the paper is to be found: a DOI, an eprint, or nothing."""
        if "doi" in self.fields:
            return f"https://doi.org/{self.fields['doi']}"
        eprint = self.fields.get("eprint", "")
        return f"https://arxiv.org/abs/{eprint}" if eprint else ""


def read_bibliography(text: str) -> dict[str, Reference]:
    """The entries of a BibTeX file by their keys.

    >>> list(read_bibliography("@misc{somebody1900, title = {A {L}aw}}"))
    ['somebody1900']
    """
    starts = list(_ENTRY.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return {
        match.group(1): Reference(
            match.group(1), _fields(text[match.end() : end]), text[match.start() : end].strip()
        )
        for match, end in zip(starts, ends, strict=True)
    }


def cited_keys(sentences: Iterable[str]) -> list[str]:
    """The keys that sentences cite, in the order in which they first do.

    >>> cited_keys(["as in [marchenko1967]", "bahri2024explaining; marchenko1967"])
    ['marchenko1967', 'bahri2024explaining']
    """
    return list(dict.fromkeys(key for sentence in sentences for key in keys_in(sentence)))


def references_of(
    sentences: Iterable[str], bibliography: Mapping[str, Reference]
) -> list[Reference]:
    """The entries that sentences cite, in the order of the citations.

    Raises    ScalingLawsError for a key that the bibliography does not have.
    """
    keys = cited_keys(sentences)
    missing = [key for key in keys if key not in bibliography]
    if missing:
        raise ScalingLawsError(
            f"The bibliography has no entry {' or '.join(missing)}, which is cited. "
            "Every citation needs one. Add it to derivations/references.bib."
        )
    return [bibliography[key] for key in keys]


def _name(name: str) -> str:
    """First names before the last."""
    last, _, first = name.strip().partition(", ")
    return f"{first} {last}" if first else last


def _fields(body: str) -> dict[str, str]:
    found: dict[str, str] = {}
    position = 0
    while match := _FIELD.search(body, position):
        value, position = _value(body, match.end())
        found[match.group(1).lower()] = re.sub(r"\s+", " ", value).strip()
    return found


def _value(body: str, start: int) -> tuple[str, int]:
    """The value that begins here, between braces, quotes or bare, and where it ends."""
    if body[start] not in '{"':
        match = re.compile(r"[^,}\s]*").match(body, start)
        assert match is not None
        return match.group(), match.end()
    depth, position = 0, start
    while True:
        sign = body[position]
        depth += (sign == "{") - (sign == "}")
        position += 1
        closed = depth == 0 and (body[start] == "{" or (sign == '"' and position - 1 > start))
        if closed or position == len(body):
            return body[start + 1 : position - 1], position
