"""Expressions of the JSON export, read back: the same SymPy objects, assumptions and all.

What SymPy's srepr writes is taken apart and nothing else is evaluated.
"""

import ast
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import sympy
from sympy import Basic
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.functions.special.hyper import TupleArg

from analytic.errors import InvalidProblemError
from analytic.symbolic.frontier.least_time import best_time, cut_time, stopped_time, stopped_value
from analytic.symbolic.mellin.coalescence import residues
from analytic.symbolic.mellin.spectral_functions import ExponentialSum, ResolventSum
from analytic.symbolic.mellin.zeta_derivative import zeta_derivative
from analytic.symbolic.series.crossover_functions import data_crossover, width_crossover

_OWN: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        one.__name__: one
        for one in (
            ExprCondPair,
            TupleArg,
            ExponentialSum,
            ResolventSum,
            best_time,
            cut_time,
            data_crossover,
            residues,
            stopped_time,
            stopped_value,
            width_crossover,
            zeta_derivative,
        )
    }
)
_TAKE_TEXT = ("Symbol", "Dummy", "Function", "Float")
_LONGEST = 1_000_000


def expression(srepr: str) -> Basic:
    """The expression that an export writes as `srepr`.

    Raises    InvalidProblemError for a text that is none.

    >>> expression("Add(Symbol('a', positive=True), Integer(-1))")
    a - 1
    """
    try:
        found = _value(ast.parse(srepr[:_LONGEST], mode="eval").body)
    except (SyntaxError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError):
        found = None
    if not isinstance(found, Basic):
        raise InvalidProblemError(
            f"{str(srepr)[:80]!r} is no expression as an export writes it. Give the text under the "
            "key srepr."
        )
    return found


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=int() | str()):
            return node.value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.Tuple(elts=parts):
            return tuple(map(_value, parts))
        case ast.Name(id=name):
            return _named(name)
        case ast.Call(func=called, args=arguments, keywords=options):
            said = {str(option.arg): _value(option.value) for option in options}
            given = [_value(argument) for argument in arguments]
            _refuse_text(called, [*given, *said.values()])
            return _value(called)(*given, **said)
        case _:
            raise ValueError(ast.unparse(node))


def _refuse_text(called: ast.expr, given: list[Any]) -> None:
    """Text names letters only: given to another class, SymPy would evaluate it."""
    takes_text = isinstance(called, ast.Name) and called.id in _TAKE_TEXT
    if not takes_text and any(isinstance(one, str) for one in given):
        raise ValueError(ast.unparse(called))


def _named(name: str) -> Any:
    """A class or a constant of SymPy, or a function of this package."""
    if name in _OWN:
        return _OWN[name]
    found = getattr(sympy, name)
    is_class = isinstance(found, type) and issubclass(found, Basic)
    if not (is_class or isinstance(found, Basic) or found is sympy.Function):
        raise ValueError(name)
    return found
