"""Plain sentences for LaTeX and for Markdown, their formulas and citations set as such."""

from __future__ import annotations

import re

from analytic.typesetting.segments import Segment, segments

__all__ = ["capitalised", "escaped", "markdown_formula", "markdown_sentence", "typeset"]

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


def typeset(sentence: str) -> str:
    r"""A plain sentence as LaTeX.

    >>> print(typeset("at s = -x, lambda_k = k^-b: [marchenko1967]"))
    at $s = -x$, $\lambda_{k} = k^{-b}$: \cite{marchenko1967}
    """
    return "".join(_segment_latex(segment) for segment in segments(sentence))


def markdown_sentence(sentence: str) -> str:
    r"""A plain sentence as Markdown, with formulas between dollars.

    >>> print(markdown_sentence("P < N, see [marchenko1967]"))
    $P \lt N$, see [marchenko1967](#references)
    """
    return "".join(_segment_markdown(segment) for segment in segments(sentence))


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


def capitalised(sentence: str) -> str:
    """A sentence with a capital letter, unless it begins with a formula or a key.

    >>> capitalised("unlimited data"), capitalised("s tends to 0")
    ('Unlimited data', 's tends to 0')
    """
    first = segments(sentence)[0]
    return sentence[:1].upper() + sentence[1:] if first.kind == "words" else sentence


def _segment_latex(segment: Segment) -> str:
    if segment.kind == "key":
        return rf"\cite{{{segment.text}}}"
    return f"${segment.text}$" if segment.kind == "formula" else escaped(segment.text)


def _segment_markdown(segment: Segment) -> str:
    if segment.kind == "key":
        return f"[{segment.text}](#references)"
    if segment.kind == "formula":
        return f"${markdown_formula(segment.text)}$"
    return re.sub(r"([\\`*_{}<>|])", r"\\\1", segment.text)
