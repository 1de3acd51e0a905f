"""Speed of other projections, as ratios to Gaussian features of the same size."""

from typing import Any

import numpy as np
import pytest

from analytic import AlignedProjection, Model, PowerLaw, StructuredProjection, exact
from analytic.problem import Projection
from tests.benchmarks.test_speed import shortest, timed

SPECTRUM = PowerLaw(2, "3/2", modes=300)
TIMES = np.geomspace(1, 1e6, 100)


def curve(*projection: Projection) -> Any:
    return exact.losses(Model(SPECTRUM, 40, 120, 0, *projection), TIMES)


@pytest.mark.benchmark(min_rounds=3)
@pytest.mark.parametrize(
    "projection",
    [StructuredProjection(0), StructuredProjection("3/2"), AlignedProjection()],
    ids=["equal features", "structured features", "aligned"],
)
def test_a_learning_curve_in_doubles(benchmark: Any, projection: Projection) -> None:
    timed(benchmark, lambda: curve(projection))
    if benchmark.enabled:
        ratio = benchmark.stats["min"] / shortest(curve)
        benchmark.extra_info["ratio to Gaussian features"] = ratio
