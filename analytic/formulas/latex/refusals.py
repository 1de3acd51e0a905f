r"""What stands in no formula, and what is said of it."""

import re

from analytic.formulas.latex.cursor import Cursor
from analytic.formulas.latex.tokens import UnreadLatexError

# \frac{dL}{dN}: d of something over d of a letter.
DERIVATIVE = re.compile(
    r"\s*\{\s*(?:d|\\mathrm\{d\}|\\partial)(?![_'^])[^{}]*\}"
    r"\s*\{\s*(?:d|\\mathrm\{d\}|\\partial)\s*(?:[A-Za-z]|\\(?!cdot|times)[A-Za-z])"
)
GAMMA = (
    "\\gamma is no letter here. Write \\gamma_E for Euler's constant, \\Gamma(x) for the function."
)
_COMPARISONS = {"=", "<", ">", "<=", ">=", "!="}
_RELATIONS = {*_COMPARISONS, "~", ":=", "\\approx", "\\asymp", "\\propto", "\\equiv"}
_OPERATIONS = {
    "\\sum": "A sum",
    "\\prod": "A product over an index",
    "\\int": "An integral",
    "\\lim": "A limit",
    "\\partial": "A derivative",
    "\\pm": "A choice of signs",
    "\\mp": "A choice of signs",
}
_ENDS = {"\\\\", "\\end", "\\}", "\\rvert", "\\wedge", "\\vee", "\\|", "&"}
NO_FORMULA = frozenset({*_RELATIONS, *_OPERATIONS, *_ENDS})


def stray(cursor: Cursor) -> UnreadLatexError:
    """The error where something stands that belongs into no formula, or the formula ends."""
    token = cursor.token
    if token.kind == "end":
        return cursor.fault("the formula ends where a letter, a number or a bracket is awaited.")
    if token.kind == "text":
        return cursor.fault("words stand inside of a formula. Leave them out.")
    if token.text in _RELATIONS:
        return cursor.fault("a relation stands here. Give one side of it.")
    if token.text in _OPERATIONS:
        return cursor.fault(f"{_OPERATIONS[token.text]} is not read. Write its value.")
    if token.text in (")", "]", "}", "\\}", "\\rvert"):
        return cursor.fault(f"{token.text} closes what was not opened, or what is empty. Mend it.")
    if token.text == ",":
        return cursor.fault("a comma stands outside of the arguments of a function. Leave it out.")
    return cursor.fault(f"{token.text} is not awaited here. Mend that part of the formula.")
