r"""The signs of a formula in LaTeX, each with its place in the text; what only sets it is dropped.

Spaces, \left and \right, \displaystyle, \label{...} mean nothing here. Commands that mean the same
are one: \dfrac is \frac, \leq is \le.
"""

import re
from dataclasses import dataclass

from analytic.errors import InvalidProblemError

_LONGEST_TEXT = 4000
_SHOWN = 30
_TOKEN = re.compile(
    r"(?P<text>\\(?:text|textrm|textnormal|mbox|textit)\s*\{(?P<words>[^{}]*)\})"
    r"|(?P<dropped>\s+|\\(?:label|tag|eqref|ref)\*?\s*\{[^{}]*\})"
    r"|(?P<command>\\(?:[A-Za-z]+|.))"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<run>[A-Za-z]+)"
    r"|(?P<sign>\*\*|:=|<=|>=|!=|==|[-+*/^_(){}\[\]|=<>,;:.!'&~])",
    re.DOTALL,
)
_DECIMAL_POWER = re.compile(r"\d\.?e[+-]?\d")
_UNICODE = str.maketrans(
    {"−": "-", "·": "*", "×": "*", "≤": "<=", "≥": ">=", "∼": "~", "²": "^2", "∞": r"\infty "}
)
_SETS_ONLY = {
    *(f"\\{sign}" for sign in ",;:! "),
    *(f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")),
    *("\\quad", "\\qquad", "\\displaystyle", "\\textstyle", "\\scriptstyle", "\\limits"),
    *("\\left", "\\right", "\\nonumber", "\\notag", "\\thinspace", "\\hfill"),
}
_SAME = {
    "\\dfrac": "\\frac",
    "\\tfrac": "\\frac",
    "\\cfrac": "\\frac",
    "\\leq": "<=",
    "\\le": "<=",
    "\\leqslant": "<=",
    "\\lt": "<",
    "\\geq": ">=",
    "\\ge": ">=",
    "\\geqslant": ">=",
    "\\gt": ">",
    "\\neq": "!=",
    "\\ne": "!=",
    "==": "=",
    "\\sim": "~",
    "\\simeq": "~",
    "\\coloneqq": ":=",
    "\\cdot": "*",
    "\\times": "*",
    "\\lbrace": "\\{",
    "\\rbrace": "\\}",
    "\\lbrack": "[",
    "\\rbrack": "]",
    "\\ln": "\\log",
    "\\star": "\\ast",
    "\\vert": "|",
    "\\Vert": "\\|",
    "\\land": "\\wedge",
    "\\lor": "\\vee",
}
_DELIMITED = {"\\left", "\\right"}


@dataclass(frozen=True)
class Token:
    """A sign, a command, a number, a letter or a run of letters, or words; and where it stands.

    `kind` is text, command, number, run, sign or end.
    """

    kind: str
    text: str
    start: int
    end: int


class UnreadLatexError(InvalidProblemError):
    """A place in a formula in LaTeX that cannot be read; `place` counts characters from zero."""

    def __init__(self, latex: str, place: int, fact: str) -> None:
        before, here = latex[max(0, place - _SHOWN) : place], latex[place : place + _SHOWN]
        shown = f"{'...' if place > _SHOWN else ''}{before}>>>{here}"
        shown += "..." if place + _SHOWN < len(latex) else ""
        shown = " ".join(shown.splitlines())
        super().__init__(f"At character {place + 1} of the LaTeX, {shown}: {fact}")
        self.latex, self.place, self.fact = latex, place, fact

    def __reduce__(self) -> tuple[type["UnreadLatexError"], tuple[str, int, str]]:
        return type(self), (self.latex, self.place, self.fact)


def is_latex(text: str) -> bool:
    r"""Whether a formula is written in LaTeX: it has a command, braces, or dollars around it.

    >>> is_latex(r"\frac{a-1}{b}"), is_latex("N^{-b}"), is_latex("(a-1)/b")
    (True, True, False)
    """
    return any(sign in text for sign in "\\{}$")


def normalised(latex: str) -> str:
    """The same with the signs of a printed page, such as the minus sign, as LaTeX has them."""
    return latex.translate(_UNICODE)


def tokens_of(text: str) -> list[Token]:
    r"""The tokens of a formula, the last of them its end; dollars around it are no part of it.

    Raises    UnreadLatexError for a sign that stands in no formula.

    >>> [token.text for token in tokens_of(r"$\tfrac{1}{2}\,\left(a-1\right)$")]
    ['\\frac', '{', '1', '}', '{', '2', '}', '(', 'a', '-', '1', ')', '']
    """
    if len(text) > _LONGEST_TEXT:
        raise InvalidProblemError(
            f"The formula has {len(text)} characters. At most {_LONGEST_TEXT} are read. Shorten it."
        )
    decimal = _DECIMAL_POWER.search(text)
    if decimal is not None:
        raise UnreadLatexError(
            text, decimal.start(), "this may be a power of ten or a product with e. Write 10^{...}."
        )
    start, stop = _inside(text)
    tokens: list[Token] = []
    delimiter = False
    while start < stop:
        found = _TOKEN.match(text, start, stop)
        if found is None:
            raise UnreadLatexError(text, start, f"{text[start]!r} stands in no formula.")
        token = _token(found)
        if token is not None and not (delimiter and token.text == "."):
            tokens.append(token)
        delimiter = found.group() in _DELIMITED
        start = found.end()
    return [*tokens, Token("end", "", len(text.rstrip()), len(text))]


def _token(found: re.Match[str]) -> Token | None:
    """The token that was found, None where it only sets the formula."""
    kind = found.lastgroup or ""
    if kind == "words":
        kind = "text"
    text = found["words"].strip() if kind == "text" else found.group()
    text = _SAME.get(text, text)
    if kind == "dropped" or text in _SETS_ONLY:
        return None
    return Token(kind, text, found.start(), found.end())


def _inside(text: str) -> tuple[int, int]:
    r"""Where the formula begins and ends between $, $$, \( \) or \[ \]."""
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
        plain = text.strip()
        if len(plain) >= len(opening + closing) and (
            plain.startswith(opening) and plain.endswith(closing)
        ):
            return text.index(opening) + len(opening), text.rindex(closing)
    return 0, len(text)
