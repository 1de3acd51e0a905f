import numpy as np
import pytest

from analytic import sampling
from analytic.errors import InvalidProblemError, SimulationError
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.sampling.estimate import estimated

EPSILON = np.finfo(float).eps
MODEL = Model(PowerLaw(2, "3/2", modes=12), 6, 8, noise="1/4")


def test_mean_and_standard_error_are_those_of_the_samples():
    samples = np.array([[1.0, 5.0], [2.0, 5.0], [6.0, 5.0]])
    estimate = estimated(samples)
    assert estimate.mean.tolist() == [3, 5]
    assert estimate.standard_error[1] == 0
    assert estimate.standard_error[0] == pytest.approx(np.sqrt(7 / 3), rel=1e-15)  # rounding
    assert estimate.median.tolist() == [2, 5]
    assert estimate.draws == 3


def test_error_of_the_median_of_gaussian_samples():
    # The median of n Gaussian samples has error sqrt(pi/(2 n)); 99 of 100 ranks are used; each of
    # the 400 columns scatters by 1/sqrt(99) relative to it.
    samples = np.random.default_rng(0).standard_normal((10_000, 400))
    ratio = estimated(samples).median_error.mean() / np.sqrt(np.pi / 2 / 10_000)
    assert abs(ratio - 0.99) < 4.5 / np.sqrt(99 * 400)


@pytest.mark.parametrize("time", [3, [3], [[1, 2], [3, "inf"]]])
def test_shapes_follow_time(time):
    for estimate in (
        sampling.test_loss(MODEL, time, draws=4),
        sampling.train_loss(MODEL, time, draws=4),
        sampling.test_loss(Model(MODEL.spectrum), time, draws=4),
    ):
        shape = np.shape(np.array(time, dtype=float))
        for name in ("mean", "standard_error", "median", "median_error"):
            assert np.shape(getattr(estimate, name)) == shape
        assert estimate.samples.shape == (4, *shape)
    assert isinstance(sampling.test_loss(MODEL, 3, draws=4).mean, float)


def test_losses_are_the_two_of_the_same_draws():
    both = sampling.losses(MODEL, [1, 10], draws=4)
    test, train = (f(MODEL, [1, 10], draws=4) for f in (sampling.test_loss, sampling.train_loss))
    np.testing.assert_array_equal(both.test.samples, test.samples)
    np.testing.assert_array_equal(both.train.samples, train.samples)


def test_unlimited_resources_are_deterministic():
    times = np.array([0.0, 1.0, 30.0, np.inf])
    model = Model(PowerLaw(2, "3/2", modes=50), noise="1/4")
    both = sampling.losses(model, times, draws=3)
    k = np.arange(1.0, 51)
    expected = [np.sum(k**-2 * np.exp(-2 * t * k**-1.5)) for t in times]
    assert np.abs(both.test.mean - expected).max() < 50 * EPSILON * expected[0]
    assert both.train.mean.tolist() == (both.test.mean + 0.25).tolist()
    assert both.test.standard_error.tolist() == [0, 0, 0, 0]
    modes = sampling.mean_error(model, times[:3], [1, 8], draws=3)
    assert modes.mean.tolist() == np.exp(-np.outer([1.0, 8**-1.5], times[:3])).tolist()


def test_unlimited_samples_train_on_the_population():
    both = sampling.losses(Model(MODEL.spectrum, width=5, noise="1/4"), [0, 4, "inf"], draws=6)
    excess = both.train.samples - 0.25 - both.test.samples
    assert np.abs(excess).max() < 100 * EPSILON


