"""Exponents as functions of a and b in a page, and the regions of the plane, cut out exactly."""

from itertools import product

import pytest
from sympy import And, Eq, Expr, Integer, Max, Min, Or, Piecewise, Rational, true
from sympy.logic.boolalg import Boolean

from analytic.notation import a, b
from derivations.command_line.site.exponents import Corner, corners, javascript

POINTS = tuple(product((Rational(3, 2), Integer(3), Rational(11, 2)), (Rational(5, 4), Integer(2))))
_PYTHON = {"Math.": "", "&&": " and ", "||": " or ", "true": "True", "false": "False"}


def in_python(code: str, point: tuple[Expr, Expr]) -> float | bool:
    """The value of an expression in JavaScript whose signs Python has under other names."""
    for theirs, ours in _PYTHON.items():
        code = code.replace(theirs, ours)
    names = {"a": float(point[0]), "b": float(point[1]), "min": min, "max": max, "abs": abs}
    found: float | bool = eval(code, {"__builtins__": {}}, names)
    return found


@pytest.mark.parametrize(
    "formula",
    [
        (a - 1) / b,
        Min(a - 1, 2 * b),
        Max((a - 1) / b, 2 * (a - 1) / (a + b - 1)),
        (2 * b - 1) / (2 * b),
        Min(a - 1, a / b + 2 * b - 2 - 1 / b),
    ],
)
def test_an_exponent_is_the_same_number_in_javascript(formula: Expr) -> None:
    for point in POINTS:
        exact = formula.subs(dict(zip((a, b), point, strict=True)))
        assert abs(in_python(javascript(formula), point) - exact) < 1e-12


@pytest.mark.parametrize(
    "condition",
    [a < b + 1, And(a >= b, a < 2 * b + 1), Or(a > 2 * b, b >= 2), Eq(a, b + 1), true, ~(a < b)],
)
def test_a_condition_is_the_same_in_javascript(condition: Boolean) -> None:
    for point in (*POINTS, (Integer(3), Integer(2))):
        exact = condition.subs(dict(zip((a, b), point, strict=True)))
        assert in_python(javascript(condition), point) == bool(exact)


def test_of_three_relations_one_holds_whatever_rounding_does() -> None:
    for n in range(11, 40):
        point = (Rational(n, 10) + 1, Rational(n, 10))
        held = [in_python(javascript(one), point) for one in (a < b + 1, Eq(a, b + 1), a > b + 1)]
        assert held == [False, True, False]
        ends = [in_python(javascript(one), point) for one in (a <= b + 1, a >= b + 1)]
        assert ends == [True, True]


def test_a_condition_by_cases_is_not_taken_for_one_formula() -> None:
    assert "?" in javascript(Piecewise((a, a < b), (b, True)))


def area(polygon: list[Corner]) -> Expr:
    """The area inside of corners."""
    pairs = zip(polygon, [*polygon[1:], *polygon[:1]], strict=True)
    return sum((x * v - u * y for (x, y), (u, v) in pairs), start=Integer(0)) / 2


def test_regions_fill_the_window() -> None:
    parts = [a < b, And(a > b, a < 2 * b + 1), a > 2 * b + 1]
    assert sum(area(corners(part)) for part in parts) == area(corners(true)) == 21


@pytest.mark.parametrize("condition", [a * b > 2, Eq(a, b), Or(a > b, b > 2), a > 20])
def test_what_is_no_polygon_in_the_window_has_no_corners(condition: Boolean) -> None:
    assert corners(condition) == []
