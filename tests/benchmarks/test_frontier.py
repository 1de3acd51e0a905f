"""The speed of the exact frontier: twenty decades of compute, and one compute in digits."""

from time import process_time
from typing import Any

import numpy as np
import pytest

from analytic import exact
from analytic.problem import Model, PowerLaw
from tests.benchmarks.test_speed import timed

TWENTY_DECADES = np.geomspace(1e2, 1e22, 201)
_SECONDS = 10.0  # of processor time, for ten points per decade


@pytest.mark.parametrize(("a", "b"), [("2", "3/2"), ("4", "3/2"), ("6", "3/2")])
def test_twenty_decades(benchmark: Any, a: str, b: str) -> None:
    model = Model(PowerLaw(a, b))
    timed(benchmark, lambda: exact.frontier(model, TWENTY_DECADES))


def test_twenty_decades_take_less_than_ten_seconds() -> None:
    start = process_time()
    exact.frontier(Model(PowerLaw(4, "3/2")), TWENTY_DECADES)
    assert process_time() - start < _SECONDS


def test_one_compute_to_twenty_digits(benchmark: Any) -> None:
    model = Model(PowerLaw(2, "3/2"))
    timed(benchmark, lambda: exact.frontier(model, 10**6, 20))
