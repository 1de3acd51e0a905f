"""Every root and minimum of the exact witness against dense grids, in code of its own.

Spectra are measured ones with gaps of up to twelve decades and power laws; N and P lie on both
sides of each other and of M.
"""

import mpmath
import numpy as np
import pytest
from sympy import oo

from analytic import exact
from analytic.errors import PrecisionError
from analytic.exact.edges import branch_point
from analytic.exact.one_pass.frontier import one_pass_frontier
from analytic.exact.precision import Double, Multiple
from analytic.problem import MeasuredSpectrum, Model, OnePassSGD, PowerLaw
from analytic.problem.residual_projections import ResidualProjection

FEW = MeasuredSpectrum(["0.35", "0.47", "0.26"], ["0.06", "0.01", "0.05"])
GAPPED = MeasuredSpectrum(
    [1, 0.9, 0.8, 0.02, 0.019, 0.018, 0.0004, 0.0003, 0.0003],
    [0.2, 0.1, 0.1, 0.05, 0.02, 0.03, 0.01, 0.01, 0.02],
)
UNDERFLOW = 1e5  # at which all of FEW is learned to less than the smallest double
POWERS = [PowerLaw("5/4", "3/2"), PowerLaw(2, "3/2"), PowerLaw(4, "6/5"), PowerLaw(6, 3)]


def least(function, low, high, points=401, rounds=6):
    """The least value on ever finer even grids around the lowest point."""
    for _ in range(rounds):
        grid = np.linspace(low, high, points)
        values = function(grid)
        place = int(np.nanargmin(values))
        low, high = grid[max(place - 1, 0)], grid[min(place + 1, points - 1)]
    return grid[place], values[place]


def random_spectrum(random):
    """One to three groups of eigenvalues that are equal, nearly equal, or spread."""
    groups = [
        10 ** random.uniform(-random.choice([1, 4, 12]), 0)
        * (1 + random.choice([0, 1e-6, 0.01, 1]) * random.random(random.integers(1, 12)))
        for _ in range(random.integers(1, 4))
    ]
    return np.sort(np.concatenate(groups))[::-1]


def sizes_near(random, modes):
    """N and P below, about and above M, each unlimited at times."""
    drawn = [
        oo
        if random.random() < 0.1
        else max(1, round(modes * np.exp(random.normal() * random.choice([0.2, 1, 3]))))
        for _ in range(2)
    ]
    return drawn if drawn != [oo, oo] else [modes, oo]


def halved(rank, d):
    """log2 of the distance at which a falling d is equal to the rank."""
    low, high = -200.0, 60.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if d(2.0**middle) > rank else (low, middle)
    return high


def lower_edge(spectrum, width, samples):
    """-min s between d = min(N, P) and either d = max(N, P), or zero where M is below both."""
    rank, most, modes = min(width, samples), max(width, samples), len(spectrum)
    if modes == rank or (modes > rank and width == samples):
        return 0.0
    full = modes < rank
    origin = spectrum[-1] if full else 0.0
    gaps = spectrum - origin

    def d(distance):
        return np.sum(spectrum / (gaps + distance))

    def s(log2):
        distance = 2.0**log2
        total = np.sum(spectrum / (gaps + distance[:, None]), axis=1)
        return (distance - origin) * (1 - total / width) * (1 - total / samples)

    start = halved(rank, d)
    if full:
        return -least(s, start, np.log2(origin))[1]
    return -least(s, halved(most, d) if most < modes else -120.0, start)[1]


def rates(spectrum, width, samples, log_distance):
    """D(x) and x (1 + D/N)(1 + D/P) right of lambda_1."""
    distance = spectrum[0] * np.exp(log_distance)[:, None]
    total = np.sum(spectrum / (spectrum[0] - spectrum + distance), axis=1)
    return total, (spectrum[0] + distance[:, 0]) * (1 + total / width) * (1 + total / samples)


