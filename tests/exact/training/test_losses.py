"""Losses of descent, momentum and ridge: definitions, limits, other contours, late times."""

import mpmath as mp
import numpy as np
import pytest
from sympy import Integer, Rational, oo

from analytic import (
    GradientDescent,
    GradientFlow,
    HeavyBall,
    HeavyBallFlow,
    MeasuredSpectrum,
    Model,
    Nesterov,
    PowerLaw,
    Ridge,
    exact,
)
from analytic.errors import DivergenceError, InvalidProblemError, PrecisionError
from tests.exact.training.recursions import number, remaining

STEPS = [
    GradientDescent("1/2"),
    GradientDescent("19/10"),
    HeavyBall("1/2", "9/10"),
    HeavyBall("29/10", "1/2"),
    Nesterov("1/2", "9/10"),
    Nesterov("5/4", "1/3"),
]
FLOWS = [HeavyBallFlow(20), HeavyBallFlow("1/4"), HeavyBallFlow("1/50")]
RATES, POWERS = ("1", "1/2", "1/7", "1/50"), ("1", "1/3", "2/3", "1/5")
FEW = MeasuredSpectrum(RATES, POWERS)
NOISY = Model(PowerLaw(2, "3/2"), 40, 120, noise="1/20")
OVER = Model(PowerLaw(2, "3/2"), 120, 40, noise="1/20")
FINITE = Model(PowerLaw(2, "3/2", modes=60), 300, 200)


def close(value, reference, digits):
    with mp.workdps(digits + 20):
        return abs(value - reference) <= mp.mpf(10) ** -digits * abs(reference)


def agree(first, second, digits):
    return all(close(x, y, digits) for x, y in zip(first, second, strict=True))


# --- Definition --------------------------------------------------------------------------------


@pytest.mark.one_in(4)
@pytest.mark.parametrize("training", STEPS + FLOWS, ids=repr)
@pytest.mark.parametrize("time", [1, 2, 9, 60, 300])
def test_without_limits_every_mode_follows_its_recursion(training, time):
    r"""\sum_k c_k f_t(\lambda_k)^2, also where it is exponentially small or oscillates."""
    found = exact.losses(Model(FEW, noise="1/7"), time, 20, training)
    with mp.workdps(60):
        expected = mp.fsum(
            number(c) * remaining(training, number(x), time) ** 2
            for x, c in zip(RATES, POWERS, strict=True)
        )
        assert close(found.test, expected, 20)
        assert close(found.train, expected + number("1/7"), 20)


def test_power_laws_add_up_step_by_step():
    """The sum over infinitely many modes: a head, and the binomial series in zeta tails."""
    step, time, head = mp.mpf("1.9"), 40, 800
    found = exact.test_loss(Model(PowerLaw(2, "3/2")), time, 20, GradientDescent("1.9"))
    with mp.workdps(40):
        first = mp.fsum(
            mp.mpf(k) ** -2 * (1 - step * mp.mpf(k) ** mp.mpf("-1.5")) ** (2 * time)
            for k in range(1, head)
        )
        tail = mp.fsum(
            mp.binomial(2 * time, j) * (-mp.mpf("1.9")) ** j * mp.zeta(2 + mp.mpf("1.5") * j, head)
            for j in range(40)
        )
        assert abs(found / (first + tail) - 1) < mp.mpf(10) ** -14  # 1.9 is a double here


