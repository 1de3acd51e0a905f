r"""Harmonic sums that end at mode M, where continued sums over all modes have a pole.

At p + b j = 1 with j >= 1, for b <= 1, the sum over all modes and its tail diverge together, and
would have to be joined. With their first terms in 1/(\kappa k^b) added over all M modes,

    S_p(\kappa; M) = \sum_{i=1}^j (-1)^{i-1} \kappa^{-i} S_{p+bi}(0; M)
                     + (-1)^j \kappa^{-j} S_{p+bj}(\kappa; M),

neither does. From |\kappa| M^b = 1/2 on the terms are no more than about M times the sum, which is
made with so many bits more.
"""

from collections.abc import Iterator
from math import ceil, log2

import numpy as np
from sympy import Expr

from analytic.exact.precision import Arithmetic, Array, Multiple
from analytic.exact.sums.finite_harmonic_sums import FiniteHarmonicSums, pole_order

_GUARD_BITS = 16


class RaisedSums(FiniteHarmonicSums):
    """Sums over M modes by those with exponents raised to one.

    Shape     as HarmonicSums.
    """

    def __init__(
        self, arithmetic: Multiple, b: Expr, exponents: tuple[Expr, ...], modes: int
    ) -> None:
        super().__init__(arithmetic, b, exponents, modes)
        self.few = False
        self.orders = [pole_order(p, b) for p in exponents]
        more = (max(self.orders) + 1) * 4 + ceil(log2(modes)) + _GUARD_BITS
        self.fine = Multiple(arithmetic.bits + more)
        with self.fine.working():
            raised = tuple(p + b * j for p, j in self._pairs())
            self.raised = FiniteHarmonicSums(self.fine, b, raised, modes)
            self.first = [self._power_sums_at_zero(p, j) for p, j in self._pairs()]

    def _pairs(self) -> Iterator[tuple[Expr, int]]:
        return zip(self.exponents_exact, self.orders, strict=True)

    def _power_sums_at_zero(self, p: Expr, order: int) -> Array:
        """S_{p+bi}(0; M) for i = 1 ... j; none where the sum itself has no pole."""
        if order == 0:
            return np.array([])
        powers = tuple(p + self.b_exact * i for i in range(1, order + 1))
        return FiniteHarmonicSums(self.fine, self.b_exact, powers, self.modes).at_zero()

    def _raised(self, kappa: Array) -> tuple[Array, Array]:
        with self.fine.working():
            total, slope = self.raised.evaluate(kappa)
            small = -1 / kappa
            for column, powers in enumerate(self.first):
                value, rise = total[:, column], slope[:, column]
                for power in reversed(powers):  # S_p = -small (S_{p+b}(0) - S_{p+b}(kappa))
                    rise = small * (rise - (value - power) / kappa)
                    value = small * (value - power)
                total[:, column], slope[:, column] = value, rise
        return total + 0, slope + 0

    _ending_beyond = _ending_between = _ending_at_a_pole = _raised


def finite_sums(
    arithmetic: Arithmetic, b: Expr, exponents: tuple[Expr, ...], modes: int
) -> FiniteHarmonicSums:
    """The sums over M modes, by the cheapest way that there is."""
    plain = FiniteHarmonicSums(arithmetic, b, exponents, modes)
    if isinstance(arithmetic, Multiple) and plain.has_poles and modes > 8 * plain.cut:
        return RaisedSums(arithmetic, b, exponents, modes)
    return plain
