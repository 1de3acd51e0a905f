"""Losses against other ways of computing them: mode by mode, by density, by other contours."""

import random

import mpmath as mp
import numpy as np
import pytest
from sympy import Rational, oo

from analytic import MeasuredSpectrum, Model, PowerLaw, exact
from analytic.errors import DivergenceError

from .reference import hurwitz, inverse, kappa_at, newton, number, power_law


def close(value, reference, digits):
    """Whether two numbers agree to so many digits, relative."""
    with mp.workdps(digits + 20):
        return abs(value - reference) <= mp.mpf(10) ** -digits * abs(reference)


def agree(first, second, digits):
    """Whether both losses agree to so many digits."""
    return all(close(x, y, digits) for x, y in zip(first, second, strict=True))


# --- Unlimited width and samples: every mode decays alone --------------------------------------


def mode_by_mode(a, b, time, modes=None):
    r"""\sum_k k^-a exp(-2 t k^-b), beyond the head by powers of t and zeta tails."""
    a, b, time = number(a), number(b), number(time)
    if modes is not None:
        return mp.fsum(k**-a * mp.exp(-2 * time * k**-b) for k in map(mp.mpf, range(1, modes + 1)))
    start = int((4 * time) ** (1 / b)) + 30
    head = mp.fsum(k**-a * mp.exp(-2 * time * k**-b) for k in map(mp.mpf, range(1, start)))
    tail, coefficient, j = mp.mpf(0), mp.mpf(1), 0
    while True:
        term = coefficient * hurwitz(a + b * j, start)
        tail += term
        if abs(term) < mp.eps * head:
            return head + tail
        j += 1
        coefficient *= -2 * time / j


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("a", "b"), [("2", "3/2"), ("11/10", "21/20"), ("5", "3"), ("5/2", "3/2")])
@pytest.mark.parametrize("time", ["1/1000", "1", "300"])
@pytest.mark.parametrize("digits", [15, 60])
def test_unlimited_resources_sum_over_modes(a, b, time, digits):
    found = exact.losses(Model(PowerLaw(a, b), noise="1/7"), time, digits)
    with mp.workdps(digits + 15):
        expected = mode_by_mode(a, b, time)
        assert close(found.test, expected, digits)
        assert close(found.train, expected + number("1/7"), digits)


@pytest.mark.parametrize("time", ["1", "1000", "100000", "10000000"])
def test_exponentially_small_losses_keep_their_digits(time):
    """Twenty modes: at t = 1e7 the loss is e^{-2e5}."""
    found = exact.losses(Model(PowerLaw(2, "3/2", modes=20)), time, 30)
    with mp.workdps(50):
        assert close(found.test, mode_by_mode("2", "3/2", time, 20), 30)
        assert found.train == found.test


@pytest.mark.parametrize("decay", [1, 10, 1000, 10**6])
def test_many_modes_are_added_up(decay):
    """Around lambda_M t = 1 and far beyond, where the contour comes close to the last poles."""
    found = exact.losses(Model(PowerLaw(2, "3/2", modes=2500)), decay * 125000, 30)
    with mp.workdps(50):
        assert close(found.test, mode_by_mode("2", "3/2", str(decay * 125000), 2500), 30)


@pytest.mark.parametrize("decay", [10, 1000, 10**9])
@pytest.mark.parametrize("modes", [10**9, 10**15])
def test_the_last_of_very_many_modes_decay_like_an_integral(decay, modes):
    r"""Beyond k = M a power: \sum_{k<=M} = f(M)/(1 - e^{-r}) where r = d log f/dk, r >> 1/M.

    With x = M - k the exponent is -2 t M^-b (1 + b x/M + ...): to leading order in 1/M and 1/decay
    the sum is the integral f(M) M / (2 b decay).
    """
    time = decay * Rational(modes) ** Rational(3, 2)
    found = exact.test_loss(Model(PowerLaw(2, "3/2", modes=modes)), time, 20)
    with mp.workdps(40):
        last = mp.mpf(modes) ** -2 * mp.exp(-2 * mp.mpf(decay))
        rate = 3 * mp.mpf(decay) / modes
        expected = last / -mp.expm1(-rate)
        assert abs(found / expected - 1) < 2 / mp.mpf(decay)


