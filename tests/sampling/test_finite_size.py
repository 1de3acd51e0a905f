"""Finite-size terms by parts of draws: exactly solvable models, shares of noise, errors."""

import numpy as np
import pytest
from sympy import oo

from analytic import sampling
from analytic.errors import SimulationError
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.sampling.finite_size import finite_size_coefficient, unlimited_loss

ONE = MeasuredSpectrum([1], [1])
SPECTRUM = PowerLaw(2, "3/2", modes=64)


@pytest.mark.parametrize("size", [{"width": 8}, {"samples": 8}])
def test_one_mode_at_early_times(size):
    """K = chi^2_n/n, so L = 1 - 2t + 2t^2 (1 + 2/n) + ...: the coefficient begins with 4 t^2."""
    time = 1e-3
    drawn = finite_size_coefficient(Model(ONE, **size), time, draws=4000)
    assert abs(drawn.mean - 4 * time**2) < 5 * drawn.standard_error + 20 * time**3
    assert drawn.standard_error < 0.1 * drawn.mean


@pytest.mark.parametrize("size", [{"width": 8}, {"samples": 8}])
def test_one_mode_is_learned_exponentially(size):
    drawn = unlimited_loss(Model(ONE, **size), 0.5, draws=1000)
    assert abs(drawn.mean - np.exp(-1)) < 5 * drawn.standard_error + 1e-3  # of order n^-3


def test_the_linear_fluctuations_drop_out():
    """The same draws, with and without subtracting the mean over their parts."""
    apart = sampling.test_loss(Model(SPECTRUM, width=64), 1.0, draws=100)
    together = finite_size_coefficient(Model(SPECTRUM, width=16), 1.0, draws=100)
    assert together.standard_error < 0.5 * 64 * apart.standard_error


def test_the_limit_varies_no_more_than_the_largest_model():
    largest = sampling.test_loss(Model(SPECTRUM, width=64), 1.0, draws=200)
    limit = unlimited_loss(Model(SPECTRUM, width=16), 1.0, draws=200)
    assert limit.standard_error < 1.2 * largest.standard_error


def test_nothing_happens_at_time_zero():
    assert abs(finite_size_coefficient(Model(SPECTRUM, width=8), 0.0, draws=2).mean) < 1e-12


def test_shape_is_that_of_times():
    drawn = finite_size_coefficient(Model(SPECTRUM, samples=8), np.ones((2, 3)), draws=2)
    assert np.shape(drawn.mean) == (2, 3)


@pytest.mark.parametrize("sizes", [(oo, oo), (8, 8)])
@pytest.mark.parametrize("quantity", [finite_size_coefficient, unlimited_loss])
def test_exactly_one_size_is_finite(sizes, quantity):
    with pytest.raises(SimulationError, match="one resource"):
        quantity(Model(SPECTRUM, *sizes), 1.0, draws=2)
