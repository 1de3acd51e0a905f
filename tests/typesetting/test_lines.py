"""Long formulas in lines: nothing is lost where they break, and the lines fit."""

import re

import pytest
from sympy import Add, Expr, Piecewise, Rational, cos, exp, gamma, log, pi, sin, sqrt, zeta

from analytic.notation import D_N, D_P, N, P, a, b, d, kappa, lambda_k, s, t, x
from analytic.typesetting import drawn_equation, equation_lines, formula
from analytic.typesetting.extent import extent
from analytic.typesetting.lines import expression_lines
from analytic.typesetting.pieces import Bracket, Piece, pieces

SADDLE = (b * t / pi) ** (1 / (b + 1))
LONG = [
    Add(*((-1) ** j * N**j * x / (j + a) for j in range(1, 12))),
    -(N * P + d * kappa - 3 * a * b) * (P - 2 * kappa**2 - N * b) / ((N - P) * (P - d * a)),
    lambda_k * (d / (D_N * D_P * lambda_k + s) - kappa * zeta(a - b) / (s * (1 + kappa)) + 1 / P),
    2 * SADDLE**-a * exp(-2 * pi * SADDLE * (1 + 1 / b) * sin(pi / (b + 1)) - a) / sqrt(b + 1),
    cos(2 * pi * SADDLE - pi * a / 2 + pi / 4) * exp(-SADDLE * a - t) * gamma((a - 1) / b) / b,
    -exp(-(1 + 1 / b) * SADDLE * (2 + 1 / a) * sin(pi / b) * log(N) ** 2),
    (a + b / N - 3 * P + kappa**2 * d / (P + 1) - 7 / x) ** 5 / (N + P + 1) - 1,
    -(a - 1) * (b + N - d * kappa / P) ** Rational(-1, 2) / (D_N * (a + b + kappa + P + d) * D_P),
]
POINT = {symbol: Rational(7 + 2 * j, 3 + j) for j, symbol in enumerate((a, b, d, kappa, s, t, x))}
POINT |= {N: Rational(11), P: Rational(9, 7), D_N: Rational(2, 3), D_P: Rational(5, 3)}
POINT |= {lambda_k: Rational(4, 9)}


def rebuilt(parts: list[Piece]) -> Expr:
    """What pieces say when they are read one after the other."""
    names: dict[str, object] = {}

    def name(value: object) -> str:
        names[f"_{len(names)}"] = value
        return f"_{len(names) - 1}"

    def opening(part: str | Bracket) -> str:
        if isinstance(part, str):
            return part
        return "(" if part.head is None else f"{name(part.head.func)}("

    text = ""
    for piece in parts:
        text += "".join(map(opening, piece.before)) + name(piece.body)
        text += "".join(f")**{name(bracket.power)}" for bracket in piece.after)
    return eval(text, names)


@pytest.mark.parametrize("expression", LONG)
@pytest.mark.parametrize("letters", [5, 12, 25, 50])
def test_pieces_put_together_are_the_formula(expression: Expr, letters: int) -> None:
    parts = pieces(expression, lambda part, depth: len(str(part)) + 4 * depth <= letters)
    difference = (rebuilt(parts) / expression - 1).subs(POINT).evalf(30)
    assert abs(difference) < 1e-28
    assert len(parts) > 1 or len(str(expression)) <= letters


def test_lost_signs_would_be_found() -> None:
    first, second, *others = pieces(LONG[0], lambda part, _: not part.is_Add)
    wrong = [first, Piece(second.body, ("+",) if second.before == ("-",) else ("-",)), *others]
    assert rebuilt(wrong).subs(POINT).evalf() != LONG[0].subs(POINT).evalf()


@pytest.mark.parametrize("expression", LONG)
@pytest.mark.parametrize("width", [200, 300, 420])
def test_lines_of_latex_fit(expression: Expr, width: int) -> None:
    lines = expression_lines(expression, width)
    assert max(map(extent, lines)) <= width
    assert (len(lines) == 1) == (extent(formula(expression)) <= width)
    for line in lines:
        assert line.count("{") == line.count("}")
        assert line.count(r"\left") == line.count(r"\right")


@pytest.mark.parametrize("expression", LONG)
def test_brackets_over_several_lines_come_in_pairs(expression: Expr) -> None:
    text = " ".join(expression_lines(expression, 150))
    for size in ("big", "bigg"):
        assert len(re.findall(rf"\\{size}l\(", text)) == len(re.findall(rf"\\{size}r\)", text))


@pytest.mark.parametrize("expression", LONG)
@pytest.mark.parametrize("width", [50, 80, 120])
def test_lines_on_a_terminal_fit_and_are_not_cut(expression: Expr, width: int) -> None:
    text = drawn_equation(d, expression, width)
    assert max(map(len, text.splitlines())) <= width
    assert "↪" not in text


def test_what_cannot_break_is_cut_into_strips() -> None:
    text = drawn_equation(d, zeta(sqrt(a + b + N + P + kappa + t + x)), 16)
    assert "↪" in text
    assert max(map(len, text.splitlines())) <= 16


def test_cases_that_are_too_wide_stand_one_below_the_other() -> None:
    cases = Piecewise((LONG[0], a < b + 1), (LONG[0] ** 2, a > b + 1), (d, True))
    lines = equation_lines("L", cases, 300)
    assert [line.startswith("L &= ") for line in lines].count(True) == 3
    assert sum(r"\text{if } a < b + 1" in line for line in lines) == 1
    assert lines[-1] == r"L &= d \qquad \text{otherwise}"
    [short] = equation_lines("L", Piecewise((N, a < b), (P, True)), 300)
    assert r"\begin{cases}" in short
