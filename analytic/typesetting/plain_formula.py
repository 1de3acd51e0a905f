r"""A formula written in plain letters, lambda_k = k^-b, as LaTeX.

The letters are those of the notation: single letters, names of Greek letters, a few functions.
A word of prose is none of them, and so it is told from a formula.
"""

from __future__ import annotations

import re

__all__ = ["OPERATORS", "formula_latex", "is_formula"]

_GREEK = re.compile(
    "alpha|beta|[gG]amma|[dD]elta|epsilon|zeta|eta|[tT]heta|kappa|[lL]ambda|mu|nu|[xX]i|[pP]i|rho"
    "|[sS]igma|tau|[pP]hi|chi|[pP]si|[oO]mega"
)
_FUNCTIONS = {
    **{name: rf"\{name}" for name in ("exp", "log", "sin", "cos", "tan", "min", "max", "lim")},
    "Min": r"\min",
    "Max": r"\max",
    "sum": r"\sum",
    "sqrt": r"\sqrt",
    **{name: rf"\operatorname{{{name}}}" for name in ("Tr", "Im", "Re", "Var", "Cov")},
}
_NAMED = {
    "oo": r"\infty",
    "inf": r"\infty",
    "infinity": r"\infty",
    "Lhat": r"\hat{L}",
    "Ltilde": r"\tilde{L}",
}
OPERATORS = {
    "=": "=",
    "<": "<",
    ">": ">",
    "<=": r"\leq",
    ">=": r"\geq",
    "!=": r"\neq",
    "~": r"\sim",
    "<<": r"\ll",
    ">>": r"\gg",
    "->": r"\to",
    "<->": r"\leftrightarrow",
    "+": "+",
    "-": "-",
    "*": r"\,",
    "**": "^",
    "/": "/",
    "...": r"\ldots",
    ",": ",",
    "|": r"\vert",
}
_WORDLIKE_OPERATORS = {"sum", "Min", "Max", "min", "max", "exp", "log", "lim", "inf", "infinity"}
_TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?(?:e-?\d+)?(?![A-Za-z]))|(?P<digits>\d+)|(?P<name>[A-Za-z]+)"
    r"|(?P<operator><->|->|<<|>>|<=|>=|!=|\*\*|\.\.\.|[=<>~+\-*/,|])|(?P<script>[_^])"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<prime>'+)|(?P<space>\s+)"
)
_OPERANDS = {"number", "digits", "name", "open"}
_LABEL = re.compile(r"[A-Z]\d+(-[A-Z]?\d+)?")


def is_formula(text: str) -> bool:
    """Whether a text without blanks is a formula: every name in it is a letter or a function.

    >>> [is_formula(text) for text in ("lambda_k", "O(1/N)", "Poisson's", "(10)-(11)", "D12")]
    [True, True, False, False, False]
    """
    tokens = _tokens(text)
    if tokens is None or _LABEL.fullmatch(text) or text in _WORDLIKE_OPERATORS:
        return False
    names = [
        name
        for (kind, name), (before, _) in zip(tokens, [("", ""), *tokens], strict=False)
        if kind == "name" and before != "script"
    ]
    return bool(names) and all(_name_latex(name) is not None for name in names)


def formula_latex(text: str) -> str:
    r"""A formula in plain letters as LaTeX, without dollars.

    >>> print(formula_latex("L(t) <= k^-b lambda_k^(1/2)"))
    L(t) \leq k^{-b} \lambda_{k}^{1/2}
    """
    tokens = _tokens(text)
    if tokens is None:
        return rf"\text{{{text}}}"
    latex, _ = _sequence(tokens, 0)
    return latex


def _tokens(text: str) -> list[tuple[str, str]] | None:
    tokens, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            return None
        tokens.append((match.lastgroup, match.group()))
        position = match.end()
    return tokens


def _name_latex(name: str) -> str | None:
    """A name outside of a script, or None if it is a word of prose."""
    if name in _NAMED or name in _FUNCTIONS:
        return _NAMED.get(name) or _FUNCTIONS[name]
    if len(name) == 1:
        return name
    if _GREEK.fullmatch(name):
        return rf"\{name}"
    if name[0] == "d" and (len(name) == 2 or _GREEK.fullmatch(name[1:])):
        return f"d{_name_latex(name[1:])}"
    return None


def _sequence(tokens: list[tuple[str, str]], start: int) -> tuple[str, int]:
    """The LaTeX up to the parenthesis that closes the sequence, and where that stands."""
    parts: list[str] = []
    position = start
    while position < len(tokens) and tokens[position][0] != "close":
        latex, position = _element(tokens, position, parts)
        parts.append(latex)
    return re.sub(r" +", " ", "".join(parts)).strip(), position


def _element(tokens: list[tuple[str, str]], at: int, before: list[str]) -> tuple[str, int]:
    kind, text = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else ("end", "")
    if kind == "open":
        inner, end = _sequence(tokens, at + 1)
        closing = tokens[end][1] if end < len(tokens) else ""
        root = bool(before) and before[-1] == r"\sqrt"
        return (f"{{{inner}}}" if root else f"{text}{inner}{closing}"), end + 1
    if kind == "script" or text == "**":
        return _script("^" if text == "**" else text, tokens, at + 1)
    if kind == "operator":
        stands_alone = not before or before[-1].isspace()
        if text == "*" and not stands_alone and following[0] not in _OPERANDS:
            return r"^{\ast}", at + 1
        return _spaced(OPERATORS[text], following), at + 1
    if kind == "name":
        return _spaced(_name_latex(text) or rf"\mathrm{{{text}}}", following), at + 1
    return text, at + 1


def _script(mark: str, tokens: list[tuple[str, str]], at: int) -> tuple[str, int]:
    """A subscript or superscript: a group in parentheses, or a sign and one name or number."""
    sign = ""
    while at < len(tokens) and tokens[at][1] in ("-", "+", "*"):
        sign += r"\ast" if tokens[at][1] == "*" else tokens[at][1]
        at += 1
    if at < len(tokens) and tokens[at][0] == "open":
        inner, end = _sequence(tokens, at + 1)
        return f"{mark}{{{f'{sign}({inner})' if sign else inner}}}", end + 1
    if at < len(tokens) and tokens[at][0] in ("number", "digits", "name"):
        text = tokens[at][1]
        latex = (_name_latex(text) or rf"\mathrm{{{text}}}") if text.isalpha() else text
        if text in _FUNCTIONS and at + 1 < len(tokens) and tokens[at + 1][0] == "open":
            group, end = _element(tokens, at + 1, [])
            return f"{mark}{{{sign}{latex}{group}}}", end
        return f"{mark}{{{sign}{latex}}}", at + 1
    return f"{mark}{{{sign}}}", at


def _spaced(latex: str, following: tuple[str, str]) -> str:
    """A name, parted from what follows where a command would run into a letter."""
    runs_on = latex.startswith("\\") and latex[-1].isalpha() and following[0] in ("name", "digits")
    return f"{latex} " if runs_on else latex
