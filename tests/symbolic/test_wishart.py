"""What Gaussian entries add, and sums over two modes: exact moments, products of zetas."""

from dataclasses import replace
from functools import cache

import pytest
from sympy import (
    Integer,
    Rational,
    exp,
    log,
    simplify,
    zeta,
)

from analytic.comparison.corrections import SUMMED, mode_sum_checks
from analytic.law import Law
from analytic.notation import (
    N,
    P,
    a,
    b,
    c_k,
    epsilon,
    lambda_j,
    lambda_k,
    t,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, PowerLaw
from analytic.quotient import cancel
from analytic.result import Effort, Result
from analytic.symbolic.mean_field import finite_size
from analytic.symbolic.mean_field.finite_size import (
    added_by_data,
    added_by_width,
    coincident,
    first_order,
    in_modes,
    pairs,
)
from analytic.symbolic.slow_sums import losses
from analytic.symbolic.slow_sums.losses import double_sum

ONE = Integer(1)
SIDES = {"width": (N, P), "data": (P, N)}
ADDED = {"width": added_by_width, "data": added_by_data}


@cache
def summand_of(side):
    return in_modes(pairs(first_order(FIELD_EQUATIONS, *SIDES[side])))


@pytest.mark.parametrize("side", SIDES)
def test_at_second_order_in_time_the_moments_are_those_of_wishart(side):
    """n times <S^2>_kk - lambda_k^2 = lambda_k Tr Lambda + lambda_k^2, <S Lambda S>_kk alike."""
    second = cancel(summand_of(side).diff(t, 2).subs(t, 0) / 2)
    added = ADDED[side]()
    if side == "width":
        assert cancel(second - 2 * c_k * lambda_j * lambda_k) == 0
        assert cancel(added.diff(t, 2).subs(t, 0) / 2 - 2 * c_k * lambda_k**2) == 0
    else:
        # w (S^2 Lambda + S Lambda S) w; the trace in the second is of Lambda^2
        first, last = c_k * lambda_k * lambda_j, c_k / lambda_k * lambda_k * lambda_j**2
        assert cancel(second - (first + last)) == 0
        assert cancel(added.diff(t, 2).subs(t, 0) / 2 - 2 * c_k * lambda_k**2) == 0


@pytest.mark.parametrize("side", SIDES)
def test_for_one_mode_the_total_is_that_of_the_gamma_distribution(side):
    """E exp(-2 t lambda g), n g a chi squared of n degrees: (1 + 4 t lambda/n)^(-n/2)."""
    added = ADDED[side]()
    u = 4 * t * lambda_k
    # log of it over c: -(1/(2 epsilon)) log(1 + u epsilon) = -u/2 + u^2 epsilon/4 - ...
    expanded = (-log(1 + u * epsilon) / (2 * epsilon)).series(epsilon, 0, 2).removeO()
    exact = c_k * exp(expanded.subs(epsilon, 0)) * expanded.coeff(epsilon)
    assert simplify(coincident(summand_of(side)) + added - exact) == 0


def test_a_wrong_covariance_is_seen(monkeypatch):
    right = added_by_width()
    monkeypatch.setattr(finite_size, "_COVARIANCE", 2 * lambda_k**2)
    assert simplify(added_by_width() - right) != 0


def test_what_is_added_is_half_the_second_derivative_of_the_loss():
    loss = c_k * exp(-2 * lambda_k * t)
    for added in (added_by_width(), added_by_data()):
        assert simplify(added - t**2 * loss.diff(t, 2) / 2) == 0


PRODUCT = lambda_j * lambda_k * c_k  # no mode is special: its double sum is a product of zetas


def test_the_double_sum_of_a_product_is_a_product_of_sums():
    found = double_sum(PRODUCT, Integer(3), Integer(3), ONE)
    # beyond K in both: (K^-2/2) (K^-5/5)
    assert abs(found - float(zeta(3) * zeta(6))) < 1e-9
    found = double_sum(lambda_j * c_k, Integer(3), Integer(3), ONE)
    assert abs(found - float(zeta(3) ** 2)) < 1e-9


def test_the_double_sum_of_the_width_coefficient_at_early_times():
    time = Rational(1, 10**4)
    found = double_sum(summand_of("width"), Integer(4), Integer(4), time)
    exact = 2 * zeta(4) * zeta(8) * time**2
    assert abs(found / float(exact) - 1) < 1e-2


def test_a_law_is_held_against_the_double_sum(monkeypatch):
    monkeypatch.setattr(losses, "_LAST", 40)
    law = Law.of("r", t, zeta(b) * zeta(a + b), Integer(0), "")
    page = Page("By hand", "", "", "", "")
    result = Result("by-hand", "By hand", page, {SUMMED: PRODUCT * exp(0 * t)}, law)
    check = next(one for one in mode_sum_checks(PowerLaw(a, b)) if "late-time" in one.name)
    assert check.run(result, Effort()).passed
    wrong = law.with_formulas(leading=Rational(1002, 1000) * law.leading)
    assert not check.run(replace(result, law=wrong), Effort()).passed
