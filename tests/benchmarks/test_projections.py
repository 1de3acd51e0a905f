"""Speed of other projections, as ratios to Gaussian features of the same size."""

from itertools import count
from typing import Any

import numpy as np
import pytest

from analytic import (
    AlignedProjection,
    DeepProjection,
    Model,
    OrthogonalProjection,
    PowerLaw,
    ResidualProjection,
    SkipConnection,
    StructuredProjection,
    exact,
)
from tests.benchmarks.test_speed import shortest, timed

SPECTRUM = PowerLaw(2, "3/2", modes=300)
_CALLS = count()
PROJECTIONS = {
    "aligned": AlignedProjection(),
    "deep": DeepProjection([40, 40]),
    "equal features": StructuredProjection(0),
    "infinitely many structured features": StructuredProjection("5/2"),
    "orthogonal": OrthogonalProjection(),
    "residual layers": ResidualProjection(24, 1),
    "skip connection": SkipConnection(1),
    "structured features": StructuredProjection("3/2"),
}
"""Each where Gaussian features have N = 40."""


def curve(one: Model, loss: Any = exact.losses) -> object:
    """Losses at times that were not asked for before: roots are kept between equal calls."""
    return loss(one, np.geomspace(1, 1e6, 100) * (1 + 1e-7 * next(_CALLS)))


def model(name: str, samples: int) -> Model:
    projection = PROJECTIONS[name]
    free = name in ("infinitely many structured features", "residual layers", "skip connection")
    width = "inf" if free or name == "deep" else 40
    return Model(SPECTRUM, width, samples, 0, projection)


def recorded(benchmark: Any, work: Any, gaussian: Any) -> None:
    timed(benchmark, work)
    if benchmark.enabled:
        ratio = benchmark.stats["min"] / shortest(gaussian)
        benchmark.extra_info["ratio to Gaussian features"] = ratio


@pytest.mark.benchmark(min_rounds=3)
@pytest.mark.parametrize("samples", [120, 20])
@pytest.mark.parametrize("name", PROJECTIONS)
def test_a_learning_curve_in_doubles(benchmark: Any, name: str, samples: int) -> None:
    """On both sides of N = P."""
    other, gaussian = model(name, samples), Model(SPECTRUM, 40, samples)
    recorded(benchmark, lambda: curve(other), lambda: curve(gaussian))


@pytest.mark.benchmark(min_rounds=3)
@pytest.mark.parametrize("loss", [exact.test_loss, exact.train_loss])
def test_more_width_than_samples(benchmark: Any, loss: Any) -> None:
    """A Gaussian learning curve at P < N, as a ratio to that of the dual one."""
    one, dual = (Model(SPECTRUM, *sizes) for sizes in ((120, 40), (40, 120)))
    timed(benchmark, lambda: curve(one, loss))
    if benchmark.enabled:
        ratio = benchmark.stats["min"] / shortest(lambda: curve(dual, loss))
        benchmark.extra_info["ratio to P > N"] = ratio


@pytest.mark.benchmark(min_rounds=2)
@pytest.mark.parametrize("power", ["1/2", 1, "3/2"])
def test_fifty_digits_of_structured_features(benchmark: Any, power: object) -> None:
    spectrum = PowerLaw(2, "3/2")
    structured = Model(spectrum, 1000, 3000, 0, StructuredProjection(power))
    gaussian = Model(spectrum, 1000, 3000)
    recorded(
        benchmark,
        lambda: exact.test_loss(structured, 100, digits=50),
        lambda: exact.test_loss(gaussian, 100, digits=50),
    )