# --- Equal eigenvalues: integrals over the Marchenko-Pastur density ----------------------------


def marchenko_pastur(q, weight, zero):
    """Integral of weight over the density for M/P = q, with the atom's `zero` value; own edges."""
    low, high = (1 - mp.sqrt(q)) ** 2, (1 + mp.sqrt(q)) ** 2
    middle, radius = (low + high) / 2, (high - low) / 2

    def integrand(angle):
        x = middle - radius * mp.cos(angle)
        return weight(x) * (radius * mp.sin(angle)) ** 2 / (2 * mp.pi * q * x)

    continuous = mp.quad(integrand, mp.linspace(0, mp.pi, 5))
    return continuous + (max(mp.mpf(0), 1 - 1 / q) * zero if zero else 0)


@pytest.mark.parametrize(("modes", "samples"), [(4, 9), (9, 4), (5, "11/2")])
@pytest.mark.parametrize("time", ["1/3", "2", "40"])
def test_equal_eigenvalues_integrate_marchenko_pastur(modes, samples, time):
    """N = infinity: K is a Wishart matrix, and its losses are traces of functions of it."""
    noise = "1/3"
    flat = MeasuredSpectrum([1] * modes, ["1/5"] * modes)
    found = exact.losses(Model(flat, samples=samples, noise=noise), time, 20)
    with mp.workdps(30):
        q, t, sigma2 = mp.mpf(modes) / number(str(samples)), number(time), number(noise)
        power = mp.mpf(modes) / 5
        decay = marchenko_pastur(q, lambda x: mp.exp(-2 * x * t), 1)
        test = power * decay + sigma2 * q * marchenko_pastur(
            q, lambda x: mp.expm1(-x * t) ** 2 / x, 0
        )
        residual = marchenko_pastur(q, lambda x: x * mp.exp(-2 * x * t), 0)
        train = power * residual + sigma2 * (1 - q + q * decay)
        assert close(found.test, test, 20)
        assert close(found.train, train, 20)


# --- Other contours, an own continuation -------------------------------------------------------


class OwnSolution:
    """Responses of a small model, continued by the test along a contour of its own."""

    def __init__(self, modes, width, samples, noise):
        self.modes = modes
        self.over_n, self.over_p = inverse(width), inverse(samples)
        self.noise = number(noise)

    def along(self, contour):
        """kappa at successive points, the first on the positive axis."""
        kappa = kappa_at(self.modes.d, self.over_n, self.over_p, contour[0], steps=20)
        found = [kappa]
        for s in contour[1:]:
            found.append(newton(lambda k, s=s: self.forward(k) - s, found[-1]))
        return found

    def forward(self, kappa):
        d = self.modes.d(kappa)
        return kappa * (1 - self.over_p * d) * (1 - self.over_n * d)

    def D_P(self, kappa):
        return 1 - self.over_p * self.modes.d(kappa)

    def h(self, s, kappa):
        return self.D_P(kappa) * (kappa * self.modes.w(kappa) + self.noise) / s


def hyperbola(time, count, offset):
    """Nodes and weights of the inverse Laplace transform on a hyperbola, upper half, from the axis.

    s = mu (1 + sin(i u - alpha)), Weideman and Trefethen's alpha = 1.1721, their h and mu.
    """
    alpha, step = mp.mpf("1.1721"), mp.mpf("1.0818") / count
    mu = mp.mpf("4.4921") * count / time
    us = [(j + offset) * step for j in range(count)]
    nodes = [mu * (1 + mp.sin(1j * u - alpha)) for u in us]
    slopes = [mu * 1j * mp.cos(1j * u - alpha) for u in us]
    return nodes, [
        step / (2j * mp.pi) * x * mp.exp(s * time) for x, s in zip(slopes, nodes, strict=True)
    ]


