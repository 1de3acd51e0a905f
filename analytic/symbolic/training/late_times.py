r"""Late times of a way of training: one exponential for each mode, and its first correction.

H_k has one slow pole; with z = e^p where training takes steps, and its residue A,

    f_t = A e^{p_0 t},   p_0 = -c \lambda + O(\lambda^2),   f_t^2 = e^{-2 y} [ 1 + g(y)/t + ... ]

at fixed y = c \lambda t, up to t^{-2}. The other pole has died out beyond all powers of t.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from sympy import Add, Expr, Integer, Poly, Symbol, cancel, log, series

from analytic.notation import lambda_k, t, y
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import HarmonicSum, spectral_sums
from analytic.symbolic.mellin.profiles import Exponential

__all__ = ["LateMode", "correction", "late_mode", "leading"]


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
    pole: Expr = Integer(start)
    for _ in range(2):  # Newton's method doubles the order: 1 + O(lambda), O(lambda^2), O(lambda^4)
        step = (denominator / denominator.diff(variable)).subs(variable, pole)
        pole = pole - _orders(step, 3)
    residue = _orders((numerator / denominator.diff(variable)).subs(variable, pole), 2)
    exponent = _orders(log(pole) if start else pole, 3)
    rate = cancel(-exponent.coeff(lambda_k, 1))
    bend = cancel(exponent.coeff(lambda_k, 2) / rate**2)
    tilt = cancel(residue.coeff(lambda_k, 1) / rate)
    return LateMode(exponent, residue, rate, (2 * bend * y**2 + 2 * tilt * y).expand())


def leading(spectrum: PowerLaw, mode: LateMode) -> Expr:
    r"""\sum_k c_k e^{-2 y_k} at late times, y_k = c \lambda_k t."""
    return _expanded(_sums(spectrum, mode, 0))


def correction(spectrum: PowerLaw, mode: LateMode) -> Expr:
    r"""t^{-1} \sum_k c_k g(y_k) e^{-2 y_k} at late times."""
    terms = Poly(mode.correction, y).terms()
    return Add(
        *(
            coefficient * t ** (power - 1) * _expanded(_sums(spectrum, mode, power))
            for (power,), coefficient in terms
        )
    )


def _sums(spectrum: PowerLaw, mode: LateMode, power: int) -> tuple[HarmonicSum, ...]:
    r"""t^{-power} \sum_k c_k y_k^{power} e^{-2 y_k}."""
    plain = spectral_sums(spectrum, Exponential(2 * mode.rate), t)
    factor = (mode.rate * spectrum.scale) ** power
    return tuple(
        replace(one, coefficient=one.coefficient * factor, power=one.power - power * spectrum.b)
        for one in plain
    )


def _expanded(sums: tuple[HarmonicSum, ...]) -> Expr:
    return Add(*(expand(one, "infinity").sum for one in sums))


def _orders(expression: Expr, order: int) -> Expr:
    """The terms below an order in lambda."""
    found = series(expression, lambda_k, 0, order).removeO().expand()
    return Add(*(cancel(found.coeff(lambda_k, power)) * lambda_k**power for power in range(order)))
