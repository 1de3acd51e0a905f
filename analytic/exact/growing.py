r"""Momentum on a schedule at unlimited width and data: every mode by its recursion.

    L = \sum_{k < K} c_k f_n(\lambda_k)^2 + \sum_j g_j \sum_{k \ge K} c_k \lambda_k^j

f_n is a polynomial in \lambda, and g_j are the coefficients of its square. From K on
n^2 \eta \lambda_k is at most 1/8, so that the terms fall at least as fast as 8^{-j}.
"""

from collections.abc import Callable
from math import ceil, log2
from typing import Any

import numpy as np
from sympy import Expr, Integer, oo

from analytic.errors import InvalidProblemError
from analytic.exact.limits import Losses
from analytic.exact.precision import Arithmetic, Array, Multiple, bits_of
from analytic.exact.sums.spectral_sums import refuse_symbols, spectral_sums
from analytic.exact.sums.zeta import correction_count, cut, hurwitz, integers
from analytic.problem import Model, PowerLaw, Spectrum, Steps, Training, require_steps
from analytic.problem.spectrum import StatedSums
from analytic.real_numbers import shown

_RATIO = 8
_MOST_MODES = 10**6


def growing_losses(model: Model, training: Training, time: Expr, digits: int) -> Losses:
    r"""Both losses after a number of steps, at N = P = infinity, with momentum that grows.

        L = \sum_k c_k f_n(\lambda_k)^2

    Raises    InvalidProblemError at a finite size: two steps before t are not all that counts.
    """
    if model.response != 1 or model.samples != oo:
        raise InvalidProblemError(
            f"{training!r} was asked for at N = {shown(model.width)}, P = {shown(model.samples)}, "
            "and its momentum changes with every step: no contour is known here. Simulate it, or "
            "set both sizes to infinity."
        )
    training, steps = require_steps(training), int(time)
    arithmetic = Multiple.at_least(bits_of(digits) + _lost_bits(training, steps))
    with arithmetic.working():
        test = _Modes(arithmetic, training, steps).loss(model.spectrum)
        return Losses(test, test + arithmetic.number(model.noise))


def _lost_bits(training: Steps, steps: int) -> int:
    """Rounding grows as n^2 at most, and f^2 falls as n^-r."""
    return ceil((4 + float(training.growth)) * log2(steps + 2)) + 16


class _Modes:
    """The recursion after so many steps, along many eigenvalues or in powers of one."""

    def __init__(self, arithmetic: Arithmetic, training: Steps, steps: int) -> None:
        self.arithmetic = arithmetic
        self.training = training
        self.step = arithmetic.number(training.step)
        self.momenta = [
            arithmetic.number(training.momentum - training.growth / Integer(n))
            for n in range(1, steps + 1)
        ]
        self.speed = float(training.step) * steps**2

    def loss(self, spectrum: Spectrum) -> Any:
        """The test loss of a spectrum."""
        ar = self.arithmetic
        refuse_symbols(spectrum)
        law = spectrum.unlimited_power_law
        if law is not None:
            last = self._last_singly(law)
        elif spectrum.modes == oo and isinstance(spectrum, StatedSums):
            last = spectrum.last_above(-log2(_RATIO * self.speed))
        else:
            last = int(spectrum.modes)
        _refuse_too_many(last)
        levels = spectral_sums(ar, spectrum).levels(last)
        total = (levels.copies * levels.powers * self._left(levels.eigenvalues) ** 2).sum()
        if law is not None:
            return total + self._tails(law, last + 1)
        if spectrum.modes == oo and isinstance(spectrum, StatedSums):
            square = self._square(spectrum.level(last + 1, ar.number)[0])
            moments = (spectrum.tail(last + 1, j, ar.number)[1] for j in range(len(square)))
            total += sum(x * y for x, y in zip(square, moments, strict=True))
        return total

    def _tails(self, law: PowerLaw, end: int) -> Any:
        """The loss of the modes from `end` on."""
        ar, growth = self.arithmetic, law.multiplicity_growth
        return sum(
            ar.number(law.multiplicity * coefficient) * self._tail(law, power - growth, end)
            for coefficient, power in law.target_powers
        )

    def _last_singly(self, law: PowerLaw) -> int:
        r"""The level beyond which n^2 \eta \lambda_k is at most 1/8 and zeta tails converge."""
        beyond: float = (_RATIO * float(law.scale) * self.speed) ** (1 / float(law.b))
        return max(ceil(beyond), cut(self.arithmetic.bits))

    def _left(self, rates: Array) -> Array:
        r"""f_n(\lambda)."""
        return self._stepped(0 * rates + 1, lambda at: rates * at)

    def _stepped(self, start: Array, gradient: Callable[[Array], Array]) -> Array:
        last = before = start
        for momentum in self.momenta:
            last, before = self.training.after(last, before, self.step, momentum, gradient), last
        return np.asarray(last)

    def _square(self, rate: Any) -> Array:
        r"""The coefficients of f_n^2 in powers of \lambda over a rate."""
        ar = self.arithmetic
        terms = ar.bits // 3 + 4
        start = np.concatenate([ar.array([ar.number(1)]), ar.array([ar.number(0)] * terms)])
        last = self._stepped(start, lambda at: rate * np.concatenate([at[:1] * 0, at[:-1]]))
        return np.convolve(last, last)[: terms + 1]

    def _tail(self, spectrum: PowerLaw, decay: Expr, end: int) -> Any:
        r"""The modes from `end` on, f_n^2 in powers of \lambda/\lambda_end."""
        ar = self.arithmetic
        height = ar.exp(ar.log(ar.number(end)) * ar.number(spectrum.b))
        square = self._square(ar.number(spectrum.scale) / height)
        orders = ar.number(spectrum.b) * integers(ar, 0, len(square))
        falls = orders * ar.log(ar.number(end))
        count = correction_count(ar.bits, end)
        return (square * hurwitz(ar, ar.number(decay) + orders, end, count, falls)).sum()


def _refuse_too_many(modes: int) -> None:
    if modes > _MOST_MODES:
        raise InvalidProblemError(
            f"{modes} modes would be stepped one by one, and {_MOST_MODES} are the most. Take "
            "fewer steps, or fewer modes."
        )