SMALL = [("4", "9", "0"), ("9", "4", "1/10"), ("4", "4", "1/10"), ("13/2", "20", "1/10")]


@pytest.mark.parametrize(("width", "samples", "noise"), SMALL)
def test_the_training_loss_is_one_integral_at_twice_the_time(width, samples, noise):
    modes = power_law("9/5", "6/5", 6)
    found = exact.train_loss(
        Model(PowerLaw("9/5", "6/5", modes=6), width, samples, noise), 3, digits=20
    )
    with mp.workdps(24):
        solution = OwnSolution(modes, width, samples, noise)
        nodes, weights = hyperbola(mp.mpf(6), 28, mp.mpf("0.5"))
        kappas = solution.along(nodes)
        terms = (x * solution.h(s, k) for s, x, k in zip(nodes, weights, kappas, strict=True))
        assert close(found, 2 * mp.re(mp.fsum(terms)), 10)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("width", "samples", "noise"), SMALL)
def test_the_test_loss_is_a_double_integral(width, samples, noise):
    """Two staggered hyperbolas, so that no pair of frequencies coincides; ten digits."""
    modes = power_law("9/5", "6/5", 6)
    found = exact.test_loss(
        Model(PowerLaw("9/5", "6/5", modes=6), width, samples, noise), 3, digits=20
    )
    with mp.workdps(30):
        solution = OwnSolution(modes, width, samples, noise)
        sides = []
        for offset in (mp.mpf("0.25"), mp.mpf("0.5")):
            nodes, weights = hyperbola(mp.mpf(3), 28, offset)
            if offset == mp.mpf("0.25"):  # nodes at +-(j + 1/2) and at 1/4 + j for every integer j
                lower, factors = hyperbola(mp.mpf(3), 28, mp.mpf("0.75"))
            else:
                lower, factors = nodes, weights
            rows = [
                (s, x, solution.h(s, k), solution.D_P(k))
                for s, x, k in zip(nodes, weights, solution.along(nodes), strict=True)
            ]
            rows += [
                (mp.conj(s), mp.conj(-x) * -1, mp.conj(solution.h(s, k)), mp.conj(solution.D_P(k)))
                for s, x, k in zip(lower, factors, solution.along(lower), strict=True)
            ]
            sides.append(rows)
        total = mp.fsum(
            x * x2 * ((h - h2) / ((s2 - s) * D * D2) - solution.noise / (s * s2))
            for s, x, h, D in sides[0]
            for s2, x2, h2, D2 in sides[1]
        )
        assert close(found, mp.re(total), 10)


# --- Early times -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "samples", "noise"), [*SMALL, ("inf", "3", "2"), ("3", "inf", "0")]
)
def test_the_first_three_orders_in_time(width, samples, noise):
    r"""\sum c - 2 t \sum \lambda c + t^2 (...), the last from Gaussian averages of K v at N, P."""
    model = Model(PowerLaw("9/5", "6/5", modes=6), width, samples, noise)
    time = Rational(1, 10**20)
    found = exact.losses(model, time, 70)
    with mp.workdps(90):
        rows = [(mp.mpf(k) ** -number("6/5"), mp.mpf(k) ** -number("9/5")) for k in range(1, 7)]
        n, p, sigma2 = inverse(width), inverse(samples), number(noise)
        T, T_2 = (mp.fsum(x**i for x, _ in rows) for i in (1, 2))
        power, first, second = (mp.fsum(c * x**i for x, c in rows) for i in (0, 1, 2))
        order_two = 2 * second + first * T * (p + 2 * n) + power * (T_2 * p + T * T * n * p)
        order_two += sigma2 * p * (T_2 + T * T * n)
        t = mp.mpf(10) ** -20
        assert abs((found.test - power + 2 * t * first) / t**2 - order_two) < mp.mpf(10) ** -15
        rate = (power - found.test) / t
        assert abs(rate - 2 * first) < mp.mpf(10) ** -15


