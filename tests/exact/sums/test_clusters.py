"""Sums over clusters of eigenvalues against the sums over all modes, at any kappa."""

from time import process_time

import numpy as np
import pytest

from analytic.exact.precision import Double, Multiple
from analytic.exact.sums import clusters
from analytic.exact.sums.clusters import Cluster
from analytic.exact.sums.measured_sums import MeasuredSums
from analytic.problem import MeasuredSpectrum

RANDOM = np.random.default_rng(1)
MODES = 3000
K = np.arange(1.0, MODES + 1)
NOISE = np.exp(RANDOM.normal(size=MODES))
BESIDE = np.concatenate([1 + 1e-9 * RANDOM.random(MODES // 2), 1e-10 * (1 + K[: MODES // 2] / 1e6)])
SPECTRA = {
    "power law": (K**-1.5, K**-2.0),
    "power law with noise": (K**-1.2 * NOISE, K**-2.0 * NOISE[::-1]),
    "steep": (K**-5.0, K**-2.0),
    "uniform": (RANDOM.random(MODES), RANDOM.random(MODES)),
    "twelve decades": (10 ** RANDOM.uniform(-12, 0, MODES), RANDOM.random(MODES)),
    "two clusters": (BESIDE, RANDOM.random(MODES)),
    "three values": (RANDOM.choice([1.0, 0.5, 1e-6], MODES), RANDOM.random(MODES)),
    "a gap of ten decades": (
        np.concatenate([1 / K[::2], 1e-10 / K[::2]]),
        10 ** RANDOM.uniform(-30, 0, MODES),
    ),
    "a tiny last one": (np.append(K[1:] ** -1.0, 1e-40), np.ones(MODES)),
    "one mode": (np.array([0.3]), np.array([2.0])),
    "two modes": (np.array([0.3, 1e-9]), np.array([2.0, 1.0])),
    "null modes": (np.append(K[:-1] ** -1.0, 0.0), np.ones(MODES)),
}


def spectrum(name: str) -> MeasuredSpectrum:
    return MeasuredSpectrum(*SPECTRA[name], null_threshold=0)


def places(eigenvalues: np.ndarray, count: int) -> np.ndarray:
    """kappa everywhere: in the sector of contours, by the axis, among and right of the modes."""
    low = np.log10(np.min(eigenvalues[eigenvalues > 0]))
    top = np.log10(np.max(eigenvalues))
    size = 10 ** RANDOM.uniform(low - 2, top + 2, 3 * count)
    angle = np.concatenate(
        [RANDOM.uniform(-2.6, 2.6, 2 * count), np.pi - 10 ** RANDOM.uniform(-8, 0, count)]
    )
    among = -eigenvalues[RANDOM.integers(0, len(eigenvalues), count)] * (
        1 + 1e-3 * RANDOM.standard_normal(count)
    )
    right = -(10**low) * (1 - 10 ** RANDOM.uniform(-9, -0.1, count))
    return np.concatenate([size * np.exp(1j * angle), among[among != 0], right])


def over_all_modes(
    eigenvalues: np.ndarray, powers: np.ndarray, kappa: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The four sums by their definition, and the sums of the sizes of their terms."""
    response = 1 / np.add.outer(kappa, eigenvalues)
    square, weights = response**2, np.stack([eigenvalues, powers], axis=1)
    exact = np.concatenate([response @ weights, -square @ weights], axis=1)
    sizes = np.concatenate([np.abs(response) @ weights, np.abs(square) @ weights], axis=1)
    return exact.T, sizes.T


@pytest.mark.parametrize("name", SPECTRA)
def test_clusters_add_up_to_all_modes(name: str) -> None:
    """To the rounding of the definition, whose sums of M terms are off by some last bits."""
    eigenvalues, powers = SPECTRA[name]
    kappa = places(eigenvalues, 60)
    found = np.array(MeasuredSums(Double(), spectrum(name)).evaluate(kappa))
    exact, sizes = over_all_modes(eigenvalues, powers, kappa)
    assert np.all(np.abs(found - exact) <= 128 * 2.0**-52 * sizes)


@pytest.mark.parametrize("name", ["power law", "a gap of ten decades"])
def test_digits_of_clusters(name: str) -> None:
    eigenvalues, powers = SPECTRA[name]
    kappa = places(eigenvalues, 2)
    sums = MeasuredSums(Multiple(150), spectrum(name))
    fine = Multiple(250)
    with fine.working():
        at, modes, weights = fine.complex(kappa), fine.array(eigenvalues), fine.array(powers)
        response = 1 / np.add.outer(at, modes)
        exact = response @ modes, response @ weights
        sizes = np.abs(response) @ modes, np.abs(response) @ weights
        with sums.arithmetic.working():
            found = sums.evaluate(at)
        for value, right, size in zip(found, exact, sizes, strict=False):
            assert np.max(fine.log2_abs((value - right) / size)) < 12 - 150


@pytest.mark.parametrize("arithmetic", [Double(), Multiple(128)])
def test_few_nodes_stand_for_many_modes(arithmetic: Double | Multiple) -> None:
    """A power law of M modes has nodes in proportion to log M and to the digits."""
    sums = MeasuredSums(arithmetic, spectrum("power law"))
    with arithmetic.working():
        seen = sums.sources(arithmetic.complex([1e-3]))
        assert sum(len(points) for _, (points, _) in seen) < MODES / (
            5 if arithmetic.bits < 60 else 2
        )


def test_nodes_that_do_not_add_up_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """With too few nodes a cluster notices, and its modes are added one by one."""
    monkeypatch.setattr(clusters, "_GUARD_BITS", -25)
    eigenvalues, powers = SPECTRA["uniform"]
    order = np.argsort(eigenvalues)
    cluster = Cluster(Double(), eigenvalues[order], np.stack([eigenvalues, powers], axis=1)[order])
    seen = list(cluster.sources(np.array([1e-2 + 0j]), np.arange(1)))
    assert sum(len(points) for _, (points, _) in seen) == MODES


def test_cost_of_a_sum_does_not_grow_with_the_modes() -> None:
    """After the first sum: a hundred times as many modes, less than five times the work."""
    kappa = 10 ** RANDOM.uniform(-6, 0, 300) * np.exp(1j * RANDOM.uniform(-2, 2, 300))

    def work(modes: int) -> float:
        k = np.arange(1.0, modes + 1)
        sums = MeasuredSums(Double(), MeasuredSpectrum(k**-1.5, k**-2.0))
        sums.evaluate(kappa)
        durations = []
        for _ in range(5):
            start = process_time()
            sums.evaluate(kappa)
            durations.append(process_time() - start)
        return min(durations)

    assert work(10**5) < 5 * work(10**3)
