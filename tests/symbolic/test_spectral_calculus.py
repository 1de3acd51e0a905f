"""Spectral functions in SymPy's hands: parameters, late arguments, series, limits, copies."""

import pickle

import mpmath
import numpy as np
import pytest
import sympy
from sympy import (
    Integer,
    O,
    Rational,
    Sum,
    coth,
    gamma,
    lambdify,
    latex,
    limit,
    log,
    oo,
    pi,
    series,
    sin,
    sqrt,
    srepr,
    zeta,
)

from analytic import symbolic
from analytic.errors import DivergenceError, InvalidProblemError, PrecisionError
from analytic.notation import a, b, k, t, x
from analytic.symbolic.mellin import spectral_functions
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Exponential, Resolvent
from analytic.symbolic.mellin.spectral_functions import ExponentialSum, ResolventSum
from analytic.symbolic.slow_sums.numeric import numeric, value
from analytic.symbolic.slow_sums.smooth_sums import late_bound, smooth_sum

ONE = Integer(1)
HALVES = Rational(3, 2)
DIMENSION = ResolventSum(0, 1, b, x)
LOSS = ExponentialSum(-a, -b, 2 * t)
POINT = {a: 2, b: HALVES, t: 10}


def agree(found, wanted, digits):
    with mpmath.workdps(digits + 10):
        gap = abs(mpmath.mpmathify(found) - mpmath.mpmathify(wanted))
        return gap <= mpmath.mpf(10) ** -digits * abs(mpmath.mpmathify(wanted))


def with_logarithm(power, growth, argument, terms, profile):
    """Terms with log k one by one, and Hurwitz zeta's derivative for the expanded profile."""
    power, growth, argument = (mpmath.mpf(v.p) / v.q for v in (power, growth, argument))
    head = mpmath.fsum(
        mpmath.mpf(k) ** power
        * mpmath.log(k)
        * (
            mpmath.exp(-argument * mpmath.mpf(k) ** growth)
            if profile is mpmath.exp
            else 1 / (1 + argument * mpmath.mpf(k) ** growth)
        )
        for k in range(1, terms)
    )
    if profile is mpmath.exp:
        return head - mpmath.fsum(
            (-argument) ** n / mpmath.factorial(n) * mpmath.zeta(-power - n * growth, terms, 1)
            for n in range(80)
        )
    return head - mpmath.fsum(
        (-1) ** n * argument ** (-n - 1) * mpmath.zeta((n + 1) * growth - power, terms, 1)
        for n in range(80)
    )


@pytest.mark.parametrize(("exponent", "time"), [(a, 10), (a, 40), (b, 10), (b, 40)])
def test_the_derivative_with_respect_to_an_exponent(exponent, time):
    point = {**POINT, t: time}
    found = LOSS.diff(exponent).subs(point).evalf(25)
    with mpmath.workdps(50):
        power = Rational(-2) if exponent == a else Rational(-7, 2)
        wanted = with_logarithm(power, -HALVES, Rational(2 * time), 150, mpmath.exp)
        wanted *= -1 if exponent == a else 2 * time
    assert agree(found, wanted, 24)


@pytest.mark.parametrize("point", [Rational(1, 3), Rational(1, 50)])
def test_the_derivative_of_a_resolvent_with_respect_to_its_power(point):
    found = ResolventSum(-a, 1, b, x).diff(a).subs({a: ONE / 2, b: 2, x: point}).evalf(25)
    with mpmath.workdps(50):
        wanted = -with_logarithm(-ONE / 2, Integer(2), point, 60, None)
    assert agree(found, wanted, 24)


def test_second_and_mixed_derivatives_are_slopes_of_first_ones():
    first = LOSS.diff(a)
    for other in (a, b):
        slope = value(first.diff(other), POINT, 20)
        step = Rational(1, 10**12)
        above, below = (
            value(first, {**POINT, other: POINT[other] + sign * step}, 40) for sign in (1, -1)
        )
        with mpmath.workdps(30):
            assert abs((above - below) * 10**12 / 2 / slope - 1) < 1e-18
    assert LOSS.diff(a, t) == LOSS.diff(t, a)
    assert LOSS.diff(a, 2) == ExponentialSum(-a, -b, 2 * t, 2)


