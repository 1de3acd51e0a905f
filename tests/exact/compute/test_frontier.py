"""The exact frontier: doubles against digits, against a plain search, limits, errors."""

import mpmath
import numpy as np
import pytest

from analytic import exact
from analytic.errors import InvalidProblemError
from analytic.exact.compute.surface import loss_surface
from analytic.exact.minimum import lowest
from analytic.problem import MeasuredSpectrum, Model, PowerLaw

POWERS = [("2", "3/2"), ("4", "3/2"), ("11/3", "7/3"), ("6", "5/4"), ("5/2", "3/2")]


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("a", "b"), POWERS)
def test_surface_against_exact_losses(a, b):
    law, random = PowerLaw(a, b), np.random.default_rng(0)
    width, time = 10 ** random.uniform(0, 9, 8), 10 ** random.uniform(-1, 9, 8)
    expected = [
        float(exact.test_loss(Model(law, width=n), t, 14)) for n, t in zip(width, time, strict=True)
    ]
    assert loss_surface(Model(law), width, time).loss == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    "law",
    [
        PowerLaw(4, "3/2", scale=2, amplitude=3),
        PowerLaw(2, "3/2", further_powers=[("1/2", 5)]),
        PowerLaw(5, 3, multiplicity=2, multiplicity_growth="1/2"),
    ],
)
def test_surface_of_other_power_laws(law):
    width, time = np.array([20.0, 300.0]), np.array([1e4, 50.0])
    expected = [
        float(exact.test_loss(Model(law, width=n), t, 14)) for n, t in zip(width, time, strict=True)
    ]
    assert loss_surface(Model(law), width, time).loss == pytest.approx(expected, rel=1e-9)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("a", "b"), POWERS)
@pytest.mark.parametrize("compute", [50, 1e22])
def test_doubles_against_digits(a, b, compute):
    model = Model(PowerLaw(a, b))
    fast, slow = exact.frontier(model, compute), exact.frontier(model, compute, 12)
    assert fast.width == pytest.approx(float(slow.width), rel=1e-7)
    assert fast.loss == pytest.approx(float(slow.loss), rel=1e-9)
    assert fast.width * fast.time == pytest.approx(compute, rel=1e-14)


@pytest.mark.slow
def test_digits_at_the_stationary_point():
    model, digits = Model(PowerLaw(2, "3/2")), 25
    best = exact.frontier(model, 1000, digits)
    with mpmath.workdps(digits + 10):
        width = mpmath.mpf(best.width)
        beside = [
            exact.test_loss(
                Model(model.spectrum, width=str(width * x)), str(1000 / (width * x)), 2 * digits
            )
            for x in (mpmath.mpf("0.99999"), mpmath.mpf("1.00001"))
        ]
        assert all(one > best.loss for one in beside)
        assert abs((beside[0] - best.loss) / (beside[1] - best.loss) - 1) < 1e-3
    assert abs(exact.least_loss(model, 1000, digits) / best.loss - 1) < 1e-24


@pytest.mark.slow
def test_frontier_at_limited_data_against_a_plain_search():
    model = Model(PowerLaw(3, 2), samples=20, noise="1/100")
    best = exact.frontier(model, 500.0)
    widths = np.geomspace(1, 2000, 400)
    losses = [
        float(exact.test_loss(Model(model.spectrum, n, 20, "1/100"), 500 / n)) for n in widths
    ]
    assert best.loss == pytest.approx(min(losses), rel=1e-4)
    assert best.loss <= min(losses) * (1 + 1e-9)


def test_unlimited_data_is_a_limit():
    far = exact.frontier(Model(PowerLaw(2, "3/2"), samples=10**9), 1000.0)
    assert far.loss == pytest.approx(
        exact.frontier(Model(PowerLaw(2, "3/2")), 1000.0).loss, rel=1e-6
    )


def test_a_measured_spectrum():
    k = np.arange(1.0, 41)
    best = exact.frontier(Model(MeasuredSpectrum(k**-1.5, k**-2.0)), 200.0)
    model = Model(PowerLaw(2, "3/2", modes=40))
    assert best.loss == pytest.approx(exact.frontier(model, 200.0).loss, rel=1e-7)


def test_shapes_and_order():
    model = Model(PowerLaw(2, "3/2"))
    computes = np.array([[1e4, 1e2], [1e6, 1e4]])
    best = exact.frontier(model, computes)
    assert best.loss.shape == computes.shape
    assert best.loss[0, 0] == best.loss[1, 1]
    assert best.loss[1, 0] < best.loss[0, 0] < best.loss[0, 1]


def test_local_exponent_is_the_slope_in_time():
    """Along the frontier d log L/d log C is the slope in log t at fixed width."""
    model, step = Model(PowerLaw(4, "3/2")), 1e-3
    computes = 1e8 * np.exp(step * np.array([-1, 0, 1.0]))
    best = exact.frontier(model, computes)
    along = np.log(best.loss[2] / best.loss[0]) / (2 * step)
    fixed = Model(model.spectrum, width=best.width[1])
    left, right = (
        float(exact.test_loss(fixed, best.time[1] * np.exp(x), 14)) for x in (-step, step)
    )
    assert along == pytest.approx(np.log(right / left) / (2 * step), abs=1e-6)


def test_lowest_finds_a_shifted_parabola():
    def curves(x):
        return (x - np.array([[1.25], [3.5]])) ** 2 + 2

    place, value = lowest(curves, np.array([0.0, 9.0]), 0.0)
    assert place == pytest.approx([1.25, 3.5], abs=1e-9)
    assert value == pytest.approx([2, 2])


def test_a_width_below_one_is_not_taken():
    assert exact.frontier(Model(PowerLaw(4, 2)), 1e-3).width == pytest.approx(1)


@pytest.mark.parametrize("compute", [0, -1, np.nan, np.inf, "x", []])
def test_bad_computes_are_refused(compute):
    with pytest.raises(InvalidProblemError):
        exact.frontier(Model(PowerLaw(2, "3/2")), compute)


@pytest.mark.parametrize("compute", [0, "inf", -3])
def test_bad_computes_are_refused_with_digits(compute):
    with pytest.raises(InvalidProblemError):
        exact.frontier(Model(PowerLaw(2, "3/2")), compute, 10)
