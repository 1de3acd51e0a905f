r"""The frontier far beyond the data bottleneck: how the loss comes down to its infimum.

    L(t, N) = L_\infty + K(t) + u D(t, u),   u = 1/N = t/C,   \partial_{\log t} (K + u D) = 0

K is the loss at unlimited width above its infimum; D hardly depends on u. What is left of the loss
is known relative to itself, however small. Where the loss falls to its end t^* grows with \log C;
where it turns up after t_P, t^* goes to t_P.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.polynomial import Chebyshev
from numpy.polynomial.chebyshev import chebder, chebval2d, chebvander
from numpy.typing import NDArray

from analytic.exact.compute.infimum import HALF, Infimum, chebyshev_nodes
from analytic.exact.compute.surfaces.data_surface import loss_surface
from analytic.exact.compute.transient import transient
from analytic.exact.precision import Double
from analytic.exact.response import fixed_point
from analytic.problem import Model

__all__ = ["FAR", "Far", "Saturation"]

Reals = NDArray[np.float64]

FAR = 50.0  # N/P, from which on six orders in P/N are enough
_FIRST, _GONE = 0.5, 34.0  # x_min t of a transient: fast enough, and lost beside the loss
_ORDERS, _DEGREE, _LONG = 6, 40, 64
_BISECTIONS = 40  # to 1e-11 of log t: what is left counts by its square


class Far(NamedTuple):
    """Logarithms of width and time, and the loss above its infimum; nan where N is not far."""

    log_width: Reals
    log_time: Reals
    excess: Reals


class Saturation:
    """The frontier of a power law at limited data and computes up to a largest one."""

    def __init__(self, model: Model, largest: float) -> None:
        self.samples = float(model.samples)
        self.top = 1 / (FAR * self.samples)
        self.infimum = Infimum(model, np.log(_GONE + max(0.0, np.log(largest))))
        equations = fixed_point(Double(), self.infimum.model)
        zero = float(equations.rank_root())
        w = float(equations.sums.evaluate(np.array([zero], dtype=complex)).w[0].real)
        self.final_slope = self.samples * (zero * w + float(model.noise))
        first, gone = (float(np.log(x / self.infimum.rate)) for x in (_FIRST, _GONE))
        best = self.infimum.best
        self.ends = (first, gone) if best is None else (best - HALF, best + HALF)
        self.last = self.infimum.last if best is None else best + HALF
        self.table = self._table()
        if best is None:
            self.log_above = self._log_above()

    def at(self, log_compute: Reals) -> Far:
        """The frontier at computes; nan where its width is not far beyond the samples."""
        with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
            log_time = self._turning(log_compute)
            u = np.exp(log_time - log_compute)
            excess = self._above(log_time)[0] + u * self._difference(u, log_time)[0]
            inside = log_time > self.ends[0] + 1e-6
            far = (u <= self.top) & inside & (excess > 0)
        found = (log_compute - log_time, log_time, excess)
        return Far(*(np.where(far, one, np.nan) for one in found))

    def _turning(self, log_compute: Reals) -> Reals:
        """log t where K rises to its left as fast as u D to its right, by bisection."""
        low = np.full_like(log_compute, self.ends[0])
        high = np.full_like(log_compute, self.last)
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            u = np.exp(middle - log_compute)
            falls = -self._above(middle)[1] > u * self._difference(u, middle)[1]
            low, high = np.where(falls, middle, low), np.where(falls, high, middle)
        return np.asarray((low + high) / 2)

    def _above(self, log_time: Reals) -> tuple[Reals, Reals]:
        """K and its derivative in log t."""
        if self.infimum.best is not None and self.infimum.rise is not None:
            delta = log_time - self.infimum.best
            return self.infimum.rise(delta), self.infimum.rise.deriv()(delta)
        decay = self.infimum.rate * np.exp(log_time)
        above = np.exp(self.log_above(log_time) - decay)
        return above, above * (self.log_above.deriv()(log_time) - decay)

    def _difference(self, u: Reals, log_time: Reals) -> tuple[Reals, Reals]:
        r"""D, and the derivative of u D in log t at fixed compute over u.

        D = P (\kappa_0 w + \sigma^2)/(1 - P u) at infinite time, and the table before.
        """
        low, high = self.ends
        x, y = 2 * u / self.top - 1, (2 * log_time - low - high) / (high - low)
        pole = 1 - self.samples * u
        final = self.final_slope / pole
        tables = self.table, chebder(self.table, axis=0), chebder(self.table, axis=1)
        parts = (chebval2d(x, np.clip(y, -1, 1), one) for one in tables)
        value, by_u, by_time = (np.where(y > 1, 0, one) for one in parts)
        slope = value + by_u * 2 * u / self.top + by_time * 2 / (high - low)
        return final + value, final / pole + slope

    def _table(self) -> Reals:
        """Coefficients in Chebyshev polynomials of u and log t: D less that at infinite time."""
        low, high = self.ends
        u = self.top * (1 + chebyshev_nodes(_ORDERS)) / 2
        time = np.exp((low + high + (high - low) * chebyshev_nodes(_DEGREE)) / 2)
        width = np.concatenate([[np.inf], 1 / u])
        grid = [one.ravel() for one in np.meshgrid(width, time, indexing="ij")]
        loss = loss_surface(self.infimum.model, *grid).loss.reshape(len(width), len(time))
        values = (loss[1:] - loss[0]) / u[:, None]
        values = values - (self.final_slope / (1 - self.samples * u))[:, None]
        by_u, by_time = (chebvander(chebyshev_nodes(n), n - 1) for n in (_ORDERS, _DEGREE))
        return np.asarray(np.linalg.solve(by_u, np.linalg.solve(by_time, values.T).T))

    def _log_above(self) -> Chebyshev:
        """log K + x_min t."""
        ends = [self.ends[0], self.infimum.last]
        nodes = (ends[0] + ends[1] + (ends[1] - ends[0]) * chebyshev_nodes(_LONG)) / 2
        value, _ = transient(self.infimum.model, np.exp(nodes))
        return Chebyshev.fit(nodes, np.log(value), _LONG - 1, domain=ends)