def test_a_small_derivative_of_a_large_sum():
    """The first mode has no logarithm: the derivative is 2^-80 times the sum."""
    found = ExponentialSum(-80, -1, ONE, 1).evalf(20)
    with mpmath.workdps(60):
        wanted = mpmath.fsum(
            mpmath.mpf(k) ** -80 * mpmath.log(k) * mpmath.exp(-mpmath.mpf(1) / k)
            for k in range(2, 200)
        )
    assert agree(found, wanted, 18)


@pytest.mark.parametrize("digits", [15, 40])
@pytest.mark.parametrize("size", [10**8, 10**12, 10**40])
def test_a_small_kappa(size, digits):
    root = sqrt(Integer(size))
    found = ResolventSum(0, 1, 2, Rational(1, size)).evalf(digits)
    assert agree(found, value((pi * root * coth(pi * root) - 1) / 2, {}, digits + 5), digits - 1)


@pytest.mark.parametrize(
    "function", [DIMENSION, ResolventSum(-1, 2, b, x), ResolventSum(-a, 1, b, x)]
)
def test_a_small_kappa_against_the_expansion(function):
    function = function.subs({a: HALVES, b: Rational(7, 4)})
    point = {x: Rational(1, 10**16)}
    assert agree(
        function.subs(point).evalf(30), function.asymptotic("zero", 5).sum.subs(point).evalf(40), 29
    )


@pytest.mark.parametrize("power", [2, 20])
def test_a_late_time(power):
    point = {a: power, b: 2, t: 10**30}
    wanted = LOSS.asymptotic("infinity").sum.subs(point).evalf(40)
    assert agree(LOSS.subs(point).evalf(30), wanted, 29)


def test_the_bound_of_a_late_sum_is_above_the_rest_and_not_idle():
    for time in (1, 5, 30, 100, 300):
        with mpmath.workdps(50):
            order, b_, scale = mpmath.mpf(2) / 3, mpmath.mpf(3) / 2, mpmath.mpf(2 * time)
            exact = value(LOSS, {a: 2, b: HALVES, t: time}, 45)
            rest = abs(exact * b_ * scale**order / mpmath.gamma(order) - 1)
            assert rest < late_bound(order, b_, scale)
    assert late_bound(order, b_, scale) < 1e-12


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("power", "growth", "profile", "argument"),
    [
        (0, HALVES, Resolvent(ONE), Rational(1, 10**4)),
        (-2, -HALVES, Resolvent(ONE, Integer(2)), Integer(10**4)),
        (-Rational(5, 2), HALVES, Resolvent(ONE), Rational(1, 10**3)),
        (0, HALVES, Resolvent(ONE), Rational(1, 10**4) * (1 + 2 * sympy.I)),
        (0, 2, Exponential(ONE), Rational(1, 10**4)),
        (Rational(1, 2), Rational(1, 2), Exponential(ONE), Rational(1, 3)),
    ],
)
@pytest.mark.parametrize("digits", [15, 35])
def test_two_routes_to_one_sum(power, growth, profile, argument, digits):
    harmonic = HarmonicSum(ONE, Integer(0) + power, Integer(0) + growth, profile, x)
    one = smooth_sum(harmonic, argument, digits)
    two = numeric(harmonic, {x: argument}, digits)
    assert agree(one, two, digits - 1)


def test_a_sum_of_many_modes_that_hardly_decay():
    # with k^(1/10) the sum is a Gamma function and small corrections: compared with more digits
    few, many = (ExponentialSum(0, Rational(1, 10), 1).evalf(digits) for digits in (20, 40))
    assert agree(few, many, 19)
    assert abs(float(few) / float(gamma(11)) - 1) < 1e-4


def test_what_no_derivative_at_the_start_shows_is_refused():
    """Near the negative axis the singularity leaves e^(-2 pi Im k_0) behind, and is not missed."""
    harmonic = HarmonicSum(ONE, Integer(0), Integer(2), Resolvent(ONE), x)
    near = Rational(-1, 10**12) * (1 + sympy.I / 10**9)
    with pytest.raises(PrecisionError, match="begin at mode"):
        smooth_sum(harmonic, near, 20)


