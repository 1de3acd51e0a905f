"""Structured features: other problems than that of the page."""

import pytest
from sympy import Rational

import analytic as an
from analytic.claim import Verdict
from analytic.comparison.feature_variance import Features
from analytic.comparison.structured_features import EIGENVALUE
from analytic.notation import D_N, V_A, L, N, a, b, c, d, k, phi_2, r_C, r_t, s, t, theta
from analytic.symbolic.series.order import is_positive
from derivations import RESULTS
from derivations.structured_features import derive

POINT = {a: Rational(5, 2), b: Rational(9, 5), c: Rational(7, 4)}


@pytest.mark.slow
def test_numbers_for_a_and_b_are_put_in_or_derived_with() -> None:
    general, there = derive().formulas, derive(an.PowerLaw(POINT[a], POINT[b])).formulas
    for name in (D_N, d, EIGENVALUE, L(t), r_t, r_C):
        one, other = (
            x.subs(POINT).subs({s: Rational(1, 7), t: 50, d: 9, k: 7}).evalf(15)
            for x in (general[name], there[name])
        )
        assert abs(one / other - 1) < 1e-12, name


def test_the_power_of_features_is_above_one() -> None:
    assert is_positive(b + c - 2)
    assert not is_positive(c - b)


@pytest.mark.parametrize(
    ("where", "verdict"),
    [
        ("$c < 1/2$", Verdict.SHARPENED),
        ("$1/2 < c < 1$, $N^(1 - c) << d << N$", Verdict.SHARPENED),
        ("$1/2 < c < 1$, $d << N^(1 - c)$", Verdict.REFUTED),
        ("$c > 1$", Verdict.SHARPENED),
    ],
)
def test_the_variance_of_features_falls_as_claimed_where_the_first_are_resolved(
    where: str, verdict: Verdict
) -> None:
    """At d = N^(1 - c) the two exponents between 1/2 and 1 meet."""
    result = RESULTS["structured-features"]
    quantity = f"exponent of $V_A/g$, {where}"
    (found,) = [one for one in result.judgements if one.claim.quantity == quantity]
    assert found.verdict == verdict
    assert found.claim.formula.subs(theta, 1 - c).equals(
        result.formulas[Features.POWER.of(where)].subs(theta, 1 - c)
    )


def test_white_features_have_the_variance_of_the_ridge_map() -> None:
    white = RESULTS["structured-features"].formulas[V_A].subs(phi_2, d**2 / N)
    assert (white - RESULTS["ridge-map"].formulas[V_A]).factor() == 0
