r"""Late times of a way of training: one exponential for each mode, and its first correction.

H_k has one slow pole; with z = e^p where training takes steps, and its residue A,

    f_t = A e^{p_0 t},   p_0 = -c \lambda + O(\lambda^2),   f_t^2 = e^{-2 y} [ 1 + g(y)/t + ... ]

at fixed y = c \lambda t, up to t^{-2}. The other pole has died out beyond all powers of t. The mean
of f_0 ... f_{t-1} is (1 - f_t)/y in steps without momentum; what it leaves of the modes learned
falls as y^{-2}, a pole of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from operator import add
from typing import NamedTuple

from sympy import Expr, Integer, Poly, Symbol, cancel
from sympy.logic.boolalg import Boolean

from analytic.law import Law
from analytic.notation import epsilon, lambda_k, t, x, y, z
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.expansion import expand, expand_image
from analytic.symbolic.mellin.harmonic import spectral_sums
from analytic.symbolic.mellin.profiles import Exponential, MellinImage
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.training.recursions import frequency_of

__all__ = ["LateMode", "averaged_law", "late_law", "late_mode", "late_series"]

VALIDITY = "t large, below the edge of stability, N = P = infinity"
_LEFT_OUT = 2  # the first power of 1/t, relative to the leading one, that a late mode does not know


class LateMode(NamedTuple):
    """The pole and its residue to two orders in lambda, the rate c, and the correction g(y)."""

    exponent: Expr
    residue: Expr
    rate: Expr
    correction: Expr


def late_mode(response: Expr, variable: Symbol, start: int) -> LateMode:
    """The late mode of a response in z (start 1) or in p (start 0).

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
    """The law of the loss at late times, with its first correction; the next is t^-2 of it."""

    def at(values: Mapping[Expr, Expr]) -> Law:
        return late_law(spectrum.at(values), mode, symbol)

    return balanced(late_series(spectrum, mode), symbol, t, VALIDITY, at=at)


def late_series(spectrum: PowerLaw, mode: LateMode) -> LogPowers:
    r"""\sum_k c_k e^{-2 y_k} [ 1 + g(y_k)/t + O(t^{-2}) ] in powers of 1/t, y_k = c \lambda_k t."""
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
    for (n, m, j), coefficient in Poly(square, epsilon, y, x).terms():
        if n < _LEFT_OUT and j > 0:
            factors[n, m] = factors.get((n, m), Integer(0)) + coefficient * j ** (2 - m - z)
    sums = spectral_sums(spectrum, Exponential(mode.rate), t)
    omitted = [
        ((power - spectrum.multiplicity_growth - 1) / spectrum.b + _LEFT_OUT, 0)
        for _, power in spectrum.target_powers
    ]
    series, conditions = LogPowers.of(1 / t, [], omitted), list[Boolean]()
    for one in sums:
        for (n, m), factor in factors.items():
            image = MellinImage(one.image.entire * factor, (z + m - 2,), one.image.zetas)
            poles = tuple(Integer(p) for p in range(1, 3 - m) if factor.subs(z, p) != 0)
            found = expand_image(image, t, "infinity", beside=poles)
            series += found.series(1 / t).shifted(Integer(n))
            conditions += found.conditions
    return balanced(series, symbol, t, VALIDITY, conditions, at)
