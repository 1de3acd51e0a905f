r"""The solution of the response equations, \kappa D_P D_N = s, and what follows from it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from analytic.exact.precision import Array
from analytic.exact.sums.measured_sums import Sums


class FieldSolution(NamedTuple):
    """The solution of the response equations at an array of frequencies s, shape (frequencies,)."""

    s: Array
    kappa: Array
    D_P: Array
    D_N: Array
    sums: Sums
    kappa_slope: Array
    over_samples: Any
    fall_N: Any
    """-dD_N/dd, one number where D_N is linear in d."""
    bend: Array | None = None
    """How far D_P, D_N and the slopes feel the rounding of d; None where they are quotients."""

    @property
    def lack_P(self) -> Array:
        """1 - D_P, without cancellation."""
        return np.asarray(self.over_samples * self.sums.d)

    @property
    def lack_N(self) -> Array:
        """1 - D_N, without cancellation where D_N is linear in d."""
        return np.asarray(self.fall_N * self.sums.d if self.bend is None else 1 - self.D_N)

    @property
    def slope_P(self) -> Array:
        """The derivative of D_P in kappa."""
        return np.asarray(-self.over_samples * self.sums.d_slope)

    @property
    def slope_N(self) -> Array:
        """The derivative of D_N in kappa."""
        return np.asarray(-self.fall_N * self.sums.d_slope)

    def rows(self, part: slice) -> FieldSolution:
        """The solution at some of the frequencies."""
        arrays = (self.s, self.kappa, self.D_P, self.D_N, self.kappa_slope)
        s, kappa, d_p, d_n, slope = (x[part] for x in arrays)
        sums = Sums(*(x[part] for x in self.sums))
        fall = self.fall_N if self.bend is None else self.fall_N[part]
        bend = self.bend if self.bend is None else self.bend[part]
        return FieldSolution(s, kappa, d_p, d_n, sums, slope, self.over_samples, fall, bend)
