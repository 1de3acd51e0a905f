"""Two poles as one term: on the boundary, beside it and away from it."""

import mpmath
import pytest
from sympy import (
    Add,
    Float,
    I,
    Integer,
    Lambda,
    Rational,
    gamma,
    latex,
    log,
    simplify,
    solve,
    zeta,
)
from sympy.core.function import ArgumentIndexError

from analytic.errors import DivergenceError, InvalidProblemError, PrecisionError
from analytic.notation import a, b, epsilon, ratio, x, z
from analytic.quotient import cancel
from analytic.symbolic.mellin import coalescence
from analytic.symbolic.mellin.coalescence import coalescing, residues
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Exponential, Resolvent
from analytic.symbolic.mellin.zeta_derivative import zeta_derivative
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


@pytest.mark.one_in(4)
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


@pytest.mark.one_in(4)
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
    double = [power for power in meeting.powers if power.exponent == -near]
    assert joint.has(log)
    assert simplify((joint - sum(p.of(x) for p in double)).expand(force=True)) == 0


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


# Gamma(z) zeta(1 + z - u) x^-z at z = 0 and z = u: zeta(1 - u) + Gamma(u) x^-u
MEETING = residues(Lambda(z, gamma(z) * zeta(1 + z - epsilon)), x, Integer(0), epsilon)


@pytest.mark.parametrize("u", [Rational(1, 10**30), -Rational(1, 10**6), Rational(2, 5), HALVES])
@pytest.mark.parametrize("size", [Rational(1, 10**12), Integer(3), 2 + I])
def test_the_circle_is_the_sum_of_both_residues(u, size):
    plain = zeta(1 - epsilon) + gamma(epsilon) * x**-epsilon
    with mpmath.workdps(60):
        found = mpmath.mpmathify(MEETING.subs({epsilon: u, x: size}).evalf(40))
        wanted = mpmath.mpmathify(plain.subs({epsilon: u, x: size}).evalf(45, maxn=1000))
        # 30 digits of two terms that cancel are lost, beyond those that SymPy is asked for
        lost = 31 if abs(u) < 1e-20 else 7
        assert abs(found / wanted - 1) < mpmath.mpf(10) ** (lost - 40)


@pytest.mark.parametrize("u", [Rational(1, 10**400), Rational(1, 10**8), -Rational(1, 10**12)])
def test_digits_near_the_meeting_do_not_depend_on_how_many_are_asked_for(u):
    few, many = (value(MEETING, {epsilon: u, x: Rational(1, 7)}, digits) for digits in (20, 50))
    with mpmath.workdps(50):
        assert abs(few / many - 1) < mpmath.mpf(10) ** -19
        # the slope in u is below 10
        assert abs(many - mpmath.log(7)) < 10 * abs(mpmath.mpf(u.p) / u.q) + mpmath.mpf(10) ** -48


@pytest.mark.parametrize("letter", [x, epsilon])
@pytest.mark.parametrize("u", [Integer(0), Rational(1, 3)])
def test_the_derivative_is_the_slope(letter, u):
    point = {epsilon: u, x: Rational(2, 3)}
    step = Rational(1, 10**8)
    slope = value(MEETING.diff(letter), point, 30)
    above, below = (
        value(MEETING, {**point, letter: point[letter] + sign * step}, 40) for sign in (1, -1)
    )
    with mpmath.workdps(40):
        # third derivatives over six, times step^2: those of log x at 2/3 are below 16
        assert abs(slope - (above - below) * 10**8 / 2) < 16 / 6 * 1e-16


def test_a_circle_that_is_too_wide_is_refused(monkeypatch):
    monkeypatch.setattr(coalescence, "_poles", lambda *_: [mpmath.mpf(3)])
    with pytest.raises(PrecisionError, match="have not converged"):
        MEETING.subs({epsilon: Rational(1, 100), x: 2}).evalf(20)


def test_the_two_residues_are_printed_in_brackets():
    assert latex(MEETING) == rf"\left[{latex(MEETING.plain)}\right]"
    assert latex(MEETING**2).endswith("^{2}")
    assert MEETING.evalf() == MEETING
    assert MEETING.rewrite(Add) == MEETING.plain
    assert MEETING.diff(epsilon).plain == MEETING.diff(epsilon)


def test_floats_are_numbers_too():
    late = MEETING.evalf(20, subs={epsilon: Float("0.25", 30), x: Integer(2)})
    assert abs(late / MEETING.subs({epsilon: Rational(1, 4), x: 2}).evalf(20) - 1) < 1e-18


@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.parametrize("s", [Integer(2), Integer(-1), Rational(1, 3)])
def test_derivatives_of_zeta(s, n):
    with mpmath.workdps(30):
        wanted = mpmath.diff(mpmath.zeta, mpmath.mpf(int(s.p)) / int(s.q), n)
        assert abs(value(zeta_derivative(s, n), {}, 20) - wanted) < 1e-18
    assert zeta_derivative(epsilon, 1).diff(epsilon) == zeta_derivative(epsilon, 2)
    with pytest.raises(ArgumentIndexError):
        zeta_derivative(ratio, 2).fdiff(2)
