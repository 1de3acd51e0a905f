"""Two-point functions: the linear system by explicit sums over modes, and the keystone."""

import random
from importlib import import_module

import mpmath as mp
import pytest
from sympy import I, Rational

from analytic import MeasuredSpectrum, Model, PowerLaw, exact
from analytic.errors import BranchError, InvalidProblemError

from .reference import harmonic, inverse, number, power_law

RESOURCES = [("8", "30"), ("30", "8"), ("8", "8"), ("inf", "6"), ("6", "inf"), ("5/2", "7/3")]
PAIRS = [
    (Rational(1, 5), Rational(1, 3)),
    (Rational(1, 9) + I / 4, Rational(-1, 30) + I / 50),
    (Rational(-1, 2) + I / 9, Rational(-1, 2) - I / 9),
]
EVERY_SHARING = [("width", "samples"), ("samples",), ("width",), ()]


def as_mp(s):
    real, imaginary = s.as_real_imag()
    return mp.mpc(number(str(real)), number(str(imaginary)))


def solved(modes, width, samples, noise, s, s2, at, at2, shared):
    """C_0 ... C_3 from the field equations as they stand, with a sum over modes for every sum."""
    over_n, over_p = inverse(width), inverse(samples)
    D_P, D_P2, D_N, D_N2 = at[0], at2[0], at[1], at2[1]
    data, features = "samples" in shared, "width" in shared
    H = [1 / (s + x * D_P * D_N) for x in modes.eigenvalues]
    H2 = [1 / (s2 + x * D_P2 * D_N2) for x in modes.eigenvalues]
    rows = list(zip(modes.eigenvalues, modes.powers, H, H2, strict=True))
    # <v v'> = H H' (w*^2 + C_3/N + lambda D_N D_N' C_1/P), and v2 = lambda (u2/lambda + D_P v)
    # with v = H (w* - D_N u2 - u4): <v2 v2'> has (1 - lambda D_P D_N H) = s H before u2.
    A = [[mp.mpf(1), 0], [0, mp.mpf(1)]]
    right = [mp.mpf(0), mp.mpf(0)]
    for x, c, h, h2 in rows:
        plain, mixed = x * h * h2, x * x * h * h2 * D_P * D_P2
        if data:
            A[0][0] -= plain * x * D_N * D_N2 * D_P * D_P2 * over_p
            right[0] += plain * x * D_N * D_N2 * D_P * D_P2 * over_p * noise / (s * s2)
            A[1][0] -= s * s2 * h * h2 * x * D_P * D_P2 * over_p
            right[1] += s * s2 * h * h2 * x * D_P * D_P2 * over_p * noise / (s * s2)
        if features:
            A[0][1] -= plain * D_N * D_N2 * over_n
            A[1][1] -= mixed * D_N * D_N2 * over_n
        right[0] += plain * c / x
        right[1] += mixed * c / x
    C_0, C_2 = mp.lu_solve(mp.matrix(A), mp.matrix(right))
    C_1 = D_P * D_P2 * (C_0 + noise / (s * s2)) if data else mp.mpf(0)
    return C_0, C_1, C_2, D_N * D_N2 * C_2 if features else mp.mpf(0)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("shared", EVERY_SHARING, ids=str)
@pytest.mark.parametrize(("width", "samples"), RESOURCES)
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_sums_over_modes_solve_the_same_system(shared, width, samples, pair):
    model = Model(PowerLaw("9/5", "6/5", modes=12), width, samples, noise="1/20")
    found = exact.two_point(model, *pair, digits=30, shared=shared)
    at, at2 = (exact.responses(model, s, digits=50) for s in pair)
    with mp.workdps(50):
        modes, noise = power_law("9/5", "6/5", 12), number("1/20")
        s, s2 = (as_mp(x) for x in pair)
        expected = solved(modes, width, samples, noise, s, s2, at, at2, shared)
        for value, reference in zip(found, expected, strict=True):
            assert abs(value - reference) <= mp.mpf(10) ** -30 * abs(reference)


