"""Losses of ridge in extended doubles, against those with many digits."""

import random

import mpmath
import pytest
from sympy import Rational, oo

from analytic import DeepProjection, MeasuredSpectrum, Model, PowerLaw, Ridge, exact
from analytic.exact.arguments import SAME
from analytic.exact.keystone import TRAIN
from analytic.exact.penalty import penalised_losses

PAIRS = (SAME, TRAIN)
MANY = Model(PowerLaw("3/2", "3/2", modes=1000), 1000, 256, "1/2")
NUMBERS = random.Random(0)


def size(low: float, high: float) -> Rational:
    return Rational(1 + round(1000 * 10 ** NUMBERS.uniform(low, high)), 1000)


def drawn() -> tuple[Model, Ridge]:
    modes = NUMBERS.choice([3, 20, 200, 1000])
    growth = NUMBERS.choice([0, 0, 1])
    spectrum = PowerLaw(
        1 + growth + size(-1, 0.5), 1 + growth + size(-1, 0.5), modes, multiplicity_growth=growth
    )
    width, samples = (NUMBERS.choice([size(0, 3), oo, 100]) for _ in range(2))
    noise, penalty = NUMBERS.choice([0, size(-2, 1)]), 10 ** NUMBERS.randrange(12)
    return Model(spectrum, width, samples, noise), Ridge(Rational(3, penalty))


@pytest.mark.parametrize(("model", "ridge"), [drawn() for _ in range(40)])
def test_fifteen_digits_are_those_of_many(model: Model, ridge: Ridge) -> None:
    found = penalised_losses(model, ridge, PAIRS, 12)
    expected = exact.losses(model, oo, 30, ridge)
    plain = exact.losses(model, oo, None, ridge)
    assert found is not None
    for one, digits, double in zip(found, expected, plain, strict=True):
        with mpmath.workdps(40):
            assert abs(one / digits - 1) < 1e-13
            assert abs(double / digits - 1) < 1e-11
    certain = penalised_losses(model, ridge, PAIRS, 15)
    for one, digits in zip(certain or expected, expected, strict=True):
        with mpmath.workdps(40):
            assert abs(one / digits - 1) < 1e-16


def test_a_measured_spectrum_with_null_modes() -> None:
    model = Model(MeasuredSpectrum([1, 1, "1/3", 0], [1, 0, 2, "1/7"]), 2, 3, "1/5")
    few, many = (exact.losses(model, oo, digits, Ridge("1/50")) for digits in (15, 40))
    for one, other in zip(few, many, strict=True):
        with mpmath.workdps(50):
            assert abs(one / other - 1) < 1e-15


@pytest.mark.parametrize(
    ("model", "digits"),
    [
        (MANY, 17),
        (Model(PowerLaw(2, 2), 3, 5), 15),
        (Model(PowerLaw(2, 2, modes=9), oo, 5, projection=DeepProjection([4, 3])), 15),
        (Model(PowerLaw(2, 2, modes=9, scale=Rational(1, 10**320)), 3, 5), 15),
    ],
)
def test_digits_decide_elsewhere(model: Model, digits: int) -> None:
    assert penalised_losses(model, Ridge("1/7"), PAIRS, digits) is None


def test_of_what_is_near_its_divergence_digits_decide() -> None:
    model, ridge = Model(PowerLaw(3, 3, modes=4), oo, 4), Ridge(Rational(1, 10**20))
    assert penalised_losses(model, ridge, PAIRS, 15) is None


LEVELS = [*["1"] * 4, *["1/1000"] * 4, *["1e-12"] * 6]
GAPS = MeasuredSpectrum(LEVELS, LEVELS, 0)


@pytest.mark.parametrize("spectrum", [PowerLaw(2, "3/2"), GAPS], ids=["power law", "gaps"])
@pytest.mark.parametrize(("width", "samples"), [(8, 4), (4, 8), (oo, 4), (oo, "17/4"), (8, 11)])
@pytest.mark.parametrize("power", [75, 200])
def test_a_tiny_penalty_is_the_end_of_training(spectrum, width, samples, power) -> None:
    """With noise, and fewer samples than features, both halves of its part grow as 1/penalty."""
    model = Model(spectrum, width, samples, "1/20")
    ridge = Ridge(Rational(1, 10**power))
    end, found = exact.losses(model, oo, 25), exact.losses(model, oo, 25, ridge)
    plain = exact.test_loss(model, oo, training=ridge)
    assert abs(found.test / end.test - 1) < 1e-24
    assert abs(found.train - end.train) < 1e-24
    assert plain == pytest.approx(float(end.test), rel=1e-13)
