r"""What limited data add at order 1/P, unlimited width: to the gap, and through label noise.

    C_0 + \sigma^2/(s s') - C_1 = gap/P + ...,   dC_0/d\sigma^2 = noise/P + ...

Both vanish with 1/P, so that their first term needs no change of the regulariser: kappa = s.

Late times of what limited data add at order 1/P: powers of t from powers of frequency.

    gap    (d + d') [ (w - w')/(s' - s) + \sigma^2/(s s') ]   ->   2 \int_0^t K(u) S(2t - u) du
           + 2 \sigma^2 \int_0^t K(u) du
    noise  (d'/s - d/s')/(s' - s)

K and S are the inverse transforms of d and w. Of the integral the weight is one on the first half
of 0 < u < T = 2t; over T it is that of `late_time_between`.

The best time to stop: one term of the loss falls as a power of time, another one rises.

    L(t) + N(t)/n,   n = P/\sigma^2:   -N'(t^*)/L'(t^*) = n

The left side is a series in 1/t; reverted it gives 1/t^* as a series in 1/n, and put into the loss
the loss there.
"""

from collections.abc import Callable
from functools import cache, reduce
from operator import add
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Poly,
    Rational,
    betainc,
    expand_power_base,
    factor,
    fraction,
    gammasimp,
    powsimp,
    simplify,
)

from analytic.errors import InvalidProblemError
from analytic.notation import (
    C_0,
    C_1,
    N,
    P,
    a,
    above_one_a,
    c_k,
    d,
    epsilon,
    lambda_k,
    primed,
    s,
    s2,
    sigma2,
    t,
    w,
    x,
)
from analytic.problem import FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.ensembles.late_time import Weight, late_time_between
from analytic.symbolic.ensembles.pairs import first_coefficient, in_modes, quotient
from analytic.symbolic.mean_field.finite_size import late_time_of_pairs, pairs
from analytic.symbolic.mean_field.two_point import at_infinity, solution
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import spectral_sums
from analytic.symbolic.mellin.mode_sums import (
    DEFINITIONS,
    SpectralSeries,
    poles_to_tail,
    series_of_sums,
)
from analytic.symbolic.mellin.profiles import profile_of
from analytic.symbolic.series.log_powers import LogPowers, revert
from analytic.symbolic.series.order import denested
from analytic.symbolic.series.transfer import late_time


def gap_of_response(response: Expr) -> Expr:
    """The gap over C_1, if a residual on a training sample is the response times the error.

        1/(D_P D_P') - 1

    for the `response` D_P.
    """
    return cancel(1 / (response * primed(response)) - 1)


@cache
def gap_over_training(statement: FieldEquations) -> Expr:
    r"""The gap between test and training loss over the latter, in d at both frequencies.

        [C_0 + \sigma^2/(s s') - C_1]/C_1

    [bordelon2024dynamical], eqs. (85)-(87).
    """
    one, solved = solution(statement)
    noise = sigma2 / (s * s2)
    return factor(cancel(one.at_kappa((solved[C_0] + noise) / solved[C_1] - 1)))


@cache
def first_gap(statement: FieldEquations) -> Expr:
    r"""The coefficient of 1/P in the gap between test and training loss, at N = infinity.

        C_0 + \sigma^2/(s s') - C_1 = gap/P + ...

    times s s'.
    """
    one, solved = solution(statement)
    gap = cancel(one.at_kappa(s * s2 * (solved[C_0] - solved[C_1]) + sigma2))
    return first_coefficient(at_infinity(gap, N), P)


def order_of_gap(statement: FieldEquations) -> Expr:
    """The first power of 1/P in the gap at fixed frequencies, read off from it over C_1."""
    above, below = fraction(cancel(gap_over_training(statement).subs(P, 1 / epsilon)))
    return _lowest(above) - _lowest(below)


def _lowest(polynomial: Expr) -> Expr:
    return Integer(min(power for (power,) in Poly(polynomial, epsilon).monoms()))


@cache
def first_noise(statement: FieldEquations) -> Expr:
    """The coefficient of sigma^2/P in C_0, N = infinity."""
    one, solved = solution(statement)
    felt = cancel(one.at_kappa(s * s2 * solved[C_0]).diff(sigma2))
    return first_coefficient(at_infinity(felt, N), P)


ORDER = 1
_POLES = 2  # from every string of Gamma
_FIRST_HALF = Weight(Integer(0), Integer(1))


def sums(spectrum: PowerLaw) -> SpectralSeries:
    """d and w as series at small kappa."""
    poles = poles_to_tail(spectrum, DEFINITIONS[w], _POLES)
    return series_of_sums(spectrum, poles, {symbol: DEFINITIONS[symbol] for symbol in (d, w)})


def gap_from_target(spectrum: PowerLaw, statement: FieldEquations) -> LogPowers:
    """The gap's coefficient of 1/P without label noise, in powers of 1/t."""
    shared = _shared_response(first_gap(statement).subs(sigma2, 0), quotient(w))
    series = sums(spectrum).series
    half = late_time_between(series[d], series[w], _FIRST_HALF, t).shifted(Integer(1))
    return _at_double_time(half.scaled(2 * shared))


