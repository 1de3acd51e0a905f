"""Local exponents: powers, intervals, and published exponents that the dice exclude."""

from dataclasses import dataclass

import numpy as np
import pytest
from sympy import Expr, Integer, Rational, Symbol

from analytic.comparison.measure import DATA_LIMITED, WIDTH_LIMITED
from analytic.comparison.slopes import DECADES, exact_slopes, simulated_slope, slope_of
from analytic.errors import InvalidProblemError, SimulationError
from analytic.notation import N
from analytic.problem import PowerLaw
from analytic.result import Effort, Simulated

SIZES = (16, 32, 64, 128)


@dataclass(frozen=True)
class Power:
    """n^-r, a negative amplitude, and noise of 1 % that all sizes share."""

    rate: Expr
    variable: Symbol = N

    def exact(self, _: PowerLaw, size: Expr, digits: int) -> Expr:
        return (-3 * size**-self.rate).evalf(digits)

    def simulated(self, _: PowerLaw, sizes, effort: Effort) -> Simulated:
        mean = np.array(sizes, dtype=float) ** -float(self.rate)
        return Simulated(mean, 1e-4 * np.outer(mean, mean) / effort.draws)


ANY = PowerLaw(2, 2)


def test_the_slope_of_a_power_is_its_exponent():
    slopes = exact_slopes(Power(Rational(7, 5)), ANY)
    assert [size for size, _ in slopes] == list(DECADES[1:])
    assert all(abs(slope - Rational(7, 5)) < 1e-10 for _, slope in slopes)


def test_noise_that_all_sizes_share_is_no_noise_of_the_slope():
    slope = simulated_slope(Power(Rational(7, 5)), ANY, SIZES, Effort())
    assert slope.value == pytest.approx(1.4, abs=1e-12)
    assert slope.standard_error < 1e-6
    assert slope.sizes == SIZES


def test_the_interval_has_the_standard_error_and_the_last_change():
    mean = np.array([1.0, 0.5, 0.2])
    slope = slope_of(Simulated(mean, np.diag([0.0, 0.01, 0.0]) ** 2), (1, 2, 4))
    assert slope.value == pytest.approx(np.log2(2.5))
    assert slope.systematic == pytest.approx(np.log2(2.5) - 1)
    assert slope.standard_error == pytest.approx(0.01 / 0.5 / np.log(2))
    reach = 2.5758293 * slope.standard_error + slope.systematic
    assert slope.high - slope.value == pytest.approx(reach)
    assert slope.value - slope.low == pytest.approx(reach)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("observable", "a", "derived", "published"),
    [(WIDTH_LIMITED, 4, "3/2", 3), (DATA_LIMITED, 5, 3, 4)],
    ids=["width: min(a-1, 2b)", "data: modes above the rank"],
)
def test_a_published_exponent_is_excluded(observable, a, derived, published):
    """a > b + 1 in width, a > 2b + 1 in data, b = 3/2: by digits to 1e12, and by dice."""
    spectrum = PowerLaw(a, "3/2")
    _, last = exact_slopes(observable, spectrum)[-1]
    assert abs(last - Rational(derived)) < 1e-6
    slope = simulated_slope(observable, spectrum, SIZES, Effort(draws=100))
    assert not slope.low <= published <= slope.high
    assert abs(slope.value - published) > 10 * slope.standard_error
    digits = exact_slopes(observable, spectrum, [Integer(n) for n in SIZES[-2:]])[0][1]
    assert slope.low <= digits <= slope.high


def test_two_sizes_have_no_systematic_error():
    with pytest.raises(InvalidProblemError, match="three"):
        simulated_slope(Power(Integer(1)), ANY, SIZES[:2], Effort())


def test_one_size_has_no_slope():
    with pytest.raises(InvalidProblemError, match="two"):
        exact_slopes(Power(Integer(1)), ANY, DECADES[:1])


def test_a_mean_below_zero_has_no_exponent():
    with pytest.raises(SimulationError, match="not positive"):
        slope_of(Simulated(np.array([1.0, 1.0, -1.0]), np.eye(3)), (1, 2, 4))
