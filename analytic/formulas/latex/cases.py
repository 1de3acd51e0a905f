r"""Conditions and definitions by cases in LaTeX, as text in the language of formulas.

\begin{cases} a - 1 & \text{if } a < b + 1 \\ b & \text{otherwise} \end{cases}
"""

from analytic.formulas.latex.formula import FormulaTranslator
from analytic.formulas.latex.tokens import UnreadLatexError

_ENVIRONMENTS = ("cases", "dcases")
_LEADING = {"if", "for", "where", "when", "with"}
_REMAINING = {"otherwise", "else", "everywhere"}
_COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
_CALLED = {"=": "Eq", "!=": "Ne"}


def cases(reader: FormulaTranslator) -> str:
    """A definition by cases, which begins here."""
    cursor = reader.cursor
    begin = cursor.take()
    if cursor.raw_group() not in _ENVIRONMENTS:
        raise cursor.fault("of environments only cases stands inside of a formula.", begin)
    rows = []
    while not cursor.at("\\end"):
        value = reader.sum()
        cursor.expect("&", "& and a condition are awaited: a - 1 & a < b + 1.")
        rows.append(f"({value}, {condition(reader)})")
        if not cursor.at("\\end"):
            cursor.expect(
                "\\\\", "the next case begins behind \\\\, the last ends at \\end{cases}."
            )
    cursor.take()
    if cursor.raw_group() not in _ENVIRONMENTS or not rows:
        raise cursor.fault("\\end{cases} is awaited behind one case or more.")
    return f"Piecewise({', '.join(rows)})"


def condition(reader: FormulaTranslator) -> str:
    """A condition on letters: comparisons joined by and, by or, by commas, which mean and."""
    cursor = reader.cursor
    if cursor.token.kind == "text" and cursor.token.text.lower() in _REMAINING:
        cursor.take()
        return "True"
    if cursor.token.kind == "text" and cursor.token.text.lower() in _LEADING:
        cursor.take()
    return _joined(reader, "or", "\\vee", "|")


def _joined(reader: FormulaTranslator, word: str, command: str, sign: str) -> str:
    cursor = reader.cursor
    both = word == "and"
    parts = [_part(reader, both)]
    while (cursor.token.kind, cursor.token.text) == ("text", word) or cursor.at(
        command, *([","] if both else [])
    ):
        cursor.take()
        parts.append(_part(reader, both))
    return parts[0] if len(parts) == 1 else "(" + f" {sign} ".join(parts) + ")"


def _part(reader: FormulaTranslator, both: bool) -> str:
    if not both:
        return _joined(reader, "and", "\\wedge", "&")
    place = reader.cursor.place
    try:
        return _comparison(reader)
    except UnreadLatexError as error:
        reader.cursor.place = place
        if not reader.cursor.at("("):
            raise
        opening = reader.cursor.take()
        try:
            inner = condition(reader)
            reader.cursor.close(opening)
        except UnreadLatexError:
            raise error from None
        return inner


def _comparison(reader: FormulaTranslator) -> str:
    cursor = reader.cursor
    sides = [reader.sum()]
    found = []
    while cursor.at(*_COMPARISONS):
        sign = cursor.take().text
        sides.append(reader.sum())
        left, right = sides[-2:]
        called = _CALLED.get(sign)
        found.append(f"({left} {sign} {right})" if called is None else f"{called}({left}, {right})")
    if not found:
        raise cursor.fault("a comparison is awaited, such as a < b + 1.")
    return found[0] if len(found) == 1 else f"({' & '.join(found)})"
