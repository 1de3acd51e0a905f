r"""Harmonic sums of a power law that ends at mode M, at a cost that does not grow with M.

    S_p(\kappa; M) = \sum_{k=1}^M k^{-p} / (1 + \kappa k^b)

With X = |kappa|^{-1/b}: for X well below M the infinite sum less its geometric tail; for X well
above M a convergent power series in kappa whose coefficients are power sums; between them the
infinite sum less its tail by Euler-Maclaurin at M,

    \sum_{k>M} f = \int_M^\infty f - f(M)/2 - \sum_i B_{2i}/(2i)! f^{(2i-1)}(M),

the derivatives from the Taylor series of f at M and the integral a Gauss hypergeometric function
by its continued fraction, or by its logarithmic series next to its branch point. Where a pole of
the summand is close to M, the last modes are added one by one and the tail begins before them.
Few modes are all added one by one: up to a thousand in doubles, and beside the negative axis.
Between there and zero all is real, and so is what the parts, each cut along the axis, add up to.
Where the sum over all modes diverges, b <= 1, it and its tail are continued in b: they differ by
the same finite sum.
"""

from math import ceil, log, pi
from typing import Any

import numpy as np
from sympy import Expr, Rational

from analytic.exact.precision import Arithmetic, Array, Double
from analytic.exact.sums.harmonic_sums import (
    HarmonicSums,
    series_length,
    value_and_slope,
)
from analytic.exact.sums.rows import power_series
from analytic.exact.sums.zeta import (
    bernoulli_ratios,
    correction_count,
    digamma,
    hurwitz,
    hurwitz_tail_sum,
    integers,
    power_gap,
)

_FEW = 1024
_PER_POLE = 16
r"""M/(b m) from which on (M/(M - 6 m))^b is below 3/2, where the tail's integral has a series."""
_LEAST_GROWTH, _RESONANT = Rational(1, 10), Rational(1, 50)
_BESIDE_AXIS = 0.98 * pi  # where poles are near, and few modes are added one by one


