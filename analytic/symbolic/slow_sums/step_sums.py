r"""The loss after some steps by a slow and safe route: every mode by its recursion.

    L(t) = \sum_{k < K} c_k f_t(\lambda_k)^2 + \sum_j g_j \zeta(a + b j, K)

with the coefficients g_j of f_t^2, the polynomial in lambda that the recursion makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import mpmath
import numpy as np
from sympy import Expr

from analytic.notation import a, b, t
from analytic.problem import Steps
from analytic.symbolic.slow_sums.hurwitz import hurwitz
from analytic.symbolic.slow_sums.numeric import precisely, value

__all__ = ["first_errors", "slow_step_loss"]

_GUARD = 10
_RATIO = 8  # of the speed of learning at the last mode of the head to one: the tail falls as 8^-j


def first_errors(training: Steps, rate: Expr, count: int) -> list[Expr]:
    """What is left of an error along an eigenvalue after 0, 1, 2, ... steps, by the recursion."""
    rule = training.step, training.momentum, rate.__mul__
    errors = (_measured(training, _errors(training, rate**0, *rule), n) for n in range(count))
    return [error.expand() for error in errors]


def slow_step_loss(training: Steps, point: Mapping[Expr, Expr], digits: int) -> mpmath.mpf:
    """The loss of a power law at a point that gives numbers to a, b and t."""
    working = digits + _GUARD
    return precisely(working, partial(_head_and_tail, training, point, working))


def _head_and_tail(training: Steps, point: Mapping[Expr, Expr], digits: int) -> mpmath.mpf:
    source, capacity, step, momentum = (
        value(x, point, digits) for x in (a, b, training.step, training.momentum)
    )
    steps = int(point[t])
    head = int((_RATIO * step * steps / (1 - momentum)) ** (1 / capacity)) + 2
    nothing = mpmath.mpf(10) ** -digits

    def gone(before: Any, error: Any) -> bool:
        return bool(abs(error) < nothing and abs(before) < nothing)

    def measured(rate: Any) -> Any:
        return _measured(training, _errors(training, 1, step, momentum, rate.__mul__), steps, gone)

    levels = [mpmath.mpf(k) for k in range(1, head)]
    first = mpmath.fsum(measured(k**-capacity) ** 2 * k**-source for k in levels)
    start = np.array([mpmath.mpf(1)] + [mpmath.mpf(0)] * (int(1.2 * digits) + 3))
    rule = np.array([step]), np.array([momentum])  # mpmath prints an array before it gives way
    polynomials = _errors(training, start, *rule, lambda at: np.append(0, at[:-1]))
    series = _measured(training, polynomials, steps)
    return first + mpmath.fsum(
        g * hurwitz(source + j * capacity, head)
        for j, g in enumerate(np.convolve(series, series)[: len(start)])
    )


def _measured(
    training: Steps,
    errors: Iterator[Any],
    steps: int,
    gone: Callable[[Any, Any], bool] = lambda *_: False,
) -> Any:
    """The error after some steps, or the mean of those before; nothing follows when it is gone."""
    total = before = 0
    for n, error in enumerate(errors):
        if n == steps or gone(before, error):
            break
        total, before = total + error if training.averaged else total, error
    return total / steps if training.averaged and steps else error


def _errors(
    training: Steps, start: Any, step: Any, momentum: Any, gradient: Callable[[Any], Any]
) -> Iterator[Any]:
    """The iterates from a start, for ever."""
    last = before = start
    while True:
        yield last
        last, before = training.after(last, before, step, momentum, gradient), last
