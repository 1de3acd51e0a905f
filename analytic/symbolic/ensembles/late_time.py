r"""Late times of the coefficients: integrals of two functions with a weight between them.

    \int_0^T m(u) F(u) G(T - u) du,   T = 2t,
    squared bias  m = (T - 2u) for u < t, else 0;   variance  m = min(u, T - u) = T - u - (T - 2u)

F and G are inverse transforms of one frequency. Powers s^e and s^f of these at small frequency give
T^{-e-f} times, with m(u) = T m(x) at x = u/T,

    1/(\Gamma(-e) \Gamma(-f)) \int_0^1 m(x) x^{-e-1} (1 - x)^{-f-1} dx

as an analytic function of e and f. Over the whole interval it is -f/\Gamma(1-e-f) for m = 1 - x; on
the first half it is an incomplete beta function. A whole e or f is analytic in frequency: it leaves
the end of the interval only. [flajolet1990singularity], theorem 1, for one frequency.

Power counting: exponents at late times of a kernel of two frequencies, without amplitudes.

With d = D s^{-p} and w = W s^q + w_0 + w_1 s + ... every term of a homogeneous kernel is a power of
frequency in all, and e^{(s+s')t} turns degree g into t^{-g-2}. The part of w that is analytic may
lead: its first power that leaves a function of both frequencies, not of one alone.
"""

from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Min,
    Mul,
    Poly,
    Rational,
    Symbol,
    betainc,
    denom,
    exp,
    expand,
    expand_func,
    factor,
    factorial,
    ff,
    gamma,
    integrate,
    limit,
    oo,
    pi,
    sin,
)

from analytic.errors import InvalidProblemError
from analytic.notation import c_k, d, epsilon, lambda_k, primed, s, s2, t, tau, w, x, y
from analytic.quotient import cancel
from analytic.symbolic.mean_field.finite_size import time_function
from analytic.symbolic.mean_field.responses import both
from analytic.symbolic.series.log_powers import LogPowers, Power
from analytic.symbolic.series.transfer import reciprocal_gamma


class Weight(NamedTuple):
    """m(x) = whole (1 - x), plus the polynomial `first` in x on the first half."""

    whole: Expr
    first: Expr


BIAS = Weight(Integer(0), 1 - 2 * x)
VARIANCE = Weight(Integer(1), 2 * x - 1)


def late_time_between(one: LogPowers, two: LogPowers, weight: Weight, large: Expr) -> LogPowers:
    r"""The integral at T = large, from the small-frequency series of the transforms of F and G.

        s^f \log s = \partial_f s^f  ->  \partial_f [ T^{-e-f} amplitude(e, f) ]

    Raises    InvalidProblemError for a logarithm in the first series, or two in the second.
    """
    pieces: list[tuple[Power, Expr]] = []
    seen = _felt(two, weight)
    for ((e, i), front), ((f, j), back) in product(one.terms.items(), seen.terms.items()):
        if i > 0 or j > 1 or (j == 1 and not f.is_Integer):
            raise InvalidProblemError(
                "These logarithms between two functions are not carried to late times. "
                "Choose exponents off this point."
            )
        pieces.append(((e + f, j), front * _seen(back, e, f, weight)))
        if j == 1:
            pieces.append(((e + f, 0), front * back * _slope(e, f, weight)))
    return LogPowers.of(1 / large, pieces, (one * seen).omitted)


