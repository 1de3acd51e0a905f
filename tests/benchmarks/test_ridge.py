"""Speed of ridge losses and of the best penalty, as ratios to the fixed arithmetic."""

from typing import Any

import pytest
from sympy import oo

from analytic import Model, PowerLaw, Ridge, exact
from tests.benchmarks.test_speed import timed

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


@pytest.mark.benchmark(min_rounds=2)
def test_the_best_penalty(benchmark: Any) -> None:
    timed(benchmark, lambda: exact.optimal_ridge(INFINITE, 30))
