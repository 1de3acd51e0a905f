"""The definitions of training methods, step by step, along one eigenvalue."""

import mpmath as mp
from sympy import Rational

from analytic.problem import HeavyBallFlow, Nesterov


def number(value):
    """A SymPy rational as an mpmath number."""
    exact = Rational(value)
    return mp.mpf(int(exact.p)) / int(exact.q)


def remaining(training, rate, time):
    """What is left of an error after a time: the recursion, or the solution by its two roots."""
    if isinstance(training, HeavyBallFlow):
        return second_order(number(training.inertia), rate, time)
    step, momentum = number(training.step), number(getattr(training, "momentum", 0))
    last = before = mp.mpf(1)
    for _ in range(time):
        ahead = last + momentum * (last - before)
        gradient = rate * (ahead if isinstance(training, Nesterov) else last)
        last, before = ahead - step * gradient, last
    return last


def second_order(inertia, rate, time):
    """beta f'' + f' + x f = 0 from f = 1, f' = 0."""
    root = mp.sqrt(mp.mpc(1 - 4 * inertia * rate))
    if root == 0:
        age = time / (2 * inertia)
        return (1 + age) * mp.exp(-age)
    first, second = (-1 + root) / (2 * inertia), (-1 - root) / (2 * inertia)
    total = first * mp.exp(second * time) - second * mp.exp(first * time)
    return (total / (first - second)).real
