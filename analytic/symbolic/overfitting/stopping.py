r"""The best time to stop: one term of the loss falls as a power of time, another one rises.

    L(t) + N(t)/n,   n = P/\sigma^2:   -N'(t^*)/L'(t^*) = n

The left side is a series in 1/t; reverted it gives 1/t^* as a series in 1/n, and put into the loss
the loss there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sympy import Add, Expr, Integer, expand_power_base, factor, powsimp, simplify

from analytic.errors import InvalidProblemError
from analytic.notation import a, above_one_a
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.positive_powers import denested
from analytic.symbolic.series.reversion import revert

__all__ = ["Optimum", "optimum", "rate"]


class Optimum(NamedTuple):
    """1/t* and the loss there as series in 1/n, and -N'/L' as a series in 1/t."""

    inverse_time: LogPowers
    loss: LogPowers
    balance: LogPowers


def optimum(falling: LogPowers, rising: LogPowers, large: Expr, order: int) -> Optimum:
    """The minimum over t of falling + rising/large, for a large number.

    Leading coefficients have to be positive; with symbols for them the result stays short.
    """
    slope = rate(falling).power(Integer(-1), order).scaled(Integer(-1))
    balance = _each(rate(rising) * slope, _positive)
    inverse = revert(balance, large, order)
    added = rising.composed(inverse, order).shifted(Integer(1))
    loss = falling.composed(inverse, order) + added
    return Optimum(_each(inverse, _short), _each(loss, _short), _each(balance, _short))


def rate(series: LogPowers) -> LogPowers:
    """The derivative with respect to t of a series in 1/t without logarithms.

    Raises    InvalidProblemError where there are logarithms.
    """
    if any(logarithms for _, logarithms in series.terms):
        raise InvalidProblemError(
            "A logarithm of time has no power as its slope. Choose exponents off this boundary."
        )
    terms = [((e + 1, 0), -e * c) for (e, _), c in series.terms.items()]
    return LogPowers.of(series.small, terms, [(e + 1, j) for e, j in series.omitted])


def _each(series: LogPowers, change: Callable[[Expr], Expr]) -> LogPowers:
    terms = [(key, change(coefficient)) for key, coefficient in series.terms.items()]
    return LogPowers.of(series.small, terms, series.omitted)


def _positive(coefficient: Expr) -> Expr:
    """A coefficient with the symbol of a - 1, which is known to be positive."""
    return factor(factor(coefficient).subs(a, 1 + above_one_a))


def _short(coefficient: Expr) -> Expr:
    """A coefficient with the powers that its terms share in front."""
    first, *others = Add.make_args(coefficient.subs(a, 1 + above_one_a))
    shares = (simplify(powsimp(expand_power_base(one / first, force=True))) for one in others)
    front = powsimp(denested(first))
    whole = (front * factor(Add(Integer(1), *shares))).subs(above_one_a, a - 1)
    return whole.replace(lambda node: node.is_Pow, lambda node: node.base ** factor(node.exp))
