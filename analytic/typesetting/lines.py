r"""A displayed equation in lines that fit a column, for amsmath's align."""

from sympy import Basic, Expr, Piecewise, true

from analytic.typesetting.extent import extent
from analytic.typesetting.latex import formula, head_latex
from analytic.typesetting.pieces import Bracket, Piece, pieces

_RELATION, _QUAD, _SIGN, _BRACKET = 13.4, 10.0, 12.3, 20.0
_LEAST = 60.0  # a column narrower than a fraction or two cannot be filled


def equation_lines(left: str, right: Basic, width: float, sign: str = "=") -> list[str]:
    r"""The equation left = right in lines of at most so many points, aligned at &.

    `sign` is that of its relation in LaTeX, if it is no equality.

    >>> from analytic.notation import N, P, d
    >>> print(*equation_lines("d", d / P + d / N, 500))
    d &= \frac{d}{P} + \frac{d}{N}
    """
    room = max(width - extent(left) - _RELATION, _LEAST)
    if isinstance(right, Piecewise) and extent(formula(right)) > room:
        return [line for branch in right.args for line in _branch(f"{left} &{sign}", branch, room)]
    first, *others = expression_lines(right, room)
    return [f"{left} &{sign} {first}", *(f"&{line}" for line in others)]


def expression_lines(expression: Basic, width: float) -> list[str]:
    """An expression in lines of at most so many points; lines but the first are indented."""
    if not isinstance(expression, Expr) or extent(formula(expression)) <= width:
        return [formula(expression)]

    def fits(part: Expr, depth: int) -> bool:
        taken = _QUAD * (1 + depth) + _SIGN + _BRACKET * depth
        return extent(formula(part)) <= width - taken

    lines: list[str] = []
    used = 0.0
    for piece in pieces(expression, fits):
        text = _text(piece, width)
        if lines and not piece.begins_term and used + extent(text) <= width:
            lines[-1] += f" {text}"
            used += extent(text)
        else:
            lines.append(
                r"\quad " * (1 + piece.depth) + _text(piece, width, True) if lines else text
            )
            used = extent(lines[-1])
    return lines


def column(expression: Basic, width: float) -> str:
    r"""A formula for a column, without dollars: in lines that are aligned if it is too wide.

    >>> from analytic.notation import N, P, d
    >>> print(column(d / N + P, 30))
    \begin{aligned} &P \\ &\quad + \frac{1}{N} \\ &\quad \times d \end{aligned}
    """
    for less in (0, 3, 6, 9):  # of quads that are taken by indents
        latex = _in_lines(expression, width - less * _QUAD)
        if extent(latex) <= width:
            break
    return latex


def _in_lines(expression: Basic, width: float) -> str:
    if extent(formula(expression)) <= width:
        return formula(expression)
    if not isinstance(expression, Piecewise):
        return _aligned(expression_lines(expression, width))
    rows = []
    for value, condition in expression.args:
        where = _where(condition)
        room = width - 4 * _QUAD
        beside = extent(where) + 2 * _QUAD
        lines = expression_lines(value, max(room - beside, _LEAST))
        if max(map(extent, lines)) + beside <= room:
            rows.append(f"{_aligned(lines)} & {where}")
        else:
            rows.append(_aligned([*expression_lines(value, room), rf"\qquad {where}"]))
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _aligned(lines: list[str]) -> str:
    if len(lines) == 1:
        return lines[0]
    return r"\begin{aligned} " + r" \\ ".join(f"&{line}" for line in lines) + r" \end{aligned}"


def _where(condition: Basic) -> str:
    return r"\text{otherwise}" if condition is true else rf"\text{{if }} {formula(condition)}"


def _branch(start: str, branch: tuple[Expr, Basic], room: float) -> list[str]:
    """One case of a function that is defined by cases, its condition at the end."""
    value, condition = branch
    where = _where(condition)
    first, *others = expression_lines(value, room)
    lines = [f"{start} {first}", *(f"&{line}" for line in others)]
    if extent([first, *others][-1]) + extent(where) + 2 * _QUAD <= room:
        return [*lines[:-1], rf"{lines[-1]} \qquad {where}"]
    return [*lines, rf"&\qquad {where}"]


def _text(piece: Piece, width: float, begins_line: bool = False) -> str:
    cases = isinstance(piece.body, Piecewise)
    room = width - 3 * _QUAD
    body = _in_lines(piece.body, room) if cases else formula(piece.body)
    if piece.enclosed:
        body = rf"\left({body}\right)" if _is_tall(piece.body) else f"({body})"
    opening = "".join(
        _sign(part, begins_line)
        if isinstance(part, str)
        else f"{_head(part)}{_size(part)}l{'[' if part.square else '('}"
        for part in piece.before
    )
    closing = "".join(
        f"{_size(bracket)}r{']' if bracket.square else ')'}{_power(bracket)}"
        for bracket in piece.after
    )
    return f"{opening}{body}{closing}"


def _sign(sign: str, begins_line: bool) -> str:
    if sign == "*":
        return r"\times " if begins_line else r"\, "
    return f"{sign} "


def _head(bracket: Bracket) -> str:
    return "" if bracket.head is None else head_latex(bracket.head)


def _size(bracket: Bracket) -> str:
    return r"\bigg" if _is_tall(bracket.content) else r"\big"


def _power(bracket: Bracket) -> str:
    return "" if bracket.power == 1 else f"^{{{formula(bracket.power)}}}"


def _is_tall(expression: Basic) -> bool:
    return any(sign in formula(expression) for sign in (r"\frac", r"\sum", r"\int"))
