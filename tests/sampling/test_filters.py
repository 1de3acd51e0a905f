"""Filters of training methods in doubles against their recursions, and simulations with them."""

import numpy as np
import pytest

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
    sampling,
)
from analytic.errors import SimulationError
from analytic.problem import GrowingMomentum
from analytic.sampling.draws import drawn
from analytic.sampling.dynamics import solved
from analytic.sampling.finite_model import finite_model
from analytic.sampling.training import filter_of

EPSILON = np.finfo(float).eps
MOMENTA = [0.0, 0.25, 0.9, 0.99]
STEP = 0.5


def stepped(x, momentum, ahead, count):
    """Errors after 0 ... count steps, in long doubles; shape (count + 1, rates)."""
    x, mu, step = (np.asarray(y, dtype=np.longdouble) for y in (x, momentum, STEP))
    errors = [np.ones_like(x)]
    last = before = errors[0]
    for _ in range(count):
        following = last + mu * (last - before)
        following = following - step * x * (following if ahead else last)
        last, before = following, last
        errors.append(last)
    return np.array(errors)


def rates(momentum, ahead):
    """Rates from 1e-12 to the edge of stability, those where both roots meet included."""
    edge = 2 * (1 + momentum) / (1 + 2 * momentum * ahead) / STEP
    meet = (1 - np.sqrt(momentum)) ** 2, 1 - 4 * momentum / (1 + momentum) ** 2
    near = np.array([m * (1 + e) for m in meet for e in (0, 1e-15, -1e-15, 1e-9, -1e-9)]) / STEP
    return np.concatenate([np.geomspace(1e-12, 0.99 * edge, 60), near, [1 / STEP]])


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize("momentum", MOMENTA)
def test_step_filters_are_their_recursions(momentum, ahead):
    kind = Nesterov if ahead else HeavyBall
    filter_ = filter_of(kind(STEP, momentum) if momentum else GradientDescent(STEP))
    x = rates(momentum, ahead)
    errors = stepped(x, momentum, ahead, 100)
    times = np.array([0, 1, 2, 3, 10, 31, 100])
    found = filter_.remaining(x[:, None], times.astype(float))
    growth = 1 / (1 - momentum)  # by which a rounding of one step is remembered
    assert np.abs(found - errors[times].T).max() < 400 * growth * EPSILON
    learned = filter_.learned(x[:, None], times.astype(float))
    expected = (1 - errors[times].T).astype(float)
    # 1 - f in long doubles has lost what x is below one; rates below one hundredth are left out
    some = x > 1e-2
    bound = 4000 * growth**2 * EPSILON * np.maximum(np.abs(expected[some]), EPSILON)
    assert np.all(np.abs(learned - expected)[some] <= bound)


@pytest.mark.parametrize("momentum", MOMENTA)
def test_what_is_learned_from_small_rates_keeps_its_digits(momentum):
    """1 - f_t = eta x (t + momentum (t - 1) + ...) to first order, exactly linear in x."""
    filter_ = filter_of(HeavyBall(STEP, momentum))
    times = np.array([1.0, 2.0, 10.0, 1000.0])
    tiny = filter_.learned(np.array([[1e-30]]), times)[0] / 1e-30
    # the response of an error to a constant force: steps of eta (1 - mu^j)/(1 - mu)
    expected = [
        sum(STEP * (1 - momentum**j) / (1 - momentum) for j in range(1, int(t) + 1)) for t in times
    ]
    assert np.abs(tiny / expected - 1).max() < 100 / (1 - momentum) * EPSILON


@pytest.mark.parametrize("inertia", [1e-6, 0.3, 0.25, 1e3])
def test_the_flow_with_inertia_solves_its_equation(inertia):
    """beta f'' + f' + x f = 0 by its conserved combination, and early times by their series."""
    filter_ = filter_of(HeavyBallFlow(inertia))
    x = np.array([1e-20, 1e-6, 0.01, 1.0, 1 / (4 * inertia)])[:, None]
    early = 1e-5 * min(inertia, 1.0) * np.array([1.0, 2.0])
    learned = filter_.learned(x, early)
    series = x * early**2 / (2 * inertia) * (1 - early / (3 * inertia))
    relative = (early / inertia) ** 2 + x * early**2 / inertia
    assert np.all(np.abs(learned / series - 1) < relative + 10 * EPSILON)
    late = np.array([0.5, 3.0, 40.0])
    h = 1e-4 * min(inertia, 1.0)
    before, at, after = (filter_.remaining(x, late + shift) for shift in (-h, 0.0, h))
    if inertia > 1e-3:
        residual = inertia * (after - 2 * at + before) / h**2 + (after - before) / (2 * h) + x * at
        assert np.abs(residual).max() < 1e-4 * np.maximum(1, x.max())
    assert filter_.remaining(x, np.array([0.0])).ravel().tolist() == [1.0] * 5
    assert filter_.remaining(x, np.array([np.inf])).ravel().tolist() == [0.0] * 5


def test_no_inertia_is_gradient_flow():
    x, t = np.geomspace(1e-6, 3, 20)[:, None], np.geomspace(1e-2, 1e3, 9)
    found = filter_of(HeavyBallFlow(1e-13)).remaining(x, t)
    assert np.abs(found - filter_of(GradientFlow()).remaining(x, t)).max() < 1e-12


def test_ridge_leaves_a_share_of_every_error():
    filter_ = filter_of(Ridge(0.5))
    end = np.array(np.inf)
    assert filter_.remaining(np.array([0.0, 0.5, 1.5]), end).tolist() == [1, 0.5, 0.25]
    assert filter_.learned(np.array([0.0, 0.5, 1.5]), end).tolist() == [0, 0.5, 0.75]


