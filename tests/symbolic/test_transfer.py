"""Transfer to late times: closed inverse transforms, contours, line integrals, derivatives."""

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import EulerGamma, Integer, Rational, log, pi, simplify, sqrt

from analytic.errors import InvalidProblemError
from analytic.notation import a, b, s, t
from analytic.symbolic.series import transfer
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.transfer import late_time, late_time_pair, reciprocal_gamma

DIGITS = 30
ONE = Integer(1)
NON_POLES = [Rational(-1, 3), Rational(1, 2), Rational(5, 3), Rational(-7, 4), Rational(3)]


def power(exponent, logarithms=0, coefficient=1):
    return LogPowers.of(s, [((Rational(exponent), logarithms), Integer(coefficient))])


def number(expression, point=None):
    with mpmath.workdps(DIGITS):
        return mpmath.mpmathify(expression.subs(point or {}).evalf(DIGITS))


def close(one, other, digits=20):
    with mpmath.workdps(DIGITS):
        return abs(one - other) <= mpmath.mpf(10) ** -digits * max(abs(one), abs(other), 1)


def inverse(exponent, logarithms, time):
    """The inverse Laplace transform on a parabola around the cut, trapezoidal rule, 30 digits."""
    with mpmath.workdps(DIGITS + 20):
        e = mpmath.mpf(exponent.p) / exponent.q
        step, count, scale = mpmath.mpf(1) / 16, 160, mpmath.mpf(4) / time
        total = mpmath.mpf(0)
        for i in range(-count, count + 1):
            root = 1 + 1j * (i * step)
            at = scale * root**2
            term = at**e * mpmath.log(at) ** logarithms * mpmath.exp(at * time) * 2 * root * scale
            total += term * step
        return mpmath.re(total / (2 * mpmath.pi))


@pytest.mark.parametrize("logarithms", [0, 1, 2])
@pytest.mark.parametrize("exponent", ["-1/3", "1/2", "-5/2", "-2", "0", "1", "3", "-1"])
def test_one_frequency_is_the_contour_integral(exponent, logarithms):
    series = power(exponent, logarithms, 3)
    found = late_time(series, t).expression
    for time in (Rational(1, 2), Integer(7)):
        exact = inverse(Rational(exponent), logarithms, mpmath.mpf(time.p) / time.q)
        assert close(number(found / 3, {t: time}), exact)


def test_transforms_known_by_heart():
    assert late_time(power(-1), t).expression == 1
    assert late_time(power(-3), t).expression == t**2 / 2
    assert late_time(power("-1/2"), t).expression == 1 / (sqrt(pi) * sqrt(t))
    assert simplify(late_time(power(-1, 1), t).expression + EulerGamma + log(t)) == 0
    assert late_time(power(0, 1), t).expression == -1 / t
    assert late_time(power(1, 1), t).expression == t**-2


@pytest.mark.parametrize("exponent", [0, 1, 5])
def test_what_is_analytic_leaves_nothing(exponent):
    assert late_time(power(exponent), t).terms == {}


def test_omitted_powers_are_carried_to_late_times():
    series = LogPowers.of(s, [((-ONE / 2, 0), ONE)], [(ONE / 2 + a, 2), (b, 0)])
    assert late_time(series, t).omitted == {(a + Rational(3, 2), 2), (b + 1, 0)}


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("point", [Integer(0), Integer(-1), Integer(-4), *NON_POLES])
def test_the_reciprocal_gamma_function_and_its_derivatives(point, order):
    with mpmath.workdps(DIGITS + 20):
        at = mpmath.mpf(point.p) / point.q
        exact = mpmath.taylor(mpmath.rgamma, at, order, singular=False)[order]
        exact *= mpmath.factorial(order)
    assert close(number(reciprocal_gamma(point, order)), exact)


