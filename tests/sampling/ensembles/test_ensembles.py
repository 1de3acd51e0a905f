"""Simulated ensembles: the literal definition, unbiased estimates, draws, bad questions."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from analytic import sampling
from analytic.errors import InvalidProblemError
from analytic.problem import GradientDescent, HeavyBall, Model, PowerLaw, Training
from analytic.sampling.draws import Draws
from analytic.sampling.ensembles.replicas import Grid, pair_losses, total_losses
from analytic.sampling.finite_model import finite_model
from analytic.sampling.training import FlowFilter

MODEL = Model(PowerLaw(2, "3/2", modes=5), width=4, samples=7, noise="1/3")
TIMES = np.array([0.0, 0.7, 20.0])


def error(draws: Draws, row: int, time: float) -> NDArray[np.float64]:
    """Lambda^(1/2) v by the differential equation itself, in the eigenvectors of K."""
    finite = finite_model(MODEL)
    scale = np.sqrt(finite.eigenvalues)
    projection, features, noise = (
        x[row] for x in (draws.projection, draws.white_features, draws.noise)
    )
    design = features * scale
    kernel = projection.T @ projection / 4 @ design.T @ design / 7
    drift = projection.T @ projection / 4 @ design.T @ noise * np.sqrt(finite.noise) / 7
    start = finite.target / scale
    rates, vectors = np.linalg.eig(kernel)
    rates = np.where(np.abs(rates) < 1e-12, 0, rates)
    weight = np.where(rates == 0, time, -np.expm1(-rates * time) / np.where(rates == 0, 1, rates))
    decay = (vectors * np.exp(-rates * time)) @ np.linalg.inv(vectors)
    source = (vectors * weight) @ np.linalg.inv(vectors)
    return np.real(scale * (decay @ start - source @ drift))


def test_pair_losses_are_means_over_pairs() -> None:
    grid = Grid.of(finite_model(MODEL), 3, 2)
    numbers = range(2, 4)
    found = pair_losses(grid, total_losses(grid, FlowFilter(), TIMES, 5, numbers))
    drawn = grid.drawn(5, numbers)
    for row in range(2):
        for i, time in enumerate(TIMES):
            u = np.array([[error(drawn[e][b], row, time) for b in range(2)] for e in range(3)])
            product = np.einsum("ebm,fcm->ebfc", u, u)
            same_a, same_d = np.eye(3)[:, None, :, None], np.eye(2)[None, :, None, :]
            weights = (same_a * same_d, same_a * (1 - same_d), (1 - same_a) * same_d)
            weights += ((1 - same_a) * (1 - same_d),)
            wanted = [np.sum(product * w) / np.sum(w * np.ones_like(product)) for w in weights]
            np.testing.assert_allclose(found[row, :, i], wanted, rtol=1e-9)  # of the eigenvectors


def test_an_ensemble_is_the_mean_predictor() -> None:
    grid = Grid.of(finite_model(MODEL), 3, 2)
    drawn = grid.drawn(5, range(2))
    found = sampling.ensemble_loss(MODEL, TIMES, 3, 2, draws=2, seed=5)
    for row in range(2):
        for i, time in enumerate(TIMES):
            mean = np.mean([error(d, row, time) for line in drawn for d in line], axis=0)
            np.testing.assert_allclose(found.samples[row, i], mean @ mean, rtol=1e-9)


def test_the_parts_add_up_in_every_draw() -> None:
    parts = sampling.decomposition(MODEL, TIMES, draws=5, seed=1)
    total = sum(
        getattr(parts, name).samples for name in ("bias", "features", "data", "interaction")
    )
    np.testing.assert_allclose(total, parts.total.samples, rtol=1e-12)


def test_more_replicas_estimate_the_same_with_smaller_errors() -> None:
    few = sampling.decomposition(MODEL, 3.0, draws=600, seed=2)
    many = sampling.decomposition(MODEL, 3.0, draws=600, seed=3, projections=4, data_sets=4)
    for name in ("bias", "features", "data", "interaction", "total"):
        one, other = getattr(few, name), getattr(many, name)
        error_ = np.hypot(one.standard_error, other.standard_error)
        assert abs(one.mean - other.mean) < 5 * error_
        assert other.standard_error < one.standard_error


@pytest.mark.parametrize(("width", "samples"), [(4, "inf"), ("inf", 7)])
def test_an_unlimited_resource_is_not_drawn(width: object, samples: object) -> None:
    parts = sampling.decomposition(Model(MODEL.spectrum, width, samples), TIMES, draws=20)
    absent = parts.data if samples == "inf" else parts.features
    assert np.all(absent.samples == 0)
    assert np.all(parts.interaction.samples == 0)


def test_draws_depend_on_their_number_only() -> None:
    one = sampling.decomposition(MODEL, TIMES, draws=6, seed=4)
    other = sampling.decomposition(MODEL, TIMES, draws=9, seed=4, chunk_bytes=1)
    np.testing.assert_array_equal(one.bias.samples, other.bias.samples[:6])


def test_replicas_of_two_draws_differ() -> None:
    grid = Grid.of(finite_model(MODEL), 2, 2)
    drawn = grid.drawn(0, range(3))
    projections = np.concatenate([drawn[e][0].projection for e in range(2)])
    assert len(np.unique(projections[:, 0, 0])) == 6


def test_progress_is_reported() -> None:
    said = []
    sampling.ensemble_loss(
        MODEL, 1.0, 2, 2, draws=4, chunk_bytes=1, progress=lambda *now: said.append(now)
    )
    assert said[-1] == (4, 4)


def test_one_replica_has_no_variance() -> None:
    with pytest.raises(InvalidProblemError, match="one replica has no variance"):
        sampling.decomposition(MODEL, 1.0, projections=1)


def test_nothing_to_draw_is_nothing_to_average() -> None:
    with pytest.raises(InvalidProblemError, match="nothing to average"):
        sampling.ensemble_loss(Model(MODEL.spectrum), 1.0, 2)


def test_an_interrupted_ensemble_goes_on(tmp_path: Path) -> None:
    asked = partial(sampling.ensemble_loss, MODEL, TIMES, 3, 2, 6, 5, chunk_bytes=1)
    plain = asked().samples

    def interrupt(done: int, _: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    file = tmp_path / "draws.npz"
    with pytest.raises(KeyboardInterrupt):
        asked(resume=file, progress=interrupt)
    seen: list[int] = []
    found = asked(resume=file, progress=lambda done, _: seen.append(done))
    assert seen == [5, 6]
    np.testing.assert_array_equal(found.samples, plain)
    parts = sampling.decomposition(
        MODEL, TIMES, 6, 5, projections=3, data_sets=2, resume=file, progress=lambda *_: 1 / 0
    )
    assert np.all(parts.total.mean >= 0)


@pytest.mark.parametrize("training", [GradientDescent("1/10"), HeavyBall("1/10", "1/2")])
def test_members_that_are_one_model_have_its_loss(training: Training) -> None:
    one = sampling.ensemble_loss(MODEL, [0, 3, 40], draws=3, training=training)
    np.testing.assert_allclose(
        one.samples,
        sampling.test_loss(MODEL, [0, 3, 40], draws=3, training=training).samples,
        rtol=1e-12,  # of doubles
    )
