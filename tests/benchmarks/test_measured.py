"""Speed of measured spectra: curves in doubles and digits, as ratios to the fixed arithmetic."""

from typing import Any

import numpy as np
import pytest

from analytic import exact
from analytic.problem import MeasuredSpectrum, Model
from tests.benchmarks.test_speed import TIMES, reference, shortest


def measured(modes: int, **sizes: Any) -> Model:
    """A power law as a measured spectrum of its own, about which nothing is known yet."""
    k = np.arange(1.0, modes + 1)
    noise = np.exp(np.random.default_rng().normal(scale=0.1, size=modes))
    return Model(MeasuredSpectrum(k**-1.5 * noise, k**-2.0), **sizes)


def cold(benchmark: Any, model: Model, work: Any, rounds: int = 3) -> None:
    """The work on a new spectrum every time, so that it is read and clustered in every round."""
    modes = int(model.spectrum.modes)
    sizes = {"width": model.width, "samples": model.samples}
    benchmark.pedantic(work, setup=lambda: ((measured(modes, **sizes),), {}), rounds=rounds)
    if benchmark.enabled:
        benchmark.extra_info["ratio to the reference"] = benchmark.stats["min"] / shortest(
            reference
        )


@pytest.mark.parametrize("modes", [10**3, 10**4, 10**5])
def test_a_hundred_times(benchmark: Any, modes: int) -> None:
    model = measured(modes, width=40, samples=120)
    cold(benchmark, model, lambda model: exact.losses(model, TIMES))


def test_both_losses_until_they_have_settled(benchmark: Any) -> None:
    """Width infinite, P = 50: a test loss that settles and a training loss that dies."""
    times = np.geomspace(1, 1e6, 50)
    cold(benchmark, measured(1797, samples=50), lambda model: exact.losses(model, times))


def test_fifteen_digits_of_many_modes(benchmark: Any) -> None:
    model = measured(5000, width=40, samples=120)
    cold(benchmark, model, lambda model: exact.losses(model, 100, digits=15), rounds=1)
