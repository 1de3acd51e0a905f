"""References for the exact witness, from the definitions, in mpmath; nothing here imports it.

Zeta tails are Euler-Maclaurin sums written out here: mpmath's Hurwitz zeta is only absolutely
accurate and loses its digits at large arguments, and its extrapolations fail on fractional powers.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import mpmath as mp

Number = Any


def number(value: Any) -> Number:
    """A rational string, a SymPy number or a float, at the working precision of mpmath."""
    if isinstance(value, str):
        top, _, bottom = value.partition("/")
        return mp.mpf(top) / mp.mpf(bottom or 1)
    return mp.mpf(str(value)) if not isinstance(value, float) else mp.mpf(value)


def hurwitz(q: Number, m: int) -> Number:
    r"""\sum_{k >= m} k^-q by Euler-Maclaurin from a cut beyond the working digits, q > 1."""
    cut = max(m, 2 * mp.mp.dps)
    total = mp.fsum(mp.mpf(k) ** -q for k in range(m, cut))
    cut = mp.mpf(cut)
    total += cut ** (1 - q) / (q - 1) + cut**-q / 2
    rising = q * cut ** (-q - 1)
    order = 1
    while True:
        term = mp.bernoulli(2 * order) / mp.factorial(2 * order) * rising
        total += term
        if abs(term) < mp.eps * abs(total) or order > 3 * mp.mp.dps:
            return total
        rising *= (q + 2 * order - 1) * (q + 2 * order) / cut**2
        order += 1


def harmonic(p: Number, b: Number, kappa: Number, modes: int | None = None) -> Number:
    r"""\sum_k k^-p/(1 + \kappa k^b): term by term; beyond |\kappa| k^b = 4 zeta values."""
    p, b, kappa = number(p), number(b), mp.mpmathify(kappa)
    if modes is not None:
        return mp.fsum(mp.mpf(k) ** -p / (1 + kappa * mp.mpf(k) ** b) for k in range(1, modes + 1))
    start = int(mp.ceil((4 / abs(kappa)) ** (1 / b))) + 2
    head = mp.fsum(mp.mpf(k) ** -p / (1 + kappa * mp.mpf(k) ** b) for k in range(1, start))
    tail, j = mp.mpf(0), 1
    while True:
        term = (-1) ** (j - 1) * kappa**-j * hurwitz(p + b * j, start)
        tail += term
        if abs(term) < mp.eps * abs(head):
            return head + tail
        j += 1


class Modes(NamedTuple):
    """A finite list of eigenvalues and target powers."""

    eigenvalues: Sequence[Number]
    powers: Sequence[Number]

    def d(self, kappa: Number) -> Number:
        """The effective dimension."""
        return mp.fsum(x / (x + kappa) for x in self.eigenvalues)

    def w(self, kappa: Number) -> Number:
        """The target resolvent."""
        pairs = zip(self.eigenvalues, self.powers, strict=True)
        return mp.fsum(c / (x + kappa) for x, c in pairs)


def power_law(a: Any, b: Any, modes: int) -> Modes:
    """k^-b and k^-a for k = 1 ... modes."""
    ks = [mp.mpf(k) for k in range(1, modes + 1)]
    return Modes([k ** -number(b) for k in ks], [k ** -number(a) for k in ks])


def inverse(resource: Any) -> Number:
    """1/N, zero for no limit."""
    return mp.mpf(0) if resource in (None, "inf") else 1 / number(resource)


def kappa_at(
    d: Callable[[Number], Number], over_n: Number, over_p: Number, s: Number, steps: int = 60
) -> Number:
    r"""kappa(s) continued from large s, where kappa = s, along straight lines in log s.

    Newton's method with a numerical derivative, halving nothing: many small steps.
    """

    def excess(kappa: Number, at: Number) -> Number:
        dimension = d(kappa)
        return kappa * (1 - over_n * dimension) * (1 - over_p * dimension) - at

    s = mp.mpmathify(s)
    far = 1000 * (1 + abs(s)) * (1 + over_n + over_p)
    kappa = far
    waypoints = [far * (abs(s) / far) ** (mp.mpf(i) / steps) for i in range(1, steps + 1)]
    waypoints += [abs(s) * mp.expj(mp.arg(s) * mp.mpf(i) / steps) for i in range(1, steps + 1)]
    previous = far
    for at in waypoints:
        kappa = newton(lambda k, at=at: excess(k, at), kappa * (at / previous))
        previous = at
    return kappa


def newton(function: Callable[[Number], Number], start: Number) -> Number:
    """A root near `start`, to all working digits."""
    x = start
    tiny = mp.mpf(10) ** (-mp.mp.dps // 3)
    for _ in range(60):
        step = tiny * abs(x)
        slope = (function(x + step) - function(x - step)) / (2 * step)
        change = function(x) / slope
        x -= change
        if abs(change) < 100 * mp.eps * abs(x):
            return x
    message = "the reference did not converge"
    raise ArithmeticError(message)
