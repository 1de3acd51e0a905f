"""The responses: the physical root of kappa D_P D_N = s, and no other."""

import math
import random

import mpmath as mp
import numpy as np
import pytest
from sympy import I, Rational, oo

from analytic import MeasuredSpectrum, Model, PowerLaw, exact
from analytic.errors import BranchError, InvalidProblemError
from analytic.exact.precision import Multiple
from analytic.exact.response import fixed_point
from tests.exact.reference import harmonic, inverse, kappa_at, newton, number, power_law

RESOURCES = [("40", "120"), ("120", "40"), ("40", "40"), ("7/2", "1/3"), ("inf", "5"), ("5", "inf")]
FREQUENCIES = [("0", "1/7"), ("-1/50", "1/300"), ("-1/5", "-1/40")]


def frequency(parts):
    return Rational(parts[0]) + I * Rational(parts[1])


def as_mp(parts):
    return mp.mpc(number(parts[0]), number(parts[1]))


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("width", "samples"), RESOURCES)
@pytest.mark.parametrize("parts", FREQUENCIES)
def test_the_root_is_the_one_continued_from_large_s(width, samples, parts):
    """An own continuation over an explicit list of modes, at thirty digits."""
    model = Model(PowerLaw(2, "3/2", modes=20), width, samples)
    found = exact.responses(model, frequency(parts), digits=30)
    with mp.workdps(40):
        d = power_law("2", "3/2", 20).d
        over_n, over_p = inverse(width), inverse(samples)
        kappa = kappa_at(d, over_n, over_p, as_mp(parts), steps=40)
        expected = 1 - over_p * d(kappa), 1 - over_n * d(kappa), kappa
        for value, reference in zip(found, expected, strict=True):
            assert abs(value - reference) < mp.mpf(10) ** -30 * abs(reference)


@pytest.mark.parametrize("b", ["6/5", "3"])
@pytest.mark.parametrize(("width", "samples"), RESOURCES)
def test_the_fixed_point_is_solved_by_an_independent_dimension(b, width, samples):
    """Residual of kappa D_P D_N - s, with D_P and D_N from a sum of the test's own."""
    model = Model(PowerLaw(2, b), width, samples)
    s = Rational(-1, 9) + I / 10
    found = exact.responses(model, s, digits=40)
    with mp.workdps(50):
        d = harmonic("0", b, found.kappa)
        R_1, R_3 = 1 - inverse(samples) * d, 1 - inverse(width) * d
        assert abs(found.R_1 - R_1) < mp.mpf(10) ** -38
        assert abs(found.R_3 - R_3) < mp.mpf(10) ** -38
        residual = found.kappa * found.R_1 * found.R_3 - as_mp(("-1/9", "1/10"))
        assert abs(residual) < mp.mpf(10) ** -38


def flat_roots(ratio_n, ratio_p, s):
    """All roots of kappa (kappa + 1 - m/N)(kappa + 1 - m/P) = s (1 + kappa)^2, for lambda = 1."""
    a, c = 1 - ratio_n, 1 - ratio_p
    return mp.polyroots([1, a + c - s, a * c - 2 * s, -s], maxsteps=500, extraprec=400)


@pytest.mark.parametrize(("width", "samples"), [("8", "12"), ("3", "12"), ("12", "3"), ("2", "2")])
@pytest.mark.parametrize("angle", ["1/2", "9/10", "999/1000", "999999/1000000"])
@pytest.mark.parametrize("radius", ["1/50", "1", "4"])
def test_a_flat_spectrum_gives_a_root_of_its_cubic(width, samples, angle, radius):
    """Among three roots one makes -Im H a positive density, with Im kappa > 0."""
    model = Model(MeasuredSpectrum([1] * 4, [1] * 4), width, samples)
    with mp.workdps(60):
        s = number(radius) * mp.expj(mp.pi * number(angle))
        found = exact.responses(model, s, digits=30)
        roots = flat_roots(4 / number(width), 4 / number(samples), s)
        distance, root = min((abs(found.kappa - x), i) for i, x in enumerate(roots))
        assert distance < mp.mpf(10) ** -29 * abs(found.kappa)
        physical = [i for i, x in enumerate(roots) if is_physical(x, s)]
        assert root in physical
        assert len(physical) == 1


def is_physical(kappa, s):
    """The conditions that pick the resolvent of a positive operator: Herglotz, and its decay."""
    H = kappa / (s * (kappa + 1))
    tiny = mp.mpf(10) ** -40
    return kappa.imag >= -tiny and H.imag <= tiny and mp.arg(kappa) <= mp.arg(s) + tiny


@pytest.mark.parametrize("model", [Model(PowerLaw(2, "3/2"), 40, 120), Model(PowerLaw(3, 2), 9, 9)])
def test_reflection_in_the_real_axis(model):
    for s in (Rational(1, 3) + I, Rational(-2, 3) + I / 100):
        above = exact.responses(model, s, digits=30)
        below = exact.responses(model, s.conjugate(), digits=30)
        with mp.workdps(40):
            for x, y in zip(above, below, strict=True):
                assert abs(x - mp.conj(y)) < mp.mpf(10) ** -30 * abs(x)


