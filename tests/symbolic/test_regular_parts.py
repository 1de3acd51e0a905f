"""Functions with a removable singularity: definition, limit, symmetry, second formula, slope."""

import mpmath
import pytest
from sympy import (
    EulerGamma,
    Float,
    Integer,
    Pow,
    Rational,
    cancel,
    gamma,
    latex,
    log,
    pi,
    sin,
    stieltjes,
    zeta,
)
from sympy.core.function import ArgumentIndexError

from analytic.notation import epsilon, ratio, x
from analytic.symbolic.mellin.box_cox import box_cox
from analytic.symbolic.mellin.regular_gamma import cosecant_regular, gamma_regular, gamma_slope
from analytic.symbolic.mellin.regular_zeta import zeta_derivative, zeta_regular
from analytic.symbolic.slow_sums.numeric import value

THIRD, SEVENTH = Rational(1, 3), Rational(1, 7)
TINY = Rational(1, 10**30)

# a function of the small argument, and what to rewrite it with
PARTS = {
    "box_cox": (lambda u: box_cox(SEVENTH, u), Pow),
    "box_cox''": (lambda u: box_cox(SEVENTH, u, 2), Pow),
    "zeta": (zeta_regular, zeta),
    "zeta''": (lambda u: zeta_regular(u, 2), zeta),
    "gamma_0": (lambda u: gamma_regular(0, u), gamma),
    "gamma_2": (lambda u: gamma_regular(2, u), gamma),
    "gamma_1''": (lambda u: gamma_regular(1, u, 2), gamma),
    "cosecant": (cosecant_regular, sin),
    "cosecant'": (lambda u: cosecant_regular(u, 1), sin),
    "cosecant''": (lambda u: cosecant_regular(u, 2), sin),
    "slope": (lambda u: gamma_slope(Rational(3, 2), u), gamma),
    "slope_s": (lambda u: gamma_slope(Rational(3, 2), u, 1, 0), gamma),
    "slope_u": (lambda u: gamma_slope(Rational(3, 2), u, 0, 1), gamma),
}


def close(found, wanted, digits):
    with mpmath.workdps(digits + 10):
        return abs(found - wanted) <= mpmath.mpf(10) ** -digits * max(1, abs(wanted))


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("u", [THIRD, -THIRD, Rational(1, 2), Rational(-7, 10)])
def test_the_plain_form_is_the_same_function(name, u):
    function, rule = PARTS[name]
    part = function(u)
    assert not part.rewrite(rule).has(type(part))
    assert close(value(part, {}, 30), value(part.rewrite(rule), {}, 40), 28)


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("u", [TINY, -TINY, Rational(1, 10**400)])
def test_the_function_is_continuous_at_zero(name, u):
    function, _ = PARTS[name]
    at_zero = value(function(Integer(0)), {}, 40)
    # the slope at zero is below 100 for every function here
    assert abs(value(function(u), {}, 40) - at_zero) <= value(100 * abs(u), {}, 40) + 1e-38


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("u", [Rational(1, 10**8), Rational(-1, 10**12)])
def test_digits_near_zero_do_not_depend_on_how_many_are_asked_for(name, u):
    function, _ = PARTS[name]
    few, many = value(function(u), {}, 20), value(function(u), {}, 50)
    with mpmath.workdps(50):
        assert abs(few / many - 1) < mpmath.mpf(10) ** -19


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("u", [Integer(0), THIRD])
def test_the_derivative_is_the_slope(name, u):
    function, _ = PARTS[name]
    step = Rational(1, 10**8)
    slope = value(function(epsilon).diff(epsilon).subs(epsilon, u), {}, 30)
    above, below = (value(function(u + sign * step), {}, 40) for sign in (1, -1))
    with mpmath.workdps(40):
        gap = abs(slope - (above - below) * 10**8 / 2)
    # a third derivative, over six, times step^2; that of a second derivative is below
    # 5!/(2/3)^6 < 1400, the next pole being 2/3 away
    assert gap < 1400 / 6 * 1e-16


def test_values_at_zero_that_are_known():
    assert box_cox(x, 0) == log(x)
    assert box_cox(Integer(1), epsilon) == 0
    assert zeta_regular(0) == EulerGamma
    assert zeta_regular(0, 2) == stieltjes(2)
    assert gamma_regular(0, 0) == -EulerGamma
    assert gamma_regular(2, 0) == Rational(3, 4) - EulerGamma / 2
    assert cosecant_regular(0) == 0
    assert gamma_slope(1, 0) == -EulerGamma


def test_the_logarithm_of_another_base():
    part = value(box_cox(SEVENTH, TINY), {}, 60)
    with mpmath.workdps(60):
        series = [mpmath.log(mpmath.mpf(1) / 7) ** n / mpmath.factorial(n) for n in range(6)]
        u = mpmath.mpf(10) ** -30
        assert close(part, sum(c * u ** (n - 1) for n, c in enumerate(series) if n), 55)


