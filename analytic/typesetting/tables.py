r"""Tables in Markdown, for notebooks: formulas between dollars, conditions as formulas."""

from collections.abc import Sequence

from sympy import And, Basic, Or, true

from analytic.typesetting.latex import formula
from analytic.typesetting.signs import markdown_formula


def markdown_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with a heading.

    >>> print(markdown_table(("a", "b"), [("1", "2")]))
    | a | b |
    | --- | --- |
    | 1 | 2 |
    """
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def formula_cell(expression: Basic) -> str:
    r"""A formula in a cell or a line.

    >>> from analytic.notation import a, b
    >>> print(formula_cell(a < b))
    $a \lt b$
    """
    return f"${markdown_formula(formula(expression))}$"


def condition_cell(condition: Basic) -> str:
    r"""A condition in words and formulas.

    >>> from analytic.notation import a, b
    >>> print(condition_cell(And(a < b, b > 2)))
    $b \gt 2$ and $a \lt b$
    """
    if condition == true:
        return "everywhere"
    if isinstance(condition, And | Or):
        word = " and " if isinstance(condition, And) else " or "
        return word.join(map(condition_cell, condition.args))
    return formula_cell(condition)
