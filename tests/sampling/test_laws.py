r"""Averages over draws against what is known exactly for Gaussian entries, and planted faults.

Every tolerance is a standard error: |z| < 4.5 fails by chance once in 150 000 comparisons.
"""

import numpy as np
import pytest
from sympy import oo

from analytic import sampling
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.sampling import draws as variables
from analytic.sampling.finite_model import finite_model

Z = 4.5
EPSILON = np.finfo(float).eps
N, P, M = 6, 8, 12
MODEL = Model(PowerLaw(2, "3/2", modes=M), N, P, noise="1/4")


def z_score(samples, expected):
    error = samples.std(axis=0, ddof=1) / np.sqrt(len(samples))
    return (samples.mean(axis=0) - expected) / error


def early_loss(model):
    r"""First and second order of E L(t) = sum c - 2 t first + t^2 second.

    For A, Psi Gaussian, S = A^T A/N and Sigma = Psi^T Psi/P:
    E S Q S = Q + (Q + tr Q)/N and E Sigma Q Sigma = Lambda Q Lambda + (..)/P, entry by entry.
    """
    finite = finite_model(model)
    rate, c, noise = finite.eigenvalues, finite.target_power, finite.noise
    n = 0.0 if finite.width is None else 1 / finite.width
    p = 0.0 if finite.samples is None else 1 / finite.samples
    one, two = rate.sum(), (rate**2).sum()
    K2 = (1 + n) * ((1 + p) * rate**2 + p * one * rate) + n * (one * rate + 2 * p * rate**2)
    KLK = (1 + n) * ((1 + p) * rate**3 + p * two * rate)
    KLK += n * one * ((1 + p) * rate**2 + p * one * rate)
    second = np.sum(c * K2) + np.sum(c * KLK / rate) + noise * p * ((1 + n) * two + n * one**2)
    return np.sum(c * rate), second


def early_z_scores(model):
    r"""Slope and curvature of the test loss at t = 0, and the training loss there.

    The curvature is off by 1e-4 relative, a hundredth of its standard error.
    """
    step = 1e-4
    both = sampling.losses(model, [0, step, 2 * step], draws=6000, seed=1)
    samples, start = both.test.samples, both.train.samples[:, 0]
    first, second = early_loss(model)
    labels = float(model.noise) + finite_model(model).target_power.sum()
    slope = (samples[:, 1] - samples[:, 0]) / step
    curvature = (samples[:, 2] - 2 * samples[:, 1] + samples[:, 0]) / step**2
    scores = [z_score(slope, -2 * first + step * second), z_score(curvature, 2 * second)]
    if model.samples != oo:
        scores.append(z_score(start, labels))
    return scores


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("width", "samples"), [(N, P), (P, N), ("inf", P), (N, "inf")])
@pytest.mark.parametrize("noise", [0, "1/2"])
def test_early_loss_to_second_order(width, samples, noise):
    scores = early_z_scores(Model(PowerLaw(2, "3/2", modes=M), width, samples, noise))
    assert np.abs(scores).max() < Z


@pytest.mark.one_in(3)
@pytest.mark.parametrize("variable", ["draw_projection", "draw_features", "draw_noise"])
def test_a_wrong_variance_is_caught(monkeypatch, variable):
    honest = getattr(variables, variable)

    def faulty(stream, out, *stated):
        honest(stream, out, *stated)
        out *= np.sqrt(1.1)

    model = Model(PowerLaw(2, "3/2", modes=M), N, P, noise=4)
    assert np.abs(early_z_scores(model)).max() < Z
    monkeypatch.setattr(variables, variable, faulty)
    assert np.abs(early_z_scores(model)).max() > Z


def test_draws_that_repeat_each_other_are_caught(monkeypatch):
    honest = variables.draw_projection

    def faulty(stream, out, *stated):
        honest(stream, out, *stated)
        out[1::2] = out[::2]

    monkeypatch.setattr(variables, "draw_projection", faulty)
    assert np.abs(early_z_scores(MODEL)).max() > Z


