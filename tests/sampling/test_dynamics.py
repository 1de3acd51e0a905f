r"""One draw against the definition: dv/dt = -(K v + g) by the exponential of its generator."""

import numpy as np
import pytest

from analytic.problem import GradientFlow, MeasuredSpectrum, Model, PowerLaw
from analytic.sampling.draws import drawn
from analytic.sampling.dynamics import solved
from analytic.sampling.finite_model import finite_model
from analytic.sampling.training import filter_of

EPSILON = np.finfo(float).eps
FLOW = filter_of(GradientFlow())
TIMES = np.array([0.0, 0.3, 2.0, 15.0])
SIZES = [
    (4, 7, 9),  # N < P < M
    (7, 4, 9),  # P < N < M
    (5, 5, 9),
    (12, 6, 8),  # P < M < N
    (6, 12, 8),  # N < M < P
    (12, 15, 8),  # M < N < P: zero modes in the weights
    ("inf", 5, 8),
    ("inf", 12, 8),
    (5, "inf", 8),
    (12, "inf", 8),
    (1, 1, 1),
]


def exponential(matrix):
    """Taylor series of the matrix over 2^s, squared s times."""
    squarings = max(0, int(np.ceil(np.log2(np.linalg.norm(matrix) + 1))) + 4)
    small = matrix / 2**squarings
    term = np.eye(len(matrix))
    total = term.copy()
    for order in range(1, 20):
        term = term @ small / order
        total += term
    for _ in range(squarings):
        total = total @ total
    return total


class Definition:
    """The matrices of theory section 2 for one draw, and the losses written as they are defined."""

    def __init__(self, model, draws, row=0):
        self.Lambda, self.noise = np.diag(model.eigenvalues), model.noise
        self.target = np.sqrt(model.target_power / model.eigenvalues)
        weights, features = np.eye(model.modes), None
        if draws.projection is not None:
            A = draws.projection[row]
            weights = A.T @ A / model.width
        population = self.Lambda
        self.xi, gradient = np.zeros(1), np.zeros(model.modes)
        if draws.white_features is not None:
            features = draws.white_features[row] @ np.sqrt(self.Lambda)
            population = features.T @ features / model.samples
            if draws.noise is not None:
                self.xi = np.sqrt(model.noise) * draws.noise[row]
                gradient = weights @ features.T @ self.xi / model.samples
        self.features, self.K, self.g = features, weights @ population, gradient

    def error(self, time):
        generator = np.zeros((len(self.K) + 1,) * 2)
        generator[:-1, :-1], generator[:-1, -1] = -self.K, -self.g
        return (exponential(generator * time) @ np.append(self.target, 1.0))[:-1]

    def test_loss(self, time):
        v = self.error(time)
        return v @ self.Lambda @ v

    def train_loss(self, time):
        if self.features is None:
            return self.test_loss(time) + self.noise
        return np.mean((self.features @ self.error(time) + self.xi) ** 2)

    def rounding(self, time):
        """Each squaring of the exponential doubles the error of the one before."""
        norm = np.linalg.norm(self.K) + np.linalg.norm(self.g)
        amplified = np.linalg.norm(self.target) ** 2 * np.linalg.norm(self.Lambda)
        return 100 * EPSILON * len(self.K) * (1 + norm * time) * (1 + amplified + self.noise)


@pytest.fixture(params=SIZES, ids=str)
def sizes(request):
    return request.param


@pytest.fixture(params=["0", "1/4"])
def case(sizes, request):
    width, samples, modes = sizes
    model = Model(PowerLaw(2, "3/2", modes=modes), width, samples, noise=request.param)
    finite = finite_model(model)
    draws = drawn(finite, 3, range(2))
    return solved(finite, draws), [Definition(finite, draws, row) for row in (0, 1)]


def test_test_loss_is_that_of_the_definition(case):
    dynamics, definitions = case
    measured = dynamics.test_loss(FLOW, TIMES)
    for row, definition in enumerate(definitions):
        for column, time in enumerate(TIMES):
            difference = measured[row, column] - definition.test_loss(time)
            assert abs(difference) < definition.rounding(time)