def test_series():
    number = ResolventSum(0, 1, HALVES, x)
    wanted = 4 * sqrt(3) * pi / (9 * x ** Rational(2, 3)) - ONE / 2 - x * zeta(-HALVES) + O(x**2)
    assert series(number, x, 0, 2) == wanted
    assert series(DIMENSION, x, 0, 2).removeO() == DIMENSION.asymptotic("zero", 2).sum
    far = series(ResolventSum(-2, 1, -HALVES, x), x, oo, 2)
    assert far.removeO() == 4 * sqrt(3) * pi / (9 * x ** Rational(2, 3)) + zeta(ONE / 2) / x
    assert series(number, x, 1, 2).removeO() == number.subs(x, 1) + (x - 1) * number.diff(x).subs(
        x, 1
    )


def test_limits():
    assert limit(sqrt(x) * ResolventSum(0, 1, 2, x), x, 0) == pi / 2
    assert limit(x ** (1 / b) * DIMENSION, x, 0) == pi / (b * sin(pi / b))
    assert limit(t ** ((a - 1) / b) * ExponentialSum(-a, -b, t), t, oo) == gamma((a - 1) / b) / b
    assert limit(LOSS, t, 0) == zeta(a)
    assert limit(LOSS.subs({a: 2, b: HALVES}), t, oo) == 0


def test_what_has_no_expansion_says_why():
    with pytest.raises(InvalidProblemError, match="power of log k"):
        LOSS.diff(a).args[1].asymptotic("zero")
    with pytest.raises(NotImplementedError, match="sign"):
        series(LOSS, t, oo, 2)


def test_functions_of_numbers():
    function = lambdify((a, b, t), LOSS, "mpmath")
    with mpmath.workdps(30):
        found = function(2, mpmath.mpf(3) / 2, 10)
        assert agree(found, value(LOSS, POINT, 35), 29)
    curve = lambdify(t, 3 * LOSS.subs({a: 2, b: HALVES}), "numpy")
    times = np.array([[1.0, 10.0], [1e6, 1e30]])
    wanted = [
        [3 * float(LOSS.subs({**POINT, t: Rational(at)}).evalf()) for at in row] for row in times
    ]
    np.testing.assert_allclose(curve(times), wanted, rtol=1e-14)
    slope = lambdify(t, LOSS.diff(b).subs({a: 2, b: HALVES}), "mpmath")
    assert agree(slope(10), value(LOSS.diff(b), POINT, 20), 14)


@pytest.mark.parametrize(
    "one", [LOSS, LOSS.diff(b), DIMENSION, LOSS.diff(a, 2), 2 * DIMENSION.diff(b)]
)
def test_copies(one):
    names = {**vars(sympy), **vars(spectral_functions)}
    assert eval(srepr(one), names) == one
    assert pickle.loads(pickle.dumps(one)) == one


def test_logarithms_in_print_and_as_a_sum():
    assert LOSS.diff(a).rewrite(Sum) == -Sum(k**-a * log(k) * sympy.exp(-2 * t * k**-b), (k, 1, oo))
    assert r"\log{\left(k \right)}" in latex(LOSS.diff(a))
    assert ResolventSum(-3, 2, 2, x, 0) == ResolventSum(-3, 2, 2, x)
    assert agree(ResolventSum(-3, 2, 2, 0, 1).evalf(20), -mpmath.zeta(3, 1, 1), 14)


def test_signs():
    assert LOSS.is_real
    assert LOSS.is_positive
    assert LOSS.diff(a).is_negative
    assert LOSS.diff(t).is_negative


def test_a_sum_that_diverges_says_so_with_a_logarithm_too():
    with pytest.raises(DivergenceError):
        ResolventSum(0, 1, 1, 1, 1).evalf()


def test_series_of_powers_and_logarithms_are_public():
    assert symbolic.LogPowers.variable(x).expression == x
