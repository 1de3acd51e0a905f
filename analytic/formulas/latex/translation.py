r"""A formula in LaTeX, whole, as text in the language of formulas."""

from collections.abc import Callable

from analytic.formulas.latex.cases import cases
from analytic.formulas.latex.cursor import Cursor
from analytic.formulas.latex.formula import FormulaTranslator
from analytic.formulas.latex.names import Names
from analytic.formulas.latex.refusals import stray


def formula_text(latex: str, names: Names, unknown: Callable[[str], str]) -> str:
    r"""A formula; `unknown` says what is wrong with a name that is no letter.

    Raises    UnreadLatexError, which names the place.
    """
    cursor = Cursor(latex)
    text = FormulaTranslator(cursor, names, unknown, cases).sum()
    if cursor.token.kind != "end":
        raise stray(cursor)
    return text
