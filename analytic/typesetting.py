r"""Plain sentences as LaTeX: formulas in them set as mathematics, keys of the bibliography cited.

A sentence is written to be read on a terminal: "dv^1/du^1 at s = -x + i0, lambda_k = k^-b". What
holds a subscript, a superscript or the name of a Greek letter is mathematics.
"""

from __future__ import annotations

import re

__all__ = ["typeset"]

_GREEK = r"(?:alpha|beta|gamma|Gamma|eta|theta|kappa|lambda|Lambda|mu|pi|rho|sigma|omega|zeta)"
_PUNCTUATION = re.compile(r"^(\(?)(.*?)([.,;:]*)$", re.DOTALL)
_MATHEMATICS = re.compile(rf"[_^']|(?:^|[^A-Za-z]){_GREEK}(?![A-Za-z])|^[A-Za-z]\*$")
_LETTER = re.compile(rf"(?<![A-Za-z\\]){_GREEK}(?![A-Za-z])")
_SCRIPT = re.compile(r"([_^])(-?[A-Za-z0-9]+)")
_KEY = re.compile(r"\b([a-z]+\d{4}[a-z]*)\b")
_SPECIAL = re.compile(r"([%&#$])")


def typeset(sentence: str) -> str:
    r"""A plain sentence as LaTeX.

    >>> print(typeset("s = -x, lambda_k = k^-b: [marchenko1967]"))
    s = -x, $\lambda_{k}$ = $k^{-b}$: [\cite{marchenko1967}]
    """
    return " ".join(_word(word) for word in sentence.split(" "))


def _word(word: str) -> str:
    if _KEY.search(word):
        return _KEY.sub(r"\\cite{\1}", word)
    if not _MATHEMATICS.search(word) or _is_plain(word):
        return _SPECIAL.sub(r"\\\1", word)
    match = _PUNCTUATION.match(word)
    assert match is not None
    opening, formula, closing = match.groups()
    if formula.endswith(")") and formula.count(")") > formula.count("("):
        formula, closing = formula[:-1], ")" + closing
    formula = _SCRIPT.sub(r"\1{\2}", formula).replace("*", "^*")
    return f"{opening}${_LETTER.sub(lambda m: chr(92) + m.group(), formula)}${closing}"


def _is_plain(word: str) -> bool:
    """Whether a word only has an apostrophe, as in Poisson's."""
    return "'" in word and not re.search(r"[_^]", word) and len(word.rstrip(".,;:")) > 4
