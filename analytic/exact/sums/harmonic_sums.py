r"""Harmonic sums of a power law over infinitely many modes, at complex kappa, to any precision.

    S_p(\kappa) = \sum_{k=1}^\infty k^{-p} / (1 + \kappa k^b)

With X = |kappa|^{-1/b}, the terms change from resolved to saturated at k ~ X. Below that, for X
beyond twice the cut m, the sum is its head of m - 1 terms and

    \pi/(b \sin(\pi (1-p)/b)) \kappa^{-(1-p)/b} + \sum_j (-\kappa)^j \zeta(p - b j, m) + residues,

the Euler-Maclaurin expansion at m, convergent like (m/X)^b, together with the residues of the
summand at its poles x^b = -1/kappa, which are what an asymptotic series leaves out: with them the
expansion holds for every |arg kappa| < pi. Otherwise the head is longer than X and

    \sum_{k \ge K} = \sum_j (-1)^j \kappa^{-j-1} \zeta(p + b (j+1), K).

Where 1 - p + b j is zero or nearly so for an integer j, the two singular terms are joined into
one, whose limit is the logarithm of the regime's boundary.
"""

from collections.abc import Callable, Iterator
from math import ceil, inf, log, pi
from typing import Any

import numpy as np
from sympy import Expr

from analytic.exact.precision import Arithmetic, Array, Multiple
from analytic.exact.sums.rows import by_rows, power_series
from analytic.exact.sums.zeta import (
    correction_count,
    cut,
    expm1_over,
    hurwitz,
    hurwitz_tail_sum,
    integers,
    nearest_resonance,
    sine,
    sine_excess,
)

_BLOCK = 16


def series_length(bits: int, log2_ratio: float) -> int:
    """Terms of a series that falls like 2^(-j log2_ratio), to below 2^-bits, in whole blocks."""
    return _BLOCK * ceil((bits + 4) / log2_ratio / _BLOCK) + _BLOCK


def value_and_slope(arithmetic: Arithmetic, kappa: Array, size: int) -> tuple[Array, Array]:
    """Empty arrays (frequencies, exponents) for sums and for their derivatives in kappa."""
    shape = (len(kappa), size)
    kind = object if isinstance(arithmetic, Multiple) else complex
    return np.empty(shape, dtype=kind), np.empty(shape, dtype=kind)


