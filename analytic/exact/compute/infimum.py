r"""The least loss at unlimited compute and limited data: the best time at unlimited width.

    L_\infty = \min_t L(t, N = \infty),   at t = \infty where the loss falls to its end

A loss that turns up does so by as little as e^{-x_min t}: it is compared with its end by the
transient, which is known relative to itself.
"""

from __future__ import annotations

import numpy as np
from numpy.polynomial import Chebyshev, Polynomial
from numpy.typing import NDArray
from sympy import oo

from analytic.exact.compute.surfaces.data_surface import loss_surface
from analytic.exact.compute.transient import transient
from analytic.exact.edges import branch_point
from analytic.exact.loss import test_loss
from analytic.exact.precision import Double
from analytic.exact.sums.spectral_sums import spectral_sums
from analytic.problem import Model, replace_model

__all__ = ["HALF", "Infimum", "chebyshev_nodes", "never_turns_up"]

Reals = NDArray[np.float64]

HALF = 0.4  # of log t around the best one, where the loss is a polynomial
_DEGREE = 15
_EARLY = 0.5  # x_min t, from which on the transient is taken from its own contour
_SPACING = 0.4  # of log t, on which a curve is searched for a valley
_BEFORE = 0.01  # of the time of the fastest mode
_SETTLED = 80.0  # x_min t


class Infimum:
    """The least loss of a power law with infinitely many modes at limited data.

    `final` is the loss at infinite time, `rate` is x_min, `best` the logarithm of the best time and
    None where that is the end.
    """

    def __init__(self, model: Model, last: float) -> None:
        self.model = replace_model(model, width=oo)
        self.rate = float(branch_point(Double(), self.model).rate)
        self.final = float(test_loss(self.model, np.inf))
        self.last = last - float(np.log(self.rate))
        fastest = float(spectral_sums(Double(), model.spectrum).largest())
        self.best = self._best(float(np.log(_BEFORE / fastest)))
        self.rise = None if self.best is None else self._rise(self.best)

    @property
    def loss(self) -> float:
        """The least loss."""
        return self.final + (0.0 if self.best is None else float(self.above_end(self.best)[0]))

    def above_end(self, log_time: float | Reals) -> Reals:
        """The loss at unlimited width less that at infinite time."""
        time = np.exp(np.atleast_1d(log_time))
        found = np.empty_like(time)
        late = time * self.rate > _EARLY
        if late.any():
            value, decay = transient(self.model, time[late])
            found[late] = value * np.exp(-decay)
        if not late.all():
            early = time[~late]
            loss = loss_surface(self.model, np.full_like(early, np.inf), early).loss
            found[~late] = loss - self.final
        return np.asarray(found)

    def _best(self, first: float) -> float | None:
        grid = np.arange(first, self.last, _SPACING)
        above = self.above_end(grid)
        if np.min(above) >= 0:
            return None
        x = float(grid[int(np.argmin(above))])
        for half in (2 * HALF, HALF, HALF):
            nodes = x + half * chebyshev_nodes(_DEGREE + 1)
            values = self.above_end(nodes)
            curve = Chebyshev.fit(nodes, values, _DEGREE, domain=[x - half, x + half])
            x = _lowest(curve)
        return x

    def _rise(self, best: float) -> Polynomial:
        """The loss above its least value in powers of log(t/t_P), from the second on."""
        nodes = HALF * chebyshev_nodes(_DEGREE + 1)
        curve = Chebyshev.fit(nodes, self.above_end(best + nodes), _DEGREE, domain=[-HALF, HALF])
        coefficients = curve.convert(kind=Polynomial, domain=[-1, 1]).coef
        return Polynomial([0, 0, *coefficients[2:]])


def _lowest(curve: Chebyshev) -> float:
    """Where a polynomial is least in its domain."""
    low, high = curve.domain
    level = curve.deriv().roots()
    inside = level.real[(level.imag == 0) & (low < level.real) & (level.real < high)]
    points = np.array([low, *inside, high])
    return float(points[np.argmin(curve(points))])


def never_turns_up(model: Model) -> bool:
    """Whether at unlimited width the least loss is that at infinite time.

    Valid     a power law with infinitely many modes, limited data.

    >>> from analytic.problem import PowerLaw
    >>> never_turns_up(Model(PowerLaw(2, "3/2"), samples=100))
    True
    >>> never_turns_up(Model(PowerLaw(2, "3/2"), samples=100, noise=1))
    False
    """
    return Infimum(model, float(np.log(_SETTLED))).best is None


def chebyshev_nodes(count: int) -> Reals:
    """Nodes of interpolation in -1 < x < 1."""
    return np.asarray(np.cos(np.pi * (np.arange(count) + 0.5) / count))
