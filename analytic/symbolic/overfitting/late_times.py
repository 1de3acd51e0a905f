r"""Late times of what limited data add at order 1/P: powers of t from powers of frequency.

    gap    (d + d') [ (w - w')/(s' - s) + \sigma^2/(s s') ]   ->   2 \int_0^t K(u) S(2t - u) du
           + 2 \sigma^2 \int_0^t K(u) du
    noise  (d'/s - d/s')/(s' - s)

K and S are the inverse transforms of d and w. Of the integral the weight is one on the first half
of 0 < u < T = 2t; over T it is that of `late_time_between`.
"""

from __future__ import annotations

from functools import reduce
from operator import add

from sympy import Expr, Integer, Mul, Rational, betainc, factor, gammasimp

from analytic.errors import InvalidProblemError
from analytic.notation import c_k, d, lambda_k, primed, s, s2, sigma2, t, w, x
from analytic.problem import FieldEquations, PowerLaw
from analytic.symbolic.ensembles.fixed_time import in_modes, quotient
from analytic.symbolic.ensembles.late_time import Weight, late_time_between
from analytic.symbolic.mean_field.finite_size import late_time_of_pairs, pairs
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import spectral_sums
from analytic.symbolic.mellin.mode_sums import (
    DEFINITIONS,
    SpectralSeries,
    poles_to_tail,
    series_of_sums,
)
from analytic.symbolic.mellin.profiles import profile_of
from analytic.symbolic.overfitting.first_orders import first_gap, first_noise
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.transfer import late_time

__all__ = ["gap_from_noise", "gap_from_target", "noise_term", "sums", "unlimited_loss"]

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
    """The loss of unlimited width and data, in powers of 1/t; the rest is beyond all powers."""
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
