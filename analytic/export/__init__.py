"""Results as documents: a LaTeX article, macros for a paper, Markdown, JSON, PDF."""

from analytic.export.bibliography import read_bibliography as read_bibliography
from analytic.export.latex_document import latex_document as latex_document
from analytic.export.macros import macros as macros
from analytic.export.markdown_document import markdown_document as markdown_document
from analytic.export.pdf import pdf as pdf
from analytic.export.plain_data import json_document as json_document

__all__ = [
    "json_document",
    "latex_document",
    "macros",
    "markdown_document",
    "pdf",
    "read_bibliography",
]