@pytest.mark.parametrize("digits", [None, 10, 60])
def test_before_training(digits):
    model = Model(PowerLaw("11/10", 2), 7, 3, noise="1/20")
    found = exact.losses(model, 0, digits)
    wanted = 13 if digits is None else digits
    with mp.workdps(wanted + 10):
        assert close(found.test, mp.zeta(number("11/10")), wanted)
        assert close(found.train, mp.zeta(number("11/10")) + number("1/20"), wanted)


# --- Exact symmetries --------------------------------------------------------------------------

MODELS = [
    Model(PowerLaw(2, "3/2", modes=30), 8, 21, noise="1/20"),
    Model(PowerLaw(2, "3/2"), 21, 8),
    Model(PowerLaw("9/5", "6/5"), 8, 8, noise=1),
    Model(MeasuredSpectrum([1, "1/2", "1/7"], [1, 0, "2/3"]), 2, 5, noise="1/9"),
]


@pytest.mark.one_in(4)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("copies", [7])
def test_replication_changes_no_digit(model, copies):
    found = exact.losses(model.replicated(copies), 50 * copies, 40)
    assert agree(found, exact.losses(model, 50, 40), 39)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("factor", ["7", "1/1000", "3/7"])
def test_scaled_eigenvalues_are_scaled_time(factor):
    plain = Model(PowerLaw(2, "3/2"), 8, 21, noise="1/20")
    scaled = Model(PowerLaw(2, "3/2", scale=factor), 8, 21, noise="1/20")
    at = Rational(50) / Rational(factor)
    assert agree(exact.losses(scaled, at, 40), exact.losses(plain, 50, 40), 39)


def test_scaled_targets_scale_the_loss():
    plain = exact.losses(Model(PowerLaw(2, "3/2"), 8, 21, noise="1/20"), 50, 40)
    scaled = exact.losses(
        Model(PowerLaw(2, "3/2", amplitude=7), 8, 21, noise=Rational(7, 20)), 50, 40
    )
    with mp.workdps(60):
        assert agree(scaled, (7 * plain.test, 7 * plain.train), 39)


def test_the_order_of_measured_modes_does_not_matter():
    eigenvalues = ["1", "1/2", "1/7", "1/50", "2"]
    powers = ["1", "0", "3", "1/9", "1/4"]
    model = Model(MeasuredSpectrum(eigenvalues, powers), 3, 4, noise=1)
    turned = Model(MeasuredSpectrum(eigenvalues[::-1], powers[::-1]), 3, 4, noise=1)
    assert agree(exact.losses(model, 30, 40), exact.losses(turned, 30, 40), 40)


@pytest.mark.slow
@pytest.mark.parametrize("b", [1, 2])
def test_a_measured_power_law_is_a_power_law(b):
    ks = range(1, 41)
    measured = MeasuredSpectrum([Rational(1, k**b) for k in ks], [Rational(1, k**3) for k in ks])
    for resources in ((8, 21), (21, 8), (50, 60)):
        first = exact.losses(Model(measured, *resources, noise=1), 300, 40)
        second = exact.losses(Model(PowerLaw(3, b, modes=40), *resources, noise=1), 300, 40)
        assert agree(first, second, 40)


@pytest.mark.slow
@pytest.mark.parametrize("resources", [(8, 21), (oo, 8)])
def test_losses_are_linear_in_target_and_noise(resources):
    """L(B_1 k^-2 + B_2 k^-3, sigma^2) = B_1 L(k^-2, 0) + B_2 L(k^-3, 0) + sigma^2 L_noise."""
    parts = [exact.losses(Model(PowerLaw(a, "3/2"), *resources), 90, 45) for a in (2, 3)]
    noisy = [exact.losses(Model(PowerLaw(2, "3/2"), *resources, noise=x), 90, 45) for x in (1, 2)]
    both = PowerLaw(2, "3/2", amplitude=5, further_powers=[("1/3", 3)])
    whole = exact.losses(Model(both, *resources, noise="1/4"), 90, 40)
    with mp.workdps(60):
        for two, three, once, twice, found in zip(*parts, *noisy, whole, strict=True):
            assert close(twice - once, once - two, 40)
            assert close(found, 5 * two + three / 3 + (once - two) / 4, 39)


