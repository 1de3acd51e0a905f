"""Speeds, as ratios to a fixed piece of arithmetic on the same machine.

Run with `pytest tests/benchmarks --benchmark-enable --benchmark-only`; the ratio of each benchmark
to the reference, and of pairs to each other, stands in its `extra_info`. In the ordinary suite
every benchmark runs once and is not timed.
"""

import subprocess
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import gmpy2
import numpy as np
import pytest

from analytic import exact
from analytic.problem import Model, PowerLaw

NEAR = Model(PowerLaw(2, "3/2"), width=40, samples=120)
FAR = Model(PowerLaw("9/5", "6/5"), width=10**9, samples=3 * 10**9)
TIMES = np.geomspace(1, 1e6, 100)


def shortest(work: Callable[[], object], rounds: int = 5) -> float:
    """The shortest of several runs, in seconds: the one least disturbed."""
    durations = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        durations.append(perf_counter() - start)
    return min(durations)


def reference() -> object:
    """A hundred thousand products of complex numbers of fifty digits."""
    with gmpy2.context(precision=170):
        factor, product = gmpy2.mpc("0.6+0.8j"), gmpy2.mpc(1)
        for _ in range(100_000):
            product = product * factor
    return product


def timed(benchmark: Any, work: Callable[[], object]) -> None:
    work()  # warm: coefficients are kept between calls
    benchmark(work)
    if benchmark.enabled:
        benchmark.extra_info["ratio to the reference"] = benchmark.stats["min"] / shortest(
            reference
        )


def test_fifty_digits(benchmark: Any) -> None:
    timed(benchmark, lambda: exact.losses(NEAR, 100, digits=50))


def test_fifty_digits_far_out(benchmark: Any) -> None:
    timed(benchmark, lambda: exact.losses(FAR, 10**12, digits=50))


@pytest.mark.benchmark(min_rounds=2)
def test_two_hundred_digits(benchmark: Any) -> None:
    timed(benchmark, lambda: exact.losses(NEAR, 100, digits=200))


def test_a_learning_curve_in_doubles(benchmark: Any) -> None:
    timed(benchmark, lambda: exact.losses(NEAR, TIMES))


@pytest.mark.parametrize("size", [10**3, 10**15])
def test_cost_does_not_grow_with_the_resources(benchmark: Any, size: int) -> None:
    """The ratio of the larger problem's time to that of the smaller one stands in extra_info."""
    model = Model(PowerLaw("9/5", "6/5"), width=size, samples=3 * size)
    small = Model(PowerLaw("9/5", "6/5"), width=10**3, samples=3 * 10**3)
    timed(benchmark, lambda: exact.losses(model, size, digits=30))
    if benchmark.enabled:
        least = shortest(lambda: exact.losses(small, 10**3, digits=30))
        benchmark.extra_info["ratio to N = 1000"] = benchmark.stats["min"] / least


@pytest.mark.parametrize("modes", [10**4, 10**9])
def test_cost_does_not_grow_with_the_modes(benchmark: Any, modes: int) -> None:
    model = Model(PowerLaw("9/5", "6/5", modes=modes), width=10**3, samples=3 * 10**3)
    timed(benchmark, lambda: exact.losses(model, 10**3, digits=30))


@pytest.mark.benchmark(min_rounds=3)
@pytest.mark.parametrize("names", ["sympy", "analytic, derivations"])
def test_import(benchmark: Any, names: str) -> None:
    benchmark(subprocess.run, [sys.executable, "-c", f"import {names}"], check=True)