@pytest.mark.one_in(4)
@pytest.mark.parametrize("training", [GradientDescent("1/3"), HeavyBall("1/3", "1/2")], ids=repr)
@pytest.mark.parametrize(("width", "samples"), [(4, 6), (6, 4)])
def test_the_field_equations_on_another_contour(training, width, samples):
    """A circle around the spectrum with C_0 and C_1 of the linear system at every pair of nodes."""
    model = Model(MeasuredSpectrum(["1", "1/2", "1/8"], ["1", "1/2", "1"]), width, samples, "1/5")
    time, count = 4, 14
    found = exact.losses(model, time, 15, training)
    top = exact.top_rate(model)
    nodes = [-top / 2 + 2 * top * mp.expjpi(mp.mpf(2 * j + 1) / count) for j in range(count)]
    weights = [(s + top / 2) * remaining(training, -s, time) / count for s in nodes]
    test = train = mp.mpf(0)
    for i in range(count // 2):
        for j in range(count):
            C = exact.two_point(model, complex(nodes[i]), complex(nodes[j]))
            test += 2 * (weights[i] * weights[j] * C.C_0).real
            train += 2 * (weights[i] * weights[j] * C.C_1).real
    error = 4.0**-count * 4**time  # of fourteen nodes on a circle of four times the spectrum
    assert abs(found.test - test) < error
    assert abs(found.train - train) < error


# --- Limits ------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [NOISY, OVER, FINITE])
def test_small_steps_are_gradient_flow(model):
    """At fixed eta t = 12 the difference halves with the step."""
    flow = exact.losses(model, 12, 20)
    gaps = []
    for steps in (10**5, 2 * 10**5):
        found = exact.losses(model, steps, 20, GradientDescent(Rational(12, steps)))
        gaps.append([x - y for x, y in zip(found, flow, strict=True)])
    for one, other in zip(*gaps, strict=True):
        assert abs(one / other - 2) < 1e-4


@pytest.mark.one_in(4)
@pytest.mark.parametrize("model", [NOISY, OVER])
@pytest.mark.parametrize("time", [7, 1000])
def test_no_momentum_is_gradient_descent(model, time):
    plain = exact.losses(model, time, 25, GradientDescent("1/2"))
    assert agree(exact.losses(model, time, 25, HeavyBall("1/2", 0)), plain, 25)
    assert agree(exact.losses(model, time, 25, Nesterov("1/2", 0)), plain, 25)


@pytest.mark.parametrize("model", [NOISY, OVER])
def test_little_inertia_is_gradient_flow(model):
    found = exact.losses(model, 30, 20, HeavyBallFlow("1e-30"))
    assert agree(found, exact.losses(model, 30, 20), 20)


@pytest.mark.parametrize("training", [*STEPS[:2], *FLOWS, Nesterov("1/2", "1/3")], ids=repr)
@pytest.mark.parametrize("model", [Model(PowerLaw(2, "3/2"), 8, 21, 1), Model(FEW, oo, 9, 1)])
def test_training_begins_and_ends_like_gradient_flow(training, model):
    training = GradientDescent("1/5") if training == STEPS[1] else training
    assert agree(exact.losses(model, 0, 20, training), exact.losses(model, 0, 20), 20)
    end = exact.losses(model, digits=20)
    assert agree(exact.losses(model, oo, 20, training), end, 20)
    assert agree(exact.losses(model, 10**30, 20, training), end, 20)


@pytest.mark.parametrize("model", [NOISY, OVER, Model(PowerLaw("9/5", "6/5"))])
def test_ridge_is_the_diagonal_of_the_two_point_functions(model):
    for penalty in (Rational(1, 10**6), Rational(1, 10), Integer(10)):
        found = exact.losses(model, digits=25, training=Ridge(penalty))
        C = exact.two_point(model, penalty, penalty, 28)
        with mp.workdps(40):
            square = number(penalty) ** 2
            assert close(found.test, (square * C.C_0).real, 25)
            assert close(found.train, (square * C.C_1).real, 25)


def test_ridge_lies_between_the_end_and_the_beginning():
    tiny = exact.losses(NOISY, digits=20, training=Ridge("1e-40"))
    assert agree(tiny, exact.losses(NOISY, digits=20), 20)
    large = exact.losses(NOISY, digits=20, training=Ridge("1e40"))
    assert agree(large, exact.losses(NOISY, 0, 20), 20)


@pytest.mark.parametrize("training", [Ridge("1/7"), *STEPS[:1], HeavyBallFlow(3)], ids=repr)
def test_unlimited_resources_are_very_large_ones(training):
    huge = Model(PowerLaw(2, "3/2"), 10**60, 10**60)
    time = oo if isinstance(training, Ridge) else 90
    found = exact.losses(huge, time, 20, training)
    assert agree(found, exact.losses(Model(PowerLaw(2, "3/2")), time, 20, training), 20)


# --- Late times and doubles --------------------------------------------------------------------


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "training", [STEPS[0], HeavyBall("1/2", "9/10"), HeavyBallFlow(3)], ids=repr
)
@pytest.mark.parametrize("resources", [(oo, oo), (10**9, 3 * 10**9), (3 * 10**9, 10**9)])
def test_fifty_digits_after_a_trillion_steps(training, resources):
    """They begin like sixty, and are those of the flow at the time that the steps add up to."""
    model = Model(PowerLaw(2, "3/2"), *resources, noise="1/1000")
    found = exact.losses(model, 10**12, 50, training)
    assert agree(found, exact.losses(model, 10**12, 60, training), 50)
    rate = {STEPS[0]: Rational(1, 2), HeavyBall("1/2", "9/10"): Integer(5)}.get(
        training, Integer(1)
    )
    assert agree(found, exact.losses(model, rate * 10**12, 20), 10)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("model", [NOISY, OVER, FINITE, Model(PowerLaw("11/10", "6/5"), 9, 9, 1)])
