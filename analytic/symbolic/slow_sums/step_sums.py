r"""The loss after some steps by a slow and safe route: every mode by its recursion.

    L(t) = \sum_{k < K} c_k f_t(\lambda_k)^2 + \sum_j g_j \zeta(a + b j, K)

with the coefficients g_j of f_t^2, the polynomial in lambda that the recursion makes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import mpmath
from sympy import Expr

from analytic.notation import a, b, eta, mu, t
from analytic.symbolic.slow_sums.hurwitz import hurwitz
from analytic.symbolic.slow_sums.numeric import precisely, value

__all__ = ["first_errors", "slow_step_loss"]

_GUARD = 10
_RATIO = 8  # of the speed of learning at the last mode of the head to one: the tail falls as 8^-j


def first_errors(rate: Expr, count: int, ahead: bool = False) -> list[Expr]:
    """What is left of an error along an eigenvalue after 0, 1, 2, ... steps, by the recursion.

    The gradient is the one where the last step ends, or `ahead` of it by as much as momentum moves.
    """
    errors = [rate**0, 1 - eta * rate]
    while len(errors) < count:
        last, before = errors[-1], errors[-2]
        moved = last + mu * (last - before)
        errors.append((moved - eta * rate * (moved if ahead else last)).expand())
    return errors[:count]


def slow_step_loss(point: Mapping[Expr, Expr], digits: int) -> mpmath.mpf:
    """The loss of a power law at a point that gives numbers to a, b, eta, mu and t."""
    working = digits + _GUARD
    return precisely(working, partial(_head_and_tail, point, working))


def _head_and_tail(point: Mapping[Expr, Expr], digits: int) -> mpmath.mpf:
    source, capacity, step, momentum = (value(x, point, digits) for x in (a, b, eta, mu))
    steps = int(point[t])
    speed = step * steps / (1 - momentum)
    head = int((_RATIO * speed) ** (1 / capacity)) + 2
    rates = [mpmath.mpf(k) ** -capacity for k in range(1, head)]
    nothing = mpmath.mpf(10) ** -digits
    left = [_remaining(rate, step, momentum, steps, nothing) for rate in rates]
    first = mpmath.fsum(f**2 * mpmath.mpf(k) ** -source for k, f in enumerate(left, start=1))
    terms = int(1.2 * digits) + 4
    series = _series(step, momentum, steps, terms)
    square = [mpmath.fsum(series[i] * series[j - i] for i in range(j + 1)) for j in range(terms)]
    return first + mpmath.fsum(
        g * hurwitz(source + j * capacity, head) for j, g in enumerate(square)
    )


def _remaining(
    rate: mpmath.mpf, step: mpmath.mpf, momentum: mpmath.mpf, steps: int, nothing: mpmath.mpf
) -> mpmath.mpf:
    """An error after some steps; zero once two steps in a row leave nothing of it."""
    last = before = mpmath.mpf(1)
    kept = 1 + momentum - step * rate
    for _ in range(steps):
        last, before = kept * last - momentum * before, last
        if abs(last) < nothing and abs(before) < nothing:
            return mpmath.mpf(0)
    return last


def _series(step: mpmath.mpf, momentum: mpmath.mpf, steps: int, terms: int) -> list[mpmath.mpf]:
    """The first coefficients of f_t as a polynomial in the rate."""
    last = [mpmath.mpf(1)] + [mpmath.mpf(0)] * (terms - 1)
    before = list(last)
    kept = 1 + momentum
    for _ in range(steps):
        shifted = [mpmath.mpf(0), *last[:-1]]
        following = [
            kept * x - step * y - momentum * w
            for x, y, w in zip(last, shifted, before, strict=True)
        ]
        last, before = following, last
    return last
