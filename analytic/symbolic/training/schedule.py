r"""Momentum that grows with time: Nesterov's schedule \mu_n = 1 - r/n, and what it does to L(t).

    v_{n+1} = (1 - \eta x) [ v_n + (1 - r/n) (v_n - v_{n-1}) ]

In the time t = n \sqrt\eta of small steps it is v'' + (r/t) v' + x v = 0, from rest, which has

    f_t = \Gamma(\nu + 1) (2/(\sqrt{x} t))^\nu J_\nu(\sqrt{x} t),   \nu = (r - 1)/2.

[su2016differential], section 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from operator import add
from typing import NamedTuple

from sympy import Add, Expr, Integer, besselj, gamma, limit, pi, sqrt

from analytic.law import Law
from analytic.notation import T, epsilon, eta, f, n, r, t, x
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import HarmonicSum, spectral_sums
from analytic.symbolic.mellin.profiles import BesselSquare, Exponential
from analytic.symbolic.series.dominant_balance import balanced

__all__ = [
    "ScheduledLoss",
    "motion",
    "scheduled_filter",
    "scheduled_law",
    "scheduled_loss",
    "stepped_swings",
]

_ORDER = (r - 1) / 2
VALIDITY = "t large; on average over time: the modes learned swing, by as much as their term"


class ScheduledLoss(NamedTuple):
    """The loss as harmonic sums in T = t^2, its tail term, and the mean of what is left of f^2."""

    sums: tuple[HarmonicSum, ...]
    tail: Expr
    mean: Expr


def motion() -> Expr:
    r"""The left-hand side of the equation of motion, from the recursion at \eta = \epsilon^2 -> 0.

    Errors at n + 1 and n - 1 are expanded about t = n \epsilon.
    """
    after, before = (
        f(t) + sign * epsilon * f(t).diff(t) + epsilon**2 / 2 * f(t).diff(t, 2) for sign in (1, -1)
    )
    momentum = 1 - r * epsilon / t
    ahead = f(t) + momentum * (f(t) - before)
    step = after - (1 - epsilon**2 * x) * ahead
    return limit((step / epsilon**2).expand(), epsilon, 0)


def scheduled_filter() -> Expr:
    """What is left of an error along an eigenvalue x at time t."""
    argument = sqrt(x) * t
    return gamma(_ORDER + 1) * (2 / argument) ** _ORDER * besselj(_ORDER, argument)


def scheduled_loss(spectrum: PowerLaw) -> ScheduledLoss:
    """The loss under the schedule, and the two terms of which the larger one leads."""
    sums = spectral_sums(spectrum, BesselSquare(Integer(1), _ORDER), T)
    expansions = [expand(one, "infinity") for one in sums]
    edge = BesselSquare(Integer(1), _ORDER).upper_edge
    powers = [power for expansion in expansions for power in expansion.powers]
    mean = Add(*(one.at(T) for one in powers if one.exponent == -edge))
    tail = Add(*(one.at(T) for one in powers if one.exponent != -edge))
    return ScheduledLoss(sums, tail.subs(T, t**2), mean.subs(T, t**2))


def stepped_swings(spectrum: PowerLaw) -> Expr:
    r"""The mean of the swings after n steps of a fixed size, each of which takes 1 - \eta x of f^2.

    f^2 = M (\eta x n^2)^{-r/2} e^{-\eta x n}, M from J^2 = 1/(\pi u) on average at large u: what
    leads are the modes with \eta x n of order one, the pole of zeta.
    """
    argument = sqrt(x) * t
    mean = scheduled_filter() ** 2 / besselj(_ORDER, argument) ** 2 / (pi * argument)
    height = mean.subs(t, 1 / sqrt(x))  # mean = height/argument^r
    sums = (
        replace(one, coefficient=one.coefficient * spectrum.scale ** (-r / 2), power=power)
        for one in spectral_sums(spectrum, Exponential(eta), n)
        for power in (one.power + r * spectrum.b / 2,)
    )
    powers = (power.at(n) for one in sums for power in expand(one, "infinity").powers)
    return height * (eta * n**2) ** (-r / 2) * Add(*powers)


def scheduled_law(spectrum: PowerLaw, growth: Expr) -> Law:
    """The law of the loss at a number for r, on average over the swings of the modes learned."""

    def at(values: Mapping[Expr, Expr]) -> Law:
        return scheduled_law(spectrum.at(values), growth)

    sums = spectral_sums(spectrum, BesselSquare(Integer(1), _ORDER.subs(r, growth)), T)
    expansions = [expand(one, "infinity") for one in sums]
    series = reduce(add, (one.series(1 / t, -2) for one in expansions))
    conditions = [condition for one in expansions for condition in one.conditions]
    return balanced(series, "r_t(schedule)", t, VALIDITY, conditions, at)
