r"""Sums over the Hermite series of an activation, as sums over nodes of a generating function.

    \mu_S = \sum_q h_q^2 q! [y^q] F_S(y) = \sum_j W_j F_S(y_j),
    F_S(y) = \prod_{k \in S} \sinh(p_k y) \prod_{k \notin S} \cosh(p_k y)

h_q^2 falls exponentially for smooth activations: nodes on a circle take the series term by term.
For a kink it falls as a power; there h_q^2 q! = ((q - 3)!!)^2/(2 \pi) is a moment of the product of
two normal variables, whose density is K_0(|y|)/\pi: nodes on the real axis, and no cancellation.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import asinh, ceil, e, inf, log, pi
from typing import Any, NamedTuple

import gmpy2
import numpy as np

from analytic.errors import InvalidProblemError
from analytic.exact.precision import Array, Multiple, bits_of
from analytic.problem.activations import Activation, Erf, Monomial, ReLU, Tanh

_NAT = log(10)
_GUARD = 8
_RADIUS = 0.37  # of the circle, over the last order: roundings of the first and the last are alike
_NODES_A_RADIUS = 5.5
_DENSITY_STEPS, _BESSEL_STEPS = 2.2, 0.9  # nodes a digit, in units of the double exponential

_inverse_root = np.frompyfunc(gmpy2.rec_sqrt, 1, 1)


class Weights(NamedTuple):
    r"""Nodes with their weights, for even and for odd sets, and what is not in the sum.

    `squares` are h_0^2 and h_1^2. On the circle the nodes of one quadrant stand for all. On the
    real axis F_S(y) e^{-y} is meant, and the sum leaves out the orders below two, where
    \sinh and \cosh are cut. Sets of more modes than the `last` order have no eigenvalue.
    """

    nodes: Array
    even: Array
    odd: Array
    squares: tuple[Any, Any]
    circle: bool
    last: float = inf


@lru_cache(maxsize=8)
def weights_of(activation: Activation, digits: int) -> tuple[Multiple, Weights]:
    """The weights of an activation to so many digits, and the arithmetic that carries them."""
    match activation:
        case ReLU():
            arithmetic = Multiple.at_least(bits_of(2 * digits + _GUARD) + 32)
            with arithmetic.working():
                return arithmetic, _of_kink(arithmetic, digits)
        case Monomial() | Erf() | Tanh():
            last = _last_order(activation, digits)
            arithmetic = Multiple.at_least(bits_of(digits + _GUARD) + ceil(0.6 * last) + 32)
            with arithmetic.working():
                squares = _hermite_squares(arithmetic, activation, last, digits)
                return arithmetic, _on_circle(arithmetic, squares, digits)
    raise InvalidProblemError(
        f"The Hermite series of {activation!r} is not known in digits. Give ReLU(), Erf(), Tanh() "
        "or Monomial(3)."
    )


def _last_order(activation: Activation, digits: int) -> int:
    r"""The order from which on h_q^2 is below 10^{-digits}.

    (2/3)^q for erf; for tanh, with poles at \pm i \pi/2, e^{-\pi \sqrt q}.
    """
    if isinstance(activation, Monomial):
        return activation.power
    nats = _NAT * (digits + _GUARD)
    if isinstance(activation, Erf):
        return ceil(nats / log(3 / 2))
    return ceil((nats / pi) ** 2) + _GUARD


def _hermite_squares(
    arithmetic: Multiple, activation: Activation, last: int, digits: int
) -> list[Any]:
    r"""h_q^2 from order 0 to the last, h_q = E \phi(z) He_q(z)/\sqrt{q!}."""
    zero = gmpy2.mpfr(0)
    found = [zero] * (last + 1)
    if isinstance(activation, Monomial):
        power = activation.power
        for q in range(power % 2, power + 1, 2):
            half = (power - q) // 2
            whole = gmpy2.mpq(gmpy2.fac(power), 2**half * gmpy2.fac(half))
            found[q] = gmpy2.mpfr(whole**2 / gmpy2.fac(q))
        return found
    if isinstance(activation, Erf):
        square = 4 / (3 * arithmetic.pi)
        for q in range(1, last + 1, 2):
            found[q] = square / q
            square *= gmpy2.mpfr(4) / 9 * q / (q + 1)
        return found
    return _by_quadrature(arithmetic, last, digits)


def _by_quadrature(arithmetic: Multiple, last: int, digits: int) -> list[Any]:
    r"""h_q^2 of tanh by the trapezoidal rule, exact up to e^{-\pi^2/step} at its poles."""
    nats = _NAT * (digits + _GUARD)
    step = gmpy2.mpfr(pi**2 / (2 * nats))
    end = ceil((2 * last**0.5 + 2 * nats**0.5 + 4) / float(step))
    z = np.array([step * i for i in range(1, end + 1)], dtype=object)
    falling = arithmetic.exp(-2 * z)
    front = 2 * step / gmpy2.sqrt(2 * arithmetic.pi)
    values = front * arithmetic.exp(-z * z / 2) * (1 - falling) / (1 + falling)
    before, now, found = 0 * z, values, []
    for q in range(last + 1):
        found.append(now.sum() ** 2 if q % 2 else gmpy2.mpfr(0))
        root, further = gmpy2.sqrt(gmpy2.mpfr(q)), gmpy2.sqrt(gmpy2.mpfr(q + 1))
        before, now = now, (z * now - root * before) / further
    return found


def _on_circle(arithmetic: Multiple, squares: Sequence[Any], digits: int) -> Weights:
    """The nodes of one quadrant of a circle, and the Hermite series at each."""
    last = len(squares) - 1
    radius = max(1.0, _RADIUS * last)
    count = ceil(max(_NODES_A_RADIUS * radius, 2 * e * radius, 3.5 * (digits + _GUARD), last) / 4)
    turn = 1j * np.arange(count) + 0.5j
    angles = arithmetic.complex(turn) * (arithmetic.pi / (2 * count))
    nodes = gmpy2.mpfr(radius) * arithmetic.exp(angles)
    inverse = 1 / nodes
    weighted = [square * gmpy2.fac(q) / count for q, square in enumerate(squares)]
    even, odd = (0 * nodes for _ in range(2))
    for q in range(last, -1, -1):  # Horner, in 1/y
        even, odd = even * inverse, odd * inverse
        if q % 2:
            odd = odd + weighted[q]
        else:
            even = even + weighted[q]
    return Weights(nodes, even, odd, (squares[0], squares[1]), True, last)


def _of_kink(arithmetic: Multiple, digits: int) -> Weights:
    r"""Nodes of (1/\pi^2) \int_0^\infty K_0(y) F_S(y) y^{-2} dy, doubly exponential in \log y."""
    nats = _NAT * (digits + _GUARD)
    half_pi = arithmetic.pi / 2
    step = 1 / gmpy2.mpfr(_DENSITY_STEPS * (digits + _GUARD))
    end = ceil(asinh(2 * nats / pi) / float(step))
    places = np.array([step * i for i in range(-end, end + 1)], dtype=object)
    grows, falls = arithmetic.exp(places), arithmetic.exp(-places)
    nodes = arithmetic.exp(half_pi * (grows - falls) / 2)
    slope = step * half_pi * (grows + falls) / 2
    even = _scaled_bessel(arithmetic, nodes, digits) * slope / nodes / arithmetic.pi**2
    squares = 1 / (2 * arithmetic.pi), gmpy2.mpfr(1) / 4
    return Weights(nodes, even, 0 * even, squares, circle=False)


def _scaled_bessel(arithmetic: Multiple, y: Array, digits: int) -> Array:
    r"""e^y K_0(y) = \int_0^\infty e^{-v} dv/\sqrt{v (v + 2 y)}, with v = \exp(x - e^{-x})."""
    nats = _NAT * (digits + _GUARD)
    step = 1 / gmpy2.mpfr(_BESSEL_STEPS * (digits + _GUARD))
    ends = ceil(log(2 * nats) / float(step)), ceil((log(nats) + 1) / float(step))
    places = np.array([step * i for i in range(-ends[0], ends[1] + 1)], dtype=object)
    falling = arithmetic.exp(-places)
    v = arithmetic.exp(places - falling)
    weights = step * (1 + falling) * arithmetic.exp(-v) * v * _inverse_root(v)
    values = np.empty(len(y), dtype=object)
    values[:] = [(weights * _inverse_root(v + 2 * one)).sum() for one in y]
    return values
