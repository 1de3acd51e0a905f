"""Nonlinear features: the page for other problems, its checks with faults, and the measured law."""

from typing import Any

import mpmath
import pytest
from sympy import Integer

import analytic as an
from analytic.comparison.counted_products import Counted, Unlimited
from analytic.comparison.hermite_kernels import OfActivation, hermite_weights
from analytic.notation import M, a, b, m, x
from analytic.result import Effort
from analytic.symbolic.features.hermite import hermite
from analytic.symbolic.features.products import products, products_within
from derivations import RESULTS
from derivations.nonlinear_features import derive
from tests.planted import objecting, objections, with_formula

NAME = "nonlinear-features"


def coefficient(activation: Any, order: int) -> Any:
    """E phi(z) He_q(z)/sqrt(q!) by quadrature."""
    function = {"ReLU": lambda z: max(z, 0), "erf": mpmath.erf, "tanh": mpmath.tanh}[
        activation.name
    ]
    norm = mpmath.sqrt(2**order * mpmath.factorial(order))

    def integrand(z: Any) -> Any:
        return function(z) * mpmath.hermite(order, z / mpmath.sqrt(2)) * mpmath.npdf(z) / norm

    return mpmath.quad(integrand, [-12, -4, 0, 4, 12])


@pytest.mark.parametrize("activation", [an.ReLU(), an.Erf()], ids=["ReLU", "erf"])
def test_hermite_coefficients_are_those_of_quadrature(activation) -> None:
    series = hermite(activation)
    for i in range(2):
        found = float(series.square(Integer(i)))
        assert found == pytest.approx(float(coefficient(activation, series.order + 2 * i)) ** 2)


@pytest.mark.slow
def test_the_same_derivation_holds_for_another_activation() -> None:
    result = derive(activations=(an.Monomial(3),))
    assert objecting(result, "symbolic", "exact", effort=Effort(digits=12)) == []


def test_the_exponent_is_that_of_the_data_for_another_spectrum() -> None:
    result = derive(an.PowerLaw(a, b, scale=2), activations=())
    slope = result.formulas[Unlimited.SLOPE]
    assert slope == RESULTS[NAME].formulas[Unlimited.SLOPE]
    assert result.formulas[Counted.LAW] != RESULTS[NAME].formulas[Counted.LAW]


def test_the_coefficients_of_tanh_are_integrals_and_a_wrong_one_is_noticed() -> None:
    result = RESULTS[NAME]
    weights = hermite_weights(result.formulas[OfActivation.WEIGHT.of("tanh")])
    for order in (1, 3):
        assert weights[order] == pytest.approx(float(coefficient(an.Tanh(), order)), abs=1e-12)
    assert max(map(abs, weights[::2])) < 1e-15
    wrong = with_formula(
        result,
        OfActivation.WEIGHT.of("tanh"),
        result.formulas[OfActivation.WEIGHT.of("tanh")] * 1.001,
    )
    assert objecting(wrong, "exact") == ["eigenvalues by the Hermite integrals of tanh"]


@pytest.mark.parametrize("degree", [2, 3])
def test_all_products_up_to_the_end_are_all_sets(degree) -> None:
    ends = products_within().subs(m, degree).subs(x, M**degree)
    assert (ends / M**degree).simplify() * Integer(degree) == 1 / Integer(degree - 1)
    assert products(degree).coeff(x) != 0


def test_a_wrong_kernel_is_noticed_by_the_dice() -> None:
    result = RESULTS[NAME]
    kernel = result.formulas[OfActivation.KERNEL.of("ReLU")]
    wrong = with_formula(result, OfActivation.KERNEL.of("ReLU"), kernel * 2)
    assert objections(wrong, "eigenvalues of drawn features") == {"eigenvalues of drawn features"}


def test_the_verdicts_say_where_the_exponent_is_that_of_the_data() -> None:
    verdicts = [str(one.verdict) for one in RESULTS[NAME].judgements]
    assert verdicts == ["sharpened", "sharpened", "sharpened", "refuted"]