@pytest.mark.parametrize("training", [STEPS[0], Nesterov("1/3", "1/2"), FLOWS[1]], ids=repr)
def test_doubles_are_the_digits(model, training):
    """Eleven of them, early and late, on both sides of N = P."""
    times = [1, 4, 17, 29, 31, 200, 3000, 10**5, 10**8]
    training = GradientDescent("1/5") if model.spectrum.a == Rational(11, 10) else training
    found = exact.losses(model, np.array(times), training=training)
    for i, time in enumerate(times):
        precise = exact.losses(model, time, 15, training)
        for value, reference in zip((found.test[i], found.train[i]), precise, strict=True):
            assert abs(value - float(reference)) <= 1e-11 * abs(float(reference))


def test_shapes():
    times = np.array([[0, 3], [3, np.inf]])
    found = exact.test_loss(NOISY, times, training=STEPS[0])
    assert found.shape == (2, 2)
    assert found[0, 1] == found[1, 0]
    assert isinstance(exact.test_loss(NOISY, 3, training=STEPS[0]), float)
    assert isinstance(exact.train_loss(NOISY, training=Ridge(1)), float)
    assert exact.losses(NOISY, [3, 4], 10, STEPS[0]).test.shape == (2,)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("training", "time"),
    [
        (GradientDescent("13/10"), 6),
        (GradientDescent("13/10"), 200),
        (Nesterov("6/5", "1/10"), 80),
        (HeavyBall("7/5", "1/10"), 80),
    ],
    ids=repr,
)
def test_steps_that_overshoot_on_every_mode_integrate_marchenko_pastur(training, time):
    """Five equal modes, a hundred samples: eta x > 1 for most of the density, or all of it."""
    model = Model(MeasuredSpectrum([1] * 5, [1] * 5), samples=100)
    found = exact.test_loss(model, time, 20, training)
    with mp.workdps(40):
        ratio = mp.mpf(5) / 100
        low, high = (1 - mp.sqrt(ratio)) ** 2, (1 + mp.sqrt(ratio)) ** 2

        def integrand(angle):
            x = (low + high) / 2 - (high - low) / 2 * mp.cos(angle)
            density = ((high - low) / 2 * mp.sin(angle)) ** 2 / (2 * mp.pi * ratio * x)
            return remaining(training, x, time) ** 2 * density / found

        assert close(5 * mp.quad(integrand, mp.linspace(0, mp.pi, 9)), 1, 20)


