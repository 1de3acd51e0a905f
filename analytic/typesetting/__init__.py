"""Sentences and formulas as LaTeX, Markdown and text, in lines that fit their page."""

from analytic.typesetting.latex import formula, inline
from analytic.typesetting.lines import column, equation_lines, expression_lines
from analytic.typesetting.signs import escaped, markdown_escaped, markdown_formula
from analytic.typesetting.unicode import drawn_equation

__all__ = [
    "column",
    "drawn_equation",
    "equation_lines",
    "escaped",
    "expression_lines",
    "formula",
    "inline",
    "markdown_escaped",
    "markdown_formula",
]
