"""Harmonic sums as SymPy functions: closed forms, symmetries, slopes, expansions, refusals."""

import mpmath
import pytest
from sympy import (
    Derivative,
    I,
    Integer,
    Rational,
    Sum,
    coth,
    exp,
    latex,
    oo,
    pi,
    series,
    simplify,
    sqrt,
    zeta,
)

from analytic.errors import DivergenceError, InvalidProblemError, PrecisionError
from analytic.notation import a, b, k, kappa, ratio, t, x
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.coalescence import coalescing
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import HarmonicSum, spectral_sums
from analytic.symbolic.mellin.profiles import Exponential, Resolvent
from analytic.symbolic.mellin.spectral_functions import ExponentialSum, ResolventSum, as_function
from analytic.symbolic.slow_sums.numeric import numeric, value

ONE, TWO = Integer(1), Integer(2)
HALVES = Rational(3, 2)
RESOLVENT = ResolventSum(-a, 2, b, x)
EXPONENTIAL = ExponentialSum(-a, -b, 2 * t)


def agree(found, wanted, digits):
    with mpmath.workdps(digits + 5):
        return abs(found - wanted) <= mpmath.mpf(10) ** -digits * abs(wanted)


@pytest.mark.parametrize(
    "point",
    [Rational(1, 10), Integer(7), -Rational(1, 2), Integer(-10), I, Rational(-1, 100) + I / 1000],
)
@pytest.mark.parametrize("digits", [15, 40])
def test_the_sum_over_squares_is_a_hyperbolic_cotangent(point, digits):
    root = sqrt(1 / point)
    found = value(ResolventSum(0, 1, 2, point), {}, digits)
    assert agree(found, value((pi * root * coth(pi * root) - 1) / 2, {}, digits + 5), digits - 1)


@pytest.mark.parametrize("point", [ONE, Rational(1, 50), Rational(1, 10) + I])
def test_the_geometric_series(point):
    found = value(ExponentialSum(0, 1, point), {}, 30)
    assert agree(found, value(1 / (exp(point) - 1), {}, 35), 29)


@pytest.mark.parametrize("point", [Rational(1, 10), Integer(5)])
def test_jacobis_symmetry(point):
    # theta(x) = sqrt(pi/x) theta(pi^2/x), theta = 1 + 2 sum exp(-x k^2)
    left = value(1 + 2 * ExponentialSum(0, 2, point), {}, 30)
    right = value(sqrt(pi / point) * (1 + 2 * ExponentialSum(0, 2, pi**2 / point)), {}, 30)
    assert agree(left, right, 28)


@pytest.mark.parametrize("growth", [HALVES, -Rational(5, 4)])
def test_two_halves_of_a_partial_fraction(growth):
    # 1/(1 + y) = 1 - y/(1 + y) mode by mode; both sums converge for power -4
    p, at = Integer(-4), Rational(2, 3)
    left = value(ResolventSum(p, 1, growth, at), {}, 30)
    right = value(zeta(4) - at * ResolventSum(p + growth, 1, growth, at), {}, 30)
    assert agree(left, right, 28)


def test_at_zero_the_functions_are_zeta_functions():
    assert ResolventSum(-a, 1, b, 0) == ExponentialSum(-a, -b, 0) == zeta(a)
    assert ResolventSum(-2, 0, b, x) == pi**2 / 6
    assert ResolventSum(0, 1, b, 0) == ExponentialSum(-1, 2, 0) == oo


@pytest.mark.parametrize(
    ("function", "variable"),
    [
        (ResolventSum(-1, 2, HALVES, x), x),
        (ResolventSum(-2, 1, -HALVES, 3 * x), x),
        (ExponentialSum(-2, -HALVES, x**2), x),
        (ExponentialSum(1, HALVES, x), x),
    ],
)
def test_the_derivative_is_the_slope(function, variable):
    at, step = Rational(4, 3), Rational(1, 10**10)
    derivative = function.diff(variable)
    assert not derivative.has(Sum)
    slope = value(derivative, {variable: at}, 40)
    above, below = (value(function, {variable: at + sign * step}, 40) for sign in (1, -1))
    with mpmath.workdps(40):
        # the third derivative is below 60
        assert abs((above - below) * 10**10 / 2 - slope) < 10 * 1e-20


def test_a_derivative_in_the_power_of_the_resolvent_stays_formal():
    assert ResolventSum(-2, a, 2, x).diff(a) == Derivative(ResolventSum(-2, a, 2, x), a)
    assert RESOLVENT.diff(kappa) == 0


def test_the_effective_dimension_and_its_second():
    # d_2 = d + kappa d', from lambda^2/(lambda + kappa)^2 = (1 - x d/dx) of 1/(1 + x)
    d = ResolventSum(0, 1, b, x)
    d_2 = ResolventSum(0, 2, b, x)
    point = {b: HALVES, x: Rational(1, 30)}
    assert agree(value(d + x * d.diff(x), point, 30), value(d_2, point, 30), 28)


def test_the_definition_is_a_sum():
    assert RESOLVENT.rewrite(Sum) == Sum(k**-a * (1 + x * k**b) ** -2, (k, 1, oo))
    assert EXPONENTIAL.rewrite(Sum) == Sum(k**-a * exp(-2 * t * k**-b), (k, 1, oo))
    partial_sum = Sum(EXPONENTIAL.summand, (k, 1, 400)).subs({a: 5, b: 2, t: 3})
    gap = value(EXPONENTIAL, {a: 5, b: 2, t: 3}, 20) - value(partial_sum.doit(), {}, 20)
    # the tail of sum k^-5 beyond 400
    assert 0 < gap < 1 / 4 / 400**4


