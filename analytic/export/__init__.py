"""Results as documents: a LaTeX article, macros for a paper, Markdown, JSON, a notebook, PDF."""

from analytic.export.bibliography import read_bibliography
from analytic.export.latex_document import latex_document
from analytic.export.macros import macros
from analytic.export.markdown_document import markdown_document
from analytic.export.notebook_document import notebook_document
from analytic.export.pdf import pdf
from analytic.export.plain_data import json_document

__all__ = [
    "json_document",
    "latex_document",
    "macros",
    "markdown_document",
    "notebook_document",
    "pdf",
    "read_bibliography",
]
