r"""Algebraic and exponential statements as functions of their letters' values."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import add, mul
from typing import Any

from sympy import Add, Expr, Mul, Pow, Rational, Symbol, cse, exp

from analytic.errors import InvalidProblemError
from analytic.exact.precision import Arithmetic

Letters = Mapping[Symbol, Any]


def formula(arithmetic: Arithmetic, expressions: Sequence[Expr]) -> Callable[[Letters], list[Any]]:
    """Values of several expressions, what they share evaluated once."""
    shared, results = cse(list(expressions))
    steps = [(symbol, _function(arithmetic, one)) for symbol, one in shared]
    ends = [_function(arithmetic, one) for one in results]

    def evaluate(letters: Letters) -> list[Any]:
        known = dict(letters)
        for symbol, step in steps:
            known[symbol] = step(known)
        return [end(known) for end in ends]

    return evaluate


def _function(arithmetic: Arithmetic, expression: Expr) -> Callable[[Letters], Any]:
    """An algebraic or exponential expression as a function of its letters' values."""
    if expression.is_number:
        number = arithmetic.number(expression)
        return lambda _: number
    if isinstance(expression, Symbol):
        return lambda letters: letters[expression]
    parts = [_function(arithmetic, part) for part in expression.args]
    if isinstance(expression, Add | Mul):
        joined = add if isinstance(expression, Add) else mul
        return lambda letters: reduce(joined, (part(letters) for part in parts))
    if isinstance(expression, exp):
        return lambda letters: arithmetic.exp(parts[0](letters))
    twice = 2 * expression.exp if isinstance(expression, Pow) else Rational(1, 2)
    if not twice.is_Integer:
        raise without_value(expression)
    base, power = parts[0], int(twice)
    if power % 2 == 0:
        return lambda letters: base(letters) ** (power // 2)
    return lambda letters: arithmetic.sqrt(base(letters)) ** power


def without_value(expression: Expr) -> InvalidProblemError:
    """The refusal of what no arithmetic here evaluates."""
    return InvalidProblemError(
        f"{expression} in D_N has no value. State it in rational functions, square roots and "
        "exponentials of d."
    )
