r"""The crossover functions in numbers, at whatever precision is set.

    \Phi_r(T) = \sum_n A_n(r) T^{np-r}/\Gamma(1-r+np)
    \Psi_r(T) = \Phi_r(T) + \int_0^{T/2} [\Phi_r(T-v) \Phi_1(v) - \Phi_1(T-v) \Phi_r(v)] dv

The series is an entire function of T^p times T^{-r}; its terms grow to e^{|\sigma_*| T}, \sigma_*
the edge of the spectrum, and cancel. Where \Phi_r(v) is too singular at v = 0 the integral is
continued in r: the first terms of \Phi_r are integrated in closed form,

    A_m(r) A_n(1) T^{np+q-1} [2 B_{1/2}(np, q)/(\Gamma(np)\Gamma(q)) - 1/\Gamma(np+q)],  q = 1-r+mp.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from math import lgamma, log
from typing import NamedTuple

import mpmath

from analytic.errors import PrecisionError

_SMALLER = 10  # bits by which a sum may be below its first terms
_KEPT = 2**14  # coefficients
_ROUNDING = 45  # bits, of those that callers add


def decay(p: mpmath.mpf) -> mpmath.mpf:
    r"""The distance |\sigma_*| of the edge of the spectrum from zero, p (1-p)^{1/p-1}."""
    return p * (1 - p) ** (1 / p - 1)


def width_sum(r: mpmath.mpf, p: mpmath.mpf, time: mpmath.mpf) -> mpmath.mpf:
    r"""\Phi_r(T)."""
    series = _Sum.until(r, p, time, _terms(r, p, time))
    return series.at_latest(time)


def width_cut(r: mpmath.mpf, p: mpmath.mpf, time: mpmath.mpf, nodes: int) -> mpmath.mpf:
    r"""\Phi_r(T) another way: the pole at sigma = 0 and the cut beyond the edge of the spectrum.

        \Phi_r(T) = 1 + (1/\pi) \int |x|^r \sin(r \theta) e^{-|\sigma| T} d\log|\sigma|
        |x|^p = \sin((1-p)\theta)/\sin\theta,   |\sigma| = |x| \sin(p\theta)/\sin((1-p)\theta)

    by the trapezoidal rule over 0 < theta < pi, where x = |x| e^{i \theta} is above the cut.
    """
    step = mpmath.pi / nodes
    total = mpmath.mpf(0)
    for i in range(1, nodes):
        angle = step * i
        one, part, rest = angle, p * angle, (1 - p) * angle
        size = (mpmath.sin(rest) / mpmath.sin(one)) ** (1 / p)
        rate = size * mpmath.sin(part) / mpmath.sin(rest)
        grows = (1 - p) * mpmath.cot(rest) - mpmath.cot(one)
        slope = grows / p + p * mpmath.cot(part) - (1 - p) * mpmath.cot(rest)
        total += size**r * mpmath.sin(r * angle) * mpmath.exp(-rate * time) * slope
    return 1 + total * step / mpmath.pi


def data_sum(r: mpmath.mpf, p: mpmath.mpf, time: mpmath.mpf) -> mpmath.mpf:
    r"""\Psi_r(T).

    Raises    PrecisionError where the integral has not converged.
    """
    one = mpmath.mpf(1)
    terms = max(_terms(r, p, time), _terms(one, p, time))
    singular = max(0, int(mpmath.ceil(r / p)))
    left = _Sum.until(r, p, time, terms, singular)
    right = _Sum.until(one, p, time, terms, 1)

    shape = r, p, singular, mpmath.mp.prec

    def integrand(q: mpmath.mpf) -> mpmath.mpf:
        place = _place(q, *shape)
        one = left.whole(place.far) * right.whole(place.near)
        two = right.whole(place.far) * left.whole(place.near)
        return one * place.first - two * place.second

    smooth, error = (x * time**-r for x in mpmath.quad(integrand, [0, 1], error=True))
    total = left.at_latest(time) + smooth + _singular_part(r, p, time, singular, terms)
    if error > mpmath.ldexp(mpmath.eps, _ROUNDING) * max(abs(total), mpmath.exp(decay(p) * time)):
        raise PrecisionError(
            f"The integral over the crossover at time {mpmath.nstr(time, 5)} has not converged: "
            f"its error may be {mpmath.nstr(error, 2)}. Choose an earlier time or fewer digits."
        )
    return total


def _singular_part(
    r: mpmath.mpf, p: mpmath.mpf, time: mpmath.mpf, singular: int, terms: int
) -> mpmath.mpf:
    bits = mpmath.mp.prec
    return mpmath.fsum(
        _product(m, n, r, p, bits) * time ** ((m + n) * p - r)
        for m in range(singular)
        for n in range(terms)
    )


@lru_cache(maxsize=_KEPT)
def _product(m: int, n: int, r: mpmath.mpf, p: mpmath.mpf, precision: int) -> mpmath.mpf:
    """Term m of one function times term n of the other; `precision` is the one that is set."""
    del precision
    weight = _coefficient(m, r, p) * _coefficient(n, mpmath.mpf(1), p)
    return weight * _pair(n * p, 1 - r + m * p)


class _Place(NamedTuple):
    """The powers p of v/T and (T - v)/T, and what multiplies both products of sums at them.

    The powers are integers of so many bits, the weights count the bits of two sums.
    """

    near: int
    far: int
    first: mpmath.mpf
    second: mpmath.mpf


@lru_cache(maxsize=_KEPT)
def _place(q: mpmath.mpf, r: mpmath.mpf, p: mpmath.mpf, singular: int, precision: int) -> _Place:
    """The place v = T q^n/2, the same at every T; `precision` is the one that is set.

    With n >= 1/p, v^{p-1} dv does not diverge at q = 0.
    """
    steps = int(mpmath.ceil(1 / p))
    near = q**steps / 2
    far = 1 - near
    slope = mpmath.ldexp(near * steps / q, -2 * precision)
    first = far ** (singular * p - r) * near ** (p - 1) * slope
    second = near ** (singular * p - r) * far ** (p - 1) * slope
    return _Place(_fixed(near**p, precision), _fixed(far**p, precision), first, second)


class _Sum(NamedTuple):
    """The terms n >= start of the series of Phi: integers of so many bits.

    Terms are taken at the latest time, so that a sum at an earlier one has an absolute error of
    bits.
    """

    power: mpmath.mpf
    start: int
    terms: tuple[int, ...]
    bits: int

    @classmethod
    def until(
        cls, r: mpmath.mpf, p: mpmath.mpf, latest: mpmath.mpf, terms: int, start: int = 0
    ) -> _Sum:
        """The sum of the terms start <= n < terms."""
        bits, z = mpmath.mp.prec, latest**p
        scaled = (_in_time(n, r, p, bits) * z**n for n in range(start, terms))
        return cls(r, start, tuple(_fixed(one, bits) for one in scaled), bits)

    def whole(self, step: int) -> int:
        """The sum over its first power, at a time whose ratio to the latest one is step^{1/p}."""
        total = 0
        for term in reversed(self.terms):
            total = (total * step >> self.bits) + term
        return total

    def at_latest(self, time: mpmath.mpf) -> mpmath.mpf:
        """The sum at the latest time."""
        return mpmath.ldexp(mpmath.mpf(sum(self.terms)), -self.bits) * time**-self.power


def _fixed(number: mpmath.mpf, bits: int) -> int:
    return int(mpmath.ldexp(number, bits))


def _coefficient(n: int, r: mpmath.mpf, p: mpmath.mpf) -> mpmath.mpf:
    r"""A_n(r) = r \Gamma(r+n(1-p)) / (n! \Gamma(r+1-np))."""
    return r * mpmath.gamma(r + n * (1 - p)) * mpmath.rgamma(r + 1 - n * p) / mpmath.factorial(n)


@lru_cache(maxsize=_KEPT)
def _in_time(n: int, r: mpmath.mpf, p: mpmath.mpf, precision: int) -> mpmath.mpf:
    r"""A_n(r)/\Gamma(1-r+np); `precision` is the one that is set."""
    del precision
    return _coefficient(n, r, p) * mpmath.rgamma(1 - r + n * p)


def _terms(r: mpmath.mpf, p: mpmath.mpf, time: mpmath.mpf) -> int:
    r"""How many terms matter: the rest is below (|\sigma_*| T)^{np}/(np)!, up to a power of n."""
    scale, shape = decay(p) * time, float(p)
    head = max(abs(mpmath.rgamma(1 - r)), abs(r * mpmath.rgamma(1 - r + p)) * time**p, mpmath.eps)
    size, growth = float(scale), float(mpmath.log(scale))
    negligible = float(mpmath.log(min(1, head))) - (mpmath.mp.prec + _SMALLER) * log(2)
    return next(
        n
        for n in count(2)
        if n * shape > size + 1
        and n * shape * growth - lgamma(1 + n * shape) + 2 * log(n) <= negligible
    )


def _pair(x: mpmath.mpf, y: mpmath.mpf) -> mpmath.mpf:
    r"""2 B_{1/2}(x, y)/(\Gamma(x)\Gamma(y)) - 1/\Gamma(x+y), antisymmetric in x and y.

    B_{1/2}(x, y) = 2^{-x-y}/x {}_2F_1(1, x+y; x+1; 1/2), whose terms fall from the first where
    x >= y.
    """
    if y > x:
        return -_pair(y, x)
    total = x + y
    half = 2 * mpmath.hyp2f1(1, total, x + 1, mpmath.mpf(1) / 2) * mpmath.mpf(2) ** -total
    return half * mpmath.rgamma(x + 1) * mpmath.rgamma(y) - mpmath.rgamma(total)
