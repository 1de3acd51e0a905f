"""Speeds of one-pass SGD: no cost that grows with the number of steps.

Run with `pytest tests/benchmarks --benchmark-enable --benchmark-only`.
"""

from typing import Any

import numpy as np
import pytest

from analytic import exact, sampling
from analytic.problem import Model, OnePassSGD, PowerLaw

WIDE = Model(PowerLaw(2, "3/2"), noise="1/10")
NARROW = Model(PowerLaw(2, "3/2"), width=40, noise="1/10")
TRAINING = OnePassSGD("1/4", 2)


@pytest.mark.parametrize("model", [WIDE, NARROW], ids=["N = oo", "N = 40"])
def test_a_million_steps_in_doubles(benchmark: Any, model: Model) -> None:
    benchmark(exact.one_pass_loss, model, 10**6, TRAINING)


def test_a_curve_to_a_million_steps_in_doubles(benchmark: Any) -> None:
    steps = np.unique(np.rint(np.geomspace(1, 1e6, 100)))
    benchmark(exact.one_pass_loss, NARROW, steps, TRAINING)


@pytest.mark.parametrize("steps", [100, 10**6, 10**12])
def test_forty_digits(benchmark: Any, steps: int) -> None:
    benchmark(exact.one_pass_loss, NARROW, steps, TRAINING, 40)


def test_mini_batches(benchmark: Any) -> None:
    model = Model(PowerLaw(2, "3/2", modes=300), width=40)
    benchmark(sampling.test_loss, model, [1, 10, 100], draws=50, training=TRAINING)
