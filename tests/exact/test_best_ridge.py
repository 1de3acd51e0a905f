"""The best penalty in digits, by routes that do not search."""

import mpmath
import pytest
from sympy import Rational, oo

from analytic import exact
from analytic.problem import MeasuredSpectrum, Model, PowerLaw, Ridge


def test_for_an_isotropic_gaussian_prior_the_best_penalty_is_noise_over_samples():
    """Unlimited width, w*_k of variance one: the posterior mean is ridge with sigma^2/P."""
    model = Model(PowerLaw("3/2", "3/2", modes=50), samples=40, noise="1/4")
    found = exact.optimal_ridge(model, digits=30)
    assert mpmath.nstr(found.penalty, 30) == "0.00625"


@pytest.mark.parametrize("digits", [None, 25])
def test_the_loss_is_higher_on_both_sides(digits):
    model = Model(PowerLaw(2, "3/2"), 100, 100, "1/10")
    best = exact.optimal_ridge(model, digits)
    for share in (Rational(9, 10), Rational(11, 10)):
        penalty = share * Rational(str(best.penalty))
        assert exact.test_loss(model, oo, digits, Ridge(penalty)) > best.loss


def test_without_noise_and_limits_no_penalty_is_best():
    model = Model(PowerLaw(2, "3/2"), samples=100)
    found = exact.optimal_ridge(model)
    assert found.penalty == 0
    assert found.loss == exact.test_loss(model)
    assert exact.optimal_ridge(model, 20).penalty == 0


def test_where_all_is_noise_nothing_is_learned():
    model = Model(MeasuredSpectrum([1, "1/2", "1/4"], [0, 0, 0]), samples=2, noise=1)
    found = exact.optimal_ridge(model)
    assert found.loss == pytest.approx(0, abs=1e-8)


def test_digits_and_doubles_agree():
    model = Model(PowerLaw("7/4", "5/4", modes=300), 60, 90, "1/7")
    few, many = exact.optimal_ridge(model), exact.optimal_ridge(model, 30)
    assert few.penalty == pytest.approx(float(many.penalty), rel=1e-7)
    assert few.loss == pytest.approx(float(many.loss), rel=1e-11)


def test_in_a_gap_rounding_is_no_improvement() -> None:
    """kappa at s = 0 lies between 1 and 1e-15: the loss falls down to no penalty at all."""
    levels = ["1"] * 3 + ["1e-15"] * 3 + ["1e-30"] * 3
    model = Model(MeasuredSpectrum(levels, levels, 0), width=8, samples=3)
    found = exact.optimal_ridge(model)
    assert found == (0, exact.test_loss(model, oo))
    small = exact.test_loss(model, oo, 25, Ridge("1e-20"))
    assert small > exact.test_loss(model, oo, 25)