# --- Continuity and limits ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("digits", [20, 40])
def test_a_huge_resource_is_an_unlimited_one(digits):
    huge = 10**60
    for limited, unlimited in (
        ((8, huge), (8, oo)),
        ((huge, 8), (oo, 8)),
        ((huge, huge), (oo, oo)),
    ):
        first = exact.losses(Model(PowerLaw(2, "3/2"), *limited, noise=1), 90, digits)
        second = exact.losses(Model(PowerLaw(2, "3/2"), *unlimited, noise=1), 90, digits)
        with mp.workdps(digits + 30):  # relative to the noise, the test loss changes by 1/N
            assert abs(first.train - second.train) < mp.mpf(10) ** -digits
            assert abs(first.test - second.test) < mp.mpf(10) ** -digits


@pytest.mark.one_in(4)
@pytest.mark.parametrize("a", ["5/2", "4"])
@pytest.mark.parametrize("shift", [Rational(1, 10**3), Rational(1, 10**20)])
def test_the_loss_is_smooth_in_the_source_where_poles_collide(a, shift):
    """a - 1 = b and a - 1 = 2 b at b = 3/2: central second differences are O(shift^2)."""
    values = [
        exact.test_loss(Model(PowerLaw(Rational(a) + i * shift, "3/2"), 8, 21), 90, 50)
        for i in (-1, 0, 1)
    ]
    with mp.workdps(80):
        e = mp.mpf(shift.p) / shift.q
        assert (
            abs(values[0] - 2 * values[1] + values[2]) < (50 * e**2 + mp.mpf(10) ** -49) * values[1]
        )


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("gap", "time"),
    [(Rational(1, 10**power), time) for power, time in ((6, 100), (15, 10**8), (30, 10**25))],
)
def test_the_loss_is_smooth_through_equal_resources(gap, time):
    """N = P - gap, P, P + gap, at times at which the gap of the spectrum is not resolved."""
    values = [
        exact.losses(Model(PowerLaw(2, "3/2"), 8 + i * gap, 8, noise=1), time, 25)
        for i in (-1, 0, 1)
    ]
    with mp.workdps(40):
        scale = mp.mpf(gap.p) / gap.q * mp.sqrt(time)
        for low, middle, high in zip(*values, strict=True):
            assert abs(low - middle) < 10 * (scale + mp.mpf(10) ** -25) * abs(middle)
            curved = 100 * scale**2 + mp.mpf(10) ** -24
            assert abs(low - 2 * middle + high) < curved * abs(middle)


def test_more_modes_approach_all_modes():
    """The modes beyond M carry M^{1-a} and less of the trace: M = 1e6 and 1e12."""
    whole = exact.losses(Model(PowerLaw(3, 2), 8, 21, noise=1), 90, 30)
    gaps = []
    for modes in (10**6, 10**12):
        part = exact.losses(Model(PowerLaw(3, 2, modes=modes), 8, 21, noise=1), 90, 30)
        with mp.workdps(40):
            gaps.append(abs(part.test - whole.test))
    assert 0 < gaps[0] < 1e-3
    assert close(gaps[0] / gaps[1], mp.mpf(10) ** 6, 4)  # the trace, sum k^-2 beyond M, is 1/M


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS[:1])
def test_two_hundred_digits_begin_like_ten(model):
    precise = exact.losses(model, Rational(317, 3), 200)
    for digits in (1, 10, 50):
        assert agree(exact.losses(model, Rational(317, 3), digits), precise, digits)


# --- Late times --------------------------------------------------------------------------------


