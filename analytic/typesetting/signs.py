"""Words and formulas without what LaTeX or Markdown would take for their own signs."""

import re

_LATEX_SPECIAL = {
    **{sign: f"\\{sign}" for sign in "%&#$_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": "$<$",
    ">": "$>$",
    "|": r"$\vert$",
    '"': "''",
    "∞": r"$\infty$",
    "·": r"$\cdot$",
    "±": r"$\pm$",
    "≈": r"$\approx$",
    "→": r"$\to$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "×": r"$\times$",
    "−": "$-$",
    "–": "--",
    "—": "---",
}


_MARKDOWN_COMMANDS = {
    "<": r"\lt",
    ">": r"\gt",
    "|": r"\vert",
    "\\\\": r"\cr",
    "\\,": r"\thinspace",
}


def markdown_formula(latex: str) -> str:
    r"""LaTeX in which Markdown finds neither a tag nor a cell nor an escaped sign.

    >>> print(markdown_formula(r"a < b \\ 2\,c"))
    a \lt b \cr 2\thinspace c
    """
    for sign, command in _MARKDOWN_COMMANDS.items():
        latex = latex.replace(f"{sign} ", sign).replace(sign, f"{command} ")
    return latex.rstrip(" ")


def escaped(text: str) -> str:
    r"""A text in which LaTeX finds no command.

    >>> print(escaped("5% of C_0"))
    5\% of C\_0
    """
    return "".join(_LATEX_SPECIAL.get(sign, sign) for sign in text)


def markdown_escaped(text: str) -> str:
    r"""A text in which Markdown finds no sign of its own.

    >>> print(markdown_escaped("a_b"))
    a\_b
    """
    return re.sub(r"([\\`*_{}<>|])", r"\\\1", text)
