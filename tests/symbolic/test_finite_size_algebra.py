"""First corrections in 1/N and 1/P: against small spectra and contours."""

from dataclasses import replace
from functools import cache

import mpmath
import pytest
from sympy import (
    Integer,
    Rational,
    exp,
    inverse_laplace_transform,
    lambdify,
    simplify,
)

from analytic.errors import InvalidProblemError
from analytic.notation import (
    C_1,
    N,
    P,
    a,
    b,
    c_k,
    d,
    d2,
    d_2,
    epsilon,
    kappa,
    lambda_j,
    lambda_k,
    primed,
    s,
    s2,
    t,
    u1,
    w,
    w2,
    w_2,
)
from analytic.problem import FIELD_EQUATIONS
from analytic.quotient import cancel
from analytic.symbolic.mean_field import finite_size
from analytic.symbolic.mean_field.finite_size import (
    Pair,
    coincident,
    first_order,
    in_modes,
    late_time_of_pairs,
    order_of_correction,
    pairs,
    regulariser_shift,
    time_function,
)
from analytic.symbolic.mean_field.two_point import test_correlation as correlation_of
from analytic.symbolic.mellin.mode_sums import DEFINITIONS
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.transfer import late_time

ONE = Integer(1)
RATES = [Rational(1), Rational(2, 5), Rational(1, 7)]
TARGETS = [Rational(3, 2), Rational(1, 3), Rational(2)]
DIGITS = 60
LARGE = mpmath.mpf(10) ** 20
SIDES = {"width": (N, P), "data": (P, N)}


def mp(number):
    return mpmath.mpf(number.p) / number.q


def sums_at(at):
    """d, d_2, w, w_2 of the three modes."""
    modes = [(mp(rate), mp(target)) for rate, target in zip(RATES, TARGETS, strict=True)]
    return {
        d: mpmath.fsum(rate / (rate + at) for rate, _ in modes),
        d_2: mpmath.fsum((rate / (rate + at)) ** 2 for rate, _ in modes),
        w: mpmath.fsum(target / (rate + at) for rate, target in modes),
        w_2: mpmath.fsum(target / (rate + at) ** 2 for rate, target in modes),
    }


def regulariser(frequency, size):
    """The root kappa of kappa (1 - d(kappa)/size) = s, from its value s at infinite size."""
    return mpmath.findroot(lambda at: at * (1 - sums_at(at)[d] / size) - frequency, frequency)


def two_point(side, frequency, other, size):
    """C_0 by the keystone as stated in the theory, solved at this width or number of samples."""

    def single(at):
        root = regulariser(at, size)
        response = 1 - sums_at(root)[d] / size
        inside = root * sums_at(root)[w] / at
        return (inside, mpmath.mpf(1)) if side == "width" else (inside * response, response)

    (one, below), (two, below2) = single(frequency), single(other)
    return (one - two) / (other - frequency) / (below * below2)


def limit_of_difference(function):
    """lim n [f(n) - f(infinity)], with the next order removed by a second size."""
    base = function(mpmath.inf)
    one, two = (size * (function(size) - base) for size in (LARGE, 2 * LARGE))
    return 2 * two - one


def at_frequencies(expression, one, other):
    here, there = sums_at(one), sums_at(other)
    values = {
        **here,
        **{primed(symbol): value for symbol, value in there.items()},
        s: one,
        s2: other,
    }
    symbols = list(values)
    return lambdify(symbols, expression, "mpmath")(*values.values())


@pytest.mark.parametrize("side", SIDES)
def test_the_regulariser_moves_as_its_equation_says(side):
    shift = regulariser_shift(FIELD_EQUATIONS, *SIDES[side])
    with mpmath.workdps(DIGITS):
        for frequency in (mpmath.mpf("0.3"), mpmath.mpc("0.2", "0.7")):
            exact = limit_of_difference(lambda n, at=frequency: regulariser(at, n))
            assert abs(at_frequencies(shift, frequency, frequency) - exact) < LARGE**-2 * 100
    assert cancel(shift - s * d) == 0