def gap_from_noise(spectrum: PowerLaw, statement: FieldEquations) -> LogPowers:
    """The gap's coefficient of sigma^2/P, in powers of 1/t."""
    shared = _shared_response(factor(first_gap(statement).diff(sigma2)), 1 / (s * s2))
    learned = sums(spectrum).series[d].shifted(Integer(-1))
    return late_time(learned, t).scaled(2 * shared)


def noise_term(spectrum: PowerLaw, statement: FieldEquations) -> LogPowers:
    """The coefficient of sigma^2/P in the test loss, in powers of 1/t."""
    numerator = factor(first_noise(statement) * (s2 - s)).expand()
    series = dict(sums(spectrum).series)
    found = _at_double_time(late_time_of_pairs(pairs(numerator), series, t, ORDER))
    terms = [(key, _elementary(c)) for key, c in found.terms.items()]
    return LogPowers.of(found.small, terms, found.omitted)


def unlimited_loss(spectrum: PowerLaw) -> LogPowers:
    r"""The loss of unlimited width and data, in powers of 1/t.

        L(t) = \sum_k c_k e^{-2 \lambda_k t}

    What the powers leave out is beyond all powers.
    """
    summand = in_modes(quotient(w)) / c_k
    parts = spectral_sums(spectrum, profile_of(summand.subs(t, x / lambda_k), x), t)
    return reduce(add, (expand(part, "infinity").series(1 / t) for part in parts))


def _shared_response(kernel: Expr, correlation: Expr) -> Expr:
    """The number in kernel = number (d + d') correlation: both frequencies have the same part.

    Raises    InvalidProblemError where the kernel is something else.
    """
    number = factor(kernel / ((d + primed(d)) * correlation))
    if number.free_symbols:
        raise InvalidProblemError(
            f"The gap at order 1/P is {Mul(number, d + primed(d))} times the correlation of the "
            "residuals. Its late times are known for a number in front of d + d' only."
        )
    return number


def _elementary(coefficient: Expr) -> Expr:
    """Incomplete beta functions B_x(p, 1) = x^p/p written as such."""
    return gammasimp(
        coefficient.replace(
            lambda node: isinstance(node, betainc) and node.args[1:3] == (1, 0),
            lambda node: node.args[3] ** node.args[0] / node.args[0],
        )
    )


def _at_double_time(series: LogPowers) -> LogPowers:
    """A series in 1/T as one in 1/t, T = 2t."""
    half = LogPowers.of(1 / t, [((Integer(1), 0), Rational(1, 2))])
    return series.composed(half, ORDER)


class Optimum(NamedTuple):
    """The best time and the loss there as series in 1/n, and the balance as one in 1/t.

        -N'(t^*)/L'(t^*) = n,   L^* = L(t^*) + N(t^*)/n

    `inverse_time` is 1/t^*.
    """

    inverse_time: LogPowers
    loss: LogPowers
    balance: LogPowers


def optimum(falling: LogPowers, rising: LogPowers, large: Expr, order: int) -> Optimum:
    r"""The minimum over t of a term that falls and one that rises, for large n.

        L^* = \min_t [L(t) + N(t)/n],   -N'(t^*)/L'(t^*) = n

    Leading coefficients have to be positive; with symbols for them the result stays short.
    """
    slope = rate(falling).power(Integer(-1), order).scaled(Integer(-1))
    balance = _each(rate(rising) * slope, _positive)
    inverse = revert(balance, large, order)
    added = rising.composed(inverse, order).shifted(Integer(1))
    loss = falling.composed(inverse, order) + added
    return Optimum(_each(inverse, _short), _each(loss, _short), _each(balance, _short))


def rate(series: LogPowers) -> LogPowers:
    """The derivative with respect to t of a series in 1/t without logarithms.

    Raises    InvalidProblemError where there are logarithms.
    """
    if any(logarithms for _, logarithms in series.terms):
        raise InvalidProblemError(
            "A logarithm of time has no power as its slope. Choose exponents off this boundary."
        )
    terms = [((e + 1, 0), -e * c) for (e, _), c in series.terms.items()]
    return LogPowers.of(series.small, terms, [(e + 1, j) for e, j in series.omitted])


def _each(series: LogPowers, change: Callable[[Expr], Expr]) -> LogPowers:
    terms = [(key, change(coefficient)) for key, coefficient in series.terms.items()]
    return LogPowers.of(series.small, terms, series.omitted)


def _positive(coefficient: Expr) -> Expr:
    """A coefficient with the symbol of a - 1, which is known to be positive."""
    return factor(factor(coefficient).subs(a, 1 + above_one_a))


def _short(coefficient: Expr) -> Expr:
    """A coefficient with the powers that its terms share in front."""
    first, *others = Add.make_args(coefficient.subs(a, 1 + above_one_a))
    shares = (simplify(powsimp(expand_power_base(one / first, force=True))) for one in others)
    front = powsimp(denested(first))
    whole = (front * factor(Add(Integer(1), *shares))).subs(above_one_a, a - 1)
    return whole.replace(lambda node: node.is_Pow, lambda node: node.base ** factor(node.exp))
