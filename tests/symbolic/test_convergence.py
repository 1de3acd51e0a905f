"""Sums whose Mellin strip is empty: they converge where their summand falls fast enough."""

from itertools import product

import mpmath
import pytest
from sympy import I, Integer, Rational, Sum, Symbol, limit, oo, sqrt, zeta

from analytic.errors import DivergenceError, InvalidProblemError, PrecisionError
from analytic.notation import a, b, k, x
from analytic.symbolic.mellin.coalescence import coalescing
from analytic.symbolic.mellin.spectral_functions import (
    ExponentialSum,
    ResolventSum,
    spectral_function,
)

DIGITS = 20
HALF, HALVES = Rational(1, 2), Rational(3, 2)
A = Symbol("A", positive=True)
ROUND = Sum(k / (k**2 + A**2) ** 2, (k, 1, oo))
GRID = tuple(
    tuple(map(Rational, point))
    for point in product(
        ("-4", "-7/2", "-2"), ("-2", "-1/2", "-7/3", "1/2"), ("1", "3/2", "-3/2"), ("2/3", "-3/5")
    )
)


def tail(s, start):
    """The sum of k^-s from `start` on: 60 terms, then Euler-Maclaurin."""
    far = mpmath.mpf(start + 60)
    total = mpmath.fsum(mpmath.mpf(n) ** -s for n in range(start, start + 60))
    total += far ** (1 - s) / (s - 1) + far**-s / 2
    factor = s * far ** (-s - 1)
    for j in range(1, 15):
        total += mpmath.bernoulli(2 * j) / mpmath.factorial(2 * j) * factor
        factor *= (s + 2 * j - 1) * (s + 2 * j) / far**2
    return total


def brute_force(power, m, growth, argument):
    """200 terms, and the binomial series of all others."""
    p, m, g, y = (mpmath.mpf(number.p) / number.q for number in (power, m, growth, argument))
    last = 200
    total = mpmath.fsum(n**p * (1 + y * n**g) ** -m for n in map(mpmath.mpf, range(1, last)))
    for n in range(40):
        if growth < 0:
            total += mpmath.binomial(-m, n) * y**n * tail(-p - n * g, last)
        else:
            total += mpmath.binomial(-m, n) * y ** (-m - n) * tail(-p + (m + n) * g, last)
    return total


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("power", "m", "growth", "argument"), GRID)
def test_a_sum_has_the_value_of_its_terms_added(power, m, growth, argument):
    function = ResolventSum(power, m, growth, argument)
    falls = power if growth < 0 else power - m * growth
    if falls >= -1:
        with pytest.raises(DivergenceError, match="falls faster than 1/k"):
            function.evalf(DIGITS)
        return
    with mpmath.workdps(DIGITS + 15):
        wanted = brute_force(power, m, growth, argument)
        found = mpmath.mpmathify(function.evalf(DIGITS))
        assert abs(found - wanted) < mpmath.mpf(10) ** (2 - DIGITS) * abs(wanted)


@pytest.mark.parametrize(
    ("summand", "known"),
    [
        (k**-4 * (1 + k) ** 2, "5.13137110687855"),
        (k**-2 * (1 - k**-HALVES / 2) ** 5, "0.437891441908581"),
        (k**-3 * sqrt(1 + 1 / k), "1.65365565768270"),
    ],
)
def test_summands_with_a_positive_power(summand, known):
    assert str(spectral_function(summand).evalf(15)) == known


@pytest.mark.parametrize(
    ("summand", "mode", "value"),
    [
        (k**-2 * (1 - k**-HALVES / 2) ** Rational(5, 2), 1, HALF ** Rational(5, 2)),
        (k**-2 * sqrt(3 * k - HALF), 2, sqrt(Rational(11, 2)) / 4),
        (k**-1 / sqrt(k - HALF), 3, 1 / sqrt(Rational(5, 2)) / 3),
        (k**-4 * sqrt(1 - k / 2), 4, I / 256),
    ],
)
def test_a_half_integer_power_keeps_its_branch(summand, mode, value):
    found = spectral_function(summand)
    (function,) = found.atoms(ResolventSum)
    term = (found / function * function.summand).subs(k, mode)
    assert abs((term - value).evalf(30)) < Rational(1, 10**14)
    assert found.evalf(15).is_real == value.is_real


def test_a_power_whose_branch_is_open_is_refused():
    first, second = Symbol("u"), Symbol("v")
    with pytest.raises(InvalidProblemError, match="branch of the power 1/2"):
        spectral_function(k**-3 * sqrt(first + second * k))


def test_many_discrete_steps():
    # e^-x - (1 - x/n)^n = x^2/(2n) e^-x + O(1/n^2), summed over x = n k^-b/2
    flow = ExponentialSum(-2, -HALVES, 500000 * Rational(1))
    steps = ResolventSum(-2, -1000000, -HALVES, -HALF)
    second = ExponentialSum(-2 - 3, -HALVES, 500000 * Rational(1)) * Rational(1, 8) * 10**6
    left = (flow - second - steps).evalf(DIGITS) / flow.evalf(DIGITS)
    assert abs(left) < Rational(1, 10**11)


