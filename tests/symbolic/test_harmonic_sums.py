"""The Mellin engine against known expansions, and its slow sums against definitions."""

import mpmath
import pytest
from sympy import (
    EulerGamma,
    Integer,
    Rational,
    exp,
    gamma,
    log,
    oo,
    pi,
    simplify,
    sin,
    zeta,
)

from analytic.errors import DivergenceError, InvalidProblemError, PrecisionError
from analytic.notation import a, b, t, x
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import HarmonicSum, spectral_sums
from analytic.symbolic.mellin.poisson import first_harmonic
from analytic.symbolic.mellin.profiles import Exponential, Resolvent, profile_of
from analytic.symbolic.slow_sums.numeric import hurwitz, numeric, value

q = x
ONE, TWO = Integer(1), Integer(2)
DIMENSION = HarmonicSum(ONE, Integer(0), b, Resolvent(ONE), q)
(LOSS,) = spectral_sums(PowerLaw(a, b), Exponential(TWO), t)


def test_the_effective_dimension_expands_as_known():
    terms = expand(DIMENSION, "zero", 2).terms
    assert simplify(terms[0] - pi / b / sin(pi / b) * q ** (-1 / b)) == 0
    assert terms[1:] == (-Rational(1, 2), -q * zeta(-b))


def test_the_effective_dimension_at_large_kappa_is_a_series_of_traces():
    assert expand(DIMENSION, "infinity", 2).terms == (zeta(b) / q, -zeta(2 * b) / q**2)


def test_the_loss_is_one_power_of_time():
    expansion = expand(LOSS, "infinity")
    assert expansion.omitted is None
    assert simplify(expansion.sum - gamma((a - 1) / b) / b * (2 * t) ** (-(a - 1) / b)) == 0


def test_early_times_are_a_taylor_series():
    assert expand(LOSS, "zero", 2).terms == (zeta(a), -2 * t * zeta(a + b))


def test_a_collision_of_poles_is_a_logarithm():
    collided = HarmonicSum(ONE, -ONE, Rational(3, 2), Resolvent(ONE), q)
    assert simplify(expand(collided, "zero").sum - (EulerGamma - Rational(2, 3) * log(q))) == 0


@pytest.mark.parametrize("point", [Rational(1, 100), Rational(1, 1000)])
@pytest.mark.parametrize("power", [Rational(0), -ONE, -Rational(1, 3)])
def test_expansions_agree_with_the_slow_sum_to_the_omitted_power(point, power):
    harmonic = HarmonicSum(ONE, power, Rational(3, 2), Resolvent(ONE), q)
    expansion = expand(harmonic, "zero", 3)
    gap = numeric(harmonic, {q: point}, 20) - value(expansion.sum, {q: point}, 20)
    # zeta at negative arguments is below one here, so the constant of the next term is too
    assert abs(gap) < value(expansion.omitted, {q: point}, 20)


def test_a_summand_that_grows_is_a_divergence():
    with pytest.raises(DivergenceError, match="goes as k"):
        expand(HarmonicSum(ONE, ONE, -TWO, Exponential(TWO), t), "infinity")


def test_a_finite_number_of_modes_is_refused():
    with pytest.raises(InvalidProblemError, match="no power law"):
        spectral_sums(PowerLaw(2, 2, modes=10), Exponential(TWO), t)


@pytest.mark.parametrize("profile", [Exponential(TWO), Resolvent(ONE, Integer(3))])
def test_a_profile_is_recognised(profile):
    assert profile_of(profile.at(x), x) == profile


@pytest.mark.parametrize("expression", [exp(-(x**2)), 1 / (1 + x**2), x, exp(-x) + 1])
def test_any_other_profile_is_refused(expression):
    with pytest.raises(InvalidProblemError):
        profile_of(expression, x)


@pytest.mark.parametrize("profile", [Exponential(TWO), Resolvent(ONE), Resolvent(TWO, TWO)])
@pytest.mark.parametrize("growth", [Rational(3, 2), -Rational(5, 4)])
def test_the_slow_sum_equals_its_definition(profile, growth):
    harmonic = HarmonicSum(TWO, -Integer(4), growth, profile, t)
    with mpmath.workdps(15):
        rate, argument, exponent = map(float, (profile.rate, 3, growth))
        shape = (
            (lambda y: mpmath.exp(-y))
            if isinstance(profile, Exponential)
            else (lambda y: (1 + y) ** -int(profile.power))
        )
        direct = mpmath.fsum(
            2 * mpmath.mpf(k) ** -4 * shape(rate * argument * mpmath.mpf(k) ** exponent)
            for k in range(1, 2000)
        )
    # the profile is at most one, so what is left out is below the integral of 2 k^-4
    assert 0 <= numeric(harmonic, {t: Integer(3)}, 15) - direct < 2 / 3 / 1999**3


def test_the_slow_sum_says_when_it_would_be_too_slow():
    with pytest.raises(PrecisionError, match="head"):
        numeric(LOSS, {a: TWO, b: Rational(3, 2), t: Integer(10) ** 12}, 15)


@pytest.mark.parametrize("s", [2, 2.5, 12.5, -0.5])
def test_hurwitz_zeta_is_right_to_relative_precision(s):
    with mpmath.workdps(40):
        start, exponent = 50, mpmath.mpf(s)
        whole = mpmath.zeta(exponent)
        head = mpmath.fsum(mpmath.mpf(k) ** -exponent for k in range(1, start))
    with mpmath.workdps(15):
        found = hurwitz(mpmath.mpf(s), start)
        assert abs(found / (whole - head) - 1) < mpmath.mpf(10) ** -13


def test_the_library_loses_relative_precision_where_this_does_not():
    with mpmath.workdps(60):
        s, start = mpmath.mpf(25) / 2, 1858
        found, library = hurwitz(s, start), mpmath.zeta(s, start)
        with mpmath.workdps(90):
            truth = hurwitz(s, start)
        assert abs(found / truth - 1) < mpmath.mpf(10) ** -57
        assert abs(library / truth - 1) > mpmath.mpf(10) ** -40


@pytest.mark.parametrize(("a_", "b_"), [("2", "3/2"), ("9/5", "4/3"), ("3", "5/2"), ("2", "2")])
@pytest.mark.parametrize("decade", [1, 2, 3, 4])
def test_the_first_harmonic_is_what_the_power_leaves_out(a_, b_, decade):
    point = {a: Rational(a_), b: Rational(b_), t: Integer(10) ** decade}
    harmonic = first_harmonic(LOSS)
    envelope = value(harmonic.envelope, point, 20)
    digits = 20 - int(mpmath.log10(envelope))
    exact = numeric(LOSS, point, digits)
    power = value(expand(LOSS, "infinity").sum, point, digits)
    with mpmath.workdps(digits):
        ratio = (exact - power) / envelope
    cosine = value(harmonic.value / harmonic.envelope, point, 20)
    # the saddle-point series runs in 1/distance; its next coefficient is far below one
    assert abs(ratio - cosine) < 1 / value(harmonic.distance, point, 20)


def test_the_first_harmonic_needs_a_summand_that_vanishes_at_zero():
    with pytest.raises(InvalidProblemError, match="saddle"):
        first_harmonic(DIMENSION)


def test_the_power_of_a_summand_far_out():
    assert LOSS.exponent == -a
    assert DIMENSION.exponent == -b
    assert HarmonicSum(ONE, -a, b, Exponential(ONE), t).exponent == -oo
    assert HarmonicSum(ONE, Integer(0), -b, Exponential(ONE), t).profile.upper_edge == oo