@pytest.mark.parametrize("seed", range(30))
def test_edges_of_spectra_with_gaps(seed):
    random = np.random.default_rng(seed)
    spectrum = random_spectrum(random)
    width, samples = sizes_near(random, len(spectrum))
    model = Model(MeasuredSpectrum(spectrum.tolist(), [1.0] * len(spectrum)), width, samples)
    n, p = float(width), float(samples)

    edge = lower_edge(spectrum, n, p)
    assert exact.spectral_edge(model) == pytest.approx(edge, rel=1e-9)
    if edge:
        double, middle, fine = (
            branch_point(one, model) for one in (Double(), Multiple(192), Multiple(384))
        )
        assert float(double.rate) == pytest.approx(edge, rel=1e-9)
        assert abs(middle.rate / fine.rate - 1) < 2.0**-160
        assert fine.kappa is None or abs(middle.kappa / fine.kappa - 1) < 2.0**-120

    _, top = least(lambda x: rates(spectrum, n, p, x)[1], -40, 40)
    assert exact.top_rate(model) == pytest.approx(top, rel=1e-11)
    assert exact.largest_step(model) == pytest.approx(2 / top, rel=1e-11)


@pytest.mark.parametrize("seed", range(12))
def test_largest_step_of_one_pass_sgd(seed):
    random = np.random.default_rng(seed)
    spectrum, batch = random_spectrum(random), int(random.choice([1, 3, 50, 10**5]))
    width = sizes_near(random, len(spectrum))[0]
    beta = 1 + 1 / batch
    turn, _ = least(lambda x: rates(spectrum, float(width), np.inf, x)[1], -40, 40)

    def allowed(x):
        total, rate = rates(spectrum, float(width), np.inf, x)
        return np.where(total < beta * batch, rate, np.inf)

    _, rate = least(allowed, turn, turn + 60, rounds=8)
    model = Model(MeasuredSpectrum(spectrum.tolist(), [1.0] * len(spectrum)), width)
    found = exact.one_pass_largest_step(model, batch)
    assert found == pytest.approx(2 / (beta * rate), rel=1e-11)


STOPPED = [
    Model(spectrum, width, samples, noise)
    for spectrum, width, samples, noise in (
        *((law, oo, 60, "1/10") for law in POWERS[:3]),
        (POWERS[1], 200, 80, "1/100"),
        (POWERS[1], 90, 30, 0),
        *((GAPPED, width, samples, "1/50") for width, samples in ((oo, 20), (5, 7), (40, 6))),
        (GAPPED, 12, 100, "1/10"),
        (FEW, 500, 400, "1/1000"),
    )
]


@pytest.mark.one_in(4)
@pytest.mark.parametrize("model", STOPPED)
def test_best_times(model):
    def loss(log_time):
        return exact.test_loss(model, np.exp(log_time))

    found = exact.optimal_stopping(model)
    log_time, lowest = least(loss, -3, 15, points=46, rounds=2)
    end = exact.test_loss(model)
    assert found.loss <= min(lowest, end) * (1 + 1e-9)
    assert found.loss == pytest.approx(min(lowest, end), rel=1e-4)
    assert (found.time == np.inf) == (lowest > end * (1 - 1e-10))
    if found.time < np.inf:
        assert np.log(found.time) == pytest.approx(log_time, abs=0.02)


DIGITS = [STOPPED[0], STOPPED[5], STOPPED[8]]


@pytest.mark.one_in(3)
@pytest.mark.parametrize("model", DIGITS)
def test_digits_of_best_times(model):
    found = exact.optimal_stopping(model, digits=12)
    beside = [
        exact.test_loss(model, str(found.time * mpmath.mpf(ratio)), digits=24)
        for ratio in ("0.99999", "1", "1.00001")
    ]
    assert abs(beside[1] / found.loss - 1) < 1e-11
    assert abs((beside[0] - beside[1]) / (beside[2] - beside[1]) - 1) < 1e-3


