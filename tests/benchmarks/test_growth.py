"""Costs that must not grow: pairs of questions, timed one after the other on the same machine.

Run with `pytest tests/benchmarks --benchmark-enable --benchmark-only`. A ratio fails where a cost
grows, on slow machines and on fast ones; in an ordinary run each question is asked once, untimed.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from analytic import Model, PowerLaw, exact

TYPICAL = Model(PowerLaw(2, "3/2"), 40, 120)
SMALL_AND_LARGE = [
    pytest.param(
        *(Model(PowerLaw(2, "3/2"), 10**3, 3 * 10**3), 10**4),
        *(Model(PowerLaw(2, "3/2"), 10**15, 3 * 10**15), 10**4),
        id="width and samples",
    ),
    pytest.param(TYPICAL, 10**2, TYPICAL, 10**15, id="time"),
    pytest.param(TYPICAL.with_modes(10**4), 100, TYPICAL.with_modes(10**15), 100, id="modes"),
    pytest.param(
        *(Model(PowerLaw(2, "3/2", modes=10**4)), 10**7),
        *(Model(PowerLaw(2, "3/2", modes=10**14)), 10**22),
        id="modes, next to the last pole",
    ),
]


def seconds(question: Callable[[], Any], rounds: int = 5) -> float:
    """The median time of a question asked several times, after once to warm up."""
    question()
    times = []
    for _ in range(rounds):
        start = perf_counter()
        question()
        times.append(perf_counter() - start)
    return median(times)


@pytest.mark.benchmark(group="cost does not grow")
@pytest.mark.parametrize(("small", "early", "large", "late"), SMALL_AND_LARGE)
def test_the_large_question_costs_what_the_small_one_does(benchmark, small, early, large, late):
    benchmark.pedantic(lambda: exact.losses(large, late, 30), warmup_rounds=1, rounds=5)
    if not benchmark.disabled:
        ratio = benchmark.stats["median"] / seconds(lambda: exact.losses(small, early, 30))
        benchmark.extra_info["large over small"] = ratio
        assert ratio < 3


@pytest.mark.benchmark(group="cost does not grow")
def test_a_new_model_costs_little_more_than_a_known_one(benchmark):
    """A curve of a hundred times at a width not asked for before: nothing of it is cached."""
    times = np.geomspace(1, 1e6, 100)
    widths = iter(range(41, 10**6))

    def fresh() -> Any:
        return exact.losses(Model(PowerLaw(2, "3/2"), next(widths), 120), times)

    found = benchmark.pedantic(fresh, warmup_rounds=1, rounds=5)
    assert np.all(found.test > 0)
    if not benchmark.disabled:
        ratio = benchmark.stats["median"] / seconds(lambda: exact.losses(TYPICAL, times))
        benchmark.extra_info["new over known"] = ratio
        assert ratio < 5