class HarmonicSums:
    r"""Harmonic sums and their derivatives in kappa for several exponents p at once.

        S_p(\kappa) = \sum_{k \ge 1} k^{-p}/(1 + \kappa k^b)

    Shape     `evaluate` maps (n,) frequencies to two arrays (n, number of exponents).
    Valid     |arg kappa| < pi, b > 1 and p + b > 1.
    Accuracy  the working precision, less the conditioning of the sum near its poles.
    """

    def __init__(self, arithmetic: Arithmetic, b: Expr, exponents: tuple[Expr, ...]) -> None:
        self.arithmetic = arithmetic
        self.b_exact = b
        self.exponents_exact = exponents
        self.cut = cut(arithmetic.bits)
        with arithmetic.working():
            self.b = arithmetic.number(b)
            self.exponents = arithmetic.array([arithmetic.number(p) for p in exponents])
        self.resonances = [nearest_resonance(p, b) for p in exponents]
        self._cache: dict[Any, Any] = {}

    def evaluate(self, kappa: Array) -> tuple[Array, Array]:
        """The sums and their derivatives at every kappa."""
        total, slope = value_and_slope(self.arithmetic, kappa, len(self.exponents))
        log2_x = -self.arithmetic.log2_abs(kappa) / float(self.b)
        for chosen, top in self._groups(log2_x):
            here = kappa[chosen]
            part = self.resolved(here) if top is None else self.saturated(here, top)
            total[chosen], slope[chosen] = part
        return total, slope

    def _groups(self, log2_x: Any) -> Iterator[tuple[Any, int | None]]:
        """Indices that share an expansion; the head's length, or None for the expansion at m."""
        m = self.cut
        x = np.exp2(np.minimum(log2_x, 60))
        below = 0.0
        for edge, top in ((m / 4, ceil(1.25 * m)), (m, 2 * m), (2 * m, 4 * m)):
            chosen = np.flatnonzero((x >= below) & (x < edge))
            below = edge
            if len(chosen):
                yield chosen, top
        edge = below
        while (x >= edge).any():
            far = x >= 8 * edge
            inner = np.flatnonzero((x >= edge) & ~far)
            if len(inner):
                yield inner, None
            if not far.any() or edge > 1e6 * m:
                if far.any():
                    yield np.flatnonzero(far), None
                return
            edge *= 8

    def saturated(self, kappa: Array, top: int) -> tuple[Array, Array]:
        """Head below `top` and the geometric tail beyond it."""
        total, slope = self.terms(kappa, 1, top)
        tail, tail_slope = self.tail(kappa, top)
        return total + tail, slope + tail_slope

    def resolved(self, kappa: Array, end: float = inf) -> tuple[Array, Array]:
        """Expansion at the cut with the head in its coefficients, power of the tail, residues."""
        total, slope = self.expansion(kappa)
        for part in (self.power(kappa), self.residues(kappa, end)):
            total, slope = total + part[0], slope + part[1]
        return total, slope

    def terms(self, kappa: Array, start: int, stop: int) -> tuple[Array, Array]:
        """The terms k = start ... stop - 1, one by one."""
        powers, weights, slopes = self._term_coefficients(start, stop)

        def added(kappa: Array) -> tuple[Array, Array]:
            response = 1 / (1 + np.multiply.outer(kappa, powers))
            return response @ weights, -((response * response) @ slopes)

        return by_rows(added, kappa, stop - start, len(self.exponents))

    def at_zero(self) -> Array:
        """The zeta values S_p(0), one for each exponent p > 1."""
        count = correction_count(self.arithmetic.bits, self.cut)
        head = [self._head_coefficients(i, 1, self.cut)[0] for i in range(len(self.exponents))]
        return np.asarray(head + hurwitz(self.arithmetic, self.exponents, self.cut, count))

    def expansion(self, kappa: Array) -> tuple[Array, Array]:
        r"""\sum_j (-\kappa)^j (\sum_{k<m} k^{b j - p} + \zeta(p - b j, m)), less the resonance."""
        x = -kappa * self._level(self.cut)
        length = series_length(self.arithmetic.bits, -float(np.max(self.arithmetic.log2_abs(x))))
        value, rate = power_series(x, self._expansion_coefficients(length))
        return value, rate / kappa[:, None]

    def tail(self, kappa: Array, top: Any) -> tuple[Array, Array]:
        r"""\sum_{k \ge K} = -\sum_{j \ge 1} (-1/\kappa)^j \zeta(p + b j, K)."""
        x = -1 / (kappa * self._level(top))
        length = series_length(self.arithmetic.bits, -float(np.max(self.arithmetic.log2_abs(x))))
        value, rate = power_series(x, self._tail_coefficients(top, length))
        return -value, rate / kappa[:, None]

    def _level(self, mode: Any) -> Any:
        """k^b at a mode k."""
        return self.arithmetic.exp(self.b * self.arithmetic.log(self.arithmetic.number(mode)))

    def power(self, kappa: Array) -> tuple[Array, Array]:
        r"""\pi/(b \sin(\pi (1-p)/b)) \kappa^{-(1-p)/b}, joined at a resonance."""
        total, slope = value_and_slope(self.arithmetic, kappa, len(self.exponents))
        logarithm = self.arithmetic.log(kappa)
        for i in range(len(self.exponents)):
            total[:, i], slope[:, i] = self._power_column(i, kappa, logarithm)
        return total, slope

    def _power_column(self, i: int, kappa: Array, logarithm: Array) -> tuple[Array, Array]:
        ar, b = self.arithmetic, self.b
        order, gap = self.resonances[i]
        if order is None:
            alpha = (1 - self.exponents[i]) / b
            value = (ar.pi / b / sine(ar.pi * alpha)) * ar.exp(-alpha * logarithm)
            return value, -alpha * value / kappa
        regular, singular, fraction = self._joined(gap, logarithm)
        power = (-kappa) ** order if order else kappa * 0 + 1
        value = power * (regular + singular)
        return value, order * value / kappa - power * fraction / (b * kappa)

    def _joined(self, gap: Expr, logarithm: Array) -> tuple[Array, Array, Array]:
        r"""The two singular terms at a resonance: (pi/b)/sin(pi e/b) kappa^{-e/b} - m^e/e.

        Returned as g kappa^{-e/b}, m^e expm1(-e (log kappa / b + log m))/e and
        kappa^{-e/b} (1 + e g), with g = (pi/b)/sin(pi e/b) - 1/e.
        """
        ar, b = self.arithmetic, self.b
        shift = logarithm / b + ar.log(ar.number(self.cut))
        if gap == 0:
            return 0 * shift, -shift, 0 * shift + 1
        e = ar.number(gap)
        g = sine_excess(ar, gap, self.b_exact)
        kappa_power = ar.exp(-e * logarithm / b)
        quotient = expm1_over(ar, gap, shift) * ar.exp(e * ar.log(ar.number(self.cut)))
        return g * kappa_power, -quotient, kappa_power * (1 + e * g)

    def residues(self, kappa: Array, end: float = inf) -> tuple[Array, Array]:
        r"""\pm 2 \pi i Res f(x) E/(1 - E), E = e^{\pm 2 \pi i x}, at poles between cut and end."""
        ar = self.arithmetic
        total, slope = value_and_slope(ar, kappa, len(self.exponents))
        total[...] = slope[...] = ar.number(0)
        b = float(self.b)
        x = np.exp2(np.minimum(-ar.log2_abs(kappa) / b, 1000))
        angle = ar.angle(kappa)
        reach = ceil(b / 4) + 1
        for branch in range(-reach, reach + 1):
            direction = ((2 * branch + 1) * pi - angle) / b
            counts = (np.abs(direction) < pi / 2) & (x * np.cos(direction) > self.cut)
            counts &= x * np.cos(direction) < end
            counts &= 2 * pi * x * np.abs(np.sin(direction)) < (ar.bits + 8) * log(2)
            chosen = np.flatnonzero(counts)
            if len(chosen):
                part = self._residue(kappa[chosen], branch, np.sign(direction[chosen]))
                total[chosen] += part[0]
                slope[chosen] += part[1]
        return total, slope

    def _residue(self, kappa: Array, branch: int, sign: Array) -> tuple[Array, Array]:
        ar, b = self.arithmetic, self.b
        turn = ar.complex([1j])[0] * ar.pi
        pole = ar.exp((-ar.log(kappa) + (2 * branch + 1) * turn) / b)
        circle = ar.array(sign.tolist()) * (2 * turn)
        decay = ar.exp(circle * pole)
        weight = -circle * decay / (b * (1 - decay))
        value = weight[:, None] * ar.exp(np.multiply.outer(ar.log(pole), 1 - self.exponents))
        rate = (1 - self.exponents) + (circle * pole / (1 - decay))[:, None]
        return value, -value * rate / (b * kappa)[:, None]

    def _term_coefficients(self, start: int, stop: int) -> tuple[Array, Array, Array]:
        key = ("terms", start, stop)
        if key not in self._cache:
            ar = self.arithmetic
            logs = ar.log(integers(ar, start, stop))
            powers = ar.exp(self.b * logs)
            weights = ar.exp(np.multiply.outer(logs, -self.exponents))
            self._cache[key] = powers, weights, weights * powers[:, None]
        terms: tuple[Array, Array, Array] = self._cache[key]
        return terms

    def _expansion_coefficients(self, length: int) -> Array:
        def longer() -> Array:
            every = range(len(self.exponents))
            return np.stack([self._expansion_column(i, length) for i in every], axis=1)

        return self._prefix("expansion", length, longer)

    def _prefix(self, key: Any, length: int, longer: Callable[[], Array]) -> Array:
        """So many coefficients of a series; a longer one that is known begins with them."""
        known: Array | None = self._cache.get(key)
        if known is None or len(known) < length:
            known = self._cache[key] = longer()
        return known[:length]

    def _expansion_column(self, i: int, length: int) -> Array:
        """Coefficients times m^{-b j}, without the integral of zeta at the resonance."""
        ar = self.arithmetic
        count = correction_count(ar.bits, self.cut)
        falls = self.b * integers(ar, 0, length)
        q = self.exponents[i] - falls
        scale = -falls * ar.log(ar.number(self.cut))
        order = self.resonances[i][0]
        head = self._head_coefficients(i, length, self.cut)
        if order is None or order >= length:
            return head + hurwitz(ar, q, self.cut, count, scale)
        safe = q.copy()
        safe[order] = ar.number(2)
        column = hurwitz(ar, safe, self.cut, count, scale)
        column[order] = hurwitz_tail_sum(ar, q, self.cut, count, scale)[order]
        return head + column

    def _head_coefficients(self, i: int, length: int, end: int) -> Array:
        r"""\sum_{k<m} k^{b j - p} end^{-b j} for j = 0 ... length - 1."""
        ar = self.arithmetic
        logs = ar.log(integers(ar, 1, self.cut))
        ratios = ar.exp(self.b * (logs - ar.log(ar.number(end))))
        powers = np.empty((len(logs), length), dtype=ratios.dtype)
        powers[:] = ratios[:, None]
        powers[:, 0] = ar.exp(-self.exponents[i] * logs)
        return np.asarray(np.multiply.accumulate(powers, axis=1).sum(axis=0))

    def _tail_coefficients(self, top: Any, length: int) -> Array:
        """zeta(p + b j, K) K^{b j} for j >= 1, and 0 for j = 0."""

        def longer() -> Array:
            ar = self.arithmetic
            count = correction_count(ar.bits, self.cut)
            rises = self.b * integers(ar, 1, length)
            scale = rises * ar.log(ar.number(top))
            columns = [hurwitz(ar, p + rises, top, count, scale) for p in self.exponents]
            zero = ar.array([0] * len(columns))
            return np.concatenate([zero[None, :], np.stack(columns, axis=1)])

        return self._prefix(("tail", top), length, longer)
