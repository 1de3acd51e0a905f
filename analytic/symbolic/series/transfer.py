r"""Transfer: the behaviour at small frequency becomes the behaviour at late times.

    s^e (\log s)^j  ->  \partial_e^j [ T^{-e-1} / \Gamma(-e) ]

for one frequency with T = 2t, and for two, each at time t, with p = -e', q = -e,

    [s^e s'^{e'} - s^{e'} s'^e] / (s' - s)
        ->  T^{p+q-1} [ 2 B_{1/2}(p,q) / (\Gamma(p)\Gamma(q)) - 1/\Gamma(p+q) ]

with the incomplete beta function B_{1/2}. Non-negative integers e leave nothing: they are analytic.
The second line is the solution of (\partial_{t'} - \partial_t) G = F along t + t' = T.
[flajolet1990singularity], theorem 1, for the first.
"""

from itertools import product

from sympy import (
    Expr,
    Integer,
    Rational,
    betainc,
    binomial,
    digamma,
    factorial,
    gamma,
    polygamma,
)

from analytic.errors import InvalidProblemError
from analytic.symbolic.series.log_powers import LogPowers, Power
from analytic.symbolic.series.order import canonical

Piece = tuple[Power, Expr]


def late_time(series: LogPowers, large: Expr) -> LogPowers:
    r"""The inverse Laplace transform at time `large` of a series at small frequency.

        s^e (\log s)^j  ->  \partial_e^j [ T^{-e-1}/\Gamma(-e) ]

    [flajolet1990singularity], theorem 1.
    """
    small = 1 / large
    pieces = [
        ((exponent + 1, kept), coefficient * weight)
        for (exponent, logarithms), coefficient in series.terms.items()
        for kept, weight in _transferred(exponent, logarithms)
    ]
    return LogPowers.of(small, pieces, _later(series))


def late_time_pair(one: LogPowers, two: LogPowers, large: Expr) -> LogPowers:
    """The double inverse transform at times t = t' of an antisymmetric pair of series.

        [f(s) g(s') - g(s) f(s')]/(s' - s),   f = one,   g = two

    Term by term, by an incomplete beta function.
    """
    pieces = [
        piece
        for left, right in product(one.terms.items(), two.terms.items())
        for piece in _transferred_pair(left, right)
    ]
    return LogPowers.of(1 / large, pieces, _later(one * two))


def reciprocal_gamma(point: Expr, order: int) -> Expr:
    r"""A derivative of 1/\Gamma at a point, of order 0, 1 or 2; also where Gamma has its poles.

    Raises    InvalidProblemError for a higher order.

    >>> reciprocal_gamma(Integer(-2), 1)
    2
    """
    if order > 2:
        raise InvalidProblemError(
            "Three or more logarithms at one power are not transferred to late times. "
            "Choose exponents off this point."
        )
    if point.is_integer and point.is_nonpositive:
        n = -point
        weight = (-1) ** n * factorial(n)
        return (Integer(0), weight, -2 * weight * digamma(n + 1))[order]
    psi = digamma(point)
    return (Integer(1), -psi, psi**2 - polygamma(1, point))[order] / gamma(point)


def _transferred(exponent: Expr, logarithms: int) -> list[tuple[int, Expr]]:
    """Powers of log(1/T) with their weights, by Leibniz' rule."""
    return [
        (
            logarithms - i,
            binomial(logarithms, i) * (-1) ** i * reciprocal_gamma(-exponent, i),
        )
        for i in range(logarithms + 1)
    ]


def _transferred_pair(left: Piece, right: Piece) -> list[Piece]:
    ((e, i), c), ((f, j), d) = left, right
    if j > i:
        return [(key, -weight) for key, weight in _transferred_pair(right, left)]
    key, weight = e + f + 1, c * d
    p, q = -f, -e
    if i == 0:
        return [((key, 0), weight * _pair(p, q))]
    if (i, j) == (1, 0):
        return [((key, 1), weight * _pair(p, q)), ((key, 0), -weight * _slope(p, q))]
    raise InvalidProblemError(
        "Two logarithms in a function of two frequencies are not transferred to late times. "
        "Choose exponents off this point."
    )


def _pair(p: Expr, q: Expr) -> Expr:
    """The amplitude at T^(p+q-1); at a pole of Gamma(p) or Gamma(q) its limit."""
    if canonical(p - q) == 0:
        return Integer(0)
    if _is_pole(p):
        return reciprocal_gamma(p + q, 0)
    if _is_pole(q):
        return -reciprocal_gamma(p + q, 0)
    half = betainc(p, q, 0, Rational(1, 2))
    return 2 * half / (gamma(p) * gamma(q)) - reciprocal_gamma(p + q, 0)


def _slope(p: Expr, q: Expr) -> Expr:
    """The derivative of the amplitude in q, at a pole of one Gamma: where logarithms arise."""
    if _is_pole(p):
        return reciprocal_gamma(p + q, 1)
    if not _is_pole(q):
        raise InvalidProblemError(
            f"A logarithm at the exponents {p}, {q} is not transferred to late times. "
            "Choose exponents off this point."
        )
    half = betainc(p, q, 0, Rational(1, 2))
    return 2 * half * reciprocal_gamma(q, 1) / gamma(p) - reciprocal_gamma(p + q, 1)


def _is_pole(argument: Expr) -> bool:
    return bool(argument.is_integer and argument.is_nonpositive)


def _later(series: LogPowers) -> list[Power]:
    return [(exponent + 1, logarithms) for exponent, logarithms in series.omitted]