FRONTIERS = [
    *((law, oo, 0, 10.0**power) for law in POWERS for power in (1, 5)),
    *((law, 40, "1/20", 3e3) for law in POWERS[:2]),
    (POWERS[1], 25, 0, 1e5),
    *((GAPPED, samples, noise, 2e3) for samples, noise in ((oo, 0), (7, "1/50"), (30, 0))),
    *((FEW, samples, 0, compute) for samples, compute in ((40, 1e3), (oo, UNDERFLOW))),
]


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("spectrum", "samples", "noise", "compute"), FRONTIERS)
def test_frontiers(spectrum, samples, noise, compute):
    def log_loss(log_width):
        return np.array(
            [
                float(mpmath.log(exact.test_loss(replaced(width), compute / width, 12)))
                if spectrum is FEW
                else np.log(exact.test_loss(replaced(width), compute / width))
                for width in map(float, np.exp(log_width))
            ]
        )

    def replaced(width):
        return Model(spectrum, width, samples, noise)

    found = exact.frontier(replaced(oo), compute)
    place, value = least(log_loss, 0, np.log(3 * compute), points=16, rounds=2)
    assert np.log(found.width) == pytest.approx(place, abs=0.15)
    assert log_loss([np.log(found.width)])[0] <= value + 1e-8
    if spectrum is not FEW:
        assert found.loss == pytest.approx(np.exp(log_loss([np.log(found.width)])[0]), rel=1e-8)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("spectrum", "samples", "noise", "compute"), FRONTIERS[-4:])
def test_digits_of_frontiers(spectrum, samples, noise, compute):
    model = Model(spectrum, samples=samples, noise=noise)
    found, digits = exact.frontier(model, compute), exact.frontier(model, compute, 8)
    assert found.width == pytest.approx(float(digits.width), rel=1e-6)
    assert found.loss == pytest.approx(float(digits.loss), rel=1e-8)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("spectrum", "noise", "step"),
    [
        (POWERS[1], "1/10", "1/4"),
        (POWERS[3], 0, "1/8"),
        (GAPPED, "1/100", "1/3"),
        (GAPPED, 0, "1/100"),
        (FEW, 0, "1/2"),
    ],
)
@pytest.mark.parametrize("compute", [30, 2000])
def test_frontier_of_one_pass_sgd(spectrum, noise, step, compute):
    training = OnePassSGD(step, 8)
    best = one_pass_frontier(Model(spectrum, noise=noise), compute, training)
    steps = np.unique(np.round(np.geomspace(1, compute, 60)))
    losses = [
        float(exact.one_pass_loss(Model(spectrum, compute / n, noise=noise), n, training))
        for n in steps
        if step_is_stable(Model(spectrum, compute / n), training)
    ]
    assert best.loss <= min(losses) * (1 + 1e-9)
    assert best.loss == pytest.approx(
        exact.one_pass_loss(Model(spectrum, best.width, noise=noise), round(best.steps), training),
        rel=1e-9,
    )


def step_is_stable(model, training):
    return float(training.step) < exact.one_pass_largest_step(model, training.batch)


def test_a_loss_below_the_smallest_double_is_said():
    with pytest.raises(PrecisionError, match="below the smallest double"):
        one_pass_frontier(Model(FEW), 2e5, OnePassSGD("1/2", 64))


def test_the_edge_of_many_modes_is_that_of_the_same_modes_measured() -> None:
    """Beside the last pole, where the sums of a power law are no longer made mode by mode."""
    law = PowerLaw(2, "3/2", modes=1500)
    measured = MeasuredSpectrum([float(k) ** -1.5 for k in range(1, 1501)], [1.0] * 1500)
    one, other = (exact.spectral_edge(Model(it, 75000, 90000)) for it in (law, measured))
    assert one == pytest.approx(other, rel=1e-11)


@pytest.mark.parametrize("samples", [oo, 5])
@pytest.mark.parametrize("tau", [0.05, 2 / 3, 8])
def test_the_largest_rate_of_infinitely_many_layers(tau: float, samples: float) -> None:
    """s = kappa e^(-2 tau d/M) D_P has an essential singularity at -lambda_1."""
    spectrum = PowerLaw(2, "3/2", modes=6)
    rates = np.arange(1, 7) ** -1.5

    def rate(log_above: np.ndarray) -> np.ndarray:
        u = 1 + np.exp(log_above)
        e = (rates[:, None] / (u - rates[:, None])).sum(axis=0)
        return np.log(u) + 2 * tau * e / 6 + np.log1p(e / float(samples))

    _, expected = least(rate, -5, 5)
    model = Model(spectrum, samples=samples, projection=ResidualProjection("inf", tau))
    assert exact.top_rate(model) == pytest.approx(np.exp(expected), rel=1e-11)
    few = Model(PowerLaw(2, 2, modes=1), projection=ResidualProjection("inf", "2/3"))
    assert exact.top_rate(few) == pytest.approx(3 * np.exp(2 / 3), rel=1e-14)