@pytest.mark.one_in(4)
@pytest.mark.parametrize("resources", [(8, 21), (21, 8), (oo, 8), (8, oo), ("1/2", 3)])
@pytest.mark.parametrize(("a", "b"), [("9/5", "6/5"), ("11/10", "3/2")])
def test_the_end_of_training_is_a_late_time(resources, a, b):
    model = Model(PowerLaw(a, b), *resources, noise="1/20")
    end, late = exact.losses(model, oo, 30), exact.losses(model, 10**40, 30)
    assert close(late.test, end.test, 30)
    # Just before it the same number comes from the contour and not from the limit.
    rate = exact.spectral_edge(model)
    early = exact.losses(model, 70 / rate, 20)
    assert close(early.test, end.test, 20)
    if end.train:
        assert close(late.train, end.train, 30)
        assert close(early.train, end.train, 20)
    else:
        assert resources[0] == oo or Rational(resources[0]) > Rational(resources[1])
        with mp.workdps(30):
            assert mp.log(early.train) < -100


def test_interpolation_ends_at_zero_training_loss():
    for noise in (0, 1):
        found = exact.losses(Model(PowerLaw(2, "3/2"), 21, 8, noise), oo, 20)
        assert found.train == 0
        assert found.test > 0


@pytest.mark.parametrize("digits", [10, 20, 40])
def test_a_transient_far_above_a_tiny_limit_is_not_dropped(digits):
    """Noise 1e-60 sets a limit far below a transient that has itself decayed to 1e-49."""
    flat = MeasuredSpectrum([1] * 5, ["1/10"] * 5)
    model = Model(flat, 20, 40, noise=Rational(1, 10**60))
    time = 52 / exact.spectral_edge(model)
    noiseless = exact.losses(Model(flat, 20, 40), time, digits)
    assert close(exact.losses(model, time, digits).test, noiseless.test, 9)
    assert noiseless.test > mp.mpf(10) ** -50


@pytest.mark.slow
def test_at_equal_resources_the_loss_grows_like_the_root_of_time():
    model = Model(PowerLaw(2, "3/2"), 40, 40)
    values = [exact.losses(model, 10**power, 15) for power in (20, 22, 60, 62)]
    for low, high in (values[:2], values[2:]):
        assert close(high.test / low.test, 10, 9)
        assert close(low.train / high.train, 10, 9)


@pytest.mark.parametrize("digits", [None, 20])
@pytest.mark.parametrize("modes", [oo, 300])
def test_at_equal_resources_the_end_is_refused(digits, modes):
    with pytest.raises(DivergenceError, match=r"diverges at N = P.*Choose N different from P"):
        exact.losses(Model(PowerLaw(2, "3/2", modes=modes), 40, 40), oo, digits)


@pytest.mark.parametrize("modes", [49, 50, 93, 103])
@pytest.mark.parametrize("digits", [None, 20])
def test_as_many_samples_as_modes_have_no_limit_with_noise(modes, digits):
    """Also where 1/(1/P) in doubles is not P."""
    with pytest.raises(DivergenceError, match=f"Choose samples different from {modes}"):
        exact.losses(Model(PowerLaw(2, "3/2", modes=modes), oo, modes, 1), oo, digits)


@pytest.mark.parametrize("digits", [None, 20])
def test_full_rank_leaves_the_noise(digits):
    """M = 3 < P = 12 < N: least squares, sigma^2 M/(P - M) and sigma^2 (1 - M/P)."""
    found = exact.losses(Model(PowerLaw(2, "3/2", modes=3), 20, 12, "1/5"), oo, digits)
    wanted = 15 if digits is None else digits
    with mp.workdps(30):
        assert close(found.test, mp.mpf(3) / 9 / 5, wanted)
        assert close(found.train, mp.mpf(3) / 4 / 5, wanted)


# --- Doubles -----------------------------------------------------------------------------------

