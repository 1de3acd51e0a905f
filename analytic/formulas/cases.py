r"""Definitions by cases, as they are typed: Piecewise((f, a < b + 1), (g, True)).

Conditions are comparisons of formulas, joined by & and | or by and and or; Eq and Ne are functions,
as SymPy prints them.
"""

import ast
from collections.abc import Callable, Mapping

from sympy import And, Eq, Expr, Ge, Gt, Le, Lt, Ne, Not, Or, Piecewise, false, true
from sympy.logic.boolalg import Boolean

CASES = "Piecewise"

Value = Callable[[ast.expr], Expr]

_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Expr, Expr], Boolean]] = {
    ast.Lt: Lt,
    ast.LtE: Le,
    ast.Gt: Gt,
    ast.GtE: Ge,
    ast.Eq: Eq,
    ast.NotEq: Ne,
}
_CALLED: Mapping[str, Callable[..., Boolean]] = {"Eq": Eq, "Ne": Ne}
_JOINED: Mapping[str, Callable[..., Boolean]] = {"And": And, "Or": Or, "Not": Not}


def by_cases(node: ast.Call, value: Value) -> Expr | None:
    """The formula that a call of Piecewise means; None where it is none.

    >>> from analytic.notation import a, b
    >>> letters = {"a": a, "b": b}
    >>> call = ast.parse("Piecewise((a, a < b), (b, True))", mode="eval").body
    >>> by_cases(call, lambda name: letters[name.id])
    Piecewise((a, a < b), (b, True))
    """
    cases = []
    for argument in node.args:
        if not (isinstance(argument, ast.Tuple) and len(argument.elts) == 2):
            return None
        formula, condition = argument.elts
        where = _condition(condition, value)
        if where is None:
            return None
        cases.append((value(formula), where))
    return Piecewise(*cases) if cases and not node.keywords else None


def _condition(node: ast.expr, value: Value) -> Boolean | None:
    """The condition that a node means; None where it is none."""
    match node:
        case ast.Constant(value=bool() as known):
            return true if known else false
        case ast.Compare(left=left, ops=operators, comparators=others):
            return _chain(operators, [left, *others], value)
        case ast.Call(func=ast.Name(id=name), args=[left, right]) if name in _CALLED:
            return _CALLED[name](value(left), value(right))
        case ast.Call(func=ast.Name(id=name), args=parts) if name in _JOINED:
            return _joined(_JOINED[name], parts, value)
        case ast.BoolOp(op=operator, values=parts):
            return _joined(And if isinstance(operator, ast.And) else Or, parts, value)
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr() as operator, right=right):
            joined = And if isinstance(operator, ast.BitAnd) else Or
            return _joined(joined, [left, right], value)
        case _:
            return None


def _chain(operators: list[ast.cmpop], nodes: list[ast.expr], value: Value) -> Boolean | None:
    """a < b < c as two comparisons."""
    if any(type(operator) not in _COMPARISONS for operator in operators):
        return None
    values = [value(node) for node in nodes]
    pairs = zip(operators, values, values[1:], strict=False)
    return And(*(_COMPARISONS[type(operator)](left, right) for operator, left, right in pairs))


def _joined(
    function: Callable[..., Boolean], nodes: list[ast.expr], value: Value
) -> Boolean | None:
    parts = [_condition(node, value) for node in nodes]
    return None if any(part is None for part in parts) else function(*parts)