def test_a_third_derivative_is_refused():
    with pytest.raises(InvalidProblemError, match="Three or more"):
        reciprocal_gamma(ONE, 3)
    with pytest.raises(InvalidProblemError, match="Three or more"):
        late_time(power("1/2", 3), t)


def line_integral(p, q, time):
    """The pair at p, q > 0 by its definition: the equation (d/dt' - d/dt) G = F along t + t' = T.

    G(T/2, T/2) is the integral of F(T/2 - u, T/2 + u) over u from 0 to T/2, G(T, 0) being zero;
    F(t, t') is the inverse transform of s^-q s'^-p - s^-p s'^-q.
    """
    with mpmath.workdps(DIGITS):
        p, q = mpmath.mpf(p.p) / p.q, mpmath.mpf(q.p) / q.q
        half = mpmath.mpf(time) / 2

        def difference(u):
            # u = T/2 - v^3: the end point, a power of at least -2/3, becomes smooth
            near, far = u**3, 2 * half - u**3
            first = near ** (q - 1) * far ** (p - 1)
            return (first - near ** (p - 1) * far ** (q - 1)) * 3 * u**2

        whole = mpmath.quad(difference, [0, mpmath.cbrt(half)])
        return -whole / (mpmath.gamma(p) * mpmath.gamma(q))


def pair(p, q):
    """The pair formula for s^-q and s^-p."""
    return late_time_pair(power(-q), power(-p), t).expression


@pytest.mark.parametrize(
    ("p", "q"),
    [("1/2", "1/3"), ("3/4", "5/4"), ("2", "1/2"), ("1", "3"), ("7/3", "2/5"), ("1", "2")],
)
def test_the_pair_is_the_line_integral(p, q):
    p, q = Rational(p), Rational(q)
    found = pair(p, q)
    for time in (1, 5):
        assert close(number(found, {t: time}), line_integral(p, q, time), 12)


@pytest.mark.parametrize("n", [0, 1, 3])
@pytest.mark.parametrize("other", ["1/3", "-2/5", "5/2", "4"])
def test_at_a_pole_the_pair_is_its_limit(n, other):
    q, step = Rational(other), Rational(1, 10**12)
    for near in (step, -step):
        here, there = number(pair(Rational(-n), q), {t: 2}), number(pair(near - n, q), {t: 2})
        # the slope in p is a digamma function times the amplitude: below 100
        assert abs(here - there) < 100 * step
        here, there = number(pair(q, Rational(-n)), {t: 2}), number(pair(q, near - n), {t: 2})
        assert abs(here - there) < 100 * step


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(-9, 9), st.integers(-9, 9))
def test_the_pair_changes_sign_with_its_functions(i, j):
    p, q = Rational(i, 4), Rational(j, 4)
    there, back = (number(pair(*each), {t: 3}) for each in ((p, q), (q, p)))
    with mpmath.workdps(DIGITS):
        assert abs(there + back) < mpmath.mpf(10) ** -20


@pytest.mark.parametrize("p", ["1/2", "-1/2", "-1", "7/3"])
def test_a_function_with_itself_leaves_nothing(p):
    assert late_time_pair(power(p), power(p), t).terms == {}


def test_the_pair_with_a_constant_is_one_frequency():
    """[f(s) - f(s')]/(s' - s) has the transform of f at the sum of both times."""
    f = LogPowers.of(s, [((-ONE / 3, 0), Integer(2)), ((-ONE, 1), ONE), ((ONE / 2, 1), ONE)])
    constant = LogPowers.constant(s, ONE)
    assert (late_time_pair(f, constant, t) - late_time(f, t)).terms == {}
    assert (late_time_pair(constant, f, t) + late_time(f, t)).terms == {}


def test_analytic_functions_of_two_frequencies_leave_nothing():
    f = LogPowers.of(s, [((Integer(0), 0), ONE), ((Integer(2), 0), Integer(3))])
    assert late_time_pair(f, LogPowers.variable(s), t).terms == {}


