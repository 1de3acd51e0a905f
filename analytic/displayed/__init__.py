"""Formulas in the form in which they are displayed."""

from analytic.displayed.forms import displayed as displayed
from analytic.displayed.forms import named as named

__all__ = ["displayed", "named"]
