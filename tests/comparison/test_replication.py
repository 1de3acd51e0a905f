"""Replication sees a missing 1/N or 1/P term, a wrong draw, and nothing else."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analytic import exact, sampling
from analytic.comparison.comparators import intercept, replicated_scores
from analytic.comparison.field_equations import learning_curves, replication_check
from analytic.problem import Model, PowerLaw, replace_model
from analytic.result import Effort
from analytic.sampling import draws as sampling_draws
from derivations import RESULTS

EFFORT = Effort(draws=100)
MODEL = Model(PowerLaw(2, "3/2", modes=20), width=8, samples=12, noise="1/4")


def without_width(model: Model, times: Any) -> exact.Losses:
    return exact.losses(replace_model(model, width="inf"), times)


def without_data(model: Model, times: Any) -> exact.Losses:
    return exact.losses(replace_model(model, samples="inf"), times)


def with_more_noise(model: Model, times: Any) -> exact.Losses:
    return exact.losses(replace_model(model, noise=model.noise * 2), times)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("theory", [without_width, without_data, with_more_noise])
def test_a_theory_with_a_term_deleted_fails(theory: Callable[..., exact.Losses]) -> None:
    outcome = replication_check(theory).run(RESULTS["field-equations"], EFFORT)
    assert not outcome.passed


def test_the_mean_field_loss_is_invariant_under_replication() -> None:
    once = exact.losses(MODEL, 10, digits=30)
    thrice = exact.losses(MODEL.replicated(3), 30, digits=30)
    assert abs(once.test - thrice.test) < 1e-30
    assert abs(once.train - thrice.train) < 1e-30


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", ["draw_projection", "draw_features", "draw_noise"])
def test_a_draw_with_the_wrong_variance_is_caught(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = getattr(sampling_draws, name)

    def too_wide(stream: np.random.Generator, out: np.ndarray, *stated: object) -> None:
        draw(stream, out, *stated)
        out *= 1.2

    monkeypatch.setattr(sampling_draws, name, too_wide)
    assert np.max(np.abs(replicated_scores(learning_curves(MODEL), EFFORT))) > 5


def test_the_scores_of_a_right_theory_are_those_of_a_normal_variable() -> None:
    """Mean square 1 within four standard errors of it, over twenty seeds of one quantity each."""
    scores = np.array(
        [
            replicated_scores(learning_curves(MODEL), Effort(draws=20, seed=100 * i))[1]
            for i in range(20)
        ]
    )
    assert abs(np.mean(scores**2) - 1) < 4 * np.sqrt(2 / len(scores))


def test_a_line_through_exact_points_is_found() -> None:
    copies = (4, 8, 16)
    differences = np.array([[2 + 3 / r] for r in copies])
    line = intercept(copies, differences, np.array([[0.1], [0.2], [0.4]]))
    assert line.value == pytest.approx(2, abs=1e-13)  # rounding of a 2 x 2 system


def test_the_intercepts_error_is_that_of_its_weights() -> None:
    """The same line by least squares on independent draws of the points."""
    copies, errors = (4, 8, 16), np.array([[0.3], [0.2], [0.1]])
    generator = np.random.default_rng(0)
    points = generator.normal(0.0, errors, (3, 4000))
    line = intercept(copies, points, np.broadcast_to(errors, points.shape))
    spread = np.std(line.value)
    assert abs(spread / line.standard_error[0] - 1) < 5 / np.sqrt(2 * 4000)


def test_simulated_modes_are_those_of_the_statement() -> None:
    model = MODEL.replicated(4)
    estimate = sampling.test_loss(model, 0.0, draws=2)
    assert estimate.mean == pytest.approx(exact.test_loss(MODEL, 0), rel=1e-14)  # rounding
