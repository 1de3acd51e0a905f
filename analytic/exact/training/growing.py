r"""Momentum on a schedule at unlimited width and data: every mode by its recursion.

    L = \sum_{k < K} c_k f_n(\lambda_k)^2 + \sum_j g_j \sum_{k \ge K} c_k \lambda_k^j

f_n is a polynomial in \lambda, and g_j are the coefficients of its square. From K on
n^2 \eta \lambda_k is at most 1/8, so that the terms fall at least as fast as 8^{-j}.
"""

from __future__ import annotations

from math import ceil, log2
from typing import Any

import numpy as np
from sympy import Expr, Integer, oo

from analytic.errors import InvalidProblemError
from analytic.exact.late_times.limits import Losses
from analytic.exact.precision import Arithmetic, Array, Multiple, bits_of
from analytic.exact.sums.euler_maclaurin import correction_count, cut, hurwitz, integers
from analytic.exact.sums.spectral_sums import refuse_symbols
from analytic.problem import GrowingMomentum, MeasuredSpectrum, Model, PowerLaw, Spectrum
from analytic.real_numbers import shown

__all__ = ["growing_losses"]

_RATIO = 8
_MOST_MODES = 10**6


def growing_losses(model: Model, training: GrowingMomentum, time: Expr, digits: int) -> Losses:
    """Both losses after a number of steps, at N = P = infinity.

    Raises    InvalidProblemError at a finite size: two steps before t are not all that counts.
    """
    if model.width != oo or model.samples != oo:
        raise InvalidProblemError(
            f"{training!r} was asked for at N = {shown(model.width)}, P = {shown(model.samples)}, "
            "and its momentum changes with every step: no contour is known here. Simulate it, or "
            "set both sizes to infinity."
        )
    steps = int(time)
    arithmetic = Multiple.at_least(bits_of(digits) + _lost_bits(training, steps))
    with arithmetic.working():
        test = _Modes(arithmetic, training, steps).loss(model.spectrum)
        return Losses(test, test + arithmetic.number(model.noise))


def _lost_bits(training: GrowingMomentum, steps: int) -> int:
    """Rounding grows as n^2 at most, and f^2 falls as n^-r."""
    return ceil((4 + float(training.growth)) * log2(steps + 2)) + 16


class _Modes:
    """The recursion after so many steps, along many eigenvalues or in powers of one."""

    def __init__(self, arithmetic: Arithmetic, training: GrowingMomentum, steps: int) -> None:
        self.arithmetic = arithmetic
        self.step = arithmetic.number(training.step)
        self.momenta = [
            arithmetic.number(1 - training.growth / Integer(n)) for n in range(1, steps + 1)
        ]
        self.speed = float(training.step) * steps**2

    def loss(self, spectrum: Spectrum) -> Any:
        """The test loss of a spectrum."""
        ar = self.arithmetic
        if isinstance(spectrum, MeasuredSpectrum):
            rates, powers = (
                ar.array([ar.number(x) for x in values])
                for values in (spectrum.eigenvalues, spectrum.target_power)
            )
            return (powers * self._left(rates) ** 2).sum()
        refuse_symbols(spectrum)
        b, infinite = spectrum.b, spectrum.modes == oo
        beyond = (_RATIO * float(spectrum.scale) * self.speed) ** (1 / float(b))
        end = max(ceil(beyond), cut(ar.bits)) + 1 if infinite else int(spectrum.modes) + 1
        _refuse_too_many(end)
        logs = ar.log(integers(ar, 1, end))
        scale = ar.number(spectrum.scale)
        squares = self._left(scale * ar.exp(-ar.number(b) * logs)) ** 2
        total = ar.number(0)
        for coefficient, power in spectrum.target_powers:
            decay = power - spectrum.multiplicity_growth
            part = (squares * ar.exp(-ar.number(decay) * logs)).sum()
            if infinite:
                part = part + self._tail(spectrum, decay, end)
            total = total + ar.number(spectrum.multiplicity * coefficient) * part
        return total

    def _left(self, rates: Array) -> Array:
        r"""f_n(\lambda)."""
        kept = 1 - self.step * rates
        last = before = 0 * rates + 1
        for momentum in self.momenta:
            last, before = kept * (last + momentum * (last - before)), last
        return np.asarray(last)

    def _tail(self, spectrum: PowerLaw, decay: Expr, end: int) -> Any:
        r"""The modes from `end` on, f_n^2 in powers of \lambda/\lambda_end."""
        ar = self.arithmetic
        terms = ar.bits // 3 + 4
        height = ar.exp(ar.log(ar.number(end)) * ar.number(spectrum.b))
        rate = self.step * ar.number(spectrum.scale) / height
        last = before = np.concatenate([ar.array([ar.number(1)]), ar.array([ar.number(0)] * terms)])
        for momentum in self.momenta:
            ahead = last + momentum * (last - before)
            lower = np.concatenate([ahead[:1] * 0, ahead[:-1]])
            last, before = ahead - rate * lower, last
        square = np.convolve(last, last)[: terms + 1]
        orders = ar.number(spectrum.b) * integers(ar, 0, terms + 1)
        falls = orders * ar.log(ar.number(end))
        count = correction_count(ar.bits, end)
        return (square * hurwitz(ar, ar.number(decay) + orders, end, count, falls)).sum()


def _refuse_too_many(end: int) -> None:
    if end > _MOST_MODES:
        raise InvalidProblemError(
            f"{end} modes would be stepped one by one, and {_MOST_MODES} are the most. Take fewer "
            "steps, or fewer modes."
        )
