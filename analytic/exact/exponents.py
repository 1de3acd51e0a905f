r"""A way of training as a change of the Laplace variable: what s is, and which filter goes with it.

An error along an eigenvalue x of K follows a linear equation in time; its solutions are e^{p t}
with s(p) = -x, two of them at most. With p the one that dies last and p' the other one,

    f_t(s) = [ e^{p t} (rate of p') - e^{p' t} (rate of p) ] / (difference of the rates)

is the filter that starts from rest with f_t(0) = f_0 = 1. It is entire in s; as a function of p it
is what the contours need: they run where e^{p t} is larger than e^{p' t}.
"""

from math import inf, log
from typing import Any, NamedTuple, Protocol

import gmpy2
import numpy as np

from analytic.exact.precision import Arithmetic, Array, Double
from analytic.problem import HeavyBallFlow, Steps, Training, require_steps


class Frequencies(NamedTuple):
    r"""Nodes in p with their frequencies.

    `amplitude` is f_t(s) e^{-p t}, `slope` is ds/dp, and `leads` is where p dies last; all of the
    shape of p.
    """

    p: Array
    s: Array
    slope: Array
    amplitude: Array
    leads: Array


class Exponents(Protocol):
    """The exponents p of a way of training."""

    arithmetic: Arithmetic

    @property
    def fading(self) -> float:
        """Re p where both solutions die equally fast; -inf where there is only one."""
        ...

    def exponent(self, s: Array) -> Array:
        """The exponent p of the solution that dies last, at frequencies off the cut."""

    def rate(self, x: Any) -> Any:
        """-Re p at s = -x, without cancellation; x a real number of the arithmetic."""

    def alternates(self, x: Any, /) -> bool:
        """Whether the solution at s = -x changes its sign from one step to the next."""

    def at(self, p: Array, time: Any) -> Frequencies:
        """Frequencies and amplitudes at exponents p, 0 <= Im p <= pi for steps."""


def exponents_of(arithmetic: Arithmetic, training: Training) -> Exponents:
    """The exponents of a way of training, at the precision of an arithmetic."""
    if training.counts_steps:
        return TwoStep(arithmetic, require_steps(training))
    inertia = training.inertia if isinstance(training, HeavyBallFlow) else 0
    return Flow(arithmetic, arithmetic.number(inertia))


class Flow:
    r"""Flow in continuous time, beta v'' + v' = -(K v + g): s = p + beta p^2.

    f_t = [ p e^{p' t} - p' e^{p t} ] / (p - p'),   p + p' = -1/beta;   e^{s t} without inertia
    """

    def __init__(self, arithmetic: Arithmetic, inertia: Any) -> None:
        self.arithmetic = arithmetic
        self.inertia = inertia

    @property
    def fading(self) -> float:
        """Re p where both solutions die equally fast, -1/(2 beta)."""
        return -1 / (2 * float(self.inertia)) if self.inertia else -inf

    def exponent(self, s: Array) -> Array:
        """The root of beta p^2 + p = s with the larger real part."""
        root = self.arithmetic.sqrt(1 + 4 * self.inertia * s)
        return np.asarray(2 * s / (1 + root))

    def rate(self, x: Any) -> Any:
        """-Re p at s = -x."""
        if not self.inertia:
            return x
        square = 1 - 4 * self.inertia * x
        if square < 0:
            return 1 / (2 * self.inertia)
        return 2 * x / (1 + square**0.5)

    def alternates(self, _: Any) -> bool:
        """Never: time is continuous."""
        return False

    def at(self, p: Array, time: Any) -> Frequencies:
        """Frequencies and amplitudes at exponents p."""
        everywhere = np.ones(p.shape, dtype=bool)
        if not self.inertia:
            return Frequencies(p, p, everywhere, everywhere, everywhere)
        slope = 1 + 2 * self.inertia * p
        gap = -1 / self.inertia - p - p
        ratio = self.arithmetic.exp(gap * time)
        amplitude = (1 + self.inertia * p * (1 + ratio)) / slope
        leads = np.asarray(self.arithmetic.real(gap) < 0, dtype=bool)
        return Frequencies(p, p * (1 + self.inertia * p), slope, amplitude, leads)


class TwoStep:
    r"""Gradient descent, heavy ball and Nesterov: recursions over at most two steps back.

    With z = e^p = 1 + \delta, c = 1 (heavy ball) or 1 + \mu (Nesterov), and \mu = 0 for plain
    descent,

        s = \delta (\delta + 1 - \mu) / (\eta (1 + c \delta)),
        f_t = [ z^{t+1} (1 - z') - z'^{t+1} (1 - z) ] / (z - z'),
        1 - z' = (\delta + 1 - \mu)/(1 + c \delta).

    z and z' are the two roots of the recursion at the same s; v_{-1} = v_0, so f_1 = 1 + \eta s.
    The mean of f_0 ... f_{t-1} has z^t/(t (z - 1)) in the place of z^t, and a rest that is a
    function of s without t, of order 1/s far away and analytic but for s = 0: no contour around 0
    sees it.
    """

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
        return np.asarray(ar.log(1 + np.where(inside, far, near)))

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
        # digits are enough where bits for |p| are added to the precision beforehand
        delta = np.expm1(p) if isinstance(ar, Double) else ar.exp(p) - 1
        below = 1 + self.lead * delta
        other = (delta + self.forgets) / below
        s = delta * other / self.step
        bend = self.lead * delta * delta + 2 * delta + self.forgets
        z = 1 + delta
        slope = z * bend / (self.step * below * below)
        first, second, leads = z * other, 0 * z, np.ones(p.shape, dtype=bool)
        if self.momentum != 0:
            gap = ar.log(1 - other) - p
            leads = np.asarray(ar.real(gap) < 0, dtype=bool)
            second = z * delta * ar.exp(gap * (time + 1))
        if self.averaged:
            first, second = first / (delta * time), -second / (other * time)
        return Frequencies(p, s, slope, (first + second) / (delta + other), leads)
