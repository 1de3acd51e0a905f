r"""Harmonic sums whose summand varies slowly, by Euler-Maclaurin summation, however far it reaches.

    \sum_{k >= K} f(k) = \int_K^\infty f(k) dk + f(K)/2 - \sum_j B_{2j}/(2j)! f^{(2j-1)}(K)

The integral is a 2F1 or an incomplete Gamma function. On the ray from K on which the remainder is
an integral of f(k) e^{2 \pi i k} the profile must be analytic and bounded: its nearest singularity,
or the end of its decay, is at |k_0| e^{i \theta}, k_0 = (c T)^{-1/growth}, and leaves about
e^{-2 \pi |k_0| \sin \theta} behind, which no derivative at K shows.
"""

from __future__ import annotations

from typing import NamedTuple

import mpmath
from sympy import Expr, Rational

from analytic.errors import PrecisionError
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import BesselSquare, Exponential
from analytic.symbolic.slow_sums.working import working_digits

__all__ = ["smooth_sum"]

_GUARD = 12  # digits
_LONGEST_START = 10**5


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
        m = None if isinstance(profile, Exponential) else _number(profile.power)
        scale = _number(profile.rate) * _number(argument)
        powers = _number(harmonic.power), _number(harmonic.growth)
        return cls(*powers, scale, m, _number(harmonic.coefficient))

    @property
    def reach(self) -> mpmath.mpf:
        """The mode |k_0| at which the profile changes."""
        return abs(self.scale) ** (-1 / self.growth)

    def start(self, digits: int) -> int:
        """A K from which the series converges: behind the singularity, or far before it."""
        turn = mpmath.pi if self.m is not None else mpmath.pi / 2
        angle = (turn - abs(mpmath.arg(self.scale))) / abs(self.growth)
        size = abs(self.power) + abs(self.growth) * (1 if self.m is None else 1 + abs(self.m))
        start = digits + _GUARD + int(size)
        steepness = abs(self.growth * self.scale)
        if self.m is None and self.growth < 0:
            start += 2 * int(min(steepness, 10**30) ** (1 / (1 - self.growth)))
        hidden = 2 * mpmath.pi * self.reach * mpmath.sin(angle) < mpmath.log(10) * (digits + _GUARD)
        if angle < mpmath.pi / 2 and hidden:
            start += int(min(self.reach, 10**30))
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
        count = 2 * start
        taylor = self._taylor(start, count)
        smallest = mpmath.inf
        for j in range(1, count // 2):
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
        return -front / (self.power + 1) * mpmath.hyp2f1(self.m, order, order + 1, -scaled)

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


def _number(expression: Expr) -> mpmath.mpf:
    """An exact expression at the working precision."""
    if isinstance(expression, Rational):
        return mpmath.mpf(int(expression.p)) / int(expression.q)
    return mpmath.mpmathify(expression.evalf(mpmath.mp.dps + 2))