def test_one_step_can_learn_everything():
    """eta x = 1 for the only mode: nothing is left."""
    for digits in (None, 20):
        found = exact.losses(Model(MeasuredSpectrum([1], [1])), 5, digits, GradientDescent(1))
        assert tuple(found) == (0, 0)


def test_the_steepest_direction_may_be_the_last_to_be_learned():
    """eta x = 1 and 3/2: half of the second error is left, with its sign changed, at each step."""
    model = Model(MeasuredSpectrum([1, "3/2"], [1, 1]))
    assert exact.test_loss(model, 50, 20, GradientDescent(1)) == mp.mpf(2) ** -100


def test_swings_near_the_edge_of_stability_outlive_everything_else():
    """At N < P nothing dies out, and swings of e^{-t/tau} pass away only after many steps."""
    step = exact.largest_step(NOISY, digits=20) * (1 - mp.mpf(10) ** -6)
    training = GradientDescent(str(step))
    end = exact.test_loss(NOISY, oo, 20)
    gaps = [abs(exact.test_loss(NOISY, time, 20, training) - end) for time in (10**6, 2 * 10**6)]
    with mp.workdps(30):  # a square-root edge: t^-3/2 once, and t^-3 twice where both swing
        ratio = gaps[0] / gaps[1]
        assert mp.exp(4) * 2 ** mp.mpf("1.5") * 0.98 < ratio < mp.exp(4) * 2**3 * 1.02


# --- Stability and refusals --------------------------------------------------------------------


def test_the_upper_edge_is_that_of_marchenko_and_pastur():
    for modes, samples in ((4, 16), (9, 4)):
        flat = MeasuredSpectrum([1] * modes, [1] * modes)
        found = exact.top_rate(Model(flat, samples=samples), 30)
        with mp.workdps(40):
            assert close(found, (1 + mp.sqrt(mp.mpf(modes) / samples)) ** 2, 30)


@pytest.mark.parametrize("model", [NOISY, OVER, FINITE])
def test_no_frequency_beyond_the_upper_edge_has_a_density(model):
    top = exact.top_rate(model)
    assert exact.spectral_density(model, top * (1 - 1e-6)) > 0
    assert exact.spectral_density(model, top * (1 + 1e-6)) == 0


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "kind",
    [
        GradientDescent,
        lambda step: HeavyBall(step, "1/3"),
        lambda step: HeavyBall(step, "9/10"),
        lambda step: Nesterov(step, "1/3"),
        lambda step: Nesterov(step, "9/10"),
    ],
)
def test_the_recursion_grows_beyond_the_largest_step_only(kind):
    model = Model(FEW)
    edge = exact.largest_step(model, kind(1))
    with mp.workdps(30):
        below, beyond = (kind(edge * factor) for factor in (0.999, 1.001))
        assert all(abs(remaining(below, number(x), 4000)) < 0.3 for x in RATES)
        assert abs(remaining(beyond, mp.mpf(1), 40000)) > 10
    exact.losses(model, 3, training=below)
    with pytest.raises(DivergenceError, match=r"reaches up to 1, and steps have to be below"):
        exact.losses(model, 3, training=beyond)


def test_times_that_make_no_sense_are_refused():
    with pytest.raises(InvalidProblemError, match="no number of steps"):
        exact.losses(NOISY, "5/2", 10, STEPS[0])
    with pytest.raises(InvalidProblemError, match="no number of steps"):
        exact.losses(NOISY, [1, 2.5], training=STEPS[0])
    with pytest.raises(InvalidProblemError, match=r"Ridge.* has no time"):
        exact.losses(NOISY, 3, 10, Ridge(1))
    with pytest.raises(InvalidProblemError, match="no steps of a fixed size"):
        exact.largest_step(NOISY, GradientFlow())
    exact.losses(NOISY, 2.5, training=HeavyBallFlow(1))


def test_too_many_oscillations_are_refused():
    with pytest.raises(PrecisionError, match="have not died out"):
        exact.losses(NOISY, 10**5, 20, HeavyBall("1/2", "9999/10000"))