def target_resolvent(model, kappa):
    """w(kappa) of an infinite power law, from the tests' own harmonic sum."""
    a, b = (str(x) for x in (model.spectrum.a, model.spectrum.b))
    return harmonic(str(Rational(a) - Rational(b)), b, kappa)


def keystone(model, s, s2, at, at2):
    """C_0 + noise/(s s') and C_1 in closed form."""
    noise = number(str(model.noise))
    h, h2 = (
        r.R_1 * (r.kappa * target_resolvent(model, r.kappa) + noise) / x
        for r, x in ((at, s), (at2, s2))
    )
    C_1 = (h - h2) / (s2 - s)
    return C_1 / (at.R_1 * at2.R_1), C_1


def replicas(model, s, s2, at, at2):
    """C_0 for replicas that share the samples, the width, or nothing."""
    noise = number(str(model.noise))
    k, k2 = at.kappa, at2.kappa
    w, w2 = target_resolvent(model, k), target_resolvent(model, k2)
    product = k * k2 / (s * s2)
    same_data = (k * k2 * (w - w2) + noise * (k2 - k)) / (s * s2 * (k2 * at2.R_1 - k * at.R_1))
    return {
        ("samples",): same_data - noise / (s * s2),
        ("width",): product * (at2.R_3 * w - at.R_3 * w2) / (k2 * at2.R_3 - k * at.R_3),
        (): product * (w - w2) / (k2 - k),
    }


def random_frequency(draw):
    return Rational(draw.randint(-40, 40), 97) + I * Rational(draw.randint(1, 60), 83)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("seed", "digits"), [*((i, 40) for i in range(5)), (7, 120)])
def test_keystone_and_replicas_at_random_frequencies(seed, digits):
    draw = random.Random(seed)
    resources = draw.choice(RESOURCES)
    spectrum = PowerLaw(draw.choice(["2", "9/5"]), draw.choice(["3/2", "5/2"]))
    model = Model(spectrum, *resources, noise=draw.choice(["0", "1/20", "3"]))
    pair = random_frequency(draw), random_frequency(draw)
    at, at2 = (exact.responses(model, s, digits=digits + 20) for s in pair)
    found = {x: exact.two_point(model, *pair, digits=digits, shared=x) for x in EVERY_SHARING}
    with mp.workdps(digits + 20):
        s, s2 = (as_mp(x) for x in pair)
        X, C_1 = keystone(model, s, s2, at, at2)
        expected = {("width", "samples"): X - number(str(model.noise)) / (s * s2)}
        expected.update(replicas(model, s, s2, at, at2))
        tolerance = mp.mpf(10) ** -digits
        full = found["width", "samples"]
        assert abs(full.C_1 / C_1 - 1) < tolerance
        for shared, value in expected.items():
            assert abs(found[shared].C_0 / value - 1) < tolerance


@pytest.mark.parametrize("shared", EVERY_SHARING, ids=str)
@pytest.mark.parametrize("power", [20, 40])
def test_the_diagonal_is_a_limit(shared, power):
    """C(s, s + e) = C(s, s) + e dC + ..., at e = 1e-20 and 1e-40 asked to the full digits."""
    model = Model(PowerLaw(2, "3/2"), 8, 30, noise="1/20")
    s, e = Rational(1, 7) + I / 5, Rational(1, 10**power)
    on = exact.two_point(model, s, s, digits=60, shared=shared)
    near = exact.two_point(model, s, s + e, digits=60, shared=shared)
    far = exact.two_point(model, s, s + 2 * e, digits=60, shared=shared)
    with mp.workdps(80):
        for diagonal, first, second in zip(on, near, far, strict=True):
            scale = abs(diagonal) + mp.mpf(10) ** -70
            assert abs(first - diagonal) < 100 * scale * mp.mpf(10) ** -power
            curved = mp.mpf(10) ** (-2 * power) + mp.mpf(10) ** -60
            assert abs(2 * first - second - diagonal) < 1000 * scale * curved


