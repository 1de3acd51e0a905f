r"""Gradient descent, heavy ball and Nesterov: recursions over at most two steps back.

With z = e^p = 1 + \delta, c = 1 (heavy ball) or 1 + \mu (Nesterov), and \mu = 0 for plain descent,

    s = \delta (\delta + 1 - \mu) / (\eta (1 + c \delta)),
    f_t = [ z^{t+1} (1 - z') - z'^{t+1} (1 - z) ] / (z - z'),
    1 - z' = (\delta + 1 - \mu)/(1 + c \delta).

z and z' are the two roots of the recursion at the same s; v_{-1} = v_0, so f_1 = 1 + \eta s.
The mean of f_0 ... f_{t-1} has z^t/(t (z - 1)) in the place of z^t, and a rest that is a function
of s without t, of order 1/s far away and analytic but for s = 0: no contour around 0 sees it.
"""

from __future__ import annotations

from math import inf, log
from typing import Any

import gmpy2
import numpy as np

from analytic.exact.precision import Arithmetic, Array, Double
from analytic.exact.training.dynamics.exponents import Frequencies
from analytic.problem import Steps

__all__ = ["TwoStep"]


class TwoStep:
    """The recursion of a way of training, in an arithmetic."""

    def __init__(self, arithmetic: Arithmetic, training: Steps) -> None:
        self.arithmetic = arithmetic
        self.step = arithmetic.number(training.step)
        self.momentum = arithmetic.number(training.momentum)
        self.forgets = 1 - self.momentum
        self.ahead, self.averaged = training.ahead, training.averaged
        self.lead = 1 + self.momentum if self.ahead else arithmetic.number(1)

    @property
    def fading(self) -> float:
        r"""log |z| at the end of the cut where z = z': \sqrt\mu, or 2\mu/(1+\mu) looking ahead."""
        if self.momentum == 0:
            return -inf
        tip = self.momentum * 2 / (1 + self.momentum) if self.ahead else self.momentum**0.5
        return log(tip)

    def exponent(self, s: Array) -> Array:
        r"""log z for the larger root of \delta^2 + (1 - \mu - c \eta s) \delta - \eta s = 0."""
        ar = self.arithmetic
        scaled = self.step * s
        middle = self.forgets - self.lead * scaled
        root = ar.sqrt(middle * middle + 4 * scaled)
        far = -(middle + np.where(ar.real(middle * ar.conjugate(root)) < 0, -root, root)) / 2
        near = -scaled / far
        inside = ar.log2_abs(1 + near) < ar.log2_abs(1 + far)
        delta = np.where(inside, far, near)
        return np.asarray(ar.log(1 + delta))

    def rate(self, x: Any) -> Any:
        """-log |z| at s = -x, of the larger root."""
        u, far, product = self._distances(x)
        if u is None:
            rate = -gmpy2.log(product) / 2
        else:
            near = gmpy2.log1p(-u) if u < 1 else gmpy2.log(u - 1)
            rate = -max(near, gmpy2.log(abs(1 - far)))
        return float(rate) if isinstance(self.arithmetic, Double) else rate

    def alternates(self, x: Any) -> bool:
        """Whether the larger root at s = -x is negative."""
        u, far, _ = self._distances(x)
        return u is not None and bool(abs(1 - far) > abs(1 - u)) and bool(far > 1)

    def _distances(self, x: Any) -> tuple[Any, Any, Any]:
        """1 - z and 1 - z' at s = -x, the smaller first; None where complex; and z z'."""
        scaled = self.step * x
        middle = self.forgets + self.lead * scaled
        square = middle * middle - 4 * scaled
        product = self.momentum * (1 - scaled if self.ahead else 1)
        if square < 0:
            return None, None, product
        far = (middle + square**0.5) / 2
        return scaled / far, far, product

    def at(self, p: Array, time: Any) -> Frequencies:
        """Frequencies and amplitudes at exponents p = log z."""
        ar = self.arithmetic
        delta = _expm1(ar, p)
        below = 1 + self.lead * delta
        other = (delta + self.forgets) / below
        s = delta * other / self.step
        bend = self.lead * delta * delta + 2 * delta + self.forgets
        z = 1 + delta
        slope = z * bend / (self.step * below * below)
        first, second, leads = z * other, 0 * z, np.ones(p.shape, dtype=bool)
        if self.momentum != 0:
            gap = ar.log(1 - other) - p
            leads = np.array([bool(x < 0) for x in ar.real(gap)])
            second = z * delta * ar.exp(gap * (time + 1))
        if self.averaged:
            first, second = first / (delta * time), -second / (other * time)
        return Frequencies(p, s, slope, (first + second) / (delta + other), leads)


def _expm1(arithmetic: Arithmetic, p: Array) -> Array:
    """e^p - 1; digits are enough where bits for |p| are added to the precision beforehand."""
    return np.asarray(np.expm1(p) if isinstance(arithmetic, Double) else arithmetic.exp(p) - 1)
