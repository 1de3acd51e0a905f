"""Sentences and formulas as LaTeX, Markdown and text, in lines that fit their page."""

from analytic.typesetting.latex import formula as formula
from analytic.typesetting.latex import inline as inline
from analytic.typesetting.lines import column as column
from analytic.typesetting.lines import equation_lines as equation_lines
from analytic.typesetting.lines import expression_lines as expression_lines
from analytic.typesetting.signs import escaped as escaped
from analytic.typesetting.signs import markdown_escaped as markdown_escaped
from analytic.typesetting.signs import markdown_formula as markdown_formula
from analytic.typesetting.unicode import drawn_equation as drawn_equation

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
