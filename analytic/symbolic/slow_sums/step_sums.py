r"""The loss after some steps by a slow and safe route: every mode by its recursion.

    L(t) = \sum_{k < K} c_k f_t(\lambda_k)^2 + \sum_j g_j \zeta(a + b j, K)

with the coefficients g_j of f_t^2, the polynomial in lambda that the recursion makes.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import mpmath
import numpy as np
from sympy import Expr

from analytic.notation import a, b, t
from analytic.problem import HeavyBallFlow, Steps, Training
from analytic.symbolic.slow_sums.numeric import hurwitz, precisely, value

_GUARD = 10
_RATIO = 8  # of the speed of learning at the last mode of the head to one: the tail falls as 8^-j


def step_weights(training: Steps | HeavyBallFlow, rate: Any) -> tuple[Any, Any]:
    r"""A and B of e_{n+1} = A e_n + B e_{n-1}, where errors have that rate.

    Of a flow, e_n is the n-th derivative at time zero: \beta e_{n+2} = -(e_{n+1} + \lambda e_n).
    """
    if isinstance(training, HeavyBallFlow):
        return -1 / training.inertia, -rate / training.inertia
    weights = _weights(training, training.step, training.momentum)
    return tuple(constant + slope * rate for constant, slope in weights)


def first_errors(training: Steps | HeavyBallFlow, rate: Expr, count: int) -> list[Expr]:
    """What is left of an error along an eigenvalue after 0, 1, 2, ... steps, by the recursion.

    Of a flow these are the derivatives at time zero; it starts from rest.
    """
    last, before = step_weights(training, rate)
    earlier = rate**0 if isinstance(training, Steps) else -last / before
    weights = last.__mul__, before.__mul__
    errors = (_measured(training, _errors((rate**0, earlier), *weights), n) for n in range(count))
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
    one, nothing = mpmath.mpf(1), mpmath.mpf(10) ** -digits
    weights = _weights(training, step, momentum)

    def gone(before: Any, error: Any) -> bool:
        return bool(abs(error) < nothing and abs(before) < nothing)

    def measured(rate: Any) -> Any:
        numbers = ((constant + slope * rate).__mul__ for constant, slope in weights)
        return _measured(training, _errors((one, one), *numbers), steps, gone)

    levels = [mpmath.mpf(k) for k in range(1, head)]
    first = mpmath.fsum(measured(k**-capacity) ** 2 * k**-source for k in levels)
    start = np.array([one] + [one * 0] * (int(1.2 * digits) + 3))
    polynomials = _errors((start, start), *(partial(_times, weight) for weight in weights))
    series = _measured(training, polynomials, steps)
    return first + mpmath.fsum(
        g * hurwitz(source + j * capacity, head)
        for j, g in enumerate(np.convolve(series, series)[: len(start)])
    )


def _measured(
    training: Training,
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
    start: tuple[Any, Any], keep: Callable[[Any], Any], undo: Callable[[Any], Any]
) -> Iterator[Any]:
    """The iterates from the first one and the one before it, for ever."""
    last, before = start
    while True:
        yield last
        last, before = keep(last) + undo(before), last


def _weights(training: Steps, step: Any, momentum: Any) -> list[Any]:
    """What the last two iterates weigh in the next one, as polynomials [constant, slope] in a rate.

    They are read from the rule itself, which is linear in both and in the rate.
    """
    one, none = np.array([step**0, step * 0]), np.array([step * 0] * 2)
    rule = np.array([step]), np.array([momentum])  # mpmath prints an array before it gives way
    return [training.after(*pair, *rule, _shifted) for pair in ((one, none), (none, one))]


def _times(weight: Any, polynomial: Any) -> Any:
    """Their product, to the degree of the latter."""
    return weight[:1] * polynomial + weight[1:] * _shifted(polynomial)


def _shifted(polynomial: Any) -> Any:
    """A polynomial in the rate times the rate, to its own degree."""
    return np.append(0, polynomial[:-1])
