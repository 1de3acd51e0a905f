r"""Hurwitz zeta to full relative precision, at the working precision of its caller.

    \zeta(s, K) = \sum_{j \ge 0} (K + j)^{-s}

`mpmath.zeta(s, K)` is good to an absolute error only: with 60 digits set, 35 are right at
s = 25/2, K = 1858.
"""

from __future__ import annotations

import mpmath

from analytic.errors import PrecisionError

__all__ = ["hurwitz"]


def hurwitz(s: mpmath.mpf, start: int) -> mpmath.mpf:
    r"""The tail \sum_{k >= start} k^{-s}, continued in s, by Euler-Maclaurin summation.

        n^{1-s}/(s-1) + n^{-s}/2 + \sum_j B_{2j}/(2j)! s (s+1) ... (s+2j-2) n^{-s-2j+1}

    Accuracy  working precision; the summation starts at n where its terms fall below it.
    Raises    PrecisionError if they do not.
    """
    n = max(start, mpmath.mp.dps + int(abs(s)))
    head = mpmath.fsum(mpmath.mpf(k) ** -s for k in range(start, n))
    total = head + mpmath.mpf(n) ** (1 - s) / (s - 1) + mpmath.mpf(n) ** -s / 2
    factor = s * mpmath.mpf(n) ** (-s - 1)
    smallest = mpmath.inf
    for j in range(1, 2 * mpmath.mp.dps):
        term = mpmath.bernoulli(2 * j) / mpmath.factorial(2 * j) * factor
        total += term
        if abs(term) <= mpmath.eps * abs(total):
            return total
        if abs(term) > smallest:
            break
        smallest = abs(term)
        factor *= (s + 2 * j - 1) * (s + 2 * j) / mpmath.mpf(n) ** 2
    raise PrecisionError(
        f"The Euler-Maclaurin series of zeta({s}, {start}) stalls at {smallest}. Ask for fewer "
        "digits or begin further out."
    )