@pytest.mark.parametrize("side", SIDES)
def test_the_two_point_function_moves_as_the_algebra_says(side):
    numerator = first_order(FIELD_EQUATIONS, *SIDES[side])
    with mpmath.workdps(DIGITS):
        one, other = mpmath.mpc("0.3", "0.2"), mpmath.mpc("0.1", "-0.5")
        exact = limit_of_difference(lambda n: two_point(side, one, other, n))
        found = at_frequencies(numerator, one, other) / (other - one)
        assert abs(found - exact) < LARGE**-2 * 1000
        assert abs(1.001 * found - exact) > LARGE**-2 * 1000


@pytest.mark.parametrize("side", SIDES)
def test_pairs_are_the_numerator_and_change_sign(side):
    numerator = first_order(FIELD_EQUATIONS, *SIDES[side])
    rebuilt = sum(weight * (f * primed(g) - g * primed(f)) for weight, f, g in pairs(numerator))
    assert cancel(numerator - rebuilt) == 0
    swap = {d: d2, d2: d, w: w2, w2: w, s: s2, s2: s}
    swap |= {d_2: primed(d_2), primed(d_2): d_2, w_2: primed(w_2), primed(w_2): w_2}
    assert cancel(numerator + numerator.subs(swap, simultaneous=True)) == 0


@pytest.mark.parametrize("side", SIDES)
def test_the_first_correction_is_of_order_one(side):
    assert order_of_correction(FIELD_EQUATIONS, *SIDES[side]) == 1


@pytest.mark.parametrize("change", [Integer(0), epsilon**2 * d, d * epsilon**3 / (epsilon + s)])
def test_another_order_is_not_known(monkeypatch, change):
    monkeypatch.setattr(finite_size, "_nearby", lambda *_: cancel(w / (1 + s) + change))
    with pytest.raises(InvalidProblemError, match="first order"):
        order_of_correction(FIELD_EQUATIONS, N, P)


@pytest.mark.parametrize("numerator", [d * d2, w - w2 + d * primed(w), s * w])
def test_a_numerator_that_keeps_its_sign_is_refused(numerator):
    with pytest.raises(InvalidProblemError, match="change sign"):
        pairs(numerator)


def test_a_changed_statement_changes_the_correction():
    covariances = {**FIELD_EQUATIONS.covariances}
    source = next(u for u in covariances if covariances[u].has(C_1) and u != u1)
    changed = replace(FIELD_EQUATIONS, covariances={**covariances, source: 2 * covariances[source]})
    one, other = (first_order(statement, P, N) for statement in (FIELD_EQUATIONS, changed))
    assert cancel(one - other) != 0


@pytest.mark.parametrize("side", SIDES)
def test_the_solution_is_the_keystone(side):
    resource, unlimited = SIDES[side]
    response = 1 - d / resource
    inside = ONE if side == "width" else response
    # s = kappa times the response, in the theory's h = D_P kappa w / s
    h = inside * w / response
    frequency = kappa * response
    below = inside * primed(inside)
    expected = (h - primed(h)) / (primed(frequency) - frequency) / below
    found = correlation_of(FIELD_EQUATIONS, unlimited)
    assert cancel(found - frequency * primed(frequency) * expected) == 0


@cache
def summand_of(side):
    return in_modes(pairs(first_order(FIELD_EQUATIONS, *SIDES[side])))


def mode_by_mode(summand, time):
    """The double sum over the three modes, equal ones by their limit."""
    apart = lambdify((lambda_j, lambda_k, c_k, t), summand, "mpmath")
    together = lambdify((lambda_k, c_k, t), coincident(summand), "mpmath")
    modes = [(mp(rate), mp(target)) for rate, target in zip(RATES, TARGETS, strict=True)]
    total = mpmath.mpf(0)
    for j, (rate, _) in enumerate(modes):
        for k, (other, target) in enumerate(modes):
            total += together(other, target, time) if j == k else apart(rate, other, target, time)
    return total


def circle(radius, count):
    """Points on a circle around the rates, and the weights of the trapezoidal rule."""
    roots = [mpmath.expjpi(mpmath.mpf(2 * i + 1) / count) for i in range(count)]
    return [(radius * root - mpmath.mpf(1) / 2, radius * root / count) for root in roots]


