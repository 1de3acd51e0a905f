"""Two poles as one term: on the boundary, beside it and away from it."""

import mpmath
import pytest
from sympy import Integer, Rational, cancel, log, simplify, solve

from analytic.errors import DivergenceError, InvalidProblemError
from analytic.notation import a, b, x
from analytic.symbolic.mellin.coalescence import coalescing
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Exponential, Resolvent
from analytic.symbolic.slow_sums.numeric import numeric, value

ONE, TWO = Integer(1), Integer(2)
HALVES = Rational(3, 2)
TERMS, DIGITS = 5, 50
DISTANCES = [Integer(0), Rational(1, 10**30), -Rational(1, 10**3), Rational(1, 2)]

# the sum, where it goes, the pole of Gamma that zeta's pole comes close to
CASES = {
    "d-like": (HarmonicSum(ONE, -a, b, Resolvent(ONE), x), "zero", 1),
    "w_2-like": (HarmonicSum(ONE, -a, b, Resolvent(ONE, TWO), x), "zero", 2),
    "cubed": (HarmonicSum(TWO, -a, b, Resolvent(Rational(1, 3), Integer(3)), x), "zero", 1),
    "first pole": (HarmonicSum(ONE, -a, b, Resolvent(ONE, TWO), x), "zero", 0),
    "no whole power": (HarmonicSum(ONE, -a, b, Resolvent(TWO, Rational(5, 2)), x), "zero", 1),
    "exponential": (HarmonicSum(ONE, -a, b, Exponential(Integer(3)), x), "zero", 1),
    "to infinity": (HarmonicSum(ONE, -a, -b, Resolvent(TWO, TWO), x), "infinity", 1),
}


def at_distance(distance, delta):
    """The value of a at which the distance of the poles, times b, is delta; b = 3/2."""
    (zero,) = solve(distance, a)
    return (zero + delta).subs(b, HALVES)


@pytest.mark.parametrize("delta", DISTANCES)
@pytest.mark.parametrize("name", CASES)
def test_the_joint_term_is_right_at_every_distance(name, delta):
    harmonic, towards, near = CASES[name]
    size = Rational(1, 10**4) if towards == "zero" else Integer(10) ** 4
    uniform = coalescing(harmonic, towards, near, TERMS)
    point = {a: at_distance(uniform.distance, delta), b: HALVES, x: size}
    exact = numeric(harmonic, point, DIGITS)
    found = value(uniform.sum, point, DIGITS)
    omitted = value(uniform.rest.omitted, point, DIGITS)
    # the omitted coefficient, zeta near -5 times a binomial and a rate to the fifth, is below 30
    assert abs(found - exact) < 30 * omitted
    joint = value(uniform.joint, point, DIGITS)
    assert abs(found + joint / 100 - exact) > 30 * omitted


@pytest.mark.parametrize("delta", [Integer(0), -Rational(1, 10**3), Rational(1, 2)])
@pytest.mark.parametrize("name", CASES)
def test_the_joint_form_equals_the_expansion(name, delta):
    harmonic, towards, near = CASES[name]
    uniform = coalescing(harmonic, towards, near, TERMS)
    numbers = {a: at_distance(uniform.distance, delta), b: HALVES}
    plain = expand(harmonic.subs(numbers), towards, TERMS).sum
    for size in (Rational(1, 7), Integer(7)):
        found = value(uniform.sum, {**numbers, x: size}, 30)
        assert abs(found / value(plain, {x: size}, 50) - 1) < mpmath.mpf(10) ** -27


@pytest.mark.parametrize("near", [1, 2])
def test_on_the_boundary_the_joint_term_is_the_double_pole(near):
    harmonic = HarmonicSum(ONE, -a, b, Resolvent(TWO, TWO), x)
    joint = coalescing(harmonic, "zero", near, 3).joint.subs(a, near * b + 1)
    meeting = expand(harmonic.subs({a: near * b + 1}), "zero", 3)
    double = [power for power in meeting.powers if power.exponent == near]
    assert joint.has(log)
    assert simplify((joint - sum(p.at(x) for p in double)).expand(force=True)) == 0


def test_it_is_smooth_across_the_boundary():
    harmonic = HarmonicSum(ONE, -a, b, Resolvent(ONE), x)
    joint = coalescing(harmonic, "zero", 1, 2).joint
    point = {b: HALVES, x: Rational(1, 100)}
    step = Rational(1, 10**10)
    below, on, above = (
        value(joint, {a: Rational(5, 2) + n * step, **point}, 50) for n in (-1, 0, 1)
    )
    slope = value(joint.diff(a), {a: Rational(5, 2), **point}, 50)
    with mpmath.workdps(50):
        kink = abs(above - 2 * on + below)
        gap = abs((above - below) / 2 * 10**10 - slope)
    # second and third derivatives in a: cubes of log x = 4.6 over b, times x, are below 10
    assert kink < 10 * 1e-20
    assert gap < 10 * 1e-20


def test_the_distance_names_the_boundary():
    uniform = coalescing(HarmonicSum(ONE, -a, b, Resolvent(ONE, TWO), x), "zero", 2, 3)
    assert cancel(uniform.distance - (2 * b + 1 - a) / b) == 0
    # only the meetings with the other two poles are excluded
    assert [c.subs({a: 5, b: 2}) for c in uniform.rest.conditions] == [True, True]


def test_another_meeting_is_refused():
    harmonic = HarmonicSum(ONE, -(b + 1), b, Resolvent(ONE), x)
    with pytest.raises(InvalidProblemError, match="near=1"):
        coalescing(harmonic, "zero", 0, 3)


@pytest.mark.parametrize(("towards", "near"), [("infinity", 0), ("zero", 2), ("zero", -1)])
def test_a_pole_that_is_not_there_is_refused(towards, near):
    with pytest.raises(InvalidProblemError, match="no pole"):
        coalescing(HarmonicSum(ONE, -a, b, Resolvent(ONE), x), towards, near, 2)


def test_a_divergent_sum_is_refused():
    with pytest.raises(DivergenceError):
        coalescing(HarmonicSum(ONE, TWO, TWO, Resolvent(ONE), x), "zero")
