"""Intervals of 95 % hold the truth in 95 of 100 spectra with knees, cut-offs and scatter."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import binom

from analytic.fits.exponents import exponent_over_rank
from tests.fits.synthetic import Known, eigenvalues, target_powers

Draw = Callable[[int], Known]
BOTH = [(eigenvalues, True), (target_powers, False)]
COVERAGE = 0.95
LEAST = 1e-3
"""Probability with which intervals of exactly that coverage would fail the test."""


def covered(draw: Draw, smooth: bool, seeds: range) -> list[bool]:
    known = [draw(seed) for seed in seeds]
    return [exponent_over_rank(one.values, smooth).within(one.exponent) for one in known]


@pytest.mark.parametrize(("draw", "smooth"), BOTH)
def test_intervals_hold_the_truth(draw: Draw, smooth: bool) -> None:
    held = covered(draw, smooth, range(1000, 1012))
    assert sum(held) >= binom.ppf(LEAST, len(held), COVERAGE)


@pytest.mark.slow
@pytest.mark.parametrize(("draw", "smooth"), BOTH)
def test_intervals_hold_the_truth_of_two_hundred_spectra(draw: Draw, smooth: bool) -> None:
    held = covered(draw, smooth, range(200))
    assert sum(held) >= COVERAGE * len(held)


@pytest.mark.parametrize(("draw", "smooth"), BOTH)
def test_intervals_are_narrow_enough_to_miss_another_exponent(draw: Draw, smooth: bool) -> None:
    known = [draw(seed) for seed in range(1000, 1008)]
    excluded = [
        not exponent_over_rank(one.values, smooth).within(one.exponent + 1.5) for one in known
    ]
    assert sum(excluded) > len(known) / 2


@pytest.mark.parametrize("modes", [300, 3000])
def test_intervals_hold_the_truth_behind_a_correction_that_falls_slowly(modes: int) -> None:
    rng, held, k = np.random.default_rng(modes), [], np.arange(1.0, modes + 1)
    for _ in range(10):
        exponent, size = rng.uniform(1.1, 2.5), 10 ** rng.uniform(-1, 1)
        found = exponent_over_rank(k**-exponent * (1 + size / k), smooth=True)
        held.append(found.within(exponent))
    assert sum(held) >= binom.ppf(LEAST, len(held), COVERAGE)
