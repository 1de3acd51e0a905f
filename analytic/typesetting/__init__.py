"""Sentences and formulas as LaTeX, Markdown and text, in lines that fit their page."""

from analytic.typesetting.latex import formula as formula
from analytic.typesetting.lines import column as column
from analytic.typesetting.lines import equation_lines as equation_lines
from analytic.typesetting.lines import expression_lines as expression_lines
from analytic.typesetting.prose import capitalised as capitalised
from analytic.typesetting.prose import escaped as escaped
from analytic.typesetting.prose import markdown_formula as markdown_formula
from analytic.typesetting.prose import markdown_sentence as markdown_sentence
from analytic.typesetting.prose import typeset as typeset
from analytic.typesetting.segments import without_marks as without_marks
from analytic.typesetting.unicode import drawn_equation as drawn_equation

__all__ = [
    "capitalised",
    "column",
    "drawn_equation",
    "equation_lines",
    "escaped",
    "expression_lines",
    "formula",
    "markdown_formula",
    "markdown_sentence",
    "typeset",
    "without_marks",
]
