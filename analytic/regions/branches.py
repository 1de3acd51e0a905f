r"""Branches: what Min, Max, Abs and Piecewise are, once the signs of their comparisons are known.

    Min(p, q) = p where sign(p - q) <= 0,    Abs(p) = sign(p) p

A Piecewise is its first value whose condition holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce

from sympy import (
    Abs,
    And,
    Eq,
    Expr,
    Function,
    Ge,
    Gt,
    Heaviside,
    Le,
    Lt,
    Max,
    Min,
    Ne,
    Not,
    Or,
    Piecewise,
    S,
    ceiling,
    false,
    floor,
    frac,
    sign,
    true,
)
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.regions.curves import PARAMETERS

__all__ = ["Sign", "has_branches", "holds", "resolved"]

Sign = Callable[[Expr], int]

_SWITCHES = (Min, Max, Abs, Piecewise)
_STEPS = (floor, ceiling, frac, sign, Heaviside)
_RELATIONS: dict[type[Relational], Callable[[int], bool]] = {
    Lt: lambda sign: sign < 0,
    Le: lambda sign: sign <= 0,
    Gt: lambda sign: sign > 0,
    Ge: lambda sign: sign >= 0,
    Eq: lambda sign: sign == 0,
    Ne: lambda sign: sign != 0,
}


def has_branches(expression: Expr) -> bool:
    """Whether an expression is one of several formulas, depending on a or b or other letters."""
    return bool(expression.has(*_SWITCHES, *_STEPS))


def resolved(expression: Expr, sign_of: Sign) -> Expr:
    """The smooth branch of an expression where the expressions compared have these signs.

    Switches on other letters than a and b stay. A Piecewise without a value there is nan.

    Raises    InvalidProblemError for a step such as floor, which has no branches.

    >>> from analytic.notation import a, b
    >>> resolved(Abs(a - b) / b, lambda difference: -1)
    (-a + b)/b
    """
    if not has_branches(expression):
        return expression
    if not expression.has(*PARAMETERS):
        return expression.doit()  # SymPy may hand over a Min of numbers that it has not evaluated
    if isinstance(expression, Piecewise):
        return _first_that_holds(expression, sign_of)
    _require_continuous(expression)
    arguments = [resolved(argument, sign_of) for argument in expression.args]
    if isinstance(expression, Abs):
        return arguments[0] if sign_of(arguments[0]) >= 0 else -arguments[0]
    if isinstance(expression, Min):
        return reduce(lambda p, q: p if sign_of(p - q) <= 0 else q, arguments)
    if isinstance(expression, Max):
        return reduce(lambda p, q: p if sign_of(p - q) >= 0 else q, arguments)
    return expression.func(*arguments)


def holds(condition: Boolean, sign_of: Sign) -> bool:
    """Whether a condition on a and b is fulfilled where the expressions have these signs.

    Raises    InvalidProblemError where the condition is no combination of relations.
    """
    if condition in (true, false):
        return bool(condition)
    inner = partial(holds, sign_of=sign_of)
    if isinstance(condition, And):
        return all(map(inner, condition.args))
    if isinstance(condition, Or):
        return any(map(inner, condition.args))
    if isinstance(condition, Not):
        return not inner(condition.args[0])
    if type(condition) in _RELATIONS:
        difference = resolved(condition.lhs - condition.rhs, sign_of)
        return _RELATIONS[type(condition)](sign_of(difference))
    raise InvalidProblemError(
        f"The condition {condition} cannot be decided: it is no combination of relations. "
        "Join relations such as a < b + 1 with And, Or and Not."
    )


def _first_that_holds(expression: Piecewise, sign_of: Sign) -> Expr:
    for value, condition in expression.args:
        if holds(condition, sign_of):
            return resolved(value, sign_of)
    return S.NaN


def _require_continuous(expression: Expr) -> None:
    step = isinstance(expression, Function) and isinstance(expression, _STEPS)
    if step and expression.has(*PARAMETERS):
        raise InvalidProblemError(
            f"{expression} cannot be compared: it jumps at infinitely many places or has no value "
            "at its step. Write the cases as a Piecewise with conditions on a and b."
        )
