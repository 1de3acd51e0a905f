r"""Gradient descent, heavy ball and Nesterov: filters of recursions over at most two steps back.

    heavy ball  f_{t+1} = f_t - \eta x f_t + \mu (f_t - f_{t-1})
    Nesterov    f_{t+1} = (1 - \eta x) [f_t + \mu (f_t - f_{t-1})],   f_0 = f_{-1} = 1

With z the larger root of the recursion in size, q = z'/z the ratio of the other one to it, and
S_n = z^{n-1} (1 - q^n)/(1 - q),

    f_t = z^{t+1} + (1 - z) S_{t+1}    for real roots,
    f_t = S_{t+1} - z z' S_t           for complex ones, S_n = \rho^{n-1} \sin(n \phi)/\sin \phi

with z = \rho e^{i \phi}.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analytic.errors import SimulationError
from analytic.sampling.finite_model import FloatArray

_EARLY_TERMS = 20


@dataclass(frozen=True)
class TwoStepFilter:
    r"""The filter of a recursion with a step and a momentum, which looks ahead or does not.

        f_{t+1} = f_t - \eta x f_t + \mu (f_t - f_{t-1})   or
        f_{t+1} = (1 - \eta x) [f_t + \mu (f_t - f_{t-1})],   f_0 = f_{-1} = 1

    >>> TwoStepFilter(0.5, 0.0).remaining(np.array([1.0]), np.array(3.0)).tolist()
    [0.125]
    """

    step: float
    momentum: float
    ahead: bool = False

    def remaining(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """f(x, t) at whole numbers of steps, infinity included."""
        require_steps(t)
        x, t = np.broadcast_arrays(x, t)
        roots = self._roots(x)
        with np.errstate(all="ignore"):
            found = np.where(roots.real, _real(roots, t), _complex(roots, t))
        self._require_convergence(roots, t)
        ended = np.where(x > 0, 0.0, 1.0)
        return np.where(np.isinf(t), ended, np.where(t == 0, 1.0, found))

    def learned(self, x: FloatArray, t: FloatArray) -> FloatArray:
        r"""1 - f(x, t), without cancellation where \eta x is small.

        1 - f_t = [ (1 - z') (1 - z^{t+1}) - (1 - z) (1 - z'^{t+1}) ] / (z - z')
        """
        rest = 1 - self.remaining(x, t)
        x, t = np.broadcast_arrays(x, t)
        roots = self._roots(x)
        slow = roots.real & (2 * roots.u < roots.far) & (roots.u < 0.5) & np.isfinite(t)
        with np.errstate(all="ignore"):
            first = -np.expm1((t + 1) * np.log1p(-roots.u))
            second = -np.expm1((t + 1) * np.log(np.abs(1 - roots.far)))
            parity = np.where((roots.far > 1) & (t % 2 == 0), -1.0, 1.0)
            second = np.where(parity < 0, 2 - second, second)
            direct = (roots.far * first - roots.u * second) / (roots.far - roots.u)
        return np.where(slow & (t > 0), direct, rest)

    def _roots(self, x: FloatArray) -> _Roots:
        """The roots of u^2 - B u + eta x = 0, u = 1 - z."""
        scaled = self.step * x
        forgets = 1 - self.momentum
        middle = forgets + (1 + self.momentum if self.ahead else 1.0) * scaled
        square = middle * middle - 4 * scaled
        if self.momentum == 0:
            square = (1 - scaled) ** 2
        far = (middle + np.sqrt(np.maximum(square, 0.0))) / 2
        product = self.momentum * (1 - scaled if self.ahead else np.ones_like(scaled))
        return _Roots(square >= 0, scaled / far, far, middle, square, product)

    def _require_convergence(self, roots: _Roots, t: FloatArray) -> None:
        size = np.maximum(np.abs(1 - roots.u), np.abs(1 - roots.far))
        if np.any(np.isinf(t) & roots.real & (size > 1)):
            raise SimulationError(
                f"A draw has an eigenvalue beyond the edge of stability of step {self.step:.6g}: "
                "its losses grow for ever. Choose a smaller step, or finite times."
            )


@dataclass(frozen=True)
class MeanFilter:
    r"""The mean of the filter of gradient descent over the steps 0 ... t-1.

        f = [1 - (1 - u)^t]/(t u),   u = \eta x,
        1 - f = \sum_{j \ge 1} (-1)^{j+1} u^j (t-1) ... (t-j)/(j+1)!

    >>> MeanFilter(0.5).remaining(np.array([1.0]), np.array(2.0)).tolist()
    [0.75]
    """

    step: float

    def remaining(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """f(x, t) at whole numbers of steps, infinity included."""
        gone = TwoStepFilter(self.step, 0.0).learned(x, t)
        x, t = np.broadcast_arrays(x, t)
        moving = (x > 0) & (t > 0)
        with np.errstate(invalid="ignore"):  # no rate at the end of time
            return np.divide(gone, self.step * x * t, out=np.ones_like(gone), where=moving)

    def learned(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """1 - f(x, t), without cancellation at early times."""
        rest = 1 - self.remaining(x, t)
        x, t = np.broadcast_arrays(x, t)
        with np.errstate(invalid="ignore"):
            early = self.step * x * t < 1
        u, steps = np.where(early, self.step * x, 0.0), np.where(early, t, 1.0)
        term, total = -np.ones_like(u), np.zeros_like(u)
        for j in range(1, _EARLY_TERMS):
            term = -term * u * (steps - j) / (j + 1)
            total = total + term
        return np.where(early & (t > 0), total, rest)


class _Roots(NamedTuple):
    """1 - z of both roots where they are real, the smaller first; and z + z' = 2 - middle."""

    real: npt.NDArray[np.bool_]
    u: FloatArray
    far: FloatArray
    middle: FloatArray
    square: FloatArray
    product: FloatArray


def _real(roots: _Roots, t: FloatArray) -> FloatArray:
    """z^n + (1 - z) S_n, n = t + 1, z the larger root in size."""
    n = t + 1
    swap = np.abs(1 - roots.far) > np.abs(1 - roots.u)
    u, other = np.where(swap, roots.far, roots.u), np.where(swap, roots.u, roots.far)
    z = 1 - u
    ratio = (1 - other) / z
    apart = (other - u) / z  # 1 - q
    log_size = np.where(u < 0.5, np.log1p(-np.minimum(u, 0.5)), np.log(np.abs(z)))
    power = np.exp(n * log_size) * np.where((z < 0) & (n % 2 == 1), -1.0, 1.0)
    same_sign = -np.expm1(n * np.log1p(-apart)) / apart
    opposite = (1 - np.abs(ratio) ** n * np.where(n % 2 == 1, -1.0, 1.0)) / apart
    series = np.where(ratio >= 0, np.where(apart == 0, n, same_sign), opposite)
    return np.where(z == 0, 0.0, power * (1 + u * series / z))


def _complex(roots: _Roots, t: FloatArray) -> FloatArray:
    """S_{t+1} - z z' S_t."""
    rho = np.sqrt(roots.product)
    angle = np.arctan2(np.sqrt(-roots.square), 2 - roots.middle)
    wave = np.sin((t + 1) * angle) - rho * np.sin(t * angle)
    return np.asarray(rho**t * wave / np.sin(angle))


def require_steps(t: FloatArray) -> None:
    """Raise SimulationError where a finite time is no number of steps."""
    broken = np.isfinite(t) & (t != np.rint(t))
    if np.any(broken):
        first = np.atleast_1d(t)[np.atleast_1d(broken)][0]
        raise SimulationError(
            f"time = {first:.6g} is no number of steps, and this training counts steps. "
            "Give whole numbers."
        )
