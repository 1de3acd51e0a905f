r"""Harmonic sums whose summand varies slowly, by Euler-Maclaurin summation, however far it reaches.

    \sum_{k >= K} f(k) = \int_K^\infty f(k) dk + f(K)/2 - \sum_j B_{2j}/(2j)! f^{(2j-1)}(K)

The integral is a 2F1 or an incomplete Gamma function. On the ray from K on which the remainder is
an integral of f(k) e^{2 \pi i k} the profile must be analytic and bounded: its nearest singularity,
or the end of its decay, is at |k_0| e^{i \theta}, k_0 = (c T)^{-1/growth}, and leaves about
e^{-2 \pi |k_0| \sin \theta} behind, which no derivative at K shows. A high power, (1 + x)^{-m} with
|m| > 1, is like e^{-m x}: it changes at m x = 1 already.

Numbers for spectral functions take the route that proves their digits: a head and a tail where few
modes matter; Euler-Maclaurin summation where the profile reaches far; for late exponentials the
power law alone, where a bound shows that the rest is below the digits. With T = x rate and power =
-p - 1, by Poisson summation on the ray arg k = \phi,

    \sum_k k^power e^{-T k^-b} = \Gamma(p/b)/b T^{-p/b} (1 + \delta)
    |\delta| <= 10 e^{-\theta E} ((1 - \theta) \cos b\phi)^{-p/b},   \theta E >= 1
    E = \min_r (T \cos(b \phi) r^{-b} + 2 \pi \sin(\phi) r),   0 < \theta < 1,  0 < b \phi < \pi/2
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import mpmath
from sympy import Expr, Integer, Rational, binomial

from analytic.errors import PrecisionError
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import BesselSquare, Exponential
from analytic.symbolic.slow_sums.numeric import numeric, tail_ratio
from analytic.symbolic.slow_sums.working import number, working_digits

_GUARD = 12  # digits
_LONGEST_START = 10**5
_FIRST_TERMS = 64  # of a Taylor series, whose cost is their square: twice as many where needed


def smooth_sum(harmonic: HarmonicSum, argument: Expr, digits: int) -> mpmath.mpf:
    """A harmonic sum without parameters, from two values of K.

    Raises    PrecisionError where two of them do not agree, or one cannot do it.
    """
    with working_digits(digits + _GUARD):
        sum_ = _SmoothSum.of(harmonic, argument)
        start = sum_.start(digits)
        first, second = (sum_.beginning_with(n) for n in (start, start + start // 2 + 3))
        if abs(first - second) > mpmath.mpf(10) ** (-digits - 1) * abs(second):
            raise PrecisionError(
                f"Two summations of {harmonic.expression} do not share {digits} digits. Ask for "
                "fewer digits, or use the expansion."
            )
    with working_digits(digits):
        return +second


class _SmoothSum(NamedTuple):
    """The numbers of a harmonic sum at one argument, at the working precision; m is None for exp.

    `scale` is the rate times the argument.
    """

    power: mpmath.mpf
    growth: mpmath.mpf
    scale: mpmath.mpf
    m: mpmath.mpf | None
    coefficient: mpmath.mpf

    @classmethod
    def of(cls, harmonic: HarmonicSum, argument: Expr) -> _SmoothSum:
        profile = harmonic.profile
        assert not isinstance(profile, BesselSquare)
        m = None if isinstance(profile, Exponential) else number(profile.power)
        scale = number(profile.rate) * number(argument)
        powers = number(harmonic.power), number(harmonic.growth)
        return cls(*powers, scale, m, number(harmonic.coefficient))

    @property
    def is_high(self) -> bool:
        """Whether the profile is a high power."""
        return self.m is not None and abs(self.m) > 1

    @property
    def reach(self) -> mpmath.mpf:
        """The mode |k_0| at which the profile changes."""
        return abs(self.scale) ** (-1 / self.growth)

    @property
    def turns(self) -> list[tuple[mpmath.mpf, mpmath.mpf]]:
        """The modes |k_0| at which the profile changes, and the angles theta there."""
        growth = abs(self.growth)
        rate = self.scale * (self.m if self.is_high else 1)
        decay = (mpmath.pi / 2 - min(abs(mpmath.arg(rate)), mpmath.pi / 2)) / growth
        singularity = (mpmath.pi - abs(mpmath.arg(self.scale))) / growth
        if self.m is None:
            return [(self.reach, decay)]
        if not self.is_high or mpmath.arg(rate) == mpmath.pi:
            return [(self.reach, singularity)]  # a power that grows has no end of its decay
        return [(self.reach, singularity), (abs(rate) ** (-1 / self.growth), decay)]

    @property
    def steepness(self) -> mpmath.mpf:
        """The K from which a decaying profile changes slowly from one mode to the next."""
        high = abs(self.m) if self.m is not None and self.is_high else 1
        rate = min(abs(self.growth * self.scale) * high, mpmath.mpf(10) ** 30)
        return 2 * rate ** (1 / (1 - self.growth))

    def start(self, digits: int) -> int:
        """A K from which the series converges: behind the singularity, or far before it."""
        size = abs(self.growth) * (1 if self.m is None else 1 + abs(self.m))
        if self.growth < 0 and self.m is not None:
            size = min(size, abs(self.growth) + self.steepness)
        start = digits + _GUARD + int(abs(self.power) + size)
        if self.m is None and self.growth < 0:
            start += int(self.steepness)
        enough = mpmath.log(10) * (digits + _GUARD)
        for reach, angle in self.turns:
            hidden = 2 * mpmath.pi * reach * mpmath.sin(angle) < enough
            if angle < mpmath.pi / 2 and hidden:
                start += int(min(reach, 10**30))
        if start > _LONGEST_START:
            raise PrecisionError(
                f"Summation would begin at mode {start}, more than {_LONGEST_START}. Ask for "
                "fewer digits, or use the expansion."
            )
        return start

    def beginning_with(self, start: int) -> mpmath.mpf:
        """The sum with the terms below K = start added one by one."""
        head = mpmath.fsum(self._summand(mpmath.mpf(k)) for k in range(1, start))
        total = head + self._integral(mpmath.mpf(start)) + self._summand(mpmath.mpf(start)) / 2
        smallest = mpmath.inf
        taylor: list[mpmath.mpf] = []
        for j in range(1, start):
            if 2 * j > len(taylor):
                taylor = self._taylor(start, min(2 * start, max(_FIRST_TERMS, 2 * len(taylor))))
            term = mpmath.bernoulli(2 * j) / (2 * j) * taylor[2 * j - 1]
            total -= term
            if abs(term) <= mpmath.eps * abs(total):
                return self.coefficient * total
            if j > 3 and abs(term) > smallest:
                break
            smallest = min(smallest, abs(term)) if j > 3 else smallest
        raise PrecisionError(
            f"The Euler-Maclaurin series at mode {start} stalls at {mpmath.nstr(smallest, 3)}. Ask "
            "for fewer digits, or use the expansion."
        )

    def _summand(self, k: mpmath.mpf) -> mpmath.mpf:
        scaled = self.scale * k**self.growth
        return k**self.power * (mpmath.exp(-scaled) if self.m is None else (1 + scaled) ** -self.m)

    def _integral(self, start: mpmath.mpf) -> mpmath.mpf:
        r"""\int_K^\infty f(k) dk."""
        order = (self.power + 1) / self.growth
        scaled = self.scale * start**self.growth
        front = start ** (self.power + 1)
        if self.m is None:
            part = (scaled, mpmath.inf) if self.growth > 0 else (0, scaled)
            return front * scaled**-order / abs(self.growth) * mpmath.gammainc(order, *part)
        if self.growth > 0:
            far = self.m - order
            value = mpmath.hyp2f1(self.m, far, far + 1, -1 / scaled)
            return front * scaled**-self.m / (far * self.growth) * value
        whole = -front / (self.power + 1)
        if self.is_high and mpmath.re(self.m * scaled) > 0:  # Euler's form: no terms that alternate
            other = mpmath.hyp2f1(1, order + 1 - self.m, order + 1, -scaled)
            return whole * (1 + scaled) ** (1 - self.m) * other
        return whole * mpmath.hyp2f1(self.m, order, order + 1, -scaled)

    def _taylor(self, start: int, count: int) -> list[mpmath.mpf]:
        """The coefficients of f(K + h) in powers of h."""
        k = mpmath.mpf(start)
        inner = [self.scale * c for c in _binomial(self.growth, k, count)]
        outer = _binomial(self.power, k, count)
        profile = _exponential(inner) if self.m is None else _power(inner, -self.m)
        return [mpmath.fdot(outer[: n + 1], profile[n::-1]) for n in range(count)]


def _binomial(exponent: mpmath.mpf, k: mpmath.mpf, count: int) -> list[mpmath.mpf]:
    """(k + h)^exponent."""
    found = [k**exponent]
    for n in range(1, count):
        found.append(found[-1] * (exponent - n + 1) / (n * k))
    return found


def _exponential(inner: list[mpmath.mpf]) -> list[mpmath.mpf]:
    """exp(-u) for a series u: n e_n = -sum_j j u_j e_{n-j}."""
    found = [mpmath.exp(-inner[0])]
    weighted = [j * u for j, u in enumerate(inner)]
    for n in range(1, len(inner)):
        found.append(-mpmath.fdot(weighted[1 : n + 1], found[::-1]) / n)
    return found


def _power(inner: list[mpmath.mpf], exponent: mpmath.mpf) -> list[mpmath.mpf]:
    """(1 + u)^exponent: n (1 + u_0) y_n = sum_j (j (exponent + 1) - n) u_j y_{n-j}."""
    base = 1 + inner[0]
    found = [base**exponent]
    for n in range(1, len(inner)):
        factors = [(j * (exponent + 1) - n) * inner[j] for j in range(1, n + 1)]
        found.append(mpmath.fdot(factors, found[::-1]) / (n * base))
    return found


_SHORT = 2000  # modes that a head adds singly
_ROUTE_GUARD = 6  # digits
_GRID = 16
_FINER = 12  # digits are asked for in multiples of it, so that a sum that recurs is known


def spectral_number(
    precision: int, harmonic: HarmonicSum, argument: Expr, logarithms: int = 0
) -> Expr:
    """A harmonic sum without parameters, or its n-th derivative with respect to the power of k.

    Accuracy  rounded to `precision` bits.
    Raises    DivergenceError where the sum diverges, PrecisionError where no route reaches it.
    """
    harmonic.require_convergence()
    digits = -(-(mpmath.libmp.prec_to_dps(precision) + 2) // _FINER) * _FINER
    found = _derivative(harmonic, argument, digits, logarithms)
    return Expr._from_mpmath(found, precision)


def late_bound(order: mpmath.mpf, b: mpmath.mpf, scale: mpmath.mpf) -> mpmath.mpf:
    r"""The bound of |\delta| for order = p/b and T = scale."""
    bounds = []
    for i in range(1, _GRID):
        phi = mpmath.pi / (2 * b) * i / _GRID
        if phi > mpmath.pi / 2:
            break
        cosine, frequency = mpmath.cos(b * phi), 2 * mpmath.pi * mpmath.sin(phi)
        least = (b * scale * cosine / frequency) ** (1 / (b + 1)) * frequency * (1 + 1 / b)
        bounds += [
            10 * mpmath.exp(-theta * least) * ((1 - theta) * cosine) ** -order
            for theta in (mpmath.mpf(j) / _GRID for j in range(1, _GRID))
            if theta * least >= 1
        ]
    return min(bounds, default=mpmath.inf)


@lru_cache(maxsize=4096)
def _derivative(harmonic: HarmonicSum, argument: Expr, digits: int, order: int) -> mpmath.mpf:
    """Central differences in the power; more digits where they cancel against the sum itself."""
    if order == 0:
        return _sum(harmonic, argument, digits)
    lost = 0
    while True:
        half = (digits + lost) // 2 + _ROUTE_GUARD
        working = digits + lost + order * half + 2 * _ROUTE_GUARD
        step = Rational(1, 10**half)
        sums = [
            _sum(replace(harmonic, power=harmonic.power + shift * step), argument, working)
            for shift in (Rational(order, 2) - i for i in range(order + 1))
        ]
        with working_digits(working):
            weights = [(-1) ** i * int(binomial(order, i)) for i in range(order + 1)]
            found = mpmath.fdot(weights, sums) * mpmath.mpf(10) ** (half * order)
            cancelled = int(mpmath.log10(abs(sums[0] / found))) + 1 if found else digits + lost
        if cancelled <= lost + _ROUTE_GUARD:
            with working_digits(digits):
                return +found
        lost = cancelled


def _sum(harmonic: HarmonicSum, argument: Expr, digits: int) -> mpmath.mpf:
    with working_digits(digits + _ROUTE_GUARD):
        scale, growth = number(harmonic.profile.rate * argument), number(harmonic.growth)
        late = _late(harmonic, scale, growth, digits)
        ratio = tail_ratio(harmonic.profile)
        few = abs(scale) ** (-1 / growth) * ratio ** (1 / abs(growth)) <= _SHORT
    if late is not None:
        return late
    diverges = isinstance(harmonic.profile, Exponential) and growth > 0 and mpmath.re(scale) <= 0
    if not (few or diverges):
        try:
            return smooth_sum(harmonic, argument, digits)
        except PrecisionError:
            pass  # the head may still be short enough
    return numeric(harmonic, {harmonic.variable: argument}, digits)


def _late(
    harmonic: HarmonicSum, scale: mpmath.mpf, growth: mpmath.mpf, digits: int
) -> mpmath.mpf | None:
    """The power law of an exponential sum, where it has so many digits."""
    exponential = isinstance(harmonic.profile, Exponential)
    if not exponential or growth > 0 or mpmath.im(scale) != 0 or mpmath.re(scale) <= 0:
        return None
    order = number((harmonic.power + Integer(1)) / harmonic.growth)
    if mpmath.im(order) != 0 or late_bound(order, -growth, scale) > mpmath.mpf(10) ** (-digits - 1):
        return None
    return number(harmonic.coefficient) * mpmath.gamma(order) / -growth * scale**-order
