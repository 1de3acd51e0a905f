r"""Mini-batches against their definition: the raw update, and the second moments at given A.

Every tolerance of an average is a standard error: |z| < 4.5 fails by chance once in 150 000.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from analytic import sampling
from analytic.errors import SimulationError
from analytic.problem import Model, OnePassSGD, PowerLaw
from analytic.sampling.draws import stream_of
from analytic.sampling.finite_model import finite_model
from analytic.sampling.mini_batches.coordinates import coordinates
from analytic.sampling.mini_batches.trajectory import step_taken

M, N = 10, 4
SPECTRUM = PowerLaw(2, "3/2", modes=M)
NOISY = Model(SPECTRUM, width=N, noise="1/10")
TRAINING = OnePassSGD("1/4", 3)
STEPS = [0, 1, 2, 5, 20]


def projection(model, number=0, seed=0):
    return stream_of(seed, number, 0).standard_normal((int(model.width), M))


@pytest.mark.parametrize("width", [N, 12])
def test_the_coordinates_follow_the_raw_update(width):
    r"""v' = v - (\eta/B) (A^T A/N) \sum psi_i r_i with the same features, to rounding."""
    model = finite_model(Model(SPECTRUM, width=width))
    a = projection(Model(SPECTRUM, width=width))
    start = coordinates(model, stream_of(0, 0, 0))
    random = np.random.default_rng(1)
    scale = np.sqrt(model.eigenvalues)
    v, error = model.target / scale, start.error[None]
    for _ in range(50):
        z, xi = random.standard_normal((3, M)), random.standard_normal(3)
        error, seen = step_taken(start.rates[None], error, z[None] @ start.basis, xi[None], 0.1)
        psi = z * scale
        residual = psi @ v + xi
        assert seen[0] == pytest.approx(np.mean(residual**2))
        v = v - 0.1 / 3 * (a.T @ a / width) @ (psi.T @ residual)
        assert np.sum(error**2) == pytest.approx(np.sum(model.eigenvalues * v**2))


def moments_at_given_projection(model, training, steps):
    r"""Sigma' = Sigma - \eta (K Sigma + ..) + \eta^2 G <psi psi^T e e^T psi psi^T> G, exactly."""
    finite = finite_model(model)
    a = projection(model)
    g, lam = a.T @ a / finite.width, np.diag(finite.eigenvalues)
    w = finite.target / np.sqrt(finite.eigenvalues)
    eta, batch = float(training.step), float(training.batch)
    sigma = np.outer(w, w)
    losses = []
    for _ in range(max(steps) + 1):
        loss = np.trace(lam @ sigma)
        losses.append(loss)
        fresh = lam @ sigma @ lam + (loss + finite.noise) * lam
        pull = lam @ sigma @ lam + fresh / batch
        k = g @ lam
        sigma = sigma - eta * (k @ sigma + sigma @ k.T) + eta**2 * g @ pull @ g
    return np.array(losses)[steps]


@pytest.mark.slow
def test_the_mean_over_batches_at_given_projection(monkeypatch):
    """All draws share one A: only the batches differ."""
    first = stream_of

    def stream(seed, number, variable):
        return first(seed, 0 if variable == 0 else number, variable)

    monkeypatch.setattr("analytic.sampling.mini_batches.trajectory.stream_of", stream)
    found = sampling.losses(NOISY, STEPS, draws=4000, training=TRAINING)
    expected = moments_at_given_projection(NOISY, TRAINING, STEPS)
    assert found.test.mean[0] == pytest.approx(expected[0])
    z = (found.test.mean - expected)[1:] / found.test.standard_error[1:]
    gap = (found.train.mean - expected - 0.1) / found.train.standard_error
    assert np.max(np.abs(z)) < 4.5
    assert np.max(np.abs(gap)) < 4.5


def test_the_volterra_equation_is_the_matrix_recursion():
    r"""At given A: q(k), Tr K^2 q(K)^m and F_n from the eigenvalues of K."""
    finite = finite_model(NOISY)
    start = coordinates(finite, stream_of(0, 0, 0))
    eta, batch, k = 0.25, 3, start.rates
    q = (1 - eta * k) ** 2 + (eta * k) ** 2 / batch
    losses = []
    for n in range(21):
        earlier = [np.sum(k**2 * q ** (n - 1 - m)) * (losses[m] + finite.noise) for m in range(n)]
        losses.append(np.sum(start.error**2 * q**n) + eta**2 / batch * sum(earlier))
    expected = moments_at_given_projection(NOISY, TRAINING, list(range(21)))
    assert np.array(losses) == pytest.approx(expected, rel=1e-13)


