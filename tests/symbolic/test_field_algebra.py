"""The algebra of the field equations: sums over modes, responses, replicas, changed statements."""

from dataclasses import replace

import pytest
from sympy import simplify

from analytic.errors import DivergenceError, InvalidProblemError
from analytic.notation import (
    C_0,
    C_1,
    C_3,
    D_N,
    D_N2,
    D_P,
    D_P2,
    N,
    P,
    c_k,
    d,
    d2,
    kappa,
    kappa2,
    lambda_k,
    primed,
    s,
    s2,
    sigma2,
    u1,
    u2,
    u3,
    w,
    w2,
)
from analytic.problem import FIELD_EQUATIONS
from analytic.quotient import cancel
from analytic.symbolic.mean_field.final_value import along_the_diagonal, one_after_the_other
from analytic.symbolic.mean_field.keystone import difference_quotient, keystone, separated
from analytic.symbolic.mean_field.responses import responses, sum_over_modes
from analytic.symbolic.mean_field.two_point import linear_system, two_point

ONE = responses(FIELD_EQUATIONS)
NOISE = sigma2 / (s * s2)
SOLVED = two_point(linear_system(FIELD_EQUATIONS, ONE), ONE)


def vary(source, factor):
    """The field equations with the covariance of one source multiplied by a factor."""
    changed = {**FIELD_EQUATIONS.covariances, source: factor * FIELD_EQUATIONS.covariances[source]}
    return replace(FIELD_EQUATIONS, covariances=changed)


@pytest.mark.parametrize(
    ("summand", "expected"),
    [
        (lambda_k / (lambda_k + kappa), d),
        (c_k / (lambda_k + kappa2), w2),
        (
            lambda_k * c_k / ((lambda_k + kappa) * (lambda_k + kappa2)),
            (kappa * w - kappa2 * w2) / (kappa - kappa2),
        ),
        (
            lambda_k**2 / ((lambda_k + kappa) * (lambda_k + kappa2)),
            (kappa * d - kappa2 * d2) / (kappa - kappa2),
        ),
    ],
)
def test_a_sum_over_modes_is_made_of_dimension_and_resolvent(summand, expected):
    assert cancel(sum_over_modes(summand) - expected) == 0


@pytest.mark.parametrize("summand", [1 / (lambda_k + kappa), lambda_k, c_k / lambda_k])
def test_a_sum_that_is_not_made_of_them_is_refused(summand):
    with pytest.raises(DivergenceError, match="no combination"):
        sum_over_modes(summand)


def test_the_responses_are_those_of_the_paper():
    assert (ONE.D_P - (1 - d / P)).expand() == 0
    assert (ONE.D_N - (1 - d / N)).expand() == 0
    assert cancel(ONE.H_k - 1 / (s + lambda_k * D_P * D_N)) == 0
    assert ONE.frequency == kappa * D_P * D_N


def test_swapping_width_and_samples_swaps_the_responses():
    swap = {N: P, P: N}
    assert ONE.D_P.subs(swap, simultaneous=True) == ONE.D_N


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("shared", "expected"),
    [  # independent replicas, theory of the bias-variance split
        (
            {"data"},
            (kappa * kappa2 * (w - w2) + sigma2 * (kappa2 - kappa))
            / (s * s2 * (kappa2 * D_P2 - kappa * D_P)),
        ),
        (
            {"A"},
            kappa * kappa2 / (s * s2) * (D_N2 * w - D_N * w2) / (kappa2 * D_N2 - kappa * D_N)
            + NOISE,
        ),
        (set(), kappa * kappa2 / (s * s2) * (w - w2) / (kappa2 - kappa) + NOISE),
    ],
)
def test_replicas_covary_as_in_the_literature(shared, expected):
    solved = two_point(linear_system(FIELD_EQUATIONS, ONE, frozenset(shared)), ONE)
    assert cancel(solved[C_0] + ONE.at_kappa(NOISE - expected)) == 0


def test_the_keystone_is_the_one_known():
    h = D_P * (kappa * w + sigma2) / s
    assert cancel(SOLVED[C_1] - ONE.at_kappa((h - primed(h)) / (s2 - s))) == 0
    assert cancel(SOLVED[C_0] + ONE.at_kappa(NOISE) - SOLVED[C_1] / ONE.at_kappa(D_P * D_P2)) == 0
    assert simplify(keystone(SOLVED, ONE).h - h) == 0


def test_two_point_functions_are_symmetric_in_their_frequencies():
    swap = {kappa: kappa2, kappa2: kappa, d: d2, d2: d, w: w2, w2: w}
    for value in SOLVED.values():
        assert cancel(value - value.subs(swap, simultaneous=True)) == 0


def test_a_changed_noise_changes_the_keystone():
    fresh = replace(
        FIELD_EQUATIONS,
        covariances={**FIELD_EQUATIONS.covariances, u1: C_0 + 2 * NOISE},
    )
    one = responses(fresh)
    key = keystone(two_point(linear_system(fresh, one), one), one)
    assert cancel(key.h - D_P * (kappa * w + 2 * sigma2) / s) == 0


def test_a_scaled_feature_source_changes_what_stands_below():
    statement = vary(u2, 2)
    one = responses(statement)
    solved = two_point(linear_system(statement, one), one)
    below = kappa * D_N * (2 * D_P - 1)
    assert cancel(difference_quotient(solved[C_1]).g - one.at_kappa(below)) == 0
    key = keystone(solved, one)
    assert cancel(solved[C_1] - one.at_kappa(key.correlations[C_1])) == 0


def test_a_scaled_inner_source_has_no_keystone():
    statement = vary(u3, 2)
    one = responses(statement)
    solved = two_point(linear_system(statement, one), one)
    with pytest.raises(InvalidProblemError, match="linear system"):
        keystone(solved, one)


def test_a_difference_is_taken_apart_and_anything_else_refused():
    h = (w + sigma2 / kappa) / (N - d)
    assert cancel(separated(cancel(h - primed(h))) - h) == 0
    with pytest.raises(InvalidProblemError, match="no difference"):
        separated(d * d2)
    with pytest.raises(InvalidProblemError, match="no denominator"):
        difference_quotient(1 / (d + d2))


@pytest.mark.parametrize("dimension", [N, P])
@pytest.mark.parametrize("correlation", [C_0, C_1])
def test_the_final_value_does_not_depend_on_how_the_frequencies_vanish(dimension, correlation):
    function = ONE.at_kappa(s * s2 * SOLVED[correlation])
    together = along_the_diagonal(function, dimension)
    assert cancel(together - one_after_the_other(function, dimension)) == 0


def test_inside_correlations_collapse_too():
    h = D_P * (kappa * w + sigma2) / s
    expected = (s * h - primed(s * h)) / (s - s2)
    assert cancel(SOLVED[C_3] - ONE.at_kappa(expected)) == 0
