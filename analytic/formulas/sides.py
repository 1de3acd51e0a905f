r"""The sides of a written relation: L(N) \sim N^{-b}, in text or in LaTeX, and what stands between.

Relations inside of brackets, of braces and of cases are those of conditions, and left alone.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from analytic.errors import InvalidProblemError
from analytic.formulas.grammar import shortened

_SIGN = re.compile(
    r"\\[A-Za-z]+|\\.|:=|<=|>=|==|[=~<>≤≥∼≈≍∝≡]|[(){}\[\]]|\b(?:asymp|propto)\b", re.DOTALL
)
_OPENING, _CLOSING = {"(", "[", "{", "\\{", "\\begin"}, {")", "]", "}", "\\}", "\\end"}
_MEANINGS = {
    "=": "= ==",
    "~": r"~ ∼ \sim \simeq",
    "<": r"< \lt",
    "<=": r"<= ≤ \le \leq \leqslant",
    ">": r"> \gt",
    ">=": r">= ≥ \ge \geq \geqslant",
    "asymp": r"asymp ≍ \asymp",
    "propto": r"propto ∝ \propto",
    ":=": r":= \coloneqq",
    "approx": r"≈ \approx ≡ \equiv",
}
_RELATIONS = {sign: meaning for meaning, signs in _MEANINGS.items() for sign in signs.split()}
_STATING = ("=", "~", "propto")


@dataclass(frozen=True)
class Side:
    """What stands behind a relation, or before the first one, whose relation is empty."""

    relation: str
    text: str


def sides_of(text: str) -> list[Side]:
    r"""The sides of a chain of relations, from left to right.

    >>> sides_of(r"L(N) = \kappa w \sim N^{-b}")[1:]
    [Side(relation='=', text='\\kappa w'), Side(relation='~', text='N^{-b}')]
    """
    found: list[Side] = []
    relation, start, depth = "", 0, 0
    for sign in _SIGN.finditer(text):
        depth += (sign.group() in _OPENING) - (sign.group() in _CLOSING)
        if sign.group() in _RELATIONS and depth == 0:
            found.append(Side(relation, text[start : sign.start()].strip()))
            relation, start = _RELATIONS[sign.group()], sign.end()
    return [*found, Side(relation, text[start:].strip())]


def right_side(text: str, named: Collection[str]) -> str:
    r"""The right side of what is stated of one of these names, or a text without a relation.

    Raises    InvalidProblemError for a statement about something else, or another relation.

    >>> right_side(r"L \sim N^{-b}", ["r_N", "L(N)", "L"])
    'N^{-b}'
    """
    left, *others = sides_of(text)
    if not others:
        return text
    known = {bare(name) for name in named}
    if bare(left.text) not in known:
        raise InvalidProblemError(
            f"{shortened(text)} states something about {shortened(left.text)}. Here "
            f"{' and '.join(named)} can be stated. Write one of them on the left, or the right "
            "side alone."
        )
    if len(others) > 1 or others[0].relation not in _STATING:
        raise InvalidProblemError(
            f"{shortened(text)} states no one value. Write one right side behind = or ~, or that "
            "side alone."
        )
    return others[0].text


def bare(name: str) -> str:
    r"""A name without what only sets it.

    >>> bare(r"\mathcal{L}\left(N\right)"), bare(r"L^{\ast}")
    ('L(N)', 'L^*')
    """
    plain = re.sub(r"\\(?:left|right|mathcal|mathrm|ast|star)", _star, name)
    return re.sub(r"[\s{}\\$]", "", plain)


def _star(found: re.Match[str]) -> str:
    return "*" if found.group() in ("\\ast", "\\star") else ""