BASES = [(2, "3/2"), ("9/5", "6/5"), ("11/10", "21/20"), (6, 2), ("13/10", 4), ("101/100", 2)]
SIZES = [
    (40, 120), (120, 40), (40, 40), (40, 41), (41, 40), (1000, 1001), (oo, 50), (50, oo), (oo, oo),
    (10**9, 3 * 10**9), (7, 1000), ("5/2", "7/3"), (2, 2), (10**15, 10**3), (300, 300),
]  # fmt: skip


def double_cases(count, seed):
    draw = random.Random(seed)
    for _ in range(count):
        a, b = draw.choice(BASES)
        width, samples = draw.choice(SIZES)
        noise = draw.choice([0, "1/20", 2, "1/10000000000"])
        kind = draw.choice([oo, oo, oo, 50, 300, 3000, 10**6, "measured"])
        if kind == "measured":
            values = np.random.default_rng(seed).uniform(0.5, 1.5, (2, 60))
            k = np.arange(1, 61.0)
            spectrum = MeasuredSpectrum(k**-1.3 * values[0], k**-1.7 * values[1])
        else:
            spectrum = PowerLaw(a, b, kind)
        times = [float(f"{10 ** draw.uniform(-2, 12):.3g}") for _ in range(2)]
        yield Model(spectrum, width, samples, noise), times


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("model", "times"), list(double_cases(20, 3)))
def test_doubles_have_eleven_digits(model, times):
    found = exact.losses(model, times)
    for i, time in enumerate(times):
        precise = exact.losses(model, time, 20)
        for value, reference in ((found.test[i], precise.test), (found.train[i], precise.train)):
            assert value == float(reference) or abs(value / reference - 1) < 1e-11


@pytest.mark.one_in(4)
@pytest.mark.parametrize("modes", [49, 50, 100000])
@pytest.mark.parametrize("resources", [("M", oo), (oo, "M"), ("M", "M"), ("M", 60)])
def test_doubles_where_the_rank_is_just_full(modes, resources):
    """There kappa is as badly conditioned as 1/sqrt(s)."""
    width, samples = (modes if x == "M" else x for x in resources)
    if 60 in resources and modes == 100000:
        samples = 100001
    model = Model(PowerLaw(2, "3/2", modes=modes), width, samples)
    times = [1e4, 1e9]
    found = exact.losses(model, times)
    for i, time in enumerate(times):
        precise = exact.losses(model, time, 20)
        assert abs(found.test[i] / precise.test - 1) < 1e-11
        assert abs(found.train[i] / precise.train - 1) < 1e-11


@pytest.mark.one_in(4)
@pytest.mark.parametrize("resources", [(3000, oo), (40, 120), (oo, oo)])
@pytest.mark.parametrize(("a", "b"), [("101/100", 2), ("11/10", "21/20")])
def test_doubles_of_finite_spectra_that_nearly_diverge(a, b, resources):
    """At a = 1.01 the sum over 3000 modes is a difference of numbers a hundred times as large."""
    model = Model(PowerLaw(a, b, modes=3000), *resources)
    times = [1e3, 3e8]
    found = exact.losses(model, times)
    for i, time in enumerate(times):
        precise = exact.losses(model, time, 20)
        for value, reference in ((found.test[i], precise.test), (found.train[i], precise.train)):
            assert value == float(reference) or abs(value / reference - 1) < 1e-11


@pytest.mark.parametrize("resources", [(10**9, 3 * 10**9), (3 * 10**9, 10**9), (1000, 10**15)])
def test_tiny_variances_at_the_end_keep_their_digits(resources):
    """sigma^2 M/(P - M) with M/P = 1e-13: no difference of nearly equal numbers."""
    model = Model(PowerLaw(3, "13/10", modes=300), *resources, noise="1/20")
    precise = exact.losses(model, oo, 20)
    for time in (np.inf, 1e13):
        found = exact.losses(model, time)
        assert abs(found.test / precise.test - 1) < 1e-13
        assert abs(found.train / precise.train - 1) < 1e-13