def test_branch_conditions_on_a_random_cloud():
    """0 <= arg kappa <= arg s and Im d <= 0, doubles and digits alike."""
    draw = np.random.default_rng(5)
    s = 10 ** draw.uniform(-8, 2, 200) * np.exp(1j * np.pi * draw.uniform(0, 0.999, 200))
    model = Model(PowerLaw("9/5", "6/5"), 30, 50)
    at = exact.responses(model, s)
    assert np.all(np.angle(at.kappa) >= 0)
    assert np.all(np.angle(at.kappa) <= np.angle(s))
    assert np.all(np.imag(at.R_1) >= 0)
    assert np.allclose(at.kappa * at.R_1 * at.R_3, s, rtol=64 * 2.0**-52, atol=0)
    for i in range(0, 200, 25):
        precise = exact.responses(model, complex(s[i]), digits=25)
        assert abs(complex(precise.kappa) / at.kappa[i] - 1) < 1e-12


def test_large_frequencies_see_free_modes():
    """kappa = s + (1/N + 1/P) Tr Lambda + O(1/s)."""
    model = Model(MeasuredSpectrum([1, "1/2"], [1, 1]), 3, 4)
    found = exact.responses(model, 10**30, digits=50).kappa
    trace = mp.mpf(3) / 2 * (mp.mpf(1) / 3 + mp.mpf(1) / 4)
    with mp.workdps(50):
        assert abs(found - 10**30 - trace) < mp.mpf(10) ** -15  # 35 digits of 10^30, O(1/s)


@pytest.mark.parametrize("size", [10**30, 10**400])
def test_huge_resources(size):
    """N = P = size, s = 1: d = (pi/b)/sin(pi/b) - ... stays finite and D -> 1."""
    found = exact.responses(Model(PowerLaw(2, 2), size, size), 1, digits=20)
    assert abs(found.kappa - 1) < 1e-20
    # N = size, P = infinity near kappa(0): d(kappa) = N means kappa^(-1/2) = 2 N / pi at large N.
    model = Model(PowerLaw(2, 2), size)
    with mp.workdps(30):
        root = (mp.pi / (2 * mp.mpf(size))) ** 2
        small = exact.responses(model, Rational(1, size) ** 4, digits=20).kappa
        assert abs(small / root - 1) < mp.mpf(2) / size + mp.mpf(10) ** -19


def test_the_root_at_zero_has_the_dimension_of_the_rank():
    arithmetic = Multiple(150)
    with arithmetic.working():
        root = fixed_point(arithmetic, Model(PowerLaw("9/5", "6/5"), 7, 1000)).rank_root()
        text = str(root)
    with mp.workdps(40):
        kappa = newton(lambda k: harmonic("0", "6/5", k) - 7, mp.mpf(text))
        assert abs(mp.mpf(text) / kappa - 1) < mp.mpf(10) ** -35


def test_a_spurious_root_is_refused():
    """The other two roots of the cubic solve the equation; neither may pass for kappa."""
    arithmetic = Multiple(120)
    model = Model(MeasuredSpectrum([1] * 4, [1] * 4), 3, 12)
    with mp.workdps(50):
        s = mp.mpf(1) / 50 * mp.expj(2.9)
        roots = flat_roots(mp.mpf(4) / 3, mp.mpf(1) / 3, s)
        spurious = [x for x in roots if not is_physical(x, s)]
    assert len(spurious) == 2
    with arithmetic.working():
        equations = fixed_point(arithmetic, model)
        at = arithmetic.complex([complex(s)])
        for x in spurious:
            start = arithmetic.complex([complex(x)])
            with pytest.raises(BranchError, match="left the physical branch"):
                equations.solve(at, start)


@pytest.mark.parametrize("s", [0, -1, "-1/2", -0.5, np.array([1.0, -1.0]), 0j])
def test_frequencies_in_the_spectrum_are_refused(s):
    with pytest.raises(BranchError, match="Approach the axis from above"):
        exact.responses(Model(PowerLaw(2, "3/2"), 5, 7), s)


@pytest.mark.parametrize("s", [math.nan, math.inf, complex(1, math.inf), "nonsense", None])
def test_frequencies_that_are_no_numbers_are_refused(s):
    with pytest.raises(InvalidProblemError):
        exact.responses(Model(PowerLaw(2, "3/2"), 5, 7), s, digits=10)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,)])
def test_doubles_keep_the_shape(shape):
    at = exact.responses(Model(PowerLaw(2, "3/2"), 5, 7), np.full(shape, 1 + 1j))
    assert np.shape(at.kappa) == shape


def test_unlimited_resources_do_nothing():
    draw = random.Random(1)
    s = complex(draw.random(), draw.random())
    assert exact.responses(Model(PowerLaw(2, 2), oo, oo), s) == (1, 1, s)