def between_modes(one: Expr, two: Expr, weight: Weight) -> Expr:
    r"""The integral itself for one mode j of d and one mode k of w, \lambda_j = \lambda_k + y.

    A transform that does not vanish at high frequency has a pulse at the end of the interval.
    """
    one_mode = {d: lambda_k / (lambda_k + s), w: c_k / (lambda_k + s)}
    of_data = {lambda_k: lambda_k + y}
    first, second = (
        function.xreplace({d: one_mode[d].xreplace(of_data), w: one_mode[w]})
        for function in (one, two)
    )
    pulse, smooth = _pulse_and_function(first)
    _, other = _pulse_and_function(second)  # its pulse is at u = T, where every weight is zero
    length = 2 * t
    integrand = (smooth.subs(t, tau) * other.subs(t, length - tau)).expand()
    pieces = (
        _integral(length * part.subs(x, tau / length) * integrand, end)
        for part, end in ((weight.whole * (1 - x), length), (weight.first, t))
    )
    at_start = length * (weight.whole + weight.first.subs(x, 0))
    return Add(*pieces) + pulse * at_start * other.subs(t, length)


def _integral(integrand: Expr, end: Expr) -> Expr:
    r"""The integral from 0 to `end` over tau of powers times exponentials, by parts.

    \int p e^{r \tau} d\tau = e^{r \tau} [p/r - p'/r^2 + p''/r^3 - ...]
    """
    return Add(*(_of_term(term, end) for term in Add.make_args(integrand.expand())))


def _of_term(term: Expr, end: Expr) -> Expr:
    exponents = (f.args[0] for f in Mul.make_args(term) if isinstance(f, exp))
    rate = Add(*exponents).diff(tau)
    power = term * exp(-rate * tau)
    if rate == 0 or not power.is_polynomial(tau):
        return integrate(term, (tau, 0, end))
    primitive, sign = Integer(0), 1 / rate
    while power != 0:
        primitive += sign * power
        power, sign = power.diff(tau), -sign / rate
    return exp(rate * end) * primitive.subs(tau, end) - primitive.subs(tau, 0)


def _pulse_and_function(transform: Expr) -> tuple[Expr, Expr]:
    """What a rational transform is at high frequency, and the function of time of the rest."""
    pulse = limit(transform, s, oo)
    return pulse, time_function(cancel(transform - pulse), s)


def _felt(two: LogPowers, weight: Weight) -> LogPowers:
    """The second series, or what the weight of the squared bias sees of it.

    Whole powers are felt at the far end of the interval only, where that weight is zero; beyond its
    one power the second sum over modes is a series of these.
    """
    if weight.whole != 0:
        return two
    terms = [(term, c) for term, c in two.terms.items() if _counts(term)]
    return LogPowers.of(two.small, terms, filter(_counts, two.omitted))


def _seen(coefficient: Expr, e: Expr, f: Expr, weight: Weight) -> Expr:
    r"""The coefficient of s^f times the amplitude, -\Gamma(-f) \Gamma(1+f) for \pi/\sin(\pi f).

    1/\Gamma(-f) takes up the poles of the cosecant at f = 0, 1, ..., as far as it is a factor.
    """

    def shift(node: Expr) -> Expr:
        return cancel(node.base.args[0] / pi - f)

    reflected = coefficient.replace(
        lambda node: (
            node.is_Pow and node.exp == -1 and isinstance(node.base, sin) and shift(node).is_Integer
        ),
        lambda node: -((-1) ** shift(node)) * gamma(1 + f) / pi,
    )
    if reflected == coefficient:
        return coefficient * _amplitude(e, f, weight)
    return reflected * _over_gamma(e, f, weight)


def _counts(term: Power) -> bool:
    exponent, logarithms = term
    return logarithms > 0 or not _is_whole(exponent)


def _amplitude(e: Expr, f: Expr, weight: Weight) -> Expr:
    """The factor of T^(-e-f)."""
    if _is_whole(e):
        return reciprocal_gamma(-f, 0) * _near_end(int(e), f, weight)
    whole = -f * reciprocal_gamma(1 - e - f, 0)
    return weight.whole * whole + reciprocal_gamma(-f, 0) * _first_half(e, f, weight.first)


def _over_gamma(e: Expr, f: Expr, weight: Weight) -> Expr:
    r"""The amplitude times \Gamma(-f)."""
    if _is_whole(e):
        return _near_end(int(e), f, weight)
    whole = gamma(1 - f) * reciprocal_gamma(1 - e - f, 0)
    return weight.whole * whole + _first_half(e, f, weight.first)


