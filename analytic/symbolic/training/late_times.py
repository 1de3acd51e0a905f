r"""Late times of a way of training: one exponential for each mode, and its first correction.

H_k has one slow pole; with z = e^p where training takes steps, and its residue A,

    f_t = A e^{p_0 t},   p_0 = -c \lambda + O(\lambda^2),   f_t^2 = e^{-2 y} [ 1 + g(y)/t + ... ]

at fixed y = c \lambda t, up to t^{-2}. The other pole has died out beyond all powers of t. The mean
of f_0 ... f_{t-1} is (1 - f_t)/y in steps without momentum; what it leaves of the modes learned
falls as y^{-2}, a pole of its own.

Momentum that grows with time: Nesterov's schedule \mu_n = 1 - r/n, and what it does to L(t).

    v_{n+1} = (1 - \eta x) [ v_n + (1 - r/n) (v_n - v_{n-1}) ]

In the time t = n \sqrt\eta of small steps it is v'' + (r/t) v' + x v = 0, from rest, which has

    f_t = \Gamma(\nu + 1) (2/(\sqrt{x} t))^\nu J_\nu(\sqrt{x} t),   \nu = (r - 1)/2.

[su2016differential], section 2.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from operator import add
from typing import NamedTuple

from sympy import Add, Expr, Integer, Poly, Symbol, besselj, gamma, limit, pi, sqrt
from sympy.logic.boolalg import Boolean

from analytic.law import Law
from analytic.notation import T, epsilon, eta, f, lambda_k, n, r, t, x, y, z
from analytic.problem import PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.mellin.expansion import expand, expand_image
from analytic.symbolic.mellin.harmonic import HarmonicSum, spectral_sums
from analytic.symbolic.mellin.profiles import BesselSquare, Exponential, MellinImage
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.training.recursions import frequency_of

VALIDITY = "$t$ large, below the edge of stability, $N = P = infinity$"
_LEFT_OUT = 2  # the first power of 1/t, relative to the leading one, that a late mode does not know


class LateMode(NamedTuple):
    r"""The slow pole of a mode, its residue, the rate c and the first correction g(y).

        f_t = A e^{p_0 t},   f_t^2 = e^{-2 y} [1 + g(y)/t + ...],   y = c \lambda t

    Pole and residue are to two orders in \lambda.
    """

    exponent: Expr
    residue: Expr
    rate: Expr
    correction: Expr


def late_mode(response: Expr, variable: Symbol, start: int) -> LateMode:
    r"""The late mode of a response in z (start 1) or in p (start 0).

        f_t = A e^{p_0 t},   p_0 = -c \lambda + O(\lambda^2)

    >>> from analytic.notation import eta, z
    >>> late_mode(1 / (z - 1 + eta * lambda_k), z, 1).correction
    -y**2
    """
    numerator, denominator = cancel(response).as_numer_denom()
    along = -frequency_of(response, lambda_k)  # lambda where the pole is at the variable
    residue = (numerator / denominator.diff(variable)).subs(lambda_k, along)
    slope, curvature = (along.diff(variable, order).subs(variable, start) for order in (1, 2))
    if start:  # derivatives in p, where z = e^p
        curvature = slope + curvature
    tilt = cancel(residue.diff(variable).subs(variable, start) / slope)
    rate, bend = cancel(-1 / slope), cancel(-curvature / (2 * slope))
    return LateMode(
        -rate * lambda_k + bend * (rate * lambda_k) ** 2,
        cancel(residue.subs(variable, start)) + tilt * lambda_k,
        rate,
        (2 * bend * y**2 + 2 * cancel(tilt / rate) * y).expand(),
    )


def late_law(spectrum: PowerLaw, mode: LateMode, symbol: str) -> Law:
    r"""The law of the loss at late times, with its first correction.

        L(t) ~ \sum_k c_k e^{-2 y_k} [1 + g(y_k)/t],   y_k = c \lambda_k t

    The next correction is t^-2 of it.
    """

    def at(values: Mapping[Expr, Expr]) -> Law:
        return late_law(spectrum.at(values), mode, symbol)

    return balanced(late_series(spectrum, mode), symbol, t, VALIDITY, at=at)


def late_series(spectrum: PowerLaw, mode: LateMode) -> LogPowers:
    r"""The loss at late times in powers of 1/t, to the first correction.

        \sum_k c_k e^{-2 y_k} [ 1 + g(y_k)/t + O(t^{-2}) ],   y_k = c \lambda_k t

    The next correction is t^{-2} of it.
    """
    whole = _series(spectrum, mode, 0)
    omitted = [(exponent + _LEFT_OUT, j) for exponent, j in whole.terms]
    parts = (
        _series(spectrum, mode, power).scaled(coefficient).shifted(Integer(1 - power))
        for (power,), coefficient in Poly(mode.correction, y).terms()
    )
    return reduce(add, parts, whole) + LogPowers.of(1 / t, [], omitted)


def _series(spectrum: PowerLaw, mode: LateMode, power: int) -> LogPowers:
    r"""t^{-power} \sum_k c_k y_k^{power} e^{-2 y_k}, free of all powers but the poles of zeta."""
    factor = (mode.rate * spectrum.scale) ** power
    shifted = (
        replace(one, coefficient=one.coefficient * factor, power=one.power - power * spectrum.b)
        for one in spectral_sums(spectrum, Exponential(2 * mode.rate), t)
    )
    return reduce(add, (expand(one, "infinity").series(1 / t) for one in shifted))


def averaged_law(spectrum: PowerLaw, mode: LateMode, symbol: str) -> Law:
    r"""The law of the loss of the mean of all iterates, to the order of `late_law`.

        \sum_k c_k (1 - f_k)^2/y_k^2,   f = e^{-y} [1 + g(y)/(2 t)]

    y^{m-2} e^{-j y} has the transform j^{2-m-z} \Gamma(z+m-2), and y^{m-2} none: right of the strip
    is the pole at z = 2, where nothing is left of the exponentials.
    """

    def at(values: Mapping[Expr, Expr]) -> Law:
        return averaged_law(spectrum.at(values), mode, symbol)

    square = ((1 - x * (1 + mode.correction * epsilon / 2)) ** 2).expand()
    factors: dict[tuple[int, int], Expr] = {}
    for (order, m, j), coefficient in Poly(square, epsilon, y, x).terms():
        if order < _LEFT_OUT and j > 0:
            key = order, m
            factors[key] = factors.get(key, Integer(0)) + coefficient * j ** (2 - m - z)
    sums = spectral_sums(spectrum, Exponential(mode.rate), t)
    omitted = [
        ((power - spectrum.multiplicity_growth - 1) / spectrum.b + _LEFT_OUT, 0)
        for _, power in spectrum.target_powers
    ]
    series, conditions = LogPowers.of(1 / t, [], omitted), list[Boolean]()
    for one in sums:
        for (order, m), factor in factors.items():
            image = MellinImage(one.image.entire * factor, (z + m - 2,), one.image.zetas)
            poles = tuple(Integer(p) for p in range(1, 3 - m) if factor.subs(z, p) != 0)
            found = expand_image(image, t, "infinity", beside=poles)
            series += found.series(1 / t).shifted(Integer(order))
            conditions += found.conditions
    return balanced(series, symbol, t, VALIDITY, conditions, at)


_ORDER = (r - 1) / 2
ON_AVERAGE = "t large; on average over time: the modes learned swing, by as much as their term"


class ScheduledLoss(NamedTuple):
    """The loss as harmonic sums in T = t^2, its tail term, and the mean of what is left of f^2."""

    sums: tuple[HarmonicSum, ...]
    tail: Expr
    mean: Expr


def motion() -> Expr:
    r"""The left-hand side of the equation of motion, from the recursion at \eta = \epsilon^2 -> 0.

        f'' + (r/t) f' + x f = 0,   t = n \epsilon

    Errors at n + 1 and n - 1 are expanded about t. [su2016differential], section 2.
    """
    after, before = (
        f(t) + sign * epsilon * f(t).diff(t) + epsilon**2 / 2 * f(t).diff(t, 2) for sign in (1, -1)
    )
    momentum = 1 - r * epsilon / t
    ahead = f(t) + momentum * (f(t) - before)
    step = after - (1 - epsilon**2 * x) * ahead
    return limit((step / epsilon**2).expand(), epsilon, 0)


def scheduled_filter() -> Expr:
    r"""What is left of an error along an eigenvalue x at time t, with momentum on a schedule.

        f_t = \Gamma(\nu + 1) (2/(\sqrt x t))^\nu J_\nu(\sqrt x t),   \nu = (r - 1)/2

    [su2016differential], section 2.
    """
    argument = sqrt(x) * t
    return gamma(_ORDER + 1) * (2 / argument) ** _ORDER * besselj(_ORDER, argument)


def scheduled_loss(spectrum: PowerLaw) -> ScheduledLoss:
    r"""The loss under the schedule, and the two terms of which the larger one leads.

        L(t) = \sum_k c_k f_t(\lambda_k)^2

    By its Mellin transform in t^2.
    """
    sums = spectral_sums(spectrum, BesselSquare(Integer(1), _ORDER), T)
    expansions = [expand(one, "infinity") for one in sums]
    edge = BesselSquare(Integer(1), _ORDER).upper_edge
    powers = [power for expansion in expansions for power in expansion.powers]
    mean = Add(*(one.of(T) for one in powers if one.exponent == edge))
    tail = Add(*(one.of(T) for one in powers if one.exponent != edge))
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
    powers = (power.of(n) for one in sums for power in expand(one, "infinity").powers)
    return height * (eta * n**2) ** (-r / 2) * Add(*powers)


def scheduled_law(spectrum: PowerLaw, growth: Expr) -> Law:
    """The law of the loss at a number for r, on average over the swings of the modes learned."""

    def at(values: Mapping[Expr, Expr]) -> Law:
        return scheduled_law(spectrum.at(values), growth)

    sums = spectral_sums(spectrum, BesselSquare(Integer(1), _ORDER.subs(r, growth)), T)
    expansions = [expand(one, "infinity") for one in sums]
    series = reduce(add, (one.series(1 / t, -2) for one in expansions))
    conditions = [condition for one in expansions for condition in one.conditions]
    return balanced(series, "r_t(schedule)", t, ON_AVERAGE, conditions, at)
