r"""Clusters of eigenvalues, each seen from afar as a few points.

At a \kappa away from -[\alpha, \beta] the modes of a cluster act through few numbers: with
Chebyshev nodes x_j of [\alpha, \beta], z the image of -\kappa on which the cluster is [-1, 1], and
a_j = \sum_k \mu_k \ell_j(\lambda_k) from the interpolating polynomials,

    \sum_k \mu_k/(\lambda_k + \kappa) = \sum_j a_j/(x_j + \kappa) + \delta,
    \delta = \sum_k \mu_k T_p(\lambda_k)/(\lambda_k + \kappa)/T_p(z),

exactly: (1 - T_p(x)/T_p(z))/(x - z) is the polynomial in x that interpolates 1/(x - z) at the roots
of T_p. With \rho = |z + \sqrt{z^2 - 1}|, 2 |T_p(z)| >= \rho^p - \rho^{-p}; the slope in \kappa
loses another factor 2 p at most. \rho is constant on ellipses, |\kappa + \alpha| + |\kappa + \beta|
constant, and p is chosen for the ellipse that touches the sector in which contours lie. At any
\kappa within the ellipse the cluster falls into its two halves, and in the end into its modes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from math import ceil, log
from typing import Any

import numpy as np

from analytic.exact.precision import Arithmetic, Array, Double

_COSINE = 0.457
r"""cos 2 psi, where contours have |arg \kappa| < \pi - psi."""
_WIDEST = 4
"""beta/alpha of the widest clusters with nodes: those with the fewest nodes an octave."""
_FEW = 128
"""Modes that are not worth a division."""
_WORTH = 0.75
_MANY = 4
"""Times as many modes as nodes, from which on they are gathered in pieces first."""
_PIECES = 32
_GUARD_BITS = 10
_ROUNDED_BITS = 12
"""Last bits of a sum over all modes that may be wrong."""


class Cluster:
    """Neighbouring modes: eigenvalues in rising order and all different, and their weights.

    Shape     points (modes,), weights (modes, measures).
    """

    def __init__(self, arithmetic: Arithmetic, points: Array, weights: Array) -> None:
        self.arithmetic = arithmetic
        self.points = points
        self.weights = weights

    def sources(self, kappa: Array, where: Array) -> Iterator[tuple[Array, tuple[Array, Array]]]:
        r"""Which \kappa[where] see which points with which weights."""
        far = self._seen_from_afar(kappa[where])
        if far.any() and self._nodes is not None:
            yield where[far], self._nodes
            where = where[~far]
        if len(where) == 0:
            return
        if len(self.points) <= _FEW:
            yield where, (self.points, self.weights)
            return
        for half in self._halves:
            yield from half.sources(kappa, where)

    def _seen_from_afar(self, kappa: Array) -> Array:
        r"""Where \kappa lies outside the ellipse that the nodes were made for."""
        if self._nodes is None:
            return np.zeros(len(kappa), dtype=bool)
        around = np.abs(kappa + self.points[0]) + np.abs(kappa + self.points[-1])
        return np.asarray(around >= self._ellipse, dtype=bool)

    @cached_property
    def _ellipse(self) -> Any:
        r"""\sqrt{\alpha^2 + \beta^2 - 2 \alpha \beta \cos 2 psi}: it touches the sector."""
        low, high = self.points[0], self.points[-1]
        return self.arithmetic.sqrt((high - low) ** 2 + 2 * (1 - _COSINE) * low * high)

    @cached_property
    def _halves(self) -> tuple[Cluster, Cluster]:
        """The cluster on both sides of the geometric mean of its ends."""
        sqrt = self.arithmetic.sqrt
        below = int(np.count_nonzero(self.points <= sqrt(self.points[0]) * sqrt(self.points[-1])))
        left, right = (slice(None, below), slice(below, None))
        return (
            Cluster(self.arithmetic, self.points[left], self.weights[left]),
            Cluster(self.arithmetic, self.points[right], self.weights[right]),
        )

    @cached_property
    def _nodes(self) -> tuple[Array, Array] | None:
        """Chebyshev nodes and their weights; None where they would not be fewer than the modes."""
        low, high = self.points[0], self.points[-1]
        if len(self.points) < 2 or high > _WIDEST * low:
            return None
        with self.arithmetic.working():
            ratio = float(self._ellipse / (high - low))
            count = self._order(ratio + (ratio**2 - 1) ** 0.5)
            if count > _WORTH * len(self.points):
                return None
            many = len(self.points) > _MANY * count
            points, weights = self._in_pieces() if many else (self.points, self.weights)
            nodes = self._interpolated(low, high, points, weights, count)
            return nodes if self._agree(nodes) else None

    def _in_pieces(self) -> tuple[Array, Array]:
        r"""The modes, those of each of many short pieces seen as nodes from outside the ellipse.

        Its boundary is further than e = (ellipse - (\beta - \alpha))/2 from the cluster, and so
        further from a piece of length 2h than the ellipse around it of \rho = (e + \sqrt{h^2 +
        e^2})/h.
        """
        low, high = self.points[0], self.points[-1]
        step = (high - low) / _PIECES
        aspect = float((self._ellipse - (high - low)) / step)
        count = self._order(aspect + (1 + aspect**2) ** 0.5)
        edges = [low + step * i for i in range(_PIECES + 1)]
        cuts = [0, *np.searchsorted(self.points, edges[1:-1]), len(self.points)]
        parts = []
        for i in range(_PIECES):
            within = slice(cuts[i], cuts[i + 1])
            part = self.points[within], self.weights[within]
            if count < _WORTH * len(part[0]):
                part = self._interpolated(edges[i], edges[i + 1], *part, count)
            parts.append(part)
        points, weights = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        return points, weights

    def _order(self, rho: float) -> int:
        """The number of nodes whose error is below the rounding of the arithmetic."""
        return ceil((self.arithmetic.bits + _GUARD_BITS) * log(2) / log(rho))

    def _interpolated(
        self, low: Any, high: Any, points: Array, weights: Array, count: int
    ) -> tuple[Array, Array]:
        r"""Nodes of [low, high] with the weights a_j = (m_0 + 2 \sum_i m_i T_i(x_j))/p.

        m_i = \sum_k \mu_k T_i(\lambda_k), on the interval as [-1, 1].
        """
        y = ((points - low) - (high - points)) / (high - low)
        before, last = y * 0 + 1, y
        moments = [before @ weights, 2 * last @ weights]
        for _ in range(count - 2):
            before, last = last, 2 * y * last - before
            moments.append(2 * last @ weights)
        table = _chebyshev_table(self.arithmetic, count)
        nodes = (low + high) / 2 + (high - low) / 2 * table[1]
        return nodes, table.T @ np.array(moments) / count

    def _agree(self, nodes: tuple[Array, Array]) -> bool:
        """Whether nodes and modes have the same sums on the real axis, where the ellipse ends."""
        low, high = self.points[0], self.points[-1]
        kappa = (self._ellipse - (high - low)) / 2 - low
        exact, found = (
            weights.T @ (1 / (x + kappa)) for x, weights in ((self.points, self.weights), nodes)
        )
        allowed = 2.0 ** (_ROUNDED_BITS - self.arithmetic.bits)
        return bool(np.all(np.abs(found - exact) <= allowed * exact))


@lru_cache(maxsize=64)
def _chebyshev_table(arithmetic: Arithmetic, count: int) -> Array:
    r"""T_i(x_j) = \cos(i (2j + 1) \pi/(2p)), shape (p, p)."""
    steps = np.outer(np.arange(count), 2 * np.arange(count) + 1) % (4 * count)
    if isinstance(arithmetic, Double):
        return np.asarray(np.cos(steps * (np.pi / (2 * count))))
    angles = arithmetic.array(list(range(4 * count))) * (arithmetic.pi / (2 * count))
    i = arithmetic.complex([1j])[0]
    return np.asarray(arithmetic.real(arithmetic.exp(angles * i))[steps])