def test_train_loss_is_that_of_the_definition(case):
    dynamics, definitions = case
    measured = dynamics.train_loss(FLOW, TIMES)
    for row, definition in enumerate(definitions):
        for column, time in enumerate(TIMES):
            difference = measured[row, column] - definition.train_loss(time)
            assert abs(difference) < definition.rounding(time)


def test_diagonal_is_that_of_the_exponential(case):
    dynamics, definitions = case
    modes = np.arange(len(definitions[0].K))
    measured = dynamics.diagonal(FLOW, TIMES, modes)
    for row, definition in enumerate(definitions):
        for column, time in enumerate(TIMES):
            expected = np.diag(exponential(-definition.K * time))
            # 1 - (1 - f) cancels, and 1/sqrt(lambda) undoes the coordinates of the solution.
            slack = definition.rounding(time) / definition.Lambda.diagonal().min()
            assert np.abs(measured[row, :, column] - expected).max() < slack


def test_eigenvalues_are_those_of_the_operator(case):
    dynamics, definitions = case
    for row, definition in enumerate(definitions):
        expected = np.sort(np.linalg.eigvals(definition.K).real)[::-1]
        found = np.zeros_like(expected)
        count = min(len(found), dynamics.singular.shape[1])
        found[:count] = dynamics.singular[row, :count] ** 2
        condition = np.linalg.cond(np.sqrt(definition.Lambda))  # K is similar to X^T X by this
        assert np.abs(found - expected).max() < 100 * EPSILON * condition * expected[0]


@pytest.mark.parametrize(("width", "samples", "modes"), [s for s in SIZES if "inf" not in s])
def test_late_times_reach_least_squares(width, samples, modes):
    finite = finite_model(Model(PowerLaw(2, "3/2", modes=modes), width, samples, noise="1/4"))
    draws = drawn(finite, 5, range(1))
    definition = Definition(finite, draws)
    A, Psi = draws.projection[0] / np.sqrt(width), definition.features
    labels = Psi @ definition.target + definition.xi
    theta, _, _, singular = np.linalg.lstsq(Psi @ A.T, labels, rcond=None)
    v = definition.target - A.T @ theta
    dynamics = solved(finite, draws)
    forever = np.array([np.inf])
    kept = singular[singular > EPSILON * max(width, samples) * singular[0]]
    slack = 100 * EPSILON * (kept[0] / kept[-1]) ** 2
    test, train = dynamics.test_loss(FLOW, forever), dynamics.train_loss(FLOW, forever)
    assert abs(test[0, 0] - v @ definition.Lambda @ v) < slack * (1 + v @ definition.Lambda @ v)
    assert abs(train[0, 0] - np.mean((labels - Psi @ A.T @ theta) ** 2)) < slack


def test_modes_that_a_gram_matrix_cannot_see_are_learned():
    # Eigenvalues 1 and 1e-22: s^2 is lost to rounding in X^T X, s = 1e-11 is not lost in X.
    finite = finite_model(Model(MeasuredSpectrum([1.0, 1e-22], [1.0, 1.0], 0), samples=12))
    dynamics = solved(finite, drawn(finite, 0, range(20)))
    loss = dynamics.test_loss(FLOW, np.array([1e30, np.inf]))
    assert np.all(np.sqrt(loss) < 100 * EPSILON / 1e-11)


def test_zero_modes_are_never_learned():
    finite = finite_model(Model(PowerLaw(2, 1, modes=4), width=9, samples=9))
    dynamics = solved(finite, drawn(finite, 0, range(3)))
    assert np.all(dynamics.singular[:, 4:] == 0)
    assert np.all(np.isfinite(dynamics.train_loss(FLOW, np.array([1e300, np.inf]))))


def test_unlimited_resources_leave_nothing_to_decompose():
    finite = finite_model(Model(PowerLaw(2, 2, modes=2)))
    with pytest.raises(ValueError, match="nothing to decompose"):
        solved(finite, drawn(finite, 0, range(2)))