@pytest.mark.parametrize("shape", [(), (1,), (4,), (2, 3), (0,), (2, 0)])
def test_doubles_keep_the_shape_of_the_times(shape):
    times = np.full(shape, 7.0)
    found = exact.losses(Model(PowerLaw(2, "3/2"), 8, 21), times)
    assert np.shape(found.test) == np.shape(found.train) == shape
    alone = exact.losses(Model(PowerLaw(2, "3/2"), 8, 21), 7).test
    assert np.all(abs(found.test / alone - 1) < 1e-11)


def test_one_call_is_many():
    model = Model(PowerLaw(2, "3/2"), 8, 21, noise=1)
    times = [0.0, 1e-30, 0.3, 1e5, 1e13, np.inf]
    together = exact.losses(model, times)
    for i, time in enumerate(times):
        alone = exact.losses(model, time)
        assert abs(together.test[i] / alone.test - 1) < 1e-13
        assert abs(together.train[i] / alone.train - 1) < 1e-13


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "time", ["100", "1e2", "200/2", 100, 100.0, Rational(100), np.float64(100)]
)
def test_times_are_read_in_many_forms(time):
    model = Model(PowerLaw(2, "3/2"), 8, 21)
    assert exact.test_loss(model, time, 20) == exact.test_loss(model, 100, 20)
    assert exact.test_loss(model, time) == exact.test_loss(model, 100)


def test_a_double_is_the_binary_number_it_is():
    model = Model(PowerLaw(2, "3/2"), 8, 21)
    binary, decimal = exact.test_loss(model, 0.1, 30), exact.test_loss(model, "0.1", 30)
    ratio = Rational(0.1) / Rational(1, 10)
    assert binary != decimal
    assert exact.test_loss(model, Rational(1, 10) * ratio, 30) == binary
    assert exact.test_loss(Model(PowerLaw(2, 1.5), 8, 21), 1, 30) == exact.test_loss(model, 1, 30)


# --- Stored numbers ----------------------------------------------------------------------------

# From a separate script in plain mpmath at eighty digits: kappa by Newton from node to node
# of a cotangent contour of 96 and 108 nodes (which agree to 5e-56), d and w as 95 or more terms and
# a series of zeta tails with their derivatives term by term, and the double sum over all pairs of
# nodes of (h - h')/(s' - s)/(D D') - sigma^2/(s s') with h' on the diagonal.
STORED = [
    (
        *("2", "3/2", "40", "120", "0", "100"),
        "0.156934676699799979247707033812511691028058614",
        "0.0916106519742159587685098697998037338952851021",
    ),
    (
        *("9/5", "6/5", "25", "9", "1/20", "30"),
        "1.2399757712744289896722507299203619616735085",
        "0.000167390024643309720014361983862549168204578938",
    ),
    (
        *("13/10", "5/2", "7", "7", "1/3", "1000"),
        "8.08750577666477089673975528027218624195436672",
        "0.255930872050020400326255606012767879495106618",
    ),
    (
        *("5/2", "3/2", "6", "50", "1/7", "5/2"),
        "0.446561928980504682235361795647984983849675442",
        "0.516880159294245190408973125319531877637560692",
    ),
]


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("a", "b", "width", "samples", "noise", "time", "test", "train"), STORED)
def test_stored_numbers(a, b, width, samples, noise, time, test, train):
    found = exact.losses(Model(PowerLaw(a, b), width, samples, noise), time, 43)
    with mp.workdps(50):
        assert agree(found, (mp.mpf(test), mp.mpf(train)), 43)


def test_a_loss_alone_is_the_loss_of_the_pair() -> None:
    """Late, where P < N, the training loss needs digits and the test loss does not."""
    model = Model(PowerLaw(2, "3/2"), width=120, samples=40, noise="1/10")
    times = np.geomspace(1, 1e4, 8)
    both = exact.losses(model, times)
    for alone, one in ((exact.test_loss(model, times), 0), (exact.train_loss(model, times), 1)):
        assert np.max(np.abs(alone / both[one] - 1)) < 1e-11  # what doubles promise