def _slope(e: Expr, f: Expr, weight: Weight) -> Expr:
    """The derivative of the amplitude in a whole f >= 0, where 1/Gamma(-f) vanishes."""
    if _is_whole(e):
        return -reciprocal_gamma(-f, 1) * _near_end(int(e), f, weight)
    whole = -reciprocal_gamma(1 - e - f, 0) + f * reciprocal_gamma(1 - e - f, 1)
    return weight.whole * whole - reciprocal_gamma(-f, 1) * _first_half(e, f, weight.first)


def _is_whole(exponent: Expr) -> bool:
    return bool(exponent.is_Integer and exponent >= 0)


def _first_half(e: Expr, f: Expr, weight: Expr) -> Expr:
    r"""1/\Gamma(-e) times the integral of weight x^{-e-1} (1-x)^{-f-1} over the first half."""
    halves = (c * betainc(i - e, -f, 0, Rational(1, 2)) for (i,), c in Poly(weight, x).terms())
    return reciprocal_gamma(-e, 0) * Add(*halves)


def _near_end(e: int, f: Expr, weight: Weight) -> Expr:
    r"""(-1)^e e! times the coefficient of x^e in m(x) (1-x)^{-f-1}: F is a derivative of delta."""
    ahead = Poly(weight.whole * (1 - x) + weight.first, x).terms()
    terms = (
        c * (-1) ** (e - i) * ff(-f - 1, e - i) / factorial(e - i) for (i,), c in ahead if i <= e
    )
    return expand_func((-1) ** e * factorial(e) * Add(*terms)).expand()


_MOST = 4  # powers of frequency in w that may drop out of a kernel


def late_exponent(kernel: Expr, sums: Mapping[Symbol, LogPowers]) -> Expr:
    """The decay rate in time of a kernel in d, w and both frequencies, homogeneous in d and in w.

    Raises    InvalidProblemError for a kernel that is not homogeneous.
    """
    (rate, _), _ = sums[d].leading
    tails = [exponent for exponent, _ in sums[w].terms if not exponent.is_Integer]
    tail = _degree(kernel, d, rate) + _order(kernel, w) * Min(*tails)
    analytic = (n for n in range(_MOST) if _is_felt(kernel.xreplace(both({w: s**n}))))
    found = [
        tail + _frequencies(kernel),
        *(_degree(kernel, d, rate) + _frequencies(kernel) + n for n in list(analytic)[:1]),
    ]
    return Min(*(expand(degree + 2) for degree in found))


def _degree(kernel: Expr, symbol: Symbol, exponent: Expr) -> Expr:
    return _order(kernel, symbol) * exponent


def _order(kernel: Expr, symbol: Symbol) -> Expr:
    """The degree of a kernel in a symbol and its prime together."""
    return _homogeneity(kernel, both({symbol: epsilon * symbol}))


def _frequencies(kernel: Expr) -> Expr:
    """The degree of a kernel in both frequencies, d and w held fixed."""
    return _homogeneity(kernel, both({s: epsilon * s}))


def _homogeneity(kernel: Expr, scaled: Mapping[Expr, Expr]) -> Expr:
    ratio = cancel(kernel.xreplace(dict(scaled)) / kernel)
    order = cancel(epsilon * ratio.diff(epsilon) / ratio)
    if not order.is_Integer:
        raise InvalidProblemError(f"{kernel} is not homogeneous. Take its terms one by one.")
    return order


def _is_felt(kernel: Expr) -> bool:
    """Whether a kernel without target is no sum of functions of one frequency each."""
    reduced = cancel(kernel)
    if denom(factor(reduced)).has(s) and denom(factor(reduced)).has(s2):
        return True
    return any(term.has(d) and term.has(primed(d)) for term in Add.make_args(expand(reduced)))
