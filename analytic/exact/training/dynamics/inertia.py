r"""Momentum in continuous time, beta v'' + v' = -(K v + g): s = p + beta p^2.

f_t = [ p e^{p' t} - p' e^{p t} ] / (p - p'),   p + p' = -1/beta
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analytic.exact.precision import Arithmetic, Array
from analytic.exact.training.dynamics.exponents import Frequencies

__all__ = ["Inertia"]


class Inertia:
    """The second-order flow with inertia beta."""

    def __init__(self, arithmetic: Arithmetic, inertia: Any) -> None:
        self.arithmetic = arithmetic
        self.inertia = inertia

    @property
    def fading(self) -> float:
        """Re p where both solutions die equally fast, -1/(2 beta)."""
        return -1 / (2 * float(self.inertia))

    def exponent(self, s: Array) -> Array:
        """The root of beta p^2 + p = s with the larger real part."""
        root = self.arithmetic.sqrt(1 + 4 * self.inertia * s)
        return np.asarray(2 * s / (1 + root))

    def rate(self, x: Any) -> Any:
        """-Re p at s = -x."""
        square = 1 - 4 * self.inertia * x
        if square < 0:
            return 1 / (2 * self.inertia)
        return 2 * x / (1 + square**0.5)

    def alternates(self, _: Any) -> bool:
        """Never: time is continuous."""
        return False

    def at(self, p: Array, time: Any) -> Frequencies:
        """Frequencies and amplitudes at exponents p."""
        slope = 1 + 2 * self.inertia * p
        other = -1 / self.inertia - p
        gap = other - p
        ratio = self.arithmetic.exp(gap * time)
        amplitude = (1 + self.inertia * p * (1 + ratio)) / slope
        leads = np.array([bool(x < 0) for x in self.arithmetic.real(gap)])
        return Frequencies(p, p * (1 + self.inertia * p), slope, amplitude, leads)
