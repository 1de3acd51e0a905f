"""Conditions on a and b as a person gives them: text, LaTeX, or a SymPy condition."""

from typing import Any

from sympy import Piecewise, true
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError, require
from analytic.formulas.dictionary import NOTATIONS, Notation
from analytic.formulas.latex.tokens import is_latex
from analytic.formulas.parsing import parse
from analytic.formulas.reading import condition_of

_CASES = "Piecewise((1, WHERE), (0, True))"
_CASES_IN_LATEX = r"\begin{cases} 1 & WHERE \\ 0 & \text{otherwise} \end{cases}"


def condition_written(where: Any, notation: Notation = NOTATIONS["dynamical"]) -> Boolean:
    r"""A condition on a and b, given as text, LaTeX, or as one.

    Raises    InvalidProblemError.

    >>> condition_written(r"a \le b + 1")
    a <= b + 1
    """
    if not isinstance(where, str):
        return condition_of(where)
    cases = _CASES_IN_LATEX if is_latex(where) else _CASES
    try:
        read = parse(cases.replace("WHERE", where), notation)
    except InvalidProblemError as error:
        raise InvalidProblemError(
            f"where = {where!r} is no condition on a and b. Write one such as 'a < b + 1' "
            "or 'a > 2 and b > 3'."
        ) from error
    if read in (0, 1) or not isinstance(read, Piecewise) or len(read.args) != 2:
        require(read == 1, f"where = {where!r} holds nowhere or is no condition. Write another.")
        return true
    return condition_of(read.args[0].cond)