@pytest.mark.parametrize("shared", EVERY_SHARING, ids=str)
def test_exchange_and_reflection(shared):
    model = Model(PowerLaw(2, "3/2"), 8, 30, noise="1/20")
    s, s2 = Rational(1, 7) + I / 5, Rational(-1, 70) + I / 3
    found = exact.two_point(model, s, s2, digits=30, shared=shared)
    swapped = exact.two_point(model, s2, s, digits=30, shared=shared)
    mirrored = exact.two_point(model, s.conjugate(), s2.conjugate(), digits=30, shared=shared)
    with mp.workdps(40):
        for x, y, z in zip(found, swapped, mirrored, strict=True):
            assert abs(x - y) <= mp.mpf(10) ** -30 * abs(x)
            assert abs(x - mp.conj(z)) <= mp.mpf(10) ** -30 * abs(x)


def test_the_bias_is_below_every_loss():
    """At real s = s' the four sharings order as variances do."""
    model = Model(PowerLaw(2, "3/2"), 8, 30, noise="1/20")
    full, data, width, bias = (
        exact.two_point(model, Rational(1, 9), Rational(1, 9), digits=20, shared=x).C_0.real
        for x in EVERY_SHARING
    )
    assert bias < min(data, width)
    assert max(data, width) < full


class Dropped:
    """The fixed point without its 1/P in the linear system, not in the responses."""

    over_samples = 0

    def __init__(self, equations):
        self.equations = equations

    def __getattr__(self, name):
        return getattr(self.equations, name)


@pytest.mark.parametrize("term", ["width", "samples"])
def test_a_dropped_term_is_noticed_by_the_keystone(term, monkeypatch):
    """The linear system without its C_3/N or its C_1/P: the comparison above must fail by far."""
    model = Model(PowerLaw(2, "3/2"), 8, 30, noise="1/20")
    s, s2 = Rational(1, 7) + I / 5, Rational(1, 3)
    at, at2 = (exact.responses(model, x, digits=30) for x in (s, s2))
    module = import_module("analytic.exact.correlations")
    faithful = module.fixed_point
    whole = exact.two_point(model, s, s2, digits=20)
    if term == "width":
        monkeypatch.setattr(module, "_source", lambda *_: 0)
    else:
        monkeypatch.setattr(module, "fixed_point", lambda *question: Dropped(faithful(*question)))
    found = exact.two_point(model, s, s2, digits=20)
    with mp.workdps(30):
        X, _ = keystone(model, as_mp(s), as_mp(s2), at, at2)
        noise = number("1/20") / (as_mp(s) * as_mp(s2))
        assert abs((whole.C_0 + noise) / X - 1) < 1e-20
        assert abs((found.C_0 + noise) / X - 1) > 1e-4


@pytest.mark.parametrize("pair", [(0, 1), (1, -1), (Rational(-1, 2), 1)])
def test_the_spectrum_is_refused(pair):
    with pytest.raises(BranchError):
        exact.two_point(Model(PowerLaw(2, "3/2"), 8, 30), *pair)


@pytest.mark.parametrize("shared", ["noise", ["width", "target"], [1]])
def test_only_width_and_samples_can_be_shared(shared):
    with pytest.raises(InvalidProblemError, match="cannot share"):
        exact.two_point(Model(PowerLaw(2, "3/2"), 8, 30), 1, 2, shared=shared)


def test_precision_of_the_arithmetic_is_not_that_of_the_arguments():
    """1/3 as a fraction, as a double and as fifty digits are three frequencies."""
    model = Model(MeasuredSpectrum([1, "1/3"], [1, 2]), 3, 5)
    exactly = exact.two_point(model, Rational(1, 3), 1, digits=30).C_0
    binary = exact.two_point(model, 1 / 3, 1, digits=30).C_0
    with mp.workdps(40):
        assert 1e-18 < abs(exactly / binary - 1) < 1e-15