@pytest.mark.parametrize("time", ["0.5", "6"])
def test_in_width_the_modes_sum_to_one_contour_integral(time):
    with mpmath.workdps(30):
        time = mpmath.mpf(time)
        total = mpmath.mpf(0)
        for at, weight in circle(mpmath.mpf(1), 200):
            # d(s) (s w(s))' at twice the time: s w = sum of c s/(lambda + s)
            slope = mpmath.fsum(
                mp(c) * mp(rate) / (mp(rate) + at) ** 2
                for rate, c in zip(RATES, TARGETS, strict=True)
            )
            total += weight * mpmath.exp(2 * time * at) * sums_at(at)[d] * slope
        assert abs(mode_by_mode(summand_of("width"), time) - total.real) < 1e-20


@pytest.mark.one_in(4)
@pytest.mark.parametrize("time", ["0.5", "6"])
@pytest.mark.parametrize("side", SIDES)
def test_the_modes_sum_to_two_contour_integrals(side, time):
    numerator = first_order(FIELD_EQUATIONS, *SIDES[side])
    symbols = [s, d, d_2, w, w_2]
    function = lambdify([*symbols, *map(primed, symbols)], numerator, "mpmath")
    with mpmath.workdps(16):
        time = mpmath.mpf(time)
        inner, outer = (
            [((at, *sums_at(at).values()), weight) for at, weight in circle(mpmath.mpf(radius), 80)]
            for radius in ("0.75", "1.25")
        )
        total = mpmath.mpf(0)
        for here, weight in inner:
            for there, weight2 in outer:
                grown = mpmath.exp(time * (here[0] + there[0]))
                kernel = function(*here, *there) / (there[0] - here[0])
                total += weight * weight2 * grown * kernel
        found = mode_by_mode(summand_of(side), time)
        assert abs(found - total.real) < 1e-9
        assert abs(1.001 * found - total.real) > 1e-9


@pytest.mark.parametrize("side", SIDES)
def test_equal_modes_are_the_limit_of_neighbours(side):
    summand = summand_of(side)
    point = {lambda_k: Rational(1, 3), c_k: 2, t: 5}
    near = summand.subs({**point, lambda_j: Rational(1, 3) + Rational(1, 10**15)}).evalf(30)
    assert abs(near - coincident(summand).subs(point).evalf(30)) < 1e-13


@pytest.mark.parametrize("side", SIDES)
def test_at_the_start_nothing_is_learned(side):
    assert simplify(summand_of(side).subs(t, 0)) == 0
    assert simplify(summand_of(side).diff(t).subs(t, 0)) == 0


@pytest.mark.parametrize(
    "function",
    [
        1 / (s + lambda_k),
        s / (s + lambda_k) ** 2,
        1 / ((s + lambda_j) * (s + lambda_k) ** 2),
        (s - lambda_j) / ((s + lambda_j) ** 3 * (s + lambda_k)),
        1 / (s * (2 * s + lambda_k)),
    ],
)
def test_functions_of_time_are_sympys_inverse_transforms(function):
    expected = inverse_laplace_transform(function, s, t, noconds=True)
    assert simplify(time_function(function, s) - expected) == 0


def test_a_wrong_residue_is_seen(monkeypatch):
    function = 1 / (s + lambda_k) ** 2
    monkeypatch.setattr(finite_size, "factorial", lambda n: Integer(n + 1))
    assert simplify(time_function(function, s) - t * exp(-lambda_k * t)) != 0


def test_pairs_late_are_one_frequency_late_where_one_function_is_a_constant():
    series = {w: LogPowers.of(kappa, [((-ONE / 2, 0), b), ((ONE, 1), a)], [(Integer(2), 0)])}
    found = late_time_of_pairs((Pair(Rational(3), w, ONE),), series, t, 1)
    assert (found - late_time(series[w], t).scaled(Integer(3))).terms == {}
    moved = late_time_of_pairs((Pair(ONE, s * w, ONE),), series, t, 1)
    assert (moved - late_time(series[w].shifted(ONE), t)).terms == {}


def test_definitions_at_one_mode_are_those_of_the_sums():
    assert finite_size._ONE_MODE[w] == DEFINITIONS[w].subs(kappa, s)
    assert cancel(finite_size._ONE_MODE[w_2] + finite_size._ONE_MODE[w].diff(s)) == 0