def test_pairs_of_poles_are_polynomials_in_time():
    assert late_time_pair(power(-1), power(0), t).expression == 1
    # [s^-2 s'^-1 - s^-1 s'^-2]/(s' - s) = 1/(s s')^2, each factor at half the time
    assert close(number(pair(Integer(1), Integer(2)), {t: 3}), mpmath.mpf(9) / 4)
    # [s^-3 s'^-1 - s^-1 s'^-3]/(s' - s) = (s + s')/(s s')^3
    assert close(number(pair(Integer(1), Integer(3)), {t: 4}), mpmath.mpf(8))


@pytest.mark.parametrize("e", ["0", "1", "2"])
@pytest.mark.parametrize("f", ["-1/3", "1/2", "-2", "3", "0"])
def test_a_logarithm_is_the_derivative_in_its_exponent(e, f):
    e, f, step = Rational(e), Rational(f), Rational(1, 10**10)
    point = {t: Rational(7, 2)}
    above, below = (
        number(late_time_pair(power(e + h), power(f), t).expression, point) for h in (step, -step)
    )
    found = number(late_time_pair(power(e, 1), power(f), t).expression, point)
    back = number(late_time_pair(power(f), power(e, 1), t).expression, point)
    with mpmath.workdps(DIGITS):
        # central: the error is a third derivative, below 1e4, times step^2, and 30 digits / step
        assert abs(found - (above - below) * 10**10 / 2) < mpmath.mpf(10) ** -15
        assert abs(found + back) < mpmath.mpf(10) ** -20


def test_a_logarithm_off_the_poles_and_two_of_them_are_refused():
    with pytest.raises(InvalidProblemError, match="A logarithm at"):
        late_time_pair(power("1/2", 1), power("1/3"), t)
    with pytest.raises(InvalidProblemError, match="Two logarithms"):
        late_time_pair(power("1/2", 1), power(0, 1), t)
    with pytest.raises(InvalidProblemError, match="Two logarithms"):
        late_time_pair(power(1, 2), power("1/2"), t)


def test_the_omitted_powers_of_a_pair_are_those_of_the_product():
    f = LogPowers.of(s, [((-ONE / 2, 0), ONE)], [(ONE, 0)])
    g = LogPowers.of(s, [((Integer(0), 0), ONE)], [(Rational(1, 4), 1)])
    assert late_time_pair(f, g, t).omitted == {(Rational(3, 4), 1)}


def test_symbolic_exponents_become_numbers():
    series = LogPowers.of(s, [((1 - a, 0), ONE)]), LogPowers.of(s, [((-1 / b, 0), ONE)])
    symbolic = late_time_pair(*series, t).expression
    values = {a: Rational(9, 4), b: Rational(5, 2)}
    numbers = late_time_pair(power("-5/4"), power("-2/5"), t).expression
    assert close(number(symbolic, {**values, t: 3}), number(numbers, {t: 3}))


def test_a_wrong_sign_in_the_pair_is_seen(monkeypatch):
    p, q = Rational(2), Rational(1, 2)
    right = line_integral(p, q, 1)
    assert close(number(pair(p, q), {t: 1}), right, 12)
    rgamma = transfer.reciprocal_gamma
    monkeypatch.setattr(transfer, "reciprocal_gamma", lambda at, order: -rgamma(at, order))
    assert not close(number(pair(p, q), {t: 1}), right, 12)


def test_a_wrong_weight_of_the_logarithm_is_seen(monkeypatch):
    exact = inverse(ONE / 2, 1, 1)
    assert close(number(late_time(power("1/2", 1), t).expression, {t: 1}), exact)
    rgamma = transfer.reciprocal_gamma
    monkeypatch.setattr(
        transfer, "reciprocal_gamma", lambda at, order: (-1) ** order * rgamma(at, order)
    )
    assert not close(number(late_time(power("1/2", 1), t).expression, {t: 1}), exact)
