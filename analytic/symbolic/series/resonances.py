r"""Resonances: the curves on which a coefficient is infinite, two poles of an image meeting there.

A coefficient that is the residue at one pole holds the other factors at that point: 1/\sin(\pi u)
at every whole u, \Gamma(u) at u = 0, -1, ..., \zeta(u) at u = 1. Where one of these is infinite the
two residues are taken together, and a logarithm may arise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, dropwhile, takewhile
from typing import NamedTuple

from sympy import (
    Eq,
    Expr,
    Ge,
    Integer,
    Le,
    Mul,
    Or,
    Pow,
    betainc,
    cancel,
    floor,
    gamma,
    pi,
    polygamma,
    sin,
    zeta,
)
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.regions.domain import Domain
from analytic.symbolic.series.order import canonical, is_larger, is_positive

__all__ = ["beyond", "resonances", "without_zeros"]


_MOST = 8  # poles of a string; a letter without bound may keep all of them within


class _Poles(NamedTuple):
    """Where a factor is infinite: its argument is the first of these numbers, and on by steps."""

    argument: Expr
    first: int
    step: int


def resonances(coefficient: Expr, exponent: Expr, omitted: Iterable[Expr]) -> tuple[Eq, ...]:
    """The curves in the quadrant a > 1, b > 1 on which a coefficient is infinite, its power kept.

    `exponent` is that of the power, `omitted` are the exponents of the remainder; a power that is
    certainly beyond one of them matters no more. Of each string the first poles are looked at.

    >>> from analytic.notation import a, b
    >>> resonances(1 / sin(pi * (a - 1) / b), a - 1, [b + 2])
    (Eq(a, b + 1), Eq(a, 2*b + 1))
    """
    left_out = tuple(omitted)
    kept = (
        takewhile(lambda curve: not _is_beyond(curve, exponent, left_out), _curves(poles))
        for poles in _poles(coefficient)
    )
    return tuple(dict.fromkeys(chain.from_iterable(kept)))


def beyond(coefficient: Expr, exponent: Expr, omitted: Iterable[Expr]) -> Boolean:
    """Where a power is left out: from the first pole of its coefficient on that does not matter.

    >>> from analytic.notation import a, b
    >>> beyond(1 / sin(pi * (a - 1) / b), a - 1, [a + 1, b + 2])
    a >= 3*b + 1
    """
    left_out = tuple(omitted)
    first = (
        (poles, next(dropwhile(lambda c: not _is_beyond(c, exponent, left_out), curves), None))
        for poles in _poles(coefficient)
        if poles.step
        for curves in (_curves(poles),)
    )
    return Or(*(_on_from(poles, curve) for poles, curve in first if curve is not None))


def without_zeros(product: Expr) -> Expr:
    r"""A product in which no factor vanishes where the cosecant is infinite.

        (n - u) \pi/\sin(\pi u) = (-1)^{n-1} \Gamma(u - n + 1) \Gamma(n + 1 - u)

    >>> from analytic.notation import a, b
    >>> without_zeros((b - a + 1) * pi / b / sin(pi * (a - 1) / b))
    gamma((a - 1)/b)*gamma(2 - (a - 1)/b)
    """
    for factor in Mul.make_args(product):
        if isinstance(factor, Pow) and factor.exp == -1 and isinstance(factor.base, sin):
            argument = cancel(factor.base.args[0] / pi)
            for other in (one for one in Mul.make_args(product) if one.is_Add):
                whole = _value_at_zero(argument, other)
                if whole is not None:
                    share = cancel(other / (whole - argument))
                    rest = product / factor / other / pi
                    below, above = argument - whole + 1, whole + 1 - argument
                    sign = Integer(-1) ** (whole - 1)
                    return without_zeros(sign * share * rest * gamma(below) * gamma(above))
    return product


def _value_at_zero(argument: Expr, factor: Expr) -> Expr | None:
    """The whole number that an argument is where a factor vanishes, None if it is none there."""
    curve = _solved(factor)
    if curve is None or not _is_inside(curve):
        return None
    value = cancel(argument.subs(*curve.args))
    proportional = value.is_Integer and not cancel(factor / (value - argument)).has(curve.lhs)
    return value if proportional else None


def _poles(expression: Expr) -> Iterator[_Poles]:
    """The factors that may be infinite, in a coefficient that may be a sum of products."""
    if isinstance(expression, Pow) and expression.exp.is_negative:
        if isinstance(expression.base, sin):
            argument = canonical(expression.base.args[0] / pi)
            yield from (_Poles(argument, 0, 1), _Poles(argument, -1, -1))
        elif not isinstance(expression.base, gamma | zeta):
            yield from _poles(expression.base)
        return
    if isinstance(expression, gamma | betainc):
        yield _Poles(expression.args[0], 0, -1)
    elif isinstance(expression, polygamma):
        yield _Poles(expression.args[1], 0, -1)
    elif isinstance(expression, zeta):
        yield _Poles(expression.args[0], 1, 0)
    else:
        for part in expression.args:
            yield from _poles(part)


def _curves(poles: _Poles) -> Iterator[Eq]:
    """The curves of these poles in the quadrant, in order, as long as there are more."""
    empty = abs(floor(poles.argument.as_coeff_Add()[0])) + 2  # so many before a string comes in
    for n in range(_MOST) if poles.step else (0,):
        curve = _solved(poles.argument - poles.first - n * poles.step)
        if curve is not None and _is_inside(curve):
            empty = Integer(0)
            yield curve
        elif n >= empty:
            break


@cache
def _solved(expression: Expr) -> Eq | None:
    """The curve on which an expression vanishes, solved for a or b; None where there is none."""
    try:
        solved = Domain.where(Eq(expression, 0)).solved
    except InvalidProblemError:
        return None
    return Eq(*next(iter(solved.items()))) if solved else None


def _is_inside(curve: Eq) -> bool:
    """Whether a curve has a piece where a > 1 and b > 1, unless that is certainly not so."""
    excess = canonical(curve.rhs - 1)
    return bool(excess != 0 and not is_positive(-excess))


def _is_beyond(curve: Eq, exponent: Expr, omitted: Iterable[Expr]) -> bool:
    """Whether a power is certainly beyond the remainder on a curve."""
    return any(is_larger(exponent.subs(*curve.args), o.subs(*curve.args)) for o in omitted)


def _on_from(poles: _Poles, curve: Eq) -> Boolean:
    """The condition that a string of poles has reached a curve."""
    forward = is_positive(canonical(poles.step * poles.argument.diff(curve.lhs)))
    return (Ge if forward else Le)(*curve.args)