class FiniteHarmonicSums(HarmonicSums):
    r"""Harmonic sums that end at mode M, and their derivatives in kappa, for several exponents p.

        S_p(\kappa; M) = \sum_{k = 1}^M k^{-p}/(1 + \kappa k^b)

    Shape     as HarmonicSums.
    Valid     |arg kappa| < pi, and the real axis beyond the poles.
    """

    def __init__(
        self, arithmetic: Arithmetic, b: Expr, exponents: tuple[Expr, ...], modes: int
    ) -> None:
        super().__init__(arithmetic, b, exponents)
        self.modes = modes
        cheap = _FEW if isinstance(arithmetic, Double) else 0
        self.few_on_axis = modes <= max(_FEW, ceil(_PER_POLE * self.cut * float(b)))
        slow = any(_diverges(p, b) and (b - _LEAST_GROWTH).is_negative for p in exponents)
        self.has_poles = not slow and any(pole_order(p, b) for p in exponents)
        self.few = modes <= max(cheap, 8 * self.cut) or slow or self.has_poles

    def evaluate(self, kappa: Array) -> tuple[Array, Array]:
        """The sums and their derivatives at every kappa."""
        if self.few:
            return self._singly(kappa)
        total, slope = value_and_slope(self.arithmetic, kappa, len(self.exponents))
        ratio = -self.arithmetic.log2_abs(kappa) / float(self.b) - np.log2(float(self.modes))
        angle = np.abs(self.arithmetic.angle(kappa))
        reach = np.where(angle > pi * 0.9, 0.5 / float(self.b), 1)
        between = np.abs(ratio) < reach
        pole = np.exp2(np.minimum(ratio, 1000)) * np.exp(1j * (pi - angle) / float(self.b))
        close = between & (float(self.modes) * np.abs(pole - 1) < 2 * self.cut)
        singly = (angle > _BESIDE_AXIS) & self.few_on_axis
        for chosen, method in (
            (singly, self._singly),
            (ratio <= -reach, self._ending_beyond),
            (ratio >= reach, self._ending_below),
            (close, self._ending_at_a_pole),
            (between & ~close, self._ending_between),
        ):
            index = np.flatnonzero(chosen if method == self._singly else chosen & ~singly)
            if len(index):
                total[index], slope[index] = method(kappa[index])
        ar = self.arithmetic
        beyond = np.flatnonzero((ar.real(kappa) < 0) & (ar.imag(kappa) == 0))
        for sums in (total, slope):
            sums[beyond] = ar.real(sums[beyond])
        return total, slope

    def at_zero(self) -> Array:
        """The power sums S_p(0; M), one for each exponent p."""
        ar = self.arithmetic
        zero = ar.complex([0])
        if self.modes <= max(_FEW, 8 * self.cut):
            return np.asarray(ar.real(self.terms(zero, 1, self.modes + 1)[0][0]))
        sums: Array = self._power_sums(1)[0]
        return sums

    def _singly(self, kappa: Array) -> tuple[Array, Array]:
        return self.terms(kappa, 1, self.modes + 1)

    def _ending_beyond(self, kappa: Array) -> tuple[Array, Array]:
        total, slope = super().evaluate(kappa)
        tail, tail_slope = self.tail(kappa, self.modes + 1)
        return total - tail, slope - tail_slope

    def _ending_below(self, kappa: Array) -> tuple[Array, Array]:
        r"""\sum_j (-\kappa)^j \sum_{k=1}^M k^{b j - p}."""
        x = -kappa * self._level(self.modes + 1)
        length = series_length(self.arithmetic.bits, -float(np.max(self.arithmetic.log2_abs(x))))
        value, rate = power_series(x, self._power_sums(length))
        return value, rate / kappa[:, None]

    def _power_sums(self, length: int) -> Array:
        key = ("power sums", length)
        if key not in self._cache:
            columns = [self._power_sum_column(i, length) for i in range(len(self.exponents))]
            self._cache[key] = np.stack(columns, axis=1)
        sums: Array = self._cache[key]
        return sums

    def _power_sum_column(self, i: int, length: int) -> Array:
        r"""\sum_{k=1}^M k^{b j - p} (M+1)^{-b j}."""
        ar = self.arithmetic
        order, gap = self.resonances[i]
        count = correction_count(ar.bits, self.cut)
        falls = self.b * integers(ar, 0, length)
        q = self.exponents[i] - falls
        ends = (self.cut, self.modes + 1)
        scale = -falls * ar.log(ar.number(ends[1]))
        safe = q.copy()
        if order is not None and order < length:
            safe[order] = ar.number(2)
        low, high = (hurwitz(ar, safe, end, count, scale) for end in ends)
        column = low - high + self._head_coefficients(i, length, ends[1])
        if order is not None and order < length:
            low, high = (hurwitz_tail_sum(ar, q, end, count, scale) for end in ends)
            integral = power_gap(ar, gap, *ends) * ar.exp(scale[order : order + 1])[0]
            head = self._head_coefficients(i, length, ends[1])[order]
            column[order] = head + integral + low[order] - high[order]
        return column

    def _ending_between(self, kappa: Array) -> tuple[Array, Array]:
        return self._until(kappa, self.modes)

    def _ending_at_a_pole(self, kappa: Array) -> tuple[Array, Array]:
        """The last modes one by one, and the others by Euler-Maclaurin at a distance."""
        end = self.modes - 4 * self.cut
        total, slope = self._until(kappa, end)
        last, last_slope = self.terms(kappa, end + 1, self.modes + 1)
        return total + last, slope + last_slope

    def _until(self, kappa: Array, end: int) -> tuple[Array, Array]:
        """The terms up to `end` by Euler-Maclaurin at both ends, residues of the poles between."""
        total, slope = self.resolved(kappa, float(end))
        for i in range(len(self.exponents)):
            tail = self._tail_by_parts(i, kappa, end)
            total[:, i], slope[:, i] = total[:, i] - tail[0], slope[:, i] - tail[1]
        return total, slope

    def _tail_by_parts(self, i: int, kappa: Array, end: int) -> tuple[Array, Array]:
        """Euler-Maclaurin at the mode `end`: integral, half of the term, derivatives."""
        ar = self.arithmetic
        p, last = self.exponents[i], ar.number(end)
        z = kappa * ar.exp(self.b * ar.log(last))
        weight = ar.exp(-p * ar.log(last))
        value, slope = self._integral_beyond(p, z)
        value, slope = value * (weight * last), slope * (weight * last)
        taylor, taylor_slope = self._taylor(p, z, self._order(z, end))
        value = value - weight * taylor[0] / 2
        slope = slope - weight * taylor_slope[0] / 2
        scale = weight / last
        factorial = 1
        for order, ratio in enumerate(bernoulli_ratios(len(taylor) // 2), start=1):
            factorial *= max(1, (2 * order - 2) * (2 * order - 1))
            factor = ar.number(ratio * factorial) * scale
            value = value - factor * taylor[2 * order - 1]
            slope = slope - factor * taylor_slope[2 * order - 1]
            scale = scale / (last * last)
        return value, slope * (z / kappa)

    def _order(self, z: Array, end: int) -> int:
        """Taylor terms at the mode `end`, from the distance of the nearest pole."""
        angle = (pi - np.abs(self.arithmetic.angle(z))) / float(self.b)
        pole = np.exp2(-self.arithmetic.log2_abs(z) / float(self.b)) * np.exp(1j * angle)
        reach = max(1, int(min(end * float(np.min(np.abs(pole - 1))), end)))
        return 2 * correction_count(self.arithmetic.bits, reach)

    def _taylor(self, p: Any, z: Array, order: int) -> tuple[list[Array], list[Array]]:
        """Taylor coefficients of (1+v)^-p / (1 + z (1+v)^b) at v = 0, and their z-derivatives."""
        powers, weights = _binomials(self.b, order), _binomials(-p, order)
        first = 1 / (1 + z)
        terms: list[Array] = []
        slopes: list[Array] = []
        for n in range(order):
            mixed = sum((powers[j] * terms[n - j] for j in range(1, n + 1)), 0 * z)
            terms.append((weights[n] - z * mixed) * first)
            both = sum((powers[j] * terms[n - j] for j in range(n + 1)), 0 * z)
            mixed = sum((powers[j] * slopes[n - j] for j in range(1, n + 1)), 0 * z)
            slopes.append(-(both + z * mixed) * first)
        return terms, slopes

    def _integral_beyond(self, p: Any, z: Array) -> tuple[Array, Array]:
        r"""\int_1^\infty u^{-p}/(1 + z u^b) du and its derivative in z."""
        c = (p - 1 + self.b) / self.b
        value = _gauss(self.arithmetic, c, -1 / z) / (z * (p - 1 + self.b))
        slope = (-(1 - p) * value - 1 / (1 + z)) / (self.b * z)
        return value, slope


def pole_order(p: Expr, b: Expr) -> int:
    r"""The order j of the tail whose \zeta(p + b j) is at its pole or close to it; zero if none is.

    Where the sum over all modes converges no order is.
    """
    if not _diverges(p, b):
        return 0
    order = max(1, round(float((1 - p) / b)))
    return order if abs(p + b * order - 1) < _RESONANT else 0


def _diverges(p: Expr, b: Expr) -> bool:
    """Whether the sum over all modes diverges, or nearly so; powers that hardly grow are slow."""
    return not ((b - 1).is_positive and (p + b - 1).is_positive)


def _binomials(exponent: Any, count: int) -> list[Any]:
    """Taylor coefficients of (1+v)^exponent."""
    result = [exponent * 0 + 1]
    for n in range(1, count):
        result.append(result[-1] * (exponent - n + 1) / n)
    return result


def _gauss(arithmetic: Arithmetic, c: Any, x: Array) -> Array:
    """2F1(1, c; c+1; x), next to its branch point x = 1 and away from it."""
    result = np.empty_like(x)
    near = arithmetic.log2_abs(1 - x) < -1
    for chosen, method in ((near, _gauss_logarithm), (~near, _gauss_fraction)):
        if chosen.any():
            result[chosen] = method(arithmetic, c, x[chosen])
    return result


def _gauss_logarithm(arithmetic: Arithmetic, c: Any, x: Array) -> Array:
    r"""c \sum_n (c)_n/n! [\psi(n+1) - \psi(c+n) - \log(1-x)] (1-x)^n, for |1 - x| < 1/2."""
    y = 1 - x
    bracket = digamma(arithmetic, 1) - digamma(arithmetic, c) - arithmetic.log(y)
    total, power = 0 * x, 0 * x + c
    for n in range(arithmetic.bits + 16 + ceil(4 * float(c))):
        total = total + power * bracket
        power = power * y * ((c + n) / (n + 1))
        bracket = bracket + (1 / arithmetic.number(n + 1) - 1 / (c + n))
    return total


def _gauss_fraction(arithmetic: Arithmetic, c: Any, x: Array) -> Array:
    """2F1(1, c; c+1; x) by Gauss's continued fraction, off the cut [1, infinity)."""
    root = arithmetic.sqrt(1 - x)
    rate = np.max(arithmetic.log2_abs((1 - root) / (1 + root))) * log(2)
    depth = ceil((arithmetic.bits + 8) * log(2) / -float(rate)) + 4
    total = x * 0
    for n in range(depth, 0, -1):
        odd = (c + n - 1) ** 2 / ((c + 2 * n - 2) * (c + 2 * n - 1))
        even = arithmetic.number(n) ** 2 / ((c + 2 * n - 1) * (c + 2 * n))
        total = odd * x / (1 - even * x / (1 - total))
    return 1 / (1 - total)