@pytest.mark.parametrize("delta", [THIRD, TINY, -THIRD])
def test_box_cox_of_the_inverse(delta):
    one, other = box_cox(1 / SEVENTH, delta), -box_cox(SEVENTH, -delta)
    assert close(value(one, {}, 30), value(other, {}, 30), 28)


@pytest.mark.parametrize("order", [0, 1, 3])
def test_box_cox_is_an_integral(order):
    with mpmath.workdps(30):
        logarithm, delta = mpmath.log(mpmath.mpf(1) / 7), mpmath.mpf(1) / 3
        integral = mpmath.quad(lambda v: v**order * mpmath.exp(v * delta * logarithm), [0, 1])
        wanted = logarithm ** (order + 1) * integral
    assert close(value(box_cox(SEVENTH, THIRD, order), {}, 25), wanted, 23)


def test_zeta_less_its_pole_is_its_stieltjes_series():
    u = Rational(1, 10)
    series = sum((-u) ** j * stieltjes(j) / gamma(j + 1) for j in range(12))
    # the twelfth Stieltjes constant is 2e-4 and 10^-12/12! is 2e-21
    assert close(value(zeta_regular(u), {}, 25), value(series, {}, 25), 22)


def test_digits_of_zeta_near_its_pole_are_lost_by_the_plain_form():
    u = Rational(1, 10**8)
    series = EulerGamma - stieltjes(1) * u + stieltjes(2) * u**2 / 2 - stieltjes(3) * u**3 / 6
    right = value(series, {}, 25)
    assert close(value(zeta_regular(u), {}, 25), right, 24)
    assert not close(value(zeta(1 + u) - 1 / u, {}, 25), right, 24)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_gamma_less_a_pole_obeys_the_recurrence(n):
    # Gamma(1 - n + u) = (u - n) Gamma(-n + u); poles: (-1)^(n-1)/(n-1)! = -n (-1)^n/n!
    u = Rational(1, 10**6)
    weight = Integer(-1) ** n / gamma(n + 1)
    left = gamma_regular(n - 1, u)
    right = (u - n) * gamma_regular(n, u) + weight
    assert close(value(left, {}, 30), value(right, {}, 30), 27)


def test_the_cosecant_is_odd():
    for u in (THIRD, TINY):
        one, other = (value(cosecant_regular(sign * u), {}, 30) for sign in (1, -1))
        assert one + other == 0
    assert close(value(cosecant_regular(TINY) / TINY, {}, 30), value(pi**2 / 6, {}, 30), 28)


def test_gamma_slope_at_whole_numbers():
    assert gamma_slope(1, 2) == Rational(1, 2)
    assert gamma_slope(2, THIRD).evalf(20) == (3 * (gamma(Rational(7, 3)) - 1)).evalf(20)


@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.parametrize("s", [Integer(2), Integer(-1), THIRD])
def test_derivatives_of_zeta(s, n):
    with mpmath.workdps(30):
        wanted = mpmath.diff(mpmath.zeta, mpmath.mpf(int(s.p)) / int(s.q), n)
    assert close(value(zeta_derivative(s, n), {}, 20), wanted, 18)
    assert zeta_derivative(epsilon, 1).diff(epsilon) == zeta_derivative(epsilon, 2)


@pytest.mark.parametrize("name", PARTS)
def test_a_symbolic_argument_stays_and_prints_as_the_plain_form(name):
    function, rule = PARTS[name]
    part = function(epsilon)
    assert part.evalf() == part
    assert latex(part) == rf"\left[{latex(part.rewrite(rule))}\right]"
    assert latex(part**2).endswith("^{2}")


@pytest.mark.parametrize("name", PARTS)
def test_floats_and_substitution_give_numbers(name):
    function, _ = PARTS[name]
    late = function(epsilon).evalf(20, subs={epsilon: Float("0.25", 30)})
    assert close(value(late, {}, 20), value(function(Rational(1, 4)), {}, 20), 18)


@pytest.mark.parametrize(
    ("part", "place"),
    [
        (zeta_regular(epsilon), 2),
        (gamma_regular(1, epsilon), 1),
        (cosecant_regular(epsilon), 2),
        (gamma_slope(ratio, epsilon), 3),
        (box_cox(ratio, epsilon), 3),
        (zeta_derivative(ratio, 2), 2),
    ],
)
def test_there_is_no_derivative_in_a_number_of_derivatives(part, place):
    with pytest.raises(ArgumentIndexError):
        part.fdiff(place)


def test_box_cox_differentiates_in_its_base():
    derivative = box_cox(x, epsilon).diff(x)
    assert cancel(derivative / x ** (epsilon - 1)) == 1