@pytest.mark.parametrize("m", [-2, -HALF, -Rational(7, 3), -5])
@pytest.mark.parametrize(("power", "growth"), [(Integer(-8), HALF), (-HALVES, -Rational(4, 3))])
@pytest.mark.parametrize("towards", ["zero", "infinity"])
def test_expansions_without_a_strip(power, m, growth, towards):
    expansion = ResolventSum(power, m, growth, x).asymptotic(towards, 4)
    at = Rational(1, 10**6) if towards == "zero" else Integer(10) ** 6
    exact = ResolventSum(power, m, growth, at).evalf(60)
    left = abs(exact - expansion.sum.subs(x, at).evalf(60))
    omitted = Integer(0) if expansion.omitted is None else abs(expansion.omitted.subs(x, at))
    assert left <= 20 * omitted + abs(exact) / 10**50
    assert left.evalf(5) > omitted.evalf(5) / 10**4 or omitted == 0


def test_a_polynomial_is_a_sum_of_zeta_functions():
    polynomial = ResolventSum(-a, -2, -b, x)
    expected = zeta(a) + 2 * x * zeta(a + b) + x**2 * zeta(a + 2 * b)
    assert polynomial.rewrite(zeta).expand() == expected.expand()
    whole = polynomial.asymptotic("zero", 3)
    assert (whole.sum - expected).expand() == 0
    assert whole.omitted is None
    assert polynomial.asymptotic("infinity", 2).omitted == 1
    with pytest.raises(InvalidProblemError, match="no pole"):
        coalescing(ResolventSum(-8, -2, 1, x).harmonic(), "zero")


def test_two_poles_together_without_a_strip():
    # 1 - 4 = (p + 1)/g: zeta's pole is the third of Gamma's at p = -4
    function = ResolventSum(-4 - Rational(1, 10**9), -HALF, 1, x)
    together = function.coalescing("zero", 3, 4)
    at = Rational(1, 1000)
    left = abs(function.subs(x, at).evalf(40) - together.sum.subs(x, at).evalf(40))
    assert left < 10 * at**4


def test_the_series_in_a_power_of_the_variable():
    function = spectral_function(ROUND)
    y = 1 / A**2
    expected = y / 2 - y**2 / 12 - y**3 / 60 - y**4 / 84
    assert function.series(A, oo, 10).removeO().expand() == expected
    shorter = function.series(A, oo, 8)
    assert shorter.removeO().expand() == expected + y**4 / 84
    assert shorter.getO().contains(y**4)
    assert limit(function * A**2, A, oo) == HALF
    at = Integer(20)
    left = function.subs(A, at).evalf(30) - expected.subs(A, at)
    assert abs(left * at**10 - Rational(-1, 60)) < Rational(1, 100)  # -4 zeta(-7) y^5
    assert function.series(A, 0, 4).removeO() == zeta(3) - 2 * A**2 * zeta(5)


def test_the_expansion_in_a_power_with_a_logarithm():
    function = ResolventSum(-4, -HALF, 1, A**2)
    expansion = function.asymptotic("zero", 4)
    at = Rational(1, 50)
    inner = ResolventSum(-4, -HALF, 1, x).asymptotic("zero", 4)
    assert abs((expansion.sum.subs(A, at) - inner.sum.subs(x, at**2)).evalf(30)) < 1e-25
    again = sum(power.of(at) for power in expansion.powers)
    assert abs((expansion.sum.subs(A, at) - again).evalf(30)) < 1e-25
    assert expansion.beyond == (-8,)


def test_a_sum_that_only_swings_is_not_said_to_diverge():
    with pytest.raises(PrecisionError, match="converges, but its terms only swing"):
        ExponentialSum(-2, 1, I).evalf()
    with pytest.raises(DivergenceError, match="do not fall fast enough"):
        ExponentialSum(-1, 1, I).evalf()


@pytest.mark.parametrize("summand", [k**-1 * (1 + 1 / k), k**-4 * (1 + k**2) ** HALVES, k**-HALF])
def test_a_sum_that_diverges_is_refused(summand):
    found = spectral_function(summand)
    if found != oo:
        with pytest.raises(DivergenceError, match="goes as k"):
            found.evalf()


def test_nothing_depends_on_the_mode():
    assert ResolventSum(-2, HALF, 0, 3) == zeta(2) / 2
    assert ResolventSum(-2, 2, 1, oo) == ExponentialSum(-2, 1, oo) == 0


def test_real_sums_say_so():
    assert ResolventSum(-2, 1, -HALVES, -Rational(3, 16)).is_real
    assert ResolventSum(-2, -HALF, -1, -HALF).is_positive
    assert ResolventSum(-3, -HALF, 1, -HALF).is_real is None
