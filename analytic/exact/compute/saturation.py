r"""The frontier far beyond the data bottleneck: how the loss comes down to its infimum.

    L(t, N) = L_\infty + K(t) + u D(t, u),   u = 1/N = t/C,   \partial_{\log t} (K + u D) = 0

K is the loss at unlimited width above its infimum; D hardly depends on u. What is left of the loss
is known relative to itself, however small. Where the loss falls to its end t^* grows with \log C;
where it turns up after t_P, t^* goes to t_P. The infimum

    L_\infty = \min_t L(t, N = \infty)

is the loss at t = \infty where it falls to its end. A loss that turns up does so by as little as
e^{-x_min t}: it is compared with its end by the transient, which is known relative to itself.
"""

from typing import NamedTuple

import numpy as np
from numpy.polynomial import Chebyshev, Polynomial
from numpy.polynomial.chebyshev import chebder, chebval2d, chebvander
from numpy.typing import NDArray
from sympy import oo

from analytic.exact.compute.surface import loss_surface
from analytic.exact.compute.transient import transient
from analytic.exact.edges import branch_point
from analytic.exact.loss import test_loss
from analytic.exact.minimum import lowest
from analytic.exact.precision import Double
from analytic.exact.response import fixed_point
from analytic.exact.sums.spectral_sums import spectral_sums
from analytic.problem import Model, replace_model

Reals = NDArray[np.float64]

_FAR = 50.0  # N/P, from which on six orders in P/N are enough
_FIRST, _GONE = 0.5, 34.0  # x_min t of a transient: fast enough, and lost beside the loss
_ORDERS, _DEGREE, _LONG = 6, 40, 64
_HALF = 0.4  # of log t around the best one, where the loss is a polynomial
_RISE_DEGREE = 15
_EARLY = 0.5  # x_min t, from which on the transient is taken from its own contour
_SPACING = 0.4  # of log t, on which a curve is searched for a valley
_BEFORE = 0.01  # of the time of the fastest mode
_SETTLED = 80.0  # x_min t
_BISECTIONS = 40  # to 1e-11 of log t: what is left counts by its square


class _Far(NamedTuple):
    """Logarithms of width and time, and the loss above its infimum; nan where N is not far."""

    log_width: Reals
    log_time: Reals
    excess: Reals


class Saturation:
    """The frontier of a power law at limited data and computes up to a largest one."""

    def __init__(self, model: Model, largest: float) -> None:
        self.samples = float(model.samples)
        self.top = 1 / (_FAR * self.samples)
        self.infimum = _Infimum(model, np.log(_GONE + max(0.0, np.log(largest))))
        equations = fixed_point(Double(), self.infimum.model)
        zero = float(equations.rank_root())
        w = float(equations.sums.evaluate(np.array([zero], dtype=complex)).w[0].real)
        self.final_slope = self.samples * (zero * w + float(model.noise))
        first, gone = (float(np.log(x / self.infimum.rate)) for x in (_FIRST, _GONE))
        best = self.infimum.best
        self.ends = (first, gone) if best is None else (best - _HALF, best + _HALF)
        self.last = self.infimum.last if best is None else best + _HALF
        self.table = self._table()
        if best is None:
            self.log_above = self._log_above()

    def at(self, log_compute: Reals) -> _Far:
        """The frontier at computes; nan where its width is not far beyond the samples."""
        with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
            log_time = self._turning(log_compute)
            u = np.exp(log_time - log_compute)
            excess = self._above(log_time)[0] + u * self._difference(u, log_time)[0]
            inside = log_time > self.ends[0] + 1e-6
            far = (u <= self.top) & inside & (excess > 0)
        found = (log_compute - log_time, log_time, excess)
        return _Far(*(np.where(far, one, np.nan) for one in found))

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
        u = self.top * (1 + _chebyshev_nodes(_ORDERS)) / 2
        time = np.exp((low + high + (high - low) * _chebyshev_nodes(_DEGREE)) / 2)
        width = np.concatenate([[np.inf], 1 / u])
        grid = [one.ravel() for one in np.meshgrid(width, time, indexing="ij")]
        loss = loss_surface(self.infimum.model, *grid).loss.reshape(len(width), len(time))
        values = (loss[1:] - loss[0]) / u[:, None]
        values = values - (self.final_slope / (1 - self.samples * u))[:, None]
        by_u, by_time = (chebvander(_chebyshev_nodes(n), n - 1) for n in (_ORDERS, _DEGREE))
        return np.asarray(np.linalg.solve(by_u, np.linalg.solve(by_time, values.T).T))

    def _log_above(self) -> Chebyshev:
        """log K + x_min t."""
        ends = [self.ends[0], self.infimum.last]
        nodes = (ends[0] + ends[1] + (ends[1] - ends[0]) * _chebyshev_nodes(_LONG)) / 2
        value, _ = transient(self.infimum.model, np.exp(nodes))
        return Chebyshev.fit(nodes, np.log(value), _LONG - 1, domain=ends)


class _Infimum:
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

        def curve(x: Reals) -> Reals:
            return self.above_end(x.ravel()).reshape(x.shape)

        return float(lowest(curve, grid[[int(np.argmin(above))]], -np.inf)[0][0])

    def _rise(self, best: float) -> Polynomial:
        """The loss above its least value in powers of log(t/t_P), from the second on."""
        nodes = _HALF * _chebyshev_nodes(_RISE_DEGREE + 1)
        curve = Chebyshev.fit(
            nodes, self.above_end(best + nodes), _RISE_DEGREE, domain=[-_HALF, _HALF]
        )
        coefficients = curve.convert(kind=Polynomial, domain=[-1, 1]).coef
        return Polynomial([0, 0, *coefficients[2:]])


def never_turns_up(model: Model) -> bool:
    r"""Whether at unlimited width the least loss is that at infinite time.

        \min_t L(t) = L(\infty),   N = \infty

    Valid     a power law with infinitely many modes, limited data.

    >>> from analytic.problem import PowerLaw
    >>> never_turns_up(Model(PowerLaw(2, "3/2"), samples=100))
    True
    >>> never_turns_up(Model(PowerLaw(2, "3/2"), samples=100, noise=1))
    False
    """
    return _Infimum(model, float(np.log(_SETTLED))).best is None


def _chebyshev_nodes(count: int) -> Reals:
    """Nodes of interpolation in -1 < x < 1."""
    return np.asarray(np.cos(np.pi * (np.arange(count) + 0.5) / count))