# --- Simulations -------------------------------------------------------------------------------

MODEL = Model(PowerLaw(2, "3/2", modes=12), width=6, samples=9, noise="1/4")


def gradient(finite, dynamics, v):
    """A^T A/N applied to the gradient of one draw's loss, labels with their noise."""
    scale = np.sqrt(finite.eigenvalues)
    sight = dynamics.sight[0]
    noisy = dynamics.labels[0] - sight @ finite.target
    residual = sight @ (scale * v) + noisy
    pulled = scale * (sight.T @ residual)
    readout = dynamics.readout[0] / scale
    return readout.T @ (readout @ pulled)


@pytest.mark.parametrize(
    "training", [GradientDescent("1/4"), HeavyBall("1/4", "3/4"), Nesterov("1/4", "3/4")], ids=repr
)
def test_a_simulated_draw_follows_its_recursion(training):
    """v_t by matrices, step by step, with the projection, the data and the noise of one draw."""
    found = sampling.losses(MODEL, [0, 1, 7, 30], draws=2, seed=3, training=training)
    finite = finite_model(MODEL)
    dynamics = solved(finite, drawn(finite, 3, range(1)))
    scale = np.sqrt(finite.eigenvalues)
    step, momentum = float(training.step), float(getattr(training, "momentum", 0))
    last = before = finite.target / scale
    losses = []
    for _ in range(31):
        losses.append(np.sum((scale * last) ** 2))
        moved = last + momentum * (last - before)
        pull = gradient(finite, dynamics, moved if isinstance(training, Nesterov) else last)
        last, before = moved - step * pull, last
    expected = np.array(losses)[[0, 1, 7, 30]]
    assert np.abs(found.test.samples[0] / expected - 1).max() < 1e-12


def test_a_simulated_ridge_solution_is_the_minimum():
    found = sampling.losses(MODEL, draws=2, seed=3, training=Ridge("1/50"))
    finite = finite_model(MODEL)
    dynamics = solved(finite, drawn(finite, 3, range(1)))
    design = dynamics.sight[0] @ dynamics.readout[0].T
    weights = np.linalg.solve(
        design.T @ design + np.eye(finite.width) / 50, design.T @ dynamics.labels[0]
    )
    error = finite.target - dynamics.readout[0].T @ weights
    assert abs(found.test.samples[0] / np.sum(error**2) - 1) < 1e-12
    residual = dynamics.labels[0] - design @ weights
    assert abs(found.train.samples[0] / np.sum(residual**2) - 1) < 1e-12


def test_unlimited_resources_need_no_draw():
    model = Model(MeasuredSpectrum([1, 0.25], [1, 1]))
    found = sampling.test_loss(model, 3, draws=2, training=GradientDescent("1/2"))
    assert found.mean == 0.5**6 + 0.875**6
    assert found.standard_error == 0


def test_rare_draws_beyond_the_edge_are_flagged():
    """A step that is stable in the mean field, and not for the draws with the largest rates."""
    spectrum = PowerLaw(2, "3/2", modes=12)
    small = Model(spectrum, width=4, samples=5)
    step = GradientDescent("7/10")
    assert sampling.losses(small, 300, draws=100, training=step).test.heavy_tailed
    assert not sampling.losses(
        small, 300, draws=100, training=GradientDescent("1/10")
    ).test.heavy_tailed
    with pytest.raises(SimulationError, match="beyond the edge of stability"):
        sampling.losses(small, np.inf, draws=100, training=step)


@pytest.mark.parametrize(
    ("training", "time", "message"),
    [
        (GradientDescent(1), 2.5, "time = 2.5 is no number of steps"),
        (Ridge(1), 3, "has no time"),
    ],
)
def test_times_that_make_no_sense_are_refused(training, time, message):
    with pytest.raises(SimulationError, match=message):
        sampling.losses(MODEL, time, draws=2, training=training)


@pytest.mark.parametrize("growth", [0.5, 3.0, 7.5])
def test_a_growing_momentum_is_its_recursion(growth):
    """In long doubles; what is learned to all its digits at rates that have learned little."""
    filter_ = filter_of(GrowingMomentum(STEP, growth))
    x, times = np.geomspace(1e-12, 1.3 / STEP, 40), np.arange(0, 60, 7.0)
    rates, step = x.astype(np.longdouble), np.longdouble(STEP)
    last = before = np.zeros_like(rates)
    learned = [last]
    for n in range(1, 60):
        ahead = last + (1 - np.longdouble(growth) / n) * (last - before)
        last, before = ahead + step * rates * (1 - ahead), last
        learned.append(last)
    wanted = np.array(learned)[times.astype(int)].T.astype(float)
    found = filter_.learned(x[:, None], times)
    scale = np.max(np.abs(wanted), axis=1, keepdims=True)
    assert np.all(np.abs(found - wanted) <= 60**2 * EPSILON * scale)
    assert np.all(np.abs(filter_.remaining(x[:, None], times) - (1 - wanted)) <= 60**2 * EPSILON)


def test_a_growing_momentum_is_asked_at_finite_numbers_of_steps():
    filter_ = filter_of(GrowingMomentum(STEP, 3))
    with pytest.raises(SimulationError, match="no end of training"):
        filter_.remaining(np.array([1.0]), np.array(np.inf))
    with pytest.raises(SimulationError, match="no number of steps"):
        filter_.remaining(np.array([1.0]), np.array(2.5))
