"""Summands read as functions: the same numbers mode by mode, and refusals."""

import mpmath
import pytest
from sympy import Integer, Rational, Sum, exp, log, oo, sqrt

from analytic.errors import InvalidProblemError
from analytic.notation import M, a, b, k, kappa, n, sigma2, t
from analytic.symbolic.mellin.spectral_functions import (
    ExponentialSum,
    ResolventSum,
    spectral_function,
)
from analytic.symbolic.mellin.spectral_sum import SpectralSum
from analytic.symbolic.slow_sums.numeric import value

POINT = {a: Rational(7, 3), b: Rational(9, 5), kappa: Rational(2, 7), t: 3, sigma2: Rational(1, 4)}
LAMBDA = k**-b


@pytest.mark.parametrize(
    ("summand", "function"),
    [
        (LAMBDA / (LAMBDA + kappa), ResolventSum(0, 1, b, kappa)),
        ((LAMBDA / (LAMBDA + kappa)) ** 2, ResolventSum(0, 2, b, kappa)),
        (k**-a / (LAMBDA + kappa), ResolventSum(b - a, 1, b, kappa)),
        (k**-a * LAMBDA / (LAMBDA + kappa) ** 3, ResolventSum(2 * b - a, 3, b, kappa)),
        (k**-a / (1 + t * LAMBDA), ResolventSum(b - a, 1, b, 1 / t) / t),
        (5 * t**2 * k**-a * exp(-t * LAMBDA) ** 2, 5 * t**2 * ExponentialSum(-a, -b, 2 * t)),
        (k**-a * exp(-t * LAMBDA) * exp(-LAMBDA), ExponentialSum(-a, -b, t + 1)),
        (k**-a / sqrt(LAMBDA + kappa), ResolventSum(b / 2 - a, Rational(1, 2), b, kappa)),
    ],
)
def test_a_summand_becomes_a_function(summand, function):
    assert spectral_function(summand) == function
    assert spectral_function(Sum(summand.subs(k, n), (n, 1, oo))) == function


@pytest.mark.parametrize(
    "summand",
    [
        k**-a / (sigma2 * LAMBDA + kappa) ** 3,
        (3 * LAMBDA) ** 2 / (3 * LAMBDA + kappa) ** 2,
        k**-a / sqrt(2 * LAMBDA + kappa),
        1 / (k**2 + kappa**2),
        kappa * k**-a * exp(-2 * t * LAMBDA),
    ],
)
def test_every_mode_keeps_its_value(summand):
    found = spectral_function(summand)
    (function,) = found.atoms(SpectralSum)
    front = found / function
    for mode in (1, 2, 17):
        here = {**POINT, k: Integer(mode)}
        one, other = value(summand, here, 30), value(front * function.summand, here, 30)
        assert abs(one / other - 1) < mpmath.mpf(10) ** -14


def test_a_power_alone_is_a_zeta_function():
    assert spectral_function(3 * k ** Integer(-2)) == 3 * ResolventSum(-2, 1, b, 0)


@pytest.mark.parametrize(
    "summand",
    [
        1 / (1 + k + k**2),
        log(k) / (1 + k**2),
        1 / ((1 + k**2) * (2 + k**2)),
        exp(-(k**2) - k),
        (1 + k) ** -k,
    ],
)
def test_another_summand_is_refused(summand):
    with pytest.raises(InvalidProblemError, match="no power of k"):
        spectral_function(summand)


def test_another_range_is_refused():
    with pytest.raises(InvalidProblemError, match="infinity"):
        spectral_function(Sum(1 / (1 + k**2), (k, 1, M)))
