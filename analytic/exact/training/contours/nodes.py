r"""Frequencies around the spectrum of -K, and double sums over them.

    \oint\oint f_t(s) f_t(s') F(s, s') ds ds'/(2 \pi i)^2 = \sum_{ij} a_i a_j F(s_i, s_j)

The nodes lie symmetrically about the real axis; those of the upper half plane are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analytic.exact.precision import Arithmetic, Array
from analytic.exact.training.contours.pairs import Pairs

__all__ = ["Nodes"]


@dataclass(frozen=True, eq=False)
class Nodes:
    r"""Nodes s with weights a = f_t(s) e^{rate t} ds/(2 \pi i), each of shape (nodes,).

    `start`, where it is given, is kappa(s) to a few digits.
    """

    arithmetic: Arithmetic
    s: Array
    weight: Array
    pairs: Pairs
    start: Array | None = None

    def exactly(self, divisor: Array, function: Array, slope: Array) -> tuple[Any, Any]:
        r"""\sum_{ij} a_i a_j (g_i - g_j)/((s_j - s_i) q_i q_j), -g'(s_i) a_i^2/q_i^2 at i = j.

        At a precision that leaves no rounding to speak of.
        """
        ar = self.arithmetic
        factor = self.weight / divisor
        level = ar.real(function[:1])[0]
        row = self.pairs.sums(factor)
        terms = 2 * factor * (function - level) * row - factor * factor * slope
        return 2 * ar.real(terms.sum()), 0

    def with_rounding(self, divisor: Array, function: Array, slope: Array) -> tuple[Any, Any]:
        """The double sum, and the one in which every term is replaced by its size."""
        factor = self.weight / divisor
        distance = np.maximum(np.abs(function - np.real(function[:1])), np.abs(function) / 8)
        row = self.pairs.sizes(factor)
        terms = 2 * np.abs(factor) * distance * row + np.abs(factor * factor * slope)
        return self.exactly(divisor, function, slope)[0], 2 * np.sum(terms)
