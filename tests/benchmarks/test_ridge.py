"""Speed of ridge losses and of the best penalty, as ratios to the fixed arithmetic."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from sympy import Rational, oo

from analytic import (
    AlignedProjection,
    DeepProjection,
    Model,
    OrthogonalProjection,
    PowerLaw,
    ResidualProjection,
    Ridge,
    SkipConnection,
    StructuredProjection,
    exact,
)
from tests.benchmarks.test_speed import shortest, timed

FINITE, INFINITE = (
    Model(PowerLaw("3/2", "3/2", modes), width=1000, samples=256, noise="1/2")
    for modes in (1000, oo)
)
RIDGE = Ridge("1/256000")


@pytest.mark.parametrize(
    ("model", "digits"),
    [(FINITE, None), (FINITE, 15), (INFINITE, 15), (INFINITE, 50)],
    ids=["doubles", "15 digits of 1000 modes", "15 digits", "50 digits"],
)
def test_a_loss(benchmark: Any, model: Model, digits: int | None) -> None:
    timed(benchmark, lambda: exact.test_loss(model, oo, digits, RIDGE))


SPECTRUM, SIZES = PowerLaw(2, "3/2", 1000), count(50)


def fresh(kind: Callable[[int], dict[str, Any]]) -> Any:
    """A loss in doubles of a model and a penalty that were never asked for."""
    size = next(SIZES)
    model = Model(SPECTRUM, samples=120 + 7 * size, noise="1/20", **kind(size))
    return exact.test_loss(model, training=Ridge(Rational(1, 1000 + size)))


PROJECTIONS: dict[str, Callable[[int], dict[str, Any]]] = {
    "orthogonal": lambda n: {"width": n, "projection": OrthogonalProjection()},
    "deep": lambda n: {"projection": DeepProjection([n + 50, n])},
    "skip": lambda n: {"projection": SkipConnection(Rational(n, 100))},
    "residual": lambda n: {"projection": ResidualProjection(3, Rational(n, 100))},
    "aligned": lambda n: {"width": n, "projection": AlignedProjection()},
    "structured": lambda n: {"width": n, "projection": StructuredProjection("3/2")},
}


@pytest.mark.parametrize("name", PROJECTIONS)
def test_a_loss_of_a_new_model(benchmark: Any, name: str) -> None:
    timed(benchmark, lambda: fresh(PROJECTIONS[name]))
    if benchmark.enabled:
        ratio = benchmark.stats["min"] / shortest(lambda: fresh(lambda n: {"width": n}))
        benchmark.extra_info["ratio to Gaussian features"] = ratio


@pytest.mark.benchmark(min_rounds=2)
def test_the_best_penalty(benchmark: Any) -> None:
    timed(benchmark, lambda: exact.optimal_ridge(INFINITE, 30))
