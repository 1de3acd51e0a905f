r"""Momentum in continuous time, beta v'' + v' = -(K v + g), from rest.

With rates a <= a' where they are real, a + a' = 1/beta, a a' = x/beta, and \omega their imaginary
part where they are not,

    f_t = e^{-a t} [ 1 + a (1 - e^{-(a' - a) t})/(a' - a) ]
    f_t = e^{-t/(2 \beta)} [ \cos \omega t + \sin(\omega t)/(2 \beta \omega) ]
    1 - f_t = (x t^2/\beta) \sum_{j \ge 0} (-1)^j h_j/(j+2)!

the last for early times, with h_j = (t/\beta) h_{j-1} - (x t^2/\beta) h_{j-2}, h_0 = 1, h_{-1} = 0.
"""

from dataclasses import dataclass
from math import factorial

import numpy as np

from analytic.sampling.finite_model import FloatArray

_EARLY_TERMS = 20


@dataclass(frozen=True)
class InertiaFilter:
    r"""The filter of the second-order flow with inertia beta, from rest.

        \beta f'' + f' + x f = 0,   f_0 = 1,   f'_0 = 0

    [bordelon2024dynamical], eq. (137).

    >>> InertiaFilter(0.25).remaining(np.array([1.0]), np.array(0.0)).tolist()
    [1.0]
    """

    inertia: float

    def remaining(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """f(x, t)."""
        x, t = np.broadcast_arrays(x, t)
        with np.errstate(all="ignore"):
            found = np.where(4 * self.inertia * x <= 1, self._damped(x, t), self._waving(x, t))
        return np.where(np.isinf(t), np.where(x > 0, 0.0, 1.0), found)

    def learned(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """1 - f(x, t), without cancellation at early times and small rates."""
        x, t = np.broadcast_arrays(x, t)
        age, square = t / self.inertia, x * t * t / self.inertia
        slow, fast = self._rates(x)
        with np.errstate(all="ignore"):
            late = (slow * np.expm1(-fast * t) - fast * np.expm1(-slow * t)) / (fast - slow)
            early = square * _early(age, square)
        apart = (8 * self.inertia * x < 1) & np.isfinite(t)
        found = np.where(apart, late, 1 - self.remaining(x, t))
        return np.where((age <= 1) & (square <= 1), early, found)

    def _rates(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        root = np.sqrt(np.maximum(1 - 4 * self.inertia * x, 0.0))
        return 2 * x / (1 + root), (1 + root) / (2 * self.inertia)

    def _damped(self, x: FloatArray, t: FloatArray) -> FloatArray:
        slow, fast = self._rates(x)
        gap = fast - slow
        apart = np.where(gap > 0, -np.expm1(-gap * t) / gap, t)
        return np.asarray(np.exp(-slow * t) * (1 + slow * apart))

    def _waving(self, x: FloatArray, t: FloatArray) -> FloatArray:
        half = 1 / (2 * self.inertia)
        omega = np.sqrt(np.maximum(4 * self.inertia * x - 1, 0.0)) * half
        wave = np.cos(omega * t) + half * t * np.sinc(omega * t / np.pi)
        return np.asarray(np.exp(-half * t) * wave)


def _early(age: FloatArray, square: FloatArray) -> FloatArray:
    """The sum over j."""
    before, term = np.zeros_like(age), np.ones_like(age)
    total = term / 2
    for j in range(1, _EARLY_TERMS):
        before, term = term, age * term - square * before
        total = total + (-1) ** j * term / factorial(j + 2)
    return total