@pytest.mark.parametrize("digits", [5, 15, 30, 60])
def test_as_many_digits_as_asked_for(digits):
    number = EXPONENTIAL.subs({a: 2, b: HALVES, t: 40})
    more = value(number, {}, digits + 10)
    assert agree(value(number, {}, digits), more, digits - 1)
    assert agree(numeric(EXPONENTIAL.harmonic(), {a: TWO, b: HALVES, t: Integer(40)}, 20), more, 4)


def test_the_working_precision_is_left_alone():
    before = mpmath.mp.prec
    EXPONENTIAL.subs({a: 2, b: HALVES, t: 4}).evalf(50)
    with pytest.raises(DivergenceError):
        ResolventSum(0, 1, 1, 1).evalf(50)
    assert mpmath.mp.prec == before


def test_evaluation_inside_an_expression():
    expression = 1 + t * EXPONENTIAL
    found = expression.evalf(30, subs={a: 2, b: HALVES, t: 4})
    assert agree(value(found, {}, 30), value(expression, {a: 2, b: HALVES, t: 4}, 40), 28)
    assert EXPONENTIAL.evalf() == EXPONENTIAL


@pytest.mark.parametrize("towards", ["zero", "infinity"])
@pytest.mark.parametrize("function", [RESOLVENT, EXPONENTIAL])
def test_asymptotic_is_the_expansion_of_the_harmonic_sum(function, towards):
    assert function.asymptotic(towards, 2) == expand(function.harmonic(), towards, 2)


def test_the_variable_of_an_expansion_can_be_named():
    function = ResolventSum(0, 1, b, kappa * t)
    assert function.asymptotic("zero", variable=t).omitted == t
    with pytest.raises(InvalidProblemError, match="Name the symbol"):
        function.asymptotic("zero")


def test_the_coalescing_form():
    uniform = RESOLVENT.coalescing("zero", 1, 2)
    assert uniform == coalescing(RESOLVENT.harmonic(), "zero", 1, 2)


def test_the_taylor_series_is_a_series_of_zeta_functions():
    expansion = series(ExponentialSum(-a, -b, x), x, 0, 3).removeO()
    wanted = ExponentialSum(-a, -b, x).asymptotic("zero", 3).sum
    assert simplify(expansion - wanted) == 0


@pytest.mark.parametrize("profile", [Exponential(TWO), Resolvent(ratio, Integer(3))])
@pytest.mark.parametrize("variable", [t, kappa])
def test_harmonic_sums_and_functions_convert_both_ways(profile, variable):
    harmonic = HarmonicSum(ONE, -a, -b, profile, variable)
    function = as_function(harmonic)
    assert function.harmonic(variable) == harmonic
    assert function.rewrite(Sum) == harmonic.expression


def test_the_loss_of_a_power_law_is_a_function():
    (loss,) = spectral_sums(PowerLaw(a, b, amplitude=3), Exponential(TWO), t)
    assert as_function(loss) == 3 * EXPONENTIAL


def test_signs_and_symbols():
    assert ResolventSum(0, 1, b, x).is_positive
    assert EXPONENTIAL.is_positive
    assert ResolventSum(0, 1, b, kappa).is_positive is None
    assert EXPONENTIAL.free_symbols == {a, b, t}
    assert EXPONENTIAL.subs({a: 3}) == ExponentialSum(-3, -b, 2 * t)


def test_it_prints_as_a_sum():
    assert str(EXPONENTIAL) == "ExponentialSum(-a, -b, 2*t)"
    printed = latex(ResolventSum(0, 1, b, kappa))
    assert printed == r"\left(\sum_{k=1}^{\infty} \frac{1}{k^{b} \kappa + 1}\right)"
    assert latex(2 * ResolventSum(0, 1, b, kappa) ** 2) == f"2 {printed}^{{2}}"


@pytest.mark.parametrize(
    ("sum_", "error", "message"),
    [
        (ResolventSum(0, 1, 1, 1), DivergenceError, "diverges"),
        (ExponentialSum(0, -1, 1), DivergenceError, "diverges"),
        (ResolventSum(0, 1, 2, -1), DivergenceError, "pole"),
        (ExponentialSum(0, 1, -1), DivergenceError, "positive real part"),
        (ResolventSum(0, 1, HALVES, -Rational(1, 10**12)), PrecisionError, "terms"),
    ],
)
def test_a_sum_that_cannot_be_done_says_why(sum_, error, message):
    with pytest.raises(error, match=message):
        sum_.evalf()


@pytest.mark.parametrize("argument", [x**2, x + 1, ONE])
def test_an_argument_that_is_no_multiple_of_the_variable_is_refused(argument):
    with pytest.raises(InvalidProblemError, match="no constant times"):
        ResolventSum(0, 1, b, argument).harmonic()


def test_a_planted_fault_of_one_percent_in_a_derivative_is_seen():
    function = ResolventSum(-1, 2, HALVES, x)
    at, step = Rational(4, 3), Rational(1, 10**10)
    wrong = value(Rational(101, 100) * function.diff(x), {x: at}, 40)
    above, below = (value(function, {x: at + sign * step}, 40) for sign in (1, -1))
    with mpmath.workdps(40):
        assert abs((above - below) * 10**10 / 2 - wrong) > 1e-4