def test_noise_is_amplified_as_by_an_inverse_wishart_matrix():
    # M < P, N = infinity, t = infinity: E L = sigma^2 M/(P - M - 1), E Lhat = sigma^2 (1 - M/P).
    model = Model(PowerLaw(2, "3/2", modes=5), samples=15, noise="1/4")
    both = sampling.losses(model, "inf", draws=4000)
    assert abs(z_score(both.test.samples, 5 / (4 * 9))) < Z
    assert abs(z_score(both.train.samples, 10 / (4 * 15))) < Z
    assert not both.test.heavy_tailed


@pytest.mark.parametrize(("width", "samples", "rank"), [(4, "inf", 4), ("inf", 4, 4), (4, 3, 3)])
def test_equal_modes_are_projected_away(width, samples, rank):
    model = Model(MeasuredSpectrum([1] * 9, [1] * 9), width, samples)
    found = sampling.mean_error(model, "inf", 2, draws=3000)
    assert abs(z_score(found.samples, 1 - rank / 9)) < Z


def test_moments_of_the_spectrum():
    x = sampling.eigenvalues(MODEL, draws=4000)
    assert x.shape == (4000, N)
    assert np.all(np.diff(x) <= 0)
    assert np.all(x > 0)
    rate = finite_model(MODEL).eigenvalues
    one, two = rate.sum(), (rate**2).sum()
    second = (1 + 1 / N) * ((1 + 1 / P) * two + one**2 / P) + (one**2 + 2 * two / P) / N
    assert abs(z_score(x.sum(axis=1), one)) < Z
    assert abs(z_score((x**2).sum(axis=1), second)) < Z


def test_trace_of_the_mean_error_is_that_of_the_spectrum():
    times = np.array([0.0, 0.5, 20.0])
    modes = np.arange(1, M + 1)
    diagonal = sampling.mean_error(MODEL, times, modes, draws=5).samples.sum(axis=1)
    x = sampling.eigenvalues(MODEL, draws=5)
    expected = np.exp(-x[:, :, None] * times).sum(axis=1) + M - N
    assert np.abs(diagonal - expected).max() < 100 * M * EPSILON * M**1.5


def test_mean_error_starts_with_the_mean_of_the_operator():
    step = 1e-4
    rate = finite_model(MODEL).eigenvalues[[0, 4]]
    samples = sampling.mean_error(MODEL, step, [1, 5], draws=4000).samples
    one = finite_model(MODEL).eigenvalues.sum()
    second = (1 + 1 / N) * ((1 + 1 / P) * rate**2 + one * rate / P)
    second += (one * rate + 2 * rate**2 / P) / N
    scores = z_score((1 - samples) / step, rate - step * second / 2)
    assert np.abs(scores).max() < Z


def test_loss_starts_at_the_target_power():
    power = finite_model(MODEL).target_power.sum()
    samples = sampling.test_loss(MODEL, 0, draws=20).samples
    assert np.abs(samples - power).max() <= 4 * M * EPSILON * power


@pytest.mark.slow
def test_standard_errors_are_honest():
    # z-scores of 150 seeds have mean square 1 within 4.5 standard deviations sqrt(2/150).
    reference = sampling.test_loss(MODEL, [3.0], draws=40000, seed=10**6)
    estimates = [sampling.test_loss(MODEL, [3.0], draws=100, seed=seed) for seed in range(150)]
    scores = [(e.mean[0] - reference.mean[0]) / e.standard_error[0] for e in estimates]
    assert abs(np.mean(np.square(scores)) - 1) < Z * np.sqrt(2 / 150)


def test_rate_and_time_enter_as_a_product():
    fast = Model(PowerLaw(2, "3/2", modes=M, scale=4), N, P, noise="1/4")
    times = np.array([0.5, 40.0])
    slow_loss = sampling.losses(MODEL, times, draws=5)
    fast_loss = sampling.losses(fast, times / 4, draws=5)
    for slow, quick in [(slow_loss.test, fast_loss.test), (slow_loss.train, fast_loss.train)]:
        np.testing.assert_array_equal(slow.samples, quick.samples)  # 4 is a power of two
