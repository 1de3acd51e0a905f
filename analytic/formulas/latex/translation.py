r"""A formula or a condition in LaTeX, whole, as text in the language of formulas."""

from collections.abc import Callable

from analytic.formulas.latex.cases import cases, condition
from analytic.formulas.latex.cursor import Cursor
from analytic.formulas.latex.formula import FormulaTranslator
from analytic.formulas.latex.names import Names
from analytic.formulas.latex.refusals import stray


def formula_text(latex: str, names: Names, unknown: Callable[[str], str]) -> str:
    r"""A formula; `unknown` says what is wrong with a name that is no letter.

    Raises    UnreadLatexError, which names the place.
    """
    return _whole(latex, names, unknown, FormulaTranslator.sum)


def condition_text(latex: str, names: Names, unknown: Callable[[str], str]) -> str:
    """A condition on letters.

    Raises    UnreadLatexError, which names the place.
    """
    return _whole(latex, names, unknown, condition)


def _whole(
    latex: str,
    names: Names,
    unknown: Callable[[str], str],
    part: Callable[[FormulaTranslator], str],
) -> str:
    cursor = Cursor(latex)
    text = part(FormulaTranslator(cursor, names, unknown, cases))
    if cursor.token.kind != "end":
        raise stray(cursor)
    return text
