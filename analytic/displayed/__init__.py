"""Formulas in the form in which they are displayed."""

from analytic.displayed.forms import displayed, named

__all__ = ["displayed", "named"]
