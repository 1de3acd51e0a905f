"""The best time to stop: against direct search, where it is known, and where there is none."""

from typing import Any

import mpmath
import numpy as np
import pytest
from sympy import Rational, oo

from analytic import exact
from analytic.errors import InvalidProblemError
from analytic.exact import stopping
from analytic.problem import MeasuredSpectrum, Model, PowerLaw

POWERS = PowerLaw(2, "3/2")
NOISY = Model(POWERS, samples=1000, noise="1/4")


@pytest.mark.parametrize(
    "model",
    [
        NOISY,
        Model(POWERS, width=300, samples=200, noise="1/10"),
        Model(POWERS, width=100, samples=1000),
        Model(POWERS, width=200, samples=200),
        Model(PowerLaw(3, "3/2", modes=50), samples=80, noise=1),
    ],
)
def test_no_time_of_a_fine_grid_is_better(model: Model) -> None:
    found = exact.optimal_stopping(model)
    near = exact.test_loss(model, found.time * np.geomspace(0.5, 2, 41))
    everywhere = exact.test_loss(model, np.geomspace(1e-2, 1e5, 60))
    assert found.loss <= min(near.min(), everywhere.min()) * (1 + 1e-10)
    assert near.argmin() == 20


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "model",
    [
        NOISY,
        Model(POWERS, width=130, samples=100, noise="1/4"),
        Model(POWERS, width=300, samples=100),
        Model(PowerLaw(6, "5/4"), samples=10**7, noise="1/4"),
        Model(PowerLaw(2, "3/2"), samples=10**200, noise="1/4"),
    ],
)
def test_rounding_does_not_move_the_lowest_point(model: Model) -> None:
    start, end = stopping._grid(model)[[0, -1]]
    grid = np.linspace(start, end, 24)
    losses = exact.test_loss(model, np.exp(grid))
    value, error = stopping._rough(model, grid)
    assert stopping._lowest_of(model, grid, value, error) == np.argmin(losses)
    assert np.all(np.abs(value - losses) <= error + 1e-11 * losses)


@pytest.mark.parametrize("seed", range(3))
def test_rounding_at_the_end_is_no_valley(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Roughly the loss may be below its end there, and what is certain differs by rounding."""
    model, random = Model(PowerLaw("5/2", "3/2"), samples=10**6), np.random.default_rng(seed)
    certain = stopping._losses

    def noisy(model: Model, at: Any) -> Any:
        return certain(model, at) * (1 + 1e-12 * random.standard_normal(np.shape(at)))

    monkeypatch.setattr(stopping, "_losses", noisy)
    assert exact.optimal_stopping(model).time == np.inf


@pytest.mark.slow
def test_digits_continue_the_doubles() -> None:
    found, doubles = exact.optimal_stopping(NOISY, digits=15), exact.optimal_stopping(NOISY)
    assert abs(float(found.time) / doubles.time - 1) < 1e-7
    assert abs(float(found.loss) / doubles.loss - 1) < 1e-9


def test_a_minimum_to_all_digits() -> None:
    found = exact.optimal_stopping(NOISY, digits=12)
    with mpmath.workdps(40):
        time = Rational(str(mpmath.nstr(found.time, 14)))
        beside = [
            exact.test_loss(NOISY, time * (1 + Rational(n, 10**12)), digits=36) for n in (-5, 0, 5)
        ]
        assert min(beside) == beside[1]


@pytest.mark.parametrize(
    "model",
    [
        Model(POWERS),
        Model(POWERS, width=50),
        Model(POWERS, noise=1),
        Model(POWERS, samples=1000),
        Model(PowerLaw("3/2", "3/2"), samples=300),
        Model(PowerLaw(2, "3/2", modes=20), width=40, samples=50),
    ],
)
def test_a_loss_that_never_turns_up(model: Model) -> None:
    found = exact.optimal_stopping(model)
    assert found.time == np.inf
    assert found.loss == exact.test_loss(model)
    assert exact.optimal_stopping(model, digits=10).time == mpmath.inf


def test_one_mode_with_much_noise_stops_before_it_is_learned() -> None:
    r"""L = c (1-t)^2 + (\sigma^2/P) t^2 early: t* = c P/\sigma^2, for c = lambda = 1."""
    noisy = Model(MeasuredSpectrum([1.0], [1.0]), samples=10**3, noise=10**12)
    assert exact.optimal_stopping(noisy).time == pytest.approx(1e-9, rel=1e-2)


@pytest.mark.parametrize("digits", [0, 1.5, "many"])
def test_digits_are_a_count(digits: object) -> None:
    with pytest.raises(InvalidProblemError, match="digits"):
        exact.optimal_stopping(NOISY, digits=digits)  # type: ignore[arg-type]


def test_more_samples_never_hurt_a_loss_stopped_in_time() -> None:
    losses = [
        exact.optimal_stopping(Model(POWERS, samples=n, noise="1/4")).loss for n in (30, 100, 300)
    ]
    assert losses == sorted(losses, reverse=True)


def test_stopping_in_time_restores_monotonicity_in_width() -> None:
    """Claim D21: at the end the loss peaks at N = P, stopped in time it falls with the width."""
    widths = (20, 50, 80, 95, 100, 105, 130, 200, 500, oo)
    stopped = [
        exact.optimal_stopping(Model(POWERS, width=n, samples=100, noise="1/10")).loss
        for n in widths
    ]
    ended = [
        exact.test_loss(Model(POWERS, width=n, samples=100, noise="1/10")) for n in (50, 95, 200)
    ]
    assert ended[1] > max(ended[0], ended[2])
    assert stopped == sorted(stopped, reverse=True)


def test_the_gap_grows_linearly_at_first_and_is_positive() -> None:
    r"""g = 2 t \sum \lambda_j \sum c_k early; of one mode 2 c t e^{-2 t}."""
    one = MeasuredSpectrum([1.0], [1.0])
    for time in (1e-6, 0.5, 30.0):
        found = exact.gap_coefficient(one, time)
        assert found == pytest.approx(2 * time * np.exp(-2 * time), rel=1e-12)
    assert exact.gap_coefficient(one, 0) == 0
    with pytest.raises(InvalidProblemError, match="infinite"):
        exact.gap_coefficient(one, np.inf)


@pytest.mark.slow
def test_the_bottom_of_a_shallow_valley_with_one_steep_side() -> None:
    """Few modes and hardly any noise: learned as e^(-x t), forgotten slowly."""
    spectrum = MeasuredSpectrum(["0.83", "0.25", "0.2"], ["0.028", "0.558", "0.339"])
    for width in (30, oo):
        model = Model(spectrum, width=width, samples=8, noise="0.0023")
        found = exact.optimal_stopping(model)
        near = exact.test_loss(model, found.time * np.geomspace(2 / 3, 3 / 2, 41))
        assert near.argmin() == 20


def test_a_valley_just_before_the_end() -> None:
    """The loss falls as e^(-2 x t), and rises by 3e-6 of itself as e^(-x t)."""
    spectrum = MeasuredSpectrum(["0.85114020", "0.84658804"], ["0.00059881", "0.27078510"])
    losses = []
    for width in (3, "3.0954", "3.2"):
        model = Model(spectrum, width=width, samples="12.2511", noise="0.000329")
        found = exact.optimal_stopping(model)
        assert np.isfinite(found.time)
        losses.append(found.loss)
    assert losses == sorted(losses, reverse=True)