def test_draws_depend_on_seed_and_number_only():
    def asked(**options):
        drawn = sampling.losses(NOISY, [3, 700], seed=3, training=TRAINING, **options)
        return np.stack([drawn.test.samples, drawn.train.samples])

    all_of_them = asked(draws=12)
    assert np.array_equal(asked(draws=12, chunk_bytes=1), all_of_them)
    assert np.array_equal(asked(draws=5), all_of_them[:, :5])
    with ThreadPoolExecutor(2) as executor:
        assert np.array_equal(asked(draws=12, executor=executor), all_of_them)


def test_times_may_come_in_any_order_and_shape():
    times = np.array([[5, 0], [20, 5]])
    found = sampling.test_loss(NOISY, times, draws=6, training=TRAINING)
    row = sampling.test_loss(NOISY, [0, 5, 20], draws=6, training=TRAINING)
    assert np.array_equal(found.samples, row.samples[:, [1, 0, 2, 1]].reshape(6, 2, 2))


def test_unlimited_width_trains_the_modes():
    model = Model(PowerLaw(2, "3/2", modes=5), noise=1)
    found = sampling.losses(model, [0, 4], draws=50, training=TRAINING)
    assert np.all(found.test.samples[:, 0] == pytest.approx(found.test.mean[0]))
    assert np.std(found.test.samples[:, 1]) > 0


@pytest.mark.parametrize(
    ("model", "time", "training", "words"),
    [
        (Model(SPECTRUM, samples=3), 1, TRAINING, "samples at inf"),
        (NOISY, 1, OnePassSGD("1/4", "5/2"), "batch of 5/2"),
        (NOISY, 1, OnePassSGD("1/4", "inf"), "batch of oo"),
        (NOISY, 1.5, TRAINING, "whole numbers"),
        (NOISY, np.inf, TRAINING, "whole numbers"),
    ],
)
def test_what_cannot_be_drawn_is_refused(model, time, training, words):
    with pytest.raises(SimulationError, match=words):
        sampling.losses(model, time, draws=2, training=training)


def test_steps_at_which_squares_grow_are_told():
    """E (1 - x z^2)^4 >= 1 for one mode and batches of one: x >= 0.39."""
    model = Model(PowerLaw(2, 2, modes=1))
    for step, heavy in (("1/3", False), ("2/5", True)):
        drawn = sampling.losses(model, 3, draws=4, training=OnePassSGD(step, 1))
        assert drawn.test.heavy_tailed is heavy


class TestResuming:
    """Draws are kept in a file, and only what is missing is made again."""

    def asked(self, path, draws=8, time=4, **options):
        return sampling.losses(
            NOISY, time, draws=draws, training=TRAINING, resume=path, chunk_bytes=1, **options
        )

    def test_an_interrupted_simulation_goes_on(self, tmp_path):
        path = tmp_path / "draws.npz"
        plain = sampling.losses(NOISY, 4, draws=8, training=TRAINING).test.samples

        def interrupt(done, _):
            if done == 5:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            self.asked(path, progress=interrupt)
        seen = []
        resumed = self.asked(path, progress=lambda done, total: seen.append((done, total)))
        assert seen == [(6, 8), (7, 8), (8, 8)]
        assert np.array_equal(resumed.test.samples, plain)

    def test_more_draws_begin_with_the_old_ones(self, tmp_path):
        path = tmp_path / "draws.npz"
        seen = []
        self.asked(path, draws=3)
        more = self.asked(path, draws=5, progress=lambda done, _: seen.append(done))
        assert seen == [4, 5]
        plain = sampling.losses(NOISY, 4, draws=5, training=TRAINING)
        assert np.array_equal(more.train.samples, plain.train.samples)
        fewer = self.asked(path, draws=2, progress=lambda done, _: seen.append(done))
        assert np.array_equal(fewer.test.samples, plain.test.samples[:2])
        assert seen == [4, 5]

    def test_flow_is_resumed_too(self, tmp_path):
        path = tmp_path / "draws.npz"
        plain = sampling.losses(NOISY, 3, draws=4)
        for _ in range(2):
            found = sampling.losses(NOISY, 3, draws=4, resume=str(path))
            assert np.array_equal(found.test.samples, plain.test.samples)

    def test_another_question_is_refused(self, tmp_path):
        path = tmp_path / "draws.npz"
        self.asked(path)
        for other in ({"time": 5}, {"seed": 1}):
            with pytest.raises(SimulationError, match="another simulation"):
                self.asked(path, **other)

    def test_a_file_of_something_else_is_refused_and_kept(self, tmp_path):
        path = tmp_path / "draws.npz"
        path.write_text("a poem")
        with pytest.raises(SimulationError, match="no record of a simulation"):
            self.asked(path)
        assert path.read_text() == "a poem"

    def test_a_folder_that_is_not_there_is_told_before_anything_is_drawn(self, tmp_path):
        with pytest.raises(SimulationError, match="there is no folder"):
            self.asked(tmp_path / "nowhere" / "draws.npz")
