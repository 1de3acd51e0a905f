"""Plain sentences as stretches of words, formulas and citations.

A sentence is written to be read on a terminal: "dv^1/du^1 at s = -x + i0, lambda_k = k^-b". What
is made of the letters of the notation is mathematics, and so is what stands between dollars, which
a terminal does not show; a key of the bibliography is cited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from analytic.typesetting.plain_formula import OPERATORS, formula_latex, is_formula

__all__ = ["Segment", "segments", "without_marks"]

_STOPS = ".,;:!?"
_FORMULA = r"\$([^$]+)\$"
_MARKED = re.compile(_FORMULA + r"|\[?\b([a-z]+\d{4}[a-z]*)\b\]?")
_ARTICLES = {"a", "A", "I"}
_NOT_AFTER_AN_ARTICLE = {"and", "or", "is", "at", "in", "to", "where", "for"}


@dataclass(frozen=True)
class Segment:
    """A stretch of a sentence: words, a formula in LaTeX, or a key of the bibliography."""

    kind: Literal["words", "formula", "key"]
    text: str


@dataclass
class _Word:
    """A word between its opening and its closing punctuation."""

    opening: str
    core: str
    closing: str
    strength: int  # 2: a formula; 1: one if its neighbour is; 0: prose


def segments(sentence: str) -> list[Segment]:
    """The words, formulas and citations of a sentence, in order."""
    found: list[Segment] = []
    position = 0
    for match in _MARKED.finditer(sentence):
        found += _prose(sentence[position : match.start()])
        marked, key = match.groups()
        found.append(Segment("key", key) if key else Segment("formula", formula_latex(marked)))
        position = match.end()
    return found + _prose(sentence[position:])


def without_marks(sentence: str) -> str:
    """A sentence for a terminal: without the dollars around its formulas.

    >>> without_marks("with $v_{t+1}$ on the left, for 5$")
    'with v_{t+1} on the left, for 5$'
    """
    return re.sub(_FORMULA, r"\1", sentence)


def _prose(text: str) -> list[Segment]:
    """Runs of words and formulas in a text without citations."""
    words = [_word(word) for word in text.split(" ")]
    _settle(words)
    found: list[Segment] = []
    position = 0
    while position < len(words):
        end = _end_of_formula(words, position)
        if end == position:
            word = words[position]
            dash = "–" if word.core == "-" else word.core  # between words it is no minus
            found.append(Segment("words", f"{word.opening}{dash}{word.closing}"))
            end += 1
        else:
            found += _formula(words[position:end])
        if end < len(words):
            found.append(Segment("words", " "))
        position = end
    return found


def _word(word: str) -> _Word:
    if word in OPERATORS and word != ",":
        return _Word("", word, "", 1)
    opening, core, closing = _edges(word)
    if core == "...":
        return _Word(opening, core, closing, 2)
    number = bool(re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?(/\d+)?", core))
    wordlike = core in ("infinity", "inf", "sum", "min", "max", "log", "exp")
    if number or wordlike or (core in _ARTICLES and not opening):
        return _Word(opening, core, closing, 1)
    return _Word(opening, core, closing, 2 if is_formula(core) else 0)


def _edges(text: str) -> tuple[str, str, str]:
    """The punctuation before a text, the text, and the punctuation after it.

    A parenthesis whose partner is in the text belongs to it.
    """
    core = text.rstrip(_STOPS)
    core += "..." if text.startswith("...", len(core)) else ""
    closing = text[len(core) :]
    opening = ""
    while core and core[0] in "([" and _partner(core) is None:
        opening, core = opening + core[0], core[1:]
    while core and core[-1] in ")]" and _partner(_mirrored(core)) is None:
        stops = core[:-1].rstrip(_STOPS)
        core, closing = stops, core[len(stops) :] + closing
    return opening, core, closing


def _partner(text: str) -> int | None:
    """Where the parenthesis that a text begins with is closed."""
    depth = 0
    for position, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth == 0:
            return position
    return None


def _mirrored(text: str) -> str:
    return text[::-1].translate(str.maketrans("()[]", ")(]["))


def _settle(words: list[_Word]) -> None:
    """Decide the weak words: a number or an article is mathematics next to an operator."""
    for position in reversed(range(len(words))):
        word = words[position]
        if word.strength != 1 or word.core in OPERATORS:
            continue
        before = words[position - 1] if position else None
        after = words[position + 1] if position + 1 < len(words) and not word.closing else None
        joined = any(near is not None and near.core in OPERATORS for near in (before, after))
        if word.core in _ARTICLES:
            letter = (
                bool(word.closing)
                or (word.core == "A" and position > 0)
                or (after is not None and after.core in _NOT_AFTER_AN_ARTICLE)
            )
        else:
            letter = after is not None and after.strength == 2  # 2 t, log N
        word.strength = 2 if joined or letter else 0


def _end_of_formula(words: list[_Word], start: int) -> int:
    """The end of the longest run of words from here that is one formula.

    Formulas next to each other are a product; inside parentheses a comma does not part them.
    """
    if words[start].strength != 2:
        return start
    end, depth = start + 1, _depth(words[start])
    while end < len(words):
        last, step = words[end - 1], 1
        if last.closing.strip(")]") and not (depth > 0 and last.closing == ","):
            break
        if words[end].core in OPERATORS:
            step = 2
        if end + step > len(words) or words[end + step - 1].strength != 2:
            break
        depth += _depth(words[end + step - 1])
        end += step
    return end


def _depth(word: _Word) -> int:
    text = f"{word.opening}{word.core}{word.closing}"
    return sum((sign in "([") - (sign in ")]") for sign in text)


def _formula(words: list[_Word]) -> list[Segment]:
    """One formula, and around it the punctuation that is not part of it."""
    text = " ".join(f"{word.opening}{word.core}{word.closing}" for word in words)
    opening, core, closing = _edges(text)
    around = [Segment("words", opening)] if opening else []
    after = [Segment("words", closing)] if closing else []
    return [*around, Segment("formula", formula_latex(core)), *after]
