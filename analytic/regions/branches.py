r"""Branches: what Min, Max, Abs and Piecewise are, once the signs of their comparisons are known.

    Min(p, q) = p where sign(p - q) <= 0,    Abs(p) = sign(p) p

A Piecewise is its first value whose condition holds.
"""

from collections.abc import Callable
from functools import lru_cache, partial, reduce
from math import prod

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
    Mul,
    Ne,
    Not,
    Or,
    Piecewise,
    Poly,
    S,
    Symbol,
    ceiling,
    false,
    floor,
    frac,
    fraction,
    sign,
    true,
)
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean
from sympy.polys.polyerrors import BasePolynomialError

from analytic.errors import InvalidProblemError
from analytic.quotient import cancel
from analytic.regions.curves import PARAMETERS

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

    Of a Min or Max of what depends on other letters, positive ones, those that lead somewhere stay.
    A Piecewise without a value there is nan.

    Raises    InvalidProblemError for a step such as floor, which has no branches.

    >>> from analytic.notation import a, b
    >>> resolved(Abs(a - b) / b, lambda difference: -1)
    (-a + b)/b
    """
    if not has_branches(expression):
        return expression
    if not expression.free_symbols:
        return expression.doit()  # SymPy may hand over a Min of numbers that it has not evaluated
    if isinstance(expression, Piecewise):
        return _first_that_holds(expression, sign_of)
    _require_continuous(expression)
    arguments = [resolved(argument, sign_of) for argument in expression.args]
    if isinstance(expression, Abs):
        return arguments[0] if sign_of(arguments[0]) >= 0 else -arguments[0]
    if isinstance(expression, Min | Max):
        return _extreme(expression.func, arguments, sign_of)
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


def _extreme(kind: type[Expr], arguments: list[Expr], sign_of: Sign) -> Expr:
    """The smallest of the arguments, or the largest, for all positive values of other letters.

    Of those whose order depends on other letters than a and b, each that leads somewhere stays.
    """
    direction = -1 if kind is Min else 1
    others = frozenset[Symbol]().union(*(one.free_symbols for one in arguments)) - {*PARAMETERS}
    if not all(letter.is_positive for letter in others) or not others:
        return reduce(lambda p, q: p if direction * sign_of(p - q) >= 0 else q, arguments)
    kept: list[Expr] = []
    for one in (x for argument in arguments for x in _spread(kind, argument, sign_of)):
        signs = [_sign(one, other, sign_of) for other in kept]
        if not any(sign is not None and direction * sign <= 0 for sign in signs):
            worse = [sign is not None and direction * sign > 0 for sign in signs]
            kept = [x for x, behind in zip(kept, worse, strict=True) if not behind] + [one]
    return kept[0] if len(kept) == 1 else kind(*map(_lowest_terms, kept), evaluate=False)


def _spread(kind: type[Expr], argument: Expr, sign_of: Sign) -> list[Expr]:
    """What a positive multiple of a smallest or largest value is the smallest or largest of."""
    for factor in Mul.make_args(argument):
        if isinstance(factor, kind):
            rest = argument / factor
            positive = _sign(rest, S.Zero, sign_of) == 1
            return [rest * x for x in factor.args] if positive else [argument]
    return [argument]


def _sign(one: Expr, other: Expr, sign_of: Sign) -> int | None:
    """The sign of a difference for all positive letters: that of all coefficients of powers."""
    sides = _coefficients(one, other)
    signs = [{sign_of(x) for x in side} - {0} for side in sides or ()]
    if sides and not signs[0]:
        return 0
    return prod(x.pop() for x in signs) if all(len(x) == 1 for x in signs) and sides else None


@lru_cache(maxsize=4096)
def _coefficients(one: Expr, other: Expr) -> tuple[tuple[Expr, ...], ...] | None:
    """Numerator and denominator of a difference: their coefficients in letters but a and b."""
    sides = fraction(_lowest_terms(one - other))
    letters = sorted((one - other).free_symbols - {*PARAMETERS}, key=str)
    if not letters:
        return tuple((side,) for side in sides)
    try:
        return tuple(tuple(Poly(side, *letters).coeffs()) for side in sides)
    except BasePolynomialError:
        return None


@lru_cache(maxsize=4096)
def _lowest_terms(expression: Expr) -> Expr:
    return cancel(expression)


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
