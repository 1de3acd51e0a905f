"""Lagrange inversion and the crossover functions: five kinds of truth for each."""

from collections.abc import Iterator

import mpmath
import pytest
from sympy import Add, Function, Integer, Integral, Rational, Sum, diff, gamma, oo, sqrt

from analytic.notation import j, r, tau
from analytic.symbolic.series.crossover_functions import (
    binomial_coefficient,
    data_crossover,
    edge,
    gamma_coefficient,
    width_crossover,
)
from analytic.symbolic.series.crossover_series import width_cut, width_sum

HALF, THIRD = Rational(1, 2), Rational(1, 3)
SHAPES = (HALF, Rational(2, 3), Rational(4, 5), Rational(1, 7))
POWERS = (THIRD, Rational(1), Rational(2), Rational(11, 5))


@pytest.fixture
def digits() -> Iterator[None]:
    """Forty digits; the precision that was set is restored."""
    with mpmath.workdps(40):
        yield


@pytest.mark.parametrize("p", SHAPES)
@pytest.mark.parametrize("power", POWERS)
def test_binomials_are_quotients_of_gamma_functions(power, p):
    for n in range(1, 7):
        one = binomial_coefficient(power, p, Integer(n)).expand(func=True)
        two = gamma_coefficient(power, p, Integer(n))
        assert abs((one - two).evalf(30)) < Rational(1, 10**25)


def test_a_square_root_for_p_one_half():
    """u = 1 + y sqrt(u) is a quadratic equation for sqrt(u)."""
    y = Rational(1, 10)
    root = ((y + sqrt(y**2 + 4)) / 2) ** 2
    series = 1 + Add(
        *(binomial_coefficient(Integer(1), HALF, Integer(n)) * y**n for n in range(1, 40))
    )
    assert abs((root - series).evalf(40)) < Rational(1, 10**30)


def test_p_one_leaves_one_term():
    """u = 1 + y."""
    coefficients = [binomial_coefficient(Integer(1), Integer(1), Integer(n)) for n in range(1, 5)]
    assert coefficients == [1, 0, 0, 0]


@pytest.mark.parametrize("p", SHAPES)
def test_the_edge_is_stationary(p):
    x, value = edge(p)
    assert abs((1 - (1 - p) * x**-p).evalf(30)) < Rational(1, 10**25)
    assert value.is_negative


@pytest.mark.usefixtures("digits")
@pytest.mark.parametrize("p", SHAPES[:3])
@pytest.mark.parametrize("power", POWERS)
def test_series_against_the_integral_over_the_cut(power, p):
    numbers = [mpmath.mpf(x.p) / x.q for x in (power, p, Rational(2))]
    assert abs(width_sum(*numbers) - width_cut(*numbers, nodes=500)) < mpmath.mpf(10) ** -20


@pytest.mark.usefixtures("digits")
def test_an_error_function_for_p_one_half():
    r"""x^{1/2}/s at p = 1/2: sqrt(x) = (1 + sqrt(1 + 4 s))/2, whose transform is an error function.

    1/(2 s) + sqrt(1 + 4 s)/(2 s)  ->  1/2 + sqrt(1/(pi T)) exp(-T/4) + erf(sqrt(T)/2)/2
    """
    for time in (mpmath.mpf(1) / 9, mpmath.mpf(3)):
        decaying = mpmath.exp(-time / 4) / mpmath.sqrt(mpmath.pi * time)
        closed = (1 + mpmath.erf(mpmath.sqrt(time) / 2)) / 2 + decaying
        found = width_sum(mpmath.mpf(1) / 2, mpmath.mpf(1) / 2, time)
        assert abs(found - closed) < mpmath.mpf(10) ** -35


@pytest.mark.parametrize("function", [width_crossover, data_crossover])
@pytest.mark.parametrize("power", POWERS)
def test_from_the_first_term_to_the_limit(function, power):
    early, late = (function(power, Rational(2, 3), t) for t in (Rational(1, 10**12), 3000))
    if early == 0:
        return
    assert late.evalf(20) == late.final.evalf(20)
    first = early.first if early.first != 0 else early.term(Integer(1))
    assert abs(early.evalf(20) / first.evalf(20) - 1) < Rational(1, 10**6)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("function", [width_crossover, data_crossover])
@pytest.mark.parametrize("power", POWERS)
def test_the_series_of_the_page_is_the_function(function, power):
    value = function(power, Rational(2, 3), Rational(1, 50))
    if value == 0:
        return
    series = Add(*(value.term(Integer(n)).evalf(30) for n in range(12)))
    assert abs(value.evalf(20) / series - 1) < Rational(1, 10**17)


def test_the_integral_of_the_page_is_the_function():
    """At p = 1/2, r = 1/3 by another quadrature."""
    p, time = HALF, 2
    value = data_crossover(THIRD, p, tau).rewrite(Integral)
    assert value.atoms(Integral)
    with mpmath.workdps(20):

        def one(at):
            return width_sum(mpmath.mpf(1) / 3, mpmath.mpf(1) / 2, at)

        def two(at):
            return width_sum(mpmath.mpf(1), mpmath.mpf(1) / 2, at)

        def integrand(q):
            return (one(time - q**4) * two(q**4) - two(time - q**4) * one(q**4)) * 4 * q**3

        found = one(mpmath.mpf(time)) + mpmath.quad(integrand, [0, 1])
        expected = mpmath.mpmathify(data_crossover(THIRD, p, time).evalf(20))
        assert abs(found - expected) < mpmath.mpf(10) ** -14


@pytest.mark.parametrize("function", [width_crossover, data_crossover])
def test_a_logarithm_is_a_derivative(function):
    assert diff(function(r, HALF, tau), r) == function(r, HALF, tau, 1)
    step = Rational(1, 10**10)
    apart = [function(THIRD + e * step, HALF, 2).evalf(40) for e in (1, -1)]
    difference = (apart[0] - apart[1]) / (2 * step)
    assert abs(function(THIRD, HALF, 2, 1).evalf(25) - difference) < Rational(1, 10**18)


def test_digits_do_not_depend_on_how_many_are_asked_for():
    for time in (Rational(1, 10**6), Integer(2), Integer(60)):
        for function in (width_crossover, data_crossover):
            value = function(Rational(2, 3), Rational(2, 3), time)
            assert abs(value.evalf(15) / value.evalf(45) - 1) < Rational(1, 10**14)


def test_what_falls_to_zero_is_zero_in_the_end():
    function = width_crossover(THIRD, HALF, tau, 1)
    early, late = (abs(function.subs(tau, time).evalf(15)) for time in (200, 400))
    assert 0 < late < early < Rational(1, 10**20)
    assert function.subs(tau, 10**9).evalf() == 0


def test_symbols_stay_symbols():
    function = width_crossover(r, HALF, tau)
    assert function.evalf() == function
    assert function.subs(tau, oo).final == 1
    assert function.rewrite(Sum).has(gamma, j)
    assert isinstance(function, Function)
    assert data_crossover(1, HALF, tau) == 0