@pytest.mark.parametrize(
    ("width", "samples", "noise", "time", "heavy"),
    [
        (6, 6, 0, "inf", True),
        (6, 9, 0, ["inf", 1], True),
        (6, 10, 0, "inf", False),
        (6, 6, 0, 1e9, False),
        ("inf", 12, "1/4", "inf", True),
        ("inf", 12, 0, "inf", False),  # all modes seen without noise: recovered
        (20, 11, 0, "inf", True),
        (6, "inf", 1, "inf", False),
    ],
)
def test_losses_without_variance_say_so(width, samples, noise, time, heavy):
    both = sampling.losses(Model(MODEL.spectrum, width, samples, noise), time, draws=4)
    assert both.test.heavy_tailed is heavy
    assert not both.train.heavy_tailed


def test_exponent_of_a_power_law_is_its_exponent():
    # One draw-dependent amplitude times t^-3/2: its fluctuation is common to all times.
    time = np.array([1.0, 2.0, 7.0])
    amplitude = np.random.default_rng(0).uniform(1, 2, size=50)
    estimate = estimated(amplitude[:, None] * time**-1.5)
    local = sampling.local_exponent(estimate, time)
    assert np.abs(local.exponent - 1.5).max() < 10 * EPSILON
    assert np.max(local.standard_error) < 100 * EPSILON
    window = sampling.window_exponent(estimate, time)
    assert abs(window.exponent - 1.5) < 10 * EPSILON
    assert isinstance(window.standard_error, float)


def test_window_of_two_times_is_the_local_exponent():
    estimate = sampling.test_loss(MODEL, [1, 5], draws=20)
    local = sampling.local_exponent(estimate, [1, 5])
    window = sampling.window_exponent(estimate, [1, 5])
    assert abs(local.exponent[0] - window.exponent) < 10 * EPSILON
    assert abs(local.standard_error[0] - window.standard_error) < 10 * EPSILON


def test_error_of_an_exponent_is_that_of_leaving_one_draw_out():
    time = np.array([1.0, 5.0])
    estimate = sampling.test_loss(MODEL, time, draws=7)
    slopes = []
    for left_out in range(7):
        early, late = np.delete(estimate.samples, left_out, axis=0).mean(axis=0)
        slopes.append(-np.log(late / early) / np.log(5.0))
    expected = np.std(slopes) * np.sqrt(7 - 1)
    measured = sampling.local_exponent(estimate, time).standard_error[0]
    assert abs(measured - expected) < 100 * EPSILON


@pytest.mark.slow
def test_errors_of_exponents_are_honest():
    # Mean square of the z-scores of 100 seeds: 1 within 4.5 standard deviations sqrt(2/100).
    time = [2.0, 6.0]
    reference = sampling.local_exponent(sampling.test_loss(MODEL, time, 30000, 10**6), time)
    scores = []
    for seed in range(100):
        slope = sampling.local_exponent(sampling.test_loss(MODEL, time, 200, seed), time)
        scores.append((slope.exponent[0] - reference.exponent[0]) / slope.standard_error[0])
    assert abs(np.mean(np.square(scores)) - 1) < 4.5 * np.sqrt(2 / 100)


@pytest.mark.parametrize(
    ("estimate_time", "time", "message"),
    [
        ([1, 2], [1, 2, 3], "those of the estimate"),
        ([1], [1], "two or more times"),
        ([[1, 2]], [[1, 2]], "one row"),
        ([0, 2], [0, 2], "increasing, finite times after 0"),
        ([3, 2], [3, 2], "increasing"),
        ([3, "inf"], [3, "inf"], "finite"),
    ],
)
def test_exponents_need_usable_times(estimate_time, time, message):
    estimate = sampling.test_loss(MODEL, estimate_time, draws=3)
    for exponent in (sampling.local_exponent, sampling.window_exponent):
        with pytest.raises(InvalidProblemError, match=message):
            exponent(estimate, time)


def test_a_loss_that_has_vanished_has_no_exponent():
    model = Model(MeasuredSpectrum([1], [1]))
    estimate = sampling.test_loss(model, [1, 1e5], draws=2)
    with pytest.raises(SimulationError, match="no logarithm"):
        sampling.local_exponent(estimate, [1, 1e5])
