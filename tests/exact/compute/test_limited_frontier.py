"""The frontier at limited data: against digits, against a plain search, and far beyond the data."""

import mpmath
import numpy as np
import pytest
from sympy import Rational

from analytic import exact
from analytic.exact.compute.saturation import never_turns_up
from analytic.exact.compute.surface import loss_surface
from analytic.exact.compute.transient import transient
from analytic.problem import Model, PowerLaw

CASES = [
    ("2", "3/2", 100, 0),
    ("4", "3/2", 1000, 0),
    ("6", "3/2", 10**6, 0),
    ("3/2", "2", 10, 0),
    ("3", "2", 10**9, "1/100"),
]


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("a", "b", "samples", "noise"), CASES)
def test_surface_against_exact_losses(a, b, samples, noise):
    law, random = PowerLaw(a, b), np.random.default_rng(1)
    width = 10 ** random.uniform(0, np.log10(samples) + 3, 4)
    time = 10 ** random.uniform(-1, float(law.b) * np.log10(samples) + 1, 4)
    found = loss_surface(Model(law, samples=samples, noise=noise), width, time)
    for n, t, loss, rounding in zip(width, time, *found, strict=True):
        model = Model(law, width=n, samples=samples, noise=noise)
        error = abs(loss - float(exact.test_loss(model, t, 16)))
        assert error <= max(rounding, 1e-12 * abs(loss))
        assert rounding < 1e-7 * loss


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("a", "b", "samples", "noise"), CASES[:4])
def test_transient_is_known_relative_to_itself(a, b, samples, noise):
    model = Model(PowerLaw(a, b), samples=samples, noise=noise)
    decays = np.array([1.0, 8.0, 60.0])
    time = decays / exact.spectral_edge(model)
    value, decay = transient(model, time)
    for i, digits in enumerate((60, 60, 90)):
        with mpmath.workdps(digits):
            rest = exact.test_loss(model, time[i], digits) - exact.test_loss(model, "inf", digits)
            assert float(value[i] * mpmath.exp(-decay[i]) / rest) == pytest.approx(1, abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize(("a", "b", "samples", "noise"), CASES[:2])
def test_near_the_bottleneck_against_a_plain_search(a, b, samples, noise):
    law = PowerLaw(a, b)
    compute = float(samples) ** 2.5
    best = exact.frontier(Model(law, samples=samples, noise=noise), compute)
    widths = np.geomspace(best.width / 30, best.width * 30, 121)
    losses = [float(exact.test_loss(Model(law, n, samples, noise), compute / n)) for n in widths]
    assert best.loss <= min(losses) * (1 + 1e-9)
    assert best.loss == pytest.approx(min(losses), rel=1e-3)


@pytest.mark.slow
def test_far_beyond_the_data_only_the_excess_decides():
    """Differences of losses to fifty digits: the parabola through three times close by."""
    law, samples, noise, compute = PowerLaw(2, "3/2"), 30, 0, 1e18
    best = exact.frontier(Model(law, samples=samples, noise=noise), compute)
    infimum = exact.test_loss(Model(law, samples=samples), "inf", 50)
    step = Rational(1, 10**5)

    def excess(time):
        model = Model(law, width=Rational(compute) / time, samples=samples, noise=noise)
        return exact.test_loss(model, time, 50) - infimum

    with mpmath.workdps(50):
        time = Rational(best.time)
        left, middle, right = (excess(time * (1 + j * step)) for j in (-1, 0, 1))
        slope, bend = (right - left) / 2, left + right - 2 * middle
        offset = float(-slope / bend * mpmath.mpf(step.p) / step.q)
        least = middle - slope**2 / (2 * bend)
        assert abs(offset) < 1e-7
        assert best.excess / float(least) == pytest.approx(1, rel=1e-7)


def test_the_best_time_grows_or_stays_bounded():
    computes = np.array([1e20, 1e30])
    falling = exact.frontier(Model(PowerLaw(2, "3/2"), samples=30), computes)
    turning = exact.frontier(Model(PowerLaw("3/2", 2), samples=30), computes)
    assert falling.time[1] > 1.2 * falling.time[0]
    assert turning.time[1] == pytest.approx(turning.time[0], rel=1e-9)
    best = exact.optimal_stopping(Model(PowerLaw("3/2", 2), samples=30)).time
    assert turning.time[1] == pytest.approx(best, rel=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize(("a", "b", "samples"), [("2", "3/2", 100), ("4", "3/2", 10**9)])
def test_the_excess_falls_without_a_kink(a, b, samples):
    """From the bottleneck into saturation, where another way of searching begins."""
    computes = np.geomspace(1e2, 1e22, 81)
    best = exact.frontier(Model(PowerLaw(a, b), samples=samples), computes)
    slopes = np.diff(np.log(best.excess)) / np.diff(np.log(computes))
    assert np.all(slopes < 0)
    assert np.max(np.abs(np.diff(slopes))) < 0.1


@pytest.mark.slow
@pytest.mark.parametrize(("a", "b", "turns"), [("3/2", "2", True), ("2", "3/2", False)])
def test_digits_against_differences_of_more_digits(a, b, turns):
    """Parabolas through losses to forty digits, in width and, where the loss turns, in time.

    Fifteen digits of the least loss would not give twelve of what is left above it.
    """
    law, samples, compute, digits = PowerLaw(a, b), 100, 10**10, 12
    best = exact.frontier(Model(law, samples=samples), compute, digits)

    def on_budget(width):
        model = Model(law, width=width, samples=samples)
        return exact.test_loss(model, compute / width, 40)

    def unlimited(time):
        return exact.test_loss(Model(law, samples=samples), time, 40)

    with mpmath.workdps(40):
        stopping = exact.optimal_stopping(Model(law, samples=samples))
        offset, least = parabola(on_budget, Rational(str(best.width)))
        infimum = parabola(unlimited, Rational(stopping.time))[1] if turns else unlimited("inf")
        assert np.isfinite(stopping.time) == turns
        assert abs(offset) < 10.0**-digits
        assert abs(best.loss / least - 1) < 10.0**-digits
        assert abs(best.excess / (least - infimum) - 1) < 10.0**-digits
        rounded = infimum * (1 + mpmath.mpf(10) ** -15)
        assert abs(best.excess / (least - rounded) - 1) > 10.0**-digits


def parabola(curve, place):
    """How far from a place a parabola's lowest point is, relative to it, and the value there."""
    step = Rational(1, 10**8)
    left, middle, right = (curve(place * (1 + j * step)) for j in (-1, 0, 1))
    slope, bend = (right - left) / 2, left + right - 2 * middle
    return -slope / bend * mpmath.mpf(step.p) / step.q, middle - slope**2 / (2 * bend)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("samples", [10, 100, 10**6])
def test_where_no_last_transient_is_left_the_best_time_is_the_end(samples):
    """c_k/lambda_k constant: what dies as e^{-x_min t} is zero, and its rounding has no sign."""
    model = Model(PowerLaw("3/2", "3/2"), samples=samples)
    decays = np.array([8.0, 30.0, 80.0])
    value, decay = transient(model, decays / exact.spectral_edge(model))
    assert np.all(value > 0)
    assert np.all(np.abs(np.diff(np.log(value)) / np.diff(decay) + 1) < 0.2)  # e^{-2 x_min t}
    computes = samples**2.5 * np.array([1e3, 1e6])
    frontier = exact.frontier(model, computes)
    slope = np.diff(np.log(frontier.excess)) / np.diff(np.log(computes))
    assert -1 < slope[0] < -0.8  # log C/C


@pytest.mark.one_in(4)
@pytest.mark.parametrize("noise", [0, "1/10"])
@pytest.mark.parametrize(("a", "b"), [("2", "3/2"), ("3/2", "2"), ("6", "3/2")])
def test_a_loss_that_never_turns_up_is_least_at_its_end(a, b, noise):
    model = Model(PowerLaw(a, b), samples=100, noise=noise)
    times = np.geomspace(0.1, 20, 60) / exact.spectral_edge(model)
    falls = exact.test_loss(model, times).min() >= exact.test_loss(model, np.inf) * (1 - 1e-9)
    assert never_turns_up(model) == falls
    assert never_turns_up(model) == (noise == 0 and (a, b) != ("3/2", "2"))
